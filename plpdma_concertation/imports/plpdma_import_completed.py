"""Contacts that existed before a file told of them, and that it completed: which of
their fields, to take it back when the import is undone."""

from odoo import api, fields, models

from ..tools.references import name_some

# Before the name of a field to which the file added: that is not taken back.
ADDED = "+"


class PlpdmaImportLine(models.Model):
    """What the file gave to a contact: the names of the fields, and no word of them."""

    _inherit = "plpdma.import.line"

    completed = fields.Char()


class PlpdmaImport(models.Model):
    """An import tells which contacts it completed, and takes it back when it is undone,
    unless somebody changed them since."""

    _inherit = "plpdma.import"

    completed_count = fields.Integer(
        string="Contacts Completed",
        readonly=True,
        help="Contacts that existed, and to which the file gave what they lacked. What "
        "they said otherwise is kept; the words of the file are in their notes.",
    )

    @api.model
    def _note(self, wizard, job, options):
        log = super()._note(wizard, job, options)
        lines = []
        for partner in self.env["res.partner"].browse(job.completed):
            # What a row that was refused had given is not there.
            names = sorted(
                name
                for name in job.completed[partner.id]
                if partner[name.removeprefix(ADDED)]
            )
            if names:
                lines.append(
                    {
                        "import_id": log.id,
                        "model": partner._name,
                        "res_id": partner.id,
                        "completed": ",".join(names),
                    }
                )
        # sudo: everyone's imports are noted, nobody writes the log.
        log.sudo().line_ids.create(lines)
        log.sudo().completed_count = len(lines)
        return log

    def _describe_to_screen(self):
        """As elsewhere, and ``completed``: which contacts the file completed."""
        told = super()._describe_to_screen()
        if told and self.completed_count:
            told["completed"] = self.env._(
                "Contacts that existed, and to which the file added something "
                "(%(count)s): %(names)s.",
                count=self.completed_count,
                names=name_some(self._get_completed().mapped("name")),
            )
        return told

    def _get_completed_lines(self, model_name):
        """The lines of the records of a model that the file completed, in superuser
        mode."""
        self.ensure_one()
        # sudo: which records the import wrote, for whoever made it or may undo it.
        return self.sudo().line_ids.filtered(
            lambda line: line.completed and line.model == model_name
        )

    def _get_completed(self):
        """The contacts that the file completed, and that are still there, in superuser
        mode."""
        lines = self._get_completed_lines("res.partner")
        # sudo: which contacts the import wrote, for whoever made it or may undo it.
        return self.env["res.partner"].sudo().browse(lines.mapped("res_id")).exists()

    def _part_completed(self):
        """What becomes of what the file gave to contacts, in superuser mode.

        :return: ``({names of fields: contacts that lose them}, contacts that keep some
            of it)``: somebody changed them since, or they had notes already
        """
        completed = self._get_completed()
        changes = self.env["plpdma.import.line"]._find_changes(completed)
        # What this import wrote is a change to what an earlier one had brought.
        own = changes.filtered(lambda line: line.import_id.id == self.id)
        changed = completed.browse(own.mapped("res_id"))
        lost, kept = {}, completed & changed
        # Which fields the import filled, and not what they say.
        for line in self._get_completed_lines("res.partner"):
            contact = completed.browse(line.res_id) & completed
            names = line.completed.split(",")
            if ADDED in line.completed:
                kept |= contact
            given = tuple(name for name in names if not name.startswith(ADDED))
            if given:
                lost[given] = lost.get(given, changed.browse()) | (contact - changed)
        return lost, kept

    def _take_back_completed(self):
        """Take back what the file gave to contacts that nobody changed since.

        :return: names of the contacts that keep some of it
        """
        self.ensure_one()
        lost, kept = self._part_completed()
        for names, contacts in lost.items():
            contacts.write(dict.fromkeys(names, False))
        return kept.mapped("name")
