from odoo import api, fields, models
from odoo.fields import Domain


class PlpdmaContribution(models.Model):
    """The entry of the published register: which contributions stand there, at which
    address and with which text."""

    _inherit = "plpdma.contribution"

    public_text = fields.Text(
        string="Text to Publish",
        help="What the register publishes, without what would identify a person.",
    )
    register_text = fields.Text(
        string="Contribution",
        compute="_compute_register_text",
        help="The text to publish, else the author's own words.",
    )

    # ------------------------------------------------------------------
    # Which ones
    # ------------------------------------------------------------------
    @api.model
    def _get_quotable_domain(self):
        """Domain of what may be quoted outside the staff: read and accepted by it, and
        not confided to it; participants are given that much."""
        return Domain("read_by", "!=", "staff") & Domain("moderation", "=", "accepted")

    @api.model
    def _get_to_read_domain(self):
        """Domain of what nobody of the staff has read yet, and others might: of a
        letter that was split, its points."""
        return (
            Domain("read_by", "!=", "staff")
            & Domain("moderation", "=", "pending")
            & Domain("state", "!=", "split")
        )

    @api.model
    def _get_published_domain(self):
        """Domain of what the public reads, each an entry of the register: what may be
        quoted, and is shared with everybody; not what another one speaks for."""
        return self._get_public_text_domain() & self._get_entry_domain()

    @api.model
    def _get_entry_domain(self):
        """Domain of those that have an entry of their own there. A letter that was
        split stands there by its points, some of which may be kept, or told in other
        words."""
        return self._get_observation_domain()

    @api.model
    def _get_public_text_domain(self):
        """Domain of what may be quoted to everybody."""
        return self._get_quotable_domain() & Domain("read_by", "=", "public")

    # ------------------------------------------------------------------
    # What is read there
    # ------------------------------------------------------------------
    @api.depends("public_text", "verbatim")
    def _compute_register_text(self):
        for contribution in self:
            contribution.register_text = (
                contribution.public_text or contribution.verbatim
            )

    def _get_entry_path(self):
        """Address of the entry, whether or not it is there."""
        self.ensure_one()
        return f"{self.program_id._get_register_path()}/{self.id}"

    def _get_public_path(self):
        """Address of the entry while everybody reads it, nothing else."""
        self.ensure_one()
        program = self.program_id
        # sudo: the domain is that of what everybody reads.
        entry = self.sudo().filtered_domain(
            program._get_published_contributions_domain()
        )
        if not entry.active:
            return None
        is_published = program._find_published([("id", "=", program.id)])
        return self._get_entry_path() if is_published else None
