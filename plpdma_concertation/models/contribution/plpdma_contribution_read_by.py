from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from ...tools.domains import search_boolean
from ...tools.groups import STAFF
from ...tools.passages import overlap
from .plpdma_contribution_letter import LEVELS


class PlpdmaContribution(models.Model):
    """A text is read as widely as the most closed passage that stands in it allows.

    A point may be closed further than its letter, and its words stand in the letter
    too, in what repeats the letter, and in the points that overlap it. Rules, domains
    and documents ask who reads the text (``read_by``), not what was said of it alone
    (``confidentiality``).
    """

    _inherit = "plpdma.contribution"

    read_by = fields.Selection(
        selection="_get_readers",
        compute="_compute_read_by",
        store=True,
        precompute=True,
        copy=False,
        help="Who reads the text: no more people than may read each passage of it that "
        "is a point.",
    )
    is_closed_by_point = fields.Boolean(
        compute="_compute_is_closed_by_point", groups=STAFF
    )
    is_received = fields.Boolean(
        string="Received",
        compute="_compute_is_received",
        search="_search_is_received",
        help="As its author sent it, each once; of a letter of which you only read "
        "points, the first of them.",
    )

    @api.model
    def _get_readers(self):
        return self._fields["confidentiality"]._description_selection(self.env)

    @api.depends(
        "confidentiality",
        "quote_start",
        "quote_stop",
        "part_ids.confidentiality",
        "duplicate_of_id.part_ids.confidentiality",
        "whole_id.part_ids.confidentiality",
        "whole_id.part_ids.quote_start",
        "whole_id.part_ids.quote_stop",
    )
    def _compute_read_by(self):
        for contribution in self:
            points = contribution._get_points_within()
            levels = {contribution.confidentiality, *points.mapped("confidentiality")}
            contribution.read_by = max(levels, key=LEVELS.index)

    @api.depends("confidentiality", "read_by")
    def _compute_is_closed_by_point(self):
        for contribution in self:
            contribution.is_closed_by_point = (
                contribution.read_by != contribution.confidentiality
            )

    def _get_points_within(self):
        """The points of which words stand in this text: all those of a letter, also in
        what repeats it; those that a point overlaps."""
        self.ensure_one()
        if not self.whole_id:
            return self.part_ids | self.duplicate_of_id.part_ids
        passage = (self.quote_start, self.quote_stop)
        return self.whole_id.part_ids.filtered(
            lambda part: overlap(passage, (part.quote_start, part.quote_stop))
        )

    # ------------------------------------------------------------------
    # Letters of which only some points are read
    # ------------------------------------------------------------------
    @api.model
    def _query_partly_read(self, domain):
        """The letters that do not stand in a scope, and of which a point does: they
        were received too, and are counted with those of the scope.

        :param Domain domain: the scope, as the user reads it
        :return: query of the letters, in superuser mode: they are counted, and nothing
            else; and the SQL of the id of the first point of each
        """
        points = self._search(domain & Domain("part_number", "!=", False))
        letters = self._search(domain & Domain("state", "=", "split"))
        # sudo: which letter a point is of is the staff's to read; how many there are,
        # and where they stand, is told.
        records = self.sudo().with_context(active_test=False)
        whole = records._field_to_sql(self._table, "whole_id", points)
        points.add_where(SQL("%s IS NOT NULL", whole))
        query = records._search(
            Domain("state", "=", "split") & Domain("id", "not in", letters)
        )
        if points.is_empty():
            return points, SQL.identifier(self._table, "id")
        of_letter = points.subselect(
            SQL("%s AS letter_id", whole),
            SQL("%s AS point_id", SQL.identifier(self._table, "id")),
        )
        query.add_join(
            "JOIN",
            "first_point",
            SQL(
                "(SELECT letter_id, min(point_id) AS id FROM %s read GROUP BY 1)",
                of_letter,
            ),
            SQL("first_point.letter_id = %s", SQL.identifier(self._table, "id")),
        )
        return query, SQL.identifier("first_point", "id")

    @api.model
    def _find_partly_read(self, domain):
        """The letters of ``_query_partly_read``, in superuser mode, to be counted and
        nothing else."""
        query, _point_id = self._query_partly_read(domain)
        return self.sudo().with_context(active_test=False).browse(query)

    @api.model
    def _reads_all_letters(self):
        """Whether the user reads every letter of which they read a point."""
        return self.env.su or self.env.user.has_group(STAFF)

    @search_boolean
    def _search_is_received(self):
        received = self._get_received_domain()
        if self._reads_all_letters():
            return received
        query, point_id = self._query_partly_read(Domain.TRUE)
        return received | Domain("id", "in", query.subselect(point_id))

    @api.depends("part_number")
    @api.depends_context("uid")
    def _compute_is_received(self):
        domain = Domain("is_received", "=", True) & Domain("id", "in", self.ids)
        received = self.with_context(active_test=False).search(domain)
        for contribution in self:
            contribution.is_received = contribution._origin in received

    @api.model
    def _get_sent_domain(self):
        """Domain of what a list shows to those who sent it: each contribution once, as
        it was received; of a letter that the user does not read, the points that they
        do."""
        received = self._get_received_domain()
        if not self.browse().has_access("read"):
            return received
        letters = self._search(Domain("state", "=", "split"))
        # sudo: which letter a point is of; the user's rules hold for the points.
        points = self.sudo()._search(
            Domain("part_number", "!=", False) & Domain("whole_id", "not in", letters)
        )
        return received | Domain("id", "in", points)

    # ------------------------------------------------------------------
    # CRUD
    # ------------------------------------------------------------------
    @api.model_create_multi
    def create(self, vals_list):
        """Points made together overlap one another once they all are there. What values
        or a default of the context would claim, core leaves out."""
        contributions = super().create(vals_list)
        # sudo: which letter a point is of is looked at, whoever creates it.
        points = contributions.sudo().filtered("whole_id")
        self.env.add_to_compute(self._fields["read_by"], points)
        return contributions

    @api.model
    def _get_earned_fields(self):
        return super()._get_earned_fields() | {"read_by"}

    def _get_brought_fields(self):
        return super()._get_brought_fields() | {"read_by"}

    @api.model
    def _get_earned_sentences(self):
        closed = self.env._(
            "The confidentiality of the text and of its points says it."
        )
        return {**super()._get_earned_sentences(), "read_by": closed}

    def _is_earned_change(self, name, old, new):
        return name == "read_by" or super()._is_earned_change(name, old, new)
