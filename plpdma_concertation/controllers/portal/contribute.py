"""The form by which a participant contributes to a session, or to their programme."""

from secrets import token_hex

from odoo import http
from odoo.http import request, route

from ..forms import (
    FILES,
    MAX_FORM,
    attempt,
    has_files,
    read_files,
    read_id,
    read_texts,
)
from ..pages import get_labels, get_names, get_uses
from .kept_words import keep_words
from .layout import HOME, find, get_programs, redirect, redirect_hidden, render

MAX_KEY = 64
# What one account sends in an hour, at most.
CONTRIBUTIONS_PER_HOUR = 30


class PortalContribute(http.Controller):
    """The form of the portal, with the place to which one contributes."""

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
        """The page of the form by which the user contributes to a session, until its
        minutes are shared; it sends it too."""
        sessions = request.env["plpdma.session"]
        session = sessions._find_place(session_id, get_programs())
        if not session:
            return redirect_hidden()
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
        """The page of the form by which the user contributes to a programme, outside
        any session; it sends it too."""
        program = get_programs().filtered(lambda p: p.id == program_id)
        if not program:
            return redirect_hidden()
        # sudo: the user reads the programme; what the form offers is asked of it.
        return self._contribute(program.sudo(), form)

    def _contribute(self, place, form):
        """The form or, once it is sent, the way to the contribution: one form makes one
        contribution, however often it is sent.

        :param place: a session or a programme, in superuser mode
        :param dict form: the parameters of the request
        """
        form = read_texts(form)
        errors = {}
        if request.httprequest.method == "POST":
            contribution, errors = self._send_contribution(place, form)
            if not errors:
                return self._redirect_contribution(contribution)
        return self._render_form(place, form, errors)

    def _render_form(self, place, form, errors):
        env = place.env
        is_session = place._name == "plpdma.session"
        program = place.program_id if is_session else place
        session = place if is_session else env["plpdma.session"]
        choices = program._get_submission_choices(session)
        is_read = session and find("plpdma.session", session.id)
        return render(
            "portal_contribute",
            "plpdma_contribute",
            heading=env._("Contribute"),
            place=place,
            program=program,
            session=session,
            obstacle=place._get_contribution_obstacle(),
            back=f"{HOME}/sessions/{session.id}" if is_read else HOME,
            questions=env["plpdma.question"].browse(choices["question_id"]),
            themes=get_names(env["plpdma.theme"].browse(choices["theme_ids"])),
            measures=get_names(
                env["plpdma.measure"].browse(choices["measure_ids"]), "display_name"
            ),
            territories=get_names(
                env["plpdma.territory"].browse(choices["territory_id"])
            ),
            kinds=self._get_kinds().items(),
            stances=get_labels("plpdma.contribution", "stance"),
            organisation=self._get_organisation(),
            has_email=bool(env["plpdma.contribution"]._get_submitted_email({})),
            has_files=has_files(),
            data=program._describe_personal_data(),
            **FILES,
            form={
                "form_key": token_hex(16),
                "kind": "opinion",
                "confidentiality": "public",
                **form,
            },
            errors=errors,
        )

    def _get_kinds(self):
        """``[(value, label)]``: the kinds of contributions, in their author's words."""
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

    def _get_organisation(self):
        """Name of the organisation for which the user speaks; nothing for somebody who
        speaks for themselves."""
        # sudo: the name of the user's own organisation.
        return request.env.user.partner_id.sudo()._plpdma_get_organisation().name

    def _send_contribution(self, place, form):
        """``(contribution, {name: sentence})``: what was registered, and what is wrong
        by field, the empty name for what is no field's."""
        env = request.env
        contributions = env["plpdma.contribution"]
        # Of the user: the number of a form gives nothing of somebody else's.
        key = form.get("form_key") and f"portal-{env.uid}-{form['form_key'][:MAX_KEY]}"
        vals = self._prepare_vals(place, form)
        files = read_files()
        done = contributions._find_submitted(key)
        reused = done._get_reuse_error(vals, files)
        if reused:
            # What comes back is another form.
            form.pop("form_key")
            return None, {"": reused}
        if done:
            return done, {}
        uses = get_uses()
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
        if error:
            return None, {"files": error}
        uses._hit(*use)
        return contribution, {}

    def _prepare_vals(self, place, form):
        """What the author filled in; the model refuses what was not offered."""
        is_session = place._name == "plpdma.session"
        vals = {
            "session_id" if is_session else "program_id": place.id,
            "verbatim": form.get("verbatim") or "",
            "confidentiality": form.get("confidentiality") or "public",
            "name_consent": bool(form.get("name_consent")),
            "follow_consent": bool(form.get("follow_consent")),
        }
        if is_session and place.format == "individual":
            # What is said to the team alone stays with it.
            vals |= {"confidentiality": "staff", "name_consent": False}
        for name in ("kind", "stance"):
            if form.get(name):
                vals[name] = form[name]
        for name in ("question_id", "territory_id"):
            if form.get(name):
                vals[name] = read_id(form[name])
        for name in ("theme_ids", "measure_ids"):
            if form.get(name):
                vals[name] = [read_id(form[name])]
        return vals

    def _redirect_contribution(self, contribution):
        notice = request.env._(
            "Thank you. Your contribution is registered under the number %s.",
            contribution.reference,
        )
        readable = find("plpdma.contribution", contribution.id)
        url = f"{HOME}/contributions/{contribution.id}" if readable else HOME
        return redirect(url, notice)
