"""Hunts for leaks: what is hidden is not read through something that is not."""

from contextlib import suppress

from lxml import etree

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged

from .access_common import RIGHTS, get_restricted, get_rights
from .leaks_common import OUTSIDERS, SECRET, LeakCase

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
            self.env.invalidate_all()
            is_seen = event.with_user(self.user_employee).has_access("read")
            self.assertEqual(is_seen, form == "collective")

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
