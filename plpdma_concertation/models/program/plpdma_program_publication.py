from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain
from odoo.tools import frozendict, ormcache

from ...tools.personal_data import Identity, find_passages
from ...tools.texts import html_to_text


class PlpdmaProgram(models.Model):
    """What everybody reads of a programme, without an account.

    The public has no right on any of our records: its pages read through the methods
    below alone, which give what is published, in superuser mode, and nothing else.
    """

    _inherit = "plpdma.program"

    # What decides whether a programme is published, and what all its pages say of it.
    _card_fields = {
        "accessibility_status",
        "accessibility_url",
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

    # ------------------------------------------------------------------
    # Computes
    # ------------------------------------------------------------------
    def _compute_public_url(self):
        for program in self:
            program.public_url = program._origin.id and (
                program.get_base_url() + program._get_public_path()
            )

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
        and only the user who uploaded them reads them."""
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
        """The programmes that the public reads, in superuser mode.

        :param domain: those that are looked for, among them
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
        """Dictionary of what all the pages of a programme say of it, kept in memory;
        empty when the programme is not published."""
        program = self._find_published(Domain("id", "=", program_id))
        if not program:
            return frozendict()
        return frozendict(
            name=program.name,
            company_id=program.company_id.id,
            theme_ids=tuple(program.theme_ids.ids),
            accessibility_status=program.accessibility_status,
            accessibility_url=program.accessibility_url,
        )

    def _get_public_path(self):
        """Address, on the site, of the programme's page."""
        self.ensure_one()
        return f"/concertation/{self._origin.id}"

    def _get_public_identity(self):
        """:class:`Identity` of the authority: the addresses and numbers at which it
        says that it is reached, on its own record and in the programme's frame."""
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

    def _find_public_document(self, attachment_id):
        """A published document of the programme, as an attachment in superuser mode;
        else an empty recordset."""
        # sudo: see _find_published.
        return self.sudo().public_document_ids.filtered(
            lambda document: (
                document.id == attachment_id and document.type == "binary"
            )
        )

    def _get_today(self):
        """The date where the authority is."""
        # sudo: whoever reads the programme may not read the authority.
        return self.sudo().company_id._plpdma_get_today()

    def _get_local_day(self, moment):
        """The day of a moment, where the authority is; nothing for no moment."""
        # sudo: whoever reads the programme may not read the authority.
        return self.sudo().company_id._plpdma_get_local_day(moment)

    def _get_noon(self, date):
        """The instant of noon on a day, where the authority is."""
        # sudo: whoever reads the programme may not read the authority.
        return self.sudo().company_id._plpdma_get_noon(date)
