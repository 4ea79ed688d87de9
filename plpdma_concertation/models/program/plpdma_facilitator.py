from odoo import api, fields, models
from odoo.tools import format_date

from ...tools.groups import STAFF


class PlpdmaFacilitator(models.Model):
    """Somebody who may run the sessions of a programme, with their contract and their
    charter.

    Facilitation is neutral, benevolent and open; an experienced external facilitator is
    called upon if need be (ADEME).
    """

    _name = "plpdma.facilitator"
    _description = "Facilitator of a Programme"
    _inherit = ["plpdma.program.mixin", "plpdma.warning.mixin"]
    _order = "program_id, kind, partner_id, id"
    _rec_name = "partner_id"

    # What a contract is made of
    _contract_fields = ("contract_reference", "date_start", "date_end")

    partner_id = fields.Many2one(
        "res.partner",
        string="Facilitator",
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
    )
    active = fields.Boolean(default=True)
    kind = fields.Selection(
        [("internal", "Internal"), ("external", "External")],
        compute="_compute_kind",
        store=True,
        readonly=False,
        precompute=True,
        required=True,
        help="Internal: an agent, or somebody of the authority.\n"
        "External: a provider, with a contract.",
    )
    contract_reference = fields.Char(
        string="Contract", help="Order, contract or agreement."
    )
    date_start = fields.Date(string="Contract Start")
    date_end = fields.Date(string="Contract End")
    charter_date = fields.Date(string="Charter Signed on")

    _partner_program_uniq = models.Constraint(
        "UNIQUE(partner_id, program_id)",
        "This person is already a facilitator of the programme.",
    )
    _dates_check = models.Constraint(
        "CHECK(date_end IS NULL OR date_start IS NULL OR date_end >= date_start)",
        "A contract cannot end before it starts.",
    )

    # ------------------------------------------------------------------
    # Computes
    # ------------------------------------------------------------------
    @api.depends("partner_id", "program_id")
    def _compute_kind(self):
        """The agents are internal, and those of the authority.

        An account is not enough: an external facilitator may have one.
        """
        for facilitator in self:
            partner = facilitator.partner_id
            authority = facilitator.program_id.company_id.partner_id
            is_internal = partner.commercial_partner_id == authority or any(
                user.has_group(STAFF) for user in partner.user_ids
            )
            facilitator.kind = "internal" if is_internal else "external"

    # ------------------------------------------------------------------
    # Warnings
    # ------------------------------------------------------------------
    _warning_depends = ("partner_id", "kind", "charter_date", *_contract_fields)

    def _get_warnings(self):
        """Sentences on the charter that they have not signed, and on the contract that
        an external facilitator lacks."""
        self.ensure_one()
        warnings = []
        if not self.charter_date:
            warnings.append(
                self.env._(
                    "%s has not signed the facilitation charter.", self.display_name
                )
            )
        missing = [name for name in self._contract_fields if not self[name]]
        if self.kind == "external" and missing:
            labels = [
                self._fields[name]._description_string(self.env) for name in missing
            ]
            warnings.append(
                self.env._(
                    "%(person)s is an external facilitator. Still to note: "
                    "%(missing)s.",
                    person=self.display_name,
                    missing=", ".join(labels),
                )
            )
        return warnings

    # ------------------------------------------------------------------
    # Actions
    # ------------------------------------------------------------------
    def action_sign_charter(self):
        """Note the charter as signed today by those who had not signed it."""
        unsigned = self.filtered(lambda facilitator: not facilitator.charter_date)
        for company, facilitators in unsigned.grouped("company_id").items():
            facilitators.write({"charter_date": company._plpdma_get_today()})

    # ------------------------------------------------------------------
    # Business
    # ------------------------------------------------------------------
    @api.model
    def _add(self, wanted):
        """List people among the facilitators of programmes, back from the archives
        if need be.

        :param wanted: set of ``(program, partner)``
        """
        program_ids = [program.id for program, _partner in wanted]
        known = {
            (line.program_id, line.partner_id): line
            for line in self.with_context(active_test=False).search(
                [("program_id", "in", program_ids)]
            )
        }
        listed = self.browse(known[pair].id for pair in wanted & known.keys())
        listed.action_unarchive()
        self.create(
            [
                {"program_id": program.id, "partner_id": partner.id}
                for program, partner in wanted - known.keys()
            ]
        )

    def _get_summary(self):
        """Line of the contract and the charter, as an agent would say it."""
        self.ensure_one()
        kinds = dict(self._fields["kind"]._description_selection(self.env))
        parts = [kinds[self.kind]]
        if self.contract_reference:
            parts.append(self.env._("contract %s", self.contract_reference))
        if self.date_end:
            parts.append(self.env._("until %s", format_date(self.env, self.date_end)))
        if self.charter_date:
            date = format_date(self.env, self.charter_date)
            parts.append(self.env._("charter signed on %s", date))
        return " · ".join(parts)
