"""What a programme takes over from the one before it."""

from lxml import etree

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import Form, tagged

from ..common import FRAME, ConcertationCase


@tagged("post_install", "-at_install", "plpdma")
class TestProgramTakeover(ConcertationCase):
    def setUp(self):
        super().setUp()
        self.theme = self.env["plpdma.theme"].create(
            {"name": "Compostage", "company_id": self.company.id}
        )
        self.program.write(
            {"theme_ids": self.theme.ids, "dpo_email": "dpo@val.example"}
        )
        self.actors[0].write(
            {
                "membership": "member",
                "body_ids": self.body.ids,
                "needs": "Un local.",
                "role_ids": self.role.ids,
            }
        )
        self.new = self.agent_env["plpdma.program"].create({"name": "PLPDMA 2032"})

    def _open(self, program=None):
        action = (program or self.new).action_take_over()
        model = self.agent_env[action["res_model"]].with_context(**action["context"])
        return Form(model)

    def _save(self, form):
        """The dialog as the next click finds it."""
        dialog = form.save()
        dialog.invalidate_recordset()
        return dialog

    def test_the_one_that_has_the_most_is_looked_at_first(self):
        later = {"name": "PLPDMA voisin", "date_start": "2040-01-01"}
        self.agent_env["plpdma.program"].create(later)
        form = self._open()
        self.assertEqual(form.source_id, self.program)

    def test_nothing_is_typed_twice(self):
        dialog = self._save(self._open())
        self.assertEqual(dialog.source_id, self.program)
        dialog.action_take_over()
        for name in FRAME:
            self.assertEqual(self.new[name], self.program[name])
        self.assertEqual(self.new.dpo_email, "dpo@val.example")
        self.assertEqual(self.new.theme_ids, self.theme)
        self.assertEqual(self.new.body_ids.mapped("name"), [self.body.name])
        self.assertEqual(
            self.new.stakeholder_ids.partner_id, self.program.stakeholder_ids.partner_id
        )
        taken = self.new.stakeholder_ids.filtered(
            lambda a: a.partner_id == self.actors[0].partner_id
        )
        self.assertEqual(
            (taken.membership, taken.body_ids, taken.needs, taken.role_ids),
            ("member", self.new.body_ids, "Un local.", self.role),
        )
        self.assertEqual(self.program.body_ids, self.body, "The other keeps its own")
        self.new.action_open()
        self.assertEqual(self.new.state, "open")

    def test_line_by_line(self):
        dialog = self._open()
        self.assertGreater(len(dialog.line_ids), 6)
        for index in range(len(dialog.line_ids)):
            with dialog.line_ids.edit(index) as line:
                line.is_taken = line.kind == "theme" or line.key == "objective"
        self._save(dialog).action_take_over()
        self.assertEqual(self.new.objective, self.program.objective)
        self.assertFalse(self.new.negotiable)
        self.assertEqual(self.new.theme_ids, self.theme)
        self.assertFalse(self.new.body_ids | self.new.stakeholder_ids.body_ids)
        self.assertFalse(self.new.stakeholder_ids)

    def test_all_or_none_of_a_list(self):
        dialog = self._open()
        dialog.take_actors = False
        record = self._save(dialog)
        actors = record.line_ids.filtered(lambda line: line.kind == "actor")
        self.assertEqual(set(actors.mapped("is_taken")), {False})
        self.assertGreater(len(actors), 1)
        self.assertTrue(all((record.line_ids - actors).mapped("is_taken")))
        dialog.take_actors = True
        self.assertEqual(set(self._save(dialog).line_ids.mapped("is_taken")), {True})

    def test_another_programme_keeps_what_one_refused(self):
        """What somebody wrote here is not proposed, and that refuses nothing else."""
        self.new.objective = "<p>Le nôtre.</p>"
        self._create_program(name="Plus ancien", date_start="2001-01-01")
        dialog = self._open()
        dialog.take_actors = False
        dialog.source_id = self.env["plpdma.program"]
        dialog.source_id = self.program
        record = self._save(dialog)
        taken = {kind: set() for kind in ("text", "body", "actor")}
        for line in record.line_ids.filtered(lambda li: li.kind in taken):
            taken[line.kind].add(line.is_taken)
        self.assertEqual(
            taken, {"text": {True, False}, "body": {True}, "actor": {False}}
        )

    def test_what_was_written_here_is_replaced_where_one_says_so(self):
        self.new.objective = "<p>Le nôtre.</p>"
        dialog = self._save(self._open())
        line = dialog.line_ids.filtered(lambda line: line.key == "objective")
        self.assertFalse(line.is_taken)
        dialog.action_take_over()
        self.assertEqual(self.new.objective, "<p>Le nôtre.</p>")
        again = self._save(self._open())
        again.line_ids.filtered(lambda line: line.key == "objective").is_taken = True
        again.action_take_over()
        self.assertEqual(self.new.objective, self.program.objective)

    def test_twice_is_once(self):
        first, second = self._save(self._open()), self._save(self._open())
        first.action_take_over()
        second.action_take_over()
        self.assertEqual(len(self.new.body_ids), 1)
        self.assertEqual(
            len(self.new.stakeholder_ids), len(self.program.stakeholder_ids)
        )
        left = self._save(self._open())
        self.assertFalse(left.line_ids)
        with self.assertRaises(UserError):
            left.action_take_over()

    def test_the_substitute_sits_for_the_same_person(self):
        self.actors[1].write(
            {
                "membership": "substitute",
                "body_ids": self.body.ids,
                "substitute_for_id": self.actors[0].id,
            }
        )
        self._save(self._open()).action_take_over()
        ours = {actor.partner_id: actor for actor in self.new.stakeholder_ids}
        self.assertEqual(
            ours[self.actors[1].partner_id].substitute_for_id,
            ours[self.actors[0].partner_id],
        )

    def test_no_seat_without_its_body_and_no_guest_of_before(self):
        self.actors[1].write({"membership": "occasional", "date_end": "2026-01-31"})
        dialog = self._save(self._open())
        dialog.line_ids.filtered(lambda li: li.kind == "body").is_taken = False
        guest = dialog.line_ids.filtered(
            lambda li: (li.kind, li.key) == ("actor", str(self.actors[1].id))
        )
        self.assertFalse(guest.is_taken, "Their time is over")
        guest.is_taken = True
        dialog.action_take_over()
        self.assertEqual(set(self.new.stakeholder_ids.mapped("membership")), {"none"})

    def test_only_while_it_is_framed(self):
        dialog = self._save(self._open())
        self.new.write(dict(FRAME))
        self.new.action_open()
        with self.assertRefused("PLPDMA 2032"):
            self.new.action_take_over()
        with self.assertRefused("PLPDMA 2032"):
            dialog.action_take_over()

    def test_nothing_of_another_authority(self):
        other = self._create_other_company()
        theirs = self.env["plpdma.program"].search(
            [("company_id", "!=", self.company.id)], limit=1
        )
        self.assertTrue(other and theirs)
        with self.assertRaises(AccessError):
            self.agent_env["plpdma.program.takeover"].create(
                {"program_id": self.new.id, "source_id": theirs.id}
            )
        dialog = self._save(self._open())
        line = dialog.line_ids.filtered(lambda li: li.kind == "actor")[0]
        stranger = self.env["plpdma.stakeholder"].create(
            {
                "program_id": theirs.id,
                "partner_id": self.env["res.partner"].create({"name": "Ailleurs"}).id,
            }
        )
        line.key = str(stranger.id)
        with self.assertRefused(self.program.name):
            dialog.action_take_over()
        self.assertNotIn(stranger.partner_id, self.new.stakeholder_ids.partner_id)

    def test_what_means_nothing_is_refused(self):
        for kind, key in (
            ("text", "n_importe_quoi"),
            ("text", "state"),
            ("theme", "999999999"),
            ("body", "x"),
            ("actor", ""),
            ("territory", "-1"),
        ):
            dialog = self._save(self._open())
            line = dialog.line_ids.filtered(lambda li: li.kind == "theme")
            line.write({"kind": kind, "key": key or " "})
            with self.subTest(kind=kind, key=key):
                with self.assertRefused(self.program.name):
                    dialog.action_take_over()
                self.assertFalse(self.new.theme_ids or self.new.body_ids)

    def test_offered_where_there_is_another(self):
        self.assertTrue(self.new.can_take_over)
        self.assertFalse(self.program.can_take_over, "It is open")
        self.program.write({"state": "closed", "active": False})
        self.new.invalidate_recordset()
        self.assertTrue(self.new.can_take_over, "The one before may be put away")
        arch = etree.fromstring(self.agent_env["plpdma.program"].get_view()["arch"])
        buttons = arch.findall(".//button[@name='action_take_over']")
        self.assertEqual(len(buttons), 2)
        for button in buttons:
            self.assertIn("can_take_over", button.get("invisible"))

    def test_the_first_programme_has_nowhere_to_take_from(self):
        company = self.env["res.company"].create({"name": "Première"})
        program = self.env["plpdma.program"].create(
            {"name": "Premier", "company_id": company.id}
        )
        self.assertFalse(program.can_take_over)
        with self.assertRefused("Première"):
            program.action_take_over()


@tagged("post_install", "-at_install", "plpdma")
class TestEmptyPickers(ConcertationCase):
    """A programme without actors leads to creating or importing them."""

    def setUp(self):
        super().setUp()
        self.new = self._create_program()
        self.cces = self.agent_env["plpdma.body"].create(
            {"name": "CCES", "program_id": self.new.id}
        )

    def test_a_sheet_is_imported_into_the_body(self):
        self.assertFalse(self.cces.program_actor_count)
        action = self.cces.action_import_actors()
        self.assertEqual(
            (action["type"], action["tag"]), ("ir.actions.client", "import")
        )
        actor = (
            self.agent_env[action["params"]["active_model"]]
            .with_context(**action["params"]["context"])
            .create({"partner_id": self.partners[0].id})
        )
        self.assertEqual(
            (actor.program_id, actor.body_ids, actor.membership),
            (self.new, self.cces, "member"),
        )
        self.assertEqual(self.cces.stakeholder_ids, actor)

    def test_nobody_to_invite(self):
        session = self._create_session(program_id=self.new.id)
        dialog = self.agent_env["plpdma.session.invite"].create(
            {"session_id": session.id}
        )
        self.assertFalse(dialog.actor_count)
        created = dialog.action_new_actor()
        self.assertEqual(created["context"]["default_program_id"], self.new.id)
        imported = dialog.action_import_actors()
        self.assertEqual(
            imported["params"]["context"], {"default_program_id": self.new.id}
        )
        self.agent_env["plpdma.stakeholder"].create(
            {"partner_id": self.partners[0].id, "program_id": self.new.id}
        )
        dialog.invalidate_recordset()
        self.assertEqual(dialog.actor_count, 1)

    def test_commands_are_read_by_the_import(self):
        """What the import screen passes on is what a form would."""
        context = self.cces.action_import_actors()["params"]["context"]
        values = (
            self.agent_env["plpdma.stakeholder"]
            .with_context(**context)
            .default_get(["body_ids"])
        )
        self.assertEqual(values["body_ids"], [Command.set(self.cces.ids)])
