"""A search that finds nothing, and a message that is noted, in a browser."""

from odoo.tests import tagged

from ..shared.import_common import ImportCase
from ..tour_common import TourCase


@tagged("post_install", "-at_install", "plpdma_browser")
class TestNeighbourTours(ImportCase, TourCase):
    def _open(self, action, tour, user=None):
        path = f"/odoo/action-plpdma_concertation.{action}"
        self.start_tour(path, tour, login=(user or self.user_agent).login)

    def test_nothing_found(self):
        self._create_contribution()
        self._open("action_plpdma_contribution", "plpdma_nothing_found")

    def test_nothing_at_all(self):
        self._open("action_plpdma_campaign", "plpdma_nothing_at_all")

    def test_nothing_for_those_who_only_read(self):
        for group in ("group_elected", "group_facilitator"):
            # Nobody's yet: they read no session.
            user = self._create_user(f"new_{group}", group, company_id=self.company.id)
            user.lang = "fr_FR"
            self._open("action_plpdma_session", "plpdma_nothing_for_others", user)

    def _post(self):
        return self.partners[0].message_post(
            body="Un composteur au pied de l'immeuble.",
            author_id=self.partners[1].id,
            message_type="comment",
            subtype_xmlid="mail.mt_note",
        )

    def test_note_message(self):
        self._post()
        path = f"/odoo/res.partner/{self.partners[0].id}"
        self.start_tour(path, "plpdma_note_message", login=self.user_agent.login)
        contribution = self.env["plpdma.contribution"].search(
            [("partner_id", "=", self.partners[1].id)]
        )
        self.assertEqual(contribution.verbatim, "Un composteur au pied de l'immeuble.")
        self.assertEqual(contribution.channel, "phone")

    def test_note_message_not_for_others(self):
        self._post()
        path = f"/odoo/res.partner/{self.partners[0].id}"
        self.start_tour(path, "plpdma_note_message_not", login=self.user_employee.login)
