from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command, Domain

from ..tools.notifications import CLOSE

# Whose words and themes stand for all that is put under a response.
LOOKED_AT = 50


class PlpdmaResponseFiling(models.TransientModel):
    """The draft under which contributions are put, or the subject of a new one."""

    _name = "plpdma.response.filing"
    _description = "Put Contributions under a Response"
    _inherit = ["plpdma.link.access.mixin"]

    contribution_ids = fields.Many2many(
        "plpdma.contribution", string="Contributions", required=True
    )
    contribution_count = fields.Integer(compute="_compute_contribution_count")
    program_id = fields.Many2one(
        "plpdma.program", string="Programme", compute="_compute_program_id"
    )
    choice_ids = fields.One2many("plpdma.response.choice", "filing_id")
    choice_id = fields.Many2one(
        "plpdma.response.choice",
        string="Response",
        domain="[('filing_id', '=', id)]",
        ondelete="set null",
    )
    is_new = fields.Boolean(compute="_compute_is_new")
    name = fields.Char(
        string="Subject of the New Response",
        help="The issue that it answers, in a few words.",
    )
    other_id = fields.Many2one(
        "plpdma.response",
        string="Another Draft",
        domain="[('program_id', '=', program_id), ('state', '=', 'draft')]",
        help="One that is not proposed; it is then the one under which they are put.",
    )

    # ------------------------------------------------------------------
    # Computes
    # ------------------------------------------------------------------
    @api.depends("contribution_ids")
    def _compute_contribution_count(self):
        for dialog in self:
            dialog.contribution_count = len(dialog.contribution_ids)

    @api.depends("contribution_ids")
    def _compute_program_id(self):
        for dialog in self:
            dialog.program_id = dialog.contribution_ids.program_id[:1]

    @api.depends("choice_id", "other_id")
    def _compute_is_new(self):
        for dialog in self:
            dialog.is_new = not dialog.choice_id.response_id and not dialog.other_id

    # ------------------------------------------------------------------
    # Actions
    # ------------------------------------------------------------------
    def action_file(self):
        """Put the contributions under the response that is chosen.

        :return: what was done, with a link to the response
        :raise UserError: for a new response without a subject, and for contributions
            that cannot be put under one
        """
        self.ensure_one()
        response = self.other_id or self.choice_id.response_id
        if response:
            filed = self.contribution_ids._file_under(response)
        else:
            filed = self.contribution_ids
            response = self._create_response()
        told = response._notify_filed(filed)
        told["params"]["next"] = dict(CLOSE)
        return told

    def _create_response(self):
        if not (self.name or "").strip():
            raise UserError(self.env._("Write the subject of the new response."))
        self.contribution_ids._lock_to_judge()
        self.contribution_ids._check_can_be_filed(self.env["plpdma.response"])
        return self.env["plpdma.response"].create(
            {
                "name": self.name.strip(),
                "program_id": self.program_id.id,
                "contribution_ids": [Command.set(self.contribution_ids.ids)],
            }
        )

    # ------------------------------------------------------------------
    # Business
    # ------------------------------------------------------------------
    @api.model
    def _open(self, contributions):
        """The dialog for some contributions, the nearest draft chosen if it has a theme
        of theirs."""
        responses = self.env["plpdma.response"]
        looked_at = contributions[:LOOKED_AT]
        near = responses._find_near(
            Domain("program_id", "=", contributions.program_id.id)
            & Domain("state", "=", "draft"),
            looked_at.theme_ids,
            frozenset().union(*(one._get_subject_words() for one in looked_at)),
        )
        choices = self.env["plpdma.response.choice"]._prepare(
            near, lambda response: [self._describe_count(response)]
        )
        new = {"sequence": len(choices), "label": self.env._("A new response")}
        dialog = self.create(
            {
                "contribution_ids": [Command.set(contributions.ids)],
                "choice_ids": [Command.create(vals) for vals in (*choices, new)],
                "name": responses.new(
                    {"contribution_ids": [Command.set(contributions.ids)]}
                )._propose_subject(),
            }
        )
        is_near = near and near[0][1]
        dialog.choice_id = dialog.choice_ids[:1] if is_near else dialog.choice_ids[-1:]
        return dialog

    def _describe_count(self, response):
        count = response.contribution_count
        if count == 1:
            return self.env._("1 contribution")
        return self.env._("%s contributions", count)
