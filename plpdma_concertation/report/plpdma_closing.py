from odoo import api, models
from odoo.exceptions import UserError

from ..tools.groups import READERS


class ReportClosing(models.AbstractModel):
    """The closing minutes of an availability to the public: from when to when, how many
    were received, and the digest that seals them."""

    _name = "report.plpdma_concertation.report_closing"
    _inherit = ["plpdma.document.mixin"]
    _description = "Closing Minutes of a Consultation"

    _printed_model = "plpdma.session"
    _printed_for = READERS

    @api.model
    def _get_title(self):
        return self.env._("Closing minutes")

    @api.model
    def _check_printable(self, records):
        """Refuse the meetings, and what is not closed yet.

        :raise UserError: naming them
        """
        others = records.filtered(
            lambda session: (
                session.format != "public"
                or not session.date_stop
                or session._is_coming()
            )
        )
        if others:
            raise UserError(
                self.env._(
                    "Not an availability to the public, or not closed yet: %s.",
                    ", ".join(others.mapped("name")),
                )
            )

    @api.model
    def _prepare_sheets(self, record):
        sheet = self._prepare_sheet(record)
        session = sheet["record"]
        # sudo: figures and digests; no author is read.
        seal = session.sudo().seal_ids
        counts, late = (
            seal._count_by_channel() if seal else session.sudo()._count_received()
        )
        labels = self._get_labels(session.env["plpdma.contribution"], "channel")
        return [
            {
                **sheet,
                "opened": session._describe_instant(session.date_start),
                "closed": session._describe_instant(session.date_stop),
                "total": sum(counts.values()),
                "late": late,
                "channels": [
                    (label, counts[channel])
                    for channel, label in labels.items()
                    if counts.get(channel)
                ],
                "seal": session._tell_seal(),
                "later": len(seal._find_others()[1]) if seal else 0,
            }
        ]
