"""A programme with letters, repeats, campaigns and a petition, said in plain Python
before it is made."""

from dataclasses import dataclass, field

from lxml import html

from odoo.fields import Command

from ..common import ConcertationCase

OPEN = ("public", "members")
CAMPAIGN = "Nous demandons une benne à l'entrée du bourg, pour les encombrants."


@dataclass
class Said:
    """One point, or what was not split."""

    confidentiality: str = "public"
    moderation: str = "accepted"
    answered: bool = False
    expected: bool = True

    @property
    def is_shared(self):
        return self.confidentiality in OPEN

    @property
    def is_public(self):
        return self.confidentiality == "public" and self.moderation == "accepted"


@dataclass
class Sent:
    """What somebody sent, once; its points, if it was split; the name of what it
    repeats, if it does."""

    said: Said = field(default_factory=Said)
    points: tuple = ()
    repeats: str = ""
    session: str = ""
    campaign: str = ""
    signatures: int = 1

    @property
    def observations(self):
        if self.repeats:
            return ()
        return self.points or (self.said,)


def letter(*points, **kwargs):
    return Sent(points=points, **kwargs)


STAFF = Said("staff")
TOLD = Said(answered=True)
WORLD = {
    "plain": Sent(),
    "told": Sent(TOLD, session="meeting"),
    "members": Sent(Said("members"), session="meeting"),
    "confided": Sent(STAFF),
    "pending": Sent(Said(moderation="pending"), session="consultation"),
    "refused": Sent(Said(moderation="refused")),
    "silent": Sent(Said(expected=False)),
    "petition": Sent(signatures=240, session="consultation"),
    # Letters: answered, in part, of which a point is closed, of which all are.
    "letter_told": letter(TOLD, TOLD, TOLD, session="meeting"),
    "letter_half": letter(TOLD, Said(), Said(), Said(moderation="refused")),
    "letter_closed": letter(Said(), STAFF, Said("members"), session="consultation"),
    "letter_confided": letter(STAFF, STAFF),
    "letter_members": letter(Said("members"), Said("members"), STAFF),
    "letter_pending": letter(Said(moderation="pending"), Said(moderation="pending")),
    # What repeats one of them.
    "repeat": Sent(repeats="plain"),
    "repeat_of_letter": Sent(repeats="letter_half", session="meeting"),
    # What many sent, one of whom adds something.
    **{f"suggested_{n}": Sent(campaign="suggested") for n in range(3)},
    **{f"alike_{n}": Sent(campaign="confirmed", session="meeting") for n in range(4)},
    "alike_told": Sent(TOLD, campaign="confirmed"),
    "alike_pending": Sent(Said(moderation="pending"), campaign="confirmed"),
    "alike_confided": Sent(STAFF, campaign="confirmed"),
    "alike_split": letter(Said(), Said(), campaign="confirmed"),
}


def count(kept=lambda said: True, **conditions):
    """Contributions of which something is kept, and the observations that are.

    :param kept: which points, and which of what was not split
    :param conditions: values of the attributes of what was sent
    """
    world = [
        sent
        for sent in WORLD.values()
        if all(getattr(sent, name) == value for name, value in conditions.items())
    ]
    received = [sent for sent in world if any(map(kept, sent.points or (sent.said,)))]
    made = [said for sent in world for said in sent.observations if kept(said)]
    return len(received), len(made)


def is_shared(said):
    return said.is_shared


def count_public():
    """What the register holds: no repeat that was not answered."""
    return count(lambda said: said.is_public, repeats="")


class SumsCase(ConcertationCase):
    """The contributions of :data:`WORLD`, in ``records`` by their names."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang("en_US")
        cls.env["ir.default"].set("res.partner", "lang", "en_US")
        cls.company.partner_id.lang = "en_US"
        cls.users = {
            "agent": cls.user_agent,
            "manager": cls.user_manager,
            "elected": cls.user_elected,
        }

    def _build_world(self):
        super()._build_world()
        self.program.with_user(self.user_manager).is_published = True
        self.sessions = {
            "meeting": self._create_session(self.actors),
            "consultation": self._create_session(
                name="Avis sur le projet",
                format="public",
                nature="consultation",
                proposal="<p>Le projet.</p>",
            ),
        }
        self.records = {
            name: self._send(number, sent)
            for number, (name, sent) in enumerate(WORLD.items())
        }
        for name, sent in WORLD.items():
            if sent.repeats:
                self.records[name]._merge_into(self.records[sent.repeats])
        for name, sent in WORLD.items():
            self._split(self.records[name], sent)
        for state in ("suggested", "confirmed"):
            self._gather(state)
        self.env.flush_all()
        self.env.invalidate_all()

    def _send(self, number, sent):
        said = sent.points[0] if sent.points else sent.said
        length = max(len(sent.points), 1)
        text = CAMPAIGN if sent.campaign else f"Demande {number} à part."
        if sent.points:
            text = " ".join(f"{text} Point {n}." for n in range(length))
        vals = {
            "verbatim": text,
            "signature_count": sent.signatures,
            "session_id": sent.session and self.sessions[sent.session].id,
            "stakeholder_id": self.actors[number % 3].id,
            "response_expected": said.expected,
            "stance": "favourable",
        }
        if not sent.points:
            vals["confidentiality"] = said.confidentiality
        record = self._create_contribution(**vals)
        if not sent.points:
            self._judge(record, said)
        return record

    def _judge(self, record, said):
        if said.moderation == "refused":
            record.write(self._refusal("Il nomme un voisin."))
        else:
            record.moderation = said.moderation
        if said.answered:
            record.action_note_answered("phone")

    def _split(self, record, sent):
        if not sent.points:
            return
        size = len(record.verbatim) // len(sent.points)
        points = record._split(
            [
                {
                    "quote_start": n * size,
                    "quote_stop": (n + 1) * size,
                    "confidentiality": said.confidentiality,
                }
                for n, said in enumerate(sent.points)
            ]
        )
        repeats = record.duplicate_ids
        repeats.response_expected = False
        for point, said in zip(points, sent.points, strict=True):
            self._judge(point, said)
        repeats.response_expected = True

    def _gather(self, state):
        messages = [
            self.records[name].id
            for name, sent in WORLD.items()
            if sent.campaign == state
        ]
        campaign = self.agent_env["plpdma.campaign"].create(
            {
                "name": f"Une benne ({state})",
                "program_id": self.program.id,
                "contribution_ids": [Command.set(messages)],
            }
        )
        if state == "confirmed":
            campaign.action_confirm()

    # ------------------------------------------------------------------
    # What is read
    # ------------------------------------------------------------------
    def _as(self, name):
        self.env.flush_all()
        self.env.invalidate_all()
        return self.env(
            user=self.users[name],
            context={"lang": "en_US", "allowed_company_ids": self.company.ids},
        )

    def _print(self, name, report, record):
        reports = self._as(name)["ir.actions.report"]
        content, _type = reports._render_qweb_html(
            f"plpdma_concertation.{report}", record.ids
        )
        return html.document_fromstring(content.decode())

    def _words(self, node):
        return " ".join(node.text_content().split())
