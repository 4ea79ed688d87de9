"""What happened is written by the action that does it, whatever the door."""

import itertools
from datetime import timedelta
from importlib.util import module_from_spec, spec_from_file_location

from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import Form, tagged
from odoo.tools import file_path, mute_logger

from ...export.publication import get_rows
from ..common import ConcertationCase

# By which a value comes in.
DOORS = ("create", "default", "write", "screen", "load")


@tagged("post_install", "-at_install", "plpdma")
class TestEarned(ConcertationCase):
    """Each earned field of each model × each door × agent and manager."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.contribution, cls.target = cls._create_contributions(cls, {}, {})
        cls.draft = cls.agent_env["plpdma.response"].create(
            {"contribution_ids": cls._create_contributions(cls, {}).ids}
        )
        cls.env.flush_all()

    def _values(self, model, name):
        """Values that claim something, made from the type of the field."""
        field = model._fields[name]
        if field.type == "selection":
            unearned = model._get_unearned_value(name)
            earned = model._earned_values.get(name) or set(field.get_values(self.env))
            return sorted(earned - {unearned})
        if field.type in ("many2one", "many2many"):
            record = {
                "plpdma.contribution": self.target,
                "plpdma.response": self.draft,
                "res.users": self.user_agent,
            }.get(field.comodel_name) or self.env[field.comodel_name].search(
                [], limit=1
            )
            return [record.id] if field.type == "many2one" else [record.ids]
        return [
            {
                "boolean": True,
                "char": "X",
                "date": "2026-01-02",
                "datetime": "2026-01-02 10:00:00",
                "integer": 7,
                "json": [[0, 1]],
                "text": "X",
            }[field.type]
        ]

    def _base_vals(self, model):
        if model._name == "plpdma.response":
            return {"program_id": self.program.id, "decision": "information"}
        return {"program_id": self.program.id, "verbatim": "Un mot."}

    def _try(self, door, record, name, value):
        model = record.browse()
        vals = self._base_vals(model)
        if door == "create":
            return model.create({**vals, name: value})
        if door == "default":
            return model.with_context(**{f"default_{name}": value}).create(vals)
        self._change(door, record, name, value)
        return None

    def _change(self, door, record, name, value):
        model = record.browse()
        if door == "write":
            record.write({name: value})
        elif door == "screen":
            record.web_save({name: value}, {name: {}})
        else:
            relational = model._fields[name].type in ("many2one", "many2many")
            ids = value if isinstance(value, list) else [value]
            cell = ",".join(map(str, ids)) if relational else str(value)
            column = f"{name}/.id" if relational else name
            result = record.load([".id", column], [[str(record.id), cell]])
            if not result["ids"]:
                raise UserError(result["messages"][0]["message"])

    def test_no_door_writes_a_fact(self):
        checked = 0
        for record in (self.contribution, self.draft):
            names = sorted(record._get_earned_fields())
            self.assertGreater(len(names), 7)
            for name, user, door in itertools.product(
                names, (self.user_agent, self.user_manager), DOORS
            ):
                for value in self._values(record, name):
                    if name == "taken_over" and user == self.user_manager:
                        # They may bring it, with the date of the answer.
                        continue
                    with self.subTest(
                        field=name, user=user.login, door=door, value=value
                    ):
                        self._check_shut(door, record.with_user(user), name, value)
                    checked += 1
        facts = sum(
            len(self._values(record, name))
            for record in (self.contribution, self.draft)
            for name in record._get_earned_fields()
        )
        taken_over = len(DOORS)
        self.assertEqual(checked, facts * 2 * len(DOORS) - taken_over)

    def _check_shut(self, door, record, name, value):
        """Refused in our words, or by another rule that what is created meets first;
        what a record computes of itself from the start takes no value at all."""
        field = record._fields[name]
        before = record.sudo()[name]
        if door in ("create", "default") and field.precompute and field.readonly:
            self.assertFalse(self._try(door, record, name, value).sudo()[name])
            return
        try:
            with self.env.cr.savepoint():
                self._try(door, record, name, value)
        except ValidationError:
            self.assertIn(door, ("create", "default"))
        except AccessError:
            self.assertEqual(field.comodel_name, "plpdma.delivery")
        except UserError as refusal:
            # A line of the ledger is not read by all: the file says that first.
            is_unread = field.comodel_name == "plpdma.delivery"
            words = "written by hand" + ("|not for you to read" if is_unread else "")
            self.assertRegex(str(refusal), words)
        else:
            self.fail("It was taken.")
        self.env.invalidate_all()
        self.assertEqual(record.sudo()[name], before)

    def test_other_side_of_a_link_is_no_door(self):
        links = (
            (self.contribution, "duplicate_ids", self.target),
            (self.draft, "told_contribution_ids", self.contribution),
            (self.draft, "superseded_by_ids", self._create_response()),
        )
        for record, name, other in links:
            for command in (Command.link(other.id), Command.set(other.ids)):
                with self.subTest(field=name, command=command):
                    with self.assertRefused("not written by hand"):
                        record.with_user(self.user_manager).write({name: [command]})
                    self.assertFalse(record.sudo()[name])

    def test_refusal_says_which_action_does_it(self):
        for record in (self.contribution, self.draft):
            sentences = record._get_earned_sentences()
            for name in record._earned_fields & record._fields.keys():
                self.assertTrue(sentences.get(name), name)
        with self.assertRefused(self.contribution.reference, "Note an Answer Given"):
            self.contribution.date_answered = "2026-01-02"

    def test_same_value_again_is_no_claim(self):
        response = self._create_response(state="sent")
        contribution = response.contribution_ids
        contribution.write(
            {
                "state": contribution.state,
                "date_answered": str(contribution.date_answered),
                "sent_response_id": response.id,
                "summary": "Composteur",
            }
        )
        self.assertEqual(contribution.summary, "Composteur")

    def test_review_is_the_only_step_by_hand(self):
        contribution = self._create_contribution()
        contribution.state = "in_review"
        contribution.state = "received"
        self._create_response(contribution, state="sent")
        for state in ("received", "in_review", "closed", "merged"):
            with self.subTest(state=state), self.assertRefused("Status"):
                contribution.state = state
        contribution.action_close()
        with self.assertRefused("Status"):
            contribution.state = "received"
        contribution.action_reopen()
        self.assertEqual(contribution.state, "answered")

    def test_copies_carry_no_fact(self):
        response = self._create_response(state="sent")
        contribution = response.contribution_ids
        for record in (response, contribution):
            self.assertFalse(record._get_earned_fields() & record.copy_data()[0].keys())
        copied = contribution.copy()
        self.assertEqual(copied.state, "received")
        self.assertFalse(copied.date_answered or copied.sent_response_id)
        with self.assertRefused("Corrects"):
            response.copy({"supersedes_id": response.id})
        with self.assertRefused("Answered on"):
            contribution.copy({"date_answered": "2026-01-02"})

    def test_actions_ask_for_the_right_to_write(self):
        """They write as superuser: nobody gets more by them."""
        response = self._create_response(state="submitted")
        contribution = response.contribution_ids
        refused = 0
        for record, name, args in (
            (contribution, "action_close", ()),
            (contribution, "action_reopen", ()),
            (contribution, "action_unmerge", ()),
            (contribution, "action_note_answered", ("phone",)),
            (contribution, "action_take_over", ("2026-01-02",)),
            (contribution, "action_cancel_noted", ()),
            (response, "action_submit", ()),
            (response, "action_validate", ()),
            (response, "action_return", ()),
            (response, "action_take_back", ()),
            (response, "action_send", ()),
            (response, "action_correct", ()),
        ):
            users = self.user_facilitator, self.user_employee
            if name not in ("action_validate", "action_return"):
                users += (self.user_elected,)
            for user in users:
                with self.subTest(action=name, user=user.login):
                    with self.assertRaises(AccessError):
                        getattr(record.with_user(user), name)(*args)
                    refused += 1
        self.assertEqual(refused, 34)
        self.assertEqual(response.state, "submitted")

    def test_elu_is_named_for_what_they_decide(self):
        """Whoever an agent had proposed as the one who decides."""
        response = self._create_response(state="submitted")
        response.arbiter_id = self.partners[0]
        self.env.flush_all()
        response.with_user(self.user_elected).action_validate()
        self.assertEqual(response.arbiter_id, self.user_elected.partner_id)


@tagged("post_install", "-at_install", "plpdma")
class TestNotedAnswers(ConcertationCase):
    @property
    def today(self):
        return fields.Date.today()

    def test_answer_by_telephone(self):
        contributions = self._create_contributions(
            {"date_received": "2026-01-02"}, {"date_received": "2026-01-02"}
        )
        contributions.action_note_answered("phone", "2026-01-05", "Rappelée à midi.")
        for contribution in contributions:
            self.assertRecordValues(
                contribution,
                [
                    {
                        "state": "answered",
                        "answer_channel": "phone",
                        "date_answered": fields.Date.to_date("2026-01-05"),
                        "sent_response_id": False,
                        "taken_over": False,
                        "is_to_answer": False,
                    }
                ],
            )
            bodies = "".join(contribution.message_ids.mapped("body"))
            self.assertIn("Rappelée à midi.", bodies)
            self.assertIn(self.user_agent.name, bodies)

    def test_what_cannot_be_is_refused_for_all(self):
        good = self._create_contribution(date_received="2026-01-02")
        late = self._create_contribution(date_received=self.today)
        told = self._create_contribution(date_received="2026-01-02")
        told.action_note_answered("session", "2026-01-03")
        yesterday, tomorrow = (self.today + timedelta(days=days) for days in (-1, 1))
        for others, channel, date in (
            (good, "phone", tomorrow),
            (late, "phone", yesterday),
            (told, "phone", self.today),
            (good, "register", self.today),
            (good, "pigeon", self.today),
            (good, False, self.today),
        ):
            with self.subTest(channel=channel, date=date):
                with self.assertRaises(UserError):
                    (good | others).action_note_answered(channel, date)
                self.assertFalse(good.date_answered)
                self.assertEqual(good.state, "received")
        self.assertEqual(told.answer_channel, "session")

    def test_noted_by_mistake(self):
        contribution = self._create_contribution()
        contribution.action_note_answered("phone")
        contribution.action_cancel_noted()
        self.assertEqual(contribution.state, "in_review")
        self.assertFalse(contribution.date_answered or contribution.answer_channel)
        sent = self._create_response(state="sent").contribution_ids
        with self.assertRefused(sent.reference):
            sent.action_cancel_noted()
        self.assertTrue(sent.date_answered)

    def test_dialog(self):
        contributions = self._create_contributions({}, {})
        action = contributions.action_open_note_answered()
        for user, taken_over in ((self.user_agent, False), (self.user_manager, True)):
            wizard = self.env[action["res_model"]].with_user(user)
            with Form(wizard.with_context(**action["context"])) as form:
                form.channel = "phone"
                if taken_over:
                    form.taken_over = True
            form.record.action_note()
            self.assertEqual(set(contributions.mapped("taken_over")), {taken_over})
            self.assertEqual(set(contributions.mapped("state")), {"answered"})
            contributions.action_cancel_noted()

    def test_only_a_manager_takes_over(self):
        contribution = self._create_contribution(date_received="2026-01-02")
        with self.assertRaises(AccessError):
            contribution.action_take_over("2026-01-05", "letter")
        contribution.with_user(self.user_manager).action_take_over(
            "2026-01-05", "letter"
        )
        self.assertTrue(contribution.taken_over)
        self.assertEqual(contribution.state, "answered")
        self.assertFalse(contribution.sent_response_id)

    def test_register_taken_over_by_a_file(self):
        columns = ["verbatim", "date_received", "date_answered", "taken_over"]
        rows = [
            ["Un composteur.", "2024-01-02", "2024-02-01", "1"],
            ["Un autre.", "2024-01-03", "2024-02-02", "1"],
            ["Un troisième, sans réponse.", "2024-01-03", "", ""],
        ]
        contributions = self.agent_env["plpdma.contribution"].with_context(
            default_program_id=self.program.id
        )
        self.assertFalse(contributions.load(columns, rows)["ids"], "Not by an agent")
        result = contributions.with_user(self.user_manager).load(columns, rows)
        brought = contributions.browse(result["ids"])
        self.assertEqual(len(brought), 3, result["messages"])
        self.assertEqual(brought.mapped("taken_over"), [True, True, False])
        self.assertEqual(brought.mapped("state"), ["answered", "answered", "received"])
        self.assertIn("Taken over", "".join(brought[0].message_ids.mapped("body")))
        for bad in (
            ["Sans date.", "2024-01-02", "", "1"],
            ["Avant d'être reçue.", "2024-01-02", "2024-01-01", "1"],
            ["Demain.", "2024-01-02", "2099-01-01", "1"],
            ["Sans le dire.", "2024-01-02", "2024-02-01", ""],
        ):
            with self.subTest(bad=bad[0]):
                result = contributions.with_user(self.user_manager).load(columns, [bad])
                self.assertFalse(result["ids"])

    def test_what_was_taken_over_says_so_in_documents(self):
        noted, taken_over, waiting = self._create_contributions({}, {}, {})
        noted.action_note_answered("phone")
        taken_over.with_user(self.user_manager).action_take_over(self.today)
        (noted | taken_over | waiting).action_accept_publication()
        rows = {
            row["reference"]: row["decision"]
            for row in get_rows(self.agent_env, [("program_id", "=", self.program.id)])
        }
        words = [rows[c.reference] for c in (noted, taken_over, waiting)]
        self.assertEqual(len(set(words)), 3)
        self.assertIn("taken over", words[1])
        self.assertIn("Awaiting", words[2])


@tagged("post_install", "-at_install", "plpdma")
class TestModelAnswers(ConcertationCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.reasons = cls.env["plpdma.refusal.reason"].create(
            [
                {
                    "name": "Raison A",
                    "model_text": "Votre demande [objet] relève de [qui].",
                },
                {"name": "Raison B", "model_text": "Le budget est de [montant]."},
            ]
        )

    def test_own_brackets_do_not_leave_the_draft(self):
        for name in ("motivation", "effect", "follow_up_terms"):
            response = self._create_response(refusal_reason_id=self.reasons[0].id)
            response[name] = (
                "<p>Votre demande [<b>Objet</b>] et [sic] et [montant].</p>"
            )
            with self.subTest(field=name):
                with self.assertRefused(response.reference, "[Objet]"):
                    response.action_submit()
                self.assertEqual(response.state, "draft")
                response[name] = "<p>Votre demande [sic], au [montant].</p>"
                response.action_submit()
                self.assertEqual(response.state, "submitted", "Not its own brackets")

    def test_model_that_was_left_for_another(self):
        contribution = self._create_contribution()
        Model = self.agent_env["plpdma.response"].with_context(
            default_contribution_ids=contribution.ids
        )
        with Form(Model) as form:
            form.decision = "not_retained"
            form.refusal_reason_id = self.reasons[0]
            self.assertIn("[objet]", form.motivation)
            form.refusal_reason_id = self.reasons[1]
        response = form.record
        with self.assertRefused("[objet]", "[qui]"):
            response.action_submit()
        response.motivation = "<p>Votre demande relève de la commune.</p>"
        response.action_submit()

    def test_in_another_language(self):
        self.env["res.lang"]._activate_lang("fr_FR")
        reason = self.reasons[1]
        reason.with_context(lang="fr_FR").model_text = "Il coûte [combien]."
        response = self._create_response(
            refusal_reason_id=reason.id, motivation="<p>Il coûte [combien].</p>"
        )
        with self.assertRefused("[combien]"):
            response.with_context(lang="en_US").action_submit()

    def test_brackets_of_a_reason_that_was_changed_since(self):
        for changed in (self.reasons[1].id, False):
            with self.subTest(changed=changed):
                # As a call from outside writes it: nothing proposes the text.
                response = self._create_response(
                    decision="not_retained",
                    refusal_reason_id=self.reasons[0].id,
                    motivation="<p>Votre demande [objet] relève de la Région.</p>",
                )
                response.refusal_reason_id = changed
                with self.assertRefused("[objet]"):
                    response.action_submit()

    def test_brackets_written_a_little_otherwise(self):
        for written in ("[ objet ]", "[ob\u200bjet]", "[ob<br/>jet]", "[OBJET]"):
            with self.subTest(written=written):
                response = self._create_response(
                    decision="not_retained",
                    refusal_reason_id=self.reasons[0].id,
                    motivation=f"<p>Votre demande {written} est refusée.</p>",
                )
                with self.assertRefused("cannot leave the draft"):
                    response.action_submit()

    def test_what_was_sent_with_a_bracket_is_corrected(self):
        """It left before the rule: its correction takes its place."""
        response = self._create_response(state="sent")
        self.env.cr.execute(
            "UPDATE plpdma_response SET motivation = %s, refusal_reason_id = %s"
            " WHERE id = %s",
            ("<p>[objet]</p>", self.reasons[0].id, response.id),
        )
        self.env.invalidate_all()
        response.action_correct()
        correction = response.superseded_by_ids
        correction.motivation = "<p>Complété.</p>"
        correction.action_submit()
        correction.with_user(self.user_manager).action_validate()
        with self.mock_mail_gateway():
            correction.action_send()
        self.assertEqual(response.state, "superseded")


@tagged("post_install", "-at_install", "plpdma")
class TestCorrections(ConcertationCase):
    def test_one_correction_however_often(self):
        response = self._create_response(state="sent")
        ids = {response.action_correct()["res_id"] for _time in range(3)}
        self.assertEqual(len(ids), 1)
        correction = response.superseded_by_ids
        correction.action_archive()
        self.assertEqual(response.action_correct()["res_id"], correction.id)
        self.assertTrue(correction.active)

    @mute_logger("odoo.sql_db")
    def test_database_refuses_a_second_one(self):
        response = self._create_response(state="sent")
        response.action_correct()
        with self.assertRaises(Exception) as refusal, self.env.cr.savepoint():
            response.sudo().copy({"supersedes_id": response.id})
        self.assertIn("supersedes", str(refusal.exception))

    def test_update_puts_several_in_order(self):
        """Rows as the earlier version left them."""
        sent, drafts = (self._create_response(state="sent") for _index in range(2))
        first, second = (self._create_response(state="sent") for _index in range(2))
        third, fourth, fifth = (self._create_response() for _index in range(3))
        fifth.motivation = "<p>Le plus récent.</p>"
        self.env.flush_all()
        self.env.cr.execute("DROP INDEX plpdma_response_supersedes_uniq")
        for response, superseded in (
            (first, sent),
            (second, sent),
            (third, sent),
            (fourth, drafts),
            (fifth, drafts),
        ):
            self.env.cr.execute(
                "UPDATE plpdma_response SET supersedes_id = %s, date_sent = date_sent"
                " + %s * interval '1 minute' WHERE id = %s",
                (superseded.id, response.id, response.id),
            )
        self.env.cr.execute(
            "UPDATE plpdma_response SET state = 'submitted' WHERE id = %s", [fifth.id]
        )
        texts = {r: r.motivation for r in first | second | third | fourth | fifth}
        path = file_path("plpdma_concertation/migrations/19.0.1.5.0/pre-corrections.py")
        spec = spec_from_file_location("pre_corrections", path)
        migration = module_from_spec(spec)
        spec.loader.exec_module(migration)
        with self.assertLogs("pre_corrections", "WARNING") as log:
            for _time in range(2):
                migration.migrate(self.env.cr, "19.0.1.4.0")
        self.env.invalidate_all()
        self.assertEqual(len(log.output), 2)
        self.assertEqual(first.supersedes_id, sent)
        self.assertEqual(first.state, "superseded")
        self.assertEqual(second.supersedes_id, first)
        self.assertEqual(second.state, "sent")
        self.assertEqual(fifth.supersedes_id, drafts, "The furthest one")
        for extra in (third, fourth):
            self.assertFalse(extra.supersedes_id or extra.active)
            self.assertEqual(extra.state, "draft")
            self.assertIn("archivée", "".join(extra.message_ids.mapped("body")))
        for response, text in texts.items():
            self.assertEqual(response.motivation, text)
