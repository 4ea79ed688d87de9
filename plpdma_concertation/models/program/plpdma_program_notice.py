from odoo import api, fields, models


class PlpdmaProgram(models.Model):
    """The versions of a programme's notice: a changed notice becomes a new one."""

    _inherit = "plpdma.program"

    notice_version = fields.Integer(default=1, readonly=True, copy=False)
    notice_ids = fields.One2many(
        "plpdma.notice", "program_id", string="Versions of the Notice"
    )

    # ------------------------------------------------------------------
    # CRUD
    # ------------------------------------------------------------------
    @api.model_create_multi
    def create(self, vals_list):
        """Keep the first version of each notice."""
        programs = super().create(vals_list)
        programs._keep_notice_version()
        return programs

    def write(self, vals):
        """A changed notice becomes a new version of it; older ones are kept."""
        changed = self.browse()
        if "notice" in vals:
            changed = self.filtered(
                lambda p: (p.notice or "") != (vals["notice"] or "")
            )
            for version, programs in changed.grouped("notice_version").items():
                super(PlpdmaProgram, programs).write({"notice_version": version + 1})
        result = super().write(vals)
        changed._renew_notice()
        return result

    # ------------------------------------------------------------------
    # Business
    # ------------------------------------------------------------------
    def _renew_notice(self):
        """Keep the version of the notice that was just written."""
        self._keep_notice_version()

    def _keep_notice_version(self):
        # sudo: versions are written by the system alone, so that nobody rewrites
        # what the actors were told.
        self.env["plpdma.notice"].sudo().create(
            [
                {
                    "program_id": program.id,
                    "version": program.notice_version,
                    "text": program.notice,
                }
                for program in self
            ]
        )

    def _get_notices_in_force(self):
        """``{programme: notice}``: the current version of each programme's notice."""
        notices = self.env["plpdma.notice"].search([("program_id", "in", self.ids)])
        latest = {}
        for notice in notices.sorted("version"):
            latest[notice.program_id] = notice
        return latest
