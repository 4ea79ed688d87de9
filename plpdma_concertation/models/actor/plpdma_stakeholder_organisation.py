"""The organisation that a row of a sheet names: of several that bear the name, none is
taken for being the first."""

from odoo import api, models
from odoo.fields import Domain
from odoo.tools import email_normalize
from odoo.tools.sql import escape_psql

from ...tools.import_job import get_job
from ...tools.words import fold
from ..shared.sheet_faults import RefusedCell

COLUMN = "organisation_name"


class PlpdmaStakeholder(models.Model):
    """What the row says besides the name decides, or nothing does."""

    _inherit = "plpdma.stakeholder"

    @api.model
    def _find_organisation(self, name, details, program_id):
        """The organisation of a row, made when it is unknown.

        :param dict details: what the row says of the contact, by its own fields
        :raise RefusedCell: naming those of that name, where nothing tells them apart
        """
        partners = self.env["res.partner"]
        if not name:
            return partners
        bearers = self._find_organisations(name)
        meant = self._find_meant_organisations(name, bearers, details, program_id)
        if len(meant) == 1:
            return meant
        if not meant:
            return self._create_import_partner({"name": name, "is_company": True})
        converter = self.env["ir.fields.converter"]
        labelled = self._label_organisations(bearers, meant)
        names = converter._join_labels(labelled)
        message = converter._word_bearers(self._fields[COLUMN], name, names)
        choices = converter._list_told_apart(labelled)
        raise RefusedCell(message, COLUMN, name, sorted(choices))

    @api.model
    def _find_meant_organisations(self, name, bearers, details, program_id):
        """The organisation that a row means: which its words tell, or the user chose;
        several where nothing tells them apart, none where it is unknown.

        :param bearers: those of that name, as ``_find_organisations`` gives them
        :param dict details: what the row says of the contact, by its own fields
        """
        if not bearers:
            return self._find_labelled_organisation(name)
        told = self._tell_organisations_apart(bearers, details, program_id)
        verb, chosen = get_job().get_choice(COLUMN, name)
        if len(told) < 2 or verb != "take":
            return told
        labelled = self._label_organisations(bearers, told)
        choices = self.env["ir.fields.converter"]._list_told_apart(labelled)
        return choices.get(chosen, told)

    @api.model
    def _label_organisations(self, bearers, told):
        """``[(what each is called, organisation)]`` of some of those of one name, with
        what tells each from all the others."""
        labelled = self.env["ir.fields.converter"]._label_bearers(bearers)
        return [one for one in labelled if one[1] in told]

    @api.model
    def _find_organisations(self, name):
        """Those of that name; where there is none, the people who are nobody's."""
        domain = Domain("name", "=ilike", escape_psql(name))
        domain &= Domain("parent_id", "=", False)
        found = self.env["res.partner"].search(domain, order="id")
        return found.filtered("is_company") or found

    @api.model
    def _find_labelled_organisation(self, text):
        """That of which a refusal told « Name (what tells it apart) »; empty for
        another text."""
        name = self._part_label(text)
        if not name:
            return self.env["res.partner"]
        bearers = self._find_organisations(name)
        labelled = self.env["ir.fields.converter"]._label_bearers(bearers)
        found = [one for label, one in labelled if fold(label) == fold(text)]
        return found[0] if len(found) == 1 else bearers.browse()

    @api.model
    def _part_label(self, text):
        """The name in « Name (what tells it apart) »; empty for another text."""
        name, _parenthesis, told = text.rpartition(" (")
        return name.strip() if told.endswith(")") else ""

    @api.model
    def _tell_organisations_apart(self, bearers, details, program_id):
        """Those whom a row may mean: by its address, its town, or whom it names; else
        the one that is an actor of the programme. All of them where nothing tells, or
        its words contradict each other."""
        if len(bearers) < 2:
            return bearers
        email = email_normalize(details.get("email") or "")
        town, name = fold(details.get("city") or ""), details.get("name")
        told = bearers
        for is_meant in (
            lambda one: (
                email and email in (one | one.child_ids).mapped("email_normalized")
            ),
            lambda one: town and town == fold(one.city or ""),
            lambda one: (
                name
                and self._key_name(name)
                in map(self._key_name, one.child_ids.mapped("name"))
            ),
        ):
            told &= bearers.filtered(is_meant) or bearers
        if len(told) == 1:
            return told
        told = told or bearers
        domain = [("program_id", "=", program_id), ("partner_id", "child_of", told.ids)]
        actors = self.with_context(active_test=False).search(domain).partner_id
        known = told & (actors | actors.commercial_partner_id)
        if email and not name:
            # One that has another address is another.
            known = known.filtered(lambda one: not one.email_normalized)
        return known if len(known) == 1 else told
