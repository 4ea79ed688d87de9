from odoo import models


class PlpdmaMeasure(models.Model):
    """Where an action stands, in the words of whoever is told of it alone, and the
    address of the page that tells all."""

    _inherit = "plpdma.measure"

    def _get_page_path(self):
        """Address, on the site, of the page of the action."""
        self.ensure_one()
        return f"{self.program_id._get_changes_path()}/{self.id}"

    def _describe_standing(self):
        """Dictionary of ``title``, ``state``, ``state_label``, ``explanation`` of what
        is dropped, and ``url``, nothing where its programme has no public pages; for an
        action that everybody reads, in superuser mode."""
        self.ensure_one()
        program = self.program_id
        is_shown = program.filtered_domain(program._get_published_domain())
        return {
            "title": self.display_name,
            "state": self.state,
            "state_label": self._get_state_label(),
            "explanation": self.explanation if self.state == "dropped" else "",
            "url": self._get_page_path() if is_shown else None,
        }
