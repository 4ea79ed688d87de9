"""What élus, facilitators and participants read and do on the portal.

The pages act as the user: the record rules decide what is found, and a record that they
hide is answered as one that does not exist. Every form works without JavaScript.
"""

from hashlib import sha256
from secrets import token_hex
from textwrap import shorten

from odoo import fields
from odoo.exceptions import UserError
from odoo.fields import Command, Domain
from odoo.http import request, route
from odoo.tools import format_date, html2plaintext, is_html_empty, plaintext2html

from odoo.addons.portal.controllers.portal import CustomerPortal, pager

from ...tools.groups import ELECTED, FACILITATOR
from ..forms import attempt
from .kept_words import keep_words

HOME = "/my/concertation"
# How many records the home shows of each kind, and a list on each page.
HOME_LIMIT = 5
PAGE_SIZE = 20
# How many forms a session remembers, so as not to write the same thing twice.
REMEMBERED = 20


class ConcertationPortal(CustomerPortal):
    """Pages under ``/my/concertation``: the home, three lists, and their records."""

    # ------------------------------------------------------------------
    # Who, and what they read
    # ------------------------------------------------------------------
    def _is_elected(self):
        return request.env.user.has_group(ELECTED)

    def _get_programs(self):
        """The programmes in which the user has a part on the portal."""
        programs = request.env["plpdma.program"]
        user = request.env.user
        if not (user._is_portal() or self._is_elected() or user.has_group(FACILITATOR)):
            return programs
        return programs.search([])

    def _search(self, model, domain=(), **options):
        """Search as the user; nothing for who has no part in any programme."""
        if not self._get_programs():
            return request.env[model]
        return request.env[model].search(Domain(domain), **options)

    def _find(self, model, record_id):
        """The record, or none whether it is hidden or does not exist."""
        return self._search(model, [("id", "=", record_id)])

    def _runs(self, session):
        """Whether the user facilitates the session."""
        user = request.env.user
        return session.facilitator_id == user.partner_id and user.has_group(FACILITATOR)

    def _get_mandates(self):
        """The mandates that the user holds today."""
        mandates = request.env["plpdma.mandate"]
        return mandates._get_held() if self._is_elected() else mandates

    def _get_contributions(self, responses):
        """What the responses answer, as far as the user reads it."""
        # sudo: which response each author received; rules decide what is shown of it.
        told = responses.sudo().told_contribution_ids
        return self._search(
            "plpdma.contribution",
            Domain("response_ids", "in", responses.ids) | Domain("id", "in", told.ids),
        )

    def _get_answers(self, contributions):
        """The response that each author received, where the user reads it."""
        answers = {}
        for contribution in contributions:
            # sudo: which response it is; rules decide whether it is shown.
            answers[contribution] = contribution.sudo().sent_response_id.sudo(False)
        received = request.env["plpdma.response"].union(*answers.values())
        readable = received._filtered_access("read")
        return {
            contribution: response
            for contribution, response in answers.items()
            if response in readable
        }

    # ------------------------------------------------------------------
    # Words
    # ------------------------------------------------------------------
    def _get_title(self, contribution):
        """Its summary, else the first words of its text."""
        return contribution.summary or shorten(
            contribution.verbatim, 100, placeholder="…"
        )

    def _get_person(self, record, name):
        """The name of a person whom the record names to all its readers."""
        # sudo: who reads the record reads its field; portal users read no contact.
        return record.sudo()[name].name

    def _get_decided(self, response):
        """Who decided on a response and when, in one sentence."""
        return request.env._(
            "%(response)s was validated by %(arbiter)s on %(date)s.",
            response=response.reference,
            arbiter=self._get_person(response, "arbiter_id"),
            date=format_date(request.env, response.date_validated, date_format="long"),
        )

    # ------------------------------------------------------------------
    # Pages and what they tell
    # ------------------------------------------------------------------
    def _render(self, template, page_name, **values):
        """A page of the portal, with what the last form has to tell."""
        return request.render(
            f"plpdma_concertation.{template}",
            {
                **self._prepare_portal_layout_values(),
                "page_name": page_name,
                "title": values.get("heading"),
                "notice": request.session.pop("plpdma_notice", None),
                "is_elected": self._is_elected(),
                "to_arbitrate": request.env["plpdma.response"],
                "get_title": self._get_title,
                "get_person": self._get_person,
                "own": {},
                **values,
            },
        )

    def _redirect(self, url, notice=None, level="success"):
        """Go to a page, which shows the notice."""
        if notice:
            request.session["plpdma_notice"] = {"text": notice, "level": level}
        return request.redirect(url)

    def _redirect_hidden(self):
        """The one answer to what is hidden and to what does not exist."""
        return request.redirect("/my")

    def _remember(self, key, **what):
        """Keep what a form did, to tell it to who sends it again."""
        done = {**request.session.get("plpdma_done", {}), str(key): what}
        request.session["plpdma_done"] = dict(list(done.items())[-REMEMBERED:])

    def _recall(self, key):
        return request.session.get("plpdma_done", {}).get(str(key))

    def _prepare_home_portal_values(self, counters):
        values = super()._prepare_home_portal_values(counters)
        if "plpdma_program_count" in counters:
            values["plpdma_program_count"] = len(self._get_programs())
        if "plpdma_arbitration_count" in counters:
            responses = self._get_mandates().submitted_response_ids
            values["plpdma_arbitration_count"] = len(responses)
        return values

    # ------------------------------------------------------------------
    # Home
    # ------------------------------------------------------------------
    @route(HOME, type="http", auth="user", website=True)
    def plpdma_home(self):
        """What awaits the user first, then what is coming and what changed."""
        programs = self._get_programs()
        if not programs:
            return self._redirect_hidden()
        mandates = self._get_mandates()
        is_facilitator = request.env.user.has_group(FACILITATOR)
        values = {}
        if mandates:
            values |= self._prepare_elected_values(mandates)
        if is_facilitator:
            values |= self._prepare_facilitator_values()
        if not mandates and not is_facilitator:
            values |= self._prepare_participant_values(programs)
        return self._render(
            "portal_home",
            "plpdma_home",
            heading=request.env._("My concertation"),
            programs=programs,
            mandates=mandates,
            is_facilitator=is_facilitator,
            **values,
        )

    def _prepare_elected_values(self, mandates):
        mandates._note_visit()
        to_arbitrate = mandates.submitted_response_ids
        return {
            "to_arbitrate": to_arbitrate,
            "answered_by": self._get_contributions_by_response(to_arbitrate),
            "coming_sessions": mandates.coming_session_ids.sorted("date_start"),
            "news": [
                (sentence, model.removeprefix("plpdma."))
                for mandate in mandates
                for sentence, model in mandate._get_news_sentences()
            ],
            "figures": self._get_figures(),
        }

    def _prepare_facilitator_values(self):
        mine = Domain("facilitator_id", "=", request.env.user.partner_id.id)
        return {
            "run_sessions": self._search(
                "plpdma.session",
                mine & Domain("state", "in", ("draft", "planned", "held")),
                order="date_start, id",
            ),
        }

    def _prepare_participant_values(self, programs):
        contributions = self._search("plpdma.contribution", limit=HOME_LIMIT)
        return {
            "coming_sessions": self._get_coming_sessions(),
            "contributions": contributions,
            "answers": self._get_answers(contributions),
        }

    def _get_coming_sessions(self):
        return self._search(
            "plpdma.session",
            self._get_coming_domain(),
            order="date_start, id",
            limit=HOME_LIMIT,
        )

    def _get_coming_domain(self):
        return Domain("state", "=", "planned") & Domain("date_stop", ">=", "now")

    def _get_contributions_by_response(self, responses):
        contributions = self._get_contributions(responses)
        return {
            # What a page reads of them is read at once, not for each response.
            response: contributions.filtered(
                lambda c, response=response: response in c.response_ids
            ).with_prefetch(contributions._prefetch_ids)
            for response in responses
        }

    def _get_figures(self):
        """How many contributions stand where: label, number, filter of the list."""
        return [
            (label, request.env["plpdma.contribution"].search_count(domain), name)
            for name, (label, domain) in self._get_contribution_filters().items()
            if name != "all"
        ]

    # ------------------------------------------------------------------
    # Lists
    # ------------------------------------------------------------------
    @route(
        [f"{HOME}/sessions", f"{HOME}/sessions/page/<int:page>"],
        type="http",
        auth="user",
        website=True,
    )
    def plpdma_sessions(self, page=1, **query):
        """The sessions that the user may read."""
        env = request.env
        return self._render_list(
            "plpdma.session",
            page,
            query,
            heading=env._("Participation sessions"),
            empty=env._("No session here."),
            search_in=("name", "reference", "location"),
            theme_field="theme_ids",
            filters={
                "all": (env._("All sessions"), Domain.TRUE),
                "coming": (env._("To come"), self._get_coming_domain()),
                "past": (
                    env._("Held"),
                    Domain("state", "in", ("held", "reported")),
                ),
            },
            sortings={
                "newest": (env._("Latest first"), "date_start desc, id desc"),
                "oldest": (env._("Earliest first"), "date_start, id"),
            },
        )

    @route(
        [f"{HOME}/contributions", f"{HOME}/contributions/page/<int:page>"],
        type="http",
        auth="user",
        website=True,
    )
    def plpdma_contributions(self, page=1, **query):
        """The contributions that the user may read."""
        env = request.env
        return self._render_list(
            "plpdma.contribution",
            page,
            query,
            heading=env._("Contributions"),
            empty=env._("No contribution here."),
            search_in=("reference", "summary", "verbatim"),
            theme_field="theme_ids",
            filters=self._get_contribution_filters(),
            sortings={
                "newest": (env._("Latest first"), "date_received desc, id desc"),
                "due": (env._("Answer due first"), "date_due, id"),
                "reference": (env._("Reference"), "reference, id"),
            },
        )

    @route(
        [f"{HOME}/responses", f"{HOME}/responses/page/<int:page>"],
        type="http",
        auth="user",
        website=True,
    )
    def plpdma_responses(self, page=1, **query):
        """The responses that the user may read."""
        env = request.env
        filters = {
            "all": (env._("All responses"), Domain.TRUE),
            "sent": (env._("Sent"), Domain("state", "=", "sent")),
            "published": (env._("Published"), Domain("published", "=", True)),
        }
        if self._is_elected():
            filters |= {
                "to_arbitrate": (
                    env._("Awaiting arbitration"),
                    Domain("state", "=", "submitted"),
                ),
                "validated": (
                    env._("Validated, to be sent"),
                    Domain("state", "=", "validated"),
                ),
            }
        return self._render_list(
            "plpdma.response",
            page,
            query,
            heading=env._("Responses"),
            empty=env._("No response here."),
            search_in=("reference", "motivation", "effect"),
            theme_field="contribution_ids.theme_ids",
            filters=filters,
            sortings={
                "newest": (env._("Latest first"), "id desc"),
                "reference": (env._("Reference"), "reference, id"),
            },
        )

    def _get_contribution_filters(self):
        """:return: ``{name: (label, domain)}``"""
        env = request.env
        figures = env["plpdma.figures"]
        domains = figures._get_contribution_domains()
        return {
            "all": (env._("All contributions"), Domain.TRUE),
            "to_answer": (env._("To answer"), domains["awaiting"]),
            "overdue": (env._("Answer overdue"), figures._get_overdue_domain()),
            "answered": (env._("Answered"), domains["answered"]),
        }

    def _render_list(
        self, model, page, query, search_in, theme_field, filters, sortings, **values
    ):
        """One page of a list, searched, filtered and sorted as the address says.

        :param dict query: ``search``, ``filterby``, ``theme``, ``session`` and
            ``sortby``; what is not understood counts for nothing
        """
        programs = self._get_programs()
        if not programs:
            return self._redirect_hidden()
        mandates = self._get_mandates()
        themes = programs.theme_ids
        search = (query.get("search") or "").strip()
        sortby = query["sortby"] if query.get("sortby") in sortings else "newest"
        theme = themes.filtered(lambda theme: str(theme.id) == query.get("theme"))

        if mandates:
            is_chosen = query.get("filterby") == "new"
            filters["new"] = (
                request.env._("New since last time"),
                self._get_news_domain(mandates, model) if is_chosen else Domain.FALSE,
            )
        filterby = query["filterby"] if query.get("filterby") in filters else "all"
        domain = filters[filterby][1]
        if search:
            domain &= Domain.OR(Domain(name, "ilike", search) for name in search_in)
        if theme:
            domain &= Domain(theme_field, "child_of", theme.id)
        session = query.get("session", "")
        if model == "plpdma.contribution" and session.isdecimal():
            domain &= Domain("session_id", "=", int(session))
        records = request.env[model]
        name = model.removeprefix("plpdma.")
        chosen = {
            "search": search,
            "filterby": filterby,
            "sortby": sortby,
            "theme": theme.id,
            "session": session,
        }
        pages = pager(
            url=f"{HOME}/{name}s",
            url_args={
                key: value
                for key, value in chosen.items()
                if value not in (False, "", "all", "newest")
            },
            total=records.search_count(domain),
            page=page,
            step=PAGE_SIZE,
        )
        records = records.search(
            domain,
            order=sortings[sortby][1],
            limit=PAGE_SIZE,
            offset=max(pages["offset"], 0),
        )
        return self._render(
            "portal_list",
            f"plpdma_{name}s",
            name=name,
            records=records,
            pager=pages,
            themes=themes,
            filters=filters,
            sortings=sortings,
            answers=self._get_answers(records) if name == "contribution" else {},
            answered_by=self._get_contributions_by_response(records)
            if name == "response"
            else {},
            to_arbitrate=mandates.submitted_response_ids,
            **chosen,
            **values,
        )

    def _get_news_domain(self, mandates, model):
        """What changed in a list since the user's last visit."""
        return Domain.OR(
            Domain(domain)
            for mandate in mandates
            for _sentence, _count, _model, domain in mandate._get_news(model)
        )

    # ------------------------------------------------------------------
    # Sessions
    # ------------------------------------------------------------------
    @route(f"{HOME}/sessions/<int:session_id>", type="http", auth="user", website=True)
    def plpdma_session(self, session_id):
        """A session, and what was said there."""
        session = self._find("plpdma.session", session_id)
        if not session:
            return self._redirect_hidden()
        return self._render_session(session)

    def _render_session(self, session, **values):
        of_session = Domain("session_id", "=", session.id)
        contributions = self._search("plpdma.contribution", of_session, limit=PAGE_SIZE)
        runs = self._runs(session)
        return self._render(
            "portal_session",
            "plpdma_session",
            heading=session.name,
            record=session,
            session=session,
            runs=runs,
            minutes=session.shared_minutes,
            # Searched, not followed: the user reads some of them, maybe none.
            questions=self._search("plpdma.question", of_session),
            participations=self._search("plpdma.participation", of_session),
            contributions=contributions,
            contribution_count=contributions.search_count(of_session),
            answers=self._get_answers(contributions),
            **self._prepare_session_values(session),
            **values,
        )

    def _prepare_session_values(self, session):
        """What else the page of a session tells the user; to be completed."""
        return {}

    def _find_run(self, session_id):
        """The session, when the user facilitates it."""
        return self._find("plpdma.session", session_id).filtered(self._runs)

    @route(
        f"{HOME}/sessions/<int:session_id>/minutes",
        type="http",
        auth="public",
        website=True,
        methods=["GET", "POST"],
        csrf=False,  # see keep_words
    )
    @keep_words
    def plpdma_minutes(
        self, session_id, mode="append", text=None, version=None, **_query
    ):
        """Write the minutes: after what stands there, or all of it again.

        What somebody else wrote meanwhile is never lost: the text comes back with the
        minutes as they now are.

        :param str mode: ``append`` or ``rewrite``
        :param str version: the minutes that the writer had under their eyes
        """
        session = self._find_run(session_id)
        if not session:
            return self._redirect_hidden()
        error = None
        if request.httprequest.method == "POST":
            error = self._write_minutes(session, mode, text, version)
            if not error:
                return self._redirect(
                    f"{HOME}/sessions/{session.id}#minutes",
                    request.env._("The minutes are saved."),
                )
        elif mode == "rewrite":
            text = html2plaintext(session.shared_minutes or "")
        has_minutes = not is_html_empty(session.shared_minutes)
        return self._render(
            "portal_minutes",
            "plpdma_minutes",
            heading=request.env._("Write the minutes"),
            session=session,
            mode=mode if has_minutes else "append",
            has_minutes=has_minutes,
            text=text,
            version=self._get_version(session),
            error=error,
        )

    def _get_version(self, session):
        """A mark that changes with the minutes."""
        return sha256((session.shared_minutes or "").encode()).hexdigest()

    def _write_minutes(self, session, mode, text, version):
        """:return: why the minutes were not written, if so"""
        env = request.env
        text = (text or "").strip()
        if not text:
            return env._("Write the minutes before saving them.")
        minutes = session.shared_minutes or ""
        if version != self._get_version(session):
            if self._flat(html2plaintext(minutes)).endswith(self._flat(text)):
                return None  # The same form, sent again.
            return env._(
                "The minutes changed meanwhile. Nothing was saved: read them again, "
                "your text is below."
            )
        written = plaintext2html(text)
        if mode != "rewrite":
            written = minutes + written
        return attempt(session.write_minutes, written)[1]

    def _flat(self, text):
        return " ".join(text.split())

    @route(
        f"{HOME}/sessions/<int:session_id>/note",
        type="http",
        auth="public",
        website=True,
        methods=["GET", "POST"],
        csrf=False,  # see keep_words
    )
    @keep_words
    def plpdma_note(self, session_id, **form):
        """Note what a participant says in a session that the user facilitates."""
        session = self._find_run(session_id)
        if not session:
            return self._redirect_hidden()
        error = None
        if request.httprequest.method == "POST":
            done = self._recall(form.get("form_key"))
            if done:
                return self._redirect(
                    f"{HOME}/contributions/{done['id']}",
                    request.env._("This contribution was already noted."),
                    "info",
                )
            contribution, error = attempt(self._note, session, form)
            if contribution:
                if form.get("form_key"):
                    self._remember(form["form_key"], id=contribution.id)
                return self._redirect(
                    f"{HOME}/sessions/{session.id}#contributions",
                    request.env._("%s is noted.", contribution.reference),
                )
        of_session = Domain("session_id", "=", session.id)
        contributions = request.env["plpdma.contribution"]
        return self._render(
            "portal_note",
            "plpdma_note",
            heading=request.env._("Note a contribution"),
            session=session,
            kinds=contributions._fields["kind"]._description_selection(request.env),
            stances=contributions._fields["stance"]._description_selection(request.env),
            questions=self._search("plpdma.question", of_session),
            participations=self._search("plpdma.participation", of_session),
            themes=session.theme_ids or session.program_id.theme_ids,
            form={"kind": "opinion", "form_key": token_hex(8), **form},
            error=error,
        )

    def _note(self, session, form):
        """Create the contribution as the user, whose rights are checked there.

        :raise UserError: for a value that is not among the choices
        """
        contributions = request.env["plpdma.contribution"]
        vals = {"session_id": session.id, "verbatim": form.get("verbatim")}
        for name in ("kind", "stance"):
            choices = contributions._fields[name].get_values(request.env)
            if form.get(name) and form[name] not in choices:
                raise UserError(request.env._("Choose among what the form offers."))
            if form.get(name):
                vals[name] = form[name]
        of_session = Domain("session_id", "=", session.id)
        for name, model, domain in (
            ("question_id", "plpdma.question", of_session),
            ("participation_id", "plpdma.participation", of_session),
            ("theme_id", "plpdma.theme", Domain.TRUE),
        ):
            if not form.get(name):
                continue
            chosen = form[name].isdecimal() and self._search(
                model, domain & Domain("id", "=", int(form[name]))
            )
            if not chosen:
                raise UserError(request.env._("Choose among what the form offers."))
            vals[name] = chosen.id
        theme_id = vals.pop("theme_id", None)
        if theme_id:
            vals["theme_ids"] = [Command.set([theme_id])]
        return contributions.create(vals)

    # ------------------------------------------------------------------
    # Contributions and responses
    # ------------------------------------------------------------------
    @route(
        f"{HOME}/contributions/<int:contribution_id>",
        type="http",
        auth="user",
        website=True,
    )
    def plpdma_contribution(self, contribution_id):
        """A contribution in its author's words, and what was answered."""
        contribution = self._find("plpdma.contribution", contribution_id)
        if not contribution:
            return self._redirect_hidden()
        return self._render_contribution(contribution)

    def _render_contribution(self, contribution, **values):
        responses = self._search(
            "plpdma.response",
            Domain("contribution_ids", "in", contribution.ids)
            & Domain("state", "!=", "draft"),
            order="id desc",
        )
        responses |= request.env["plpdma.response"].union(
            *self._get_answers(contribution).values()
        )
        return self._render(
            "portal_contribution",
            "plpdma_contribution",
            heading=self._get_title(contribution),
            record=contribution,
            contribution=contribution,
            session=self._find("plpdma.session", contribution.session_id.id),
            question=contribution.question_id._filtered_access("read"),
            responses=responses.sorted("id", reverse=True),
            **values,
        )

    @route(
        f"{HOME}/responses/<int:response_id>", type="http", auth="user", website=True
    )
    def plpdma_response(self, response_id):
        """A response, its reasons and, for who arbitrates it, the two decisions."""
        response = self._find("plpdma.response", response_id)
        if not response:
            return self._redirect_hidden()
        return self._render_response(response)

    def _render_response(self, response, **values):
        return self._render(
            "portal_response",
            "plpdma_response",
            heading=request.env._("Response %s", response.reference),
            record=response,
            response=response,
            contributions=self._get_contributions(response),
            page_size=PAGE_SIZE,
            is_mine=response.state == "submitted"
            and bool(response._filter_arbitrable()),
            decided=self._is_elected()
            and response.is_locked
            and self._get_decided(response),
            seen=response._get_fingerprint(),
            **values,
        )

    @route(
        f"{HOME}/responses/<int:response_id>/validate",
        type="http",
        auth="public",
        website=True,
        methods=["POST"],
        csrf=False,  # see keep_words
    )
    @keep_words
    def plpdma_validate(self, response_id, note=None, seen=None, **_form):
        """Validate a response submitted, with what who decides wants to add."""
        note = (note or "").strip()
        return self._arbitrate(
            response_id,
            lambda response: response.action_validate(note or None, seen),
            note=note,
        )

    @route(
        f"{HOME}/responses/<int:response_id>/return",
        type="http",
        auth="public",
        website=True,
        methods=["POST"],
        csrf=False,  # see keep_words
    )
    @keep_words
    def plpdma_return(self, response_id, reason=None, seen=None, **_form):
        """Give a response back to who prepared it, with the reason."""
        reason = (reason or "").strip()
        response = self._find("plpdma.response", response_id)
        if not reason and response._filter_arbitrable().state == "submitted":
            return self._render_response(
                response,
                error=request.env._("Write what must be reworked: it is required."),
            )
        return self._arbitrate(
            response_id,
            lambda response: response.action_return(reason, seen),
            reason=reason,
        )

    def _arbitrate(self, response_id, decide, **typed):
        """Take one of the two decisions, or tell that it was taken before.

        :param decide: what to do with the response
        :param typed: what the user wrote, shown again when it is refused
        """
        if not self._is_elected():
            return self._redirect_hidden()
        response = self._find("plpdma.response", response_id)
        if response.is_locked:
            return self._redirect(
                f"{HOME}/responses/{response.id}", self._get_decided(response), "info"
            )
        if response.state != "submitted":
            return self._redirect(HOME, self._get_gone_notice(response_id), "info")
        reference = response.reference
        _result, error = attempt(decide, response)
        if error:
            return self._render_response(response, error=error, **typed)
        # sudo: the decision that the user has just taken; a returned one is a draft.
        if response.sudo().state == "validated":
            return self._redirect(HOME, self._get_decided(response))
        notice = request.env._(
            "%(response)s was returned by %(person)s on %(date)s, with the reason.",
            response=reference,
            person=request.env.user.name,
            date=format_date(
                request.env, fields.Date.context_today(response), date_format="long"
            ),
        )
        self._remember(f"return-{response_id}", notice=notice)
        return self._redirect(HOME, notice)

    def _get_gone_notice(self, response_id):
        """What is told of a response that the user does not read, or no more: what
        they did with it themselves, else the same whether it exists or not."""
        done = self._recall(f"return-{response_id}")
        return (
            done
            and done["notice"]
            or request.env._("This response does not await your arbitration any more.")
        )
