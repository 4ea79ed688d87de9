"""Who stands behind the figures of the contributions: inhabitants, and letters that are
read in part."""

from odoo import api, models
from odoo.fields import Domain
from odoo.tools import SQL

from ...tools.tally import StandIn
from .plpdma_figures_tally import KEYS

# What a letter of which the reader reads a point alone is counted by.
LETTER_KEYS = ("days",)


class PlpdmaFigures(models.AbstractModel):
    """Counts people whom the reader may not know, and letters that they may not read:
    how many there are is told, and nothing else."""

    _inherit = "plpdma.figures"

    # ------------------------------------------------------------------
    # Letters of which a point alone is read
    # ------------------------------------------------------------------
    @api.model
    def _find_letters(self, domain, conditions):
        """``{"received": [StandIn]}``: the first point read of each letter that does
        not stand in a scope, with what became of the letter.

        :param Domain domain: the scope, as the user may count it
        :param dict conditions: as ``_tally`` takes them
        """
        contributions = self.env["plpdma.contribution"]
        if "received" not in conditions:
            return {}
        query, point_id = contributions._query_partly_read(domain)
        if query.is_empty():
            return {}
        # sudo: what became of a letter is told, not what it says.
        letters = contributions.sudo()
        told = {"received", *contributions._get_standing_domains()}
        told = {n: c if n in told else Domain.FALSE for n, c in conditions.items()}
        table = SQL.identifier(letters._table)
        bits, read = self._get_bits(letters, told, query)
        rows = self.env.execute_query(
            query.select(
                point_id,
                bits,
                SQL(
                    "CASE WHEN %s THEN %s END",
                    self._is_inhabitant(table),
                    self._get_person(table),
                ),
                *(
                    letters._field_to_sql(letters._table, KEYS[key], query)
                    for key in LETTER_KEYS
                ),
            )
        )
        return {
            "received": [
                StandIn(id_, read(met), dict(zip(LETTER_KEYS, keys, strict=True)), who)
                for id_, met, who, *keys in rows
            ]
        }

    # ------------------------------------------------------------------
    # Inhabitants
    # ------------------------------------------------------------------
    @api.model
    def _get_person(self, table):
        """SQL of a number that tells nothing of the author of a row: the same for each
        of theirs."""
        return SQL(
            """
            hashtextextended(COALESCE(
                'p' || %(table)s.partner_id,
                NULLIF(lower(trim(%(table)s.contributor_email)), ''),
                NULLIF(lower(trim(%(table)s.contributor_name)), ''),
                COALESCE(%(table)s.whole_id, %(table)s.id)::text
            ), 0)
            """,
            table=table,
        )

    @api.model
    def _is_inhabitant(self, table):
        """SQL of whether the author of a row speaks for no organisation, and is no
        élu."""
        names = ("contributor_email", "contributor_name", "partner_id", "whole_id")
        self.env["plpdma.contribution"].flush_model((*names, "role_id"))
        self.env["res.partner"].flush_model(("commercial_partner_id", "is_company"))
        self.env["plpdma.role"].flush_model(("is_elected",))
        return SQL(
            """
            (%(table)s.partner_id IS NULL OR (
                %(table)s.partner_id IN (
                    SELECT person.id
                      FROM res_partner person
                      JOIN res_partner whole
                        ON whole.id = person.commercial_partner_id
                     WHERE whole.is_company IS NOT TRUE
                ) AND NOT COALESCE(%(table)s.role_id IN (
                    SELECT id FROM plpdma_role WHERE is_elected
                ), FALSE)
            ))
            """,
            table=table,
        )

    @api.model
    def _get_told(self):
        """SQL of the contributions counted of which the author is an inhabitant, each
        with the number that tells nothing of them: as many of them are then gathered as
        it takes to know whether they are few.

        Inhabitants speak for no organisation, and are no élus: those without a contact,
        and those whose contact has no organisation. Who they are is for the staff: the
        others are told, at most, how many.
        """
        said = SQL.identifier("said")
        return SQL(
            """
            SELECT counted.*, %(person)s AS person
              FROM counted
              JOIN %(table)s said ON said.id = counted.record_id
             WHERE %(is_inhabitant)s
            """,
            person=self._get_person(said),
            table=SQL.identifier(self.env["plpdma.contribution"]._table),
            is_inhabitant=self._is_inhabitant(said),
        )
