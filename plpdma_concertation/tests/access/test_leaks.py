"""Hunts for leaks: what is hidden is not read through something that is not."""

import base64
import inspect
import re
from contextlib import suppress

from lxml import etree

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from .access_common import (
    RIGHTS,
    TRANSIENT_RIGHTS,
    AccessCase,
    get_restricted,
    get_rights,
    get_thread_models,
)

# The word that stands in all that is hidden, wherever it can be written.
SECRET = "Motconfidentiel"
# How many of our fields each reads at least, and in how many texts each searches: a
# hunt that is refused everything finds nothing.
MIN_READ = {
    "elected": 500,
    "portal_elected": 500,
    "facilitator": 350,
    "portal_facilitator": 350,
    "participant": 200,
    "employee": 0,
}
MIN_SEARCHED = {
    "elected": 60,
    "portal_elected": 60,
    "facilitator": 50,
    "portal_facilitator": 50,
    "participant": 30,
    "employee": 0,
}
OUTSIDERS = (
    "elected",
    "portal_elected",
    "facilitator",
    "portal_facilitator",
    "participant",
    "employee",
)


class LeakCase(AccessCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._create_worlds()
        # Its state is not what is hunted for here.
        cls.own = cls.samples["own"]
        cls.seen = cls.own["plpdma.contribution"].create(
            {
                "session_id": cls.own["plpdma.session"].id,
                "verbatim": "Un mot public.",
                "partner_id": cls.users["participant"].partner_id.id,
                "state": "in_review",
            }
        )
        cls.env.flush_all()

    @classmethod
    def _hide(cls):
        """Make everything that neither élus, facilitators nor participants may know
        of, around what they read."""
        env = cls.seen.env
        session, program = cls.own["plpdma.session"], cls.program.id
        someone = env["res.partner"].create(
            {"name": SECRET, "email": f"{SECRET}@p.example"}
        )
        session.create(
            {
                "name": SECRET,
                "program_id": cls.samples["other"]["plpdma.program"].id,
                "format": "individual",
            }
        )
        contribution = env["plpdma.contribution"].create(
            {
                "program_id": program,
                "verbatim": SECRET,
                "summary": SECRET,
                "partner_id": someone.id,
                "confidentiality": "staff",
            }
        )
        env["plpdma.contribution"].create(
            {
                "program_id": program,
                "verbatim": SECRET,
                "summary": SECRET,
                "confidentiality": "staff",
                "duplicate_of_id": cls.seen.id,
                "state": "merged",
            }
        )
        response = env["plpdma.response"].create(
            {
                "contribution_ids": [Command.set(cls.seen.ids)],
                "decision": "not_retained",
                "motivation": f"<p>{SECRET}</p>",
                "effect": f"<p>{SECRET}</p>",
            }
        )
        commitment = cls.own["plpdma.commitment"].sudo()
        commitment.response_id = response
        actor = cls.own["plpdma.stakeholder"]
        actor.write(
            {
                name: SECRET
                for name in ("needs", "constraints", "interests", "way_of_working")
                if actor._fields[name].type in ("char", "text")
            }
        )
        env["plpdma.service"].create({"name": SECRET, "stakeholder_id": actor.id})
        env["plpdma.feedback"].create(
            {"session_id": session.id, "neutrality": 1, "listening": 1, "trust": 1}
        )
        env["plpdma.facilitator"].create(
            {"partner_id": someone.id, "program_id": program}
        )
        cls.seen.internal_note = f"<p>{SECRET}</p>"
        records = [
            cls.own[model]
            for model in get_thread_models(env) & cls.own.keys()
            if model != "plpdma.milestone"
        ]
        for record in records:
            record.message_post(
                body=SECRET,
                attachments=[(f"{SECRET}.txt", SECRET.encode())],
                subtype_xmlid="mail.mt_comment",
            )
            record.activity_schedule(
                "mail.mail_activity_data_todo",
                summary=SECRET,
                note=SECRET,
                user_id=cls.user_agent.id,
            )
            record.message_subscribe(someone.ids)
        env.flush_all()
        env.invalidate_all()
        return contribution | contribution.search([("verbatim", "=", SECRET)])

    def _snapshot(self, profile):
        """All that the profile reads of our models: ``{(model, id): values}``, and how
        many records of each."""
        snapshot = {}
        for model in sorted(RIGHTS):
            if "r" in get_rights(profile, model):
                records = self.env[model].with_user(self.users[profile]).search([])
                snapshot[model] = len(records)
                for name in records.fields_get():
                    # Who wrote last is not part of what was written.
                    if name not in ("write_date", "write_uid"):
                        snapshot[model, name] = self._read(records, name)
        return snapshot

    def _read(self, records, name):
        self.env.invalidate_all()
        field = records._fields[name]
        try:
            if field.type == "binary":
                return None
            return {row["id"]: row[name] for row in records.read([name])}
        except AccessError:
            return "refused"


@tagged("post_install", "-at_install", "plpdma")
class TestLeaks(LeakCase):
    def test_hidden_things_change_nothing_that_others_read(self):
        """Neither a value, a name, a count nor a total."""
        before = {}
        for profile in OUTSIDERS:
            self._become(profile)
            before[profile] = self._snapshot(profile)
        self._hide()
        for profile in OUTSIDERS:
            self._become(profile)
            after = self._snapshot(profile)
            self.assertNotIn(SECRET, str(after))
            read = [key for key, value in after.items() if value not in ("refused", {})]
            self.assertGreaterEqual(len(read), MIN_READ[profile])
            for key, value in before[profile].items():
                with self.subTest(profile=profile, key=key):
                    self.assertEqual(after[key], value)

    def test_what_the_screens_show_is_not_refused(self):
        """A form opens for each profile that reads the record."""
        self._hide()
        for profile in ("elected", "facilitator"):
            self._become(profile)
            for model in sorted(RIGHTS):
                if "r" not in get_rights(profile, model):
                    continue
                views = self._call(
                    profile, model, "get_views", [[False, "list"], [False, "form"]]
                )["views"]
                record = self._sample(profile, model)
                shown = {
                    node.get("name"): {}
                    for view in views.values()
                    for node in etree.fromstring(view["arch"]).iter("field")
                    if not any(above.tag == "field" for above in node.iterancestors())
                }
                with self.subTest(profile=profile, model=model):
                    self.assertTrue(
                        self._call(profile, model, "web_read", record.ids, shown)
                    )

    def test_integer_fields_count_what_is_read(self):
        """Each number about contributions equals the count of those that are read."""
        self._hide()
        for profile in ("elected", "facilitator"):
            user = self._become(profile)
            for model, name in (
                ("plpdma.session", "contribution_count"),
                ("plpdma.program", "contribution_count"),
            ):
                record = self.own[model].with_user(user)
                link = "session_id" if model == "plpdma.session" else "program_id"
                count = (
                    self.env["plpdma.contribution"]
                    .with_user(user)
                    .search_count([(link, "=", record.id)])
                )
                with self.subTest(profile=profile, model=model):
                    self.assertTrue(count)
                    self.assertEqual(record[name], count)
                    # The staff counts what is hidden as well, in the programme.
                    if model == "plpdma.program":
                        total = record.with_user(self.user_agent)[name]
                        self.assertGreater(total, count)

    def test_nothing_is_found_by_a_hidden_word(self):
        """Neither by name, by text nor by a sub-domain on a hidden record."""
        self._hide()
        self._become("agent")
        model, domain = "plpdma.contribution", [("verbatim", "ilike", SECRET)]
        self.assertTrue(self._call("agent", model, "search", domain), "It is there")
        named, searched = 0, dict.fromkeys(OUTSIDERS, 0)
        for profile in OUTSIDERS:
            self._become(profile)
            for model in sorted(RIGHTS):
                if "r" not in get_rights(profile, model):
                    continue
                with self.subTest(profile=profile, model=model):
                    if self.env[model]._rec_name:
                        found = self._call(profile, model, "name_search", SECRET)
                        self.assertFalse(found)
                        named += 1
                    for field in self.env[model]._fields.values():
                        if not self._is_text(profile, model, field):
                            continue
                        domain = [(field.name, "ilike", SECRET)]
                        # Nor is it an answer that the field itself is refused.
                        with suppress(AccessError):
                            found = self._call(profile, model, "search", domain)
                            searched[profile] += 1
                            self.assertFalse(found, field)
            self.assertGreaterEqual(searched[profile], MIN_SEARCHED[profile])
        self.assertGreater(named, 60)

    def _is_text(self, profile, model, field):
        hidden = {
            name
            for name, columns in get_restricted(self.env[model]).items()
            if profile not in columns
        }
        return (
            field.type in ("char", "text", "html")
            and field.name != "display_name"
            and (field.store or field.search)
            and field.name not in hidden
            and not field.groups
        )

    def test_links_to_hidden_records_bring_nothing_of_them(self):
        """A sub-domain on a record that one does not read finds nothing."""
        hidden = self._hide()
        for profile in ("elected", "participant"):
            self._become(profile)
            for model, path in (
                ("plpdma.session", "contribution_ids"),
                ("plpdma.program", "contribution_ids"),
                ("plpdma.response", "contribution_ids"),
            ):
                for value in (hidden.ids, hidden[0].id):
                    operator = "in" if isinstance(value, list) else "="
                    domain = [(path, "any", [("id", operator, value)])]
                    with self.subTest(profile=profile, path=path):
                        self.assertFalse(self._call(profile, model, "search", domain))
                with self.subTest(profile=profile, path=path):
                    domain = [(path, "any", [("verbatim", "ilike", SECRET)])]
                    self.assertFalse(self._call(profile, model, "search", domain))
                    domain = [(f"{path}.confidentiality", "=", "staff")]
                    found = self._call(profile, model, "search", domain)
                    self.assertFalse(found)

    def test_progress_bars_and_panels_refuse_hidden_fields(self):
        self._hide()
        model, bars = "plpdma.contribution", {"field": "state", "colors": {"x": "y"}}
        for profile in ("elected", "facilitator", "participant"):
            self._become(profile)
            with self.subTest(profile=profile):
                with self._refused(AccessError, UserError):
                    self._call(
                        profile, model, "read_progress_bar", [], "partner_id", bars
                    )
                with self._refused(AccessError, UserError):
                    self._call(
                        profile,
                        model,
                        "read_progress_bar",
                        [],
                        "state",
                        {"field": "response_state", "colors": {"draft": "y"}},
                    )
                for method in (
                    "search_panel_select_range",
                    "search_panel_select_multi_range",
                ):
                    with self._refused(AccessError, UserError):
                        self._call(
                            profile, model, method, "partner_id", enable_counters=True
                        )

    def test_nested_columns_and_specifications(self):
        """Through a record that is read, to fields of another that are not."""
        self._hide()
        model, own = "plpdma.contribution", self.own["plpdma.contribution"].ids
        for profile in ("elected", "facilitator", "participant"):
            self._become(profile)
            for column in (
                "partner_id/email",
                "stakeholder_id/needs",
                "response_id/motivation",
                "session_id/feedback_ids/trust",
                "message_ids/body",
            ):
                with self.subTest(profile=profile, column=column):
                    with self._refused(AccessError, UserError):
                        self._call(profile, model, "export_data", own, [column])
            for source, column in (
                ("plpdma.commitment", "partner_id/email"),
                ("plpdma.commitment", "stakeholder_id/needs"),
                ("plpdma.participation", "stakeholder_id/email"),
                ("plpdma.session", "participation_ids/partner_id/email"),
            ):
                with self.subTest(profile=profile, source=source, column=column):
                    with self._refused(AccessError, UserError):
                        own_ids = self.own[source].ids
                        self._call(profile, source, "export_data", own_ids, [column])
            for specification in (
                {"partner_id": {"fields": {"email": {}}}},
                {"response_id": {"fields": {"motivation": {}}}},
                {"session_id": {"fields": {"feedback_ids": {"fields": {}}}}},
                {"message_ids": {"fields": {"body": {}}}},
            ):
                with self.subTest(profile=profile, specification=specification):
                    for method in ("web_read", "web_search_read"):
                        args = (own,) if method == "web_read" else ([],)
                        with self._refused(AccessError, UserError):
                            self._call(profile, model, method, *args, specification)

    def test_contacts_say_nothing_of_their_part(self):
        """What we add to contacts, for whoever is not of the staff."""
        partner = self.users["participant"].partner_id
        names = get_restricted(self.env["res.partner"])
        self.assertGreater(len(names), 5)
        for profile in OUTSIDERS:
            self._become(profile)
            described = self._call(profile, "res.partner", "fields_get")
            self.assertFalse(names.keys() & described.keys())
            for name in names:
                with self.subTest(profile=profile, field=name):
                    with self._refused():
                        self._call(profile, "res.partner", "read", partner.ids, [name])
                    with self._refused(AccessError, UserError, ValueError):
                        self._call(
                            profile, "res.partner", "search", [(name, "!=", False)]
                        )
                    with self._refused(AccessError, UserError, ValueError):
                        self._call(
                            profile,
                            "res.partner",
                            "formatted_read_group",
                            [],
                            [name],
                            ["__count"],
                        )

    def test_calendar_entry_says_no_word(self):
        """What was said or noted in a session is not in the entry of its guests."""
        for form in ("individual", "collective"):
            session = self.own["plpdma.session"].create(
                {
                    "name": "Rencontre",
                    "program_id": self.program.id,
                    "format": form,
                    "date_start": "2099-06-01 18:00:00",
                    "minutes": f"<p>{SECRET}</p>",
                    "question_ids": [Command.create({"name": SECRET})],
                    "participation_ids": [
                        Command.create(
                            {"stakeholder_id": self.own["plpdma.stakeholder"].id}
                        )
                    ],
                }
            )
            session.state = "planned"
            event = session.calendar_event_id
            self.assertTrue(event)
            texts = [
                name
                for name, field in event._fields.items()
                if field.type in ("char", "text", "html")
            ]
            self.assertIn("description", texts)
            for name in texts:
                with self.subTest(form=form, field=name):
                    self.assertNotIn(SECRET, str(event[name]))
            seen = event.with_user(self.user_employee)
            self.env.invalidate_all()
            if form == "individual":
                self.assertNotIn("Rencontre", str(seen.display_name))

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

    def test_guests_of_an_individual_meeting(self):
        """Who is met alone is for the staff and the guests to know."""
        someone = self.env["res.partner"].create({"name": SECRET})
        actor = self.own["plpdma.stakeholder"].create(
            {"partner_id": someone.id, "program_id": self.program.id}
        )
        session = self.own["plpdma.session"].create(
            {
                "name": "Rencontre",
                "program_id": self.program.id,
                "format": "individual",
                "user_id": self.user_agent.id,
                "date_start": "2099-06-01 18:00:00",
                "question_ids": [Command.create({"name": "Où ?"})],
                "participation_ids": [Command.create({"stakeholder_id": actor.id})],
            }
        )
        session.state = "planned"
        event = session.calendar_event_id
        self.env.flush_all()
        self.assertIn(someone, event.partner_ids)
        for profile in ("agent", "elected", "facilitator", "employee"):
            told = ""
            for model, method, args in (
                ("calendar.event", "read", (event.ids, ["partner_ids", "name"])),
                ("calendar.event", "read", (event.ids, ["description"])),
                (
                    "calendar.event",
                    "web_read",
                    (event.ids, {"partner_ids": {"fields": {"display_name": {}}}}),
                ),
                (
                    "calendar.attendee",
                    "search_read",
                    ([("event_id", "=", event.id)], ["partner_id", "email"]),
                ),
            ):
                seen = None
                with suppress(AccessError), self.env.cr.savepoint():
                    seen = self._call(profile, model, method, *args)
                told += str(seen)
            with self.subTest(profile=profile):
                # The agent who invites is told: the hunt looks at the right place.
                self.assertEqual(SECRET in told, profile == "agent")
                guests = ()
                with suppress(AccessError), self.env.cr.savepoint():
                    [row] = self._call(
                        profile, event._name, "read", event.ids, ["partner_ids"]
                    )
                    guests = row["partner_ids"] or ()
                self.assertEqual(someone.id in guests, profile == "agent")

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


@tagged("post_install", "-at_install", "plpdma")
class TestLeaksHttp(LeakCase, HttpCase):
    """By address and by identifier, as whoever guesses them would ask."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.hidden = cls._hide()
        cls.image = cls.env["ir.attachment"].create(
            {
                "name": f"{SECRET}.png",
                "datas": base64.b64encode(
                    base64.b64decode(
                        "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhf"
                        "DwAChwGA60e6kgAAAABJRU5ErkJggg=="
                    )
                ),
                "res_model": "plpdma.contribution",
                "res_id": cls.seen.id,
            }
        )
        cls.env.flush_all()

    def _sign_in(self, profile):
        user = self._become(profile)
        login = None if profile == "public" else user.login
        self.authenticate(login, login)
        return user

    def _ask(self, model, method, *args, **kwargs):
        """The raw answer of a call, refusals included."""
        params = {"model": model, "method": method, "args": args, "kwargs": kwargs}
        return self._post("/web/dataset/call_kw", params)

    def _post(self, route, params):
        body = {"jsonrpc": "2.0", "method": "call", "id": 0, "params": params}
        with mute_logger("odoo.http"):
            return self.url_open(route, json=body).text

    def _profiles(self):
        return (*OUTSIDERS, "public")

    def test_discussion_by_identifier(self):
        record = self.own["plpdma.contribution"]
        thread = {"thread_model": record._name, "thread_id": record.id}
        link = [("res_model", "=", record._name), ("res_id", "=", record.id)]
        message = record.message_ids[:1]
        activity = record.activity_ids[:1]
        self.assertTrue(message and activity)
        for profile in self._profiles():
            self._sign_in(profile)
            for answer in (
                self._ask("mail.message", "read", message.ids, ["body"]),
                self._ask(
                    "mail.message",
                    "search_read",
                    [("model", "=", record._name), ("res_id", "=", record.id)],
                    ["body"],
                ),
                self._ask("mail.message", "search_count", [("body", "ilike", SECRET)]),
                self._ask("mail.activity", "read", activity.ids, ["summary"]),
                self._ask("mail.activity", "search_read", link, ["summary"]),
                self._ask("mail.followers", "search_read", link, ["partner_id"]),
                self._ask("ir.attachment", "search_read", link, ["name"]),
                self._post("/mail/thread/messages", thread),
                self._post(
                    "/mail/data",
                    {
                        "fetch_params": [
                            [
                                "mail.thread",
                                {
                                    **thread,
                                    "request_list": [
                                        "activities",
                                        "attachments",
                                        "followers",
                                        "suggestedRecipients",
                                    ],
                                },
                            ]
                        ]
                    },
                ),
            ):
                with self.subTest(profile=profile, answer=answer[:80]):
                    self.assertNotIn(SECRET, answer)
                    self.assertNotIn('"result": 1', answer)

    def test_discussion_is_told_to_the_staff(self):
        """The same questions answer the agent: the hunt looks at the right place."""
        record = self.own["plpdma.contribution"]
        self._sign_in("agent")
        thread = {"thread_model": record._name, "thread_id": record.id}
        self.assertIn(SECRET, self._post("/mail/thread/messages", thread))
        self.assertIn(
            SECRET, self._ask("mail.message", "read", record.message_ids.ids, ["body"])
        )
        files = record.message_ids.attachment_ids
        page = self.url_open(f"/web/content/{files.ids[0]}")
        self.assertIn(SECRET, page.text)

    def test_files_by_identifier(self):
        files = self.env["ir.attachment"].search([("name", "ilike", SECRET)])
        self.assertGreater(len(files), 3)
        for profile in self._profiles():
            self._sign_in(profile)
            for file in files:
                for address in (
                    f"/web/content/{file.id}",
                    f"/web/content/ir.attachment/{file.id}/datas",
                    f"/web/image/{file.id}",
                ):
                    with self.subTest(profile=profile, address=address):
                        with mute_logger("odoo.http"):
                            page = self.url_open(address)
                        self.assertNotIn(SECRET, page.text)
                        self.assertNotIn(file.raw, page.content)
                answer = self._ask("ir.attachment", "read", [file.id], ["name"])
                self.assertNotIn(SECRET, answer)

    def test_reports_called_by_their_name(self):
        """On what one does not read; a report added later is tried too."""
        reports = self.env["ir.actions.report"].search([("model", "like", "plpdma.%")])
        self.assertTrue(reports)
        hidden = {
            "plpdma.contribution": self.hidden,
            "plpdma.response": self.seen.response_ids,
        }
        for profile in self._profiles():
            self._sign_in(profile)
            for report in reports:
                records = hidden.get(
                    report.model, self.samples["foreign"][report.model]
                )
                address = f"/report/html/{report.report_name}/{records.ids[0]}"
                with self.subTest(profile=profile, address=address):
                    with mute_logger("odoo.http", "odoo.addons.base.models.ir_qweb"):
                        page = self.url_open(address)
                    self.assertNotIn(SECRET, page.text)
                    if report.model not in self.samples["foreign"]:
                        continue
                    name = self.samples["foreign"][report.model].display_name
                    self.assertNotIn(name, page.text)

    def test_guessed_downloads(self):
        """Another's choices, and the programme of another authority."""
        dialog = self.env["plpdma.export"].with_user(self.user_manager).create({})
        for profile in self._profiles():
            self._sign_in(profile)
            for address in (
                f"/plpdma/export/{dialog.id}",
                f"/plpdma/export/program/{self.samples['foreign']['plpdma.program'].id}",
            ):
                with self.subTest(profile=profile, address=address):
                    with mute_logger("odoo.http"):
                        page = self.url_open(address)
                    kind = page.headers.get("Content-Type", "")
                    self.assertNotIn("spreadsheet", kind)
                    self.assertNotIn(SECRET, page.text)

    def test_pages_with_their_number_changed(self):
        """Whoever does not read a record is told that it does not exist."""
        for profile in ("portal_elected", "portal_facilitator", "participant"):
            self._sign_in(profile)
            for name, records in (
                ("session", self.samples["foreign"]["plpdma.session"]),
                ("contribution", self.samples["foreign"]["plpdma.contribution"]),
                ("response", self.seen.response_ids),
            ):
                addresses = list(self._get_addresses(name, records.ids[0]))
                self.assertTrue(addresses)
                nowhere = self._get_addresses(name, 2**31 - 1)
                for address, missing in zip(addresses, nowhere, strict=True):
                    with self.subTest(profile=profile, address=address):
                        page, none = self.url_open(address), self.url_open(missing)
                        self.assertNotIn(SECRET, page.text)
                        self.assertEqual(page.status_code, none.status_code)
                        self.assertEqual(
                            page.url.replace(address, ""), none.url.replace(missing, "")
                        )
                        self.assertEqual(
                            self._get_words(page.text), self._get_words(none.text)
                        )

    def _get_words(self, html):
        """The visible words of a page."""
        main = etree.HTML(html).find(".//main")
        return "".join(main.itertext()).split() if main is not None else []

    def _get_addresses(self, name, record_id):
        """The pages of one record, among all the addresses of the site."""
        rules = self.env["ir.http"].routing_map().iter_rules()
        argument = f"{name}_id>"
        for rule in rules:
            if (
                rule.rule.startswith("/my/concertation")
                and argument in rule.rule
                and "GET" in (rule.methods or {"GET"})
            ):
                yield re.sub(r"<[^>]*>", str(record_id), rule.rule)
