"""The closing minutes of a consultation."""

from odoo import fields
from odoo.tests import TransactionCase, tagged

from ...tools.seal import space
from ..procedure.seal_common import NAME, SealCase


@tagged("post_install", "-at_install", "plpdma")
class TestClosing(SealCase, TransactionCase):
    def _text(self, session=None, user=None):
        self.env.flush_all()
        reports = self.env["ir.actions.report"].with_user(user or self.user_agent)
        content = reports._render_qweb_html(
            "plpdma_concertation.report_closing", (session or self.consultation).ids
        )[0]
        return " ".join(content.decode().split())

    def test_before_and_after_the_sealing(self):
        text = self._text()
        self.assertIn("is not sealed yet", text)
        for told in ("Paper register", "Of which received late"):
            self.assertIn(told, text)
        seal = self._seal()
        text = self._text()
        self.assertIn(space(seal.digest), text)
        # Whoever signs does by hand; agents are named in nothing that is published.
        self.assertNotIn(self.user_agent.name, text)
        self.assertNotIn("is not sealed yet", text)
        self.assertNotIn("outside it", text)
        self.assertNotIn(NAME, text)
        late = self._create_contribution(
            session_id=self.consultation.id,
            date_received=self.company._plpdma_get_today(),
        )
        self._sql(
            "UPDATE plpdma_contribution SET create_date = create_date "
            "+ interval '1 minute' WHERE id = %s",
            late.id,
        )
        text = self._text()
        self.assertIn("outside it: 1.", text)
        self.assertIn(space(seal.digest), text)

    def test_figures_are_those_of_the_seal(self):
        seal = self._seal()
        self.assertEqual(
            seal._count_by_channel(),
            (dict.fromkeys(("web", "email", "letter", "paper_register"), 1), 1),
        )

    def test_nothing_to_close(self):
        with self.assertRefused("not closed yet"):
            self._text(self._create_session(self.actors))
        self.consultation.date_stop = fields.Datetime.add(fields.Datetime.now(), days=3)
        with self.assertRefused("not closed yet"):
            self._text()
