from odoo import api, fields, models
from odoo.tools import format_date

from ...tools.groups import STAFF


class PlpdmaFacilitator(models.Model):
    """Who may run the sessions of a programme, on which contract and which charter.

    Facilitation is neutral, benevolent and open; an experienced external facilitator
    is called upon if need be (ADEME).
    """

    _name = "plpdma.facilitator"
    _description = "Facilitator of a Programme"
    _inherit = ["plpdma.program.mixin", "plpdma.warning.mixin"]
    _order = "program_id, kind, partner_id, id"
    _rec_name = "partner_id"

    # What a contract is made of
    _contract_fields = ("contract_reference", "date_start", "date_end")
    # What the warnings on a session's facilitation depend on.
    _session_depends = (
        "facilitator_id.commercial_partner_id",
        "body_id.chair_id",
        "participation_ids.capacity",
        "participation_ids.stakeholder_id.partner_id.commercial_partner_id",
        "program_id.elected_referent_id",
        "program_id.facilitator_ids.active",
        "program_id.facilitator_ids.partner_id",
        "program_id.facilitator_ids.kind",
        "program_id.facilitator_ids.charter_date",
        *(f"program_id.facilitator_ids.{name}" for name in _contract_fields),
    )

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
        """A facilitator signed the charter, and has a contract if external."""
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
        self.filtered(lambda facilitator: not facilitator.charter_date).write(
            {"charter_date": fields.Date.context_today(self)}
        )

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
        """Contract and charter in one line, as an agent would say it."""
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

    # ------------------------------------------------------------------
    # Warnings on sessions
    # ------------------------------------------------------------------
    @api.model
    def _get_session_warnings(self, session):
        """What the facilitation of ``session`` lacks to be clear and neutral.

        :return: list of sentences, for ``plpdma.session._get_warnings``
        """
        return [
            *self._get_contract_warnings(session),
            *self._get_neutrality_warnings(session),
        ]

    @api.model
    def _get_contract_warnings(self, session):
        """A facilitator is named, has a contract if external, signed the charter."""
        person = session.facilitator_id
        if not person:
            if session.format == "collective" and session.state == "planned":
                return [
                    self.env._(
                        "Nobody is named to facilitate this session: a neutral "
                        "facilitation is what trust rests on."
                    )
                ]
            return []
        facilitator = session._get_facilitator()
        if not facilitator:
            return [
                self.env._(
                    "%s is not among the facilitators of the programme: note their "
                    "contract and their charter there.",
                    person.display_name,
                )
            ]
        warnings = facilitator._get_warnings()
        if facilitator._is_outside_contract(session):
            warnings.append(
                self.env._(
                    "The session takes place outside the contract of %s.",
                    facilitator.display_name,
                )
            )
        return warnings

    def _is_outside_contract(self, session):
        self.ensure_one()
        date = session._get_opening_dates()[0]
        if self.kind != "external" or not date:
            return False
        is_before = self.date_start and date < self.date_start
        return bool(is_before or (self.date_end and date > self.date_end))

    @api.model
    def _get_neutrality_warnings(self, session):
        """The facilitator, the élus and the participants are different people."""
        warnings = []
        person, referent = (
            session.facilitator_id,
            session.program_id.elected_referent_id,
        )
        participants = session._get_participants().partner_id
        if person:
            warnings += self._get_role_warnings(session)
            if person in participants:
                warnings.append(
                    self.env._(
                        "%s facilitates the session and takes part in it: whoever "
                        "facilitates defends no interest.",
                        person.display_name,
                    )
                )
            elif person.commercial_partner_id in participants.commercial_partner_id:
                warnings.append(
                    self.env._(
                        "%(facilitator)s belongs to an organisation that takes part in "
                        "the session: %(organisation)s.",
                        facilitator=person.display_name,
                        organisation=person.commercial_partner_id.display_name,
                    )
                )
        if referent and referent in participants:
            warnings.append(
                self.env._(
                    "%s, the elected referent, is invited as a participant: invite "
                    "them as an élu.",
                    referent.display_name,
                )
            )
        return warnings

    @api.model
    def _get_role_warnings(self, session):
        """A facilitator does not decide on what is said."""
        person = session.facilitator_id
        elected = session.participation_ids.filtered(lambda p: p.capacity == "elected")
        if person == session.program_id.elected_referent_id:
            return [
                self.env._(
                    "%s facilitates the session and is the elected referent, who "
                    "decides on its results.",
                    person.display_name,
                )
            ]
        if person in elected.partner_id:
            return [
                self.env._(
                    "%s facilitates the session and takes part in it as an élu.",
                    person.display_name,
                )
            ]
        if person == session.body_id.chair_id:
            return [
                self.env._(
                    "%(person)s facilitates the session and chairs %(body)s.",
                    person=person.display_name,
                    body=session.body_id.display_name,
                )
            ]
        return []
