"""The messages of a session that did not arrive, and who sees to them."""

from odoo import api, fields, models
from odoo.tools import plaintext2html

from ...tools.groups import STAFF
from ..program.plpdma_delivery import UNDELIVERED_ACTIVITY


class PlpdmaSession(models.Model):
    """A session whose participants may not have been reached."""

    _inherit = "plpdma.session"

    lost_message_count = fields.Integer(
        string="Messages Not Delivered",
        compute="_compute_lost_message_count",
        groups=STAFF,
    )
    unreachable_names = fields.Char(
        string="Without an E-mail Address",
        compute="_compute_unreachable_names",
        groups=STAFF,
        help="Those who are to be told by letter or by telephone.",
    )

    # ------------------------------------------------------------------
    # Computes
    # ------------------------------------------------------------------
    @api.depends("participation_ids.delivery_ids.state")
    def _compute_lost_message_count(self):
        lost = self._find_lost_messages().grouped("session_id")
        for session in self:
            session.lost_message_count = len(lost.get(session._origin, ()))

    @api.depends("participation_ids.stakeholder_id", "participation_ids.email")
    def _compute_unreachable_names(self):
        for session in self:
            lines = session.participation_ids.filtered(lambda line: not line.email)
            names = lines.stakeholder_id.mapped("display_name")
            session.unreachable_names = "; ".join(filter(None, names))

    # ------------------------------------------------------------------
    # CRUD
    # ------------------------------------------------------------------
    def unlink(self):
        """The ledger keeps what left for a session that is deleted.

        Its lines let go first: in which order the database would cut the two links of
        a line depends on its history.
        """
        # sudo: the ledger is written by our own methods alone.
        lines = self.env["plpdma.delivery"].sudo()
        lines.search([("session_id", "in", self.ids)]).write(
            {"participation_id": False}
        )
        return super().unlink()

    # ------------------------------------------------------------------
    # Actions
    # ------------------------------------------------------------------
    def action_view_lost_messages(self):
        """Window action on the messages that did not reach their recipient, to send
        them again."""
        self.check_access("read")
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "plpdma_concertation.action_plpdma_delivery"
        )
        action["domain"] = [("id", "in", self._find_lost_messages().ids)]
        action["context"] = {}
        return action

    # ------------------------------------------------------------------
    # Business
    # ------------------------------------------------------------------
    def _find_lost_messages(self):
        """Lines of the ledger: the last message to each participant, to each stand-in
        and to each of those taken off the list, where it did not arrive."""
        lines = self.env["plpdma.delivery"].search(
            [
                ("session_id", "in", self.ids),
                "|",
                ("is_for_stand_in", "=", True),
                ("participation_id", "=", False),
            ],
            order="id",
        )
        last = {(line.session_id, line.email): line for line in lines}
        others = lines.concat(*last.values()) if last else lines
        found = self.participation_ids.delivery_id | others
        # Whoever was forgotten is not written to again.
        return found.filtered(lambda line: line.is_lost and line.message_uid).sorted(
            "id"
        )

    def _alert_undelivered(self):
        """Ask whoever organises to see to those whom the last message did not reach:
        one activity a session, as long as there are some."""
        kept = self.env["mail.activity"]._fields["note"]
        for session in self:
            user = session._get_handler() or session.program_id._get_any_manager()
            in_words = session.with_context(lang=user.lang)
            lost = in_words._find_lost_messages()
            note = plaintext2html(
                "\n".join(
                    f"{line._get_recipient_name()} : {line.reason}" for line in lost
                )
            )
            known = session.activity_search([UNDELIVERED_ACTIVITY])
            if lost and known.note == kept.convert_to_cache(note, known):
                continue
            known.unlink()
            if lost:
                # No e-mail tells of e-mails that do not leave.
                session.with_context(mail_activity_quick_update=True).activity_schedule(
                    UNDELIVERED_ACTIVITY,
                    user_id=user.id or self.env.uid,
                    summary=in_words.env._("Participants not reached: %s", len(lost)),
                    note=note,
                )
