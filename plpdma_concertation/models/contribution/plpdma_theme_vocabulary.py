from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL, email_normalize

from ...tools.addresses import get_mailbox
from ...tools.people import People
from ...tools.theme_words import Learning
from ...tools.words import fold

# Texts read at once.
BATCH = 2_000
# What has changed is read again at once when it is so much of the whole, in per cent.
MUCH = 2


class PlpdmaThemeVocabulary(models.Model):
    """The words of what people put under the themes of a programme, by which themes are
    proposed for other texts.

    Counted in the background. A word that fewer than five authors used is not kept, nor
    is anything of what was confided to the staff; those of whom nobody knows who they
    are, the authors whose identity was erased among them, count for one. What takes a
    text away deletes them until they are counted again.
    """

    _name = "plpdma.theme.vocabulary"
    _description = "Words of the Themes"
    _inherit = ["plpdma.program.mixin"]
    _rec_name = "program_id"

    program_id = fields.Many2one(ondelete="cascade", default=None)
    learned = fields.Json(string="Words", readonly=True)
    date_learned = fields.Datetime(readonly=True)

    _program_uniq = models.UniqueIndex(
        "(program_id)", "The words of this programme are kept once."
    )

    # ------------------------------------------------------------------
    # Cron
    # ------------------------------------------------------------------
    @api.model
    def _cron_learn(self):
        """Count again the words of the programmes where enough has changed; those that
        are archived keep none."""
        self.search([("program_id.active", "=", False)]).unlink()
        programs = self.env["plpdma.program"].search([("active", "=", True)])
        todo = programs.filtered(self._is_to_learn)
        for done, program in enumerate(todo, 1):
            self._learn(program)
            left = self.env["ir.cron"]._commit_progress(1, remaining=len(todo) - done)
            if not left:
                break

    @api.model
    def _is_to_learn(self, program):
        """Whether so much was put under themes, or taken from them, since it was last
        looked at; once a day it is in any case, as contacts change too."""
        known = self.search([("program_id", "=", program.id)])
        contributions = self.env["plpdma.contribution"].with_context(active_test=False)
        since = known.date_learned or fields.Datetime.to_datetime("1970-01-01")
        changed = contributions.search_count(
            Domain("program_id", "=", program.id) & Domain("write_date", ">=", since)
        )
        texts = known.learned["texts"] if known.learned else 0
        yesterday = fields.Datetime.now() - timedelta(days=1)
        return changed * 100 > MUCH * texts or since < yesterday

    # ------------------------------------------------------------------
    # Business
    # ------------------------------------------------------------------
    @api.model
    def _learn(self, program):
        """Count the words of a programme."""
        learning = Learning()
        for text, theme_ids, author in self._read_ranged(program):
            learning.add(text, theme_ids, author)
        known = self.search([("program_id", "=", program.id)])
        known = known or self.create({"program_id": program.id})
        # What is written meanwhile is dated later than this transaction.
        known.write({"learned": learning.finish(), "date_learned": self.env.cr.now()})

    @api.model
    def _read_ranged(self, program):
        """What people put under themes: iterator of texts, themes and what tells the
        author from the others, ``None`` where nobody knows."""
        self.env["plpdma.contribution"].flush_model()
        people = self._meet_authors(program)
        last = 0
        while rows := self.env.execute_query(
            SQL(
                """
                SELECT c.id, concat_ws(E'\n', c.summary, c.verbatim),
                       array_agg(t.plpdma_theme_id),
                       c.partner_id, c.contributor_email, c.contributor_name
                  FROM plpdma_contribution c
                  JOIN plpdma_contribution_plpdma_theme_rel t
                    ON t.plpdma_contribution_id = c.id
                 WHERE c.program_id = %s AND c.id > %s AND c.active
                   AND c.state != 'merged' AND c.read_by != 'staff'
                   AND c.moderation != 'refused'
              GROUP BY c.id
              ORDER BY c.id
                 LIMIT %s
                """,
                program.id,
                last,
                BATCH,
            )
        ):
            for _id, text, theme_ids, *author in rows:
                marks = _get_marks(*author)
                yield text, theme_ids, marks and people.find(marks[0]) or None
            last = rows[-1][0]

    @api.model
    def _meet_authors(self, program):
        """:class:`People` of all who contributed to a programme, merged messages
        included: whoever wrote from two addresses, or once by a contact and once by a
        form, is one of the five, not two."""
        people = People()
        for partner_id, email, name, *contact in self.env.execute_query(
            SQL(
                """
                SELECT DISTINCT c.partner_id, c.contributor_email, c.contributor_name,
                       p.email, p.name
                  FROM plpdma_contribution c
             LEFT JOIN res_partner p ON p.id = c.partner_id
                 WHERE c.program_id = %s
                """,
                program.id,
            )
        ):
            marks = _get_marks(partner_id, email, name)
            people.meet([*marks, *_get_marks(None, *contact)])
        return people


def _get_marks(partner_id, email, name):
    """List of what somebody is known by, however it is spelled."""
    email = email_normalize(email or "", strict=False) or (email or "").strip().lower()
    marks = (
        partner_id and f"#{partner_id}",
        email and get_mailbox(email),
        fold(name or "").strip(),
    )
    return [mark for mark in marks if mark]
