from dataclasses import replace

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Command
from odoo.tools import SQL
from odoo.tools.misc import formatLang

from ...tools.groups import STAFF

# Ten times what the most signed petitions gather: more is a slip of the finger.
MAX_SIGNATURES = 10_000_000


class PlpdmaContribution(models.Model):
    """The campaign of which a message is part, or for which it is proposed, and how
    many people signed it."""

    _inherit = "plpdma.contribution"

    signature_count = fields.Integer(
        string="Signatories",
        required=True,
        default=1,
        copy=False,
        aggregator=None,
        help="One, but for a petition: how many people signed it. A point shows how "
        "many signed its letter.",
    )
    received_signature_count = fields.Integer(
        string="Signatories, Each Letter Once",
        compute="_compute_received_signature_count",
        store=True,
        precompute=True,
        help="As received: none at the points of a letter, which holds them.",
    )
    campaign_id = fields.Many2one(
        "plpdma.campaign",
        string="Campaign",
        copy=False,
        check_company=True,
        domain="[('program_id', '=', program_id), ('state', '!=', 'refused')]",
        index="btree_not_null",
        ondelete="set null",
        groups=STAFF,
    )
    proposed_campaign_id = fields.Many2one(
        "plpdma.campaign",
        string="Campaign Proposed",
        copy=False,
        readonly=True,
        check_company=True,
        index="btree_not_null",
        ondelete="set null",
        groups=STAFF,
        help="A confirmed campaign whose messages say nearly the same.",
    )
    similar_count = fields.Integer(
        string="Similar Messages",
        compute="_compute_similar_count",
        groups=STAFF,
        help="The other messages of its campaign.",
    )

    _signature_count_positive = models.Constraint(
        f"CHECK(signature_count BETWEEN 1 AND {MAX_SIGNATURES})",
        "A contribution has at least one signature, and no more than ten million.",
    )

    # ------------------------------------------------------------------
    # Computes
    # ------------------------------------------------------------------
    @api.depends("part_number", "signature_count")
    def _compute_received_signature_count(self):
        received = self.filtered_domain(self._get_received_domain())
        (self - received).received_signature_count = 0
        for contribution in received:
            contribution.received_signature_count = contribution.signature_count

    @api.depends("active", "campaign_id.contribution_count", "state")
    def _compute_similar_count(self):
        for contribution in self:
            count = contribution.campaign_id.contribution_count
            is_counted = contribution.state != "merged" and contribution.active
            contribution.similar_count = max(count - is_counted, 0)

    # ------------------------------------------------------------------
    # Constraints
    # ------------------------------------------------------------------
    @api.constrains("campaign_id")
    def _check_campaign(self):
        # sudo: whether it was refused is looked at, nothing of it is shown but to
        # whoever puts a message there.
        for campaign in self.sudo().campaign_id:
            if campaign.state == "refused":
                raise ValidationError(
                    self.env._(
                        "“%s” was refused: its messages are not the same. Take the "
                        "refusal back first.",
                        campaign.name,
                    )
                )

    # ------------------------------------------------------------------
    # CRUD
    # ------------------------------------------------------------------
    def _read_group_select(self, aggregate_spec, query):
        """Whoever sums the signatories, by whatever means, counts each letter once."""
        if aggregate_spec == "signature_count:sum":
            aggregate_spec = "received_signature_count:sum"
        return super()._read_group_select(aggregate_spec, query)

    @api.model_create_multi
    def create(self, vals_list):
        """Nothing is compared here: the background is asked to, once all is kept.

        :raise ValidationError: for a number of signatures that none can be
        """
        given = self.env.context.get("default_signature_count")
        self._check_signatures(
            *[vals.get("signature_count", given) for vals in vals_list]
        )
        contributions = super().create(vals_list)
        self.env["plpdma.campaign"]._ask_detection()
        return contributions

    def write(self, vals):
        """What leaves a campaign is remembered as not of it; another text is compared
        again.

        :raise ValidationError: for a number of signatures that none can be
        """
        self._check_signatures(vals.get("signature_count"))
        before = {}
        if "campaign_id" in vals:
            # sudo: what they leave is remembered, whoever changes it.
            before = {one: one.campaign_id for one in self.sudo()}
        campaigns = self.env["plpdma.campaign"]
        if vals.keys() & {"active", "verbatim"}:
            campaigns = self._get_sampled_campaigns()
        moved = self._leave_programme(vals)
        result = super().write(vals)
        if before:
            self._note_campaigns(before)
        if "verbatim" in vals or moved:
            self.env["plpdma.likeness"]._forget(self)
            self.env["plpdma.campaign"]._ask_detection()
        if vals.get("active"):
            # sudo: a campaign that had archived messages alone is read in these.
            campaigns |= self.sudo().campaign_id.filtered(
                lambda campaign: not campaign.sample_id.active
            )
        campaigns._refresh_reference()
        return result

    def unlink(self):
        """A campaign keeps nothing of a message that is deleted."""
        campaigns = self._get_sampled_campaigns()
        naming = self._get_naming_campaigns()
        result = super().unlink()
        self.env["plpdma.likeness"]._forget(self)
        (campaigns - naming)._refresh_reference()
        naming._refresh_reference(is_renamed=True)
        return result

    def _get_sampled_campaigns(self):
        """The campaigns whose common text was read in these messages."""
        # sudo: whoever changes a message may not read campaigns; nothing is shown.
        return (
            self.env["plpdma.campaign"].sudo().search([("sample_id", "in", self.ids)])
        )

    def _get_naming_campaigns(self):
        """The campaigns of these messages, or for which they were looked at, whose name
        tells who wrote them."""
        # sudo: as above.
        messages = self.sudo()._get_with_points()
        campaigns = messages.campaign_id | messages.proposed_campaign_id
        campaigns |= campaigns.search([("excluded_ids", "in", messages.ids)])
        return campaigns and campaigns._filtered_naming(messages._get_people())

    def _get_people(self):
        """:class:`Identity` of those who wrote these; an organisation is no person."""
        identity = self._get_identity(self._get_author_contacts(), self)
        return replace(identity, organisations=())

    def _leave_programme(self, vals):
        """Take from their campaign the messages that go to another programme, which is
        no judgement on their words.

        :return: whether any of them goes
        """
        # sudo: whoever changes the programme may read neither sessions nor campaigns.
        session = self.env["plpdma.session"].sudo().browse(vals.get("session_id"))
        program = session.program_id.id or vals.get("program_id")
        if not program:
            return False
        moved = self.sudo().filtered(lambda one: one.program_id.id != program)
        for campaign, messages in moved.grouped("campaign_id").items():
            if campaign:
                messages.campaign_id = False
                campaign.excluded_ids = [Command.unlink(one.id) for one in messages]
        moved.filtered("proposed_campaign_id").proposed_campaign_id = False
        return bool(moved)

    def _note_campaigns(self, before):
        """Remember what the messages left, forget that they were taken out of what they
        join.

        :param dict before: the campaign that each had
        """
        # sudo: the right to write the messages was checked; this follows from it.
        changed = self.sudo().filtered(lambda one: one.campaign_id != before[one])
        for campaign, messages in changed.grouped(lambda one: before[one]).items():
            if campaign:
                campaign._exclude(messages)
        for campaign, messages in changed.grouped("campaign_id").items():
            if campaign:
                campaign.excluded_ids = [Command.unlink(one.id) for one in messages]
        changed.filtered(
            lambda one: one.campaign_id and one.proposed_campaign_id
        ).proposed_campaign_id = False
        campaigns = changed.campaign_id.union(*before.values())
        campaigns.filtered(
            lambda one: not one.sample_id or one.sample_id in changed
        )._refresh_reference()

    def _write_campaign(self, name, campaign):
        """Put messages into a campaign, or out of it, without a judgement on what they
        say."""
        return super().write({name: campaign.id})

    @api.model
    def _get_same_program_fields(self):
        return [
            *super()._get_same_program_fields(),
            "campaign_id",
            "proposed_campaign_id",
        ]

    @api.model
    def _get_faults(self, values, exists):
        """A petition that nobody signed is none."""
        faults = super()._get_faults(values, exists)
        count = values.get("signature_count")
        message = self._word_signatures(count)
        if message:
            faults.append(("signature_count", str(count), message, None))
        return faults

    @api.model
    def _word_signatures(self, count):
        """What is wrong with a number of signatures, in a sentence; none where nothing
        is, or none was given."""
        # The ORM makes numbers that are too long for the wire of XML-RPC decimal ones.
        if not isinstance(count, (int, float)) or isinstance(count, bool):
            return None
        if count < 1:
            return self.env._("A contribution has at least one signature.")
        if count > MAX_SIGNATURES:
            return self.env._(
                "A contribution has no more than %s signatures.",
                formatLang(self.env, MAX_SIGNATURES, digits=0),
            )
        return None

    @api.model
    def _check_signatures(self, *counts):
        """:raise ValidationError: for what the database would not take, or not word"""
        for count in counts:
            message = self._word_signatures(count)
            if message:
                raise ValidationError(message)

    @api.model
    def _get_earned_fields(self):
        return super()._get_earned_fields() | {"proposed_campaign_id"}

    @api.model
    def _get_earned_sentences(self):
        return {
            **super()._get_earned_sentences(),
            "proposed_campaign_id": self.env._("Messages are compared by themselves."),
        }

    def _anonymise(self):
        campaigns = self._get_sampled_campaigns()
        naming = self._get_naming_campaigns()
        result = super()._anonymise()
        (campaigns - naming)._refresh_reference()
        naming._refresh_reference(is_renamed=True)
        return result

    # ------------------------------------------------------------------
    # Actions
    # ------------------------------------------------------------------
    def action_leave_campaign(self):
        """Take the messages out of their campaign, for good; safe to repeat."""
        self.check_access("write")
        self.filtered("campaign_id").write({"campaign_id": False})
        self._decline_campaign()

    def action_join_campaign(self):
        """Take the messages into the campaign that was proposed for each.

        :raise UserError: for a campaign that is confirmed no more
        """
        self.check_access("write")
        for campaign, messages in self.grouped("proposed_campaign_id").items():
            if campaign and campaign.state != "confirmed":
                raise UserError(
                    self.env._("“%s” is not a confirmed campaign.", campaign.name)
                )
            if campaign:
                messages.write({"campaign_id": campaign.id})

    def _decline_campaign(self):
        """Remember that the messages are not of the campaign proposed for each."""
        # sudo: what was proposed is let go of by whoever may write the messages.
        for campaign, messages in self.sudo().grouped("proposed_campaign_id").items():
            if campaign:
                campaign._exclude(messages)
                messages.proposed_campaign_id = False

    def action_open_campaign(self):
        """Open the campaign of the message, or the one that is proposed for it."""
        self.ensure_one()
        return (self.campaign_id or self.proposed_campaign_id).get_formview_action()

    # ------------------------------------------------------------------
    # Business
    # ------------------------------------------------------------------
    def _put_in_campaign(self, campaign, name="campaign_id"):
        """Put messages that are in no campaign into one, or propose it: in SQL, for the
        message itself does not change, nor whoever wrote it last."""
        self.env.cr.execute(
            SQL(
                "UPDATE plpdma_contribution SET %s = %s WHERE id IN %s",
                SQL.identifier(name),
                campaign.id,
                self._ids,
            )
        )
        self.invalidate_recordset([name], flush=False)
        campaign.invalidate_recordset()
