"""Each view that a profile opens works with what the profile may read: all its columns,
its search fields, its filters and its groupings."""

from lxml import etree

from odoo.fields import Domain
from odoo.tests import Form, tagged
from odoo.tools.safe_eval import datetime, safe_eval

from ..common import ConcertationCase

VIEWED = (
    "plpdma.program",
    "plpdma.session",
    "plpdma.contribution",
    "plpdma.response",
    "plpdma.timeline",
    "plpdma.measure",
    "plpdma.commitment",
    "plpdma.adaptation",
    "plpdma.milestone",
    "plpdma.mandate",
    "plpdma.body",
)
# What a profile has no right to open at all.
CLOSED = {
    "group_facilitator": {
        "plpdma.commitment",
        "plpdma.adaptation",
        "plpdma.milestone",
        "plpdma.mandate",
    },
}


@tagged("post_install", "-at_install", "plpdma")
class TestProfileViews(ConcertationCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        session = cls._create_session(
            cls, cls.actors[:2], facilitator_id=cls.user_facilitator.partner_id.id
        )
        contribution = cls._create_contributions(
            cls, {"session_id": session.id, "contributor_email": "camille@p.example"}
        )
        response = cls.agent_env["plpdma.response"].create(
            {
                "contribution_ids": contribution.ids,
                "decision": "information",
                "program_id": cls.program.id,
            }
        )
        response.action_submit()
        cls.agent_env["plpdma.measure"].create(
            {
                "code": "7",
                "name": "Composteurs",
                "program_id": cls.program.id,
                "pilot_id": cls.actors[0].id,
                "session_ids": session.ids,
                "contribution_ids": contribution.ids,
                "response_ids": response.ids,
            }
        )
        cls.env.flush_all()

    def _open(self, model, user):
        """Open all the views of a model as a user."""
        records = self.env[model].with_user(user)
        views = self.env["ir.ui.view"].search(
            [
                ("model", "=", model),
                ("mode", "=", "primary"),
                ("type", "not in", ("search", "activity")),
            ]
        )
        self.assertTrue(views, model)
        for view in views:
            with self.subTest(view=view.name, user=user.login):
                arch = records.get_view(view.id, view.type)["arch"]
                found = records.search([])
                self._read_arch(found, etree.fromstring(arch))
        searches = self.env["ir.ui.view"].search(
            [("model", "=", model), ("type", "=", "search")]
        )
        self.assertTrue(searches, model)
        for view in searches:
            arch = etree.fromstring(records.get_view(view.id, "search")["arch"])
            self._search_arch(records, arch)

    def _read_arch(self, records, arch):
        """Read, as the web client does, all that a view shows."""
        for bar in arch.iter("progressbar"):
            colors = {"field": bar.get("field"), "colors": {}}
            records.read_progress_bar([], "state", colors)
        if arch.tag in ("pivot", "graph"):
            for node in arch.iter("field"):
                if node.get("type") != "measure":
                    group = self._get_group(records, node.get("name"))
                    records.formatted_read_group([], [group], ["__count"])
            return
        specification = self._get_specification(records, arch)
        records.web_read(specification)
        records.web_search_read([], specification)

    def _get_specification(self, records, arch):
        specification = {}
        for node in arch.iter("field"):
            if any(parent.tag == "field" for parent in node.iterancestors()):
                continue
            name = node.get("name")
            field = records._fields[name]
            nested = {}
            for view in node.iterchildren("list", "kanban", "form"):
                nested |= self._get_specification(
                    self.env[field.comodel_name].with_user(records.env.user),
                    etree.fromstring(etree.tostring(view)),
                )
            if field.type == "many2one":
                nested = {"fields": {"display_name": {}}}
            elif field.relational:
                nested = {"fields": nested or {"display_name": {}}}
            specification[name] = nested
        return specification

    def _search_arch(self, records, arch):
        """Use each field, filter and grouping of a search view."""
        scope = {
            "uid": records.env.uid,
            "context_today": lambda: datetime.date.today(),
            "self": "a",
            "time": datetime,
        }
        for node in arch.iter("field", "filter"):
            name = node.get("name")
            with self.subTest(model=records._name, search=name, user=records.env.uid):
                if node.get("filter_domain"):
                    domain = safe_eval(node.get("filter_domain"), dict(scope))
                elif node.tag == "field":
                    self.assertTrue(
                        records._has_field_access(records._fields[name], "read")
                    )
                    domain = [(name, "ilike", "a")]
                    if records._fields[name].type == "selection":
                        domain = [(name, "in", ["a"])]
                else:
                    domain = safe_eval(node.get("domain") or "[]", dict(scope))
                records.search_count(Domain(domain))
                context = safe_eval(node.get("context") or "{}", dict(scope))
                group = context.get("group_by") or node.get("date")
                if group:
                    group = group if ":" in group else self._get_group(records, group)
                    records.formatted_read_group([], [group], ["__count"])

    def _get_group(self, records, name):
        is_dated = records._fields[name].type in ("date", "datetime")
        return f"{name}:month" if is_dated else name

    def test_elu(self):
        for model in VIEWED:
            self._open(model, self.user_elected)

    def test_facilitator(self):
        for model in VIEWED:
            if model not in CLOSED["group_facilitator"]:
                self._open(model, self.user_facilitator)

    def test_activities_are_the_staff_s(self):
        action = self.env.ref("plpdma_concertation.action_plpdma_session")
        for user, is_offered in (
            (self.user_agent, True),
            (self.user_elected, False),
            (self.user_facilitator, False),
        ):
            views = self.env["ir.actions.act_window"].with_user(user)
            views = views._for_xml_id(action.get_external_id()[action.id])["views"]
            with self.subTest(user=user.login):
                self.assertEqual("activity" in dict(map(reversed, views)), is_offered)

    def test_noting_stands_in_the_session_alone(self):
        """The other views of contributions do not offer what would be refused."""
        for user, is_offered in (
            (self.user_agent, True),
            (self.user_facilitator, False),
        ):
            contributions = self.env["plpdma.contribution"].with_user(user)
            arch = etree.fromstring(contributions.get_view(view_type="list")["arch"])
            with self.subTest(user=user.login):
                self.assertEqual(arch.get("create") != "0", is_offered)

    def test_note(self):
        """The dialog sends only what a facilitator may fill in."""
        session = self.env["plpdma.session"].search(
            [("facilitator_id", "=", self.user_facilitator.partner_id.id)]
        )
        session = session.with_user(self.user_facilitator)
        self.assertTrue(session.is_run_by_user)
        action = session.action_note_contribution()
        form = Form(
            self.env["plpdma.contribution"]
            .with_user(self.user_facilitator)
            .with_context(**action["context"]),
            view=self.env["ir.ui.view"].browse(action["views"][0][0]),
        )
        form.verbatim = "Un composteur par rue."
        form.participation_id = session.participation_ids[0]
        noted = form.save()
        self.assertEqual(noted.session_id, session)
        self.assertEqual(noted.participation_id, session.participation_ids[0])
        self.assertFalse(session.with_user(self.user_elected).is_run_by_user)

    def test_agent(self):
        for model in VIEWED:
            self._open(model, self.user_agent)
