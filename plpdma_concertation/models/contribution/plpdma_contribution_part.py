from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain
from odoo.tools import SQL

from ...tools.domains import search_boolean
from ...tools.groups import STAFF
from ...tools.passages import get_uncovered_percent

# What stands for no answer of its own: a letter that its points stand for, a repeat.
NO_OBSERVATION = ("split", "merged")


class PlpdmaContribution(models.Model):
    """A contribution is what one author sent, whole; its points, once it is split, are
    contributions too, each a passage of it: rights, mandates, merge, register and
    exports hold for them.

    What stands for an answer is an *observation*: a contribution that is neither split
    nor merged. Figures say both and never add them: those received, and the
    observations made.
    """

    _inherit = "plpdma.contribution"

    _scope_depends = (
        "territory_id.parent_path",
        "theme_ids.parent_path",
        "session_id.territory_ids.parent_path",
        "session_id.theme_ids.parent_path",
        "whole_id.territory_id.parent_path",
        "whole_id.theme_ids.parent_path",
    )

    # Whoever reads a point does not read the letter by it: neither is told to them.
    whole_id = fields.Many2one(
        "plpdma.contribution",
        string="Letter",
        copy=False,
        readonly=True,
        check_company=True,
        index="btree_not_null",
        ondelete="restrict",
        groups=STAFF,
        help="The contribution of which this is one point.",
    )
    part_ids = fields.One2many(
        "plpdma.contribution",
        "whole_id",
        string="Points",
        copy=False,
        readonly=True,
        context={"active_test": False},
        groups=STAFF,
    )
    part_count = fields.Integer(
        string="Number of Points", compute="_compute_part_count", groups=STAFF
    )
    part_number = fields.Integer(
        string="Point",
        copy=False,
        readonly=True,
        aggregator=None,
        help="The number of the point in its letter; none for what stands whole.",
    )
    quote_start = fields.Integer(
        string="First Character",
        copy=False,
        readonly=True,
        aggregator=None,
        groups=STAFF,
    )
    quote_stop = fields.Integer(
        string="After the Last Character",
        copy=False,
        readonly=True,
        aggregator=None,
        groups=STAFF,
    )
    set_aside = fields.Json(
        string="Passages without a Request",
        copy=False,
        readonly=True,
        groups=STAFF,
        help="Passages that somebody of the staff read, and that ask for nothing.",
    )
    uncovered_percent = fields.Integer(
        string="Taken up Nowhere (%)",
        compute="_compute_uncovered_percent",
        groups=STAFF,
        help="How much of the text stands in no point, and was not set aside.",
    )
    letter_reference = fields.Char(
        string="Letter's Number",
        compute="_compute_letter_reference",
        compute_sudo=True,
        help="The number of the contribution of which this is a point; its own for "
        "what stands whole.",
    )
    is_observation = fields.Boolean(
        string="Observation",
        compute="_compute_is_observation",
        search="_search_is_observation",
        help="Stands for an answer: neither split nor merged.",
    )

    # ------------------------------------------------------------------
    # What is counted
    # ------------------------------------------------------------------
    @api.model
    def _get_received_domain(self):
        """Domain of the contributions received: all that their authors sent, each once,
        repeats included; no point of a letter."""
        return Domain("part_number", "=", False)

    @api.model
    def _get_observation_domain(self):
        """Domain of the observations: all that stands for an answer. A letter that was
        split counts by its points, a repeat by what it repeats."""
        return Domain("state", "not in", NO_OBSERVATION)

    # ------------------------------------------------------------------
    # Computes and searches
    # ------------------------------------------------------------------
    @api.depends("state")
    def _compute_is_observation(self):
        self.is_observation = False
        self.filtered_domain(self._get_observation_domain()).is_observation = True

    @search_boolean
    def _search_is_observation(self):
        return self._get_observation_domain()

    @api.depends("part_ids")
    def _compute_part_count(self):
        for contribution in self:
            contribution.part_count = len(contribution.part_ids)

    @api.depends("verbatim", "part_ids.quote_start", "part_ids.quote_stop", "set_aside")
    def _compute_uncovered_percent(self):
        for contribution in self:
            contribution.uncovered_percent = contribution.part_ids and (
                get_uncovered_percent(
                    contribution.verbatim, contribution._get_known_passages()
                )
            )

    @api.depends("reference", "whole_id.reference")
    def _compute_letter_reference(self):
        for contribution in self:
            contribution.letter_reference = contribution._get_letter().reference

    # What the letter's day rests on, not the day: a field that rests on itself is
    # computed one record at a time.
    @api.depends(
        "whole_id.date_received",
        "whole_id.date_answered",
        "whole_id.response_expected",
        "whole_id.program_id.response_delay_days",
    )
    def _compute_date_due(self):
        """A point is due when its letter is."""
        result = super()._compute_date_due()
        for part in self.filtered("whole_id"):
            if not (part.date_answered and part.date_due):
                part.date_due = part.response_expected and part.whole_id.date_due
        return result

    def web_read(self, specification):
        """What a screen shows, as core gives it. The points of what is not split, which
        has none, are not looked for: nearly all that is opened is whole."""
        if "part_ids" in specification:
            fields_ = [self._fields[name] for name in specification]
            self.fetch([field.name for field in fields_ if field.column_type])
            whole = self.filtered(lambda contribution: contribution.state != "split")
            self._fields["part_ids"]._insert_cache(whole, [()] * len(whole))
        return super().web_read(specification)

    def _expand_states(self, states, _domain):
        """The columns of a board: no empty one for what waits for nothing there."""
        return [
            state
            for state in self._fields["state"].get_values(self.env)
            if state in states or state not in NO_OBSERVATION
        ]

    # ------------------------------------------------------------------
    # Mandates
    # ------------------------------------------------------------------
    def _get_scope(self):
        """A point says its own place and its own themes; where it says none, those of
        its letter are meant."""
        territories, themes = super()._get_scope()
        if not self.whole_id:
            return territories, themes
        of_whole = self.whole_id._get_scope()
        return self.territory_id or of_whole[0], self.theme_ids or of_whole[1]

    @api.model
    def _get_scope_query(self, dimension):
        """As ``_get_scope``: what is asked of each record, then of the letters of the
        points that say nothing."""
        alone = super()._get_scope_query(dimension)
        if dimension == "plpdma.territory":
            silent = SQL("part.territory_id IS NULL")
        else:
            field = self._fields["theme_ids"]
            silent = SQL(
                "NOT EXISTS (SELECT 1 FROM %s said WHERE said.%s = part.id)",
                SQL.identifier(field.relation),
                SQL.identifier(field.column1),
            )
        return SQL(
            """
            SELECT alone.record_id, alone.entry_id
              FROM (%(alone)s) alone
             WHERE alone.record_id NOT IN (
                       SELECT part.id
                         FROM plpdma_contribution part
                        WHERE part.whole_id IS NOT NULL AND %(silent)s
                   )
            UNION ALL
            SELECT part.id, alone.entry_id
              FROM plpdma_contribution part
              JOIN (%(alone)s) alone ON alone.record_id = part.whole_id
             WHERE %(silent)s
            """,
            alone=alone,
            silent=silent,
        )

    # ------------------------------------------------------------------
    # Constraints
    # ------------------------------------------------------------------
    @api.constrains("state", "whole_id", "verbatim", "quote_start", "quote_stop")
    def _check_parts(self):
        """A point is a passage of its letter, as it stands there; only a letter has
        points."""
        # sudo: the passages are compared, not shown.
        for record in self.sudo():
            if record.whole_id:
                record._check_passage()
            elif (record.state == "split") != bool(record.part_ids):
                raise ValidationError(
                    self.env._(
                        "%s: a contribution is split by its points.", record.reference
                    )
                )

    def _check_passage(self):
        self.ensure_one()
        whole = self.whole_id
        start, stop = self.quote_start, self.quote_stop
        if whole.whole_id or self.state == "split":
            raise ValidationError(
                self.env._("%s is a point already: it is not split.", self.reference)
            )
        if not 0 <= start < stop <= len(whole.verbatim):
            raise ValidationError(
                self.env._("%s: this passage is not in the text.", whole.reference)
            )
        if self.verbatim != whole.verbatim[start:stop]:
            raise ValidationError(
                self.env._(
                    "%(part)s quotes %(whole)s, whose text does not change.",
                    part=self.reference,
                    whole=whole.reference,
                )
            )

    # ------------------------------------------------------------------
    # CRUD
    # ------------------------------------------------------------------
    @api.model
    def _get_earned_fields(self):
        return super()._get_earned_fields() | {
            "part_number",
            "quote_start",
            "quote_stop",
            "set_aside",
            "whole_id",
        }

    @api.model
    def _get_earned_sentences(self):
        split = self.env._("“Split into Observations” does.")
        names = ("part_number", "quote_start", "quote_stop", "set_aside", "whole_id")
        return {**super()._get_earned_sentences(), **dict.fromkeys(names, split)}

    def write(self, vals):
        """Keep the text that points quote, and theirs.

        :raise UserError: for another one
        """
        if "verbatim" in vals:
            self._check_text_unsplit(vals["verbatim"])
        return super().write(vals)

    def _check_text_unsplit(self, verbatim):
        # sudo: whether it was split is looked at.
        for record in self.sudo():
            if record.verbatim == verbatim:
                continue
            if record.whole_id or record.part_ids:
                raise UserError(
                    self.env._(
                        "The text of %s is locked: its points quote it.",
                        record.letter_reference,
                    )
                )

    # ------------------------------------------------------------------
    # Letters and points
    # ------------------------------------------------------------------
    def _get_letter(self):
        """The letters: for a point, the contribution that was split; for all others,
        themselves."""
        # sudo: whoever reads a point is told nothing of the letter but by name.
        wholes = self.sudo().whole_id.sudo(self.env.su)
        return self.filtered(lambda record: not record.part_number) | wholes

    def _get_letter_parts(self):
        """The points of the letters, archived ones included, in the order in which
        their passages stand; what was not split is its own single point."""
        letters = self._get_letter()
        parts = letters.part_ids | letters.filtered(lambda c: c.state != "split")
        return parts.sorted(lambda c: c._get_letter_rank())

    def _get_letter_rank(self):
        """Key by which what one person sent is sorted: letter after letter, the points
        of each in the order in which their passages stand."""
        self.ensure_one()
        return (
            self.whole_id.id or self.id,
            self.quote_start,
            self.quote_stop,
            self.part_number,
        )

    def _get_known_passages(self):
        """What of the text somebody has seen to: the passages of the points, and those
        set aside.

        :return: list of pairs ``(start, stop)``
        """
        self.ensure_one()
        return [
            *((part.quote_start, part.quote_stop) for part in self.part_ids),
            *map(tuple, self.set_aside or ()),
        ]
