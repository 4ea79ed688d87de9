"""The adoption of a programme that several authorities share."""

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ...tools.groups import READERS


class PlpdmaProgram(models.Model):
    """A programme that one authority adopts, or several, each in the same terms."""

    _inherit = "plpdma.program"

    authority_ids = fields.One2many(
        "plpdma.program.authority",
        "program_id",
        string="Authorities That Adopt It",
        copy=False,
        groups=READERS,
        help="Of a shared programme. None: the local authority adopts it alone.",
    )

    def _get_missing_authorities(self):
        """The authorities whose deliberation is not noted yet."""
        return self.authority_ids.filtered(lambda one: not one.deliberation_date)

    def _get_adoption_date(self):
        """Day of the last deliberation, once all the authorities that share the
        programme have adopted it; else ``False``."""
        self.ensure_one()
        if not self.authority_ids or self._get_missing_authorities():
            return False
        return max(self.authority_ids.mapped("deliberation_date"))


class PlpdmaMilestone(models.Model):
    """A deliberation that is done once each authority has adopted the programme."""

    _inherit = "plpdma.milestone"

    missing_authorities = fields.Char(
        string="Still to Adopt It",
        compute="_compute_missing_authorities",
        help="The authorities that share the programme, whose deliberation is not "
        "noted: the two months run from the last one.",
    )

    # ------------------------------------------------------------------
    # Computes
    # ------------------------------------------------------------------
    @api.depends("kind", "program_id.authority_ids.deliberation_date")
    def _compute_missing_authorities(self):
        for milestone in self:
            missing = self.env["plpdma.program.authority"]
            if milestone.kind == "deliberation":
                missing = milestone.program_id._get_missing_authorities()
            names = missing.mapped("display_name")
            milestone.missing_authorities = ", ".join(filter(None, names))

    @api.depends("program_id.authority_ids.deliberation_date")
    def _compute_date_done(self):
        result = super()._compute_date_done()
        for milestone in self._filter_shared():
            milestone.date_done = milestone.program_id._get_adoption_date()
        return result

    def _filter_shared(self):
        """The deliberations on programmes that several authorities share."""
        return self.filtered(
            lambda one: one.kind == "deliberation" and one.program_id.authority_ids
        )

    # ------------------------------------------------------------------
    # Constraints
    # ------------------------------------------------------------------
    @api.constrains("date_done")
    def _check_adopted_by_all(self):
        for milestone in self._filter_shared():
            expected = milestone.program_id._get_adoption_date()
            if milestone.date_done == expected:
                continue
            if milestone.missing_authorities:
                raise ValidationError(
                    self.env._(
                        "“%(milestone)s” is done once each authority that shares the "
                        "programme has adopted it. Deliberation still to note: "
                        "%(authorities)s.",
                        milestone=milestone.name,
                        authorities=milestone.missing_authorities,
                    )
                )
            raise ValidationError(
                self.env._(
                    "“%(milestone)s” has the date of the last deliberation of the "
                    "authorities that share the programme, %(date)s: change it there.",
                    milestone=milestone.name,
                    date=self._format(expected),
                )
            )

    # ------------------------------------------------------------------
    # Warnings
    # ------------------------------------------------------------------
    @api.depends(
        "missing_authorities",
        "program_id.authority_ids.document_ids.checksum",
        "program_id.authority_ids.partner_id",
        "program_id.authority_ids.deliberation_date",
    )
    def _compute_warnings(self):
        return super()._compute_warnings()

    def _get_deliberation_warnings(self):
        """What the deliberations of a shared programme lack, besides."""
        return [*super()._get_deliberation_warnings(), *self._get_shared_warnings()]

    def _get_shared_warnings(self):
        adopted = self._filter_shared().program_id.authority_ids.filtered(
            "deliberation_date"
        )
        warnings = []
        listed = self._filter_shared().program_id.authority_ids.partner_id
        # sudo: whether the authority itself is listed is asked, whoever reads.
        ours = self.company_id.sudo()
        if listed and ours.partner_id not in listed:
            warnings.append(
                self.env._(
                    "%s is not among the authorities that adopt the programme: list it "
                    "too, with its own deliberation, unless it does not adopt it.",
                    ours.name,
                )
            )
        if adopted and self.missing_authorities:
            warnings.append(
                self.env._(
                    "Adopted by %(adopted)s. Still to adopt it, in the same terms: "
                    "%(missing)s. The two months run from the last deliberation.",
                    adopted=", ".join(adopted.mapped("display_name")),
                    missing=self.missing_authorities,
                )
            )
        bare = adopted.filtered(lambda one: not one.document_ids)
        if bare:
            warnings.append(
                self.env._(
                    "The deliberation is not attached for: %s.",
                    ", ".join(bare.mapped("display_name")),
                )
            )
        elif len(adopted) > 1 and not self.missing_authorities:
            warnings += adopted._get_terms_warnings()
        return warnings
