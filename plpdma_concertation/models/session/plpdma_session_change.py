"""Another name, date or place: what changed shows, the guests are told once somebody
has seen to whom and in which words."""

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from ...tools.groups import STAFF
from .plpdma_session_calendar_file import PlpdmaSession as Known

TELL_ACTIVITY = "plpdma_concertation.mail_activity_type_change_to_tell"


class PlpdmaSession(models.Model):
    """A session whose guests know a date and a place."""

    _inherit = "plpdma.session"

    _earned_fields = Known._earned_fields | {
        "told_name",
        "told_date_start",
        "told_date_stop",
        "told_location",
        "is_change_untold",
    }

    # What the guests were told last
    told_name = fields.Char(
        string="Name Known to the Guests", copy=False, readonly=True, groups=STAFF
    )
    told_date_start = fields.Datetime(
        string="Start Known to the Guests", copy=False, readonly=True, groups=STAFF
    )
    told_date_stop = fields.Datetime(
        string="End Known to the Guests", copy=False, readonly=True, groups=STAFF
    )
    told_location = fields.Char(
        string="Place Known to the Guests", copy=False, readonly=True, groups=STAFF
    )
    is_change_untold = fields.Boolean(
        string="Change Still to Tell",
        compute="_compute_is_change_untold",
        store=True,
        groups=STAFF,
        help="The guests know another name, another date or another place.",
    )
    change_to_tell_count = fields.Integer(
        string="Guests Still to Tell", compute="_compute_change_to_tell", groups=STAFF
    )
    change_to_tell = fields.Text(
        string="What the Guests Know",
        compute="_compute_change_to_tell",
        groups=STAFF,
    )

    # ------------------------------------------------------------------
    # Computes
    # ------------------------------------------------------------------
    @api.depends(
        "state",
        "format",
        "name",
        "date_start",
        "date_stop",
        "location",
        "told_name",
        "told_date_start",
        "told_date_stop",
        "told_location",
    )
    def _compute_is_change_untold(self):
        for session in self:
            session.is_change_untold = bool(
                session.state == "planned"
                and session.format != "public"
                and session.told_date_start
                and session._get_known() != session._get_announced()
            )

    @api.depends(
        "is_change_untold",
        "name",
        "date_start",
        "date_stop",
        "location",
        "participation_ids.told_sequence",
    )
    @api.depends_context("lang", "uid")
    def _compute_change_to_tell(self):
        for session in self:
            count = 0
            if session.is_change_untold:
                others = session._origin._get_others_to_tell("change")
                count = len(session._origin._get_to_tell("change")) + len(others)
            session.change_to_tell_count = count
            session.change_to_tell = bool(count) and self.env._(
                "The guests know: %(known)s. It is now: %(announced)s.",
                known=session._describe_known(),
                announced=session._describe_announced(),
            )

    def _get_known(self):
        """Name, start, end and place that the guests know; the place is empty when
        there is none."""
        return (
            # What was told before names were noted bore the name of the time.
            (self.told_name or self.name or "").strip(),
            self.told_date_start,
            self.told_date_stop,
            (self.told_location or "").strip(),
        )

    def _get_announced(self):
        """Name, start, end and place of the session."""
        return (
            (self.name or "").strip(),
            self.date_start,
            self.date_stop,
            (self.location or "").strip(),
        )

    def _describe_known(self):
        return self._describe_what(*self._get_known())

    def _describe_announced(self):
        return self._describe_what(*self._get_announced())

    def _is_renamed(self):
        """Whether the guests know the session by another name."""
        self.ensure_one()
        known, announced = self._get_known(), self._get_announced()
        return self.is_change_untold and known[0] != announced[0]

    def _describe_name(self):
        """The name of the session, with the one that its guests know it by."""
        return self._describe_with_former()["name"]

    def _describe_with_former(self):
        """Dictionary of the name, the moment and the place of the session, each with
        what its guests know instead."""
        self.ensure_one()
        name, start, stop, location = self._get_known()
        tell = self._tell_before if self.is_change_untold else lambda now, _before: now
        before = start and self._describe_moment(start, stop)
        return {
            "name": tell(self.name, name),
            "moment": tell(self._describe_moment(), before),
            "location": tell(self.location, location),
        }

    def _tell_before(self, now, before):
        if not now or not before or now.strip() == before:
            return now
        return self.env._("%(name)s (until now: “%(known)s”)", name=now, known=before)

    def _describe_what(self, name, start, stop, location):
        """One line of what, when and where; the name where it is what changes."""
        named = self._is_renamed() and name
        parts = (
            named and self.env._("name “%s”", name),
            self._describe_moment(start, stop),
            location,
        )
        return ", ".join(filter(None, parts))

    @api.model
    def _get_earned_sentences(self):
        noted = self.env._("It is noted when the guests are told.")
        names = ("told_name", "told_date_start", "told_date_stop", "told_location")
        return {
            **super()._get_earned_sentences(),
            **dict.fromkeys((*names, "is_change_untold"), noted),
        }

    # ------------------------------------------------------------------
    # Constraints
    # ------------------------------------------------------------------
    @api.constrains("active", "state")
    def _check_active(self):
        """Those who are expected somewhere are told that it does not take place."""
        for session in self:
            if not session.active and session.state == "planned":
                raise ValidationError(
                    self.env._(
                        "“%s” is planned, and its guests are expected: cancel it "
                        "before it is archived.",
                        session.name,
                    )
                )

    # ------------------------------------------------------------------
    # CRUD
    # ------------------------------------------------------------------
    def write(self, vals):
        """Note what changes for the guests of planned meetings.

        Nobody is written to: whoever organises sees it on the session, and is reminded.
        """
        before = {
            session: session._get_announced()
            for session in self
            if session.state == "planned" and session.format != "public"
        }
        result = super().write(vals)
        changed = self.browse().concat(
            *(
                session
                for session, announced in before.items()
                if session.state == "planned"
                and session.format != "public"
                and session._get_announced() != announced
            )
        )
        over = self.browse(session.id for session in before) - self.filtered(
            lambda session: session.state == "planned"
        )
        over.activity_unlink([TELL_ACTIVITY])
        if vals.get("state") == "draft":
            self._forget_replies()
        if changed:
            changed._raise_calendar_sequence()
            moved = changed.filtered(
                lambda session: session.date_start != before[session][1]
            )
            moved._note_moved()
            changed._remind_to_tell()
        return result

    def _note_moved(self):
        """Nobody has replied to the new date; where the guests know no other than the
        one it is put back to, they have."""
        # sudo: counted by what happens to the session, and by nobody by hand.
        for session in self.sudo():
            session.date_sequence = session.calendar_sequence
        back = self.sudo().filtered(lambda s: s.date_start == s.told_date_start)
        back.participation_ids._give_reply_back()
        (self - back.sudo(False))._ask_replies_again()

    def _forget_replies(self):
        """Prepared again, the session invites anew, to whatever day."""
        # sudo: the right to write the session was checked; the replies follow it.
        lines = self.sudo().participation_ids
        lines.filtered(lambda line: line.rsvp != "pending").write({"rsvp": "pending"})
        lines.filtered("rsvp_set_aside").rsvp_set_aside = False
        guests = self.sudo().calendar_event_id.attendee_ids
        guests.filtered(lambda guest: guest.state != "needsAction").write(
            {"state": "needsAction"}
        )

    def _ask_replies_again(self):
        """Those who were coming on one day may not come on another: nobody has replied
        yet, except whoever moves the session. Another place keeps the replies."""
        now = fields.Datetime.now()
        me = self.env.user.partner_id
        # sudo: the right to write the session was checked; the replies follow it.
        for session in self.sudo().filtered(lambda session: session.date_start > now):
            lines = session.participation_ids.filtered(
                lambda line: line.partner_id != me and line.rsvp != "pending"
            )
            lines._set_reply_aside()
            guests = session.calendar_event_id.attendee_ids.filtered(
                lambda guest: guest.partner_id != me and guest.state != "needsAction"
            )
            guests.write({"state": "needsAction"})

    def _remind_to_tell(self):
        """Ask whoever organises to tell the guests: one activity a session, as long as
        they know something else."""
        for session in self:
            user = session._get_handler()
            known = session.activity_search([TELL_ACTIVITY])
            # sudo: only whether somebody is still to be told.
            if not session.sudo().change_to_tell_count:
                known.unlink()
                if not session.sudo()._get_guests() - self.env.user.partner_id:
                    session._note_told()
            elif not known:
                session.with_context(mail_activity_quick_update=True).activity_schedule(
                    TELL_ACTIVITY, user_id=user.id or self.env.uid
                )

    # ------------------------------------------------------------------
    # Telling
    # ------------------------------------------------------------------
    def action_open_change(self):
        """Show who will be told of the new date or place and what they will read, then
        tell them.

        :return: window action of the dialog, or what ``action_tell_change`` returns
        :raise UserError: when the guests know all of it
        """
        self.check_access("write")
        self._check_change_untold()
        return self._open_send("change")

    def action_tell_change(self):
        """Tell the guests of the new date or place; they reply again to another date.

        :return: notification that says how many messages leave, and who has no address
        :raise UserError: when the guests know all of it
        """
        self.check_access("write")
        self._lock_to_judge()
        self._check_change_untold()
        return self._tell("change", self._send_change)

    def action_note_change_told(self):
        """Note that the guests know the new date or place by another way: nobody is
        written to.

        :raise UserError: when the guests know all of it
        """
        self.check_access("write")
        self._check_change_untold()
        for session in self:
            session._message_log(
                body=self.env._(
                    "The guests were told otherwise than by a message from here: %s",
                    session._describe_announced(),
                )
            )
        self._note_told()

    def _check_change_untold(self):
        for session in self:
            if not session.is_change_untold:
                raise UserError(
                    self.env._(
                        "The guests of “%s” know its name, its date and its place "
                        "already.",
                        session.name,
                    )
                )

    def _send_change(self):
        for session in self:
            to_tell = session._get_to_tell("change")
            others = session._get_others_to_tell("change")
            # sudo: the entry of an individual meeting is private, while any agent who
            # may write the session tells its guests.
            partners = to_tell.sudo().partner_id | others
            guests = session.sudo().calendar_event_id.attendee_ids.filtered_domain(
                [("partner_id", "in", partners.ids)]
            )
            guests._notify_session("change", force_send=True)
            to_tell.sudo()._tell_stand_ins("change")
        self._note_told()

    def _note_told(self):
        """From now on the guests know the name, the date and the place as they are."""
        # sudo: noted by what is told, and by nobody by hand.
        for session in self.sudo():
            session.write(
                {
                    "told_name": session.name,
                    "told_date_start": session.date_start,
                    "told_date_stop": session.date_stop,
                    "told_location": session.location,
                }
            )
            session.activity_unlink([TELL_ACTIVITY])
            session.participation_ids.rsvp_set_aside = False

    def _forget_told(self):
        """The guests of a session that is not planned expect nothing."""
        # sudo: noted by what is told, and by nobody by hand.
        self.sudo().write(
            dict.fromkeys(
                ("told_name", "told_date_start", "told_date_stop", "told_location")
            )
        )
        self.activity_unlink([TELL_ACTIVITY])

    def _get_others_to_tell(self, purpose):
        """The guests who take no part, and are to be written to: whoever facilitates
        and whoever organises, except the one who does it.

        :return: contacts with an address, in superuser mode
        """
        now = fields.Datetime.now()
        others = self.env["res.partner"].sudo()
        if self._is_calendar_silent():
            return others
        # sudo: the entry of an individual meeting is private.
        for session in self.sudo():
            event = session.calendar_event_id
            if event.active and event.start > now:
                guests = event.partner_ids - session.participation_ids.partner_id
                others |= guests - self.env.user.partner_id
        return others.filtered(lambda guest: guest.email and not self._has_left(guest))

    def _is_calendar_silent(self):
        """Whether the calendar is told to send nothing."""
        # sudo: a parameter of the system, of which only this is told.
        return bool(
            self.env["ir.config_parameter"].sudo().get_param("calendar.block_mail")
        )
