import re
from collections import defaultdict

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools.sql import escape_psql

from ...tools.import_job import get_running_job
from ...tools.references import is_bare, name_some
from .sheet_asked import make_question


class PlpdmaReferenceMixin(models.AbstractModel):
    """A yearly registration number, drawn in batch when records are created."""

    _name = "plpdma.reference.mixin"
    _description = "Registration Number"
    _inherit = ["plpdma.import.mixin"]

    # Code of the sequence, and the date field that chooses its year.
    _reference_sequence = None
    _reference_date_field = None
    # A register begun elsewhere is taken over with its own numbers.
    _import_fields = ("reference",)

    reference = fields.Char(copy=False, readonly=True, index="trigram")

    _reference_uniq = models.UniqueIndex(
        "(company_id, reference)", "This reference is already used."
    )

    @api.model_create_multi
    def create(self, vals_list):
        """Number the records that come without a reference.

        A reference that is given is kept, so that a register begun elsewhere
        can be taken over with its own numbers. What a file brings, by a row or by what
        a row holds, is numbered once all of it has passed.
        """
        vals_list = [dict(vals) for vals in vals_list]
        job = get_running_job()
        if job:
            for vals in vals_list:
                vals["reference"] = vals.get("reference") or job.hold_number(self._name)
        wanted = defaultdict(list)
        for vals in vals_list:
            if not vals.get("reference"):
                wanted[self._reference_key(vals)].append(vals)
        given = {vals["reference"] for vals in vals_list if vals.get("reference")}
        for (company, _year), group in wanted.items():
            date = self._reference_date(group[0])
            references = self._draw_references(company, len(group), date, given)
            for vals, reference in zip(group, references, strict=True):
                vals["reference"] = reference
        return super().create(vals_list)

    @api.model
    def _draw_references(self, company, count, date, given):
        """Draw numbers, passing over those that a register taken over already uses.

        :param set given: references that the same batch brings with it
        :return: list of ``count`` references; of ``False`` where no sequence exists
        """
        sequences = self.env["ir.sequence"].with_company(company)
        # sudo: a number is taken even by a record that the user may not read.
        records = self.sudo().with_context(active_test=False)
        references = []
        while len(references) < count:
            drawn = sequences._next_batch_by_code(
                self._reference_sequence, count - len(references), date
            )
            if not all(drawn):
                return references + drawn
            taken = records.search_fetch(
                [("company_id", "=", company.id), ("reference", "in", drawn)],
                ["reference"],
            ).mapped("reference")
            references += [number for number in drawn if number not in {*given, *taken}]
        return references

    # ------------------------------------------------------------------
    # Numbers of what a file brings
    # ------------------------------------------------------------------
    @api.model
    def _give_numbers(self, token):
        """Draw the numbers of the records whose reference begins with ``token``."""
        # sudo: a number is given whatever the user may read or write afterwards.
        records = self.sudo().with_context(active_test=False)
        waiting = records.search([("reference", "=like", f"{token}%")], order="id")
        groups = waiting.grouped(
            lambda record: (record.company_id, record._get_reference_date().year)
        )
        vals_by_record = {}
        for (company, _year), records in groups.items():
            date = records[0]._get_reference_date()
            numbers = self._draw_references(company, len(records), date, set())
            vals_by_record.update(zip(records, numbers, strict=True))
        if waiting:
            numbered = waiting.browse([record.id for record in vals_by_record])
            numbered._write_multi(
                [{"reference": number} for number in vals_by_record.values()]
            )
            numbered.invalidate_recordset(["reference"], flush=False)
            numbered.modified(["reference"])

    @api.model
    def _find_unknown_references(self, cells):
        """Those of the references of a column that no record bears, in order."""
        wanted = dict.fromkeys(str(cell).strip() for cell in cells if cell)
        known = (
            self.with_context(active_test=False)
            .search_fetch([("reference", "in", list(wanted))], ["reference"])
            .mapped("reference")
        )
        return [one for one in wanted if one and one not in set(known)]

    @api.model
    def _ask_file(self, mapped, job):
        """Whether what may be a mistyped reference is the own number of a new record,
        once for all of them."""
        questions = super()._ask_file(mapped, job)
        unknown = self._find_unknown_references(job.get_cells("reference"))
        bare = [reference for reference in unknown if is_bare(reference)]
        if not bare or not job.asks or job.get_choice("reference", "")[0]:
            return questions
        column = self.env._(
            "References that nothing bears (%(count)s): %(names)s",
            count=len(bare),
            names=name_some(bare),
        )
        new = self.env._("They are new, under these numbers of their own")
        mistyped = self.env._("They are mistyped: refuse these rows")
        choices = [("take:new", new), ("take:mistyped", mistyped)]
        return [*questions, make_question("reference", column, choices, None)]

    @api.model
    def _get_number_heads(self):
        # sudo: how numbers begin, and whether there are some, is all that is looked at.
        sequences = self.env["ir.sequence"].sudo()
        prefixes = sequences.search_fetch(
            [
                ("code", "=", self._reference_sequence),
                ("company_id", "in", [False, *self.env.companies.ids]),
            ],
            ["prefix"],
        ).mapped("prefix")
        heads = {re.match(r"[^\W\d_]*", prefix or "")[0] for prefix in prefixes} - {""}
        drawn = Domain.OR(
            Domain("reference", "=like", f"{escape_psql(head)}%") for head in heads
        )
        domain = Domain("company_id", "in", self.env.companies.ids) & drawn
        records = self.sudo().with_context(active_test=False)
        return heads if heads and records.search_count(domain, limit=1) else set()

    def _get_reference_date(self):
        self.ensure_one()
        name = self._reference_date_field
        return self._reference_date({name: self[name]} if name else {})

    def _reference_key(self, vals):
        """Records of one company and one year share a draw."""
        return self._reference_company(vals), self._reference_date(vals).year

    def _reference_company(self, vals):
        program_id = vals.get("program_id") or self.env.context.get(
            "default_program_id"
        )
        program = self.env["plpdma.program"].browse(program_id)
        return program.company_id or self.env.company

    def _reference_date(self, vals):
        date = (
            vals.get(self._reference_date_field) if self._reference_date_field else None
        )
        company = self._reference_company(vals)
        return fields.Date.to_date(date) or company._plpdma_get_today()
