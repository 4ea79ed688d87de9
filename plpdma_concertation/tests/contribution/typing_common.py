"""A session in which lines are pasted."""

from ..common import ConcertationCase


class TypingCase(ConcertationCase):
    def _build_world(self):
        super()._build_world()
        self.session = self._create_session(
            self.actors[:2], facilitator_id=self.user_facilitator.partner_id.id
        )
        self.session.action_plan()
        self.theme = self.env["plpdma.theme"].create(
            {"name": "Compostage d'essai", "company_id": self.company.id}
        )

    def _paste(self, text="", source="", user=None, session=None):
        session = (session or self.session).with_user(user or self.user_agent)
        action = session.action_paste(text, source)
        self.assertEqual(action["target"], "new")
        return session.env[action["res_model"]].browse(action["res_id"])

    def _note(self, *args, **kwargs):
        """The contributions that a block becomes, in its order."""
        before = self.session.contribution_ids
        self._paste(*args, **kwargs).action_note()
        self.session.invalidate_recordset(["contribution_ids"])
        return (self.session.contribution_ids - before).sorted("id")
