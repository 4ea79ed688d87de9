"""How the public is consulted: the documents that it reads, on paper too, and how it
writes by post."""

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import format_date

from ...tools.moments import describe_day
from ...tools.working_days import count_back
from .plpdma_session import KEPT
from .plpdma_session_document import CLOSING_KINDS, REQUIRED_KINDS


class PlpdmaProgram(models.Model):
    """The delays of a consultation on paper: parameters, since the texts differ."""

    _inherit = "plpdma.program"

    paper_request_days = fields.Integer(
        string="Paper, Last Request (working days)",
        default=4,
        required=True,
        help="Working days before the end of a consultation, up to which the documents "
        "may be asked for on paper. Proposed on each consultation, where it can be "
        "changed.",
    )
    paper_service_days = fields.Integer(
        string="Paper, Served Within (working days)",
        default=2,
        required=True,
        help="Working days within which the documents are there on paper, as the "
        "public page says. 0: it does not say.",
    )

    _paper_days_check = models.Constraint(
        "CHECK(paper_request_days >= 0 AND paper_service_days >= 0)",
        "The delays of a consultation on paper cannot be negative.",
    )

    def _describe_day(self, moment):
        """The day of a moment, where the authority is, in words; nothing for none."""
        return describe_day(self.env, self._get_local_day(moment))


class PlpdmaSession(models.Model):
    """A consultation of the public: nothing opens before there is something to read."""

    _inherit = "plpdma.session"

    document_ids = fields.One2many(
        "plpdma.session.document",
        "session_id",
        string="Documents Put to the Public",
        copy=False,
    )
    paper_terms = fields.Text(
        string="On Paper",
        help="Where and when the documents are read on paper, on request. Empty: the "
        "public page gives the address of the service.",
    )
    paper_deadline = fields.Date(
        string="Last Day to Ask for Paper",
        compute="_compute_paper_deadline",
        store=True,
        readonly=False,
        copy=False,
        help="Proposed from the closing date, by the working days that the programme "
        "sets.",
    )
    post_address = fields.Text(
        string="By Post",
        help="Address to which the public writes by post. Empty: that of the service.",
    )

    # ------------------------------------------------------------------
    # Computes
    # ------------------------------------------------------------------
    @api.depends("format", "date_stop", "program_id.paper_request_days")
    def _compute_paper_deadline(self):
        for session in self:
            closing = session._get_opening_dates()[1]
            is_public = session.format == "public" and closing
            days = session.program_id.paper_request_days
            session.paper_deadline = is_public and count_back(closing, days)

    # ------------------------------------------------------------------
    # Constraints
    # ------------------------------------------------------------------
    @api.constrains("state", "format", "nature", "date_start", "date_stop")
    def _check_public_documents(self, without=None):
        """A consultation of the public is announced, and takes contributions, with what
        there is to read; what is over may have been held elsewhere.

        :param without: documents that are about to be deleted
        :raise ValidationError: naming what is missing
        """
        for session in self:
            missing = session._get_missing_documents(without)
            is_held_now = session.state == "held" and session._is_coming()
            if missing and (session.state == "planned" or is_held_now):
                raise ValidationError(
                    self.env._(
                        "“%(session)s” puts a draft to the public: add its documents "
                        "before planning it. Still to add: %(missing)s.",
                        session=session.name,
                        missing=session._name_documents(missing),
                    )
                )

    # ------------------------------------------------------------------
    # CRUD
    # ------------------------------------------------------------------
    def write(self, vals):
        """What the public has read stays as it was, wherever the session goes from
        there."""
        if {"state", "format", "date_start"} & vals.keys():
            read = self.filtered(lambda session: session._has_opened())
            # sudo: that it was open is a fact; the user may write the session.
            read.sudo().document_ids.filtered(lambda one: not one.was_open).write(
                {"was_open": True}
            )
        return super().write(vals)

    # ------------------------------------------------------------------
    # Business
    # ------------------------------------------------------------------
    def _has_opened(self):
        """Whether it was put to the public, be it over since."""
        self.ensure_one()
        is_past = self.date_start and self.date_start <= fields.Datetime.now()
        return bool(self.format == "public" and self.state in KEPT and is_past)

    def _get_missing_documents(self, without=None):
        """Kinds of the documents without which the public is not consulted.

        :param without: documents that do not count
        """
        self.ensure_one()
        if self.format != "public" or self.nature != "consultation":
            return []
        documents = self.document_ids
        if without:
            documents -= without
        there = set(documents.mapped("kind"))
        return [kind for kind in REQUIRED_KINDS if kind not in there]

    def _name_documents(self, kinds):
        documents = self.env["plpdma.session.document"]
        labels = dict(documents._fields["kind"]._description_selection(self.env))
        return ", ".join(labels[kind] for kind in kinds)

    # ------------------------------------------------------------------
    # Warnings
    # ------------------------------------------------------------------
    @api.depends("document_ids.kind", "date_start", "date_stop", "paper_deadline")
    def _compute_warnings(self):
        return super()._compute_warnings()

    def _prepare_warnings(self):
        return [*super()._prepare_warnings(), *self._get_consultation_warnings()]

    def _get_consultation_warnings(self):
        """List of sentences on what a consultation of the public lacks before it opens,
        and on the last day to ask for paper."""
        if self.format != "public":
            return []
        warnings = []
        missing = self._get_missing_documents()
        if missing:
            warnings.append(
                self.env._(
                    "The public has nothing to read yet. To add before it opens: %s.",
                    self._name_documents(missing),
                )
                if not self._has_opened()
                else self.env._(
                    "Of this consultation, these documents are not kept here: %s.",
                    self._name_documents(missing),
                )
            )
        opening, closing = self._get_opening_dates()
        last = self.paper_deadline
        if last and opening and not opening <= last <= (closing or last):
            warnings.append(
                self.env._(
                    "The last day to ask for the documents on paper, %s, is not while "
                    "the consultation is open.",
                    format_date(self.env, last),
                )
            )
        return warnings

    # ------------------------------------------------------------------
    # What the public is told
    # ------------------------------------------------------------------
    def _get_public_path(self):
        """Address, on the site, of the page of what is put to the public."""
        self.ensure_one()
        return f"{self.program_id._get_public_path()}/contribute/{self.id}"

    def _describe_availability(self):
        """The documents, and how to read and to write without the site, besides."""
        return {
            **super()._describe_availability(),
            **self._describe_documents(),
            "paper": self._describe_paper(),
        }

    def _describe_documents(self):
        """``{"documents", "earlier", "motives"}``: the versions in force, the first
        ones to be read in front, those that they replaced, and the reasons for the
        decision; none before it opens. In superuser mode."""
        self.ensure_one()
        shown = self.document_ids if self._has_opened() else self.document_ids.browse()
        asked = shown.filtered(lambda one: one.kind not in CLOSING_KINDS)
        current = asked.filtered(lambda one: not one.date_replaced)
        return {
            "documents": [one._describe() for one in current],
            "earlier": [one._describe() for one in asked - current],
            "motives": [one._describe() for one in shown - asked],
        }

    def _describe_paper(self):
        """Dictionary of how the documents are read on paper, until when they are asked
        for, and where one writes by post. In superuser mode."""
        self.ensure_one()
        contact = self.program_id._get_service_contact()
        address = (self.post_address or "").splitlines()
        last = self.paper_deadline
        return {
            "terms": self.paper_terms,
            "contact": contact,
            "reach": " · ".join(filter(None, (contact["phone"], contact["email"]))),
            "deadline": describe_day(self.env, last, "full"),
            "days": self.program_id.paper_service_days,
            "post": [line for line in address if line.strip()]
            or [contact["name"], *contact["address"]],
        }

    def _find_public_document(self, document_id):
        """A document that the public reads, in superuser mode; else an empty
        recordset."""
        # sudo: what is put to the public is there for everybody to read.
        shown = self.sudo().filtered(lambda session: session._has_opened())
        return shown.document_ids.filtered(lambda one: one.id == document_id)
