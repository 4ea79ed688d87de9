"""What is put to the public, and the form by which anybody contributes to it."""

import time
from secrets import token_hex

from odoo import http
from odoo.http import request, route
from odoo.tools import hash_sign, verify_hash_signed

from ...tools.addresses import MAX_EMAIL
from ...tools.headers import SECRET
from ...tools.limits import MAX_TEXT
from ...tools.names import MAX_NAME
from ..forms import (
    FILES,
    attempt,
    find_stale,
    has_files,
    read_files,
    read_id,
    read_texts,
)
from ..pages import get_labels, get_names, get_uses, get_visitor
from .layout import HOME, find_program, render, render_unknown

# Nobody fills in the form sooner, nor keeps it open for longer.
MIN_SECONDS = 3
MAX_SECONDS = 24 * 3600
# What one address may send in an hour.
CONTRIBUTIONS_PER_HOUR = 20
PROPOSALS_PER_HOUR = 100
FORM_SCOPE = "plpdma-contribute"
# A field that nobody sees: what fills it in is no person.
TRAP = "website_url"
# What the form holds: texts, and choices made among records.
TEXTS = ("verbatim", "contributor_name", "contributor_email", "stance")
CHOICES = ("question_id", "theme_id", "measure_id", "territory_id", "role_id")
CONSENTS = ("name_consent", "follow_consent")
# The form asks for one of what a contribution may have several of.
SINGLE = {"theme_id": "theme_ids", "measure_id": "measure_ids"}


class PublicContribute(http.Controller):
    """Pages under ``/concertation/<programme>/contribute``."""

    @route(
        f"{HOME}/<int:program_id>/contribute/<int:session_id>",
        type="http",
        auth="public",
        website=True,
        methods=["GET", "POST"],
        csrf=False,  # see find_stale
    )
    def contribute(self, program_id, session_id, **form):
        """The page that says what is asked, with the form between its dates; it
        receives the contribution too."""
        program = find_program(program_id)
        session = program._find_public_session(session_id)
        if not session:
            return render_unknown()
        # What was typed; a file may stand where a text is expected.
        names = (*TEXTS, *CHOICES, *CONSENTS, "form_key", TRAP)
        typed = read_texts(form, names)
        if request.httprequest.method == "POST":
            stale = find_stale(form)
            if not stale and {"propose", "take_theme"} & form.keys():
                return self._propose(program, session, typed, form.get("take_theme"))
            return self._receive(program, session, typed, stale)
        return self._render_form(program, session, typed)

    @route(
        f"{HOME}/<int:program_id>/contribute/<int:session_id>"
        "/documents/<int:document_id>",
        type="http",
        auth="public",
        website=True,
        readonly=True,
    )
    def document(self, program_id, session_id, document_id, **_query):
        """A version of a document put to the public, to download."""
        session = find_program(program_id)._find_public_session(session_id)
        document = session._find_public_document(document_id)
        if not document:
            return render_unknown()
        # sudo: it is put to the public, as checked above.
        stream = (
            request.env["ir.binary"]
            .sudo()
            ._get_stream_from(
                document._get_files()[document], filename=document.file_name
            )
        )
        response = stream.get_response(as_attachment=True)
        response.headers["X-Content-Type-Options"] = "nosniff"
        return response

    def _propose(self, program, session, typed, taken):
        """The form again, with the themes that what was typed may be about; nothing is
        sent, and the theme is the one that its author takes."""
        if isinstance(taken, str):
            typed["theme_id"] = taken
            return self._render_form(program, session, typed)
        use = ("propose", get_visitor(), PROPOSALS_PER_HOUR, 60)
        proposals = []
        if get_uses()._hit(*use):
            theme_ids = program._get_submission_choices(session)["theme_ids"]
            # What is learned of what others wrote is no more than which words go with a
            # theme; those shown are the visitor's own.
            themes = program._get_theme_proposer(program.id, tuple(theme_ids))
            proposals = request.env["plpdma.theme"]._describe_proposals(
                themes.propose(typed.get("verbatim") or "")
            )
        return self._render_form(program, session, typed, proposals=proposals)

    def _render_form(
        self, program, session, typed, errors=None, status=200, proposals=None
    ):
        """The HTTP response that shows the form, with what was typed.

        :param program: and ``session``: in superuser mode
        :param dict typed: the texts of the form
        :param dict errors: ``{field: sentence}``
        :param list proposals: themes, when they were asked for
        """
        choices = program._get_submission_choices(session)
        # sudo: the names of what the form offers.
        env = request.env(su=True)
        user = request.env.user
        return render(
            "public_contribute",
            session.name,
            program,
            status=status,
            headers=SECRET,
            availability=session._describe_availability(),
            typed=typed,
            errors=errors or {},
            has_files=request.httprequest.method == "POST" and has_files(),
            proposals=proposals,
            form_key=typed.get("form_key") or self._make_form_key(session),
            trap=TRAP,
            user_name=not user._is_public() and user.name,
            may_be_told=user._is_public()
            or env["plpdma.contribution"].with_user(user)._get_submitted_email({}),
            stances=get_labels("plpdma.contribution", "stance"),
            themes=get_names(env["plpdma.theme"].browse(choices["theme_ids"])),
            measures=get_names(
                env["plpdma.measure"].browse(choices["measure_ids"]), "display_name"
            ),
            territories=get_names(
                env["plpdma.territory"].browse(choices["territory_id"])
            ),
            roles=get_names(env["plpdma.role"].browse(choices["role_id"])),
            contact=program._get_service_contact(),
            data=program._describe_personal_data(),
            moderation=program._describe_moderation(),
            max_text=MAX_TEXT,
            max_name=MAX_NAME,
            max_email=MAX_EMAIL,
            **FILES,
        )

    def _receive(self, program, session, typed, stale):
        """Register the contribution: the HTTP response leads to its receipt, or shows
        the form again with what is wrong.

        :param dict typed: the texts of the form
        :param str stale: why it is not taken as it comes, if so
        """
        if stale:
            typed.pop("form_key", None)
            return self._render_form(program, session, typed, {"": stale})
        uses = get_uses()
        use = ("contribute", get_visitor(), CONTRIBUTIONS_PER_HOUR, 60)
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
        files = read_files()
        done = contributions._find_submitted(key)
        reused = done._get_reuse_error(vals, files)
        if reused:
            typed.pop("form_key", None)
            return self._render_form(program, session, typed, {"": reused})
        errors = {}
        if not done:
            errors = contributions._get_submission_errors(vals)
            asked = {several: one for one, several in SINGLE.items()}
            errors = {asked.get(name, name): error for name, error in errors.items()}
        if not errors:
            contribution, error = attempt(
                contributions._submit, vals, key=key, files=files
            )
            errors = error and {"files": error}
        if errors:
            return self._render_form(program, session, typed, errors)
        uses._hit(*use)
        path = f"{contribution._get_follow_path()}/receipt"
        return request.redirect(path, code=303)

    def _prepare_vals(self, session, typed):
        """Values of the contribution's fields, from the texts of the form; a choice
        that is no record is kept for the model to refuse."""
        vals = {name: typed[name] for name in TEXTS if typed.get(name)}
        chosen = {name: read_id(typed[name]) for name in CHOICES if typed.get(name)}
        for one, several in SINGLE.items():
            if one in chosen:
                vals[several] = [chosen.pop(one)]
        if len(session.question_ids) == 1:
            chosen.setdefault("question_id", session.question_ids.id)
        return {
            **vals,
            **chosen,
            "session_id": session.id,
            **{name: bool(typed.get(name)) for name in CONSENTS},
        }

    def _make_form_key(self, session):
        """The form's number, as a signed text that holds the session and the hour at
        which it was given."""
        values = [session.id, token_hex(16), int(time.time())]
        # sudo: of the database's secret, only the signature comes out.
        return hash_sign(request.env(su=True), FORM_SCOPE, values)

    def _read_form_key(self, session, typed):
        """``(key, error)``: the form's number, and the sentence that says why it is not
        taken. In ``typed``, a number that is of no more use is dropped, for a new one
        to be given."""
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
