"""All that is known of one person, in one archive: what they ask for by their right of
access."""

import base64
import json
from collections import Counter
from zipfile import ZIP_DEFLATED, ZipFile

from markupsafe import Markup

from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain
from odoo.tools import email_normalize, escape_psql, format_datetime

from ..tools.groups import MANAGER
from ..tools.moments import describe_day
from ..tools.texts import html_to_text

# What is told of each model, in the order in which it is read.
FIELDS = {
    "res.partner": (
        "name email phone street street2 zip city country_id function parent_id lang"
        " category_id comment"
    ),
    "plpdma.stakeholder": (
        "program_id role_ids college_id body_ids membership date_start date_end"
        " availability needs interests constraints influence interest user_id"
    ),
    "plpdma.contribution": (
        "reference program_id session_id question_id date_received received_at is_late"
        " channel register_number kind stance verbatim public_text summary"
        " contributor_civility contributor_name contributor_email contributor_street"
        " contributor_zip contributor_city name_consent follow_consent anonymous"
        " role_id theme_ids territory_id confidentiality moderation moderation_reason"
        " internal_note opening_agreement cut_text transcription state date_due"
        " date_implicit date_answered answer_channel"
    ),
    "plpdma.contribution.author": "contribution_id name email confirmed",
    "plpdma.response": (
        "reference name decision motivation refusal_reason_id effect follow_up_terms"
        " review_date date_sent"
    ),
    "plpdma.participation": "session_id capacity rsvp attendance stand_in_name",
    "plpdma.attendance": "session_id date name organisation signature",
    "plpdma.session.ballot": "session_id vote_id choice",
    "plpdma.session.vote": "session_id name",
    "plpdma.notice.receipt": "program_id version date channel session_id",
    "plpdma.delivery": (
        "purpose channel state email date_queued date_done reason program_id"
    ),
    "plpdma.service": "name date description outcome",
    "plpdma.commitment": "name kind state date_due date_done explanation",
    "plpdma.mandate": "program_id function territory_ids theme_ids date_start date_end",
    "plpdma.facilitator": "kind date_start date_end charter_date",
    "mail.message": "date subject body record_name",
}
OURS = "plpdma."


class PersonFile:
    """What the user reads of one person, known by a contact, an address, by what the
    user found to be theirs, or all three.

    An address that several contacts share names nobody: what bears it and no contact is
    left out, unless the user says that it is theirs.
    """

    def __init__(self, env, email=None, partner=None, contributions=None):
        """:param env: environment of whoever hands it over
        :param str email: address of the person
        :param partner: their contact
        :param contributions: those that the user found to be theirs
        :raise AccessError: for a user who does not manage the concertation
        :raise UserError: when nobody is named, or several people are
        """
        self.env = env(context=dict(env.context, active_test=False), su=False)
        if not self.env.user.has_group(MANAGER):
            raise AccessError(
                self.env._("Only a manager of the concertation hands this over.")
            )
        contacts = self.env["res.partner"]
        self.partner = partner.with_env(self.env) if partner else contacts
        letters = self.env["plpdma.contribution"]
        if contributions:
            letters = contributions.with_env(self.env)._get_letter()
        self.confirmed = letters | letters.part_ids
        named = (email_normalize(email or ""), self.partner.email_normalized)
        emails = sorted(set(filter(None, named)))
        if not (self.partner or emails or self.confirmed):
            raise UserError(
                self.env._(
                    "Say who: a contact, an e-mail address, or contributions of theirs."
                )
            )
        bearers = contacts.search([("email_normalized", "in", emails)])
        if len(bearers) > 1 and not (self.partner or self.confirmed):
            raise UserError(
                self.env._(
                    "Several contacts share this address: %s. Choose which of them "
                    "asks.",
                    ", ".join(bearers.mapped("display_name")),
                )
            )
        self.partners = self.partner
        if not self.partner and len(bearers) == 1:
            self.partners = bearers
        self.sharers = bearers - self.partners
        self.shared = sorted(set(self.sharers.mapped("email_normalized")))
        self.emails = [one for one in emails if one not in self.shared]

    # ------------------------------------------------------------------
    # What is found
    # ------------------------------------------------------------------
    def find(self):
        """``{model: records}`` of all that is about the person, as the user reads it.
        What was said in a session's feedback has no author: none of it is here."""
        search = self._search
        partners = Domain("partner_id", "in", self.partners.ids)
        contributions = search(
            "plpdma.contribution",
            partners
            | Domain("id", "in", self.confirmed.ids)
            | (
                self._get_email("contributor_email")
                # Of somebody else, who gave this address too.
                & Domain("partner_id", "in", [False, *self.partners.ids])
            ),
        )
        signed = search("plpdma.contribution.author", self._get_email("email"))
        stakeholders = search("plpdma.stakeholder", partners)
        of_actor = Domain("stakeholder_id", "in", stakeholders.ids)
        lines = search(
            "plpdma.participation",
            of_actor | self._get_email("stand_in_email"),
        )
        # What both signed was answered to both.
        answered = contributions | signed.contribution_id
        names = self.partners.mapped("name") + contributions.mapped("contributor_name")
        return {
            "res.partner": self.partners,
            "plpdma.stakeholder": stakeholders,
            "plpdma.contribution": contributions,
            "plpdma.contribution.author": signed,
            "plpdma.response": search(
                "plpdma.response", Domain("id", "in", answered.sent_response_id.ids)
            ),
            "plpdma.participation": lines,
            "plpdma.attendance": search(
                "plpdma.attendance",
                Domain("participation_id", "in", lines.ids)
                # Whoever signed under that name, and is nobody known.
                | (
                    Domain("participation_id", "=", False)
                    & Domain("name", "in", sorted(set(filter(None, names))))
                ),
            ),
            "plpdma.session.ballot": search(
                "plpdma.session.ballot", Domain("participation_id", "in", lines.ids)
            ),
            "plpdma.session.vote": search(
                "plpdma.session.vote", Domain("recused_ids", "in", lines.ids)
            ),
            "plpdma.notice.receipt": search("plpdma.notice.receipt", of_actor),
            "plpdma.delivery": search(
                "plpdma.delivery",
                self._get_email("email")
                # What was posted to them, or went to the address that they share;
                # others are told of the same contributions.
                | (
                    (
                        Domain("contribution_ids", "in", contributions.ids)
                        | Domain("participation_id", "in", lines.ids)
                    )
                    & Domain("email", "in", [False, *self.shared])
                ),
            ),
            "plpdma.service": search("plpdma.service", of_actor),
            "plpdma.commitment": search("plpdma.commitment", of_actor),
            "plpdma.mandate": search("plpdma.mandate", partners),
            "plpdma.facilitator": search("plpdma.facilitator", partners),
            "mail.message": self._find_messages(contributions),
        }

    def _search(self, model, domain):
        return self.env[model].search(domain, order="id")

    def _get_email(self, name):
        """Domain of what bears one of the addresses, however its letters are cased."""
        return Domain.OR(
            Domain(name, "=ilike", escape_psql(email)) for email in self.emails
        )

    def _find_messages(self, contributions):
        """What the person wrote in our discussions, and what was written on what they
        sent."""
        ours = Domain("model", "=like", f"{OURS}%")
        by_them = Domain("author_id", "in", self.partners.ids) | Domain.OR(
            Domain("email_from", "ilike", escape_psql(email)) for email in self.emails
        )
        around = Domain("model", "=", contributions._name)
        around &= Domain("res_id", "in", contributions.ids)
        messages = self._search("mail.message", ours & (by_them | around))
        return messages.filtered(
            lambda message: (
                message.body
                and (
                    message.author_id in self.partners
                    or email_normalize(message.email_from or "") in self.emails
                    or message.model == contributions._name
                    and message.res_id in contributions.ids
                )
            )
        )

    def _find_files(self, contributions):
        """The files that came with the contributions, as attachments."""
        return self._search(
            "ir.attachment",
            Domain("res_model", "=", contributions._name)
            & Domain("res_id", "in", contributions.ids)
            & Domain("type", "=", "binary"),
        )

    # ------------------------------------------------------------------
    # The file
    # ------------------------------------------------------------------
    @property
    def filename(self):
        """Name of the archive: it names nobody."""
        return self.env._("Personal data (internal).zip")

    def write_to(self, file):
        """Write the archive: a page to read, the same as data, and the files.

        :param file: binary file, open for writing
        :return: number of records
        """
        found = self.find()
        told = {
            self.get_heading(model): [
                self._describe(record, FIELDS[model].split()) for record in records
            ]
            for model, records in found.items()
            if records
        }
        with ZipFile(file, "w", ZIP_DEFLATED) as archive:
            archive.writestr(
                "data.json", json.dumps(told, ensure_ascii=False, indent=1)
            )
            archive.writestr("data.html", self._make_page(told))
            for signed in found["plpdma.attendance"].filtered("signature"):
                path = self._get_drawing_path(signed)
                archive.writestr(path, base64.b64decode(signed.signature))
            names = Counter()
            for attachment in self._find_files(found["plpdma.contribution"]):
                name = f"files/{attachment.res_id}/{attachment.name.replace('/', '-')}"
                names[name] += 1
                if names[name] > 1:
                    name = f"{name} ({names[name]})"
                archive.writestr(name, attachment.raw or b"")
        return sum(map(len, told.values()))

    def get_heading(self, model):
        """What is told of a model, in words."""
        if model == "plpdma.session.vote":
            return self.env._("Votes of which they were kept out")
        return self.env["ir.model"]._get(model).name

    def _get_drawing_path(self, signed):
        return f"files/signatures/{signed.id}.png"

    def _describe(self, record, names):
        """``{label: text}`` of what is filled in, as the user reads it."""
        described = {}
        for name in names:
            field = record._fields[name]
            if not record._has_field_access(field, "read"):
                continue
            text = self._read(record, field)
            if text:
                described[field._description_string(self.env) or name] = text
        return described

    def _read(self, record, field):
        value = record[field.name]
        if field.relational:
            # sudo: the names of what the record leads to, as its form shows them.
            return ", ".join(value.sudo().mapped("display_name"))
        if field.type == "binary":
            # Beside the page, as a file.
            return value and self._get_drawing_path(record)
        if field.type == "selection":
            return dict(field._description_selection(self.env)).get(value)
        if field.type == "html":
            return html_to_text(value)
        if field.type == "date":
            return value and describe_day(self.env, value)
        if field.type == "datetime":
            return value and format_datetime(self.env, value)
        if field.type == "boolean":
            return value and self.env._("Yes")
        return value and str(value)

    def _make_page(self, told):
        title = self.env._("What is known of one person")
        parts = [
            Markup("<h1>%s</h1><p>%s</p>")
            % (
                title,
                self.env._(
                    "All that the concertation holds under a contact or an e-mail "
                    "address. The feedback given after a session has no author: none "
                    "of it can be found again."
                ),
            )
        ]
        for heading, records in told.items():
            parts.append(Markup("<h2>%s</h2>") % heading)
            for described in records:
                rows = Markup().join(
                    Markup("<dt>%s</dt><dd>%s</dd>") % pair
                    for pair in described.items()
                )
                parts.append(Markup("<dl>%s</dl><hr>") % rows)
        return (
            Markup(
                '<!DOCTYPE html><html lang="%s"><head><meta charset="utf-8">'
                "<title>%s</title><style>body{font-family:sans-serif;margin:2em}"
                "dt{font-weight:bold}dd{white-space:pre-wrap;margin:0 0 .5em}</style>"
                "</head><body>%s</body></html>"
            )
            % (
                (self.env.lang or "fr_FR").replace("_", "-"),
                title,
                Markup().join(parts),
            )
        ).encode()

    def log(self, env, row_count):
        """Note in the log that it left, and not whose it is: the log outlives names.

        :param env: environment that may write, of the same user
        :param int row_count: as :meth:`write_to` returned it
        """
        env["plpdma.export.log"].with_company(self.env.company)._log(
            "plpdma.contribution",
            row_count,
            user_id=self.env.uid,
            format="zip",
            filter_text=env._("All that is known of one person"),
            with_personal_data=True,
        )
