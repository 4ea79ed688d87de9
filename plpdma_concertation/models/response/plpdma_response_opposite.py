from collections import defaultdict
from itertools import product

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from ...tools.groups import STAFF
from ...tools.near_words import find_near, get_words

# Two texts are nearly the same when they share this much of their words.
NEARLY = 0.7
# At most, the latest: of what one response answers, and of what is answered otherwise
# on one theme.
OWN = 200
OTHERS = 400
# A text of fewer words says too little to be compared.
FEWEST = 3
# Of one response, how many pairs are named.
NAMED = 3

FOR, AGAINST = ("retained", "partial"), ("not_retained",)
OPEN = ("draft", "submitted")


class PlpdmaResponse(models.Model):
    """Two authors who ask nearly the same are not answered the contrary unseen."""

    _name = "plpdma.response"
    _inherit = ["plpdma.response", "plpdma.warning.mixin"]

    _warning_depends = ("opposite_text",)

    opposite_text = fields.Text(compute="_compute_opposite_text", groups=STAFF)

    # ------------------------------------------------------------------
    # Computes
    # ------------------------------------------------------------------
    @api.depends(
        "decision",
        "state",
        "contribution_ids.verbatim",
        "contribution_ids.theme_ids",
    )
    @api.depends_context("uid", "lang")
    def _compute_opposite_text(self):
        pairs = self._find_opposites()
        for response in self:
            sentences = [
                self.env._(
                    "%(own)s and %(other)s say nearly the same, and %(response)s "
                    "answers the contrary: %(decision)s.",
                    own=own.display_name,
                    other=other.display_name,
                    response=against._get_title(),
                    decision=against._get_decision_label(),
                )
                for own, other, against in pairs.get(response._origin, ())
            ]
            response.opposite_text = "\n".join(sentences) or False

    def _get_warnings(self):
        warnings = super()._get_warnings()
        return [*warnings, *(self.opposite_text or "").splitlines()]

    @api.model
    def _get_watched_domain(self):
        return super()._get_watched_domain() & Domain("state", "in", OPEN)

    # ------------------------------------------------------------------
    # What is answered the contrary
    # ------------------------------------------------------------------
    def _find_opposites(self):
        """The observations of these responses that are nearly the same as others, on a
        theme of theirs, and answered the contrary; one of both answers is still being
        prepared.

        :return: ``{response: [(observation, the other, its response)]}``
        """
        judged = self._origin.filtered(lambda r: r.decision in FOR + AGAINST)
        own = judged._read_own_observations()
        others = judged._read_other_observations({theme for _program, theme, _ in own})
        words = self._read_word_sets([*own.values(), *others.values()])
        found = defaultdict(dict)
        for (program, theme, is_for), here in own.items():
            there = others.get((program, theme, not is_for), {})
            near = find_near(
                {one: words[one] for one in here if one in words},
                {other: words[other] for other in there if other in words},
                NEARLY,
            )
            for one, other in near:
                for response, against in product(here[one], there[other]):
                    pairs = found[response]
                    is_open = {response.state, against.state} & {*OPEN}
                    if is_open and response != against and len(pairs) < NAMED:
                        pairs[one, other] = against
        told = {id_ for pairs in found.values() for pair in pairs for id_ in pair}
        contributions = self.env["plpdma.contribution"].browse(told)
        known = {one.id: one for one in contributions}
        return {
            response: [
                (known[one], known[other], against)
                for (one, other), against in pairs.items()
            ]
            for response, pairs in found.items()
        }

    def _read_own_observations(self):
        """What each of these responses answers, the latest on each theme.

        :return: ``{(programme, theme, whether it is retained): {id: responses}}``
        """
        if not self:
            return {}
        return self._read_observations(
            SQL("r.id IN %s", self._ids), SQL("r.id, t.theme"), OWN
        )

    def _read_other_observations(self, themes):
        """What is answered on some themes in the programmes of these responses, the
        latest of each outcome; only by what is being prepared, where all of these were
        decided.

        :return: as ``_read_own_observations``
        """
        if not themes:
            return {}
        is_any_open = bool({*OPEN} & {*self.mapped("state")})
        states = [*OPEN, "validated", "sent"] if is_any_open else [*OPEN]
        return self._read_observations(
            SQL(
                "r.program_id IN %s AND t.theme IN %s AND r.state IN %s",
                self.program_id._ids,
                tuple(themes),
                tuple(states),
            ),
            SQL("r.program_id, t.theme, r.decision = 'not_retained', r.state"),
            OTHERS,
        )

    def _read_observations(self, condition, partition, limit):
        contributions = self.env["plpdma.contribution"]
        self.flush_model(["active", "contribution_ids", "decision", "state"])
        contributions.flush_model(["theme_ids"])
        answered = self._fields["contribution_ids"]
        about = contributions._fields["theme_ids"]
        rows = self.env.execute_query(
            SQL(
                """
                SELECT program, theme, is_for, response, contribution
                  FROM (
                      SELECT r.program_id AS program,
                             t.theme,
                             r.decision != 'not_retained' AS is_for,
                             r.id AS response,
                             a.%(contribution)s AS contribution,
                             row_number() OVER (
                                 PARTITION BY %(partition)s
                                 ORDER BY a.%(contribution)s DESC
                             ) AS rank
                        FROM plpdma_response r
                        JOIN %(answered)s a ON a.%(response)s = r.id
                        JOIN (
                            SELECT %(about_id)s AS contribution, %(theme)s AS theme
                              FROM %(about)s
                        ) t ON t.contribution = a.%(contribution)s
                       WHERE r.active AND r.decision IN %(decisions)s AND %(condition)s
                  ) ranked
                 WHERE rank <= %(limit)s
                 ORDER BY contribution, response
                """,
                contribution=SQL.identifier(answered.column2),
                response=SQL.identifier(answered.column1),
                answered=SQL.identifier(answered.relation),
                about=SQL.identifier(about.relation),
                about_id=SQL.identifier(about.column1),
                theme=SQL.identifier(about.column2),
                partition=partition,
                decisions=FOR + AGAINST,
                condition=condition,
                limit=limit,
            )
        )
        found = defaultdict(lambda: defaultdict(self.browse))
        # Read together, not one by one.
        responses = self.browse({row[3] for row in rows})
        for program, theme, is_for, response, contribution in rows:
            response = responses.browse(response).with_prefetch(responses._ids)
            found[program, theme, is_for][contribution] += response
        return found

    def _read_word_sets(self, groups):
        """``{id: words}`` of the observations that the user may read, and that say
        enough to be compared."""
        ids = {id_ for group in groups for id_ in group}
        contributions = self.env["plpdma.contribution"].with_context(active_test=False)
        found = contributions.search_fetch([("id", "in", [*ids])], ["verbatim"])
        words = {one.id: get_words(one.verbatim) for one in found}
        return {id_: known for id_, known in words.items() if len(known) >= FEWEST}
