"""The papers of a meeting: the convocations as they were posted, the sheet as it was
signed."""

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ...tools.groups import STAFF
from ...tools.names import clean_line
from ...tools.notifications import CLOSE, make_notification

CONVOCATION = "plpdma_concertation.report_participation_convocation"
BATCH_SIZE = 100


class PlpdmaSession(models.Model):
    """A session, whose papers are kept as they were.

    What is printed again later is another paper: it proves neither that the first one
    was sent nor that anybody signed.
    """

    _name = "plpdma.session"
    _inherit = ["plpdma.session", "plpdma.documents.mixin"]

    _document_fields = ("convocation_ids", "attendance_sheet_ids")

    convocation_ids = fields.Many2many(
        "ir.attachment",
        "plpdma_session_convocation_rel",
        string="Convocations as Sent",
        bypass_search_access=True,
        copy=False,
        groups=STAFF,
        help="The letters as they were posted. Messages are kept by themselves.",
    )
    attendance_sheet_ids = fields.Many2many(
        "ir.attachment",
        "plpdma_session_attendance_sheet_rel",
        string="Signed Attendance Sheet",
        bypass_search_access=True,
        copy=False,
        groups=STAFF,
        help="The sheet that was signed, scanned. What is signed on screen is kept by "
        "itself.",
    )

    to_post_names = fields.Char(
        string="Letters to Post",
        compute="_compute_to_post_names",
        groups=STAFF,
        help="Those to whom no invitation left by e-mail.",
    )

    # ------------------------------------------------------------------
    # Computes
    # ------------------------------------------------------------------
    @api.depends("state", "participation_ids.delivery_ids.state")
    def _compute_to_post_names(self):
        to_post = self._get_to_post().grouped("session_id")
        for session in self:
            lines = to_post.get(session._origin, ())
            session.to_post_names = "; ".join(line.display_name for line in lines)

    def _get_to_post(self):
        """The participations whose letter is to be posted: no invitation reached them,
        and none is on its way."""
        lines = self.filtered(lambda s: s.state == "planned").participation_ids._origin
        lines -= lines._filter_called()
        return lines.filtered(lambda line: line.delivery != "queued")

    # ------------------------------------------------------------------
    # Actions
    # ------------------------------------------------------------------
    def action_note_convocations_posted(self):
        """Keep the letters of those to whom no invitation left, as they are posted, and
        note in the ledger that they left.

        :return: notification that says how many, and whose
        :raise UserError: once the session began, or where everybody was written to
        """
        self.ensure_one()
        self.check_access("write")
        # Twice at once would note them twice.
        self.lock_for_update()
        if self.state != "planned" or not self._is_coming():
            raise UserError(
                self.env._(
                    "“%s” is not to come: its convocations can no longer be printed as "
                    "they were. Attach the letters that were sent, in its papers.",
                    self.name,
                )
            )
        lines = self._get_to_post()
        if not lines:
            raise UserError(self.env._("Everybody was invited by a message already."))
        reports = self.env["ir.actions.report"]
        content = reports._render_qweb_pdf(CONVOCATION, lines.ids)[0]
        name = self.env._("Convocations posted on %s", self.program_id._get_today())
        letters = self.env["ir.attachment"].create(
            {
                "name": f"{clean_line(name)}.pdf",
                "raw": content,
                "res_model": self._name,
                "res_id": self.id,
            }
        )
        self.convocation_ids |= letters
        self.env["plpdma.delivery"]._note_told(
            "invitation", "letter", lines._prepare_deliveries("invitation")
        )
        return make_notification(
            self.env._(
                "Letters noted as posted, and kept: %(count)s (%(names)s).",
                count=len(lines),
                names="; ".join(lines.mapped("display_name")),
            ),
            "success",
            CLOSE,
        )

    # ------------------------------------------------------------------
    # Forgetting
    # ------------------------------------------------------------------
    @api.autovacuum
    def _gc_papers(self):
        """Erase the letters and the signed sheets that the programmes have kept for as
        long as they say: they hold names, addresses and signatures."""
        domain = Domain("convocation_ids", "!=", False)
        domain |= Domain("attendance_sheet_ids", "!=", False)
        domain &= self.env["plpdma.program"]._get_over_domain("date_start")
        over = self.search(domain, limit=BATCH_SIZE, order="id")
        (over.convocation_ids | over.attendance_sheet_ids).unlink()
        return len(over), len(over) == BATCH_SIZE
