from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain

from ...tools.groups import STAFF


class PlpdmaBody(models.Model):
    """A body in which the programme is discussed, the CCES first of all."""

    _name = "plpdma.body"
    _description = "Concertation Body"
    _inherit = ["plpdma.program.mixin", "plpdma.thread.mixin"]
    _order = "program_id, sequence, name, id"

    name = fields.Char(required=True, tracking=True)
    active = fields.Boolean(default=True)
    sequence = fields.Integer(default=10)
    kind = fields.Selection(
        [
            ("cces", "CCES"),
            ("development_council", "Development council"),
            ("working_group", "Working group"),
            ("steering", "Steering committee"),
            ("other", "Other"),
        ],
        required=True,
        default="cces",
        tracking=True,
    )
    chair_id = fields.Many2one(
        "res.partner",
        string="Chair",
        check_company=True,
        index="btree_not_null",
        ondelete="restrict",
    )
    secretariat = fields.Char(
        help="The service in charge of the secretariat (art. R541-41-22 of the "
        "Code de l'environnement)."
    )
    founding_act = fields.Char(
        help="Deliberation or order that set the body up, with its date."
    )
    justification = fields.Text(
        help="Why this body, when the method recommends the CCES rather than "
        "multiplying bodies."
    )
    stakeholder_ids = fields.Many2many(
        "plpdma.stakeholder", string="Members", check_company=True
    )
    member_count = fields.Integer(compute="_compute_member_count", groups=STAFF)
    sitting_count = fields.Integer(
        string="Sitting Today",
        compute="_compute_sitting_count",
        groups=STAFF,
        help="Members and guests whose period covers today.",
    )
    proxy_limit = fields.Integer(
        string="Proxies a Head",
        required=True,
        default=1,
        help="How many absent members one person who is present may represent. None, "
        "with 0.",
    )
    session_ids = fields.One2many("plpdma.session", "body_id", string="Sessions")
    session_count = fields.Integer(compute="_compute_session_count")

    _proxy_limit_check = models.Constraint(
        "CHECK(proxy_limit >= 0)", "Nobody holds fewer than no proxy."
    )

    _same_program_fields = ("stakeholder_ids",)

    @api.depends("stakeholder_ids")
    def _compute_member_count(self):
        for body in self:
            body.member_count = len(body.stakeholder_ids)

    @api.depends("stakeholder_ids.date_start", "stakeholder_ids.date_end")
    def _compute_sitting_count(self):
        stakeholders = self.env["plpdma.stakeholder"]
        today = fields.Date.context_today(self)
        sitting = stakeholders._get_sitting_domain(today)
        counts = dict(
            stakeholders._read_group(
                sitting & Domain("body_ids", "in", self.ids), ["body_ids"], ["__count"]
            )
        )
        for body in self:
            body.sitting_count = counts.get(body, 0)

    @api.depends("session_ids")
    def _compute_session_count(self):
        counts = dict(
            self.env["plpdma.session"]._read_group(
                [("body_id", "in", self.ids)], ["body_id"], ["__count"]
            )
        )
        for body in self:
            body.session_count = counts.get(body, 0)

    @api.constrains("kind", "justification")
    def _check_justification(self):
        """Concertation takes place preferably in the CCES (ADEME)."""
        for body in self:
            if body.kind != "cces" and not (body.justification or "").strip():
                raise ValidationError(
                    self.env._(
                        "“%s” is not the CCES: write why this body is needed "
                        "(Justification).",
                        body.name,
                    )
                )

    def action_view_sitting(self):
        """Open who sits in the body today; another date can be searched there."""
        self.ensure_one()
        action = self.program_id._action_open_items(
            "action_plpdma_stakeholder",
            search_default_sitting=1,
            search_default_group_membership=1,
            default_body_ids=self.ids,
        )
        action["domain"] = [("body_ids", "in", self.ids)]
        return action

    def action_view_sessions(self):
        """Open the body's sessions."""
        self.ensure_one()
        action = self.program_id._action_open_items(
            "action_plpdma_session", default_body_id=self.id
        )
        action["domain"] = [("body_id", "=", self.id)]
        return action
