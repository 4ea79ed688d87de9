"""A letter of several requests, and its passages."""

from ..common import ConcertationCase
from ..tour_common import TourCase

# Emoji and a line break of another system, before and inside the passages.
LETTER = (
    "Bonjour 👋,\r\n\r\n"
    "Je demande un composteur 🌱 au pied de mon immeuble. "
    "Pourquoi la collecte a-t-elle lieu le dimanche ?\r\n\r\n"
    "La déchèterie de Belcastel ferme trop tôt. Nous souhaitons des ateliers. "
    "Le prix du bac est trop élevé. Merci pour le réemploi.\r\n\r\n"
    "Cordialement"
)
REQUESTS = (
    "Je demande un composteur 🌱 au pied de mon immeuble.",
    "Pourquoi la collecte a-t-elle lieu le dimanche ?",
    "La déchèterie de Belcastel ferme trop tôt.",
    "Nous souhaitons des ateliers.",
    "Le prix du bac est trop élevé.",
    "Merci pour le réemploi.",
)


def quote(words, text=LETTER, **values):
    """Values of a point that quotes these words of a text."""
    start = text.index(words)
    return {"quote_start": start, "quote_stop": start + len(words), **values}


class SplitCase(ConcertationCase):
    """The agent's letters, and the themes and places of their points."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        fixture = cls.env(context=dict(cls.env.context, tracking_disable=True))
        cls.themes = (
            fixture["plpdma.theme"]
            .create([{"name": f"Thème d'essai {n}"} for n in range(3)])
            .with_env(cls.agent_env)
        )
        cls.places = (
            fixture["plpdma.territory"]
            .create([{"name": name} for name in ("Belcastel", "Montclar")])
            .with_env(cls.agent_env)
        )

    def _create_letter(self, **vals):
        return self._create_contribution(
            **{
                "verbatim": LETTER,
                "channel": "letter",
                "contributor_name": "Camille Lettre",
                "contributor_email": "camille@lettre.example",
                **vals,
            }
        )

    def _split_letter(self, letter=None, requests=REQUESTS, **values):
        letter = letter or self._create_letter()
        parts = letter._split([quote(words, **values) for words in requests])
        return letter, parts


class SplitTourCase(SplitCase, TourCase):
    """In a browser, in French, with the themes that are typed there."""

    THEMES = ("Collecte", "Compostage", "Déchèterie", "Atelier", "Prix", "Réemploi")

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang("fr_FR")
        (cls.user_agent | cls.user_manager).lang = "fr_FR"
        # sudo: the catalogue of this authority.
        cls.names = [f"{name} d'essai" for name in cls.THEMES]
        cls.env["plpdma.theme"].create(
            [{"name": name, "company_id": cls.company.id} for name in cls.names]
        )

    def _start(self, letter, tour, user=None, **kwargs):
        action = self.env.ref("plpdma_concertation.action_plpdma_contribution")
        self.start_tour(
            f"/odoo/action-{action.id}/{letter.id}",
            tour,
            login=(user or self.user_agent).login,
            **kwargs,
        )
