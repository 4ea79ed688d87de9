from odoo import models
from odoo.fields import Domain


class PlpdmaProgram(models.Model):
    """The page that tells everybody what the contributions to a programme changed."""

    _inherit = "plpdma.program"

    def _get_changes_path(self):
        """Address, on the site, of the page of what the contributions changed."""
        return f"{self._get_public_path()}/changes"

    def _find_public_measures(self, domain=Domain.TRUE):
        """The actions of the programmes that everybody reads, in the environment of the
        programmes.

        :param domain: those that are looked for, among them
        """
        measures = self.env["plpdma.measure"]
        return measures.search(
            Domain("program_id", "in", self.ids)
            & measures._get_published_domain()
            & domain
        )
