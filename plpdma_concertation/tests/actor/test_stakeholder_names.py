"""Actors found by the letters of their names, on a server that folds no accent."""

from odoo.tests import tagged

from ..common import ConcertationCase


@tagged("post_install", "-at_install", "plpdma")
class TestStakeholderNames(ConcertationCase):
    def _build_world(self):
        super()._build_world()
        partners = self.env["res.partner"].create(
            [
                {"name": "Grand Éco-magasin", "email": "contact@magasin.example"},
                {"name": "Récoltes du pays", "email": "eco@pays.example"},
                {"name": "Éco-organisme"},
                {"name": "Épicerie vrac"},
                {"name": "Direction régionale"},
                {"name": "Conseil Regional"},
            ]
        )
        self.named = self.env["plpdma.stakeholder"].create(
            [
                {"program_id": self.program.id, "partner_id": partner.id}
                for partner in partners
            ]
        )

    def _find(self, letters, **kwargs):
        """Names of the actors of this test that letters find, in order."""
        found = self.agent_env["plpdma.stakeholder"].name_search(
            letters, [("id", "in", self.named.ids)], **kwargs
        )
        return [name for _id, name in found]

    def test_with_or_without_accents(self):
        for letters in ("epic", "épic", "EPICERIE", "épicerie V", "vrac"):
            with self.subTest(letters):
                self.assertEqual(self._find(letters), ["Épicerie vrac"])
        regional = {"Direction régionale", "Conseil Regional"}
        for letters in ("reg", "rég", "Régional"):
            with self.subTest(letters):
                self.assertEqual(set(self._find(letters)), regional)
        self.assertEqual(self._find("direction reg"), ["Direction régionale"])

    def test_beginnings_of_words_come_first(self):
        found = self._find("eco")
        self.assertEqual(set(found[:2]), {"Grand Éco-magasin", "Éco-organisme"})
        self.assertEqual(found[2:], ["Récoltes du pays"])
        self.assertEqual(self._find("eco", limit=2), found[:2])
        self.assertEqual(self._find("éco organisme"), ["Éco-organisme"])

    def test_an_address_finds_too_but_last(self):
        self.assertEqual(self._find("contact@mag"), ["Grand Éco-magasin"])

    def test_those_of_one_name_are_told_apart(self):
        """Each of them: one who is named as typed would be chosen, unseen."""
        partners = self.env["res.partner"].create(
            [
                {"name": "Amadou Diarra", "city": "Confluence"},
                {"name": "Amadou Diarra", "email": "amadou@diarra.example"},
                {"name": "Amadou Diarra"},
                {"name": "Amadou Diarrassouba", "city": "Confluence"},
            ]
        )
        actors = self.env["plpdma.stakeholder"].create(
            [
                {"program_id": self.program.id, "partner_id": partner.id}
                for partner in partners
            ]
        )
        search = {
            "name": "amadou",
            "specification": {"display_name": {}},
            "domain": [("id", "in", actors.ids)],
        }
        found = self.agent_env["plpdma.stakeholder"].web_name_search(**search)
        names = [
            "Amadou Diarra (Confluence)",
            "Amadou Diarra (amadou@diarra.example)",
            "Amadou Diarra (neither town nor e-mail)",
            "Amadou Diarrassouba",
        ]
        self.assertCountEqual([one["display_name"] for one in found], names)
        self.assertCountEqual([one["__formatted_display_name"] for one in found], names)

    def test_participants_are_found_so(self):
        session = self._create_session(self.named)
        participations = self.agent_env["plpdma.participation"]
        found = participations.name_search("epic", [("session_id", "=", session.id)])
        self.assertEqual([name for _id, name in found], ["Épicerie vrac"])
