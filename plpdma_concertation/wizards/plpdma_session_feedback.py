from odoo import fields, models

from ..tools.notifications import CLOSE, make_notification

SCORES = [
    ("1", "1 – Not at all"),
    ("2", "2"),
    ("3", "3"),
    ("4", "4"),
    ("5", "5 – Entirely"),
]


class PlpdmaSessionFeedback(models.TransientModel):
    """Dialog of three questions to a participant, on a tablet handed round."""

    _name = "plpdma.session.feedback"
    _description = "Give Feedback on a Session"
    _inherit = ["plpdma.link.access.mixin"]

    session_id = fields.Many2one("plpdma.session", required=True, ondelete="cascade")
    neutrality = fields.Selection(
        SCORES,
        string="Was the facilitation neutral: did it favour nobody?",
        required=True,
    )
    listening = fields.Selection(
        SCORES,
        string="Were you listened to: could you say what you had to say?",
        required=True,
    )
    trust = fields.Selection(
        SCORES,
        string="Do you trust what will be done with what was said?",
        required=True,
    )

    def action_send(self):
        """Give the feedback and close the questions: a notification thanks the
        participant.

        :raise ValidationError: for a session that has not taken place yet
        """
        self._send()
        return make_notification(
            self.env._("Thank you: your opinion is noted, anonymously."),
            "success",
            CLOSE,
        )

    def action_send_next(self):
        """Give the feedback: the window action shows blank questions, for the next
        participant.

        :raise ValidationError: for a session that has not taken place yet
        """
        session = self.session_id
        self._send()
        return session.action_collect_feedback()

    def _send(self):
        self.ensure_one()
        feedback = self.env["plpdma.feedback"]
        # sudo: nobody has the right to write feedback; it is only given here.
        feedback.sudo().create(
            {
                "session_id": self.session_id.id,
                **{name: int(self[name]) for name in feedback._questions},
            }
        )
        # What was answered does not stay beside the name of whoever was signed in.
        self.unlink()
