"""Hunts for leaks: what is hidden is not read through what one does."""

import inspect
from contextlib import suppress

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import mute_logger

from .access_common import RIGHTS, TRANSIENT_RIGHTS, get_rights
from .leaks_common import OUTSIDERS, SECRET, LeakCase


@tagged("post_install", "-at_install", "plpdma")
class TestLeaksActions(LeakCase):
    def test_dialogs_on_what_is_not_theirs(self):
        """Neither opened, filled in nor computed from a record that is not read."""
        self._hide()
        hidden = {
            "plpdma.session": self.samples["other"]["plpdma.session"],
            "plpdma.response": self.seen.response_ids,
            "plpdma.contribution": self.seen.search([("verbatim", "=", SECRET)]),
        }
        hidden["plpdma.session"].minutes = f"<p>{SECRET}</p>"
        self.env.flush_all()
        tried = 0
        for profile in (*OUTSIDERS, "agent"):
            self._become(profile)
            for model in TRANSIENT_RIGHTS:
                for field in self.env[model]._fields.values():
                    if "c" not in get_rights(profile, model) or (
                        field.comodel_name not in hidden
                    ):
                        continue
                    tried += 1
                    ids = hidden[field.comodel_name].ids
                    value = ids[0] if field.type == "many2one" else [Command.set(ids)]
                    with self.subTest(profile=profile, model=model):
                        is_read = profile == "agent"
                        values = {field.name: value}
                        seen = self._fill_in(profile, model, values, saves=not is_read)
                        if is_read:
                            # Whoever reads it is answered: it is the right question.
                            self.assertTrue(seen)
                        else:
                            self.assertNotIn(SECRET, str(seen))
        self.assertGreater(tried, 10)

    def _fill_in(self, profile, model, values, saves=True):
        """All that the dialog shows: proposed, computed on the way, then read.

        :return: the answers that are no refusals
        """
        fields_ = self._call(profile, model, "fields_get")
        specification = {
            name: {"fields": {"display_name": {}}} if "relation" in about else {}
            for name, about in fields_.items()
        }
        required = {name: "Un mot." for name in ("note", "reason") if name in fields_}
        seen = []
        for method, args in (
            ("onchange", ([], values, list(values), specification)),
            ("create", ({**required, **values},)),
        )[: 2 if saves else 1]:
            with suppress(AccessError, UserError), self.env.cr.savepoint():
                result = self._call(profile, model, method, *args)
                seen.append(result)
                if method == "create":
                    for name in fields_:
                        with suppress(AccessError, UserError):
                            seen.append(
                                self._call(
                                    profile,
                                    model,
                                    "web_read",
                                    [result],
                                    {name: specification[name]},
                                )
                            )
        return seen

    def test_onchange_computes_no_hidden_field(self):
        """A form that is not saved is computed for whoever fills it in."""
        self._hide()
        own = self.own["plpdma.contribution"]
        for profile in ("elected", "facilitator", "participant"):
            self._become(profile)
            for name in ("author_name", "partner_id", "response_id", "internal_note"):
                with self.subTest(profile=profile, field=name):
                    with self._refused(AccessError, UserError):
                        self._call(
                            profile, own._name, "onchange", own.ids, {}, [], {name: {}}
                        )

    def test_nobody_but_the_staff_follows_or_posts(self):
        """What agents write to those who follow a record would reach them."""
        for profile in OUTSIDERS:
            user = self._become(profile)
            for model in ("plpdma.contribution", "plpdma.session", "plpdma.response"):
                record = self.own[model]
                with self.subTest(profile=profile, model=model):
                    with self._refused():
                        self._call(
                            profile,
                            model,
                            "message_subscribe",
                            record.ids,
                            user.partner_id.ids,
                        )
                    with self._refused():
                        self._call(
                            profile, model, "message_post", record.ids, body="Bonjour"
                        )
                    self.assertNotIn(user.partner_id, record.message_partner_ids)

    def test_message_template_is_not_rendered_for_others(self):
        """The letter of a response, composed by somebody who may not read it."""
        self._hide()
        template = self.env.ref("plpdma_concertation.mail_template_response")
        for profile in ("agent", "elected", "facilitator", "employee"):
            self._become(profile)
            for record in (self.seen, self.own["plpdma.contribution"]):
                seen = None
                with suppress(AccessError, UserError), self.env.cr.savepoint():
                    composer = (
                        self.env["mail.compose.message"]
                        .with_user(self.users[profile])
                        .create(
                            {
                                "model": record._name,
                                "res_ids": str(record.ids),
                                "template_id": template.id,
                            }
                        )
                    )
                    seen = f"{composer.subject} {composer.body}"
                with self.subTest(profile=profile, record=record.reference):
                    # The agent writes it: the hunt looks at the right place.
                    self.assertEqual(bool(seen), profile == "agent")
                    is_hidden_there = bool(seen) and record == self.seen
                    self.assertEqual(SECRET in str(seen), is_hidden_there)

    # ------------------------------------------------------------------
    # Public methods
    # ------------------------------------------------------------------
    def _public_methods(self, model):
        """Ours, that ask for nothing but the records."""
        for name, method in inspect.getmembers(type(self.env[model]), callable):
            module = getattr(method, "__module__", "") or ""
            if name.startswith("_") or ".plpdma_concertation." not in f"{module}.":
                continue
            parameters = list(inspect.signature(method).parameters.values())[1:]
            if all(p.default is not p.empty for p in parameters):
                yield name

    def _stored(self):
        """The samples as they stand in the database, except who visited what."""
        visits = {"date_visited", "date_previous_visit", "write_date", "write_uid"}
        self.env.flush_all()
        self.env.invalidate_all()
        return {
            (model, record.id): record.read(
                [
                    name
                    for name, field in record._fields.items()
                    if field.store and name not in visits
                ],
                load=None,
            )
            for world in self.samples.values()
            for model, records in world.items()
            for record in records
        }

    def test_public_methods_change_nothing(self):
        """Refused, or without effect; what they tell of what is hidden, the table of
        doors tries with more readers and records."""
        self._hide()
        self.own["plpdma.response"].write({"published": False})
        called, answered = set(), 0
        for profile in (*OUTSIDERS[:1], *OUTSIDERS[2:3], "participant", "employee"):
            self._become(profile)
            before = self._stored()
            for model in sorted(RIGHTS):
                for method in self._public_methods(model):
                    called.add((model, method))
                    for world in ("own", "foreign"):
                        with self.subTest(
                            profile=profile, model=model, method=method, world=world
                        ):
                            ids = self.samples[world][model].ids[:1]
                            result = self._try(profile, model, method, ids)
                            answered += result is not None
                            self.assertNotIn(SECRET, str(result))
            self.assertEqual(self._stored(), before)
        self.assertGreater(len(called), 60)
        self.assertGreater(answered, 20)

    def test_no_action_proposes_what_its_reader_does_not_read(self):
        """What an action hands over, in its context, of the record on which it is
        called: what the caller reads there by themself, or nothing."""
        checked = set()
        for profile in OUTSIDERS:
            self._become(profile)
            for model in sorted(RIGHTS):
                ids = self.own[model].ids[:1]
                for method in self._public_methods(model):
                    result = self._try(profile, model, method, ids)
                    for target, name, value in self._get_proposed(result):
                        field = self.env[target]._fields.get(name)
                        is_itself = field and field.comodel_name == model
                        if not field or not value or (is_itself and [value] == ids):
                            continue
                        checked.add((profile, method, name))
                        with self.subTest(profile=profile, method=method, field=name):
                            self.assertTrue(
                                self.env[target]
                                .with_user(self.users[profile])
                                ._has_field_access(field, "read")
                            )
                            if target == model and name != "session_id":
                                self.assertEqual(
                                    value, self._read_one(profile, model, ids, name)
                                )
        self.assertIn(("facilitator", "action_note_next", "session_id"), checked)
        self.assertGreater(len(checked), 4)
        # The hunt looks at the right place: the staff is told who spoke.
        contribution = self.own["plpdma.contribution"]
        context = contribution.with_user(self.users["agent"]).action_note_next()
        self.assertTrue(context["context"]["default_stakeholder_id"])

    def _get_proposed(self, result):
        """``(model, field, value)`` of each default value that an action holds."""
        if not isinstance(result, dict) or result.get("res_model") not in self.env:
            return
        for key, value in (result.get("context") or {}).items():
            if key.startswith("default_"):
                yield result["res_model"], key.removeprefix("default_"), value

    def _read_one(self, profile, model, ids, name):
        with suppress(AccessError), self.env.cr.savepoint():
            return self._call(profile, model, "read", ids, [name], load=None)[0][name]
        return None

    @mute_logger("odoo.addons.base.models.ir_model", "odoo.models")
    def _try(self, profile, model, method, ids):
        """What the call answers, or nothing when it is refused."""
        result = None
        self.env.flush_all()
        with suppress(AccessError, UserError), self.env.cr.savepoint():
            is_model = getattr(getattr(self.env[model], method), "_api_model", False)
            args = () if is_model else (ids,)
            result = self._call(profile, model, method, *args)
        self.env.invalidate_all()
        return result

    def test_nobody_but_the_staff_copies(self):
        tried = set()
        for profile in OUTSIDERS:
            self._become(profile)
            for model in sorted(RIGHTS):
                if "c" in get_rights(profile, model):
                    continue
                tried.add((profile, model))
                with self.subTest(profile=profile, model=model):
                    with self._refused(AccessError, UserError):
                        self._call(profile, model, "copy", self.own[model].ids[:1])
        self.assertGreater(len(tried), 5 * len(RIGHTS))
