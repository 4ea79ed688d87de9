"""What whoever facilitates a session does there: the minutes, and what is said."""

from secrets import token_hex

from odoo import http
from odoo.exceptions import UserError
from odoo.fields import Command, Domain
from odoo.http import request, route
from odoo.tools import html2plaintext, is_html_empty

from ..forms import attempt, read_id, read_texts
from ..pages import get_labels, get_names
from .kept_words import keep_words
from .layout import (
    HOME,
    find,
    recall,
    redirect,
    redirect_hidden,
    remember,
    render,
    search,
)


class PortalRunning(http.Controller):
    """Forms of a session, for its facilitator."""

    def _find_run(self, session_id):
        """The session where the user facilitates it, else an empty recordset."""
        return find("plpdma.session", session_id).filtered("is_run_by_user")

    # ------------------------------------------------------------------
    # Minutes
    # ------------------------------------------------------------------
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
        """The page where the facilitator writes the minutes, after what stands there or
        all of it again; it saves them too.

        :param str mode: ``append`` or ``rewrite``
        :param str version: the minutes that the writer had under their eyes
        """
        session = self._find_run(session_id)
        if not session:
            return redirect_hidden()
        text = read_texts({"text": text}).get("text")
        error = None
        if request.httprequest.method == "POST":
            _done, error = attempt(
                session._write_typed_minutes, text, version, mode == "rewrite"
            )
            if not error:
                return redirect(
                    f"{HOME}/sessions/{session.id}#minutes",
                    request.env._("The minutes are saved."),
                )
        elif mode == "rewrite":
            text = html2plaintext(session.shared_minutes or "")
        has_minutes = not is_html_empty(session.shared_minutes)
        return render(
            "portal_minutes",
            "plpdma_minutes",
            heading=request.env._("Write the minutes"),
            session=session,
            mode=mode if has_minutes else "append",
            has_minutes=has_minutes,
            text=text,
            version=session._get_minutes_version(),
            error=error,
        )

    # ------------------------------------------------------------------
    # What is said
    # ------------------------------------------------------------------
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
        """The page where the facilitator notes what a participant says in a session; it
        notes it too."""
        session = self._find_run(session_id)
        if not session:
            return redirect_hidden()
        form = read_texts(form)
        error = None
        if request.httprequest.method == "POST":
            done = recall(form.get("form_key"))
            if done:
                return redirect(
                    f"{HOME}/contributions/{done['id']}",
                    request.env._("This contribution was already noted."),
                    "info",
                )
            contribution, error = attempt(self._note, session, form)
            if contribution:
                if form.get("form_key"):
                    remember(form["form_key"], id=contribution.id)
                return redirect(
                    f"{HOME}/sessions/{session.id}#contributions",
                    request.env._("%s is noted.", contribution.reference),
                )
        of_session = Domain("session_id", "=", session.id)
        return render(
            "portal_note",
            "plpdma_note",
            heading=request.env._("Note a contribution"),
            session=session,
            kinds=get_labels("plpdma.contribution", "kind"),
            stances=get_labels("plpdma.contribution", "stance"),
            questions=get_names(search("plpdma.question", of_session)),
            participations=get_names(
                search("plpdma.participation", of_session), "display_name"
            ),
            themes=get_names(session.theme_ids or session.program_id.theme_ids),
            form={"kind": "opinion", "form_key": token_hex(8), **form},
            error=error,
        )

    def _note(self, session, form):
        """The contribution, created with the rights of the user, which are checked
        there.

        :raise UserError: for a value that is not among the choices
        """
        refusal = request.env._("Choose among what the form offers.")
        vals = {"session_id": session.id, "verbatim": form.get("verbatim")}
        for name in ("kind", "stance"):
            if not form.get(name):
                continue
            if form[name] not in dict(get_labels("plpdma.contribution", name)):
                raise UserError(refusal)
            vals[name] = form[name]
        of_session = Domain("session_id", "=", session.id)
        for name, model, domain in (
            ("question_id", "plpdma.question", of_session),
            ("participation_id", "plpdma.participation", of_session),
            ("theme_id", "plpdma.theme", Domain.TRUE),
        ):
            if not form.get(name):
                continue
            chosen = search(model, domain & Domain("id", "=", read_id(form[name])))
            if not chosen:
                raise UserError(refusal)
            vals[name] = chosen.id
        theme_id = vals.pop("theme_id", None)
        if theme_id:
            vals["theme_ids"] = [Command.set([theme_id])]
        return request.env["plpdma.contribution"].create(vals)
