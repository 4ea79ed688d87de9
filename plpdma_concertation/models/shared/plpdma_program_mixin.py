from collections import defaultdict

from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Command

from ...tools.import_job import get_job
from .sheet_asked import make_question


class PlpdmaProgramMixin(models.AbstractModel):
    """What belongs to one programme: its company, and links that stay inside it."""

    _name = "plpdma.program.mixin"
    _description = "Item of a PLPDMA Programme"
    _inherit = ["plpdma.import.mixin"]
    _check_company_auto = True

    # Relational fields whose records must belong to the same programme.
    _same_program_fields = ()

    program_id = fields.Many2one(
        "plpdma.program",
        string="Programme",
        required=True,
        index=True,
        ondelete="restrict",
        default=lambda self: self._default_program_id(),
    )
    company_id = fields.Many2one(
        related="program_id.company_id", store=True, index=True
    )

    @api.model
    def _default_program_id(self):
        """Propose the programme when the user has only one that is open."""
        # That of the file that is being imported.
        if chosen := get_job().program_id:
            return self.env["plpdma.program"].browse(chosen)
        # The companies are named: stored fields are computed as superuser.
        programs = self.env["plpdma.program"].search(
            [("state", "=", "open"), ("company_id", "in", self.env.companies.ids)],
            limit=2,
        )
        return programs if len(programs) == 1 else False

    @api.model
    def get_empty_list_help(self, help_message):
        """What an empty list says to the staff: before any programme, that it comes
        first, and where it is made; else what its action says."""
        is_staff = self.env.user.has_group("plpdma_concertation.group_user")
        # The authorities are named: an action is loaded as superuser.
        own = [("company_id", "in", self.env.companies.ids)]
        if not is_staff or self.env["plpdma.program"].search_count(own, limit=1):
            return super().get_empty_list_help(help_message)
        return Markup(
            '<p class="o_view_nocontent_smiling_face">{}</p><p>{}</p>'
            '<p><a href="/odoo/action-{}">{}</a></p>'
        ).format(
            self.env._("Begin with a programme"),
            self.env._("Everything here belongs to a programme: create it first."),
            "plpdma_concertation.action_plpdma_program",
            self.env._("To the programmes"),
        )

    @api.model
    def _get_needed_columns(self, mapped):
        """Names of the columns without which no row can be taken: the programme too,
        unless there is one only, or another column tells it."""
        needed = super()._get_needed_columns(mapped)
        if self._tells_program(mapped) or self._default_program_id():
            return needed
        return [*needed, "program_id"]

    @api.model
    def _tells_program(self, mapped):
        """Whether a column tells the programme of a row."""
        field = self._fields["program_id"]
        return bool(field.related or mapped & self._get_program_columns())

    @api.model
    def _ask_file(self, mapped, job):
        """The questions on a file, that of its programme included: from where it was
        opened, else the only one that is open, else the only one that is not closed."""
        questions = super()._ask_file(mapped, job)
        if self._tells_program(mapped) or mapped & {"id", ".id", "reference"}:
            return questions
        told = self.env.context.get("default_program_id")
        program = self.env["plpdma.program"].browse(told)
        program = program or self._default_program_id() or program
        programs = self._list_file_programs() if not program else program
        chosen = job.get_choice("program_id", "")[1]
        program = programs.filtered(lambda one: str(one.id) == chosen)
        job.program_id = (program or programs)[:1].id or 0
        if len(programs) < 2 or program:
            return questions
        if not job.asks:
            job.program_id = 0
            return questions
        question = make_question(
            "program_id",
            self.env._("Programme of all the rows"),
            [(f"take:{one.id}", one.display_name) for one in programs],
            # A programme that nobody chose is soon another's: rows would go there.
            None,
        )
        return [*questions, question]

    @api.model
    def _list_file_programs(self):
        """The programmes where the user may import, those that are open first, then the
        latest."""
        programs = self.env["plpdma.program"].search(
            [("state", "!=", "closed"), ("company_id", "in", self.env.companies.ids)],
            order="id desc",
        )
        programs = programs._filtered_access("write")
        return programs.sorted(lambda program: program.state != "open")

    @api.model
    def _word_missing_columns(self, names):
        if "program_id" in names and not self._list_file_programs():
            return self.env._(
                "There is no programme in progress: create one, then import this file."
            )
        return super()._word_missing_columns(names)

    @api.model
    def _get_program_columns(self):
        """Names of the columns each of which tells the programme of a row."""
        return {"program_id"}

    @api.model
    def _get_same_program_fields(self):
        """Names of the relational fields whose records belong to the same programme."""
        return [*self._same_program_fields]

    def _clean_import_vals(self, vals):
        """A spreadsheet names an actor, a body or a session that may exist in several
        programmes: the one meant is in the programme of the row."""
        vals = super()._clean_import_vals(vals)
        program = self.env["plpdma.program"].browse(vals.get("program_id"))
        program = program or self.browse(vals.get("id")).program_id
        # That of the file, else.
        program = program or program.browse(get_job().program_id or ())
        for name in self._get_same_program_fields():
            if not vals.get(name):
                continue
            if self._fields[name].type == "many2one":
                linked = self[name].browse(vals[name])
                # Without a programme of its own, a row is in that of what it names.
                program = program or linked.program_id
                vals[name] = linked._get_counterpart(program).id
            elif self._fields[name].type == "many2many":
                program = program or self._default_program_id() or program
                vals[name] = self[name]._map_named(vals[name], program)
        return vals

    def _map_named(self, commands, program):
        """Commands that link records by their ids, to those of the same names in a
        programme, where there is one."""
        mapped = []
        for command in commands:
            if program and command[0] == Command.SET:
                named = self.browse(command[2])
                ids = [one._get_counterpart(program).id for one in named]
                command = Command.set(ids)
            elif program and command[0] == Command.LINK:
                command = Command.link(
                    self.browse(command[1])._get_counterpart(program).id
                )
            mapped.append(command)
        return mapped

    def _get_counterpart(self, program):
        """The record that bears the same name in ``program``; itself if none does."""
        self.ensure_one()
        if self.program_id == program:
            return self
        name = self[self._rec_name]
        value = name.id if isinstance(name, models.BaseModel) else name
        domain = [("program_id", "=", program.id), (self._rec_name, "=", value)]
        return self.search(domain, limit=1) or self

    def _check_company(self, fnames=None):
        """As core does, but each link of a company to something is looked at once:
        thousands of rows name the same session, commune or theme."""
        if len(self) == 1:
            return super()._check_company(fnames)
        is_all = fnames is None or "company_id" in fnames
        names = [
            name
            for name in (self._fields if is_all else fnames)
            if self._fields[name].relational and self._fields[name].check_company
        ]
        first = defaultdict(dict)
        # sudo: as core, which looks at what may not be the user's to read.
        for record in self.sudo():
            company = record.company_id.id
            for name in names:
                if linked := record[name]._ids:
                    first[name].setdefault((company, linked), record.id)
        for name, ids in first.items():
            some = self.browse(ids.values())
            super(PlpdmaProgramMixin, some)._check_company([name])

    @api.constrains(lambda self: ("program_id", *self._get_same_program_fields()))
    def _check_same_program(self):
        names = self._get_same_program_fields()
        for record in self:
            program = record.program_id
            for name in names:
                linked = record[name]
                if not linked or linked.program_id <= program:
                    continue
                strangers = linked.filtered(
                    lambda linked, program=program: linked.program_id != program
                )
                if strangers:
                    raise ValidationError(
                        self.env._(
                            "“%(record)s” belongs to the programme “%(program)s”, "
                            "but “%(linked)s” (%(field)s) belongs to another one.",
                            record=record.display_name,
                            program=record.program_id.display_name,
                            linked=strangers[0].display_name,
                            field=record._fields[name]._description_string(self.env),
                        )
                    )
