"""An import is undone as a whole, while nobody relied on what it brought."""

from odoo.exceptions import AccessError, UserError
from odoo.service.model import call_kw
from odoo.tests import new_test_user, tagged

from .import_undo_common import HEADINGS, UndoCase


@tagged("post_install", "-at_install", "plpdma")
class TestImportUndo(UndoCase):
    def test_who_when_how_many(self):
        log = self.log
        self.assertEqual(
            (log.file_name, log.user_id, log.model, log.company_id),
            ("avis.csv", self.user_agent, "plpdma.contribution", self.company),
        )
        self.assertEqual((log.created_count, log.updated_count), (2, 0))
        self.assertEqual(log.state, "done")
        action = log.action_open_records()
        found = self.contributions.search(action["domain"])
        self.assertEqual(found, self.records)

    def test_a_test_is_no_import(self):
        count = self.env["plpdma.import"].search_count([])
        content = self._make_file(HEADINGS, ("Jo", "", "Trois"))
        self._execute(self.contributions, "a.csv", content, dryrun=True)
        self.assertEqual(self.env["plpdma.import"].search_count([]), count)

    def test_undone_by_its_author(self):
        self.assertTrue(self.log.can_undo_now)
        for record in self.records:
            self.assertIn(record.display_name, self.log.undo_preview)
        self.log.action_undo()
        self.assertFalse(self.records.exists())
        self.assertEqual(self.log.state, "undone")
        self.assertEqual(self.log.undone_by_id, self.user_agent)
        self.assertTrue(self.log.undone_on)
        told = self.log.action_preview_undo()
        self.assertEqual(told["tag"], "display_notification")
        self.assertIn("déjà annulé", told["params"]["message"])
        with self.assertRaises(UserError):
            self.log.action_undo()

    def test_undone_by_a_manager_and_by_nobody_else(self):
        theirs = self.log.with_user(self.user_colleague)
        self.assertFalse(theirs.is_undoable)
        self.assertFalse(theirs.undo_preview)
        with self.assertRaises(AccessError):
            theirs.action_undo()
        with self.assertRaises(AccessError):
            call_kw(
                self.env["plpdma.import"].with_user(self.user_colleague),
                "action_undo",
                [self.log.ids],
                {},
            )
        self.assertTrue(self.records.exists())
        self.log.with_user(self.user_manager).action_undo()
        self.assertFalse(self.records.exists())

    def test_nobody_writes_the_log(self):
        for user in (self.user_agent, self.user_manager):
            log = self.log.with_user(user)
            for attempt in (
                lambda log=log: log.write({"file_name": "autre.csv"}),
                lambda log=log: log.unlink(),
                lambda log=log: log.copy(),
                lambda log=log: log.sudo(False).create({"model": "plpdma.theme"}),
                lambda log=log: log.line_ids.sudo(False).read(["res_id"]),
            ):
                with self.assertRaises(AccessError):
                    attempt()

    def test_another_authority_does_not_see_it(self):
        company = self.env["res.company"].create({"name": "Ailleurs"})
        manager = new_test_user(
            self.env,
            "plpdma_elsewhere",
            groups="base.group_user,plpdma_concertation.group_manager",
            company_id=company.id,
            company_ids=[(6, 0, company.ids)],
        )
        log = self.log.with_user(manager).with_context(allowed_company_ids=company.ids)
        self.assertFalse(log.search([("id", "=", self.log.id)]))
        for attempt in (log.action_undo, log.action_preview_undo, log.read):
            with self.assertRaises(AccessError):
                attempt()
        self.assertTrue(self.records.exists())

    def test_what_its_author_did_since_is_told_and_goes(self):
        self._import_yesterday()
        self.assertNotIn("est perdu aussi", self.log.undo_preview)
        self.records[0].summary = "Relu"
        self.records.env.flush_all()
        self.env.invalidate_all()
        self.assertTrue(self.log.can_undo_now)
        self.assertIn("est perdu aussi", self.log.undo_preview)
        self.assertEqual(self.log.undo_preview.count(self.records[0].reference), 2)
        self.assertEqual(self.log.undo_preview.count(self.records[1].reference), 1)

    def test_modified_by_a_colleague(self):
        self.records[0].with_user(self.user_colleague).summary = "Relu"
        self._assert_kept("modifiée depuis par")

    def test_modified_by_a_colleague_then_by_its_author(self):
        self.records[0].with_user(self.user_colleague).action_review()
        self.flush_tracking()
        self.records[0].summary = "Relu"
        self.assertEqual(self.records[0].sudo().write_uid, self.user_agent)
        self._assert_kept("modifiée depuis par")

    def test_published(self):
        self.records[0].confidentiality = "public"
        self.records[0].action_accept_publication()
        self._assert_kept("publiée au registre")

    def test_an_activity_that_a_colleague_planned(self):
        self.records[0].activity_schedule(user_id=self.user_agent.id)
        self.assertTrue(self.log.can_undo_now, "It is the author's own")
        self.records[0].with_user(self.user_colleague).activity_schedule(
            user_id=self.user_agent.id
        )
        self._assert_kept("une activité y est planifiée")

    def test_a_file_that_a_colleague_added(self):
        self.env["ir.attachment"].with_user(self.user_colleague).create(
            {
                "name": "plan.txt",
                "raw": b"plan",
                "res_model": "plpdma.contribution",
                "res_id": self.records[0].id,
            }
        )
        self._assert_kept("un fichier y est joint")

    def test_answered(self):
        response = self._create_response(self.records[0])
        self._assert_kept("une réponse est en préparation")
        response.sudo().unlink()
        self._create_response(self.records[0], state="sent")
        self._assert_kept("répondue")

    def test_merged(self):
        values = {"duplicate_of_id": self.records[1].id, "state": "merged"}
        self.records[0].sudo().write(values)
        self._assert_kept("fusionnée")

    def test_split(self):
        record = self.records[0].sudo()
        record.verbatim = "Un composteur. Un broyeur."
        record._split(
            [
                {"quote_start": 0, "quote_stop": 14},
                {"quote_start": 15, "quote_stop": 26},
            ]
        )
        self._assert_kept("découpée")

    def test_discussed(self):
        self.records[1].message_post(body="À voir", message_type="comment")
        self._assert_kept("quelqu'un a écrit")

    def test_an_import_that_modified(self):
        content = self._make_file(
            ("Référence", "Résumé"), (self.records[0].reference, "Autrement")
        )
        _records, count, result = self._choose(self.contributions, "m.csv", content)
        self.assertEqual(count, 2)
        log = self.log.browse(result["plpdma_import"]["id"])
        self.assertEqual((log.created_count, log.updated_count), (0, 1))
        with self.assertRaisesRegex(UserError, "n'est pas gardé"):
            log.action_undo()


@tagged("post_install", "-at_install", "plpdma")
class TestImportUndoActors(UndoCase):
    def setUp(self):
        super().setUp()
        self.model = self.french_env["plpdma.stakeholder"]
        self.known = self.env["res.partner"].create({"name": "Épicerie connue"})
        content = self._make_file(
            ("Nom", "Organisme", "E-mail"),
            ("Alix NEUVE", "Mairie neuve", "alix@neuve.example"),
            ("Épicerie connue", "", ""),
        )
        self.records, _count, result = self._choose(self.model, "a.csv", content)
        self.log = self.log.browse(result["plpdma_import"]["id"])

    def test_contacts_that_it_made_go_too(self):
        made = self.records[0].partner_id
        organisation = made.parent_id
        self.assertEqual(self.log.created_count, 2)
        self.log.action_undo()
        self.assertFalse(self.records.exists())
        self.assertFalse((made | organisation).exists())
        self.assertTrue(self.known.exists(), "It was there before")

    def test_a_contact_that_a_colleague_corrected(self):
        """On its own form: it is what the file said of the actor."""
        self.records, self.log = self._import(
            ("Club du lac",),
            headings=("Nom",),
            model=self.french_env["plpdma.stakeholder"],
        )
        contact = self.records.partner_id
        contact.with_user(self.user_colleague).phone = "01 99 00 00 01"
        self._assert_kept(self.user_colleague.name)

    def test_a_contact_that_its_author_corrected_is_told(self):
        self.records, self.log = self._import(
            ("Club du lac",),
            headings=("Nom",),
            model=self.french_env["plpdma.stakeholder"],
        )
        self._import_yesterday()
        self.assertNotIn("est perdu aussi", self._read_preview())
        self.records.partner_id.phone = "01 99 00 00 01"
        told = self._read_preview()
        self.assertIn("est perdu aussi", told)
        self.assertEqual(told.count("Club du lac"), 2)
        self.log.action_undo()
        self.assertFalse(self.records.exists())

    def test_contacts_that_are_used_stay(self):
        made = self.records[0].partner_id
        other = self._create_program()
        self.agent_env["plpdma.stakeholder"].create(
            {"program_id": other.id, "partner_id": made.id}
        )
        organisation = made.parent_id
        told = self.log.action_undo()["params"]["message"]
        self.assertEqual((made | organisation).exists(), made | organisation)
        self.assertEqual(made.parent_id, organisation, "It keeps its organisation")
        self.assertIn(organisation.name, told)

    def test_what_is_written_on_a_contact_stays(self):
        """By a colleague, on the contact of an actor."""
        contact = self.records[0].partner_id.with_user(self.user_colleague)
        attach = self.env["ir.attachment"].with_user(self.user_colleague).create
        for act, reason in (
            (lambda: contact.message_post(body="Vu."), self.user_colleague.name),
            (
                lambda: contact.activity_schedule(user_id=self.user_agent.id),
                "une activité y est planifiée",
            ),
            (
                lambda: attach(
                    {
                        "name": "plan.txt",
                        "raw": b"plan",
                        "res_model": "res.partner",
                        "res_id": contact.id,
                    }
                ),
                "un fichier y est joint",
            ),
        ):
            with self.subTest(reason):
                made = act()
                self._assert_kept(reason)
                made.sudo().unlink()
        self.assertTrue(self.log.can_undo_now)

    def test_an_organisation_on_which_a_colleague_wrote_stays(self):
        made = self.records[0].partner_id
        organisation = made.parent_id
        organisation.with_user(self.user_colleague).message_post(body="Vu.")
        self.log.action_undo()
        self.assertFalse(made.exists())
        self.assertTrue(organisation.exists())

    def test_an_actor_who_takes_part_stays(self):
        session = self._create_session()
        self.agent_env["plpdma.participation"].create(
            {"session_id": session.id, "stakeholder_id": self.records[0].id}
        )
        self._assert_kept("utilisée par")

    def test_a_commune_that_is_named_stays(self):
        model = self.manager_env["plpdma.territory"]
        content = self._make_file(("Nom", "Type"), ("Bourg-Fictif", "Commune"))
        places, _count, result = self._choose(model, "c.csv", content)
        log = self.manager_env["plpdma.import"].browse(result["plpdma_import"]["id"])
        self._create_contribution(territory_id=places.id)
        with self.assertRaisesRegex(UserError, "utilisée par"):
            log.action_undo()
        self.assertTrue(places.exists())
