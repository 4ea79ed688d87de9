from markupsafe import Markup, escape

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from ...tools.groups import STAFF
from ...tools.likeness import choose_sample, sign
from ...tools.likeness_words import find_additions, find_differences
from ...tools.local_html import LocalHtml
from .plpdma_contribution_part import NO_OBSERVATION

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
    """What a message changed of those of its campaign, and what its author had sent
    before in nearly the same words."""

    _inherit = "plpdma.contribution"

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
        help="What most of the others of the campaign did not write.",
    )
    twin_id = fields.Many2one(
        "plpdma.contribution",
        string="Sent before by the Same Author",
        compute="_compute_twin_id",
        groups=STAFF,
        help="Says nearly the same: merge them, and the author receives one answer.",
    )

    # ------------------------------------------------------------------
    # Words that differ
    # ------------------------------------------------------------------
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

    # ------------------------------------------------------------------
    # The same author's repeats
    # ------------------------------------------------------------------
    @api.depends("verbatim", "campaign_id", "state")
    def _compute_twin_id(self):
        twins = self._find_twins()
        for contribution in self:
            contribution.twin_id = twins.get(contribution._origin.id, False)

    def _find_twins(self):
        """What the same author sent before, and says nearly the same.

        :return: ``{id: id of the first of them}``, among those the user may read
        """
        ids = self._origin._ids
        if not ids:
            return {}
        contributions = self.env["plpdma.contribution"]
        contributions.flush_model()
        standing = Domain("state", "!=", "merged")
        author = SQL(AUTHOR_KEY)
        twins = dict(
            self.env.execute_query(
                SQL(
                    """
                    WITH asked AS (
                        SELECT c.id, l.root, %(author)s AS author
                          FROM plpdma_contribution c
                          JOIN plpdma_likeness l ON l.contribution_id = c.id
                          LEFT JOIN res_partner p ON p.id = c.partner_id
                         WHERE c.id IN %(ids)s AND c.state NOT IN %(settled)s
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
                    ids=ids,
                    settled=NO_OBSERVATION,
                    readable=contributions._search(standing).subselect(),
                )
            )
        )
        return {
            number: twin.id
            for number, letter in twins.items()
            if (twin := contributions.browse(letter)._get_merged_for_letter())
        }

    def _get_merged_for_letter(self):
        """What a repeat of the letter is merged into: of one that was split, the point
        that stands for it in its campaign, if it has one."""
        if self.state != "split":
            return self
        # sudo: the points of a letter are as its reader may do.
        return self.sudo().part_ids.filtered("campaign_id")[:1].sudo(self.env.su)

    @api.model
    def _get_possible_duplicate_ids(self, domain=()):
        """Also what the same author sent twice in nearly the same words."""
        found = super()._get_possible_duplicate_ids(domain)
        self.flush_model()
        standing = Domain("state", "!=", "merged")
        wanted = self._search(
            self._get_observation_domain() & Domain(domain)
        ).subselect()
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
                       AND l.root IN (
                            SELECT root FROM plpdma_likeness
                             WHERE root != contribution_id
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

    def action_merge_twin(self):
        """Open the merge of the message with what its author sent before."""
        self.ensure_one()
        return (self | self.twin_id).action_merge()

    # ------------------------------------------------------------------
    # Business
    # ------------------------------------------------------------------
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
