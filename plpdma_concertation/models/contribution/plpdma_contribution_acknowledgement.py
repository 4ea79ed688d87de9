from datetime import date

from odoo import api, fields, models

from ...tools.acknowledgement import describe_moment, make_digested
from ...tools.groups import STAFF
from ...tools.moments import describe_day


class PlpdmaContribution(models.Model):
    """The acknowledgement of receipt: one description, which the message, the pages,
    the portal and the letter give to its author.

    What it says of a request (when silence is a decision, how it is appealed) follows
    the kind of the contribution; a message that left with other words than it now needs
    is told to whoever handles it, and is sent again.
    """

    _inherit = "plpdma.contribution"

    receipt_outdated = fields.Boolean(
        string="Receipt to Send Again",
        compute="_compute_receipt_outdated",
        groups=STAFF,
        help="The receipt was written while the contribution was of another kind.",
    )

    receipt_correctable = fields.Boolean(
        string="Receipt Can Be Corrected",
        compute="_compute_receipt_outdated",
        groups=STAFF,
        help="Somebody whose receipt is to send again has an address.",
    )
    receipt_lacks_appeal = fields.Boolean(
        string="Receipt Lacks the Appeals",
        compute="_compute_receipt_outdated",
        groups=STAFF,
        help="A receipt to send again does not say what silence means.",
    )

    @api.depends(
        "kind",
        "part_ids.kind",
        "receipt_tells_appeal",
        "delivery_ids.state",
        "date_answered",
        "contributor_email",
        "partner_id.email_normalized",
    )
    def _compute_receipt_outdated(self):
        for contribution in self:
            misled = [
                one
                for people in contribution._get_acknowledged_people()
                for one in people
                if one._is_misled()
            ]
            contribution.receipt_outdated = bool(misled)
            contribution.receipt_correctable = any(
                one._get_answer_email() for one in misled
            )
            # One of its points may be a request, whatever the letter is called.
            contribution.receipt_lacks_appeal = (
                bool(misled) and contribution._is_request()
            )

    # ------------------------------------------------------------------
    # Actions
    # ------------------------------------------------------------------
    def action_correct_receipt(self):
        """Send a receipt again to the authors whose contribution has become a request
        since, or is no more one, and to those who sign it with them.

        :return: notification that says how many e-mails leave
        """
        self.check_access("write")
        # sudo: the right to write the contributions was checked; what is written is
        # what becomes of their receipts.
        people = self.sudo()._get_acknowledged_people()
        return self._let_receipts_leave(
            sum(
                len(each.filtered(lambda one: one._is_misled())._write_receipt())
                for each in people
            )
        )

    # ------------------------------------------------------------------
    # What it says
    # ------------------------------------------------------------------
    def _find_requests(self):
        """What asks for a decision in what its author sent, the earliest first: the
        letter, or some of its points."""
        self.ensure_one()
        # sudo: the points of a letter, of which its author is told.
        points = self | self.sudo().part_ids
        return points.filtered(lambda point: point.kind == "request").sorted(
            lambda point: (point.date_implicit or date.max, point.id)
        )

    def _is_request(self):
        """Whether it asks for a decision, on which silence is one: the appeals of a
        request do not run while its author was not told of them, whatever the letter
        that holds it is called."""
        return bool(self._find_requests())

    def _describe_acknowledgement(self):
        """Dictionary of the words of the acknowledgement, in the language of the
        environment, from a record that its author, the staff or the superuser reads:

        ``reference``, ``received`` (the instant, or the day where no more is known),
        ``is_late``, ``program_of`` (« du PLPDMA »), ``authority`` (as a sentence begins
        with it), ``text``, ``digest`` with ``moment``
        (as it is digested) and ``is_changed`` (the words were corrected since),
        ``service`` (see ``_get_service_contact``), ``due`` (by when one is answered),
        and ``request``: for a request ``{"date", "silence", "appeal"}``, else nothing.
        """
        self.ensure_one()
        # sudo: whoever reads the contribution is told who received it, and when. What
        # its author sent is the whole letter, whichever of its points is asked.
        record = self.sudo()._get_letter()
        program = record.program_id
        day = record._describe_long_day
        return {
            "reference": record.reference,
            "received": record._describe_reception(),
            "is_late": record.is_late,
            "program_of": program._get_name_of(),
            "authority": record.company_id._plpdma_get_name(start=True),
            "text": record.verbatim,
            **record._describe_digest(),
            "service": program._get_service_contact(),
            "due": record.response_expected
            and not record.date_answered
            and day(record.date_due),
            "request": record._is_request()
            and {
                "date": day(record._find_requests()[0].date_implicit),
                "silence": program._get_silence_texts()["silence_meaning"],
                "appeal": program._get_silence_texts()["appeal_terms"],
            },
        }

    def _describe_digest(self):
        made = self._make_received_digest()
        return {
            "digest": self.received_digest or made,
            "moment": describe_moment(self._get_moment()),
            "is_changed": bool(self.received_digest) and self.received_digest != made,
        }

    def _describe_long_day(self, day):
        return describe_day(self.env, day)

    def _get_digested(self):
        """What is digested, in bytes: the file that its author checks."""
        self.ensure_one()
        # sudo: for whoever reads the contribution; see _describe_acknowledgement.
        letter = self.sudo()._get_letter()
        return make_digested(letter.reference, letter._get_moment(), letter.verbatim)

    # ------------------------------------------------------------------
    # Messages
    # ------------------------------------------------------------------
    def _write_receipts(self, purpose, vals_list, references):
        """Note, beside each receipt, whether it told the appeals."""
        result = super()._write_receipts(purpose, vals_list, references)
        # sudo: what the message says is noted, whoever has it sent.
        people = (
            self.sudo() if purpose == "receipt" else self._get_co_authors(vals_list)
        )
        for tells, told in people.grouped(lambda one: one._is_request()).items():
            told.write({"receipt_tells_appeal": tells})
        return result

    @api.model
    def _get_co_authors(self, vals_list):
        """The co-authors to whom lines of the ledger with these values go, in superuser
        mode."""
        ids = [
            id_
            for vals in vals_list
            for _set, _zero, ids in vals.get("co_author_ids", ())
            for id_ in ids
        ]
        # sudo: as above.
        return self.env["plpdma.contribution.author"].sudo().browse(ids)
