from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL
from odoo.tools.sql import column_exists

from ...tools.full_text import MAX_OTHER, MAX_OWN
from ...tools.groups import STAFF
from .mail_thread import ORIGINAL
from .plpdma_contribution import PlpdmaContribution as Contribution
from .plpdma_contribution_transcription import NO_TEXT


class PlpdmaContribution(models.Model):
    """Found by its words: what is published by everybody, its own text and summary by
    all who read it, its author, its files and their transcription by the staff."""

    _name = "plpdma.contribution"
    _inherit = ["plpdma.contribution", "plpdma.text.search.mixin"]

    _personal_fields = (*Contribution._personal_fields, "author_words")
    _searched_texts = (
        (
            "A",
            """concat_ws(' ', plpdma_number(NEW.reference),
                COALESCE(NULLIF(NEW.public_text, ''), NEW.verbatim))""",
            MAX_OWN,
        ),
        (
            "B",
            """concat_ws(' ', NEW.summary, NEW.register_number,
                CASE WHEN NEW.public_text != '' THEN NEW.verbatim END)""",
            MAX_OTHER,
        ),
        (
            "C",
            "concat_ws(' ', NEW.author_words, NEW.transcription, NEW.file_words)",
            MAX_OTHER,
        ),
    )
    _searched_columns = (
        "reference",
        "public_text",
        "verbatim",
        "summary",
        "register_number",
        "author_words",
        "transcription",
    )
    # What no field is: the text of the files, which stands with them.
    _searched_raw = ("file_words",)

    # Kept here: an author is found by the name and the address that their contact has.
    author_words = fields.Char(
        string="Author's Names and Addresses",
        compute="_compute_author_words",
        compute_sudo=True,
        store=True,
        precompute=True,
        copy=False,
        exportable=False,
        groups=STAFF,
    )

    # ------------------------------------------------------------------
    # Words
    # ------------------------------------------------------------------
    def _init_words(self):
        if not column_exists(self.env.cr, self._table, "file_words"):
            self.env.cr.execute(
                "ALTER TABLE plpdma_contribution ADD COLUMN file_words text"
            )
            self._write_file_words(SQL("TRUE"))
        return super()._init_words()

    @api.depends(
        "contributor_name",
        "contributor_email",
        "partner_id.complete_name",
        "partner_id.email",
        "co_author_ids.name",
        "co_author_ids.email",
    )
    def _compute_author_words(self):
        for contribution in self:
            partner, others = contribution.partner_id, contribution.co_author_ids
            words = (
                contribution.contributor_name,
                contribution.contributor_email,
                partner.complete_name,
                partner.email,
                *others.mapped("name"),
                *others.mapped("email"),
            )
            contribution.author_words = " ".join(dict.fromkeys(filter(None, words)))

    def _read_file_words(self):
        """Note the text of the files, as they stand now."""
        if self:
            self.env["ir.attachment"].flush_model()
            self._write_file_words(SQL("c.id = ANY(%s)", list(self.ids)))

    def _write_file_words(self, where):
        """:param where: SQL of the contributions ``c`` whose files are read"""
        self.env.cr.execute(
            SQL(
                """
                UPDATE plpdma_contribution c
                   SET file_words = files.words
                  FROM (SELECT c.id, left(string_agg(f.index_content, ' '
                                          ORDER BY f.id), %(size)s) AS words
                          FROM plpdma_contribution c
                          LEFT JOIN ir_attachment f
                            ON f.res_model = %(model)s AND f.res_id = c.id
                           AND f.res_field IS NULL AND f.name != %(original)s
                           AND trim(f.index_content) != ALL(%(no_text)s)
                         WHERE %(where)s
                      GROUP BY c.id) files
                 WHERE files.id = c.id AND c.file_words IS DISTINCT FROM files.words
                """,
                size=MAX_OTHER,
                model=self._name,
                original=ORIGINAL,
                no_text=["", *sorted(NO_TEXT)],
                where=where,
            )
        )

    # ------------------------------------------------------------------
    # CRUD
    # ------------------------------------------------------------------
    @api.model_create_multi
    def create(self, vals_list):
        """What values or a default of the context would have found is read again."""
        contributions = super().create(vals_list)
        if not self.env.su and self._brings_author_words(vals_list):
            self.env.add_to_compute(self._fields["author_words"], contributions)
        return contributions

    def _brings_author_words(self, vals_list):
        name = "author_words"
        is_default = f"default_{name}" in self.env.context
        return is_default or any(name in vals for vals in vals_list)

    @api.model
    def _get_earned_fields(self):
        return super()._get_earned_fields() | {"author_words"}

    def _get_brought_fields(self):
        return super()._get_brought_fields() | {"author_words"}

    @api.model
    def _get_earned_sentences(self):
        author = self.env._("The author's names and addresses say it.")
        return {**super()._get_earned_sentences(), "author_words": author}

    # ------------------------------------------------------------------
    # Search
    # ------------------------------------------------------------------
    @api.model
    def _search_display_name(self, operator, value):
        """A contribution is found in a list of names by all the words by which its
        reader finds it."""
        if operator == "ilike" and isinstance(value, str) and value.strip():
            return Domain("text_search", "ilike", value)
        return super()._search_display_name(operator, value)
