from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain

from ...tools.groups import STAFF
from .plpdma_session import HELD


class PlpdmaParticipation(models.Model):
    """The part that one actor takes in one session."""

    _name = "plpdma.participation"
    _description = "Participation in a Session"
    _inherit = ["plpdma.import.mixin", "plpdma.own.mixin"]
    _order = "session_id, capacity, stakeholder_id, id"
    _rec_name = "stakeholder_id"
    _check_company_auto = True

    _import_template = "participations"
    _own_path = "stakeholder_id.partner_id"

    session_id = fields.Many2one(
        "plpdma.session", required=True, index=True, ondelete="cascade"
    )
    program_id = fields.Many2one(
        related="session_id.program_id", store=True, index=True
    )
    company_id = fields.Many2one(
        related="session_id.company_id", store=True, index=True
    )
    stakeholder_id = fields.Many2one(
        "plpdma.stakeholder",
        string="Actor",
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
        domain="[('program_id', '=', program_id)]",
    )
    partner_id = fields.Many2one(
        related="stakeholder_id.partner_id", string="Contact", groups=STAFF
    )
    email = fields.Char(related="stakeholder_id.partner_id.email", groups=STAFF)
    role_ids = fields.Many2many(related="stakeholder_id.role_ids")
    college_id = fields.Many2one(related="stakeholder_id.college_id", store=True)
    session_date = fields.Datetime(related="session_id.date_start", store=True)
    session_state = fields.Selection(
        related="session_id.state", string="Session Status"
    )
    capacity = fields.Selection(
        [
            ("participant", "Participant"),
            ("elected", "Élu"),
            ("facilitator", "Facilitator"),
            ("expert", "Expert"),
            ("secretary", "Secretary"),
        ],
        compute="_compute_capacity",
        store=True,
        readonly=False,
        precompute=True,
        required=True,
    )
    rsvp = fields.Selection(
        [
            ("pending", "No reply yet"),
            ("accepted", "Coming"),
            ("tentative", "Maybe"),
            ("declined", "Not coming"),
        ],
        string="Reply",
        required=True,
        default="pending",
        copy=False,
    )
    attendance = fields.Selection(
        [
            ("invited", "Invited"),
            ("present", "Present"),
            ("represented", "Represented"),
            ("excused", "Excused"),
            ("absent", "Absent"),
        ],
        required=True,
        default="invited",
        copy=False,
    )
    represented_by_id = fields.Many2one(
        "res.partner",
        string="Represented by",
        check_company=True,
        index="btree_not_null",
        ondelete="restrict",
        copy=False,
    )

    _session_stakeholder_uniq = models.Constraint(
        "UNIQUE(session_id, stakeholder_id)",
        "This actor already takes part in the session.",
    )

    # Attendance of those who had a part in the session, in person or through somebody
    # else, and what says most when two participations of one actor are merged.
    _took_part = ("present", "represented")
    _attendance_weight = ("invited", "absent", "excused", "represented", "present")

    @api.depends("stakeholder_id")
    def _compute_display_name(self):
        for participation in self:
            # sudo: whoever reads the participants of a session reads their names, not
            # what the staff knows of them.
            actor = participation.sudo().stakeholder_id
            participation.display_name = actor.display_name

    @api.model
    def _search_display_name(self, operator, value):
        return Domain("stakeholder_id", "any!", [("display_name", operator, value)])

    @api.depends("stakeholder_id")
    def _compute_capacity(self):
        """An élu takes part as such, unless told otherwise."""
        for participation in self:
            if participation.stakeholder_id.role_ids.filtered("is_elected"):
                participation.capacity = "elected"
            elif participation.capacity in (False, "elected"):
                participation.capacity = "participant"

    @api.constrains("attendance", "represented_by_id")
    def _check_represented_by(self):
        for participation in self:
            represented = participation.attendance == "represented"
            if represented and not participation.represented_by_id:
                raise ValidationError(
                    self.env._(
                        "%s is represented: name the person who stood in.",
                        participation.stakeholder_id.display_name,
                    )
                )

    @api.constrains("attendance")
    def _check_reported(self):
        self.session_id._check_reported()

    @api.constrains("session_id", "stakeholder_id", "capacity")
    def _check_session_rules(self):
        for participation in self:
            stakeholder, session = (
                participation.stakeholder_id,
                participation.session_id,
            )
            if stakeholder.program_id != session.program_id:
                raise ValidationError(
                    self.env._(
                        "%(actor)s is not an actor of the programme “%(program)s”.",
                        actor=stakeholder.display_name,
                        program=session.program_id.display_name,
                    )
                )
        self.session_id._check_format()
        self.session_id._check_elected_frame()

    @api.model_create_multi
    def create(self, vals_list):
        """Invite those who join a planned session."""
        participations = super().create(vals_list)
        participations.session_id._sync_calendar_attendees()
        return participations

    def write(self, vals):
        """Keep the invitations in line with the actors and with their replies."""
        sessions = self.session_id
        result = super().write(vals)
        if "rsvp" in vals:
            self._follow_replies(vals["rsvp"])
        if {"stakeholder_id", "session_id"} & vals.keys():
            (sessions | self.session_id)._sync_calendar_attendees()
        return result

    def unlink(self):
        """Withdraw the invitation of those who are taken off."""
        sessions = self.session_id
        result = super().unlink()
        sessions.exists()._sync_calendar_attendees()
        return result

    def _clean_import_vals(self, vals):
        """An actor of several programmes takes part as that of the session's."""
        vals = super()._clean_import_vals(vals)
        session_id = vals.get("session_id") or self.env.context.get(
            "default_session_id"
        )
        if vals.get("stakeholder_id") and session_id:
            stakeholder = self.stakeholder_id.browse(vals["stakeholder_id"])
            program = self.session_id.browse(session_id).program_id
            vals["stakeholder_id"] = stakeholder._get_counterpart(program).id
        return vals

    @api.model
    def _met_alone_domain(self):
        """Domain of those who attended an individual meeting on their own behalf."""
        return (
            Domain("session_id.format", "=", "individual")
            & Domain("session_id.state", "in", HELD)
            & Domain("is_in_person", "=", True)
            & Domain("capacity", "in", ("participant", "elected"))
        )

    def _absorb(self, duplicates):
        """Keep one line for an actor who stood twice in the same session."""
        self.ensure_one()
        best = max(
            self | duplicates,
            key=lambda line: self._attendance_weight.index(line.attendance),
        )
        replied = (self | duplicates).filtered(lambda line: line.rsvp != "pending")
        vals = {
            "attendance": best.attendance,
            "represented_by_id": best.represented_by_id.id,
            "rsvp": replied[:1].rsvp or "pending",
            "stand_in_name": replied[:1].stand_in_name,
            "stand_in_email": replied[:1].stand_in_email,
        }
        thanked = self.date_thanked or duplicates[:1].date_thanked
        duplicates.unlink()
        self.write(vals)
        # sudo: what happened to either of them did.
        self.sudo().date_thanked = thanked
