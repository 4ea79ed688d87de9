from odoo import fields, models
from odoo.exceptions import AccessError

from ...tools.groups import STAFF


class PlpdmaThreadMixin(models.AbstractModel):
    """Discussion, followers, activities and files kept among the staff.

    Names and addresses stand in them: reading a record is not enough to read what its
    staff wrote about it, who follows it, or the letter that was scanned.
    """

    _name = "plpdma.thread.mixin"
    _description = "Staff Discussion"
    _inherit = ["mail.thread", "mail.activity.mixin"]

    # Whether those who read a record read its files: where they are its documents.
    _files_are_shared = False

    has_message = fields.Boolean(groups=STAFF)
    message_ids = fields.One2many(groups=STAFF)
    message_follower_ids = fields.One2many(groups=STAFF)
    message_partner_ids = fields.Many2many(groups=STAFF)
    message_attachment_count = fields.Integer(groups=STAFF)
    activity_ids = fields.One2many(groups=STAFF)
    activity_state = fields.Selection(groups=STAFF)
    activity_user_id = fields.Many2one(groups=STAFF)
    activity_type_id = fields.Many2one(groups=STAFF)
    activity_type_icon = fields.Char(groups=STAFF)
    activity_date_deadline = fields.Date(groups=STAFF)
    my_activity_date_deadline = fields.Date(groups=STAFF)
    activity_summary = fields.Char(groups=STAFF)
    activity_calendar_event_id = fields.Many2one(groups=STAFF)
    activity_exception_decoration = fields.Selection(groups=STAFF)
    activity_exception_icon = fields.Char(groups=STAFF)

    def _creation_message(self):
        """Core's sentence agrees with no name that is feminine."""
        return self.env._("Creation")

    def _mail_get_operation_for_mail_message_operation(self, message_operation):
        """The staff reads and writes the discussion; others would need a right that
        only managers have."""
        result = super()._mail_get_operation_for_mail_message_operation(
            message_operation
        )
        if not self.env.user.has_group(STAFF):
            result.update(dict.fromkeys(self, "unlink"))
        elif message_operation == "read":
            result.update(dict.fromkeys(self, "write"))
        return result

    def activity_schedule(
        self, act_type_xmlid="", date_deadline=None, summary="", note="", **act_values
    ):
        """Schedule as core does, in the words of whoever is asked: what is scheduled at
        night, or by a colleague, is read by them."""
        # sudo: the language of a user, whoever asks them.
        user = self.env["res.users"].sudo().browse(act_values.get("user_id") or [])
        records = self.with_context(lang=user.lang) if user.lang else self
        activities = super(PlpdmaThreadMixin, records).activity_schedule(
            act_type_xmlid, date_deadline, summary, note, **act_values
        )
        return activities and activities.with_env(self.env)

    def message_subscribe(self, partner_ids=None, subtype_ids=None):
        """Subscribe as core does, for the staff alone: core lets whoever reads a record
        follow it, and so receive what agents write.

        :raise AccessError: for a user who is not of the staff
        """
        if partner_ids and not self.env.su and not self.env.user.has_group(STAFF):
            raise AccessError(
                self.env._("Only agents and managers say who follows the discussion.")
            )
        return super().message_subscribe(partner_ids, subtype_ids)
