"""Records that were in a list before a file told of them, and that it filled in: they
are as they were once the import is undone."""

from odoo import api, models

from ..tools.references import name_some
from .plpdma_import_undo import NAMED, make_list


class PlpdmaImport(models.Model):
    """What a file merely filled in, and had said nothing before, is taken back when the
    import is undone, unless somebody changed it since."""

    _inherit = "plpdma.import"

    @api.model
    def _note(self, wizard, job, options):
        log = super()._note(wizard, job, options)
        # sudo: everyone's imports are noted, nobody writes the log.
        log.sudo().line_ids.create(
            [
                {
                    "import_id": log.id,
                    "model": wizard.res_model,
                    "res_id": record_id,
                    "completed": ",".join(sorted(names)),
                }
                for record_id, names in job.filled.items()
                if names
            ]
        )
        return log

    def _count_lasting(self):
        """How many records it modified that it cannot give back as they were."""
        return self.updated_count - len(self._get_completed_lines(self.model))

    def _part_filled(self):
        """``({names of fields: records that lose them}, records that keep them)``, in
        superuser mode: somebody changed the latter since."""
        self.ensure_one()
        lines = self._get_completed_lines(self.model)
        # sudo: what the import wrote, for whoever made it or may undo it.
        there = self.env[self.model].sudo().browse(lines.mapped("res_id")).exists()
        changes = self.env["plpdma.import.line"]._find_changes(there)
        own = changes.filtered(lambda line: line.import_id.id == self.id)
        changed = there.browse(own.mapped("res_id")) & there
        lost = {}
        for line in lines:
            names = tuple(line.completed.split(","))
            record = there.browse(line.res_id) & (there - changed)
            lost[names] = lost.get(names, there.browse()) | record
        return lost, changed

    def _find_restored(self):
        lost, _changed = self._part_filled()
        return super()._find_restored().union(*lost.values())

    def _take_back_completed(self):
        kept = super()._take_back_completed()
        lost, changed = self._part_filled()
        for names, records in lost.items():
            before = records._import_restored
            records.write({name: before[name] for name in names})
        return kept + changed.mapped("display_name")

    def _describe_completed(self):
        """As elsewhere, and who stays in a list without what the file said of them."""
        lost, changed = self._part_filled()
        losing = changed.browse().concat(*lost.values())
        goes = self.env._("These stay in the list, without what the file said of them:")
        stays = self.env._("These, changed since, keep what the file said of them:")
        told = super()._describe_completed()
        for title, records in ((goes, losing), (stays, changed)):
            if records:
                names = name_some(records.mapped("display_name"), NAMED)
                told += make_list(title, [names])
        return told
