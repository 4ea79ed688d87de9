"""The synthesis of the public's observations goes to the CCES before its second
opinion."""

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command

TEMPLATE = "plpdma_concertation.mail_template_synthesis"
REPORT = "plpdma_concertation.action_report_synthesis"
PURPOSE = "synthesis"


class PlpdmaMilestone(models.Model):
    """A second opinion, which the CCES gives once it has read what the public said."""

    _inherit = "plpdma.milestone"

    date_synthesis = fields.Date(
        string="Synthesis Given on",
        readonly=True,
        copy=False,
        tracking=True,
        help="Day on which the synthesis of the observations left for the members of "
        "the CCES, or was handed to them.",
    )
    has_consultation = fields.Boolean(compute="_compute_has_consultation")

    # ------------------------------------------------------------------
    # Computes
    # ------------------------------------------------------------------
    @api.depends("program_id.milestone_ids.session_id")
    def _compute_has_consultation(self):
        for milestone in self:
            milestone.has_consultation = bool(milestone._get_consultation())

    def _get_consultation(self):
        """The session during which the programme's draft is available to the public;
        else an empty recordset."""
        self.ensure_one()
        return self.program_id._get_milestone("public_availability").session_id

    # ------------------------------------------------------------------
    # Actions
    # ------------------------------------------------------------------
    def action_give_synthesis(self):
        """Write to the members of the CCES who are invited to its meeting, with the
        synthesis attached, which the milestone keeps.

        :return: notification that says how many messages leave, and who has no address
        :raise UserError: without the meeting, or anything to give
        """
        self._prepare_to_give()
        # sudo: the messages are written for the agent, whose right was checked.
        guests = self.sudo().session_id.participation_ids
        reachable = guests.filtered("email")
        if not reachable:
            raise UserError(
                self.env._(
                    "Nobody with an e-mail address is invited to “%s”: invite its "
                    "members, or note that the synthesis was handed to them.",
                    self.session_id.name,
                )
            )
        file = self._attach_synthesis()
        lines = self.env["plpdma.delivery"]._write_messages(
            PURPOSE,
            # sudo: the message is the authority's; who may send it was checked.
            self.env.ref(TEMPLATE).sudo(),
            reachable,
            self._prepare_synthesis_deliveries(len(reachable)),
            attachment_ids=[Command.link(file.id)],
        )
        return lines._let_leave(guests._describe_unreachable(guests - reachable))

    def action_note_synthesis_given(self):
        """Note that the synthesis was handed to the CCES today; it is kept with the
        milestone.

        :raise UserError: without the meeting, or anything to give
        """
        self._prepare_to_give()
        self._attach_synthesis()
        self.env["plpdma.delivery"]._note_told(
            PURPOSE, "letter", self._prepare_synthesis_deliveries(1)
        )

    def _prepare_to_give(self):
        """:raise UserError: without the meeting, or anything to give"""
        self.ensure_one()
        self.check_access("write")
        self._lock_to_judge()
        consultation = self._get_consultation()
        if self.kind != "second_opinion":
            raise UserError(
                self.env._("The synthesis goes to the CCES for its second opinion.")
            )
        if not consultation:
            raise UserError(
                self.env._(
                    "Link the milestone of the availability to the public with its "
                    "session first: the synthesis is made of it."
                )
            )
        if consultation._is_coming():
            raise UserError(
                self.env._(
                    "“%s” is not over: what still arrives would miss in its synthesis.",
                    consultation.name,
                )
            )
        if not self.session_id or self.session_id.state == "cancelled":
            raise UserError(
                self.env._(
                    "Choose the meeting of the CCES at which it gives its opinion."
                )
            )

    def _attach_synthesis(self):
        """The synthesis as it is now, kept with the milestone: the proof of what was
        given."""
        reports = self.env["ir.actions.report"]
        consultation = self._get_consultation()
        content, extension = reports._render_qweb_pdf(REPORT, consultation.ids)
        day = self.program_id._get_today()
        file = self.env["ir.attachment"].create(
            {
                "name": self.env._(
                    "Synthesis given to the CCES, %(date)s.%(extension)s",
                    date=day,
                    extension=extension,
                ),
                "raw": content,
                "res_model": self._name,
                "res_id": self.id,
            }
        )
        self.document_ids = [Command.link(file.id)]
        return file

    def _prepare_synthesis_deliveries(self, count):
        return [
            {
                "program_id": self.program_id.id,
                "session_id": self.session_id.id,
                "milestone_id": self.id,
                "user_id": self.env.uid,
            }
        ] * count

    def _on_synthesis(self):
        """Note since when it is given, by what the ledger says. In superuser mode."""
        for milestone in self:
            lines = self.env["plpdma.delivery"].search(
                [
                    ("milestone_id", "=", milestone.id),
                    ("purpose", "=", PURPOSE),
                    ("state", "=", "sent"),
                ],
                order="date_done, id",
                limit=1,
            )
            milestone.date_synthesis = lines._get_day() if lines else False
        self.session_id._alert_undelivered()

    # ------------------------------------------------------------------
    # Warnings
    # ------------------------------------------------------------------
    @api.depends("date_synthesis", "has_consultation")
    def _compute_warnings(self):
        return super()._compute_warnings()

    def _get_second_opinion_warnings(self):
        """Whether the CCES has the synthesis before it gives its opinion, besides."""
        warnings = super()._get_second_opinion_warnings()
        if (
            self.kind != "second_opinion"
            or self.state == "skipped"
            or not self.program_id.draft_modified
            or not self.has_consultation
        ):
            return warnings
        opinion = self.date_done
        if not self.date_synthesis:
            warnings.append(
                self.env._(
                    "The synthesis of the public's observations goes to the CCES "
                    "before its second opinion: it is not noted as given."
                )
            )
        elif opinion and self.date_synthesis > opinion:
            warnings.append(
                self.env._(
                    "The synthesis of the public's observations was given to the CCES "
                    "on %(given)s, after its second opinion of %(opinion)s.",
                    given=self._format(self.date_synthesis),
                    opinion=self._format(opinion),
                )
            )
        return warnings
