"""The seal of a register: what breaks it, what does not."""

from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import Form, TransactionCase, tagged
from odoo.tools import mute_logger

from .seal_common import EMAIL, NAME, SealCase

TABLE = "plpdma_contribution"


@tagged("post_install", "-at_install", "plpdma")
class TestSealing(SealCase, TransactionCase):
    """When a register is sealed, and by whom."""

    def test_once_closed_and_once(self):
        coming = fields.Datetime.add(fields.Datetime.now(), days=2)
        self.consultation.date_stop = coming
        self.assertFalse(self.consultation.is_sealable)
        with self.assertRefused("once its closing date is over"):
            self.consultation.action_seal()
        self.consultation.date_stop = fields.Datetime.now() - timedelta(days=1)
        self.assertTrue(self.consultation.is_sealable)
        seal = self._seal()
        self.assertEqual((seal.entry_count, len(seal.digest)), (4, 64))
        self.assertEqual(seal.user_id, self.user_agent)
        self.assertEqual(seal.entry_ids.mapped("reference"), self._get_arrivals())
        self.assertFalse(self.consultation.is_sealable)
        with self.assertRefused("was sealed on", self.user_agent.name, "once"):
            self.consultation.action_seal()
        self.assertEqual(len(self.consultation.seal_ids), 1)

    def _get_arrivals(self):
        return self.received.sorted("date_received").mapped("reference")

    def test_not_a_meeting_nor_what_is_cancelled(self):
        meeting = self._create_session(self.actors)
        with self.assertRefused("not open to the public"):
            meeting.action_seal()
        self.received.session_id = False
        with self.mock_mail_gateway():
            self.consultation.action_cancel()
        with self.assertRefused("once its closing date is over"):
            self.consultation.action_seal()

    def test_nobody_wrote(self):
        self.received.session_id = False
        seal = self._seal()
        self.assertEqual(seal.entry_count, 0)
        self.assertTrue(seal.digest)
        self.assertIntact("Contributions: 0.")

    def test_the_points_of_a_letter_are_not_chained(self):
        self.received[0]._split([{"quote_start": 0, "quote_stop": 17}])
        self.assertEqual(self._seal().entry_count, 4)
        self.assertIntact()

    def test_two_seals_of_the_same_texts_differ(self):
        """Salted: nobody finds a text, or an author, by trying."""
        seal = self._seal()
        entries = seal.entry_ids.sudo()
        salts = entries.mapped("text_salt") + entries.mapped("identity_salt")
        self.assertEqual(len(set(salts)), 8)
        # One author wrote the four.
        self.assertEqual(len(set(entries.mapped("identity_digest"))), 4)

    def test_salts_are_read_by_nobody(self):
        entries = self._seal().entry_ids
        for user in (self.user_agent, self.user_manager):
            entry = entries[0].with_user(user)
            self.assertTrue(entry.digest)
            for name in ("text_salt", "identity_salt"):
                self.assertNotIn(name, entry.fields_get())
                with self.assertRaises(AccessError):
                    entry.read([name])
                with self.assertRaises(AccessError):
                    entry.search([(name, "!=", False)])
                with self.assertRaises(UserError):
                    entry.export_data([name])

    def test_nobody_writes_a_seal(self):
        seal = self._seal()
        for user in (self.user_agent, self.user_manager):
            for record, vals in (
                (seal, {"digest": "0"}),
                (seal, {"is_intact": True}),
                (seal.entry_ids[0], {"digest": "0"}),
            ):
                with self.assertRaises(AccessError):
                    record.with_user(user).write(vals)
                with self.assertRaises(AccessError):
                    record.with_user(user).unlink()
            with self.assertRaises(AccessError):
                seal.with_user(user).create(
                    {"session_id": self.consultation.id, "date": fields.Datetime.now()}
                )
        with self.assertRefused("not deleted"):
            seal.sudo().entry_ids.unlink()
        for user in (self.user_elected, self.user_facilitator):
            for name in ("action_seal", "action_check_seal"):
                with self.assertRaises(AccessError):
                    getattr(self.consultation.with_user(user), name)()
            with self.assertRaises(AccessError):
                seal.with_user(user).action_check()

    # ------------------------------------------------------------------
    # What the rules refuse from then on
    # ------------------------------------------------------------------
    def test_what_was_sealed_stays(self):
        self._seal()
        one = self.received[0]
        other = self._create_session(name="Autre", format="public", days=-3)
        before = one.read(["verbatim", "date_received", "reference", "session_id"])
        for vals in (
            {"verbatim": "Autre chose."},
            {"date_received": self.company._plpdma_get_today()},
            {"reference": "CTR/1"},
            {"channel": "phone"},
            {"session_id": other.id},
            {"session_id": False},
        ):
            for record in (one, one.sudo()):
                with self.assertRefused("sealed register"):
                    record.write(vals)
        with self.assertRefused("sealed", one.reference):
            one.with_user(self.user_manager).unlink()
        for vals in (
            {"date_stop": fields.Datetime.now()},
            {"date_start": fields.Datetime.now() - timedelta(days=60)},
            {"format": "collective"},
        ):
            with self.assertRefused("is sealed"):
                self.consultation.write(vals)
        self.assertEqual(
            one.read(["verbatim", "date_received", "reference", "session_id"]), before
        )
        # The same again is no change.
        one.write({"verbatim": one.verbatim, "session_id": self.consultation.id})
        self.assertIntact()


@tagged("post_install", "-at_install", "plpdma")
class TestSealBroken(SealCase, TransactionCase):
    """Behind the back of the rules, in the database."""

    def _build_world(self):
        super()._build_world()
        self._seal()
        self.one = self.received[2]
        self.number = self.one.reference

    def test_intact(self):
        self.assertIntact("Contributions: 4.")

    def test_one_character(self):
        self._sql(
            f"UPDATE {TABLE} SET verbatim = replace(verbatim, 'second', 'seconds') "
            "WHERE id = %s",
            self.one.id,
        )
        self.assertBroken(f"Text altered: {self.number}.")

    def test_one_date(self):
        for name in ("date_received", "create_date"):
            with self.subTest(name), self.env.cr.savepoint(flush=False) as savepoint:
                self._sql(
                    f"UPDATE {TABLE} SET {name} = {name} - interval '1 day' "
                    "WHERE id = %s",
                    self.one.id,
                )
                self.assertBroken(f"Date of reception altered: {self.number}.")
                savepoint.rollback()
                self.env.invalidate_all()
        self.assertIntact()

    def test_one_number(self):
        self._sql(f"UPDATE {TABLE} SET reference = 'CTR/X' WHERE id = %s", self.one.id)
        self.assertBroken(f"Number altered, sealed as: {self.number}.")

    def test_one_channel_or_lateness(self):
        for name, value, words in (
            ("channel", "'email'", "Channel altered"),
            ("is_late", "NOT is_late", "“Received late” altered"),
        ):
            with self.subTest(name), self.env.cr.savepoint(flush=False) as savepoint:
                self._sql(
                    f"UPDATE {TABLE} SET {name} = {value} WHERE id = %s", self.one.id
                )
                self.assertBroken(f"{words}: {self.number}.")
                savepoint.rollback()
                self.env.invalidate_all()
        self.assertIntact()

    def test_opening_and_closing(self):
        for name in ("date_start", "date_stop"):
            with self.subTest(name), self.env.cr.savepoint(flush=False) as savepoint:
                self._sql(
                    f"UPDATE plpdma_session SET {name} = {name} + interval '1 hour' "
                    "WHERE id = %s",
                    self.consultation.id,
                )
                self.assertBroken("Opening or closing altered: sealed as")
                savepoint.rollback()
                self.env.invalidate_all()
        self.assertIntact()

    def test_one_deleted(self):
        self._sql(f"DELETE FROM {TABLE} WHERE id = %s", self.one.id)
        self.assertBroken(f"Deleted, or taken out of the session: {self.number}.")

    def test_one_moved_out(self):
        self._sql(f"UPDATE {TABLE} SET session_id = NULL WHERE id = %s", self.one.id)
        self.assertBroken(f"taken out of the session: {self.number}.")

    def test_one_inserted_before(self):
        added = self._create_contribution(
            session_id=self.consultation.id,
            date_received=self.company._plpdma_get_today() - timedelta(days=22),
        )
        self.assertBroken(f"Added since, {'with a date before'}", added.reference)

    def test_one_inserted_late_but_before_the_sealing(self):
        added = self._create_contribution(
            session_id=self.consultation.id,
            date_received=self.company._plpdma_get_today(),
        )
        self._sql(
            f"UPDATE {TABLE} SET create_date = create_date - interval '1 day' "
            "WHERE id = %s",
            added.id,
        )
        self.assertBroken("Added since", added.reference)

    def test_the_seal_itself(self):
        seal = self.consultation.seal_ids
        entries = seal.entry_ids.sorted("rank")
        alterations = {
            "from its entry 3 on": (
                "UPDATE plpdma_seal_entry SET text_digest = 'x' WHERE id = %s",
                entries[2],
            ),
            "from its entry 2 on": (
                "UPDATE plpdma_seal_entry SET digest = 'x' WHERE id = %s",
                entries[1],
            ),
            "Entry 2 of the seal itself is missing": (
                "DELETE FROM plpdma_seal_entry WHERE id = %s",
                entries[1],
            ),
            "Entry 4 of the seal itself is missing": (
                "DELETE FROM plpdma_seal_entry WHERE id = %s",
                entries[3],
            ),
            "The last digest is not that": (
                "UPDATE plpdma_seal SET digest = 'x' WHERE id = %s",
                seal,
            ),
            "from its entry 1 on": (
                "UPDATE plpdma_seal SET date = date - interval '1 day' WHERE id = %s",
                seal,
            ),
        }
        for words, (query, record) in alterations.items():
            with self.subTest(words), self.env.cr.savepoint(flush=False) as savepoint:
                self._sql(query, record.id)
                self.assertBroken(words)
                savepoint.rollback()
                self.env.invalidate_all()
        self.assertIntact()

    def test_said_on_the_screens(self):
        self.assertIn("Intact", str(self.consultation.action_check_seal()["params"]))
        self._sql(f"UPDATE {TABLE} SET verbatim = 'Non.' WHERE id = %s", self.one.id)
        params = self.consultation.action_check_seal()["params"]
        self.assertEqual(params["type"], "danger")
        self.assertIn(self.number, params["message"])
        self.assertIn("Not intact", self.consultation.seal_text)
        action = self.program.action_check_seals()
        self.assertEqual(
            self.env[action["res_model"]].search(action["domain"]),
            self.consultation.seal_ids,
        )
        with self.assertRefused("No register"):
            self._create_program().action_check_seals()


@tagged("post_install", "-at_install", "plpdma")
class TestSealHolds(SealCase, TransactionCase):
    """What becomes of the contributions afterwards."""

    def _build_world(self):
        super()._build_world()
        self._seal()

    def test_reading_and_answering(self):
        self.received[0].write({"public_text": "Un composteur.", "summary": "Compost"})
        self.received[1].write(self._refusal("Hors sujet."))
        theme = self.env["plpdma.theme"].create({"name": "Compost"})
        self.received[2].theme_ids = [Command.set(theme.ids)]
        self._create_response(self.received[0], "retained", state="sent")
        self.received[3].active = False
        self.consultation.write({"name": "Autre titre", "state": "held"})
        self.assertIntact("Contributions: 4.")

    def test_splitting_and_joining(self):
        letter = self.received[0]
        letter._split(
            [
                {"quote_start": 0, "quote_stop": 17},
                {"quote_start": 18, "quote_stop": 40},
            ]
        )
        self.assertEqual(letter.state, "split")
        self.assertIntact()
        letter.action_join()
        self.assertIntact()

    def test_merging(self):
        self.received[1]._merge_into(self.received[0])
        self.assertEqual(self.received[1].state, "merged")
        self.assertIntact()

    def test_what_a_form_says_before_it_is_filed_there(self):
        other = self._create_contribution()
        with self.assertLogs("odoo.tests.form.onchange", "WARNING") as told:
            form = Form(other)
            form.session_id = self.consultation
        self.assertIn("is sealed", told.output[0])

    def test_erasing_the_authors(self):
        self.received[:2].with_user(self.user_manager).action_anonymise()
        self.assertFalse(self.received[0].contributor_name)
        self.assertIntact("identity was erased since, which alters nothing: 2.")
        entries = self.consultation.seal_ids.sudo().entry_ids
        kept = entries.filtered("identity_salt").mapped("res_id")
        self.assertEqual(set(kept), set(self.received[2:].ids))

    def test_the_retention(self):
        self.program.with_user(self.user_manager).write(
            {
                "date_start": "2020-01-01",
                "date_end": "2020-12-31",
                "retention_months": 1,
            }
        )
        self.env.flush_all()
        self._run_as_cron(
            "ir_cron_anonymise",
            lambda env: env["plpdma.contribution"]._cron_anonymise(),
        )
        self.env.invalidate_all()
        self.assertFalse(any(self.received.mapped("contributor_name")))
        self.assertIntact("alters nothing: 4.")
        self.assertFalse(
            any(self.consultation.seal_ids.sudo().entry_ids.mapped("identity_salt"))
        )

    def test_an_author_noted_otherwise(self):
        self.received[0].contributor_name = "Camille Essay"
        self.assertIntact("noted otherwise since, which alters nothing: 1.")

    def test_what_comes_late_is_outside(self):
        late = self._create_contribution(
            session_id=self.consultation.id,
            date_received=self.company._plpdma_get_today(),
        )
        self._sql(
            f"UPDATE {TABLE} SET create_date = create_date + interval '1 minute' "
            "WHERE id = %s",
            late.id,
        )
        self.assertIntact("after the sealing, and outside it: 1.")
        # It is not held by the seal.
        late.verbatim = "Autre chose."

    @mute_logger("odoo.models.unlink")
    def test_nothing_of_the_author_is_kept(self):
        entries = self.consultation.seal_ids.sudo().entry_ids
        for values in entries.read([]) + self.consultation.seal_ids.read([]):
            self.assertNotIn(NAME, str(values))
            self.assertNotIn(EMAIL, str(values))
            self.assertNotIn("second point", str(values))
