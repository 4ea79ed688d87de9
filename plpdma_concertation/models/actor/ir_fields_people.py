"""People whom a sheet names without what Odoo displays before their name."""

from odoo import api, models
from odoo.fields import Domain
from odoo.tools import email_normalize
from odoo.tools.sql import escape_psql

from ...tools.cells import RowMember, quote_cell
from ...tools.civility import part_civility
from ...tools.import_job import get_job
from ...tools.names import may_be_same_name, turn_name
from ...tools.nobody import is_nobody
from ...tools.words import fold
from ..platform.ir_fields import LONGEST_NAME
from ..platform.ir_fields_namesakes import MAX_BEARERS

# Models that name people, and what leads from them to the name of the contact.
PEOPLE = {"res.partner": "name", "plpdma.stakeholder": "partner_id.name"}


class IrFieldsConverter(models.AbstractModel):
    """« Claire Dumoulin », whom Odoo displays as « Commune de Bourg, Claire Dumoulin »
    and finds by that alone."""

    _inherit = "ir.fields.converter"

    @api.model
    def _find_named(self, model, field, subfield, value, savepoint):
        """Id of the record and warnings, the only contact or actor who bears the name
        of the cell being found by it.

        :raise ValueError: in the user's words, for the name of several people
        """
        if isinstance(value, RowMember):
            if found := self._find_of_row(field, value):
                return found, []
            self._check_row_member(field, value)
        if subfield is None and field.comodel_name in PEOPLE:
            name = value.strip()[:LONGEST_NAME]
            is_chosen = get_job().get_choice(field.name, name)[0] in ("take", "leave")
            is_unknown = not is_chosen and not self._find_bearers(field, name)
            if is_unknown and is_nobody(name):
                # « Néant » in the column of substitutes: as much as an empty cell.
                return False, []
        return super()._find_named(model, field, subfield, value, savepoint)

    @api.model
    def _find_of_row(self, field, member):
        """Id of the member whose substitute stands on the same row of the sheet; None
        when that row made none.

        :param RowMember member: the cell of the substitute
        """
        flush = self.env.context.get("import_flush")
        if flush:
            flush(model=field.comodel_name)
        ids = get_job().list_of_row(member.number)
        people = self.env[field.comodel_name].browse(ids if len(ids) > 1 else ())
        # Of two substitutes in a cell, neither stands in for the other.
        named = (
            one.id
            for one in people
            if may_be_same_name(_get_contact(one).name or "", str(member))
        )
        return next(named, ids[0] if ids else None)

    @api.model
    def _check_row_member(self, field, member):
        """Whoever bears the name for another organisation is not the member of another
        row that is refused.

        :raise ValueError: when nobody else is the member
        """
        job = get_job()
        organisation = job.get_clue("organisation")
        if not organisation or job.get_number(job.row.index) == member.number:
            return
        bearers = self._find_bearers(field, member.strip()[:LONGEST_NAME])
        if not self._filter_told(bearers, "organisation", organisation):
            raise self._refuse_name(field, str(member), None, ValueError())

    # ------------------------------------------------------------------
    # Namesakes
    # ------------------------------------------------------------------
    @api.model
    def _search_bearers(self, field, name):
        """Those whom their name displays, and those who bear it."""
        path = PEOPLE.get(field.comodel_name)
        if not path:
            return super()._search_bearers(field, name)
        people = self.env[field.comodel_name]
        found = self._search_displayed(people, name)
        domain = self._make_name_domain(path, name)
        found |= people.search(domain, limit=MAX_BEARERS)
        return found or self._find_labelled(field, name)

    @api.model
    def _make_name_domain(self, path, name):
        """Domain of whoever bears a name, their civility and the order of its words
        being no part of it."""
        bare = part_civility(name)[1]
        names = {name, bare, turn_name(bare) or bare}
        return Domain.OR(Domain(path, "=ilike", escape_psql(one)) for one in names)

    @api.model
    def _tell_apart(self, model, field, bearers, savepoint):
        """As elsewhere; an actor of several programmes is one person, who is then found
        in that of the row."""
        told = super()._tell_apart(model, field, bearers, savepoint)
        if told._name == "plpdma.stakeholder" and len(told.partner_id) == 1:
            return told[:1]
        return told

    @api.model
    def _filter_told(self, records, kind, said):
        if records._name not in PEOPLE or kind not in ("email", "organisation"):
            return super()._filter_told(records, kind, said)
        if kind == "email":
            email = email_normalize(str(said))
            return records.filtered(
                lambda one: email and _get_contact(one).email_normalized == email
            )
        told = fold(str(said))
        return records.filtered(lambda one: told and told in _list_organisations(one))

    @api.model
    def _list_marks(self, record):
        """Their address and their town, then as elsewhere."""
        if record._name not in PEOPLE:
            return super()._list_marks(record)
        contact = _get_contact(record)
        return [contact.email, contact.city, *super()._list_marks(record)]

    @api.model
    def _word_bearers(self, field, name, names):
        """Why, told of people, who are displayed with their organisation."""
        if field.comodel_name not in PEOPLE:
            return super()._word_bearers(field, name, names)
        return self.env._(
            "“%(name)s” is the name of several contacts: %(names)s. Write which one as "
            "it is displayed there, or their e-mail address.",
            name=quote_cell(name),
            names=names,
        )


def _get_contact(person):
    """The contact of an actor, or the contact itself."""
    return person if person._name == "res.partner" else person.partner_id


def _list_organisations(person):
    """Names, folded, of the organisation of a person, or of which it is one."""
    contact = _get_contact(person)
    organisations = contact.parent_id | contact.commercial_partner_id.filtered(
        "is_company"
    )
    return {fold(one.name or "") for one in organisations} | {
        fold(contact.company_name or "")
    }
