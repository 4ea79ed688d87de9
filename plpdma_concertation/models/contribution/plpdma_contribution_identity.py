from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import email_normalize

from ...tools.addresses import get_email_error
from ...tools.groups import STAFF
from ...tools.personal_data import Identity


class PlpdmaContribution(models.Model):
    """Who says it, and what they may be called: ``author_name`` by the staff,
    ``author_label`` by the other readers, ``public_author`` by what is published, and
    ``_get_told_author`` by what somebody prints or exports."""

    _inherit = "plpdma.contribution"

    stakeholder_id = fields.Many2one(
        "plpdma.stakeholder",
        string="Actor",
        compute="_compute_stakeholder_id",
        inverse="_inverse_stakeholder_id",
        store=True,
        precompute=True,
        readonly=False,
        check_company=True,
        domain="[('program_id', '=', program_id)]",
        index="btree_not_null",
        ondelete="restrict",
        groups=STAFF,
    )
    partner_id = fields.Many2one(
        "res.partner",
        string="Contact",
        compute="_compute_partner_id",
        store=True,
        readonly=False,
        precompute=True,
        check_company=True,
        index="btree_not_null",
        ondelete="restrict",
        groups=STAFF,
        help="Found by the e-mail address when a contact has it.",
    )
    contributor_name = fields.Char(
        string="Contributor's Name",
        groups=STAFF,
        help="An inhabitant need not become a contact.",
    )
    contributor_email = fields.Char(string="Contributor's E-mail", groups=STAFF)
    role_id = fields.Many2one(
        "plpdma.role",
        string="Category of Contributor",
        compute="_compute_role_id",
        store=True,
        precompute=True,
        readonly=False,
        check_company=True,
        index="btree_not_null",
        ondelete="restrict",
    )
    anonymous = fields.Boolean(help="The author gave no name and no address.")
    author_name = fields.Char(
        string="Author", compute="_compute_author_name", groups=STAFF
    )
    # Kept here: readers who do not read the contact read it in every list.
    organisation_name = fields.Char(
        string="Organisation",
        compute="_compute_organisation_name",
        store=True,
        precompute=True,
    )
    author_label = fields.Char(
        string="Who Says It",
        compute="_compute_author_label",
        compute_sudo=True,
        help="An organisation by its name, a person by their category.",
    )
    name_consent = fields.Boolean(
        string="Agrees to Be Named",
        groups=STAFF,
        help="What is published then names the author; else it says their category.",
    )
    public_author = fields.Char(
        string="Author as Published",
        compute="_compute_public_author",
        compute_sudo=True,
    )

    # ------------------------------------------------------------------
    # Computes: who it is
    # ------------------------------------------------------------------
    @api.depends("contributor_email")
    def _compute_partner_id(self):
        """Find the contact by its e-mail, an actor of the programme first.

        An address that several contacts share names nobody; nor does that of somebody
        of another name than the author's: their words are not another's.
        """
        # sudo: who it is, is hidden from those who may still trigger this.
        unknown = self.filtered(lambda one: not one.sudo().partner_id)
        found = unknown._find_contacts()
        for contribution in self:
            partner = found.get(contribution, self.env["res.partner"])
            # sudo: as above.
            name = contribution.sudo().contributor_name
            if len(partner) != 1 or not partner._plpdma_may_be_called(name):
                partner = False
            contribution.partner_id = contribution.partner_id or partner

    def _find_contacts(self):
        """``{contribution: contacts}`` that have the address of its author, actors of
        its programme where there are some."""
        # sudo: the address is hidden from those who may still trigger this.
        emails = {
            one: email_normalize(one.sudo().contributor_email or "") for one in self
        }
        actors, partners = self._find_partners_by_email(set(emails.values()) - {False})
        found = {}
        for contribution, email in emails.items():
            program = contribution.program_id
            found[contribution] = actors.get((program.id, email)) or partners.get(
                email, self.env["res.partner"]
            ).filtered(
                lambda p, companies=program.company_id.parent_ids: (
                    p.company_id <= companies
                )
            )
        return found

    @api.model
    def _find_partners_by_email(self, emails):
        """Contacts that have these addresses.

        :param set emails: normalised addresses
        :return: ``{(program id, email): contacts}`` among actors, and
            ``{email: contacts}`` among all contacts
        """
        actors, partners = {}, {}
        if emails:
            found = self.env["res.partner"].search(
                [("email_normalized", "in", list(emails))]
            )
            partners = found.grouped("email_normalized")
            stakeholders = self.env["plpdma.stakeholder"].search(
                [("partner_id", "in", found.ids)]
            )
            for stakeholder in stakeholders:
                partner = stakeholder.partner_id
                key = (stakeholder.program_id.id, partner.email_normalized)
                actors[key] = actors.get(key, partner) | partner
        return actors, partners

    @api.depends("partner_id", "program_id")
    def _compute_stakeholder_id(self):
        """The actor that the author is, else that their organisation is."""
        partners = self.partner_id | self.partner_id.commercial_partner_id
        stakeholders = self.env["plpdma.stakeholder"].search(
            [
                ("partner_id", "in", partners.ids),
                ("program_id", "in", self.program_id.ids),
            ]
        )
        by_key = stakeholders.grouped(lambda s: (s.partner_id, s.program_id))
        for contribution in self:
            author, program = contribution.partner_id, contribution.program_id
            contribution.stakeholder_id = by_key.get(
                (author, program),
                by_key.get((author.commercial_partner_id, program), False),
            )

    @api.model
    def _add_precomputed_values(self, vals_list):
        """Whoever names the actor names the contact, on which what is computed before
        the row is written rests."""
        named = [vals for vals in vals_list if vals.get("stakeholder_id")]
        ids = {vals["stakeholder_id"] for vals in named}
        # sudo: the contact of the actor who was chosen, whoever chose them.
        actors = self.env["plpdma.stakeholder"].sudo().browse(ids)
        contacts = {actor.id: actor.partner_id.id for actor in actors}
        for vals in named:
            vals["partner_id"] = contacts[vals["stakeholder_id"]]
        return super()._add_precomputed_values(vals_list)

    def _inverse_stakeholder_id(self):
        for stakeholder, contributions in self.grouped("stakeholder_id").items():
            if stakeholder:
                contributions.partner_id = stakeholder.partner_id

    @api.depends("stakeholder_id")
    def _compute_role_id(self):
        for contribution in self:
            contribution.role_id = (
                contribution.role_id or contribution.stakeholder_id.role_ids[:1]
            )

    # ------------------------------------------------------------------
    # Computes: what they are called
    # ------------------------------------------------------------------
    @api.depends("partner_id", "contributor_name", "contributor_email", "anonymous")
    def _compute_author_name(self):
        self._read_people()
        for contribution in self:
            # sudo: the staff is told who wrote, whichever contacts they read.
            partner = contribution.partner_id.sudo()
            contribution.author_name = (
                self.env._("Anonymous")
                if contribution.anonymous
                else contribution.contributor_name
                or partner.display_name
                or contribution.contributor_email
            )

    @api.depends(
        "partner_id.commercial_partner_id.is_company",
        "partner_id.commercial_partner_id.name",
    )
    def _compute_organisation_name(self):
        for contribution in self:
            organisation = contribution.partner_id._plpdma_get_organisation()
            contribution.organisation_name = organisation.name

    @api.depends("anonymous", "organisation_name", "role_id")
    @api.depends_context("lang")
    def _compute_author_label(self):
        for contribution in self:
            contribution.author_label = (
                contribution.organisation_name or contribution._get_author_category()
            )

    @api.depends("name_consent", "author_name", "role_id", "anonymous")
    @api.depends_context("lang")
    def _compute_public_author(self):
        # Apart from the others, whose contacts are not to be read.
        named = self.filtered("name_consent")
        named = named.with_prefetch(named.ids)
        names = {contribution.id: contribution.author_name for contribution in named}
        for contribution in self:
            contribution.public_author = (
                names.get(contribution.id) or contribution._get_author_category()
            )

    # ------------------------------------------------------------------
    # Constraints
    # ------------------------------------------------------------------
    @api.constrains(
        "anonymous",
        "partner_id",
        "stakeholder_id",
        "contributor_name",
        "contributor_email",
    )
    def _check_anonymous(self):
        for contribution in self.filtered("anonymous").sudo():
            # sudo: the identity is read only to refuse it.
            if (
                contribution.partner_id
                or contribution.stakeholder_id
                or contribution.contributor_name
                or contribution.contributor_email
            ):
                raise ValidationError(
                    self.env._(
                        "%s is anonymous: it holds no name, no e-mail and no contact.",
                        contribution.reference,
                    )
                )

    @api.constrains("contributor_email")
    def _check_contributor_email(self):
        for contribution in self.sudo():
            # sudo: only the form of the address is looked at.
            error = get_email_error(self.env, contribution.contributor_email)
            if error:
                raise ValidationError(error)

    # ------------------------------------------------------------------
    # Business
    # ------------------------------------------------------------------
    def _get_told_author(self):
        """The author's name in what is printed or exported: as published, and for élus
        the category alone, even of those who agreed to be named."""
        self.ensure_one()
        if self.env.su or self.env.user.has_group(STAFF):
            return self.public_author
        # sudo: the category is what may be said of the author everywhere.
        return self.sudo()._get_author_category()

    def _get_author_category(self):
        """Name of the author's category, “Anonymous” or “Individual”: what may be
        said everywhere."""
        self.ensure_one()
        if self.anonymous and not self.role_id:
            return self.env._("Anonymous")
        return self.role_id._get_category()

    def _compute_publication_warning(self):
        self._read_people()
        return super()._compute_publication_warning()

    def _read_people(self):
        """Read the authors and those who handle what they sent together: a list asks
        for both."""
        # sudo: they are kept for later; nothing is told of them here.
        records = self.sudo()
        (records.partner_id | records.user_id.partner_id).mapped("complete_name")

    def _get_author_identity(self):
        """:class:`Identity` of the names and addresses that tell who the authors are,
        except the names of those who agree to be named."""
        hidden = self.filtered(lambda contribution: not contribution.name_consent)
        identity = self._get_identity(self._get_author_contacts(), self)
        names = self._get_identity(hidden._get_author_contacts(), hidden)
        return Identity(
            names=names.names,
            organisations=names.organisations,
            emails=identity.emails,
            phones=identity.phones,
            addresses=identity.addresses,
        )

    def _get_author_contacts(self):
        """Contacts of the authors. That of an actor who was just chosen is only known
        once saved."""
        contacts = self.partner_id
        chosen = self.filtered(lambda contribution: not contribution.partner_id)
        # Not joined with nothing: they would no longer be read with those of a list.
        return contacts | chosen.stakeholder_id.partner_id if chosen else contacts

    @api.model
    def _get_identity(self, partners, contributions):
        """:class:`Identity` of the authors: what a text may repeat of them.

        :param partners: their contacts, and the organisations for which they speak
        :param contributions: those that name them
        """
        # sudo: nothing is told of them but what a text that the user reads repeats.
        partners = partners.sudo()
        organisations = partners.commercial_partner_id
        # Read here, with those of a list, and not one by one.
        organisations.mapped("is_company")
        contacts = organisations.child_ids
        contacts.mapped("is_company")
        partners |= organisations
        people = partners.filtered(lambda partner: not partner.is_company)
        # Whoever signs for an organisation, most often, is one of its contacts.
        people |= contacts.filtered(
            lambda one: (
                one.type == "contact"
                and one.parent_id.is_company
                and not one.is_company
            )
        )
        towns = [f"{p.zip} {p.city}" for p in partners if p.zip and p.city]
        return Identity(
            names=_get_filled(contributions, "contributor_name")
            + _get_filled(people, "name"),
            organisations=_get_filled(partners - people, "name"),
            emails=_get_filled(contributions, "contributor_email")
            + _get_filled(partners, "email_normalized"),
            phones=_get_filled(partners, "phone"),
            addresses=_get_filled(partners, "street") + tuple(towns),
        )


def _get_filled(records, name):
    return tuple(filter(None, records.mapped(name)))
