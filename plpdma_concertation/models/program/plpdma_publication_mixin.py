from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain
from odoo.tools import frozendict, ormcache

from ...tools.groups import STAFF
from ...tools.personal_data import Identity, find_passages
from ...tools.texts import html_to_text


class PlpdmaPublicationMixin(models.AbstractModel):
    """What everybody reads of a programme, without an account.

    The public has no right on any of our records: its pages read through the methods
    below alone, which give what is published, in superuser mode, and nothing else.
    """

    _name = "plpdma.publication.mixin"
    _description = "Programme with Public Pages"
    _inherit = ["plpdma.thread.mixin"]

    # The texts of its frame, which everybody reads.
    _frame_fields = ()
    # What decides whether a programme is published, and what all its pages say of it.
    _card_fields = {
        "active",
        "company_id",
        "is_published",
        "name",
        "state",
        "theme_ids",
    }

    is_published = fields.Boolean(
        string="Public Pages",
        copy=False,
        tracking=True,
        help="The public reads the frame, the calendar, the questions and the register "
        "of the programme, once its frame is written.",
    )
    public_url = fields.Char(
        string="Address of the Public Pages", compute="_compute_public_url"
    )
    public_document_ids = fields.Many2many(
        "ir.attachment",
        "plpdma_program_public_document_rel",
        "program_id",
        "attachment_id",
        string="Documents to Publish",
        copy=False,
        help="Everybody may download them from the public pages.",
    )
    pending_count = fields.Integer(
        string="Contributions to Read before Publication",
        compute="_compute_pending_count",
        groups=STAFF,
    )
    publication_preview = fields.Text(
        string="What the Public Will Read",
        compute="_compute_publication_preview",
        groups=STAFF,
        help="Contributions that the public pages show, by channel, and those that "
        "they leave out until somebody of the staff has read them.",
    )

    # ------------------------------------------------------------------
    # Computes
    # ------------------------------------------------------------------
    def _compute_public_url(self):
        for program in self:
            program.public_url = program._origin.id and (
                program.get_base_url() + program._get_public_path()
            )

    @api.depends("contribution_ids.moderation", "contribution_ids.confidentiality")
    @api.depends_context("uid", "allowed_company_ids")
    def _compute_pending_count(self):
        contributions = self.env["plpdma.contribution"]
        counts = self._count_by_program(
            contributions._name, contributions._get_to_read_domain()
        )
        for program in self:
            program.pending_count = counts.get(program, 0)

    @api.depends(
        "pending_count",
        "contribution_ids.channel",
        "contribution_ids.sent_response_id",
        "contribution_ids.state",
    )
    @api.depends_context("uid", "lang", "allowed_company_ids")
    def _compute_publication_preview(self):
        counts = self._count_published()
        for program in self:
            program.publication_preview = program._describe_publication(
                counts.get(program._origin, {})
            )

    def _count_published(self):
        """What the public pages show, or would.

        :return: ``{program: {channel: number}}``
        """
        counts = {}
        for program, channel, count in self.env["plpdma.contribution"]._read_group(
            self._origin._get_published_contributions_domain(),
            ["program_id", "channel"],
            ["__count"],
        ):
            counts.setdefault(program, {})[channel] = count
        return counts

    def _describe_publication(self, counts):
        """:param dict counts: number of contributions of each channel"""
        channel = self.env["plpdma.contribution"]._fields["channel"]
        labels = channel._description_selection(self.env)
        parts = [f"{label} {counts[key]}" for key, label in labels if key in counts]
        sentence = (
            self.env._(
                "Contributions the public may read: %(count)s (%(channels)s).",
                count=sum(counts.values()),
                channels=", ".join(parts),
            )
            if parts
            else self.env._("No contribution may be read by the public yet.")
        )
        if self.pending_count:
            sentence += " " + self.env._(
                "Left out until they are read: %s.", self.pending_count
            )
        return sentence

    # ------------------------------------------------------------------
    # Constraints
    # ------------------------------------------------------------------
    @api.constrains("public_document_ids")
    def _check_public_documents(self):
        """A file that belongs elsewhere is not published by mistake."""
        for program in self:
            # sudo: where the files belong is compared.
            for document in program.sudo().public_document_ids:
                belongs = (document.res_model, document.res_id, document.res_field)
                if belongs != (self._name, program.id, False):
                    raise ValidationError(
                        self.env._(
                            "“%s” belongs to another record: add the file to the "
                            "programme itself to publish it.",
                            document.name,
                        )
                    )

    @api.onchange("is_published")
    def _onchange_is_published(self):
        """Tell who ticks how much becomes readable, before it is saved."""
        published = self._origin._count_published()
        if not self.is_published or self._origin.is_published or not published:
            return None
        return {
            "warning": {
                "title": self.env._("Contributions become public"),
                "message": self.env._("Once you save: %s", self.publication_preview),
            }
        }

    # ------------------------------------------------------------------
    # CRUD
    # ------------------------------------------------------------------
    @api.model_create_multi
    def create(self, vals_list):
        """The documents added belong to the programme."""
        programs = super().create(vals_list)
        self.env.registry.clear_cache()
        if any("public_document_ids" in vals for vals in vals_list):
            programs._adopt_public_documents()
        return programs

    def write(self, vals):
        """The documents added belong to the programme."""
        result = super().write(vals)
        if self._card_fields & vals.keys():
            self.env.registry.clear_cache()
        if "public_document_ids" in vals:
            self._adopt_public_documents()
        return result

    def _adopt_public_documents(self):
        """Files are uploaded before they are saved: they belong to nobody until then,
        and only who uploaded them reads them."""
        for program in self:
            program.public_document_ids.filtered(
                lambda document: (
                    document.res_model == self._name and not document.res_id
                )
            ).res_id = program.id
        self._check_public_documents()

    # ------------------------------------------------------------------
    # Actions
    # ------------------------------------------------------------------
    def action_view_public_page(self):
        """Open the programme as the public reads it."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_url",
            "url": self._get_public_path(),
            "target": "new",
        }

    def action_view_pending(self):
        """Open the contributions to read before they are published."""
        return self._action_open_items(
            "action_plpdma_contribution", search_default_to_moderate=1
        )

    # ------------------------------------------------------------------
    # What is published
    # ------------------------------------------------------------------
    @api.model
    def _get_published_domain(self):
        """Domain of the programmes that have public pages."""
        return (
            Domain("is_published", "=", True)
            & Domain("state", "!=", "draft")
            & Domain("active", "=", True)
        )

    @api.model
    def _find_published(self, domain=Domain.TRUE):
        """The programmes that the public reads.

        :param domain: those that are looked for, among them
        :return: programmes in superuser mode
        """
        # sudo: what is published is for everybody; what is shown of it is chosen
        # field by field.
        return self.sudo().search(self._get_published_domain() & Domain(domain))

    @api.model
    def _browse_published(self, program_id):
        """The programme in superuser mode, or none when it is not published; without a
        query, for the page that is read most."""
        # sudo: see _find_published.
        return self.sudo().browse(program_id if self._get_card(program_id) else ())

    @api.model
    @ormcache("program_id")
    def _get_card(self, program_id):
        """What all the pages of a programme say of it, kept in memory.

        :return: dictionary, empty when the programme is not published
        """
        program = self._find_published(Domain("id", "=", program_id))
        if not program:
            return frozendict()
        return frozendict(
            name=program.name,
            company_id=program.company_id.id,
            theme_ids=tuple(program.theme_ids.ids),
        )

    def _get_public_path(self):
        self.ensure_one()
        return f"/concertation/{self._origin.id}"

    def _get_public_sessions(self):
        """The sessions that the calendar tells: those prepared or called off are not,
        and nobody is told who was met alone."""
        # sudo: see _find_published.
        return (
            self.env["plpdma.session"]
            .sudo()
            .search(
                Domain("program_id", "in", self.ids)
                & Domain("format", "!=", "individual")
                & Domain("state", "in", ("planned", "held", "reported")),
                order="date_start, id",
            )
        )

    def _get_published_contributions_domain(self):
        """Domain of the contributions that stand in the register of the programmes."""
        contributions = self.env["plpdma.contribution"]
        return (
            Domain("program_id", "in", self.ids) & contributions._get_published_domain()
        )

    def _get_public_identity(self):
        """Where the authority says that it is reached: what its own record holds, and
        what the frame of the programme tells everybody.

        :return: :class:`Identity`
        """
        self.ensure_one()
        # sudo: everybody reads where to reach the authority.
        program = self.sudo()
        company = program.company_id
        places = (company.street, company.street2, company.zip, company.city)
        told = {"email": [], "phone": [], "address": []}
        for name in self._frame_fields:
            text = html_to_text(program[name])
            for passage in find_passages(text, signed=False):
                told[passage.kind].append(text[passage.start : passage.stop])
        return Identity(
            emails=(
                *filter(None, (company.email, program.alias_email)),
                *told["email"],
            ),
            phones=(*filter(None, [company.phone]), *told["phone"]),
            addresses=(" ".join(filter(None, places)), *told["address"]),
        )

    def _note_unread(self, count, public_count):
        """Keep in the discussion that an update put contributions back to what is to be
        read, in the language of who runs the programme."""
        self.ensure_one()
        program = self.with_context(lang=self.manager_id.lang)
        program._message_log(
            body=program.env._(
                "Update: %(count)s contributions that nobody had accepted for "
                "publication are to be read, %(public)s of them public. Until then "
                "they are neither published nor quoted.",
                count=count,
                public=public_count,
            )
        )

    def _find_public_document(self, attachment_id):
        """A document of the programme that is published.

        :return: an attachment in superuser mode, or none
        """
        # sudo: see _find_published.
        return self.sudo().public_document_ids.filtered(
            lambda document: (
                document.id == attachment_id and document.type == "binary"
            )
        )

    def _get_today(self):
        """The date where the authority is."""
        # sudo: who reads the programme may not read the authority.
        return self.sudo().company_id._plpdma_get_today()

    def _get_local_day(self, moment):
        """The day of a moment, where the authority is; nothing for no moment."""
        # sudo: who reads the programme may not read the authority.
        return self.sudo().company_id._plpdma_get_local_day(moment)

    def _get_noon(self, date):
        """The instant of noon on a day, where the authority is."""
        # sudo: who reads the programme may not read the authority.
        return self.sudo().company_id._plpdma_get_noon(date)
