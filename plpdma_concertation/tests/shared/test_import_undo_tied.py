"""A contact who had written before a file made an actor of them."""

from odoo.tests import tagged
from odoo.tools import SQL

from .import_undo_common import UndoCase


@tagged("post_install", "-at_install", "plpdma")
class TestImportUndoTied(UndoCase):
    def setUp(self):
        super().setUp()
        self.contact = self.env["res.partner"].create(
            {"name": "Seul CONTACT", "email": "seul@h.example"}
        )
        self.older = self._create_contribution(partner_id=self.contact.id)
        self._age(self.older)
        self._age(self.contact)
        self.actors, self.log = self._import(
            ("Seul CONTACT", "seul@h.example", "01 99 99 99 99"),
            ("Neuf ESSAI", "neuf@h.example", ""),
            headings=("Nom", "E-mail", "Tél."),
            model=self.french_env["plpdma.stakeholder"],
        )
        self.records = self.actors

    def _age(self, record):
        """As if it had been there yesterday."""
        self.cr.flush()
        self.env.cr.execute(
            SQL(
                "UPDATE %s SET create_date = create_date - interval '1 day' "
                "WHERE id = %s",
                SQL.identifier(record._table),
                record.id,
            )
        )
        self.env.invalidate_all()

    def test_what_was_there_goes_back_to_having_no_actor(self):
        self.assertEqual(self.older.stakeholder_id, self.actors[0])
        self.assertTrue(self.log.can_undo_now)
        self.log.action_undo()
        self.env.flush_all()
        self.env.invalidate_all()
        self.assertFalse(self.actors.exists())
        self.assertFalse(self.older.stakeholder_id)
        self.assertEqual(self.older.partner_id, self.contact)
        self.assertEqual(self.log.state, "undone")

    def test_one_that_is_archived_stands_in_no_way(self):
        self.older.sudo().active = False
        self.log.action_undo()
        self.assertFalse(self.actors.exists())

    def test_it_goes_back_to_its_organisation(self):
        organisation = self.env["res.partner"].create(
            {"name": "Club du lac", "is_company": True}
        )
        self.contact.parent_id = organisation
        actor = self.agent_env["plpdma.stakeholder"].create(
            {"program_id": self.program.id, "partner_id": organisation.id}
        )
        self.log.action_undo()
        self.env.flush_all()
        self.assertEqual(self.older.stakeholder_id, actor)

    def test_what_came_since_holds_its_actor(self):
        self._create_contribution(partner_id=self.contact.id)
        self._assert_kept("utilisée par")

    def test_one_that_somebody_gave_to_the_actor_holds_them(self):
        other = self._create_contribution(contributor_name="Autre")
        self._age(other)
        other.stakeholder_id = self.actors[1]
        self.assertEqual(other.partner_id, self.actors[1].partner_id)
        self._assert_kept("utilisée par")

    def test_an_earlier_import_of_the_contribution_may_still_be_undone(self):
        """Tying it, and taking that back, is nobody's change."""
        self.log.action_undo()
        lines = self.env["plpdma.import.line"]._find_changes(self.older)
        self.assertFalse(lines)
