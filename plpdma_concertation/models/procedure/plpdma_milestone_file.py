"""The steps of the legal thread, in the file of the procedure."""

from odoo import models
from odoo.tools import format_date

from ...tools.procedure_file import PUBLIC, Piece, write_table
from ...tools.texts import html_to_text
from .plpdma_milestone_synthesis import PURPOSE as SYNTHESIS

# The folder of the documents of each step.
STEPS = {
    "cces_opinion": "opinions",
    "draft_adoption": "draft",
    "public_availability": "consultation",
    "second_opinion": "opinions",
    "deliberation": "adoption",
    "publication": "publication",
    "transmission": "publication",
    "annual_report": "reports",
    "evaluation": "reports",
}
OPINIONS = ("cces_opinion", "second_opinion")


class PlpdmaMilestone(models.Model):
    """A step, in the file of the procedure."""

    _inherit = "plpdma.milestone"

    def _get_procedure_pieces(self, audience):
        """List of :class:`Piece` of the step: its opinion, its documents, its proofs;
        or what is missing."""
        self.ensure_one()
        folder, day = STEPS[self.kind], self.date_done or None
        return [
            *self._get_synthesis_pieces(folder),
            *self._get_opinion_pieces(folder, audience, day),
            *self._get_authority_pieces(folder, audience),
            *self._get_attached_pieces(folder, audience, day),
            *self._get_recipient_pieces(folder, audience),
            *self._get_report_pieces(folder),
        ]

    # ------------------------------------------------------------------
    # The opinion of the CCES, and what it read before
    # ------------------------------------------------------------------
    def _get_synthesis_pieces(self, folder):
        """The day on which the synthesis went to the CCES, and to how many."""
        if self.kind != "second_opinion" or not self.has_consultation:
            return []
        title = self.env._("Synthesis given to the CCES")
        day = self.date_synthesis
        if day:
            given = self.env["plpdma.delivery"].search_count(
                [
                    ("milestone_id", "=", self.id),
                    ("purpose", "=", SYNTHESIS),
                    ("state", "=", "sent"),
                ]
            )
            told = self.env._(
                "The synthesis of the public's observations was given on %(date)s. "
                "Messages that left, or handed over: %(count)s.",
                date=format_date(self.env, day),
                count=given,
            )
            page = self.program_id._make_page_piece(folder, title, [("", told)], day)
            return [page]
        if not self.program_id.draft_modified:
            return []
        missing = self.env._("Give it to the CCES, on the milestone.")
        return [Piece(folder, title, missing=missing)]

    def _get_opinion_pieces(self, folder, audience, day):
        title = self.env._("%s: opinion", self.name)
        is_report = self.kind == "annual_report"
        if is_report and audience == PUBLIC and not self.date_online:
            # It goes online with the report.
            return []
        if audience == PUBLIC and self.vote_id and not is_report:
            session = self.vote_id.session_id
            if not session._are_votes_public():
                missing = self.env._(
                    "It is not public yet: make the minutes of “%s” final.",
                    session.name,
                )
                return [Piece(folder, title, date=day, missing=missing)]
        opinion = html_to_text(self._get_opinion())
        if opinion:
            sections = [(self.vote_id.name or self.name, opinion)]
            return [self.program_id._make_page_piece(folder, title, sections, day)]
        if self.kind in OPINIONS or (is_report and day):
            missing = self.env._(
                "Note the vote in the session of the CCES (Quorum and Votes), and link "
                "the session with this milestone."
            )
            return [Piece(folder, title, date=day, missing=missing)]
        return []

    # ------------------------------------------------------------------
    # Its documents
    # ------------------------------------------------------------------
    def _get_attached_pieces(self, folder, audience, day):
        """The documents of the step: all of them, or those that are published."""
        documents = self._filter_told(self.document_ids, audience)
        online = self.online_document_ids
        if audience == PUBLIC and not self.date_online:
            online = online.browse()
        pieces = [
            self.program_id._make_attached_piece(folder, document, day)
            for document in documents
        ]
        pieces += [
            self.program_id._make_attached_piece(
                folder, document, self.date_online or day
            )
            for document in online - documents
        ]
        missing = self._get_missing_proof(documents | online)
        if missing:
            pieces.append(Piece(folder, self.name, date=day, missing=missing))
        return pieces

    def _filter_told(self, documents, audience):
        """The documents themselves; for everybody, those of the published documents of
        the programme that are the same files."""
        if audience != PUBLIC:
            return documents
        contents = set(documents.mapped("checksum"))
        # sudo: everybody reads them.
        published = self.program_id.sudo().public_document_ids
        return published.filtered(lambda file: file.checksum in contents)

    def _get_missing_proof(self, documents):
        """What to do for the step to be proved; nothing where it is.

        :param documents: those that are there, for whom the file is
        """
        if self.kind == "transmission":
            missing = self._get_missing_addressees()
            if missing:
                return self.env._(
                    "Note on which day each addressee was informed. Still to inform: "
                    "%s.",
                    self._name_addressees(missing),
                )
        elif self.missing_authorities:
            return self.env._(
                "Note the deliberation of each authority. Still to adopt it: %s.",
                self.missing_authorities,
            )
        elif not self.date_done:
            return self.env._("Note the day on which it was done.")
        # The deliberations of those that share the programme are named one by one.
        is_proved_elsewhere = self.kind in ("public_availability", *OPINIONS)
        if documents or is_proved_elsewhere or self._filter_shared():
            return ""
        if self.document_ids:
            return self._tell_to_publish()
        return self.env._(
            "Attach its document to the milestone; to publish it too, add it to the "
            "programme's documents to publish."
        )

    def _tell_to_publish(self):
        return self.env._(
            "It is not among the programme's documents to publish: add it there to "
            "publish it."
        )

    # ------------------------------------------------------------------
    # Each authority's deliberation
    # ------------------------------------------------------------------
    def _get_authority_pieces(self, folder, audience):
        """The deliberations of those that share the programme: their days, their
        references, their documents; those that are missing."""
        authorities = self._filter_shared().program_id.authority_ids
        if not authorities:
            return []
        program = self.program_id
        title = self.env._("Deliberations of the authorities that share the programme")
        names = ("partner_id", "deliberation_date", "deliberation_reference")
        pieces = [program._make_table_piece(folder, title, authorities, names)]
        for authority in authorities:
            title = self.env._("Deliberation: %s", authority.display_name)
            day = authority.deliberation_date or None
            documents = self._filter_told(authority.document_ids, audience)
            if not day:
                missing = self.env._("Note its deliberation: its day and its document.")
            elif not authority.document_ids:
                missing = self.env._("Attach its deliberation, on the programme.")
            else:
                missing = "" if documents else self._tell_to_publish()
            pieces += [
                program._make_attached_piece(folder, document, day, title=title)
                for document in documents
            ]
            if missing:
                pieces.append(Piece(folder, title, date=day, missing=missing))
        return pieces

    # ------------------------------------------------------------------
    # To whom it was transmitted
    # ------------------------------------------------------------------
    def _get_recipient_pieces(self, folder, audience):
        """To whom the programme left, and when, by what the ledger says; whom it did
        not reach. Everybody is told what they stand for, neither names nor
        addresses."""
        recipients = self.recipient_ids
        if self.kind != "transmission" or not recipients:
            return []
        labels = self._get_addressee_labels()
        title = self.env._("Proofs of the transmission")
        tell = self._tell_left if audience == PUBLIC else self._tell_proofs
        write = write_table(*tell(recipients, labels))
        pieces = [Piece(folder, title, "csv", self.date_done or None, write)]
        for recipient in recipients.filtered(lambda one: not one.date_sent):
            label = labels[recipient.addressee]
            if audience != PUBLIC:
                label = self._name_recipient(recipient, label)
            pieces.append(
                Piece(
                    folder,
                    self.env._("%(step)s: %(to)s", step=self.name, to=label),
                    missing=self.env._(
                        "Nothing says that it left: transmit the programme, or note "
                        "its letter as posted."
                    ),
                )
            )
        return pieces

    def _name_recipient(self, recipient, label):
        """What they stand for and who they are, said once: « ADEME, direction
        régionale » is the ADEME."""
        name = recipient.display_name
        return name if name.startswith(label) else f"{label}, {name}"

    def _get_addressee_labels(self):
        field = self.recipient_ids._fields["addressee"]
        return dict(field._description_selection(self.env))

    def _tell_left(self, recipients, labels):
        fields_ = [recipients._fields[name] for name in ("addressee", "date_sent")]
        headings = [field._description_string(self.env) for field in fields_]
        return headings, [
            [labels[recipient.addressee], recipient.date_sent]
            for recipient in recipients
        ]

    def _tell_proofs(self, recipients, labels):
        """Headings and rows: a row for each line of the ledger, or one that says that
        nothing left."""
        deliveries = recipients.delivery_ids
        names = ("channel", "state", "date_queued", "date_done", "email", "message_uid")
        selections = {
            name: dict(deliveries._fields[name]._description_selection(self.env))
            for name in ("channel", "state")
        }
        headings = [
            recipients._fields[name]._description_string(self.env)
            for name in ("addressee", "partner_id", "date_sent")
        ] + [deliveries._fields[name]._description_string(self.env) for name in names]

        def tell(line, name):
            value = line[name]
            if name in selections:
                return selections[name].get(value)
            if name.startswith("date_"):
                return self.program_id._write_moment(value)
            return value

        return headings, [
            [
                labels[recipient.addressee],
                recipient.display_name,
                recipient.date_sent,
                *(tell(line, name) for name in names),
            ]
            for recipient in recipients
            for line in recipient.delivery_ids.sorted("id") or [deliveries.browse()]
        ]

    # ------------------------------------------------------------------
    # The annual report
    # ------------------------------------------------------------------
    def _get_report_pieces(self, folder):
        """What an annual report that was presented lacks to be told and put online."""
        if self.kind != "annual_report" or not self.date_done:
            return []
        pieces = []
        if not self.date_assembly:
            title = self.env._("%s: told to the assembly", self.name)
            missing = self.env._("Note the day on which the assembly heard of it.")
            pieces.append(Piece(folder, title, missing=missing))
        if not self.date_online:
            title = self.env._("%s: put online", self.name)
            missing = self.env._("Put it online with the opinion of the CCES.")
            pieces.append(Piece(folder, title, missing=missing))
        return pieces
