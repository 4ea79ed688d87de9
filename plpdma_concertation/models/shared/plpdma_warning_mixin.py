from odoo import api, fields, models
from odoo.fields import Domain

from ...tools.domains import search_boolean
from ...tools.groups import STAFF


class PlpdmaWarningMixin(models.AbstractModel):
    """What the method advises and the record does not follow yet.

    A warning never blocks: it is a sentence on the record, which a filter finds.
    """

    _name = "plpdma.warning.mixin"
    _description = "Points to Watch"

    # Fields on which the warnings depend, as dotted paths.
    _warning_depends = ()

    # For the staff: a sentence may rest on what only they know.
    warnings = fields.Text(
        string="Points to Watch", compute="_compute_warnings", groups=STAFF
    )
    has_warnings = fields.Boolean(
        string="To Watch",
        compute="_compute_warnings",
        search="_search_has_warnings",
        groups=STAFF,
    )

    @api.depends(lambda self: self._warning_depends)
    @api.depends_context("uid", "lang")
    def _compute_warnings(self):
        for record in self:
            warnings = record._get_warnings()
            record.warnings = "\n".join(warnings) or False
            record.has_warnings = bool(warnings)

    def _get_warnings(self):
        """List of sentences, in the user's language."""
        self.ensure_one()
        return []

    @search_boolean
    def _search_has_warnings(self):
        # Sentences cannot be searched in SQL; few records are still worth watching.
        found = self.search(self._get_watched_domain()).filtered("has_warnings").ids
        return Domain("id", "in", found)

    @api.model
    def _get_watched_domain(self):
        """Domain of the records on which a warning can still be acted."""
        return Domain.TRUE
