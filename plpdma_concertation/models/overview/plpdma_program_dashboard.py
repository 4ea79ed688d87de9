from odoo import api, models
from odoo.exceptions import AccessError

from ...tools.groups import READERS


class PlpdmaProgram(models.Model):
    """The dashboard of a programme: a page, its figures, and the sheet to print."""

    _inherit = "plpdma.program"

    def action_dashboard(self):
        """Client action that shows the dashboard of the programme.

        :raise AccessError: for whoever does not read it
        """
        self.ensure_one()
        self._check_dashboard()
        action = self.env["ir.actions.actions"]._for_xml_id(
            "plpdma_concertation.action_plpdma_dashboard"
        )
        return {
            **action,
            "params": {"program_id": self.id},
            "context": {"active_id": self.id, "active_model": self._name},
        }

    @api.readonly
    def get_dashboard(self, filters=None):
        """The figures of the dashboard, for the screen, the sheet and the workbook.

        :param dict filters: ``date_from``, ``date_to``, ``theme_id``,
            ``territory_id``, ``body_id``, ``outside``
        :return: dictionary, as JSON takes it: see ``plpdma.dashboard``
        :raise AccessError: for whoever does not read the programme
        :raise UserError: for filters that cannot be read
        """
        self.ensure_one()
        self._check_dashboard_reader()
        return self.env["plpdma.dashboard"]._prepare(self, filters)

    def action_print_dashboard(self, filters=None):
        """Report action on one sheet: the same figures, as they are told outside the
        staff.

        :param dict filters: as ``get_dashboard`` takes them
        :raise AccessError: for whoever does not read the programme
        """
        self.ensure_one()
        self._check_dashboard()
        report = self.env.ref("plpdma_concertation.action_report_dashboard")
        filters = {**(filters or {}), "program_ids": self.ids}
        return report.report_action(self, data=filters, config=False)

    def _check_dashboard(self):
        self._check_dashboard_reader()
        self.check_access("read")

    def _check_dashboard_reader(self):
        if not self.env.user.has_groups(READERS):
            raise AccessError(
                self.env._("The dashboard is for the staff and for the élus.")
            )
