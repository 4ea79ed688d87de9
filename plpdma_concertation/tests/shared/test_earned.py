"""What happened is written by the action that does it, whatever the door."""

import itertools

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import tagged

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
        cls.campaign = cls.agent_env["plpdma.campaign"].create(
            {"name": "Cartes", "program_id": cls.program.id}
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
                "plpdma.campaign": self.campaign,
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
            model = record.browse()
            plain = model.create(self._base_vals(model)).sudo()[name]
            # Another value is refused where it is said, below.
            if door == "default" or value == plain:
                claimed = self._try(door, record, name, value).sudo()[name]
                self.assertEqual(claimed, plain)
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
            (self.campaign, "proposed_ids", self.contribution),
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
        as_elected = response.with_user(self.user_elected)
        as_elected.action_validate(seen=self._read_to_decide(as_elected))
        self.assertEqual(response.arbiter_id, self.user_elected.partner_id)
