"""What the machine does by itself is nobody's change, and keeps no import."""

from datetime import timedelta

from freezegun import freeze_time

from odoo import SUPERUSER_ID
from odoo.fields import Command
from odoo.tests import tagged

from ...models.shared.plpdma_import_undo import find_references
from ..tools.campaign_letters import CAMPAIGNS
from .import_undo_common import UndoCase

LETTERS = [
    (f"Auteur {number}", f"a{number}@p.example", f"{CAMPAIGNS[0]} N{number}")
    for number in range(4)
]


@tagged("post_install", "-at_install", "plpdma")
class TestImportAutomatic(UndoCase):
    def setUp(self):
        super().setUp()
        self.records.sudo().user_id = self.user_agent
        self._import_yesterday()

    def _assert_untouched(self):
        """Nobody is said to have changed anything, and the import goes."""
        shown = self._read_preview()
        self.assertNotIn("modifiée depuis", shown)
        self.assertNotIn("est perdu aussi", shown)
        self.assertTrue(self.log.can_undo_now, shown)

    def _note_absence(self, user, **values):
        today = self.company._plpdma_get_today()
        absences = self.env["plpdma.absence"].with_user(user)
        return absences.create(
            {
                "user_id": self.user_agent.id,
                "substitute_id": self.user_colleague.id,
                "date_start": today,
                "date_end": today + timedelta(days=9),
                **values,
            }
        )

    # ------------------------------------------------------------------
    # Absences
    # ------------------------------------------------------------------
    def test_an_absence_that_anybody_notes(self):
        for user in (self.user_manager, self.user_agent):
            with self.subTest(user.login), self.cr.savepoint() as point:
                absence = self._note_absence(user)
                self.flush_tracking()
                handler = self.records.sudo().user_id
                self.assertEqual(handler, self.user_colleague)
                self._assert_untouched()
                absence.unlink()
                self.flush_tracking()
                self.assertEqual(self.records.sudo().user_id, self.user_agent)
                self._assert_untouched()
                self.log.action_undo()
                self.assertFalse(self.records.exists())
                point.rollback()

    def test_a_substitute_who_may_no_more(self):
        self._note_absence(self.user_manager)
        group = self.env.ref("plpdma_concertation.group_user")
        self.user_colleague.with_user(self.env.ref("base.user_admin")).sudo().write(
            {"group_ids": [Command.unlink(group.id)]}
        )
        self.flush_tracking()
        self.assertEqual(self.records.sudo().user_id, self.user_agent)
        self._assert_untouched()

    def test_what_the_substitute_does_is_theirs(self):
        self._note_absence(self.user_manager)
        self.records[0].with_user(self.user_colleague).summary = "Relu"
        self._assert_kept("modifiée depuis par plpdma_colleague")

    def test_an_absence_hides_no_change(self):
        """What a colleague wrote stays known, whoever writes next."""
        self.records[0].with_user(self.user_colleague).summary = "Relu"
        absence = self._note_absence(self.user_agent)
        absence.unlink()
        self.records[0].summary = "Relu encore"
        self.records.sudo().with_user(self.env.ref("base.user_root")).write(
            {"internal_note": "De la machine"}
        )
        self._assert_kept("modifiée depuis par plpdma_colleague")

    def test_given_by_hand(self):
        self.records[0].with_user(self.user_manager).user_id = self.user_manager
        self._assert_kept("modifiée depuis par")

    # ------------------------------------------------------------------
    # Other automatic writers
    # ------------------------------------------------------------------
    def _recompute_deadlines(self):
        before = self.records.mapped("date_due")
        program = self.program.with_user(self.user_manager)
        program.response_delay_days = 99
        program.env.flush_all()
        self.assertNotEqual(self.records.mapped("date_due"), before)

    def _rename_contact(self):
        partner = self.records[0].sudo().partner_id or self.env["res.partner"].create(
            {"name": "Alix"}
        )
        partner.with_user(self.user_manager).sudo().name = "Alix Autrement"

    def _remind(self):
        with freeze_time(self.company._plpdma_get_today() + timedelta(days=500)):
            self._run_as_cron(
                "ir_cron_remind_overdue",
                lambda env: env["plpdma.contribution"]._cron_remind_overdue(),
            )
        self.assertTrue(any(self.records.sudo().mapped("date_reminded")))

    def _warn_of_silence(self):
        self.records.sudo().with_user(SUPERUSER_ID).kind = "request"
        with freeze_time(self.company._plpdma_get_today() + timedelta(days=50)):
            self._run_as_cron(
                "ir_cron_warn_of_silence",
                lambda env: env["plpdma.contribution"]._cron_warn_of_silence(),
            )
        self.assertTrue(any(self.records.sudo().mapped("date_silence_told")))

    def _settle_absences(self):
        self.env["plpdma.absence"]._cron_settle()

    def _learn_themes(self):
        vocabulary = self.env["plpdma.theme.vocabulary"]
        vocabulary._learn(self.program.with_env(vocabulary.env))

    def _compare(self):
        self.env["plpdma.campaign"].with_user(self.user_manager).sudo()._detect(
            self.program.sudo()
        )

    def _recompute_everything(self):
        """As a migration, or an update of the addon, does."""
        records = self.records.with_user(self.user_manager).sudo()
        for field in records._fields.values():
            if field.compute and field.store:
                self.env.add_to_compute(field, records)
        records.env.flush_all()

    def test_automatic_writers(self):
        writers = (
            self._recompute_deadlines,
            self._rename_contact,
            self._remind,
            self._warn_of_silence,
            self._settle_absences,
            self._learn_themes,
            self._compare,
            self._recompute_everything,
        )
        for write in writers:
            with self.subTest(write.__name__), self.cr.savepoint() as point:
                write()
                self.flush_tracking()
                self._assert_untouched()
                point.rollback()


@tagged("post_install", "-at_install", "plpdma")
class TestImportProposed(UndoCase):
    """What the machine only proposed goes with the records, or is proposed again."""

    def setUp(self):
        super().setUp()
        self.records, self.log = self._import(*LETTERS)

    def _detect(self):
        self.env["plpdma.campaign"]._detect(self.program.sudo())
        self.env.invalidate_all()
        return self.env["plpdma.campaign"].search(
            [("program_id", "=", self.program.id)]
        )

    def _keep_letters(self, *names):
        """As many others of the campaign, that came otherwise."""
        rows = [(name, f"{name}@p.example", f"{CAMPAIGNS[0]} {name}") for name in names]
        return self._import(*rows)[0]

    def test_a_campaign_that_is_suggested_goes(self):
        campaign = self._detect()
        self.assertEqual(campaign.contribution_ids, self.records.sudo())
        self.assertTrue(self.log.can_undo_now, self._read_preview())
        self.log.action_undo()
        self.assertFalse(self.records.exists())
        self.assertFalse(campaign.exists())

    def test_what_is_left_of_it_is_proposed_again(self):
        others = self._keep_letters("Ada", "Bea", "Cleo")
        campaign = self._detect()
        self.assertEqual(campaign.contribution_count, 7)
        self.log.action_undo()
        self.assertEqual(campaign.contribution_ids, others.sudo())
        self.assertIn(campaign.sample_id, others.sudo())

    def test_too_few_left_are_no_campaign(self):
        others = self._keep_letters("Ada", "Bea")
        campaign = self._detect()
        self.log.action_undo()
        self.assertFalse(campaign.exists())
        self.assertFalse(others.sudo().campaign_id)
        others |= self._keep_letters("Cleo")
        self.assertEqual(self._detect().contribution_ids, others.sudo())

    def test_refused_by_whoever_imported_them(self):
        self._detect().with_user(self.user_agent).action_refuse()
        self.assertTrue(self.log.can_undo_now, self._read_preview())
        self.log.action_undo()
        self.assertFalse(self.records.exists())

    def test_confirmed_or_refused_by_somebody(self):
        campaign = self._detect().with_user(self.user_colleague)
        with self.cr.savepoint() as point:
            campaign.action_refuse()
            self._assert_kept("modifiée depuis par")
            point.rollback()
        campaign.action_confirm()
        self._assert_kept("rattachée à une campagne")

    def test_what_is_worked_out_relies_on_nothing(self):
        """A mandate covers contributions by itself: nobody said so."""
        mandate = self.manager_env["plpdma.mandate"].create(
            {
                "program_id": self.program.id,
                "partner_id": self.user_elected.partner_id.id,
                "date_start": self.company._plpdma_get_today(),
            }
        )
        self.env.flush_all()
        self.assertIn(mandate, self.records.sudo().mandate_ids)
        self.assertFalse(find_references(mandate, {}))
        self.program.sudo().theme_ids = self.env["plpdma.theme"].create(
            {"name": "Axe d'essai", "company_id": self.company.id}
        )
        self.assertTrue(find_references(self.program.theme_ids, {}))

    def test_made_by_a_colleague(self):
        campaign = (
            self.env["plpdma.campaign"]
            .with_user(self.user_colleague)
            .create({"name": "La mienne", "program_id": self.program.id})
        )
        campaign.sudo().sample_id = self.records[0].sudo()
        self._assert_kept("utilisée par")


@tagged("post_install", "-at_install", "plpdma")
class TestImportDeleted(UndoCase):
    """What is deleted otherwise is told in the list of the imports."""

    def test_counts_tell_what_is_there(self):
        self.assertEqual((self.log.present_count, self.log.deleted_count), (2, 0))
        self.records[0].sudo().unlink()
        self.env.invalidate_all()
        self.assertEqual(
            (self.log.created_count, self.log.present_count, self.log.deleted_count),
            (2, 1, 1),
        )
        self.assertIn("Supprimées depuis l'import : 1", self._read_preview())
        self.assertTrue(self.log.is_undoable)
        self.records[1].sudo().unlink()
        self.env.invalidate_all()
        self.assertEqual((self.log.present_count, self.log.deleted_count), (0, 2))
        self.assertFalse(self.log.is_undoable, "Nothing is left to delete")
        self.assertEqual(self.log.state, "done", "Nobody cancelled it")

    def test_contacts_made_on_the_way_still_go(self):
        actors, self.log = self._import(
            ("Alix NEUVE", "Mairie neuve", "alix@neuve.example"),
            headings=("Nom", "Organisme", "E-mail"),
            model=self.french_env["plpdma.stakeholder"],
        )
        contact = actors.partner_id
        actors.sudo().unlink()
        self.env.invalidate_all()
        self.assertEqual((self.log.present_count, self.log.is_undoable), (0, True))
        self.log.action_undo()
        self.assertFalse(contact.exists())

    def test_archived_ones_are_there(self):
        self.records.sudo().active = False
        self.env.invalidate_all()
        self.assertEqual((self.log.present_count, self.log.deleted_count), (2, 0))

    def test_several_imports_at_once(self):
        _places, other = self._import(
            ("Bourg-Fictif", "Commune"),
            headings=("Nom", "Type"),
            model=self.manager_env["plpdma.territory"],
        )
        self.records[0].sudo().unlink()
        logs = self.log.with_user(self.user_manager) | other
        self.env.invalidate_all()
        self.assertEqual(logs.mapped("deleted_count"), [1, 0])

    def test_undone_in_part_then_as_a_whole(self):
        self.records[0].sudo().unlink()
        self.env.invalidate_all()
        action = self.log.action_undo()
        self.assertIn("1", action["params"]["message"])
        self.assertEqual((self.log.present_count, self.log.deleted_count), (0, 2))

    def test_what_was_made_on_the_way_is_kept_by_who_changed_it(self):
        """Whoever wrote it last, and whatever the machine did since."""
        places = self.manager_env["plpdma.territory"].create(
            [{"name": name, "kind": "commune"} for name in ("Bourg", "Ville")]
        )
        self.env["plpdma.import.line"].sudo().create(
            [
                {
                    "import_id": self.log.id,
                    "model": places._name,
                    "res_id": place.id,
                    "is_aside": True,
                }
                for place in places
            ]
        )
        places[0].population = 12
        self.env.flush_all()
        places.with_user(self.user_agent).sudo().population = 13
        self.assertEqual(places.write_uid, self.user_agent)
        self.log.action_undo()
        self.assertEqual(places.exists(), places[0])

    def test_an_update_by_a_second_file_of_a_colleague(self):
        model = self.contributions.with_user(self.user_colleague)
        self._import(
            (self.records[0].reference, "Autrement"),
            headings=("Référence", "Résumé"),
            model=model,
        )
        self._assert_kept("modifiée depuis par")
