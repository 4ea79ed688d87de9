from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain
from odoo.tools import SQL, sql

from ...tools.domains import search_boolean
from ...tools.groups import STAFF

# What two texts share when only letter case and white space tell them apart.
TEXT_KEY = SQL(r"md5(lower(btrim(regexp_replace(verbatim, '\s+', ' ', 'g'))))")


class PlpdmaContribution(models.Model):
    """The same text twice, and what is merged: each keeps its text, author and date."""

    _inherit = "plpdma.contribution"

    duplicate_of_id = fields.Many2one(
        "plpdma.contribution",
        string="Merged into",
        copy=False,
        check_company=True,
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
        groups=STAFF,
    )
    duplicate_ids = fields.One2many(
        "plpdma.contribution",
        "duplicate_of_id",
        string="Merged Contributions",
        context={"active_test": False},
        groups=STAFF,
    )
    duplicate_count = fields.Integer(compute="_compute_duplicate_count", groups=STAFF)
    # The key of the status that it has again once the merge is undone.
    state_before_merge = fields.Char(
        string="Status before the Merge", copy=False, readonly=True, groups=STAFF
    )
    is_possible_duplicate = fields.Boolean(
        string="Possible Duplicate",
        compute="_compute_is_possible_duplicate",
        search="_search_is_possible_duplicate",
        groups=STAFF,
        help="The same text stands in another contribution of the programme.",
    )

    def init(self):
        """Have PostgreSQL keep the key of each text: to work it out anew for all those
        of a session would take seconds."""
        super().init()
        if sql.column_exists(self.env.cr, self._table, "text_key"):
            return
        index = f"{self._table}_text_key_idx"
        # An earlier version had an index of that name, on the texts.
        sql.drop_index(self.env.cr, index, self._table)
        self.env.cr.execute(
            SQL(
                "ALTER TABLE %s ADD COLUMN text_key text"
                " GENERATED ALWAYS AS (%s) STORED",
                SQL.identifier(self._table),
                TEXT_KEY,
            )
        )
        columns = ["program_id", "text_key"]
        sql.create_index(self.env.cr, index, self._table, columns)

    # ------------------------------------------------------------------
    # Computes and searches
    # ------------------------------------------------------------------
    @api.depends("duplicate_ids")
    def _compute_duplicate_count(self):
        for contribution in self:
            contribution.duplicate_count = len(contribution.duplicate_ids)

    @api.depends("verbatim", "program_id", "state")
    def _compute_is_possible_duplicate(self):
        possible = set(self._get_possible_duplicate_ids([("id", "in", self.ids)]))
        for contribution in self:
            contribution.is_possible_duplicate = contribution.id in possible

    @search_boolean
    def _search_is_possible_duplicate(self):
        return Domain("id", "in", self._get_possible_duplicate_ids())

    @api.model
    def _get_possible_duplicate_ids(self, domain=()):
        """Ids of the contributions whose text stands elsewhere in the programme, letter
        case and white space aside, among those that the user may read; not for the
        messages of one campaign, of as many authors.

        :param domain: those that matter; their twins may be any other
        """
        rows = self._query_possible_duplicates(SQL("c.id"), domain)
        return [contribution_id for (contribution_id,) in rows]

    @api.model
    def _count_possible_duplicates(self, sessions):
        """``{id of a session: how many of its contributions are possible duplicates}``,
        without the sessions that have none."""
        rows = self._query_possible_duplicates(
            SQL("c.session_id, count(*)"),
            [("session_id", "in", sessions.ids)],
            SQL("GROUP BY c.session_id"),
        )
        return dict(rows)

    @api.model
    def _query_possible_duplicates(self, selected, domain, grouped=None):
        self.flush_model(
            ["campaign_id", "program_id", "session_id", "state", "verbatim", "whole_id"]
        )
        # A letter that was split is found again, but is not merged; nor do its points
        # repeat it.
        standing = Domain("state", "!=", "merged")
        return self.env.execute_query(
            SQL(
                """
                SELECT %(selected)s
                  FROM plpdma_contribution c
                 WHERE c.id IN %(wanted)s
                   AND EXISTS (
                       SELECT 1
                         FROM plpdma_contribution twin
                        WHERE twin.program_id = c.program_id
                          AND twin.text_key = c.text_key
                          AND twin.id != c.id
                          AND COALESCE(twin.whole_id, twin.id)
                              != COALESCE(c.whole_id, c.id)
                          AND (twin.campaign_id IS NULL
                               OR twin.campaign_id IS DISTINCT FROM c.campaign_id)
                          AND twin.id IN %(readable)s
                   )
                %(grouped)s
                """,
                selected=selected,
                wanted=self._search(
                    self._get_observation_domain() & Domain(domain)
                ).subselect(),
                readable=self._search(standing).subselect(),
                grouped=grouped or SQL(),
            )
        )

    # ------------------------------------------------------------------
    # Constraints
    # ------------------------------------------------------------------
    @api.constrains("state", "duplicate_of_id")
    def _check_merged(self):
        for contribution in self:
            target = contribution.duplicate_of_id
            if (contribution.state == "merged") != bool(target):
                raise ValidationError(
                    self.env._(
                        "%s: a merged contribution names the one it is merged into.",
                        contribution.reference,
                    )
                )
            if target and (target.duplicate_of_id or target == contribution):
                raise ValidationError(
                    self.env._(
                        "%s cannot be merged into one that is itself merged.",
                        contribution.reference,
                    )
                )

    # ------------------------------------------------------------------
    # Facts
    # ------------------------------------------------------------------
    @api.model
    def _get_earned_fields(self):
        return super()._get_earned_fields() | {"state_before_merge"}

    @api.model
    def _get_earned_sentences(self):
        sentences = super()._get_earned_sentences()
        return {**sentences, "state_before_merge": sentences["duplicate_of_id"]}

    # ------------------------------------------------------------------
    # Actions
    # ------------------------------------------------------------------
    def action_merge(self):
        """Open the choice of the contribution into which the others are merged."""
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Merge Contributions"),
            "res_model": "plpdma.contribution.merge",
            "view_mode": "form",
            "target": "new",
            "context": {"default_contribution_ids": self.ids},
        }

    def action_unmerge(self):
        """Undo a merge: the contribution stands on its own again, where it stood."""
        self.check_access("write")
        self._lock_to_judge()
        # sudo: the right to write them was checked.
        for contribution in self.sudo().filtered("duplicate_of_id"):
            contribution.write(
                {
                    "duplicate_of_id": False,
                    "state": contribution._get_state_unmerged(),
                    "state_before_merge": False,
                }
            )

    # ------------------------------------------------------------------
    # Business
    # ------------------------------------------------------------------
    def _merge_into(self, target):
        """Merge these contributions into ``target``: each keeps its text, its author
        and its date.

        :return: what the screen tells of it, if anything
        :raise UserError: when one of them does not let itself be merged
        :raise LockError: when somebody else is changing one of them
        """
        everyone = self._get_merged_with(target)
        (everyone | target | target.duplicate_ids)._lock_to_judge()
        everyone = self._get_merged_with(target)
        everyone.check_access("write")
        (self - target)._prepare_to_merge()
        for state, some in everyone.grouped("state").items():
            # Those that come along were merged before: what they remember stays.
            remembered = {} if state == "merged" else {"state_before_merge": state}
            # sudo: the right to write them was checked above.
            some.sudo().write(
                {"duplicate_of_id": target.id, "state": "merged", **remembered}
            )
        # Whoever sends the answer from what they read before must read again.
        target._touch()
        target._message_log(
            body=self.env._(
                "Merged into this contribution: %s.",
                ", ".join(everyone.mapped("reference")),
            )
        )
        return None

    def _prepare_to_merge(self):
        """Take from the contributions what only one that stands on its own may have.

        :raise UserError: for one that must stand on its own
        """

    def _get_state_unmerged(self):
        """Status in which a merged one stands on its own again: that which it had,
        unless it was answered, or is to be answered, since. One that was merged by an
        earlier version remembers none."""
        self.ensure_one()
        before = self.state_before_merge or "received"
        if self.date_answered:
            return "closed" if before == "closed" else "answered"
        is_over = before in ("answered", "closed")
        return "received" if is_over and self.response_expected else before

    def _get_merged_with(self, target):
        """The contributions that a merge into ``target`` brings there, archived ones
        included."""
        duplicates = self - target
        return duplicates | duplicates.with_context(active_test=False).duplicate_ids

    def _get_main(self):
        """The contribution that the response answers: itself, or the one into which
        it was merged."""
        self.ensure_one()
        return self.duplicate_of_id or self
