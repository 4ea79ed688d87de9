from odoo import api, fields, models
from odoo.exceptions import ValidationError


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
    proxy_limit = fields.Integer(
        string="Proxies a Head",
        required=True,
        default=1,
        help="How many absent members one person who is present may represent. None, "
        "with 0.",
    )
    quorum = fields.Integer(
        required=True,
        default=0,
        help="How many of those who have a vote must be present or represented, as the "
        "body's rules say. None is asked for, with 0.",
    )
    guests_vote = fields.Boolean(
        string="Guests Have a Vote",
        help="The members have one, and whoever stands in for them. Occasional and "
        "permanent guests speak; they vote where the body's rules say so.",
    )

    _proxy_limit_check = models.Constraint(
        "CHECK(proxy_limit >= 0)", "Nobody can hold fewer than zero proxies."
    )
    _quorum_check = models.Constraint(
        "CHECK(quorum >= 0)", "A quorum cannot be negative."
    )

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
