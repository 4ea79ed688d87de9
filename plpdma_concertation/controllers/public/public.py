"""What everybody reads and sends without an account.

The public has no right on our records: a few checked methods find, in superuser mode,
what is published or what somebody holds the code of, and the pages are given words made
of it, field by field. Every form works without JavaScript.
"""

import time
from secrets import token_hex
from textwrap import shorten

from odoo import fields, http
from odoo.fields import Domain
from odoo.http import request, route
from odoo.tools import format_date, hash_sign, is_html_empty, verify_hash_signed

from odoo.addons.portal.controllers.portal import pager

from ...tools.headers import SECRET
from ...tools.limits import MAX_FILE_SIZE, MAX_FILES, MAX_TEXT
from ...tools.names import MAX_NAME
from ..forms import attempt, find_stale, read_texts

HOME = "/concertation"
# Entries of the register on a page, and characters of each text.
PAGE_SIZE = 20
EXTRACT = 600
MAX_SEARCH = 100
# Nobody fills in the form sooner, nor keeps it open for longer.
MIN_SECONDS = 3
MAX_SECONDS = 24 * 3600
# What one address may do: contributions an hour, wrong codes a quarter of an hour.
CONTRIBUTIONS_PER_HOUR = 20
WRONG_CODES = 10
WRONG_CODES_MINUTES = 15
FORM_SCOPE = "plpdma-contribute"
# A field that nobody sees: what fills it in is no person.
TRAP = "website_url"
# What the form holds: texts, and choices made among records.
TEXTS = ("verbatim", "contributor_name", "contributor_email", "stance")
CHOICES = ("question_id", "theme_id", "territory_id", "role_id")
# The browser of a telephone then converts its own format of pictures.
ACCEPTED = ".pdf,.jpg,.jpeg,.png,.gif,.webp,.doc,.docx,.xlsx,.pptx,.odt,.ods,.odp"


class ConcertationPublic(http.Controller):
    """Pages under ``/concertation``."""

    # ------------------------------------------------------------------
    # Pages
    # ------------------------------------------------------------------
    def _render(self, template, title, program=None, status=200, headers=(), **values):
        """A public page.

        :param program: the programme that it is about, in superuser mode, if any
        :param dict headers: how it is to be kept and indexed
        """
        # sudo: the name, and what the authority gives to be called or written to.
        company = request.env.company.sudo()
        if program:
            company = company.browse(program._get_card(program.id)["company_id"])
        values |= {
            "title": title,
            "program": program and self._describe_program(program),
            "res_company": company,
            "html_data": {"lang": request.env.lang.replace("_", "-")},
        }
        response = request.render(f"plpdma_concertation.{template}", values)
        response.status_code = status
        response.headers.update(headers)
        return response

    def _render_unknown(self, status=404):
        """The one answer to what is not published, not theirs, or does not exist."""
        return self._render(
            "public_unknown",
            request.env._("This page does not exist"),
            status=status,
            headers=SECRET,
            # sudo: whom to call is for everybody.
            contact=self._describe_contact(request.env.company.sudo()),
        )

    def _render_too_many(self):
        return self._render(
            "public_too_many",
            request.env._("Too many tries"),
            status=429,
            headers=SECRET,
            # sudo: whom to call is for everybody.
            contact=self._describe_contact(request.env.company.sudo()),
            minutes=WRONG_CODES_MINUTES,
        )

    def _find_program(self, program_id):
        """The programme in superuser mode, or none when it is not published."""
        programs = request.env["plpdma.program"]
        return programs._find_published(Domain("id", "=", program_id))

    def _find_session(self, program, session_id):
        """A session put to the public, in superuser mode, or none."""
        return program._get_public_sessions().filtered(
            lambda session: session.id == session_id and session.format == "public"
        )

    # ------------------------------------------------------------------
    # Words
    # ------------------------------------------------------------------
    def _describe_program(self, program):
        path = program._get_public_path()
        card = program._get_card(program.id)
        company = program.env["res.company"].browse(card["company_id"])
        return {
            "id": program.id,
            "name": card["name"],
            "authority": company.name,
            "path": path,
            "register": f"{path}/register",
        }

    def _describe_contact(self, company):
        """Whom to call or to write to."""
        return {
            "authority": company.name,
            "phone": company.phone,
            "phone_link": "".join((company.phone or "").split()),
            "email": company.email,
        }

    def _describe_phase(self, program):
        phases = dict(program._fields["phase"]._description_selection(request.env))
        return phases[program.phase]

    def _describe_period(self, program):
        env = request.env
        start, stop = (
            day and format_date(env, day, date_format="MMMM y")
            for day in (program.date_start, program.date_end)
        )
        if start and stop:
            return env._("From %(start)s to %(stop)s", start=start, stop=stop)
        return start and env._("Since %s", start)

    def _describe_session(self, session):
        """What the calendar tells of a session: neither who comes nor what is said."""
        documents = request.env["plpdma.document.mixin"]
        session = session.with_context(lang=request.env.lang)
        return {
            "id": session.id,
            "name": session.name,
            "kind": documents._describe_kind(session),
            "moment": session._describe_moment(),
            "location": session.location,
            "state": self._describe_state(session),
        }

    def _describe_state(self, session):
        env = request.env
        if session.format == "public":
            return {
                "open": env._("Open now"),
                "coming": env._("To come"),
                "closed": env._("Closed"),
            }[self._get_availability(session)]
        if session.state == "planned":
            return env._("To come") if self._is_coming(session) else env._("Planned")
        return env._("Held")

    def _is_coming(self, session):
        end = session.date_stop or session.date_start
        return bool(end) and end >= fields.Datetime.now()

    def _get_availability(self, session):
        """Where an availability to the public stands: open, coming or closed."""
        if session._is_open_to_contributions(request.env.user):
            return "open"
        start = session.date_start
        is_coming = start and start > fields.Datetime.now()
        return "coming" if is_coming and session.state == "planned" else "closed"

    def _describe_availability(self, session):
        """What is put to the public, and until when."""
        env = request.env
        opening, closing = (
            day and format_date(env, day, date_format="full")
            for day in session._get_opening_dates()
        )
        status = self._get_availability(session)
        if status == "open" and closing:
            when = env._("Open until %s", closing)
        elif status == "open":
            when = env._("Open now")
        elif status == "coming":
            when = env._("Opens on %s", opening)
        else:
            when = closing and env._("Closed since %s", closing) or env._("Closed")
        path = session.program_id._get_public_path()
        is_final = session.minutes_state == "final"
        return {
            **self._describe_session(session),
            "status": status,
            "when": when,
            "is_consultation": session.nature == "consultation",
            "proposal": not is_html_empty(session.proposal) and session.proposal,
            "questions": [
                {"id": question.id, "name": question.name}
                for question in session.question_ids
            ],
            # The synthesis of the observations, once it is final.
            "synthesis": is_final
            and not is_html_empty(session.minutes)
            and session.minutes,
            "url": f"{path}/contribute/{session.id}",
        }

    def _get_labels(self, record, name):
        return record._fields[name]._description_selection(request.env)

    # ------------------------------------------------------------------
    # Programmes
    # ------------------------------------------------------------------
    @route(HOME, type="http", auth="public", website=True, readonly=True)
    def home(self, **_query):
        """The programmes that have public pages."""
        programs = request.env["plpdma.program"]._find_published()
        return self._render(
            "public_home",
            request.env._("Concertation"),
            programs=[
                {
                    **self._describe_program(program),
                    "phase": self._describe_phase(program),
                    "period": self._describe_period(program),
                }
                for program in programs
            ],
        )

    @route(
        f"{HOME}/<int:program_id>",
        type="http",
        auth="public",
        website=True,
        readonly=True,
    )
    def program(self, program_id, **_query):
        """The frame, the calendar, what is asked now, the documents."""
        program = self._find_program(program_id)
        if not program:
            return self._render_unknown()
        sessions = program._get_public_sessions()
        meetings = sessions.filtered(lambda session: session.format != "public")
        coming = meetings.filtered(
            lambda session: session.state == "planned" and self._is_coming(session)
        )
        availabilities = [
            self._describe_availability(session) for session in sessions - meetings
        ]
        return self._render(
            "public_program",
            program.name,
            program,
            phase=self._describe_phase(program),
            period=self._describe_period(program),
            frame=self._describe_frame(program),
            notice=not is_html_empty(program.notice) and program.notice,
            availabilities={
                status: [one for one in availabilities if one["status"] == status]
                for status in ("open", "coming", "closed")
            },
            discussed=[
                {
                    **self._describe_session(session),
                    "questions": session.question_ids.mapped("name"),
                }
                for session in coming
                if session.question_ids
            ],
            calendar={
                "coming": [self._describe_session(session) for session in coming],
                "past": [
                    self._describe_session(session)
                    for session in (meetings - coming).sorted(
                        "date_start", reverse=True
                    )
                ],
            },
            documents=self._describe_documents(program),
            contact=self._describe_contact(program.company_id),
        )

    def _describe_frame(self, program):
        """The texts of the frame that are written, with their titles."""
        env = request.env
        titles = {
            "objective": env._("What we expect from the concertation"),
            "negotiable": env._("What is open to discussion"),
            "non_negotiable": env._("What is not open to discussion"),
            "elected_role": env._("What the élus do"),
            "follow_up_terms": env._("What becomes of your contributions"),
        }
        return [
            {"name": name, "title": title, "text": program[name]}
            for name, title in titles.items()
            if not is_html_empty(program[name])
        ]

    def _describe_documents(self, program):
        path = program._get_public_path()
        return [
            {
                "name": document.name,
                "size": max(document.file_size // 1024, 1),
                "url": f"{path}/documents/{document.id}",
            }
            for document in program.public_document_ids
            if document.type == "binary"
        ]

    @route(
        f"{HOME}/<int:program_id>/documents/<int:attachment_id>",
        type="http",
        auth="public",
        website=True,
        readonly=True,
    )
    def document(self, program_id, attachment_id, **_query):
        """Download a document of a programme."""
        document = self._find_program(program_id)._find_public_document(attachment_id)
        if not document:
            return self._render_unknown()
        # sudo: it is published on the page of its programme, as checked above.
        stream = request.env["ir.binary"].sudo()._get_stream_from(document)
        response = stream.get_response(as_attachment=True)
        response.headers["X-Content-Type-Options"] = "nosniff"
        return response

    # ------------------------------------------------------------------
    # Register
    # ------------------------------------------------------------------
    @route(
        [
            f"{HOME}/<int:program_id>/register",
            f"{HOME}/<int:program_id>/register/page/<int:page>",
        ],
        type="http",
        auth="public",
        website=True,
        readonly=True,
    )
    def register(self, program_id, page=1, **query):
        """Who was heard, on what, and what the authority answered."""
        program = request.env["plpdma.program"]._browse_published(program_id)
        if not program:
            return self._render_unknown()
        chosen = self._read_register_query(program, query)
        domain = program._get_published_contributions_domain()
        domain &= self._get_register_domain(**chosen)
        # sudo: the domain is that of what is published. Themes are named even when
        # they are archived since.
        contributions = request.env["plpdma.contribution"].sudo()
        total = contributions.search_count(domain)
        pages = pager(
            url=f"{program._get_public_path()}/register",
            url_args={name: value for name, value in chosen.items() if value},
            total=total,
            page=page,
            step=PAGE_SIZE,
        )
        found = contributions.search_fetch(
            domain,
            self._get_entry_fields(),
            limit=PAGE_SIZE,
            offset=max(pages["offset"], 0),
        )
        return self._render(
            "public_register",
            request.env._("Register of the contributions"),
            program,
            entries=self._describe_entries(
                found.with_context(active_test=False), EXTRACT
            ),
            total=total,
            pager=pages,
            themes=self._list_themes(program),
            outcomes=self._get_outcomes(),
            is_filtered=any(chosen.values()),
            **chosen,
        )

    @route(
        f"{HOME}/<int:program_id>/register/<int:contribution_id>",
        type="http",
        auth="public",
        website=True,
        readonly=True,
    )
    def entry(self, program_id, contribution_id, **_query):
        """A contribution of the register, in full."""
        program = self._find_program(program_id)
        domain = program._get_published_contributions_domain()
        # sudo: the domain is that of what is published.
        contributions = request.env["plpdma.contribution"].sudo()
        found = contributions.search(domain & Domain("id", "=", contribution_id))
        if not found:
            return self._render_unknown()
        entry = self._describe_entries(found)[0]
        return self._render(
            "public_entry",
            request.env._("Contribution %s", entry["reference"]),
            program,
            entry=entry,
        )

    def _list_themes(self, program):
        names = request.env["plpdma.theme"]._get_names()
        theme_ids = program._get_card(program.id)["theme_ids"]
        return [(theme_id, names[theme_id]) for theme_id in theme_ids]

    def _read_register_query(self, program, query):
        """What is looked for; what is not understood counts for nothing."""
        search, theme, outcome = (
            str(query.get(name) or "") for name in ("search", "theme", "outcome")
        )
        themes = {str(theme_id): theme_id for theme_id, _ in self._list_themes(program)}
        return {
            "search": search.replace("\0", "").strip()[:MAX_SEARCH],
            "theme": themes.get(theme),
            "outcome": outcome if outcome in dict(self._get_outcomes()) else None,
        }

    def _get_outcomes(self):
        """What becomes of a contribution, as the register tells it."""
        responses = request.env["plpdma.response"]
        return [
            ("waiting", request.env._("Awaiting an answer")),
            *self._get_labels(responses, "decision"),
        ]

    def _get_register_domain(self, search, theme, outcome):
        """The domain of what is looked for, which finds nothing by words that are not
        published."""
        domain = Domain.TRUE
        if search:
            published = Domain("published", "=", True)
            domain &= (
                Domain("reference", "ilike", search)
                | Domain("public_text", "ilike", search)
                | (
                    Domain("public_text", "=", False)
                    & Domain("verbatim", "ilike", search)
                )
                | Domain(
                    "sent_response_id",
                    "any",
                    published
                    & (
                        Domain("motivation", "ilike", search)
                        | Domain("effect", "ilike", search)
                    ),
                )
            )
        if theme:
            domain &= Domain("theme_ids", "child_of", theme)
        if outcome == "waiting":
            figures = request.env["plpdma.figures"]
            domain &= figures._get_contribution_domains()["awaiting"]
        elif outcome:
            domain &= Domain("decision", "=", outcome)
            domain &= Domain("sent_response_id.published", "=", True)
        return domain

    def _get_entry_fields(self):
        return [
            "reference",
            "date_received",
            "is_late",
            "name_consent",
            "anonymous",
            "contributor_name",
            "partner_id",
            "role_id",
            "theme_ids",
            "public_text",
            "verbatim",
            "sent_response_id",
            "decision",
            "program_id",
            "date_answered",
            "response_expected",
            "state",
        ]

    def _describe_entries(self, contributions, length=None):
        """What the register tells of each contribution.

        :param contributions: published ones, in superuser mode
        :param int length: characters of the text, all of it by default
        """
        return [self._describe_entry(one, length) for one in contributions]

    def _describe_entry(self, contribution, length):
        text = contribution.register_text
        extract = shorten(text, length, placeholder=" …") if length else text
        response = contribution.sent_response_id
        if not response.published:
            response = response.browse()
        path = contribution.program_id._get_public_path()
        themes = contribution.theme_ids
        return {
            "reference": contribution.reference,
            "date": self._format_day(contribution.date_received),
            "author": contribution.public_author,
            "themes": ", ".join(map(themes._get_names().get, themes.ids)),
            "text": extract if length and len(text) > length else text,
            "is_long": bool(length) and len(text) > length,
            "is_late": contribution.is_late,
            "is_answered": bool(contribution.date_answered),
            "standing": self._describe_standing(contribution),
            "answer": response and self._describe_answer(response),
            "url": f"{path}/register/{contribution.id}",
        }

    def _describe_standing(self, contribution):
        figures = request.env["plpdma.figures"]
        standing = figures._sort_contributions(contribution)[contribution]
        return figures._get_standing_labels()[standing]

    def _describe_answer(self, response):
        """What the authority answered, and why."""
        reasons = response.refusal_reason_id
        return {
            "decision": response._get_decision_label(),
            "reason": reasons._get_names().get(reasons.id),
            "motivation": not is_html_empty(response.motivation)
            and response.motivation,
            "effect": not is_html_empty(response.effect) and response.effect,
            "review": self._format_day(response.review_date),
            "date": self._format_day(
                response.company_id._plpdma_get_local_day(response.date_sent)
            ),
        }

    def _format_day(self, value):
        return value and format_date(request.env, value, date_format="long")

    # ------------------------------------------------------------------
    # Contributing
    # ------------------------------------------------------------------
    @route(
        f"{HOME}/<int:program_id>/contribute/<int:session_id>",
        type="http",
        auth="public",
        website=True,
        methods=["GET", "POST"],
        csrf=False,  # see find_stale
    )
    def contribute(self, program_id, session_id, **form):
        """What is asked, and the form during the dates."""
        program = self._find_program(program_id)
        session = self._find_session(program, session_id)
        if not session:
            return self._render_unknown()
        if request.httprequest.method == "POST":
            return self._receive(program, session, form)
        return self._render_form(program, session, self._read_typed(form))

    def _render_form(self, program, session, typed, errors=None, status=200):
        """The form, with what was typed.

        :param dict errors: ``{field: sentence}``
        """
        choices = program._get_submission_choices(session)
        roles = request.env["plpdma.role"].sudo().browse(choices["role_id"])
        user = request.env.user
        return self._render(
            "public_contribute",
            session.name,
            program,
            status=status,
            headers=SECRET,
            availability=self._describe_availability(session),
            typed=typed,
            errors=errors or {},
            has_files=bool(errors) and self._has_files(),
            form_key=typed.get("form_key") or self._make_form_key(session),
            trap=TRAP,
            user_name=not user._is_public() and user.name,
            stances=self._get_labels(request.env["plpdma.contribution"], "stance"),
            # sudo: the names of what the form offers.
            themes=self._list_names("plpdma.theme", choices["theme_ids"]),
            territories=self._list_names("plpdma.territory", choices["territory_id"]),
            roles=[(role.id, role.name) for role in roles],
            contact=self._describe_contact(program.company_id),
            retention=program.retention_months,
            accepted=ACCEPTED,
            max_text=MAX_TEXT,
            max_name=MAX_NAME,
            max_files=MAX_FILES,
            max_size=MAX_FILE_SIZE // 1024**2,
        )

    def _list_names(self, model, ids):
        # sudo: the names of what the form offers.
        return [(one.id, one.name) for one in request.env[model].sudo().browse(ids)]

    def _read_typed(self, form):
        """What was typed; a file may stand where a text is expected."""
        names = (*TEXTS, *CHOICES, "name_consent", "form_key", TRAP)
        return read_texts(form, names)

    def _has_files(self):
        return any(file.filename for file in self._get_sent_files())

    def _get_sent_files(self):
        return request.httprequest.files.getlist("files")

    def _receive(self, program, session, form):
        """Register the contribution, or show the form again with what is wrong."""
        typed = self._read_typed(form)
        stale = find_stale(form)
        if stale:
            typed.pop("form_key", None)
            return self._render_form(program, session, typed, {"": stale})
        # sudo: visitors have no right on the log of uses.
        uses = request.env["plpdma.rate.limit"].sudo()
        visitor = request.httprequest.remote_addr
        use = ("contribute", visitor, CONTRIBUTIONS_PER_HOUR, 60)
        if uses._is_used_up(*use):
            error = request.env._(
                "Many contributions came from here within an hour. Send yours a little "
                "later, or call us: nothing of what you typed is lost on this page."
            )
            return self._render_form(program, session, typed, {"": error}, status=429)
        key, error = self._read_form_key(session, typed)
        if error:
            return self._render_form(program, session, typed, {"": error})
        contributions = request.env["plpdma.contribution"]
        vals = self._prepare_vals(session, typed)
        files = self._read_files()
        done = contributions._find_submitted(key)
        reused = done._get_reuse_error(vals, files)
        if reused:
            typed.pop("form_key", None)
            return self._render_form(program, session, typed, {"": reused})
        errors = {}
        if not done:
            errors = contributions._get_submission_errors(vals)
            # The form asks for one theme.
            errors = {k.replace("theme_ids", "theme_id"): v for k, v in errors.items()}
        if not errors:
            contribution, error = attempt(
                contributions._submit, vals, key=key, files=files
            )
            errors = error and {"files": error}
        if not errors:
            uses._hit(*use)
        if errors:
            return self._render_form(program, session, typed, errors)
        path = f"{HOME}/follow/{contribution.id}/{contribution._get_follow_code()}"
        return request.redirect(f"{path}/receipt", code=303)

    def _read_files(self):
        """One file more, or one byte more, than what is taken is enough to refuse."""
        return [
            (file.filename, file.read(MAX_FILE_SIZE + 1))
            for file in self._get_sent_files()[: MAX_FILES + 1]
            if file.filename
        ]

    def _prepare_vals(self, session, typed):
        """The values of the fields; what no record has cannot be chosen."""
        vals = {name: typed[name] for name in TEXTS if typed.get(name)}
        for name in CHOICES:
            value = typed.get(name)
            if value:
                is_number = value.isascii() and value.isdecimal() and len(value) < 10
                vals[name] = int(value) if is_number else 0
        theme = vals.pop("theme_id", None)
        if theme is not None:
            vals["theme_ids"] = [theme]
        if len(session.question_ids) == 1:
            vals.setdefault("question_id", session.question_ids.id)
        return {
            **vals,
            "session_id": session.id,
            "name_consent": bool(typed.get("name_consent")),
        }

    def _make_form_key(self, session):
        """A number for the form, signed with the hour at which it was given."""
        values = [session.id, token_hex(16), int(time.time())]
        # sudo: of the database's secret, only the signature comes out.
        return hash_sign(request.env(su=True), FORM_SCOPE, values)

    def _read_form_key(self, session, typed):
        """The number of the form, and why it is not taken, if so. It is changed for a
        new one where it is of no use any more.

        :return: ``(key, error)``
        """
        env = request.env
        payload = typed.pop("form_key", "")
        try:
            # sudo: of the database's secret, only the signature is compared.
            values = verify_hash_signed(env(su=True), FORM_SCOPE, payload)
        except ValueError:
            values = None
        if not values or values[0] != session.id:
            return None, env._(
                "This form could not be recognised. Nothing was sent: check what you "
                "typed, then send it again."
            )
        _session_id, key, given_at = values
        age = time.time() - given_at
        if age > MAX_SECONDS and not env["plpdma.contribution"]._find_submitted(key):
            return None, env._(
                "This page stayed open for more than a day. Nothing was sent: check "
                "what you typed, then send it again."
            )
        typed["form_key"] = payload
        if age < MIN_SECONDS or typed.get(TRAP):
            return None, env._(
                "The form was filled in as a machine does. Nothing was sent: wait a "
                "few seconds, then send it again."
            )
        return key, None

    # ------------------------------------------------------------------
    # Following
    # ------------------------------------------------------------------
    @route(
        f"{HOME}/follow",
        type="http",
        auth="public",
        website=True,
        methods=["GET", "POST"],
        # It writes nothing of anybody's.
        csrf=False,
    )
    def follow_form(self, **form):
        """Ask for the number and the code of a contribution."""
        names = ("reference", "code")
        typed = {**dict.fromkeys(names, ""), **read_texts(form, names)}
        error = None
        if request.httprequest.method == "POST":
            contributions = request.env["plpdma.contribution"]
            found = contributions._find_followed(**typed)
            if found:
                path = f"{HOME}/follow/{found.id}/{found._get_follow_code()}"
                return request.redirect(path, code=303)
            if not self._note_wrong_code():
                return self._render_too_many()
            error = request.env._(
                "No contribution has this number with this code. Check both on your "
                "receipt."
            )
        return self._render(
            "public_follow_form",
            request.env._("Follow my contribution"),
            headers=SECRET,
            typed=typed,
            error=error,
            # sudo: whom to call is for everybody.
            contact=self._describe_contact(request.env.company.sudo()),
        )

    def _note_wrong_code(self):
        """Note a wrong code. Many people share one address: a right code opens its
        page however many wrong ones came from there.

        :return: whether fewer than allowed came from the visitor's address
        """
        # sudo: visitors have no right on the log of uses.
        uses = request.env["plpdma.rate.limit"].sudo()
        return uses._hit(
            "follow",
            request.httprequest.remote_addr,
            limit=WRONG_CODES,
            minutes=WRONG_CODES_MINUTES,
        )

    def _find_followed(self, contribution_id, code):
        """The contribution whose code is given.

        :return: ``(contribution in superuser mode, page)``, one of both
        """
        # sudo: who holds its code may read what became of it.
        contribution = request.env["plpdma.contribution"].sudo().browse(contribution_id)
        if contribution.exists() and contribution._is_follow_code(code):
            return contribution, None
        if not self._note_wrong_code():
            return None, self._render_too_many()
        return None, self._render_unknown()

    @route(
        f"{HOME}/follow/<int:contribution_id>/<string:code>/receipt",
        type="http",
        auth="public",
        website=True,
    )
    def receipt(self, contribution_id, code, **_query):
        """What to keep of a contribution that was just sent."""
        contribution, page = self._find_followed(contribution_id, code)
        if page:
            return page
        return self._render(
            "public_receipt",
            request.env._("Your contribution is received"),
            self._get_shown_program(contribution),
            headers=SECRET,
            followed=self._describe_followed(contribution),
            contact=self._describe_contact(contribution.company_id),
        )

    @route(
        f"{HOME}/follow/<int:contribution_id>/<string:code>",
        type="http",
        auth="public",
        website=True,
    )
    def follow(self, contribution_id, code, **_query):
        """What becomes of a contribution, for its author."""
        contribution, page = self._find_followed(contribution_id, code)
        if page:
            return page
        return self._render(
            "public_follow",
            request.env._("Contribution %s", contribution.reference),
            self._get_shown_program(contribution),
            headers=SECRET,
            followed=self._describe_followed(contribution),
            contact=self._describe_contact(contribution.company_id),
        )

    def _get_shown_program(self, contribution):
        """The programme, where it has pages to link to."""
        program = contribution.program_id
        return program.filtered_domain(program._get_published_domain())

    def _describe_followed(self, contribution):
        """What the author is told: their own words, where they stand, the answer."""
        main = contribution._get_main()
        response = contribution.sent_response_id or main.sent_response_id
        code = contribution._get_follow_code()
        path = f"{HOME}/follow/{contribution.id}/{code}"
        is_public = contribution.confidentiality == "public"
        return {
            "reference": contribution.reference,
            "code": code,
            "path": path,
            "url": contribution.get_base_url() + path,
            "program": contribution.program_id.name,
            "authority": contribution.company_id.name,
            "text": contribution.verbatim,
            "received": self._format_day(contribution.date_received),
            "is_late": contribution.is_late,
            "state": self._describe_progress(contribution, response),
            "due": contribution.is_to_answer
            and self._format_day(contribution.date_due),
            "is_merged": contribution.state == "merged",
            **self._describe_receipt(contribution),
            "answers": self._describe_answers(response),
            "moderation": is_public and contribution.moderation,
            "moderation_reason": contribution.moderation_reason,
            "entry": self._get_entry_url(contribution),
        }

    def _describe_receipt(self, contribution):
        """Whether the number and the code leave by e-mail too, as its page says."""
        receipt = contribution.receipt_id
        return {
            "has_email": bool(contribution._get_answer_email()),
            "is_mailed": receipt.state in ("queued", "sent"),
            "is_withheld": receipt.cause == "limit",
        }

    def _describe_progress(self, contribution, response):
        env = request.env
        # When it reached its author, which may be after it was released; or by
        # telephone, in a session, before this register was opened.
        told = contribution if contribution.date_answered else contribution._get_main()
        if response or contribution.date_answered:
            return env._("Answered on %s", self._format_day(told.date_answered))
        if contribution.state == "in_review":
            return env._("Being studied")
        if contribution.state == "closed":
            return env._("Closed")
        if contribution.state == "merged":
            return env._("Studied with another contribution that says the same")
        return env._("Received")

    def _describe_answers(self, response):
        """The answer in force, then those that it corrects."""
        answers = []
        while response:
            follow_up = response.follow_up_terms
            answers.append(
                {
                    **self._describe_answer(response),
                    "follow_up": not is_html_empty(follow_up) and follow_up,
                    "decided_by": response._get_arbiter_name(),
                }
            )
            response = response.supersedes_id
        return answers

    def _get_entry_url(self, contribution):
        """Where the register shows the contribution, if it does."""
        program = self._get_shown_program(contribution)
        published = program._get_published_contributions_domain()
        if not contribution.active or not contribution.filtered_domain(published):
            return None
        return f"{program._get_public_path()}/register/{contribution.id}"
