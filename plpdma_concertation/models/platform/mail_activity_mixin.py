from odoo import models

OURS = "plpdma."


class MailActivityMixin(models.AbstractModel):
    """What somebody is asked to do is written in their language, whoever or whatever
    asks for it: core takes the words of the type in the language of the caller, and a
    scheduled action has none."""

    _inherit = "mail.activity.mixin"

    def activity_schedule(self, *args, **act_values):
        """As in core; on our models, in the language of ``user_id``."""
        if self._name.startswith(OURS) and act_values.get("user_id"):
            user = self.env["res.users"].browse(act_values["user_id"])
            # sudo: the language of a colleague.
            self = self.with_context(lang=user.sudo().lang or self.env.lang)
        return super().activity_schedule(*args, **act_values)
