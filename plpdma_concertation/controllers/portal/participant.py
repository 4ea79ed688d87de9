"""What a participant does on the portal: reply to an invitation, contribute, and follow
what becomes of it.

A participation or a contribution is theirs when it is that of their contact, or of the
organisation for which they speak. The models check it again.
"""

from secrets import token_hex

from odoo import fields
from odoo.fields import Domain
from odoo.http import request, route
from odoo.tools import format_date

from ...models.contribution.plpdma_author_mixin import MAX_MESSAGE
from ...tools.limits import MAX_FILE_SIZE, MAX_FILES
from ..forms import attempt, read_texts
from .kept_words import keep_words
from .portal import HOME, ConcertationPortal

# A form is some text and the files that it takes at most.
MAX_FORM = MAX_FILES * MAX_FILE_SIZE + 10 * 1024 * 1024
MAX_KEY = 64
# What one account sends in an hour, at most.
CONTRIBUTIONS_PER_HOUR = 30
MESSAGES_PER_HOUR = 20


class ParticipantPortal(ConcertationPortal):
    """Adds to the portal what its participants do there."""

    # ------------------------------------------------------------------
    # What is theirs
    # ------------------------------------------------------------------
    def _search_own_participations(self, domain=Domain.TRUE, **options):
        own = request.env["plpdma.participation"]._own_domain(request.env.user)
        return self._search("plpdma.participation", own & domain, **options)

    def _get_invitation_domain(self):
        """The invitations to coming meetings that nobody replied to."""
        coming = self._get_coming_domain() & Domain("format", "!=", "public")
        return Domain("rsvp", "=", "pending") & Domain("session_id", "any", coming)

    def _get_own(self, sessions):
        """The user's participations in some sessions.

        :return: ``{session: participations}``
        """
        return self._search_own_participations(
            Domain("session_id", "in", sessions.ids)
        ).grouped("session_id")

    def _find_place(self, session_id):
        """The session to which one may want to contribute, in superuser mode: one that
        the user reads, or one put to the public by a programme of theirs."""
        session = self._find("plpdma.session", session_id).sudo()
        if session:
            return session
        # sudo: what is put to the public is there for everybody to read.
        session = session.browse(session_id).exists()
        is_put = session.format == "public" and session.state not in (
            "draft",
            "cancelled",
        )
        if is_put and session.program_id.id in self._get_programs().ids:
            return session
        return session.browse()

    def _get_organisation(self):
        """Name of the organisation for which the user speaks, if any."""
        # sudo: the name of the user's own organisation.
        family = request.env.user.partner_id.sudo().commercial_partner_id
        return family.is_company and family.name

    def _get_session_obstacle(self, session):
        """Why a participant does not contribute to a session, in words; nothing when
        it is open to them."""
        env = request.env
        # sudo: whether it is open is asked for the user.
        session = session.sudo()
        if session._is_open_to_contributions(env.user):
            return None
        if session.state == "cancelled":
            return env._("The session is cancelled.")
        if session.state == "reported":
            return env._(
                "Contributions are closed since %s, when the session was reported.",
                self._get_day(session._get_local_day(session.date_state)),
            )
        if session.format != "public":
            return env._("Only the participants of the session contribute to it.")
        opening, closing = session._get_opening_dates()
        if not opening or session.date_start > fields.Datetime.now():
            return (
                env._("Contributions open on %s.", self._get_day(opening))
                if opening
                else env._("Contributions are not open yet.")
            )
        return env._("Contributions are closed since %s.", self._get_day(closing))

    def _get_program_obstacle(self, program):
        """The same, for a programme outside any session."""
        env = request.env
        # sudo: whether it is open is asked for the user.
        if program.sudo()._is_open_to_contributions(env.user):
            return None
        if program.state == "closed":
            return env._("The programme is closed: it takes no contribution any more.")
        return env._("Only the actors of the programme contribute to it here.")

    def _get_day(self, date):
        return format_date(request.env, date, date_format="long") if date else "…"

    # ------------------------------------------------------------------
    # Home and lists
    # ------------------------------------------------------------------
    def _prepare_home_portal_values(self, counters):
        values = super()._prepare_home_portal_values(counters)
        if "plpdma_invitation_count" in counters:
            invitations = self._search_own_participations(self._get_invitation_domain())
            values["plpdma_invitation_count"] = len(invitations)
        return values

    def _render(self, template, page_name, **values):
        """Tell on each page that shows sessions how the user takes part in them."""
        if template == "portal_home":
            invitations = self._search_own_participations(self._get_invitation_domain())
            invited = invitations.session_id.sorted("date_start")
            values["invited_sessions"] = invited
            if values.get("coming_sessions"):
                # Told once: above, with the reply that is awaited.
                values["coming_sessions"] -= invited
        shown = request.env["plpdma.session"].union(
            *(
                sessions
                for name in ("records", "coming_sessions", "invited_sessions")
                if (sessions := values.get(name)) and sessions._name == "plpdma.session"
            )
        )
        if shown:
            values["own"] = self._get_own(shown)
        return super()._render(template, page_name, **values)

    def _prepare_participant_values(self, programs):
        """Add that to which the user may contribute now."""
        user = request.env.user
        return {
            **super()._prepare_participant_values(programs),
            "open_sessions": request.env["plpdma.session"]._get_open_to_contributions(
                programs
            ),
            # sudo: whether it is open is asked for the user, who reads the programme.
            "open_programs": programs.filtered(
                lambda program: program.sudo()._is_open_to_contributions(user)
            ),
        }

    # ------------------------------------------------------------------
    # Session
    # ------------------------------------------------------------------
    def _prepare_session_values(self, session):
        """Add how the user takes part in it, and what they are told of it."""
        # sudo: of the user's own participations, the page shows their reply alone.
        own = self._get_own(session).get(session, self._no_participation()).sudo()
        obstacle = self._get_session_obstacle(session)
        program = session.program_id._filtered_access("read")
        return {
            **super()._prepare_session_values(session),
            "participations_own": own,
            "reply_obstacle": own and own[0]._get_reply_obstacle(),
            "replied": any(line.rsvp != "pending" for line in own),
            "can_contribute": not obstacle,
            "obstacle": own and obstacle,
            "only_own": not self._is_elected() and not self._runs(session),
            "consultative_notice": program.notice,
        }

    def _no_participation(self):
        return request.env["plpdma.participation"]

    @route(
        f"{HOME}/sessions/<int:session_id>/reply",
        type="http",
        auth="public",
        website=True,
        methods=["POST"],
        csrf=False,  # see keep_words
    )
    @keep_words
    def plpdma_reply(self, session_id, participation_id="", reply=None, **form):
        """Reply to an invitation for oneself or one's organisation; again changes it.

        :param str participation_id: which, where one speaks for several
        :param str reply: ``accepted``, ``declined`` or ``represented``
        """
        env = request.env
        typed = read_texts(form)
        chosen = str(participation_id).isdecimal() and self._search_own_participations(
            Domain("session_id", "=", session_id)
            & Domain("id", "=", int(participation_id))
        )
        if not chosen:
            return self._redirect_hidden()
        # sudo: the participation is the user's own, searched as such above.
        line = chosen.sudo()
        given = (reply, typed.get("stand_in_name"), typed.get("stand_in_email"))
        errors = line._get_reply_errors(*given)
        done, error = attempt(line._reply, *given)
        if error:
            return self._render_session(
                self._find("plpdma.session", session_id),
                error=error,
                reply_form={**typed, "id": line.id, "errors": errors},
            )
        notices = {
            "noted": env._("Your reply is noted."),
            "changed": env._("Your reply is changed."),
            "known": env._("This was your reply already."),
        }
        return self._redirect(
            f"{HOME}/sessions/{line.session_id.id}#reply", notices[done]
        )

    @route(
        f"{HOME}/sessions/<int:session_id>/print",
        type="http",
        auth="user",
        website=True,
    )
    def plpdma_print_minutes(self, session_id):
        """The minutes alone, to be printed or kept."""
        session = self._find("plpdma.session", session_id)
        if not session.shared_minutes:
            return self._redirect_hidden()
        return self._render(
            "portal_minutes_print",
            "plpdma_minutes",
            heading=session.name,
            session=session,
            authority=self._get_person(session, "company_id"),
        )

    # ------------------------------------------------------------------
    # Contributing
    # ------------------------------------------------------------------
    @route(
        f"{HOME}/sessions/<int:session_id>/contribute",
        type="http",
        auth="public",
        website=True,
        methods=["GET", "POST"],
        max_content_length=MAX_FORM,
        csrf=False,  # see keep_words
    )
    @keep_words
    def plpdma_contribute_session(self, session_id, **form):
        """Contribute to a session, before its minutes are shared."""
        session = self._find_place(session_id)
        if not session:
            return self._redirect_hidden()
        return self._contribute(session, form)

    @route(
        f"{HOME}/programs/<int:program_id>/contribute",
        type="http",
        auth="public",
        website=True,
        methods=["GET", "POST"],
        max_content_length=MAX_FORM,
        csrf=False,  # see keep_words
    )
    @keep_words
    def plpdma_contribute_program(self, program_id, **form):
        """Contribute to a programme, outside any session."""
        program = self._get_programs().filtered(lambda p: p.id == program_id)
        if not program:
            return self._redirect_hidden()
        # sudo: the user reads the programme; what the form offers is asked of it.
        return self._contribute(program.sudo(), form)

    def _contribute(self, place, form):
        """Show the form, or send it: the same one makes one contribution.

        :param place: a session or a programme, in superuser mode
        """
        env = request.env
        form = read_texts(form)
        errors = {}
        if request.httprequest.method == "POST":
            contribution, errors = self._send_contribution(place, form)
            if not errors:
                return self._redirect_contribution(contribution)
        is_session = place._name == "plpdma.session"
        program = place.program_id if is_session else place
        session = place if is_session else place.env["plpdma.session"]
        choices = program._get_submission_choices(session)
        contributions = env["plpdma.contribution"]
        return self._render(
            "portal_contribute",
            "plpdma_contribute",
            heading=env._("Contribute"),
            place=place,
            program=program,
            session=session,
            obstacle=self._get_session_obstacle(session)
            if is_session
            else self._get_program_obstacle(program),
            back=f"{HOME}/sessions/{session.id}"
            if session and self._find("plpdma.session", session.id)
            else HOME,
            questions=place.env["plpdma.question"].browse(choices["question_id"]),
            themes=place.env["plpdma.theme"].browse(choices["theme_ids"]),
            territories=place.env["plpdma.territory"].browse(choices["territory_id"]),
            kinds=self._get_kinds().items(),
            stances=contributions._fields["stance"]._description_selection(env),
            organisation=self._get_organisation(),
            has_files=bool(self._get_sent_files()),
            max_files=MAX_FILES,
            max_size=MAX_FILE_SIZE // 1024**2,
            form={
                "form_key": token_hex(16),
                "kind": "opinion",
                "confidentiality": "public",
                **form,
            },
            errors=errors,
        )

    def _get_kinds(self):
        """The kinds of contributions in their author's words."""
        env = request.env
        return {
            "opinion": env._("I give my opinion"),
            "proposal": env._("I propose something"),
            "need": env._("I describe a need"),
            "constraint": env._("I point out a difficulty"),
            "interest": env._("I say what matters to us"),
            "question": env._("I ask a question"),
            "request": env._("I ask for something to be done"),
            "objection": env._("I disagree with something"),
        }

    def _send_contribution(self, place, form):
        """:return: the contribution, and what is wrong by field: ``{name: sentence}``,
        the empty name for what is no field's"""
        env = request.env
        contributions = env["plpdma.contribution"]
        # Of the user: the number of a form gives nothing of somebody else's.
        key = form.get("form_key") and f"portal-{env.uid}-{form['form_key'][:MAX_KEY]}"
        vals = self._prepare_contribution(place, form)
        files = self._read_files()
        done = contributions._find_submitted(key)
        reused = done._get_reuse_error(vals, files)
        if reused:
            # What comes back is another form.
            form.pop("form_key")
            return None, {"": reused}
        if done:
            return done, {}
        # sudo: uses are counted by the system.
        uses = env["plpdma.rate.limit"].sudo()
        use = ("contribute", f"user-{env.uid}", CONTRIBUTIONS_PER_HOUR, 60)
        if uses._is_used_up(*use):
            error = env._(
                "You sent many contributions in a short time. Wait an hour before "
                "sending this one."
            )
            return None, {"": error}
        errors = contributions._get_submission_errors(vals)
        if errors:
            return None, errors
        contribution, error = attempt(contributions._submit, vals, key, files)
        if contribution:
            uses._hit(*use)
        return contribution, {"files": error} if error else {}

    def _get_sent_files(self):
        files = request.httprequest.files.getlist("files")
        return [file for file in files if file.filename]

    def _read_files(self):
        """One file more, or one byte more, than what is taken is enough to refuse."""
        return [
            (file.filename, file.read(MAX_FILE_SIZE + 1))
            for file in self._get_sent_files()[: MAX_FILES + 1]
        ]

    def _prepare_contribution(self, place, form):
        """What the author filled in; the model refuses what was not offered."""
        is_session = place._name == "plpdma.session"
        vals = {
            "session_id" if is_session else "program_id": place.id,
            "verbatim": form.get("verbatim") or "",
            "confidentiality": form.get("confidentiality") or "public",
            "name_consent": bool(form.get("name_consent")),
        }
        if is_session and place.format == "individual":
            # What is said to the team alone stays with it.
            vals |= {"confidentiality": "staff", "name_consent": False}
        for name in ("kind", "stance"):
            if form.get(name):
                vals[name] = form[name]
        for name in ("question_id", "territory_id", "theme_ids"):
            chosen = form.get(name)
            if chosen:
                # What is no number is no choice either.
                vals[name] = int(chosen) if chosen.isdecimal() else -1
        if "theme_ids" in vals:
            vals["theme_ids"] = [vals["theme_ids"]]
        return vals

    def _redirect_contribution(self, contribution):
        env = request.env
        notice = env._(
            "Thank you. Your contribution is registered under the number %s.",
            contribution.reference,
        )
        readable = self._find("plpdma.contribution", contribution.id)
        url = f"{HOME}/contributions/{contribution.id}" if readable else HOME
        return self._redirect(url, notice)

    # ------------------------------------------------------------------
    # Following
    # ------------------------------------------------------------------
    def _render_contribution(self, contribution, **values):
        """Add what only its author is told."""
        if contribution._is_by(request.env.user):
            values = {
                "is_own": True,
                "refusal": contribution._get_told_refusal(),
                "public_path": contribution._get_public_path(),
                "files": contribution._get_sent_files(),
                "messages": contribution._get_added_messages(),
                "max_message": MAX_MESSAGE,
                **values,
            }
        return super()._render_contribution(contribution, **values)

    @route(
        f"{HOME}/contributions/<int:contribution_id>/files/<int:file_id>",
        type="http",
        auth="user",
        website=True,
    )
    def plpdma_file(self, contribution_id, file_id):
        """A file, for who sent it with their contribution."""
        contribution = self._find("plpdma.contribution", contribution_id)
        file = contribution and contribution._get_sent_files().filtered(
            lambda attachment: attachment.id == file_id
        )
        if not file:
            return self._redirect_hidden()
        stream = request.env["ir.binary"]._get_stream_from(file)
        return stream.get_response(as_attachment=True)

    @route(
        f"{HOME}/contributions/<int:contribution_id>/message",
        type="http",
        auth="public",
        website=True,
        methods=["POST"],
        csrf=False,  # see keep_words
    )
    @keep_words
    def plpdma_message(self, contribution_id, text=None, **_form):
        """A word from the author to the staff, on their contribution."""
        env = request.env
        text = read_texts({"text": text}).get("text")
        contribution = self._find("plpdma.contribution", contribution_id)
        if not contribution or not contribution._is_by(env.user):
            return self._redirect_hidden()
        # sudo: uses are counted by the system.
        allowed = (
            env["plpdma.rate.limit"]
            .sudo()
            ._hit("message", str(env.uid), MESSAGES_PER_HOUR, 60)
        )
        error = None
        if not allowed:
            error = env._(
                "You sent many messages in a short time. Wait an hour before sending "
                "this one."
            )
        else:
            _message, error = attempt(contribution._add_author_message, text)
        if error:
            return self._render_contribution(contribution, error=error, typed=text)
        return self._redirect(
            f"{HOME}/contributions/{contribution.id}#added",
            env._("Your message is sent to the team."),
        )
