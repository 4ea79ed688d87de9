"""Render the documents, the e-mails and the workbooks of the demonstration into a
folder, as its agent and its correspondents get them. Nothing is kept in the database.

`FOLDER` is set by devtools/shots.py, which puts it before this script.
"""

# ruff: noqa: F821 (`env` is set by Odoo's shell, `FOLDER` by what precedes)
import json
import zipfile
from contextlib import suppress
from email import policy
from pathlib import Path

from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools.safe_eval import safe_eval

from odoo.addons.plpdma_concertation.export.export import Export, ExportOptions
from odoo.addons.plpdma_concertation.export.kinds import open_export

ADDON = "plpdma_concertation"
# Of each document, no more than so many.
MOST = 2
# Those worth looking at are named; of the others, the first ones.
CHOSEN = {
    "report_minutes": ["session_demo_opinion", "session_demo_reuse"],
    "report_synthesis": ["session_demo_orientations", "session_demo_public"],
    "report_closing": ["session_demo_orientations", "session_demo_public"],
    "report_bilan": ["program_demo"],
    "report_publication_table": ["program_demo"],
    "report_dashboard": ["program_demo"],
}
PUBLIC_PAGES = ("bilan", "observations", "register", "changes")
# Of the consultation that is over, its page and those of its documents.
SESSION_PAGES = {
    "consultation": "contribute/{id}",
    "synthesis": "sessions/{id}/synthesis",
    "minutes": "sessions/{id}/minutes",
}


def get(name):
    """A record of the demonstration, none where there is none of that name."""
    return env.ref(f"{ADDON}.{name}", raise_if_not_found=False)


def put(kind, name, content):
    """Write a file of the folder."""
    path = Path(FOLDER, kind, name)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    print(path, flush=True)


def find_records(report):
    """The records of which a document may be made, the chosen ones before."""
    chosen = CHOSEN.get(report.report_name.split(".")[-1], ())
    domain = Domain(safe_eval(report.domain)) if report.domain else Domain.TRUE
    found = env[report.model].search(domain, limit=40)
    named = [one for one in map(get, chosen) if one]
    return [*named, *(one for one in found if one not in named)]


def render_documents():
    """Each document, of the first records of which it may be made."""
    reports = env["ir.actions.report"].search(
        [("report_name", "like", f"{ADDON}.%"), ("report_type", "=", "qweb-pdf")],
        order="report_name",
    )
    for report in reports:
        name, done = report.report_name.split(".")[-1], 0
        chosen = CHOSEN.get(name)
        for record in find_records(report):
            if done == (len(chosen) if chosen else MOST):
                break
            with suppress(UserError), env.cr.savepoint():
                content, _kind = report._render_qweb_pdf(report.report_name, record.ids)
                done += 1
                put("documents", f"{name.removeprefix('report_')}-{done}.pdf", content)
        if not done:
            print(f"! {name}: nothing in the demonstration to make it of")


def write_ledger(purpose, xmlid, record):
    """The messages that are followed, as the ledger writes them."""
    template = get(xmlid)
    lines = env["plpdma.delivery"]._write_messages(
        purpose, template, record, [record._prepare_delivery()]
    )
    return lines.mail_message_id.mail_ids


def write_answer(contribution):
    """The message of the answer that a contribution received."""
    response = contribution.response_id.sudo()
    lines = response._write_answers({contribution: [(response, contribution)]})
    return lines.mail_message_id.mail_ids


def write_news():
    """What the authors of an action are told once it is carried out."""
    measures = env["plpdma.measure"].sudo().search([("response_ids", "!=", False)])
    answered = measures.response_ids.contribution_ids
    answered.filtered(lambda one: one._get_answer_email()).follow_consent = True
    measures = measures.filtered(lambda one: one.is_published)
    today = env.company._plpdma_get_today()
    measures.filtered(lambda one: (one.date_start or today) > today).date_start = today
    measures.state = "done"
    lines = measures._write_news(measures._get_news())
    return lines.mail_message_id.mail_ids


def list_messages():
    """`(name, function)` of each message, which gives `mail.mail` records."""
    contributions = env["plpdma.contribution"].sudo()
    written = contributions.search([("contributor_email", "!=", False)])
    told = contributions.search([("response_id.state", "=", "sent")])
    told = told.filtered(lambda one: one._get_answer_email_formatted())
    yield (
        "reception",
        lambda: write_ledger("receipt", "mail_template_receipt", written[:1]),
    )
    for number, one in enumerate(told.sorted(lambda c: c.response_name or "")[:3], 1):
        yield (
            f"reponse-{number}",
            lambda one=one: write_answer(one),
        )
    yield ("action", write_news)
    lines = env["plpdma.participation"].sudo().search([]).filtered("email")
    coming = lines.filtered(lambda line: line._get_guest())
    latest = coming.sorted(lambda line: line.session_id.date_start)[-1:]
    guest = latest._get_guest()
    for purpose in ("invitation", "change", "cancellation", "removal"):
        yield (
            purpose,
            lambda purpose=purpose: guest._send_session_message(purpose, True).mail_ids,
        )
    yield (
        "suppleant",
        lambda: latest._make_stand_in_mail(
            "invitation", "Camille Durand", "camille@example.org"
        ),
    )
    reported = lines.filtered(lambda line: line.session_id.state == "reported")

    def thank():
        reported[:1]._send_thanks()
        return reported[:1].delivery_id.mail_message_id.mail_ids

    yield ("remerciement", thank)
    yield from list_notifications()


def list_notifications():
    """`(name, function)` of what the staff and the élus are told."""
    agent = env.ref(f"{ADDON}.user_demo_agent", raise_if_not_found=False)
    agent = agent or env["res.users"].search([("login", "=", "agent")])

    def catch(act):
        before = env["mail.mail"].sudo().search([], order="id desc", limit=1).id
        act()
        return env["mail.mail"].sudo().search([("id", ">", before)])

    some = env["plpdma.contribution"].search([], limit=3)
    yield ("attribution", lambda: catch(lambda: some._tell_assigned(agent)))
    submitted = env["plpdma.response"].search([("state", "=", "submitted")])
    yield (
        "arbitrage",
        lambda: catch(lambda: submitted.sudo()._notify_portal_arbiters()),
    )
    validated = env["plpdma.response"].search([("state", "=", "validated")], limit=1)
    yield ("validation", lambda: catch(lambda: validated._notify_author()))
    job = env["plpdma.export.job"].new({"user_id": agent.id})
    yield (
        "export",
        lambda: catch(
            lambda: job._notify("Votre export est prêt", "Le fichier est prêt.")
        ),
    )


def render_messages():
    """Each message as it leaves: its page, its text and the whole of it."""
    server = env["ir.mail_server"].sudo()
    env["res.users"].sudo().search([]).notification_type = "email"
    for name, make in list_messages():
        mails = make()
        if not mails:
            print(f"! {name}: nothing in the demonstration to make it of")
            continue
        mail = mails[0]
        values = mail._prepare_outgoing_list()[0]
        message = server._build_email__(
            email_from=mail.email_from or "concertation@example.org",
            email_to=values["email_to"] or ["destinataire@example.org"],
            subject=values["subject"],
            body=values["body"],
            body_alternative=values["body_alternative"],
            reply_to=values["reply_to"],
            attachments=values["attachments"],
            subtype="html",
            subtype_alternative="plain",
        )
        text = f"{values['subject']}\n\n{values['body_alternative']}"
        put("emails", f"{name}.html", str(values["body"]).encode())
        put("emails", f"{name}.txt", text.encode())
        put("emails", f"{name}.eml", message.as_bytes(policy=policy.SMTP))


def render_workbooks():
    """The files of the exports, and what everybody may reuse."""
    program = get("program_demo")
    for name, options in (
        ("registre", {"kind": "register"}),
        ("registre-personnel", {"kind": "register", "personal": True}),
        ("publication", {"kind": "publication"}),
        ("publication-csv", {"kind": "publication", "format": "csv"}),
    ):
        options = ExportOptions(program_id=program.id, lang="fr_FR", **options)
        export = Export(env, options)
        path = Path(FOLDER, "workbooks", f"{name}.{options.format}")
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("wb") as file:
            export.write_to(file)
        print(path, "=", export.filename, flush=True)


def render_procedure_file():
    """The file of the procedure, opened: both versions."""
    program = get("program_demo")
    for audience in ("internal", "public"):
        options = ExportOptions(
            kind="procedure",
            format="zip",
            program_id=program.id,
            audience=audience,
            lang="fr_FR",
        )
        export = open_export(env, options)
        folder = Path(FOLDER, f"dossier-{audience}")
        folder.mkdir(parents=True, exist_ok=True)
        with (folder / export.filename).open("wb") as file:
            export.write_to(file)
        with zipfile.ZipFile(folder / export.filename) as archive:
            for name in archive.namelist():
                if name.startswith("index."):
                    archive.extract(name, folder)
        print(folder, flush=True)


def list_pages():
    """`{name: path}` of the public pages of which pictures are taken."""
    program, session = get("program_demo"), get("session_demo_orientations")
    pages = {name: f"/concertation/{program.id}/{name}" for name in PUBLIC_PAGES}
    for name, path in SESSION_PAGES.items() if session else ():
        pages[name] = f"/concertation/{program.id}/{path.format(id=session.id)}"
    return {"programme": f"/concertation/{program.id}", **pages}


user = env["res.users"].search([("login", "=", "responsable")])
context = {**env.context, "lang": "fr_FR", "tz": "Europe/Paris"}
env = env(user=user, context={**context, "force_report_rendering": True})
render_messages()
render_workbooks()
render_documents()
render_procedure_file()
Path(FOLDER, "pages.json").write_text(json.dumps(list_pages()))
env.cr.rollback()
