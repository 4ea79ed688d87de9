"""The documents that the public reads during a consultation, in their versions."""

import base64
import hashlib

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain

from ...tools.changes import is_other

# What must be there before the public is consulted.
REQUIRED_KINDS = ("draft", "note")
# What is put online once it is over.
CLOSING_KINDS = ("motives",)


class PlpdmaSessionDocument(models.Model):
    """A version of a document put to the public.

    Before the consultation opens, it is written over freely. From the opening on it is
    frozen, for good: a changed document is a new version, which says why, and both are
    kept, dated and shown.
    """

    _name = "plpdma.session.document"
    _description = "Document Put to the Public"
    _inherit = ["plpdma.import.mixin", "plpdma.earned.mixin"]
    _order = "session_id, kind, version desc, id desc"
    _check_company_auto = True

    _earned_fields = frozenset({"date_put", "was_open", "version"})
    # What may not change any more once it is frozen.
    _frozen_fields = frozenset(
        {"session_id", "kind", "name", "file", "file_name", "reason"}
    )

    session_id = fields.Many2one(
        "plpdma.session", required=True, index=True, ondelete="cascade"
    )
    program_id = fields.Many2one(
        related="session_id.program_id", store=True, index=True
    )
    company_id = fields.Many2one(
        related="session_id.company_id", store=True, index=True
    )
    kind = fields.Selection(
        [
            ("draft", "Draft of the programme"),
            ("note", "Presentation note"),
            ("motives", "Reasons for the decision"),
        ],
        required=True,
        default="draft",
        help="The draft and the presentation note are there before the consultation "
        "opens; the reasons for the decision, in a separate document, once it is over.",
    )
    name = fields.Char(
        string="Title",
        compute="_compute_name",
        store=True,
        readonly=False,
        precompute=True,
        required=True,
    )
    file = fields.Binary(attachment=True, required=True)
    file_name = fields.Char()
    size = fields.Integer(compute="_compute_digest", store=True, string="Size (bytes)")
    digest = fields.Char(
        string="SHA-256",
        compute="_compute_digest",
        store=True,
        help="Fingerprint of the file: another file has another one.",
    )
    version = fields.Integer(default=0, readonly=True, copy=False)
    reason = fields.Char(
        string="Why It Changed",
        copy=False,
        help="Asked of a version put online while the consultation is open, and shown "
        "with it.",
    )
    date_put = fields.Datetime(string="Put on", readonly=True, copy=False)
    was_open = fields.Boolean(
        string="Read by the Public",
        readonly=True,
        copy=False,
        help="It was there while the consultation was open: it stays as it is.",
    )
    is_frozen = fields.Boolean(string="Frozen", compute="_compute_is_frozen")
    date_replaced = fields.Datetime(
        string="Replaced on", compute="_compute_date_replaced"
    )

    _version_uniq = models.UniqueIndex(
        "(session_id, kind, version) WHERE version > 0",
        "This version of the document exists already.",
    )

    # ------------------------------------------------------------------
    # Computes
    # ------------------------------------------------------------------
    @api.depends("kind")
    def _compute_name(self):
        labels = dict(self._fields["kind"]._description_selection(self.env))
        for document in self:
            if not document.name or document.name in labels.values():
                document.name = labels.get(document.kind)

    @api.depends("file")
    def _compute_digest(self):
        for document in self.with_context(bin_size=False):
            content = base64.b64decode(document.file or b"")
            document.size = len(content)
            document.digest = bool(content) and hashlib.sha256(content).hexdigest()

    @api.depends(
        "was_open", "session_id.state", "session_id.format", "session_id.date_start"
    )
    def _compute_is_frozen(self):
        """What is being added was read by nobody yet, whenever it comes."""
        for document in self:
            session = document.session_id
            is_read = document.was_open or session._has_opened()
            document.is_frozen = bool(document._origin) and is_read

    @api.depends("session_id.document_ids.version", "session_id.document_ids.date_put")
    def _compute_date_replaced(self):
        for document in self:
            later = document._get_versions().filtered(
                lambda one, document=document: one.version > document.version
            )
            document.date_replaced = later.sorted("version")[:1].date_put

    @api.depends("name", "version")
    def _compute_display_name(self):
        for document in self:
            document.display_name = self.env._(
                "%(name)s (version %(number)s)",
                name=document.name,
                number=document.version,
            )

    # ------------------------------------------------------------------
    # Constraints
    # ------------------------------------------------------------------
    @api.constrains("session_id", "file")
    def _check_file(self):
        for document in self:
            if not document.size:
                raise ValidationError(
                    self.env._("“%s” has no file: choose one.", document.name)
                )

    # ------------------------------------------------------------------
    # CRUD
    # ------------------------------------------------------------------
    @api.model_create_multi
    def create(self, vals_list):
        """Number the versions, and date them.

        :raise UserError: for a document that comes too late or too early, or that does
            not say why it replaces another one
        """
        documents = super().create(vals_list)
        for document in documents.sorted("id"):
            document._check_comes_in_time()
            document._number()
            # sudo: the date is a fact; the user may create it. What is taken over from
            # elsewhere comes with its date.
            document.sudo().write(
                {
                    "date_put": document.date_put or fields.Datetime.now(),
                    "was_open": document.session_id._has_opened(),
                }
            )
        return documents

    def write(self, vals):
        """:raise UserError: for a change to what the public has read"""
        if self._frozen_fields & vals.keys():
            self._check_not_frozen()
        if "session_id" in vals:
            self._check_stays(vals["session_id"])
        moved = self.filtered(lambda one: "kind" in vals and one.kind != vals["kind"])
        if moved:
            # sudo: the number is a fact, and is given anew among those of the kind.
            moved.sudo().write({"version": 0})
        result = super().write(vals)
        if "file" in vals:
            # sudo: the date is a fact; the user may write the file.
            self.sudo().date_put = fields.Datetime.now()
        if moved:
            for document in moved.sorted("id"):
                document._check_comes_in_time()
                document._number()
            moved.session_id._check_public_documents()
        return result

    def _check_stays(self, session_id):
        """:raise UserError: where a version would enter another consultation, which
        may have taken place: it is added there, on its day, and says why"""
        for document in self:
            if is_other(document, "session_id", session_id):
                raise UserError(
                    self.env._(
                        "“%(document)s” stays in “%(session)s”: add the file to the "
                        "other consultation instead.",
                        document=document.display_name,
                        session=document.session_id.name,
                    )
                )

    def _number(self):
        """Give the document the number after the last one of its kind."""
        self.ensure_one()
        # sudo: the number is a fact; who may write the document was checked.
        self.sudo().version = max(self._get_versions().mapped("version")) + 1

    @api.ondelete(at_uninstall=False)
    def _unlink_except_needed(self):
        """What the public has read stays, and what is announced keeps its documents."""
        self._check_not_frozen()
        self.session_id._check_public_documents(without=self)

    def _check_not_frozen(self):
        """:raise UserError: naming the first one that the public has read"""
        for document in self:
            if document.is_frozen:
                raise UserError(
                    self.env._(
                        "“%(document)s” is what the public reads in “%(session)s”, or "
                        "has read: it stays as it is. Add a new version, and say why.",
                        document=document.display_name,
                        session=document.session_id.name,
                    )
                )

    def _check_comes_in_time(self):
        """:raise UserError: where the consultation is not there, or is over"""
        self.ensure_one()
        if self.env.su and self.date_put:
            # Taken over with its own date: it is not being put now.
            return
        session = self.session_id
        is_over = session._has_opened() and not session._is_coming()
        is_first = len(self._get_versions()) == 1
        if self.kind in CLOSING_KINDS:
            if not is_over:
                raise UserError(
                    self.env._(
                        "The reasons for the decision are put online once “%s” is "
                        "over.",
                        session.name,
                    )
                )
        elif is_over and not is_first:
            raise UserError(
                self.env._(
                    "“%s” is over: what the public read stays as it is. A draft "
                    "modified since is added to the documents of the programme.",
                    session.name,
                )
            )
        if session._has_opened() and not is_first and not (self.reason or "").strip():
            raise UserError(
                self.env._(
                    "“%s” is open: say why the document changes. Both versions are "
                    "shown, with their dates.",
                    session.name,
                )
            )

    # ------------------------------------------------------------------
    # Business
    # ------------------------------------------------------------------
    def _get_versions(self):
        """All the versions of the document, this one among them."""
        self.ensure_one()
        return self.session_id.document_ids.filtered(lambda one: one.kind == self.kind)

    def _get_files(self):
        """``{document: attachment}``, in superuser mode; of several behind the field,
        as earlier versions let in, the one whose fingerprint the document has."""
        # sudo: whoever reads a document reads its file.
        attachments = self.env["ir.attachment"].sudo()
        files = attachments.search(
            Domain("res_model", "=", self._name)
            & Domain("res_field", "=", "file")
            & Domain("res_id", "in", self.ids)
        ).grouped("res_id")
        return {one: one._choose_file(files.get(one.id, attachments)) for one in self}

    def _choose_file(self, files):
        """The one of the files that the document is: the first by its fingerprint, else
        the one that the field reads."""
        self.ensure_one()
        if len(files) < 2:
            return files

        def is_own(file):
            # What was lost from the disk has no content.
            return hashlib.sha256(file.raw or b"").hexdigest() == self.digest

        files = files.sorted("id")
        return files.filtered(is_own)[:1] or files[:1]

    def _describe(self):
        """Dictionary of the public page's words on a version. In superuser mode."""
        self.ensure_one()
        session = self.session_id

        def day(moment):
            return session.program_id._describe_day(moment)

        return {
            "name": self.name,
            "version": self.version,
            "put": day(self.date_put),
            "replaced": day(self.date_replaced),
            "reason": self.reason,
            "size": max(self.size // 1024, 1),
            "url": f"{session._get_public_path()}/documents/{self.id}",
        }
