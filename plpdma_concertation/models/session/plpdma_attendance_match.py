"""Which participant each of those who signed is; newcomers are added to the list."""

import re

from odoo import api, models
from odoo.exceptions import UserError
from odoo.tools import remove_accents
from odoo.tools.sql import escape_psql


class PlpdmaAttendance(models.Model):
    """Whoever signed is recognised by their name, or by their organisation."""

    _inherit = "plpdma.attendance"

    def action_add_participant(self):
        """Add those who came unannounced to the participants; safe to repeat.

        Their contact is found by its name, or made.

        :raise UserError: when several contacts have the name
        """
        self.check_access("write")
        for attendance in self.filtered("to_match"):
            attendance.participation_id = attendance._get_new_participation()

    # ------------------------------------------------------------------
    # Participants
    # ------------------------------------------------------------------
    @api.model
    def _normalise(self, name):
        """What two ways to write a name have in common: neither case nor accents,
        hyphens, or which of the names comes first."""
        words = re.split(r"[\W_]+", remove_accents(name or "").casefold())
        return " ".join(sorted(filter(None, words)))

    @api.model
    def _find_participation(self, session, name, organisation):
        """The line of the only participant who has the name; failing that, of the only
        one from the organisation. None in doubt: the agent will tell."""
        name, organisation = map(self._normalise, (name, organisation))
        lines = session.participation_ids
        found = lines.filtered(
            lambda line: (
                not line.partner_id.is_company
                and self._normalise(line.partner_id.name) == name
            )
        )
        if len(found) != 1:
            found = lines.filtered(
                lambda line: (
                    organisation
                    and organisation
                    == self._normalise(line.partner_id._plpdma_get_organisation().name)
                )
            )
        return found if len(found) == 1 else lines.browse()

    # ------------------------------------------------------------------
    # Newcomers
    # ------------------------------------------------------------------
    def _get_new_participation(self):
        """The line, among the participants, of whoever signed; made if need be, with
        their contact and their place among the actors."""
        self.ensure_one()
        partner = self._get_contact()
        # An actor who was archived takes part again under the same name.
        actors = self.env["plpdma.stakeholder"].with_context(active_test=False)
        of_program = {"program_id": self.program_id.id, "partner_id": partner.id}
        actor = actors.search(
            [(field, "=", value) for field, value in of_program.items()]
        ) or actors.create(of_program)
        lines = self.session_id.participation_ids
        return lines.filtered(
            lambda line: line.stakeholder_id == actor
        ) or lines.create(
            {
                "session_id": self.session_id.id,
                "stakeholder_id": actor.id,
                "attendance": "present",
            }
        )

    def _get_contact(self):
        """The contact of whoever signed, within their organisation if they gave one."""
        self.ensure_one()
        contacts = self._search_contacts(self.name, is_company=False)
        organisation = self._normalise(self.organisation)
        if organisation:
            contacts = contacts.filtered(
                lambda contact: organisation
                in (
                    self._normalise(contact.commercial_partner_id.name),
                    self._normalise(contact.company_name),
                )
            )
        if len(contacts) > 1:
            raise UserError(
                self.env._(
                    "Several contacts are named %s: invite the right one to the "
                    "session, then choose them here.",
                    self.name,
                )
            )
        return contacts or contacts.create(self._prepare_contact())

    def _prepare_contact(self):
        employers = self._search_contacts(self.organisation, is_company=True)
        employer = employers if len(employers) == 1 else employers.browse()
        return {
            "name": self.name,
            "parent_id": employer.id,
            "company_name": not employer and self.organisation,
            "company_id": self.company_id.id,
        }

    def _search_contacts(self, name, is_company):
        return self.env["res.partner"].search(
            [
                ("name", "=ilike", escape_psql(name or "")),
                ("is_company", "=", is_company),
                ("company_id", "in", (False, self.company_id.id)),
            ]
        )
