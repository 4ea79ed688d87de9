from odoo import api, fields, models

from ..tools.moments import describe_day
from ..tools.notifications import CLOSE


class PlpdmaAnonymise(models.TransientModel):
    """Dialog before identities are erased: what goes, what stays, and what the archives
    service said of the file."""

    _name = "plpdma.anonymise"
    _description = "Erase Identities"
    _inherit = ["plpdma.link.access.mixin"]

    contribution_ids = fields.Many2many("plpdma.contribution")
    program_id = fields.Many2one("plpdma.program", string="Programme")
    count = fields.Integer(string="Contributions", compute="_compute_told")
    told = fields.Text(string="What Your Programmes Say", compute="_compute_told")

    @api.depends("contribution_ids", "program_id")
    def _compute_told(self):
        for dialog in self:
            program = dialog.program_id
            programs = program or dialog.contribution_ids.program_id
            dialog.count = (
                program._count_to_anonymise()
                if program
                else len(dialog.contribution_ids)
            )
            dialog.told = "\n".join(map(_describe, programs))

    def action_anonymise(self):
        """Erase the identities, then close the dialog.

        :return: notification that says how many were erased
        """
        self.ensure_one()
        records = self.program_id or self.contribution_ids
        notification = records.with_context(plpdma_ask=False).action_anonymise()
        notification["params"]["next"] = dict(CLOSE)
        return notification


def _describe(program):
    kept = program.env._("Identities may be kept until they are erased by hand.")
    if program.date_retention:
        kept = program.env._(
            "Identities are erased by themselves from %s on.",
            describe_day(program.env, program.date_retention),
        )
    return f"{program.name} — {kept} {program._describe_disposal()}"


class PlpdmaContribution(models.Model):
    """Contributions, whose authors are forgotten once somebody has read what goes."""

    _inherit = "plpdma.contribution"

    def action_anonymise(self):
        """Erase the identities, or first open the dialog that asks, for the buttons.

        :return: as the method that it extends; the dialog, where the context asks
        """
        if self.env.context.get("plpdma_ask"):
            return _open_dialog(self.env, default_contribution_ids=self.ids)
        return super().action_anonymise()


class PlpdmaProgram(models.Model):
    """A programme, whose authors are forgotten once somebody has read what goes."""

    _inherit = "plpdma.program"

    def action_anonymise(self):
        """Erase the identities, or first open the dialog that asks, for the button.

        :return: as the method that it extends; the dialog, where the context asks
        """
        if self.env.context.get("plpdma_ask"):
            return _open_dialog(self.env, default_program_id=self[:1].id)
        return super().action_anonymise()

    @api.onchange("date_end", "retention_from", "retention_months")
    def _onchange_retention(self):
        """Say whom the next night forgets, before the programme is saved so."""
        day, origin = self.date_retention, self._origin
        today = origin and origin._get_today()
        known = origin.date_retention
        if not origin or not day or day > today or (known and known <= today):
            return None
        count = origin._count_to_anonymise()
        if not count:
            return None
        return {
            "warning": {
                "title": self.env._("Identities to be erased: %s", count),
                "message": self.env._(
                    "Kept until %s: the names and addresses of the contributions' "
                    "authors are erased tonight, for good, those who were never "
                    "answered included. If that is not what you mean, do not save.",
                    describe_day(self.env, day),
                ),
            }
        }

    def _count_to_anonymise(self):
        self.ensure_one()
        contributions = self.env["plpdma.contribution"].with_context(active_test=False)
        return contributions.search_count(
            [("program_id", "=", self.id), ("date_anonymised", "=", False)]
        )


def _open_dialog(env, **context):
    return {
        "type": "ir.actions.act_window",
        "name": env._("Erase who said what?"),
        "res_model": "plpdma.anonymise",
        "view_mode": "form",
        "target": "new",
        "context": context,
    }
