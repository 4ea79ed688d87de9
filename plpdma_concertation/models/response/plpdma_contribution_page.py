from textwrap import shorten

from odoo import api, models
from odoo.fields import Domain

from ...tools.local_html import get_written
from ...tools.moments import describe_day

# Characters of what heads an entry of the register.
SUBJECT = 90


class PlpdmaContribution(models.Model):
    """What the pages tell of a contribution and of its answer: the published register
    everybody, its own page its author. Both are given records in superuser mode, of
    which the words made here are all that comes out; the portal acts as its user."""

    _inherit = "plpdma.contribution"

    # ------------------------------------------------------------------
    # Register
    # ------------------------------------------------------------------
    @api.model
    def _get_outcomes(self):
        """``[(outcome, label)]`` of the outcomes of a contribution that the register
        can tell."""
        decision = self.env["plpdma.response"]._fields["decision"]
        return [
            ("waiting", self.env._("Awaiting an answer")),
            *decision._description_selection(self.env),
        ]

    @api.model
    def _get_register_domain(
        self, search, theme, outcome, territory=None, kind=None, company=None
    ):
        """Domain of what is looked for in the register, which finds nothing by words
        that are not published.

        :param str search: words, if any
        :param int theme: a theme, with those under it
        :param str outcome: one of ``_get_outcomes``
        :param int territory: a territory, with those that are part of it
        :param str kind: one of those of the field
        :param company: the authority whose register it is: words stand for one another
            as its themes say, whatever the site
        """
        domain = Domain.TRUE
        if search:
            domain &= self._get_words_domain(search, "public", company)
        if theme:
            domain &= Domain("theme_ids", "child_of", theme)
        if territory:
            domain &= Domain("territory_id", "child_of", territory)
        if kind:
            domain &= Domain("kind", "=", kind)
        if outcome == "waiting":
            domain &= self._to_answer_domain()
        elif outcome:
            domain &= Domain("decision", "=", outcome)
            domain &= Domain("sent_response_id.published", "=", True)
        return domain

    @api.model
    def _fetch_entries(self, domain, search, limit, offset, company=None):
        """Entries of the register that a domain finds, those that answer some words
        best first; else the latest first.

        :param company: as ``_get_register_domain``
        """
        names = self._get_entry_fields()
        if search:
            return self._fetch_ranked(
                search, "public", domain, names, offset, limit, company
            )
        return self.search_fetch(domain, names, offset=offset, limit=limit)

    @api.model
    def _get_entry_fields(self):
        """List of the names of the fields that an entry of the register is made of, to
        be fetched at once."""
        return [
            "reference",
            "date_received",
            "is_late",
            "name_consent",
            "anonymous",
            "campaign_id",
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
            "signature_count",
            "state",
            # Which letter it is a point of is told too.
            "part_number",
            "whole_id",
        ]

    def _describe_entry(self, length=None, similar=0):
        """Dictionary of the register's words on a contribution that is published there,
        with ``answer``: see ``_describe_answer``.

        :param int length: characters of the text, all of it by default
        :param int similar: how many others of its campaign are published there
        """
        self.ensure_one()
        text = self.register_text
        is_long = bool(length) and len(text) > length
        response = self.sent_response_id
        themes = self.theme_ids
        answer = response.published and response._describe_answer()
        return {
            "reference": self.reference,
            "subject": self._get_entry_subject(answer and answer["subject"]),
            "date": describe_day(self.env, self.date_received),
            "author": self.public_author,
            "themes": ", ".join(map(themes._get_names().get, themes.ids)),
            "text": shorten(text, length, placeholder=" …") if is_long else text,
            "is_long": is_long,
            "is_late": self.is_late,
            "is_answered": bool(self.date_answered),
            "answer": answer,
            "url": self._get_entry_path(),
            **self._describe_support(similar),
        }

    def _get_entry_subject(self, subject):
        """What heads an entry: the subject of its published answer, else the first
        words of its text. Its summary stays with the staff: nobody read it for
        publication, and that of an e-mail is its sender's own words.

        :param str subject: that of the answer that is told, if any
        """
        return subject or shorten(self.register_text, SUBJECT, placeholder=" …")

    # ------------------------------------------------------------------
    # Follow-up
    # ------------------------------------------------------------------
    def _describe_followed(self):
        """Dictionary of the words of the page that its author follows: what they said,
        where it stands, and ``answers``: see ``_describe_answers``."""
        self.ensure_one()
        response = self.sent_response_id or self._get_main().sent_response_id
        receipt = self.receipt_id
        is_public = self.read_by == "public"
        return {
            "reference": self.reference,
            "program": self.program_id.name,
            "authority": self.company_id.name,
            "text": self.verbatim,
            "state": self._describe_step(response),
            "is_merged": self.state == "merged",
            # Whether the number and the code leave by e-mail too.
            "has_email": bool(self._get_answer_email()),
            "is_mailed": receipt.state in ("queued", "sent"),
            "is_withheld": receipt.cause == "limit",
            "answers": response._describe_answers(),
            "moderation": is_public and self.moderation,
            "refusal": self._describe_refusal(),
            "entry": self._get_public_path(),
        }

    def _describe_step(self, response):
        """Sentence that says where it stands: the day the answer reached its author,
        which may be after it was released, or before this register was opened."""
        told = self if self.date_answered else self._get_main()
        if response or self.date_answered:
            day = describe_day(self.env, told.date_answered)
            return self.env._("Answered on %s", day)
        if self.state == "in_review":
            return self.env._("Being studied")
        if self.state == "closed":
            return self.env._("Closed: no answer was expected")
        if self.state == "merged":
            return self.env._("Studied with another contribution that says the same")
        return self.env._("Received")

    def _get_shown_program(self):
        """The programme where it has pages to link to, else none."""
        program = self.program_id
        return program.filtered_domain(program._get_published_domain())

    # ------------------------------------------------------------------
    # Portal
    # ------------------------------------------------------------------
    def _get_title(self):
        """Title of the contribution: its summary, else the first words of its text."""
        self.ensure_one()
        return self.summary or shorten(self.verbatim, 100, placeholder="…")

    def _get_read_answers(self):
        """``{contribution: response}``: the response that each author received, where
        the user reads it."""
        # sudo: which response it is; rules decide whether it is shown.
        answers = {one: one.sudo().sent_response_id.sudo(False) for one in self}
        received = self.env["plpdma.response"].union(*answers.values())
        readable = received._filtered_access("read")
        return {one: answer for one, answer in answers.items() if answer in readable}


class PlpdmaResponse(models.Model):
    """A response, in the words in which the pages tell it."""

    _inherit = "plpdma.response"

    def _describe_answer(self):
        """Dictionary of the words of the authority's answer, and of why, for a response
        in superuser mode that its reader may read."""
        self.ensure_one()
        reasons = self.refusal_reason_id
        sent = self.company_id._plpdma_get_local_day(self.date_sent)
        return {
            "subject": self.name,
            "decision": self._get_decision_label(),
            "reason": reasons._get_names().get(reasons.id),
            "motivation": get_written(self.motivation),
            "effect": get_written(self.effect),
            "review": describe_day(self.env, self.review_date),
            "extras": self._get_told_extras(),
            "date": describe_day(self.env, sent),
        }

    def _get_told_extras(self):
        """``[(heading, sentence)]``: what pages, messages, letters and documents tell
        after what the authority will do; each room that has something to say of an
        answer adds its own."""
        self.ensure_one()
        return []

    def _describe_answers(self):
        """List of dictionaries, as ``_describe_answer`` gives them: the answer in
        force, as its authors read it, then those that it corrects."""
        answers = []
        response = self
        while response:
            answers.append(
                {
                    **response._describe_answer(),
                    "follow_up": get_written(response.follow_up_terms),
                    "decided_by": response._describe_arbiter(),
                }
            )
            response = response.supersedes_id
        return answers

    # ------------------------------------------------------------------
    # Portal
    # ------------------------------------------------------------------
    def _get_read_contributions(self):
        """The contributions that the responses answer and the user may read, as a
        recordset."""
        # sudo: which response each author received; rules decide what is shown of it.
        told = self.sudo().told_contribution_ids
        return self.env["plpdma.contribution"].search(
            Domain("response_ids", "in", self.ids) | Domain("id", "in", told.ids)
        )

    def _describe_decision(self):
        """Sentence that says who decided on a response, and when."""
        self.ensure_one()
        return self.env._(
            "%(response)s was validated by %(arbiter)s on %(date)s.",
            response=self._get_title(),
            # sudo: whoever reads the response is told who decided; portal users read no
            # contact.
            arbiter=self.sudo().arbiter_id.name,
            date=describe_day(self.env, self.date_validated),
        )
