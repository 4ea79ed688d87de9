from odoo import api, fields, models
from odoo.fields import Domain


class PlpdmaAbsence(models.Model):
    """Days on which whoever would replace is absent too, and replaced by nobody: what
    was handed over is back with somebody who is not here. It is shown, and told."""

    _inherit = "plpdma.absence"

    gap_notice = fields.Char(
        string="Who Is Missing",
        compute="_compute_gap_notice",
        help="Whoever would replace is absent too on some of these days.",
    )

    @api.depends("user_id", "substitute_id", "company_id", "date_start", "date_end")
    @api.depends_context("lang")
    def _compute_gap_notice(self):
        known = self._find_not_over(self.company_id)
        for absence in self:
            others = known - absence._origin
            absence.gap_notice = not absence.is_past and absence._word_gap(others)

    # ------------------------------------------------------------------
    # CRUD
    # ------------------------------------------------------------------
    @api.model_create_multi
    def create(self, vals_list):
        """Note absences; the managers are told of whom they leave without anybody."""
        absences = super().create(vals_list)
        absences._tell_gaps()
        return absences

    def write(self, vals):
        """Change absences; the managers are told as they are of new ones."""
        result = super().write(vals)
        if self._settled_fields & vals.keys():
            self._tell_gaps()
        return result

    # ------------------------------------------------------------------
    # Business
    # ------------------------------------------------------------------
    @api.model
    def _find_not_over(self, companies):
        """The absences of these authorities that are not over, in superuser mode."""
        # sudo: who is absent does not depend on who looks.
        absences = self.sudo()
        return absences.search(
            Domain("company_id", "in", companies.ids) & Domain("is_past", "=", False)
        )

    def _meets(self, other):
        """Whether both are of one authority, and share a day."""
        self.ensure_one()
        return (
            self.company_id == other.company_id
            and bool(self.date_start and self.date_end)
            and self.date_start <= other.date_end
            and self.date_end >= other.date_start
        )

    def _find_gap(self, others):
        """The absence, among others, of whoever would stand in and whom nobody
        replaces; none where somebody does."""
        self.ensure_one()
        last, seen = self.sudo(), self.user_id
        while last.substitute_id and last.substitute_id not in seen:
            seen |= last.substitute_id
            last = others.filtered(
                lambda one, last=last: (
                    one.user_id == last.substitute_id and self._meets(one)
                )
            )[:1]
            if last and not last.substitute_id:
                return last
        return self.browse()

    def _find_left_alone(self, others):
        """The absences, among others, whose stand-in this one takes away."""
        self.ensure_one()
        alone = others.browse()
        if self.substitute_id or not self.user_id:
            return alone
        return others.filtered(
            lambda one: one.substitute_id == self.user_id and self._meets(one)
        )

    # ------------------------------------------------------------------
    # Words
    # ------------------------------------------------------------------
    def _word_gap(self, others):
        """Sentence on who is missing; nothing where somebody stands in."""
        if gap := self._find_gap(others):
            return self.env._(
                "%(missing)s is absent too, %(days)s, and replaced by nobody: "
                "meanwhile what %(absent)s handles stays with them.",
                missing=gap.user_id.name,
                days=gap._describe_days(),
                absent=self.sudo().user_id.name,
            )
        if alone := self._find_left_alone(others):
            return self.env._(
                "%(missing)s replaces %(absent)s on some of these days: without a "
                "replacement, what was handed over goes back to them, and nobody "
                "handles it.",
                missing=self.sudo().user_id.name,
                absent="; ".join(alone.user_id.mapped("name")),
            )
        return False

    def _tell_gaps(self):
        """The managers are told of whom nobody stands in for any more."""
        others = self._find_not_over(self.company_id)
        for absence in self:
            for alone in absence._find_left_alone(others - absence):
                alone._tell_unreplaced()
