from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command, Domain

from ...tools.notifications import make_notification


class PlpdmaCampaign(models.Model):
    """Nearly the same message from different authors: proposed by the machine,
    confirmed or refused by a person, answered once.

    Each message stays what it is, with its author, its date, its deadline and its own
    publication: nothing is merged, hidden nor published by a campaign.
    """

    _name = "plpdma.campaign"
    _description = "Campaign of Similar Messages"
    _inherit = ["plpdma.program.mixin", "plpdma.earned.mixin"]
    _order = "id desc"

    _earned_fields = frozenset(
        {"excluded_ids", "reference_text", "refused_ids", "sample_id", "state"}
    )
    _same_program_fields = ("contribution_ids",)

    name = fields.Char(required=True)
    state = fields.Selection(
        [
            ("suggested", "To confirm"),
            ("confirmed", "Confirmed"),
            ("refused", "Not the same"),
        ],
        string="Status",
        required=True,
        default="suggested",
        readonly=True,
        copy=False,
        index=True,
    )
    reference_text = fields.Text(
        string="What They Say",
        readonly=True,
        copy=False,
        help="What most of the messages have in common. What only one author wrote, "
        "their name among it, is left out.",
    )
    sample_id = fields.Many2one(
        "plpdma.contribution",
        string="Sample",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="set null",
        help="The message that the others are most like.",
    )
    contribution_ids = fields.One2many(
        "plpdma.contribution",
        "campaign_id",
        string="Messages",
        domain=[("state", "!=", "merged")],
    )
    proposed_ids = fields.One2many(
        "plpdma.contribution",
        "proposed_campaign_id",
        string="Messages Proposed",
        domain=[("state", "!=", "merged")],
        help="They came since the campaign was confirmed, and say nearly the same.",
    )
    excluded_ids = fields.Many2many(
        "plpdma.contribution",
        "plpdma_campaign_excluded_rel",
        "campaign_id",
        "contribution_id",
        string="Messages Taken out",
        readonly=True,
        copy=False,
        help="They are not proposed for this campaign again.",
    )
    refused_ids = fields.Many2many(
        "plpdma.contribution",
        "plpdma_campaign_refused_rel",
        "campaign_id",
        "contribution_id",
        string="Messages of the Group Refused",
        readonly=True,
        copy=False,
        help="Of those taken out, the ones that stood in it when it was refused.",
    )
    contribution_count = fields.Integer(
        string="Messages in It", compute="_compute_counts"
    )
    signature_count = fields.Integer(string="Signatories", compute="_compute_counts")
    proposed_count = fields.Integer(string="To Add", compute="_compute_counts")
    excluded_count = fields.Integer(
        string="Messages out of It", compute="_compute_excluded_count"
    )

    # ------------------------------------------------------------------
    # Computes
    # ------------------------------------------------------------------
    @api.depends(
        "contribution_ids.state",
        "contribution_ids.signature_count",
        "contribution_ids.whole_id.campaign_id",
        "proposed_ids.state",
    )
    def _compute_counts(self):
        contributions = self.env["plpdma.contribution"]
        standing = Domain("state", "!=", "merged")
        counts = {}
        for campaign, letter, number, received, of_letter in contributions._read_group(
            standing & Domain("campaign_id", "in", self.ids),
            ["campaign_id", "whole_id"],
            ["__count", "received_signature_count:sum", "signature_count:max"],
        ):
            messages, signatures = counts.get(campaign, (0, 0))
            # Whoever signed a letter did so once, however many points of it stand here.
            if not letter:
                signatures += received
            elif letter.campaign_id != campaign:
                signatures += of_letter
            counts[campaign] = (messages + number, signatures)
        proposed = dict(
            contributions._read_group(
                standing & Domain("proposed_campaign_id", "in", self.ids),
                ["proposed_campaign_id"],
                ["__count"],
            )
        )
        for campaign in self:
            campaign.contribution_count, campaign.signature_count = counts.get(
                campaign, (0, 0)
            )
            campaign.proposed_count = proposed.get(campaign, 0)

    @api.depends("excluded_ids")
    def _compute_excluded_count(self):
        for campaign in self:
            campaign.excluded_count = len(campaign.excluded_ids)

    # ------------------------------------------------------------------
    # CRUD
    # ------------------------------------------------------------------
    @api.model_create_multi
    def create(self, vals_list):
        """Campaigns; of one that an agent makes, what its messages have in common is
        read at once, whatever is claimed."""
        campaigns = super().create(vals_list)
        if not self.env.su:
            campaigns._refresh_reference()
        return campaigns

    def _get_brought_fields(self):
        return super()._get_brought_fields() | {"reference_text", "sample_id"}

    @api.model
    def _get_earned_sentences(self):
        taken_out = self.env._("“Take out” and “Not the Same” do.")
        return {
            "excluded_ids": taken_out,
            "refused_ids": taken_out,
            "state": self.env._("“Confirm” and “Not the Same” do."),
            "reference_text": self.env._("It is what the messages have in common."),
            "sample_id": self.env._("It is the message that the others are most like."),
        }

    # ------------------------------------------------------------------
    # Actions
    # ------------------------------------------------------------------
    @api.model
    def action_find(self):
        """Have the messages compared in the background, those not looked at yet.

        :return: notification that says how many there are
        """
        programs = self.env["plpdma.program"].search(
            [("contribution_ids", "!=", False)]
        )
        return programs.action_find_campaigns()

    def action_confirm(self):
        """The messages are of one campaign; safe to repeat.

        :raise UserError: for a campaign that was refused, or holds no message
        """
        self.check_access("write")
        self._lock_to_judge()
        for campaign in self:
            if campaign.state == "refused":
                raise UserError(
                    self.env._(
                        "“%s” was refused. Take the refusal back first.", campaign.name
                    )
                )
            if not campaign.contribution_ids:
                raise UserError(
                    self.env._("“%s” holds no message any more.", campaign.name)
                )
        # sudo: the right to write them was checked, and what they are made of.
        self.sudo().write({"state": "confirmed"})

    def action_refuse(self):
        """« They are not the same »: the messages stand alone again, and this group is
        not proposed any more; safe to repeat."""
        self.check_access("write")
        self._lock_to_judge()
        # sudo: the right to write campaigns was checked; their messages are let go.
        for campaign in self.sudo().filtered(lambda c: c.state != "refused"):
            members = campaign._get_all_members()
            members.campaign_id = False
            campaign.proposed_ids._decline_campaign()
            campaign.write(
                {"state": "refused", "refused_ids": [Command.set(members.ids)]}
            )

    def action_restore(self):
        """Take a refusal back: the messages that stood in it, and are in no other
        campaign since, are proposed together again; safe to repeat."""
        self.check_access("write")
        self._lock_to_judge()
        # sudo: the right to write campaigns was checked.
        for campaign in self.sudo().filtered(lambda c: c.state == "refused"):
            free = campaign.refused_ids.filtered(lambda one: not one.campaign_id)
            campaign.write({"state": "suggested", "refused_ids": [Command.clear()]})
            free.campaign_id = campaign
            campaign._refresh_reference()

    def action_join_proposed(self):
        """Take in the messages that were proposed since the campaign was confirmed."""
        self.proposed_ids.action_join_campaign()

    def action_view_messages(self):
        """Open the messages of the campaign, with all that is told of each."""
        self.ensure_one()
        action = self.program_id._action_open_items("action_plpdma_contribution")
        action["domain"] = [("campaign_id", "=", self.id)]
        return action

    def action_view_proposed(self):
        """Open the messages that are proposed for the campaign."""
        self.ensure_one()
        action = self.program_id._action_open_items("action_plpdma_contribution")
        action["domain"] = [("proposed_campaign_id", "=", self.id)]
        return action

    def action_view_excluded(self):
        """Open the messages that were taken out of the campaign."""
        self.ensure_one()
        action = self.program_id._action_open_items("action_plpdma_contribution")
        action["domain"] = [("id", "in", self.excluded_ids.ids)]
        return action

    # ------------------------------------------------------------------
    # Business
    # ------------------------------------------------------------------
    @api.model
    def _get_todo_domain(self):
        """Domain of the campaigns that somebody is to look at."""
        proposed = Domain("proposed_ids", "!=", False)
        return Domain("state", "=", "suggested") | (
            Domain("state", "=", "confirmed") & proposed
        )

    def _get_all_members(self):
        """The messages of the campaigns, merged and archived ones included."""
        contributions = self.env["plpdma.contribution"].with_context(active_test=False)
        return contributions.search([("campaign_id", "in", self.ids)])

    @api.model
    def _propose(self, program, members, sample):
        """Propose a campaign.

        :param members: its messages, each of another author, none in a campaign
        :param sample: the one that the others are most like
        """
        campaign = self.new({"program_id": program.id})
        shared = campaign._read_shared(sample, members)
        campaign = self.create(
            {
                "program_id": program.id,
                "name": self._make_name(shared or sample.reference),
                "reference_text": shared,
                "sample_id": sample.id,
            }
        )
        members._put_in_campaign(campaign)
        return campaign

    @api.model
    def _get_boilerplate(self, program):
        """What the messages may repeat without saying it: see ``Boilerplate``."""
        return self.env["plpdma.likeness"]._get_boilerplate(program)

    def _notify_found(self, count):
        """Tell whoever had the messages compared that it goes on."""
        message = (
            self.env._(
                "Messages to compare: %s. It goes on in the background; the groups "
                "found show under Campaigns.",
                count,
            )
            if count
            else self.env._("All the messages were compared already.")
        )
        return make_notification(message, "info")

    def _exclude(self, contributions):
        """Remember that the messages are not of these campaigns."""
        self.excluded_ids = [Command.link(one.id) for one in contributions]
