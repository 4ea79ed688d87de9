from markupsafe import Markup, escape

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command, Domain
from odoo.tools import SQL

from ...tools.groups import STAFF
from ...tools.likeness import choose_sample, sign
from ...tools.likeness_words import find_additions, find_differences
from ...tools.local_html import LocalHtml
from .plpdma_contribution import PlpdmaContribution as Contribution

# Words that stand beside those that differ, in a list.
CONTEXT_WORDS = 4
# Who wrote it, as far as one contribution tells: a contact, and for an organisation the
# person who signs for it; else an address, else a name; nobody else, if none is given.
AUTHOR_KEY = """
    COALESCE(
        'p' || p.id || CASE WHEN p.is_company THEN
            COALESCE(':' || lower(btrim(c.contributor_email)),
                     ':' || lower(btrim(c.contributor_name)), '')
        ELSE '' END,
        NULLIF(lower(btrim(c.contributor_email)), ''),
        NULLIF(lower(btrim(c.contributor_name)), ''),
        'c' || c.id
    )
"""


class PlpdmaContribution(models.Model):
    """What others sent too: the campaign of which a message is part, how many signed
    it, what it changed, and what the same author sent twice."""

    _inherit = "plpdma.contribution"

    _same_program_fields = (
        *Contribution._same_program_fields,
        "campaign_id",
        "proposed_campaign_id",
    )

    signature_count = fields.Integer(
        string="Signatures",
        required=True,
        default=1,
        copy=False,
        help="One, but for a petition: how many people signed it.",
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
    campaign_differences = LocalHtml(
        string="Words That Differ",
        compute="_compute_campaign_differences",
        sanitize=False,
        groups=STAFF,
        help="From what the messages of the campaign have in common.",
    )
    personal_addition = fields.Text(
        compute="_compute_personal_addition",
        groups=STAFF,
        help="What nobody else of the campaign wrote.",
    )
    twin_id = fields.Many2one(
        "plpdma.contribution",
        string="Sent before by the Same Author",
        compute="_compute_twin_id",
        groups=STAFF,
        help="Says nearly the same: merge them, and the author receives one answer.",
    )

    _signature_count_positive = models.Constraint(
        "CHECK(signature_count >= 1)",
        "A contribution has at least one signature.",
    )

    # ------------------------------------------------------------------
    # Computes
    # ------------------------------------------------------------------
    @api.depends("campaign_id.contribution_count", "state")
    def _compute_similar_count(self):
        for contribution in self:
            count = contribution.campaign_id.contribution_count
            is_counted = contribution.state != "merged" and contribution.active
            contribution.similar_count = max(count - is_counted, 0)

    @api.depends("verbatim", "campaign_id.reference_text", "proposed_campaign_id")
    @api.depends_context("lang")
    def _compute_campaign_differences(self):
        for contribution in self:
            campaign = contribution.campaign_id or contribution.proposed_campaign_id
            contribution.campaign_differences = bool(
                campaign.reference_text
            ) and contribution._mark_differences(campaign.reference_text)

    def _mark_differences(self, reference_text):
        """The words that differ from those of the campaign, with some of those around;
        each is told by a word too, for whoever sees no colour."""
        marks = {
            "added": (Markup("ins"), self.env._("added:")),
            "missing": (Markup("del"), self.env._("missing:")),
        }
        parts = []
        for kind, words in find_differences(reference_text, self.verbatim):
            if kind == "same":
                parts.append(escape(f"{_shorten(words)} "))
            else:
                tag, label = marks[kind]
                parts.append(
                    Markup(
                        '<{tag}><span class="visually-hidden">{label} </span>{words}'
                        "</{tag}> "
                    ).format(tag=tag, label=label, words=words.strip())
                )
        return Markup().join(parts)

    @api.depends("verbatim", "campaign_id.reference_text")
    def _compute_personal_addition(self):
        passages = self._find_personal_passages()
        for contribution in self:
            contribution.personal_addition = (
                "\n".join(
                    contribution.verbatim[part["quote_start"] : part["quote_stop"]]
                    for part in passages.get(contribution, ())
                )
                or False
            )

    @api.depends("verbatim", "campaign_id", "state")
    def _compute_twin_id(self):
        twins = self._find_twins()
        for contribution in self:
            contribution.twin_id = twins.get(contribution.id, False)

    def _find_twins(self):
        """What the same author sent before, and says nearly the same.

        :return: ``{id: id of the first of them}``, among those the user may read
        """
        ids = [number for number in self._origin.ids if number]
        if not ids:
            return {}
        contributions = self.env["plpdma.contribution"]
        contributions.flush_model()
        standing = Domain("state", "!=", "merged")
        author = SQL(AUTHOR_KEY)
        return dict(
            self.env.execute_query(
                SQL(
                    """
                    WITH asked AS (
                        SELECT c.id, l.root, %(author)s AS author
                          FROM plpdma_contribution c
                          JOIN plpdma_likeness l ON l.contribution_id = c.id
                          LEFT JOIN res_partner p ON p.id = c.partner_id
                         WHERE c.id IN %(ids)s AND c.state != 'merged'
                    )
                    SELECT asked.id, min(c.id)
                      FROM asked
                      JOIN plpdma_likeness l ON l.root = asked.root
                      JOIN plpdma_contribution c ON c.id = l.contribution_id
                      LEFT JOIN res_partner p ON p.id = c.partner_id
                     WHERE c.id < asked.id
                       AND c.id IN %(readable)s
                       AND %(author)s = asked.author
                     GROUP BY asked.id
                    """,
                    author=author,
                    ids=tuple(ids),
                    readable=contributions._search(standing).subselect(),
                )
            )
        )

    @api.model
    def _get_possible_duplicate_ids(self, domain=()):
        """Also what the same author sent twice in nearly the same words."""
        found = super()._get_possible_duplicate_ids(domain)
        self.flush_model()
        standing = Domain("state", "!=", "merged")
        wanted = self._search(standing & Domain(domain)).subselect()
        repeats = self.env.execute_query(
            SQL(
                """
                SELECT id
                  FROM (
                    SELECT c.id, count(*) OVER (PARTITION BY l.root, %(author)s) AS sent
                      FROM plpdma_likeness l
                      JOIN plpdma_contribution c ON c.id = l.contribution_id
                      LEFT JOIN res_partner p ON p.id = c.partner_id
                     WHERE l.root IN (
                            SELECT root FROM plpdma_likeness
                             WHERE contribution_id IN %(wanted)s
                           )
                       AND c.id IN %(readable)s
                  ) AS letters
                 WHERE sent > 1 AND id IN %(wanted)s
                """,
                author=SQL(AUTHOR_KEY),
                wanted=wanted,
                readable=self._search(standing).subselect(),
            )
        )
        return list({*found, *(number for (number,) in repeats)})

    # ------------------------------------------------------------------
    # CRUD
    # ------------------------------------------------------------------
    @api.model_create_multi
    def create(self, vals_list):
        """Nothing is compared here: the background is asked to, once all is kept."""
        contributions = super().create(vals_list)
        self.env["plpdma.campaign"]._ask_detection()
        return contributions

    def write(self, vals):
        """What leaves a campaign is remembered as not of it; another text is compared
        again."""
        before = {}
        if "campaign_id" in vals:
            # sudo: what they leave is remembered, whoever changes it.
            before = {one: one.campaign_id for one in self.sudo()}
        campaigns = self._get_sampled_campaigns() if "verbatim" in vals else None
        moved = self._leave_programme(vals)
        result = super().write(vals)
        if before:
            self._note_campaigns(before)
        if "verbatim" in vals or moved:
            self.env["plpdma.likeness"]._forget(self)
            self.env["plpdma.campaign"]._ask_detection()
        if campaigns:
            campaigns._refresh_reference()
        return result

    def unlink(self):
        """A campaign keeps nothing of a message that is deleted."""
        campaigns = self._get_sampled_campaigns()
        result = super().unlink()
        campaigns._refresh_reference()
        return result

    def _get_sampled_campaigns(self):
        """The campaigns whose common text was read in these messages."""
        # sudo: whoever changes a message may not read campaigns; nothing is shown.
        return self.env["plpdma.campaign"].sudo().search([("sample_id", "in", self.ids)])

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
        result = super()._anonymise()
        campaigns._refresh_reference()
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

    def action_merge_twin(self):
        """Open the merge of the message with what its author sent before."""
        self.ensure_one()
        return (self | self.twin_id).action_merge()

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

    def _choose_sample(self):
        """The message that the others are most like, none among none."""
        if not self:
            return self
        sketches = [sign(one.verbatim).sketch for one in self]
        return self[choose_sample(range(len(self)), sketches)]

    def _find_personal_passages(self):
        """What in each message of a campaign is its author's own: each passage would
        make an observation of its own.

        :return: ``{contribution: [{"quote_start": …, "quote_stop": …}]}``, in code
            points of its verbatim, in its order; those without any are left out
        """
        found = {}
        for campaign, messages in self.grouped("campaign_id").items():
            if not campaign:
                continue
            counts = campaign._count_pairs()
            boilerplate = campaign._get_boilerplate(campaign.program_id)
            for message in messages:
                passages = find_additions(message.verbatim or "", counts, boilerplate)
                if passages:
                    found[message] = [
                        {"quote_start": start, "quote_stop": stop}
                        for start, stop in passages
                    ]
        return found

    def _get_personal_passages(self):
        """The passages of one message of a campaign that are its author's own: list of
        ``{"quote_start": …, "quote_stop": …}``. See ``_find_personal_passages``."""
        self.ensure_one()
        return self._find_personal_passages().get(self, [])


def _shorten(words):
    """The first and the last words of what does not differ."""
    pieces = words.split(" ")
    if len(pieces) <= 2 * CONTEXT_WORDS:
        return words
    begin, end = pieces[:CONTEXT_WORDS], pieces[-CONTEXT_WORDS:]
    return " ".join([*begin, "…", *end])
