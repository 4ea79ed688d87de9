from collections import defaultdict

from odoo import api, models
from odoo.fields import Domain


class MailActivity(models.Model):
    """Reminders of ours that somebody absent would not see: another has them until they
    are back. Those of the other applications stay where they are."""

    _name = "mail.activity"
    _inherit = ["mail.activity", "plpdma.covered.mixin"]

    @api.model
    def _get_covered_models(self):
        """Names of the models whose reminders follow the absences."""
        return sorted(
            self.env.registry.descendants(["plpdma.thread.mixin"], "_inherit")
        )

    def _group_by_authority(self):
        groups = defaultdict(self.browse)
        ours = self.filtered(lambda one: one.res_model in self._get_covered_models())
        for model, activities in ours.grouped("res_model").items():
            # sudo: of which authority, of what the activities are about.
            records = self.env[model].sudo().browse(activities.mapped("res_id"))
            companies = {record.id: record.company_id for record in records.exists()}
            for activity in activities:
                company = companies.get(activity.res_id)
                if company:
                    groups[company] |= activity
        return groups

    def _filter_handled_by(self, person):
        """Those about what the person reads, who works in Odoo."""
        if person.share:
            return self.browse()
        readable = {
            model: self.env[model]
            .with_user(person)
            .browse(activities.mapped("res_id"))
            ._filtered_access("read")
            for model, activities in self.grouped("res_model").items()
        }
        return self.filtered(
            lambda activity: activity.res_id in readable[activity.res_model].ids
        )

    def _pass_on(self, person, absent):
        """One message tells whoever replaces, not one for each reminder."""
        quiet = self.with_context(mail_activity_quick_update=True)
        return super(MailActivity, quiet)._pass_on(person, absent)

    @api.model
    def _get_open_domain(self):
        return Domain("res_model", "in", self._get_covered_models())
