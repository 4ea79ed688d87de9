from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain

from ...tools.local_html import LocalHtml, get_written

LEGAL_PAGES = ("accessibility", "legal-notice", "personal-data")


class PlpdmaProgram(models.Model):
    """What each public page leads to: the accessibility statement, the legal notice and
    the page on personal data. Their texts are the authority's; nothing is said to
    conform that the authority did not say."""

    _inherit = "plpdma.program"

    accessibility_status = fields.Selection(
        [
            ("not", "not compliant"),
            ("partial", "partially compliant"),
            ("full", "fully compliant"),
        ],
        string="Accessibility",
        help="As the audit of the authority's site says. Empty: the pages say that the "
        "statement is still to be published.",
    )
    accessibility_url = fields.Char(
        string="Address of the Statement",
        help="Where the authority publishes its accessibility statement. Empty: the "
        "page below is its statement.",
    )
    accessibility_statement = LocalHtml(
        default=lambda self: self._get_usual_statement(
            self.env.company._plpdma_get_lang()
        ),
        help="The statement that the public pages show. Empty: the usual words.",
    )
    legal_notice = LocalHtml(
        help="Who answers for the publication (directeur de la publication), who hosts "
        "the pages: the name and the address of the authority are added.",
    )

    @api.constrains("accessibility_url")
    def _check_accessibility_url(self):
        for program in self:
            url = program.accessibility_url
            if url and not url.lower().startswith(("https://", "http://")):
                raise ValidationError(
                    self.env._(
                        "“%s” is no address of a page: it begins with https://.", url
                    )
                )

    # ------------------------------------------------------------------
    # Warnings
    # ------------------------------------------------------------------
    @api.depends("is_published", "accessibility_status", "legal_notice", "dpo_email")
    def _compute_warnings(self):
        return super()._compute_warnings()

    def _get_warnings(self):
        return [*super()._get_warnings(), *self._get_page_warnings()]

    def _get_page_warnings(self):
        """A sentence that names what the public pages still lack."""
        if not self.is_published or self.state == "draft":
            return []
        missing = [
            not self.accessibility_status and self.env._("accessibility status"),
            not get_written(self.legal_notice) and self.env._("legal notice"),
            not self.dpo_email and self.env._("data protection officer"),
        ]
        missing = ", ".join(filter(None, missing))
        if not missing:
            return []
        return [self.env._("The public pages still lack: %s.", missing)]

    # ------------------------------------------------------------------
    # Where they are
    # ------------------------------------------------------------------
    @api.model
    def _find_with_legal_pages(self, program_id=None):
        """The programme whose legal pages everybody reads, in superuser mode: the one
        that is asked for, or one of the authority that a page without a programme is
        about; else an empty recordset. It need not be published: its messages lead to
        them.

        :param int program_id: which, if any
        """
        # sudo: these pages are for everybody; they tell nothing else of the programme.
        programs = self.sudo()
        domain = Domain("state", "!=", "draft") & Domain("active", "=", True)
        if program_id:
            return programs.search(domain & Domain("id", "=", program_id))
        ours = domain & Domain("company_id", "=", self.env.company.id)
        for among in (ours & self._get_published_domain(), ours, domain):
            if found := programs.search(among, limit=1):
                return found
        return programs.browse()

    def _get_legal_path(self, page):
        """Address, on the site, of one of ``LEGAL_PAGES``."""
        return f"{self._get_public_path()}/{page}"

    # ------------------------------------------------------------------
    # What they say
    # ------------------------------------------------------------------
    @api.model
    def _describe_legal_footer(self, program=None):
        """Dictionary of the foot of each page: ``accessibility`` (words), and the
        addresses of the pages, ``None`` where no programme has them.

        :param program: the one that the page is about, if any
        """
        # sudo: what is said at the foot of each page is for everybody.
        program = program.sudo() if program else self._find_with_legal_pages()
        said = (program and program._get_card(program.id)) or {
            "accessibility_status": program.accessibility_status,
            "accessibility_url": program.accessibility_url,
        }
        status = said["accessibility_status"]
        labels = dict(
            program._fields["accessibility_status"]._description_selection(self.env)
        )
        paths = {
            page: program and program._get_legal_path(page) for page in LEGAL_PAGES
        }
        notice = paths["legal-notice"]
        return {
            "accessibility": labels.get(status)
            or self.env._("not filled in, statement to be published"),
            "accessibility_path": program
            and (said["accessibility_url"] or paths["accessibility"]),
            "notice_path": program and notice,
            "data_path": program and paths["personal-data"],
            "contact_path": program and f"{notice}#contact",
        }

    def _describe_statement(self):
        """``{"status", "text"}`` of the accessibility statement."""
        self.ensure_one()
        footer = self._describe_legal_footer(self)
        text = get_written(self.accessibility_statement)
        return {
            "status": footer["accessibility"],
            "is_known": bool(self.accessibility_status),
            "text": text or self._get_usual_statement(self.env.lang),
        }

    @api.model
    def _get_usual_statement(self, lang=None):
        """The statement that a programme begins with, as HTML: whom to tell of an
        obstacle, and the Défenseur des droits.

        :param str lang: code of its language, by default that of the environment
        """
        env = self.with_context(lang=lang).env if lang else self.env
        return Markup("<h2>%s</h2><p>%s</p><h2>%s</h2><p>%s</p><p>%s</p>") % (
            env._("An obstacle? Tell us"),
            env._(
                "If you cannot reach a content or a service of these pages, write to "
                "the contact given at the foot of this page: you are led to an "
                "accessible version, or given the content in another form."
            ),
            env._("If nobody answers you"),
            env._(
                "You told us of an obstacle that keeps you from a content or a "
                "service, and had no satisfactory answer: you may write to the "
                "Défenseur des droits, meet their delegate in your département, or "
                "send them a letter free of charge, without a stamp."
            ),
            env._(
                "Défenseur des droits, Libre réponse 71120, 75342 Paris CEDEX 07 · "
                "www.defenseurdesdroits.fr"
            ),
        )
