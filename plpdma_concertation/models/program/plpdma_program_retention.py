from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain

from ...tools.changes import is_other
from ...tools.groups import MANAGER
from ...tools.moments import describe_day

# How long identities are kept, as the data protection officer decides.
RETENTION = {"retention_from", "retention_months"}


class PlpdmaProgram(models.Model):
    """From when identities are kept and until when, as the data protection officer
    chose; what the archives are told before anything is destroyed."""

    _inherit = "plpdma.program"

    retention_from = fields.Selection(
        [
            ("program", "The end of the programme"),
            ("consultation", "The end of the public consultation"),
        ],
        string="Counted from",
        required=True,
        default="program",
        help="What the months are counted from, as the data protection officer "
        "decides. From the consultation: from the end of the last one that is put to "
        "the public, and for what comes later from the day on which it comes; where "
        "no consultation has an end, from the end of the programme.",
    )
    utility_years = fields.Integer(
        string="Administrative Life (years)",
        help="Durée d'utilité administrative: how long the authority may need the "
        "file itself, as its archives service says. 0: not filled in.",
    )
    final_disposal = fields.Selection(
        [
            ("destroy", "Destruction"),
            ("sort", "Sorting"),
            ("keep", "Kept for good"),
        ],
        help="Sort final: what becomes of the file after its administrative life, as "
        "the archives service says.",
    )

    _utility_years_check = models.Constraint(
        "CHECK(utility_years IS NULL OR utility_years >= 0)",
        "The administrative life cannot be negative.",
    )

    # ------------------------------------------------------------------
    # Computes
    # ------------------------------------------------------------------
    @api.depends("retention_from")
    def _compute_date_retention(self):
        for program in self:
            start = program._get_retention_start()
            months = program.retention_months
            program.date_retention = (
                start and months and fields.Date.add(start, months=months)
            )

    def _get_retention_start(self):
        """The day from which the months are counted; ``False`` while there is none."""
        self.ensure_one()
        return self.date_end

    # ------------------------------------------------------------------
    # CRUD
    # ------------------------------------------------------------------
    def write(self, vals):
        """Erasing identities is for managers, and so is what has them erased.

        :raise AccessError: for another user who changes how long they are kept
        :raise UserError: for another user by whose end they would be erased sooner
        """
        # sudo: an action that was allowed writes; see its own comment.
        if self.env.su or self.env.user.has_group(MANAGER):
            return super().write(vals)
        for name in sorted(RETENTION & vals.keys()):
            if any(is_other(program, name, vals[name]) for program in self):
                raise AccessError(
                    self.env._(
                        "“%s”: only a manager of the concertation changes how long "
                        "identities are kept.",
                        self._fields[name]._description_string(self.env),
                    )
                )
        before = {program: program.date_retention for program in self}
        result = super().write(vals)
        if "date_end" in vals:
            for program, day in before.items():
                program._check_not_erased_sooner(day)
        return result

    def _check_not_erased_sooner(self, before):
        """:raise UserError: where identities are erased sooner than before

        :param before: the day on which they were to be erased; none for never
        """
        self.ensure_one()
        after = self.date_retention
        is_sooner = after and (not before or after < before)
        if is_sooner and self._holds_identities():
            raise UserError(
                self.env._(
                    "With this end, the identities of the contributions' authors are "
                    "erased from %(date)s on, sooner than what they were told: only a "
                    "manager of the concertation writes it.",
                    date=describe_day(self.env, after),
                )
            )

    def _holds_identities(self):
        """Whether there is somebody to forget."""
        self.ensure_one()
        return False

    # ------------------------------------------------------------------
    # Warnings
    # ------------------------------------------------------------------
    @api.depends("date_retention", "retention_months", "retention_from")
    def _compute_warnings(self):
        return super()._compute_warnings()

    def _get_warnings(self):
        return [*super()._get_warnings(), *self._get_retention_warnings()]

    def _get_retention_warnings(self):
        """A sentence where identities would be kept without an end, by no decision."""
        if not self.retention_months or self.date_retention or self.state == "draft":
            return []
        if self.retention_from == "consultation":
            return [
                self.env._(
                    "Identities are kept without an end: neither a public consultation "
                    "nor the programme has an end date to count from."
                )
            ]
        return [
            self.env._(
                "Identities are kept without an end: the programme has no end date to "
                "count from."
            )
        ]

    # ------------------------------------------------------------------
    # Business
    # ------------------------------------------------------------------
    @api.model
    def _get_over_domain(self, day_field):
        """Domain of the records of some model that were kept for as long as their
        ``program_id`` says. Counted from the consultation, what came after it is kept
        as long from its own day.

        :param str day_field: the field, a day or an instant, of when they came
        """
        months = [
            months
            for (months,) in self.sudo()._read_group(
                # sudo: how long each programme keeps; no more of it is read.
                [("retention_from", "=", "consultation")],
                ["retention_months"],
            )
            if months
        ]

        def get_domain(today):
            later = Domain.OR(
                Domain("program_id.retention_months", "=", count)
                & Domain(day_field, "<", _get_day_after(today, count))
                for count in months
            )
            from_program = Domain("program_id.retention_from", "=", "program")
            return Domain("program_id.date_retention", "<=", today) & (
                from_program | later
            )

        return self.env["res.company"]._plpdma_get_domain_by_day(get_domain)

    def _describe_disposal(self):
        """Sentence on the administrative life and the final disposal, as far as the
        programme says them; what is missing is said."""
        self.ensure_one()
        labels = dict(self._fields["final_disposal"]._description_selection(self.env))
        unsaid = self.env._("not filled in")
        life = self.utility_years and self.env._("%s years", self.utility_years)
        return self.env._(
            "Administrative life (durée d'utilité administrative): %(life)s. Final "
            "disposal (sort final): %(disposal)s.",
            life=life or unsaid,
            disposal=labels.get(self.final_disposal) or unsaid,
        )


def _get_day_after(today, months):
    """The first day that has not been kept for so many months."""
    return today - relativedelta(months=months) + relativedelta(days=1)
