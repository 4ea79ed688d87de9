"""The agenda of a session: what is dealt with, when, and by whom."""

from datetime import timedelta

from markupsafe import Markup

from odoo import api, fields, models
from odoo.fields import Command
from odoo.tools import html2plaintext


class PlpdmaSessionAgenda(models.Model):
    """One item of an agenda."""

    _name = "plpdma.session.agenda"
    _description = "Item of an Agenda"
    _inherit = ["plpdma.import.mixin"]
    _order = "session_id, sequence, id"

    session_id = fields.Many2one(
        "plpdma.session", required=True, index=True, ondelete="cascade"
    )
    program_id = fields.Many2one(
        related="session_id.program_id", store=True, index=True
    )
    company_id = fields.Many2one(
        related="session_id.company_id", store=True, index=True
    )
    sequence = fields.Integer(default=10)
    name = fields.Char(string="Item", required=True)
    duration = fields.Integer(
        string="Duration (min)",
        help="How long it takes, in minutes; 0 when it is not known.",
    )
    speaker = fields.Char(help="Who presents it, as the participants are told.")
    slot = fields.Char(
        string="When",
        compute="_compute_slot",
        help="From the start of the session and how long each item takes.",
    )

    _duration_check = models.Constraint(
        "CHECK(duration >= 0)", "An item of an agenda lasts at least zero minutes."
    )

    @api.depends(
        "name",
        "session_id.date_start",
        "session_id.agenda_ids.sequence",
        "session_id.agenda_ids.duration",
    )
    @api.depends_context("lang")
    def _compute_slot(self):
        """Nothing for an item that has no name yet: a new one has not its place."""
        slots = {}
        for session in self.session_id:
            slots.update(session._get_agenda_slots())
        for item in self:
            item.slot = slots.get(item, "") if item.name else ""


class PlpdmaSession(models.Model):
    """A session that has an agenda."""

    _inherit = "plpdma.session"

    agenda_ids = fields.One2many(
        "plpdma.session.agenda", "session_id", string="Agenda", copy=True
    )
    agenda_source_id = fields.Many2one(
        "plpdma.session",
        string="Take Over the Agenda of",
        store=False,
        help="Its items are added below; change them as you like.",
    )
    agenda_hint = fields.Char(compute="_compute_agenda_hint")

    # ------------------------------------------------------------------
    # Computes
    # ------------------------------------------------------------------
    @api.depends("agenda_ids.duration", "date_start", "date_stop", "format")
    @api.depends_context("lang")
    def _compute_agenda_hint(self):
        """Sentence that says by how much the agenda is longer than the meeting; nothing
        while it is not."""
        for session in self:
            planned = sum(session.agenda_ids.mapped("duration"))
            room = round(session.duration * 60)
            over = session.format != "public" and room and planned - room
            session.agenda_hint = over > 0 and session.env._(
                "The agenda takes %(planned)s minutes, the meeting lasts %(room)s: "
                "%(over)s too many.",
                planned=planned,
                room=room,
                over=over,
            )

    @api.onchange("agenda_source_id")
    def _onchange_agenda_source_id(self):
        if self.agenda_source_id:
            after = max(self.agenda_ids.mapped("sequence"), default=0)
            self.agenda_ids = self.agenda_source_id._prepare_agenda_copy(after)
            self.agenda_source_id = False

    # ------------------------------------------------------------------
    # Actions
    # ------------------------------------------------------------------
    def action_start_minutes(self):
        """Begin the minutes, where nothing is written yet, with a heading for each item
        of the agenda.

        :raise AccessError: for a user who does not write the minutes
        """
        for session in self:
            if not session._is_minutes_written():
                session.write_minutes(session._get_minutes_outline())

    # ------------------------------------------------------------------
    # Business
    # ------------------------------------------------------------------
    def _prepare_agenda_copy(self, after=0):
        """List of commands that add the items of this session's agenda to another, in
        their order.

        :param int after: the sequence of the last item that is there
        """
        names = ("name", "duration", "speaker")
        return [
            Command.create(
                {"sequence": after + rank, **{name: item[name] for name in names}}
            )
            for rank, item in enumerate(self.agenda_ids.sorted("sequence"), start=1)
        ]

    def _get_agenda_slots(self):
        """``{item: text}``: when each item is dealt with, « 17 h 30 – 17 h 45 »; only
        when it begins, where it does not say how long it takes; nothing for those that
        come after."""
        self.ensure_one()
        slots = {}
        start = self.format != "public" and self.date_start
        for item in self.agenda_ids.sorted("sequence"):
            if not start:
                break
            stop = item.duration and start + timedelta(minutes=item.duration)
            times = [self._describe_time(moment) for moment in (start, stop) if moment]
            slots[item] = " – ".join(times)
            start = stop
        return slots

    def _describe_agenda(self):
        """``[{"name", "slot", "speaker"}]`` of the agenda, in the order in which it is
        dealt with: the same in all that is sent, printed or shown."""
        self.ensure_one()
        slots = self._get_agenda_slots()
        return [
            {
                "name": item.name,
                "slot": slots.get(item, ""),
                "speaker": item.speaker or "",
            }
            for item in self.agenda_ids.sorted("sequence")
        ]

    def _get_minutes_outline(self):
        """HTML with a heading for each item of the agenda, to write under; empty
        without an agenda."""
        self.ensure_one()
        return Markup().join(
            Markup("<h3>%s</h3><p><br></p>") % item.name
            for item in self.agenda_ids.sorted("sequence")
        )

    def _is_minutes_written(self):
        """Whether the minutes hold anything but the headings they begin with."""
        self.ensure_one()
        # sudo: only whether something is written.
        minutes = self.sudo().minutes or ""
        written, outline = (
            self._flatten(html2plaintext(text))
            for text in (minutes, self._get_minutes_outline())
        )
        return bool(written) and written != outline
