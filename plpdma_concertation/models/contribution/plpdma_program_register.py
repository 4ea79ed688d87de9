from odoo import api, fields, models
from odoo.fields import Domain

from ...tools.groups import STAFF


class PlpdmaProgram(models.Model):
    """The register of a programme: which contributions everybody reads, and which are
    to be read by the staff before."""

    _inherit = "plpdma.program"

    pending_count = fields.Integer(
        string="Contributions to Moderate",
        compute="_compute_pending_count",
        groups=STAFF,
    )
    publication_preview = fields.Text(
        string="What the Public Will Read",
        compute="_compute_publication_preview",
        groups=STAFF,
        help="Contributions that the public pages show, by channel, and those that "
        "they leave out until somebody of the staff has read them.",
    )

    # ------------------------------------------------------------------
    # Computes
    # ------------------------------------------------------------------
    @api.depends("contribution_ids.moderation", "contribution_ids.read_by")
    @api.depends_context("uid", "allowed_company_ids")
    def _compute_pending_count(self):
        contributions = self.env["plpdma.contribution"]
        counts = self._count_by_program(
            contributions._name, contributions._get_to_read_domain()
        )
        for program in self:
            program.pending_count = counts.get(program, 0)

    @api.depends(
        "pending_count",
        "contribution_ids.channel",
        "contribution_ids.state",
    )
    @api.depends_context("uid", "lang", "allowed_company_ids")
    def _compute_publication_preview(self):
        counts = self._count_published()
        for program in self:
            program.publication_preview = program._describe_publication(
                counts.get(program._origin, {})
            )

    def _count_published(self):
        """``{program: {channel: number}}`` of what the public pages show, or would."""
        counts = {}
        contributions = self.env["plpdma.contribution"]
        published = self._origin._get_published_contributions_domain()
        received = contributions._get_received_domain()
        # A letter counts once, however many of its points are published.
        for domain, aggregate in (
            (published & received, "__count"),
            (published & ~received, "whole_id:count_distinct"),
        ):
            for program, channel, count in contributions._read_group(
                domain, ["program_id", "channel"], [aggregate]
            ):
                by_channel = counts.setdefault(program, {})
                by_channel[channel] = by_channel.get(channel, 0) + count
        return counts

    def _describe_publication(self, counts):
        """Sentences that say how many contributions of each channel become readable,
        and how many are left out.

        :param dict counts: number of contributions of each channel
        """
        channel = self.env["plpdma.contribution"]._fields["channel"]
        labels = channel._description_selection(self.env)
        parts = [f"{label} {counts[key]}" for key, label in labels if key in counts]
        sentence = (
            self.env._(
                "Contributions the public may read: %(count)s (%(channels)s).",
                count=sum(counts.values()),
                channels=", ".join(parts),
            )
            if parts
            else self.env._("No contribution may be read by the public yet.")
        )
        if self.pending_count:
            sentence += " " + self.env._(
                "Left out until they are read: %s.", self.pending_count
            )
        return sentence

    @api.onchange("is_published")
    def _onchange_is_published(self):
        """Tell whoever ticks it how much becomes readable, before it is saved."""
        published = self._origin._count_published()
        if not self.is_published or self._origin.is_published or not published:
            return None
        return {
            "warning": {
                "title": self.env._("Contributions become public"),
                "message": self.env._("Once you save: %s", self.publication_preview),
            }
        }

    # ------------------------------------------------------------------
    # Business
    # ------------------------------------------------------------------
    def _get_register_path(self):
        """Address, on the site, of the published register."""
        return f"{self._get_public_path()}/register"

    def _get_published_contributions_domain(self):
        """Domain of the contributions that stand in the register of the programmes."""
        contributions = self.env["plpdma.contribution"]
        return (
            Domain("program_id", "in", self.ids) & contributions._get_published_domain()
        )

    def _note_unread(self, count, public_count):
        """Note in the discussion that an update put contributions back to what is to be
        read, in the language of the programme's manager."""
        self.ensure_one()
        program = self.with_context(lang=self.manager_id.lang)
        program._message_log(
            body=program.env._(
                "Update: what nobody had accepted for publication is to be read. "
                "Contributions: %(count)s, of which public: %(public)s. Until then "
                "they are neither published nor quoted.",
                count=count,
                public=public_count,
            )
        )
