"""A consultation that is closed, with what was received in it."""

from datetime import timedelta

from odoo import fields

from ..common import ConcertationCase

NAME = "Camille Essai"
EMAIL = "camille@p.example"


class SealCase(ConcertationCase):
    """Four contributions on four channels, one of them received late."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # What is printed is read in English.
        cls.env["res.lang"]._activate_lang("en_US")

    def _build_world(self):
        super()._build_world()
        now = fields.Datetime.now()
        self.consultation = self._create_session(
            name="Mise à disposition",
            format="public",
            nature="consultation",
            proposal="<p>Le projet.</p>",
            days=-40,
            date_stop=fields.Datetime.subtract(now, days=10),
        )
        with self.mock_mail_gateway():
            self.consultation.action_plan()
        today = self.company._plpdma_get_today()
        channels = {"web": 30, "email": 25, "letter": 20, "paper_register": 2}
        self.received = self._create_contributions(
            *(
                {
                    "session_id": self.consultation.id,
                    "channel": channel,
                    "date_received": today - timedelta(days=days),
                    "contributor_name": NAME,
                    "contributor_email": EMAIL,
                    "response_expected": False,
                    "stance": "favourable",
                    "verbatim": f"Un premier point. Un second point, par {channel}.",
                }
                for channel, days in channels.items()
            )
        )
        self.env.flush_all()

    def _sql(self, query, *params):
        """Behind the back of the rules."""
        self.env.flush_all()
        self.env.cr.execute(query, params)
        self.env.invalidate_all()

    def _seal(self):
        self.consultation.action_seal()
        # The clock of a test stands still: what comes next comes after.
        self._sql("UPDATE plpdma_contribution SET create_date = create_date")
        return self.consultation.seal_ids

    def _check(self):
        """What the check says."""
        seal = self.consultation.seal_ids
        seal.action_check()
        return seal.check_text

    def assertBroken(self, *words):
        text = self._check()
        self.assertFalse(self.consultation.seal_ids.is_intact, text)
        self.assertIn("Not intact", text)
        for word in words:
            self.assertIn(word, text)

    def assertIntact(self, *words):
        text = self._check()
        self.assertTrue(self.consultation.seal_ids.is_intact, text)
        self.assertTrue(text.startswith("Intact"), text)
        for word in words:
            self.assertIn(word, text)
