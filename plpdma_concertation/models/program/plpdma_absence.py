from odoo import api, fields, models
from odoo.exceptions import AccessError, ValidationError
from odoo.fields import Domain

from ...tools.domains import search_boolean
from ...tools.groups import ELECTED, MANAGER, STAFF
from ...tools.notifications import make_notification

# Whom an absence concerns, by the field that names them.
CONCERNED = ("substitute_id", "user_id")


class PlpdmaAbsence(models.Model):
    """Between two dates, what one person handles goes to another, or waits for them.

    Nothing tells that an absence has begun but its dates: what depends on it asks them
    each time. Only what hands over and gives back runs by itself, and it may run as
    often as one likes: it looks at who is here today, and at nothing that it noted of
    itself.
    """

    _name = "plpdma.absence"
    _description = "Absence"
    _inherit = ["plpdma.field.access.mixin"]
    _order = "date_start desc, id desc"
    _rec_name = "user_id"

    # Whoever replaces has these of the groups of whoever is absent.
    _needed_groups = (STAFF, MANAGER, ELECTED)
    # What is handed over follows these.
    _settled_fields = frozenset(
        {"user_id", "substitute_id", "company_id", "date_start", "date_end"}
    )

    user_id = fields.Many2one(
        "res.users",
        string="Absent",
        required=True,
        index=True,
        ondelete="cascade",
        default=lambda self: self.env.user,
        domain="[('id', 'in', person_ids)]",
    )
    substitute_id = fields.Many2one(
        "res.users",
        string="Replaced by",
        index=True,
        ondelete="restrict",
        domain="[('id', 'in', colleague_ids)]",
        help="An agent: somebody of the staff with the same rights. An élu: the "
        "substitute that the mandate names. Nobody: what is theirs waits for their "
        "return.",
    )
    company_id = fields.Many2one(
        "res.company",
        string="Local Authority",
        required=True,
        index=True,
        ondelete="cascade",
        default=lambda self: self.env.company,
    )
    date_start = fields.Date(
        string="First Day",
        required=True,
        default=lambda self: self.env.company._plpdma_get_today(),
    )
    date_end = fields.Date(string="Last Day", required=True)
    note = fields.Char(help="For colleagues: whom to call, what is urgent. No reason.")
    state = fields.Selection(
        [("coming", "To come"), ("running", "Under way"), ("past", "Over")],
        compute="_compute_state",
        help="As the dates say today.",
    )
    is_running = fields.Boolean(
        string="Under Way", compute="_compute_state", search="_search_is_running"
    )
    is_past = fields.Boolean(
        string="Over", compute="_compute_state", search="_search_is_past"
    )
    person_ids = fields.Many2many("res.users", compute="_compute_person_ids")
    colleague_ids = fields.Many2many("res.users", compute="_compute_colleague_ids")

    _dates_check = models.Constraint(
        "CHECK(date_end >= date_start)",
        "An absence cannot end before it starts.",
    )
    _other_check = models.Constraint(
        "CHECK(user_id != substitute_id)",
        "Somebody absent is replaced by somebody else.",
    )
    # By the database: two requests at once cannot do it either.
    _overlap_check = models.Constraint(
        "EXCLUDE USING gist ("
        "int4range(user_id, user_id, '[]') WITH &&, "
        "int4range(company_id, company_id, '[]') WITH &&, "
        "daterange(date_start, date_end, '[]') WITH &&)",
        "This person is already noted as absent on some of these days: change that "
        "absence instead.",
    )

    # ------------------------------------------------------------------
    # Computes and searches
    # ------------------------------------------------------------------
    @api.depends("date_start", "date_end")
    def _compute_state(self):
        running = self.filtered_domain(self._get_running_domain())
        past = self.filtered_domain(self._get_past_domain())
        for absence in self:
            absence.is_running = absence in running
            absence.is_past = absence in past
            absence.state = (
                "running"
                if absence in running
                else "past"
                if absence in past
                else "coming"
            )

    @search_boolean
    def _search_is_running(self):
        return self._get_running_domain()

    @search_boolean
    def _search_is_past(self):
        return self._get_past_domain()

    @api.depends("user_id", "substitute_id", "date_start", "date_end")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for absence in self:
            absence.display_name = (
                absence._describe() if absence.user_id and absence.date_end else False
            )

    @api.depends("company_id")
    @api.depends_context("uid")
    def _compute_person_ids(self):
        for absence in self:
            absence.person_ids = self._find_people(absence.company_id)

    @api.depends("company_id", "user_id")
    def _compute_colleague_ids(self):
        for absence in self:
            people = self._find_people(absence.company_id) - absence.user_id
            absence.colleague_ids = people.filtered(
                lambda person, absence=absence: (
                    absence.user_id and not absence._find_lacking(person)
                )
            )

    @api.model
    def _find_people(self, company):
        """The staff and the élus of an authority."""
        groups = self.env.ref(STAFF) | self.env.ref(ELECTED)
        return self.env["res.users"].search(
            [
                ("all_group_ids", "in", groups.ids),
                ("company_ids", "in", company.ids),
            ]
        )

    # ------------------------------------------------------------------
    # Constraints and onchange
    # ------------------------------------------------------------------
    @api.onchange("user_id", "company_id")
    def _onchange_user_id(self):
        """Propose the substitute that the mandates of an élu name. Whoever was chosen
        stays, where they may replace this person too."""
        chosen = self.substitute_id
        if not chosen or self._find_lacking(chosen):
            self.substitute_id = self._find_named_substitute()

    @api.constrains("user_id", "substitute_id", "company_id", "date_start", "date_end")
    def _check_substitute(self):
        """Whoever replaces may do what is handed over, and is nobody whom the absent
        person replaces then."""
        for absence in self:
            lacking = absence._find_lacking(absence.substitute_id)
            if lacking:
                raise ValidationError(lacking)
            circle = absence._find_circle()
            if circle:
                raise ValidationError(
                    self.env._(
                        "Over these days they would replace one another: %s. Choose "
                        "somebody who is there.",
                        " → ".join(person.name for person in circle),
                    )
                )

    def _find_lacking(self, person):
        """Sentence on what keeps somebody from replacing whoever is absent; nothing
        where nothing does."""
        self.ensure_one()
        # sudo: the groups and the authorities of two users are looked at, not shown.
        absent, person = self.user_id.sudo(), person.sudo()
        # First, so that nothing is told of the rights of those of other authorities.
        for user, is_there in ((absent, True), (person, person.active)):
            # Whoever is alone is replaced by nobody.
            if user and not (is_there and self.company_id in user.company_ids):
                return self.env._(
                    "%(user)s does not work for %(company)s.",
                    user=user.name,
                    company=self.company_id.name,
                )
        if not any(absent.has_group(group) for group in self._needed_groups):
            return self.env._(
                "%s has nothing in the concertation to hand over.", absent.name
            )
        if not person:
            return None
        for group in self._needed_groups:
            if absent.has_group(group) and not person.has_group(group):
                # sudo: the name of a group, which the refusal tells.
                return self.env._(
                    "%(substitute)s has not the rights of %(absent)s: “%(group)s”.",
                    substitute=person.name,
                    absent=absent.name,
                    group=self.env.ref(group).sudo().name,
                )
        return self._find_unnamed(person)

    def _find_unnamed(self, person):
        """Sentence where an élu would be replaced by somebody whom no mandate names."""
        # sudo: as above.
        if not self.user_id.sudo().has_group(ELECTED):
            return None
        mandates = self._get_mandates()
        if not mandates or person.partner_id not in mandates.substitute_id:
            return self.env._(
                "No mandate of %(absent)s names %(substitute)s as substitute: a "
                "manager notes it on the mandate first.",
                absent=self.user_id.name,
                substitute=person.name,
            )
        return None

    def _find_named_substitute(self):
        """The only account that the mandates name, and that may replace; none where
        they name several."""
        named = self._get_mandates().substitute_id.user_ids
        fit = named.filtered(lambda person: not self._find_lacking(person))
        return fit.sudo(False) if len(fit) == 1 else self.env["res.users"]

    def _get_mandates(self):
        """The mandates that whoever is absent holds over these days."""
        # sudo: whoever notes an absence need not read the mandates.
        mandates = self.env["plpdma.mandate"].sudo()
        company = self.company_id or self.env.company
        start = self.date_start or company._plpdma_get_today()
        return mandates.search(
            Domain("user_id", "=", self.user_id.id)
            & Domain("company_id", "=", self.company_id.id)
            & Domain("date_start", "<=", self.date_end or start)
            & (Domain("date_end", "=", False) | Domain("date_end", ">=", start))
        )

    def _find_circle(self):
        """People who would replace one another on a same day, from whoever is absent
        back to them; nobody where the replacements end with somebody who is there."""
        # sudo: whoever may note an absence is told of those that it meets.
        absences = self.sudo().search(
            Domain("company_id", "=", self.company_id.id)
            & Domain("date_start", "<=", self.date_end)
            & Domain("date_end", ">=", self.date_start)
        )
        absences |= self.sudo()
        chains = [(self.sudo(), self.date_start, self.date_end, [self.user_id])]
        while chains:
            last, start, end, people = chains.pop()
            people = [*people, last.substitute_id]
            if last.substitute_id in people[:-1]:
                return people
            chains.extend(
                (
                    following,
                    max(start, following.date_start),
                    min(end, following.date_end),
                    people,
                )
                for following in absences
                if following.user_id == last.substitute_id
                and following.date_start <= end
                and following.date_end >= start
            )
        return None

    # ------------------------------------------------------------------
    # CRUD
    # ------------------------------------------------------------------
    @api.model_create_multi
    def create(self, vals_list):
        """Note absences; those under way hand over at once.

        :raise AccessError: for an élu's, noted by anybody but a manager
        """
        absences = super().create(vals_list)
        absences._check_may_note()
        self._follow(absences.company_id)
        for absence in absences:
            for name in CONCERNED:
                absence._tell(name, "noted")
        return absences

    def write(self, vals):
        """Change absences: what was handed over follows the new dates and people."""
        self._check_may_note()
        before = {
            (absence, name): absence[name] for absence in self for name in CONCERNED
        }
        companies = self.company_id
        changed = bool(self._settled_fields & vals.keys())
        for (absence, name), person in before.items():
            if name in vals and person.id != vals[name]:
                absence._tell(name, "cancelled")
        result = super().write(vals)
        self._check_may_note()
        if changed:
            self._follow(companies | self.company_id)
            for (absence, name), person in before.items():
                same = person == absence[name]
                absence._tell(name, "changed" if same else "noted")
        return result

    def unlink(self):
        """Remove absences: what was handed over, and is still open, goes back."""
        self._check_may_note()
        for absence in self.filtered(lambda absence: not absence.is_past):
            for name in CONCERNED:
                absence._tell(name, "cancelled")
        companies = self.company_id
        result = super().unlink()
        self._follow(companies)
        return result

    def _check_may_note(self):
        """:raise AccessError: for the absence of an élu, whose substitute it lets read
        and decide: managers give the mandates"""
        if self.env.su or self.env.user.has_group(MANAGER):
            return
        # sudo: the groups of whoever is absent are looked at.
        for user in self.user_id.sudo():
            if user.has_group(ELECTED):
                raise AccessError(
                    self.env._(
                        "The absence of an élu is noted by a manager, who gives the "
                        "mandates: %s.",
                        user.name,
                    )
                )

    # ------------------------------------------------------------------
    # Actions
    # ------------------------------------------------------------------
    def action_end(self):
        """Somebody is back earlier: the absence ended yesterday, and one that began
        today never was.

        :return: notification that says who is back, over the list of the absences
        """
        told = [absence._describe_return() for absence in self]
        unborn, ended = self.browse(), self.browse()
        for company, absences in self.grouped("company_id").items():
            today = company._plpdma_get_today()
            coming = absences.filtered(lambda one, day=today: one.date_start >= day)
            begun = absences.filtered(
                lambda one, day=today: one.date_start < day <= one.date_end
            )
            begun.write({"date_end": fields.Date.subtract(today, days=1)})
            unborn, ended = unborn | coming, ended | begun
        if ended:
            told.append(self.env._("The absence ended yesterday."))
        if unborn:
            told.append(self.env._("The absence is removed: nothing of it is left."))
        unborn.unlink()
        told.append(self.env._("What is still to be done is back."))
        absences = self.env["ir.actions.act_window"]._for_xml_id(
            "plpdma_concertation.action_plpdma_absence"
        )
        # Nothing leads back to a record that is gone.
        return make_notification(
            " ".join(told), "success", follow={**absences, "target": "main"}
        )

    # ------------------------------------------------------------------
    # Business
    # ------------------------------------------------------------------
    @api.model
    def _get_running_domain(self):
        """Domain of the absences under way, where the authority is: never by the clock
        that a call brings."""
        return self.env["res.company"]._plpdma_get_domain_by_day(
            lambda day: Domain("date_start", "<=", day) & Domain("date_end", ">=", day)
        )

    @api.model
    def _get_past_domain(self):
        return self.env["res.company"]._plpdma_get_domain_by_day(
            lambda day: Domain("date_end", "<", day)
        )
