from odoo import api, fields, models
from odoo.tools import SQL

from ...tools.likeness import compare, make_boilerplate
from ...tools.likeness_store import NEIGHBOUR_COUNT, Rooted, join_roots
from ...tools.texts import html_to_text
from .plpdma_contribution_part import NO_OBSERVATION

# Texts of a root that are looked up: what resembles one of them resembles others.
MAX_INDEXED = 300
MANY_IDS = 10_000
# What PostgreSQL keeps beside the fields, which has no type among them.
COLUMNS = ("sketch", "bands")


class PlpdmaLikeness(models.Model):
    """By what a contribution is found among those that say nearly the same: one row for
    each that was looked at, none for those that still are to be.

    Nobody reads it: groups are proposed from it. ``root`` is that of its neighbours and
    of theirs, a contribution's id; a row is to be judged while its place in a group was
    not looked for.
    """

    _name = "plpdma.likeness"
    _description = "Likeness of a Contribution"
    _inherit = ["plpdma.field.access.mixin"]
    _log_access = False
    _rec_name = "contribution_id"

    # No foreign key: PostgreSQL would look at the contribution, and the background fail
    # whenever somebody writes one while its text is compared.
    contribution_id = fields.Integer(string="Id of the Contribution", required=True)
    program_id = fields.Many2one(
        "plpdma.program",
        string="Programme",
        required=True,
        index=True,
        ondelete="cascade",
    )
    root = fields.Integer(string="Root of Its Neighbours", required=True)
    is_judged = fields.Boolean(string="Its Group Was Looked for")

    _contribution_uniq = models.UniqueIndex("(contribution_id)")
    _root_idx = models.Index("(root, contribution_id)")
    # Those that are not alone.
    _joined_idx = models.Index("(root) WHERE root != contribution_id")
    _to_judge_idx = models.Index("(program_id, root) WHERE is_judged IS NOT TRUE")

    def init(self):
        """Add what the fields cannot hold, and the index that finds the neighbours."""
        result = super().init()
        for name in COLUMNS:
            self.env.cr.execute(
                SQL(
                    "ALTER TABLE %s ADD COLUMN IF NOT EXISTS %s integer[]",
                    SQL.identifier(self._table),
                    SQL.identifier(name),
                )
            )
        # Each lookup would read what is not sorted in yet: it is sorted in at once.
        self.env.cr.execute(
            """
            CREATE INDEX IF NOT EXISTS plpdma_likeness_bands_idx
                ON plpdma_likeness USING gin (bands) WITH (fastupdate = off)
            """
        )
        return result

    # ------------------------------------------------------------------
    # What was not looked at yet
    # ------------------------------------------------------------------
    @api.model
    def _get_unseen_sql(self, programs, after=0):
        """Contributions of the programmes without a row here, archived ones aside, and
        what was merged or split: whoever split a letter has looked at its points.

        :param int after: the id after which they are looked for
        """
        return SQL(
            """
            FROM plpdma_contribution c
            WHERE c.program_id IN %(programs)s
              AND c.id > %(after)s
              AND c.active
              AND c.state NOT IN %(settled)s
              AND c.whole_id IS NULL
              AND NOT EXISTS (
                  SELECT 1 FROM plpdma_likeness l WHERE l.contribution_id = c.id
              )
            """,
            programs=programs._ids or (0,),
            settled=NO_OBSERVATION,
            after=after,
        )

    @api.model
    def _count_unseen(self, programs):
        """``{program id: number}`` of the contributions that are still to be looked
        at."""
        self.env["plpdma.contribution"].flush_model(
            ["active", "program_id", "state", "whole_id"]
        )
        return dict(
            self.env.execute_query(
                SQL(
                    "SELECT c.program_id, count(*) %s GROUP BY c.program_id",
                    self._get_unseen_sql(programs),
                )
            )
        )

    @api.model
    def _read_unseen(self, programs, limit):
        """What is still to be looked at, a few texts at a time.

        :return: iterator of lists of ``(id, program id, text)``
        """
        after = 0
        # Found many at a time: it is looking for them that takes long.
        while rows := self.env.execute_query(
            SQL(
                "SELECT c.id %s ORDER BY c.id LIMIT %s",
                self._get_unseen_sql(programs, after),
                MANY_IDS,
            )
        ):
            ids = tuple(number for (number,) in rows)
            after = ids[-1]
            for at in range(0, len(ids), limit):
                yield self.env.execute_query(
                    SQL(
                        "SELECT id, program_id, verbatim FROM plpdma_contribution"
                        " WHERE id IN %s ORDER BY id",
                        ids[at : at + limit],
                    )
                )

    @api.model
    def _forget(self, contributions):
        """Have the contributions looked at again: their text, or their programme, is
        another one."""
        if contributions:
            self.env.execute_query(
                SQL(
                    "DELETE FROM plpdma_likeness WHERE contribution_id IN %s"
                    " RETURNING id",
                    contributions._ids,
                )
            )

    # ------------------------------------------------------------------
    # What nobody said
    # ------------------------------------------------------------------
    @api.model
    def _get_boilerplate(self, program):
        """What the messages of a programme may repeat without saying it: our own texts.

        :return: :class:`Boilerplate`
        """
        return make_boilerplate(tuple(self._get_our_texts(program)))

    @api.model
    def _get_our_texts(self, program):
        """What the authority wrote, and messages quote: the frame of the programme,
        what is put to the public, our e-mails.

        :return: list of texts
        """
        # sudo: they are compared, not shown.
        program = program.sudo()
        sessions = (
            self.env["plpdma.session"]
            .sudo()
            .search([("program_id", "=", program.id)], order="id")
        )
        templates = (
            self.env["mail.template"]
            .sudo()
            .search([("model", "=like", "plpdma.%")], order="id")
        )
        rich = [
            program.notice,
            *program._get_frame_texts().values(),
            *sessions.mapped("proposal"),
            *templates.mapped("body_html"),
        ]
        return [
            *filter(None, map(html_to_text, rich)),
            *sessions.question_ids.mapped("name"),
        ]

    # ------------------------------------------------------------------
    # Neighbours
    # ------------------------------------------------------------------
    @api.model
    def _find_candidates(self, texts):
        """What shares a band with each text, in its programme.

        :param texts: list of ``(id, program id, Signature)``
        :return: ``{id: ids of contributions}``, some of them where there are many
        """
        texts = [text for text in texts if text[2].bands]
        if not texts:
            return {}
        found = {}
        for number, other in self.env.execute_query(
            SQL(
                """
                SELECT wanted.number, near.contribution_id
                  FROM unnest(%(ids)s, %(programs)s, %(bands)s)
                       AS wanted(number, program_id, bands)
                 CROSS JOIN LATERAL (
                       SELECT l.contribution_id
                         FROM plpdma_likeness l
                        WHERE l.bands && wanted.bands::integer[]
                          AND l.program_id = wanted.program_id
                          AND l.contribution_id != wanted.number
                        LIMIT %(limit)s
                       ) near
                """,
                ids=[number for number, _program, _signature in texts],
                programs=[program for _number, program, _signature in texts],
                bands=[
                    f"{{{','.join(map(str, signature.bands))}}}"
                    for _number, _program, signature in texts
                ],
                limit=NEIGHBOUR_COUNT,
            )
        ):
            found.setdefault(number, []).append(other)
        return found

    @api.model
    def _read_rooted(self, ids):
        """``{contribution id: Rooted}`` of rows that are here already."""
        if not ids:
            return {}
        rows = self.env.execute_query(
            SQL(
                "SELECT contribution_id, root, sketch FROM plpdma_likeness"
                " WHERE contribution_id IN %s",
                tuple(ids),
            )
        )
        return {
            number: Rooted(root, frozenset(sketch)) for number, root, sketch in rows
        }

    @api.model
    def _find_neighbours(self, signature, program):
        """The contributions of the programme that are like a text, the most alike
        first: list of ``(id, likeness)``."""
        candidates = self._find_candidates([(0, program.id, signature)]).get(0, [])
        alike = [
            (number, compare(signature.sketch, rooted.sketch))
            for number, rooted in self._read_rooted(candidates).items()
        ]
        return sorted(alike, key=lambda pair: (-pair[1], pair[0]))

    # ------------------------------------------------------------------
    # Keeping
    # ------------------------------------------------------------------
    @api.model
    def _keep(self, texts):
        """Keep by what the texts are found, and whose neighbours they are.

        :param texts: list of ``(id, program id, Signature)``
        """
        if not texts:
            return
        candidates = self._find_candidates(texts)
        known = self._read_rooted(set().union(*candidates.values()))
        roots, moved = join_roots(texts, candidates, known)
        sizes = self._count_indexed(set(roots.values()))
        rows = []
        for number, program, signature in texts:
            root = roots[number]
            sizes[root] = sizes.get(root, 0) + 1
            is_indexed = signature.bands and sizes[root] <= MAX_INDEXED
            rows.append(
                SQL(
                    "(%s, %s, %s, %s, %s::integer[], %s::integer[])",
                    number,
                    program,
                    root,
                    root == number,
                    list(signature.sketch),
                    list(signature.bands) if is_indexed else None,
                )
            )
        # One more row of the same contribution would be that of another run.
        self.env.cr.execute(
            SQL(
                """
                INSERT INTO plpdma_likeness
                       (contribution_id, program_id, root, is_judged, sketch, bands)
                VALUES %s
                    ON CONFLICT (contribution_id) DO NOTHING
                """,
                SQL(", ").join(rows),
            )
        )
        self._move_roots(moved)

    @api.model
    def _count_indexed(self, roots):
        """``{root: number}`` of the rows that are looked up."""
        if not roots:
            return {}
        return dict(
            self.env.execute_query(
                SQL(
                    "SELECT root, count(bands) FROM plpdma_likeness"
                    " WHERE root IN %s GROUP BY root",
                    tuple(roots),
                )
            )
        )

    @api.model
    def _move_roots(self, moved):
        """Bring together what turned out to be near: all of it is judged again with
        what came.

        :param dict moved: the new root of each that is no root any more
        """
        if not moved:
            return
        self.env.cr.execute(
            SQL(
                """
                UPDATE plpdma_likeness l
                   SET root = moved.new
                  FROM unnest(%s, %s) AS moved(old, new)
                 WHERE l.root = moved.old
                """,
                list(moved),
                list(moved.values()),
            )
        )
