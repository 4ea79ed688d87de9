from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain
from odoo.tools import SQL

from ...tools.domains import search_boolean
from ...tools.groups import STAFF

# What two texts share when only letter case and white space tell them apart.
TEXT_KEY = r"md5(lower(btrim(regexp_replace(%s, '\s+', ' ', 'g'))))"


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
    is_possible_duplicate = fields.Boolean(
        string="Possible Duplicate",
        compute="_compute_is_possible_duplicate",
        search="_search_is_possible_duplicate",
        groups=STAFF,
        help="The same text stands in another contribution of the programme.",
    )

    _text_key_idx = models.Index("(program_id, " + TEXT_KEY % "verbatim" + ")")

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
        case and white space aside, among those that the user may read.

        :param domain: those that matter; their twins may be any other
        """
        self.flush_model(["verbatim", "program_id", "state"])
        standing = Domain("state", "!=", "merged")
        rows = self.env.execute_query(
            SQL(
                """
                SELECT c.id
                  FROM plpdma_contribution c
                 WHERE c.id IN %(wanted)s
                   AND EXISTS (
                       SELECT 1
                         FROM plpdma_contribution twin
                        WHERE twin.program_id = c.program_id
                          AND %(twin_key)s = %(key)s
                          AND twin.id != c.id
                          AND twin.id IN %(readable)s
                   )
                """,
                wanted=self._search(standing & Domain(domain)).subselect(),
                readable=self._search(standing).subselect(),
                twin_key=SQL(TEXT_KEY % "twin.verbatim"),
                key=SQL(TEXT_KEY % "c.verbatim"),
            )
        )
        return [contribution_id for (contribution_id,) in rows]

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
            if target.duplicate_of_id or target == contribution:
                raise ValidationError(
                    self.env._(
                        "%s cannot be merged into one that is itself merged.",
                        contribution.reference,
                    )
                )

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
        """Undo a merge: the contribution stands on its own again."""
        self.check_access("write")
        self._lock_to_judge()
        # sudo: the right to write them was checked.
        for contribution in self.sudo().filtered("duplicate_of_id"):
            contribution.write(
                {
                    "duplicate_of_id": False,
                    "state": "answered" if contribution.date_answered else "received",
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
        # sudo: the right to write them was checked above.
        everyone.sudo().write({"duplicate_of_id": target.id, "state": "merged"})
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
