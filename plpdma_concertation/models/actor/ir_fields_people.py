"""People whom a sheet names without what Odoo displays before their name."""

from odoo import api, models
from odoo.fields import Domain
from odoo.tools.sql import escape_psql

from ...tools.cells import RowMember, quote_cell
from ...tools.civility import part_civility
from ...tools.import_job import get_job
from ...tools.names import turn_name
from ...tools.nobody import is_nobody
from ..platform.ir_fields import LONGEST_NAME

# Models that name people, and what leads from them to the name of the contact.
PEOPLE = {"res.partner": "name", "plpdma.stakeholder": "partner_id.name"}
# How many namesakes are told.
MAX_NAMESAKES = 10


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
        if isinstance(value, RowMember) and (found := self._find_of_row(field, value)):
            return found, []
        if subfield is None and field.comodel_name in PEOPLE:
            name = value.strip()[:LONGEST_NAME]
            # What the user chose in place of the word is displayed so.
            is_chosen = get_job().get_choice(field.name, name)[0] in ("take", "leave")
            found = not is_chosen and self._find_person(field.comodel_name, name)
            if found:
                return found.id, []
            if not is_chosen and is_nobody(name):
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
        return get_job().find_of_row(member.number)

    @api.model
    def _find_person(self, model_name, name):
        """The contact or the actor of that name; empty for nobody's, and for what
        displays several actors, whom the row's programme tells apart.

        :raise ValueError: for the name of several people
        """
        people = self.env[model_name]
        ids = [one[0] for one in people.name_search(name, None, "=", MAX_NAMESAKES)]
        found = people.browse(ids) or people.search(
            self._make_name_domain(PEOPLE[model_name], name), limit=MAX_NAMESAKES
        )
        # An actor of several programmes is then found in that of the row.
        is_actor = model_name != "res.partner"
        contacts = found.partner_id if is_actor else found
        if len(contacts) > 1 and is_actor and ids:
            return people
        if len(contacts) > 1:
            raise self._refuse_namesakes(name, contacts)
        return found[:1]

    @api.model
    def _make_name_domain(self, path, name):
        """Domain of whoever bears a name, their civility and the order of its words
        being no part of it."""
        bare = part_civility(name)[1]
        names = {name, bare, turn_name(bare) or bare}
        return Domain.OR(Domain(path, "=ilike", escape_psql(one)) for one in names)

    @api.model
    def _refuse_namesakes(self, name, contacts):
        """The error on a name that several contacts bear, which tells what each is
        called where that tells one from another."""
        told = contacts.mapped("display_name")
        choices = sorted(one for one in set(told) if told.count(one) == 1)
        message = self.env._(
            "“%(name)s” is the name of several contacts: %(names)s. Write which one as "
            "it is displayed there, or their e-mail address.",
            name=quote_cell(name),
            names=", ".join(told),
        )
        return self._refuse(message, name, word=name, choices=choices)
