from odoo import api, models
from odoo.tools import email_normalize

from ...tools.civility import part_civility
from ...tools.names import may_be_same_name, turn_name
from ...tools.words import fold
from .plpdma_stakeholder_import import OTHER_EMAILS


class PlpdmaStakeholder(models.Model):
    """Actors whom a sheet names, and who are in the programme already."""

    _inherit = "plpdma.stakeholder"

    @api.model
    def _find_there(self, values):
        """The actor of the programme whose contact the row means: as its contact is
        found, by its e-mail, then by its name; empty when several may be meant."""
        program_id = self._get_row_program_id(values)
        if not program_id:
            return self.browse()
        known = self._get_known_actors(program_id)
        if values.get("partner_id"):
            ids = known["partner"].get(values["partner_id"], ())
        else:
            ids = self._find_known_actors(known, values)
        return self.browse(ids) if len(ids) == 1 else self.browse()

    @api.model
    def _get_row_program_id(self, values):
        """Id of the programme of a row; false where nothing tells one."""
        default = self._default_program_id()
        told = values.get("program_id") or self.env.context.get("default_program_id")
        return told or (default and default.id)

    @api.model
    def _find_known_actors(self, known, values):
        """Ids of the actors whom the address or the name of a row may mean."""
        email = email_normalize(values.get("email") or "")
        organisation = fold(values.get("organisation_name") or "")
        is_organisation = organisation and not values.get("partner_name")
        found = self._filter_of_that_name(known["email"].get(email, ()), values)
        if found and (len(found) == 1 or not is_organisation):
            return found
        name = fold(values.get("partner_name") or "") or organisation
        names = [
            name,
            fold(turn_name(values.get("partner_name") or "") or ""),
            # As an earlier version noted them.
            fold(f"{name} {values.get('function') or ''}"),
        ]
        found = (known["name"][one] for one in names if one in known["name"])
        actors = self.browse(next(found, ())).filtered(
            lambda one: (
                # A namesake who has another address is somebody else.
                not (email and one.partner_id.email_normalized)
                and organisation
                in ("", name, fold(one.organisation_name or organisation))
            )
        )
        if is_organisation:
            return self._find_known_organisation(known, values, actors)
        return actors.ids

    @api.model
    def _find_known_organisation(self, known, values, actors):
        """Ids of the actors whom a row may mean that names an organisation, and none of
        its people: that of the organisation which the row would be given.

        :param actors: those whom its name may mean, where no contact has it, or one
            that is no actor
        """
        told = values["organisation_name"]
        names = {fold(told), fold(self._part_label(told))}
        if not actors and names.isdisjoint(known["name"]):
            # None of that name is an actor: nothing is looked for.
            return []
        details = {"email": values.get("email"), "city": values.get("city")}
        program_id = self._get_row_program_id(values)
        bearers = self._find_organisations(told)
        meant = self._find_meant_organisations(told, bearers, details, program_id)
        if len(meant) > 1:
            return []
        ids = known["partner"].get(meant.id, [])
        return ids if ids or len(bearers) > 1 else actors.ids

    @api.model
    def _filter_of_that_name(self, ids, values):
        """Ids, among actors who have the address of a row, of those whom it may name:
        an organisation's is that of all its people."""
        name = values.get("partner_name") or values.get("organisation_name")
        return [
            actor.id
            for actor in self.browse(ids)
            if not name or may_be_same_name(actor.partner_id.name or "", name)
        ]

    @api.model
    def _get_known_actors(self, program_id):
        """The actors of a programme, archived ones included: ids by contact, by e-mail
        and by name, read once for a file."""
        cache = self.env.context.get("import_cache")
        key = ("plpdma_known_actors", program_id)
        found = cache.get(key) if cache is not None else None
        if found is None:
            found = {"partner": {}, "email": {}, "name": {}}
            actors = self.with_context(active_test=False).search_fetch(
                [("program_id", "=", program_id)], ["partner_id"]
            )
            for actor in actors:
                partner = actor.partner_id
                for kind, value in (
                    ("partner", partner.id),
                    ("email", partner.email_normalized),
                    ("name", fold(part_civility(partner.name)[1] or "")),
                ):
                    if value:
                        found[kind].setdefault(value, []).append(actor.id)
            if cache is not None:
                cache[key] = found
        return found

    def _keep_missing(self, values):
        """As elsewhere; an organisation is its own, and no other civility is taken."""
        kept = super()._keep_missing(values)
        contact = self.partner_id
        if fold(kept.get("organisation_name") or "") == fold(contact.name or ""):
            kept.pop("organisation_name", None)
        if contact.plpdma_civility:
            kept.pop("plpdma_civility", None)
        email = email_normalize(values.get("email") or "")
        is_person = values.get("partner_name") or not values.get("organisation_name")
        if email and not is_person and email != (contact.email_normalized or email):
            # An organisation is found by its name, whatever its address.
            kept[OTHER_EMAILS] = [values["email"], *kept.get(OTHER_EMAILS, ())]
        return kept

    def _lacks(self, name):
        """An actor of whom nothing was said is no member of a body."""
        if name == "membership":
            return self.membership == "none"
        if name == "city" and self.partner_id.parent_id:
            # Theirs is the organisation's: what is told goes to their notes.
            return True
        return super()._lacks(name)
