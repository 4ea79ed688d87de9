"""The buttons of the forms that open a list."""

from lxml import etree

from odoo.tests import tagged

from ..common import ConcertationCase

# The lists of one record, each by the list of all of which it is a part.
OF_ONE_RECORD = {
    "adaptation": ("program_adaptation", "session_adaptation"),
    "attendance": ("session_attendance",),
    "campaign": ("program_campaign",),
    "commitment": (
        "measure_commitment",
        "program_commitment",
        "response_commitment",
        "session_commitment",
    ),
    "contribution": (
        "contribution_duplicate",
        "measure_contribution",
        "partner_contribution",
        "program_contribution",
        "session_contribution",
        "stakeholder_contribution",
    ),
    "feedback": ("session_feedback",),
    "measure": (
        "contribution_measure",
        "program_measure",
        "response_measure",
        "session_measure",
        "stakeholder_measure",
    ),
    "milestone": ("program_milestone",),
    "notice": ("program_notice",),
    "notice_receipt": ("program_notice_receipt", "stakeholder_notice_receipt"),
    "participation": ("session_participation",),
    "register": ("program_register",),
    "response": ("measure_response", "program_response"),
    "service": ("program_service",),
    "session": (
        "body_session",
        "measure_session",
        "partner_session",
        "program_session",
        "stakeholder_session",
    ),
    "stakeholder": ("body_stakeholder", "program_stakeholder"),
    "timeline": ("program_timeline",),
    "who_next": ("program_who_next",),
    "workload": ("program_workload",),
}
# Counts that are not of a whole list: those who were excused are listed too; the
# register tells the observations beside what was received, which it lists; and the
# campaigns to look at are among all of them.
IN_PART = {"campaign_todo_count", "observation_count", "participant_count"}


@tagged("post_install", "-at_install", "plpdma")
class TestButtons(ConcertationCase):
    def _get_lists(self):
        """``{model: numbers shown on buttons that open a list}``"""
        found = {}
        for model in (
            "plpdma.body",
            "plpdma.contribution",
            "plpdma.program",
            "plpdma.response",
            "plpdma.session",
            "plpdma.stakeholder",
            "res.partner",
        ):
            view = self.env[model].with_user(self.user_manager).get_view()
            fields = self.env[model]._fields
            shown = etree.fromstring(view["arch"]).xpath(
                "//button[@type='action']//field/@name"
            )
            found[model] = {
                name
                for name in shown
                if name in fields and fields[name].type == "integer"
                if name.startswith("plpdma_") or model.startswith("plpdma.")
            }
        return found

    def test_each_opens_as_many_as_it_shows(self):
        session = self._create_session(self.actors)
        first, second, third = self._create_contributions(
            {
                "session_id": session.id,
                "stakeholder_id": self.actors[0].id,
                "date_received": "2020-01-01",
            },
            {"session_id": session.id, "stakeholder_id": self.actors[0].id},
            {"channel": "web"},
        )
        second._merge_into(first)
        response = self._create_response(first, state="submitted")
        self._create_response(third, state="sent")
        links = {"program_id": self.program.id, "session_id": session.id}
        self.agent_env["plpdma.commitment"].create(
            {
                **links,
                "name": "Dix composteurs",
                "response_id": response.id,
                "date_due": "2020-02-01",
            }
        )
        self.agent_env["plpdma.adaptation"].create(
            {**links, "need": "Des horaires.", "new_modality": "Le soir."}
        )
        self.agent_env["plpdma.service"].create(
            {"name": "Une salle", "stakeholder_id": self.actors[0].id}
        )
        self.env.flush_all()
        self.env.invalidate_all()
        records = (
            self.body,
            first,
            self.program,
            response,
            session,
            self.actors[0],
            self.partners[0],
        )
        lists, checked = self._get_lists(), {}
        for record in records:
            for shown in lists[record._name] - IN_PART:
                with self.subTest(model=record._name, shown=shown):
                    listed = self._get_listed(self._press(record, shown))
                    self.assertEqual(len(listed), record[shown])
                    checked[record._name, shown] = len(listed)
        self.assertGreater(len(checked), 25)
        self.assertGreater(len(list(filter(None, checked.values()))), 18, checked)

    def test_list_of_one_record_looks_like_the_list_of_all(self):
        """It is the same screen, limited to what belongs to the record."""
        actions = self.env["ir.actions.act_window"]
        checked = 0
        for whole, names in OF_ONE_RECORD.items():
            model = self.env.ref(f"plpdma_concertation.action_plpdma_{whole}")
            for name in names:
                with self.subTest(action=name):
                    action = self.env.ref(f"plpdma_concertation.action_plpdma_{name}")
                    for field in ("name", "res_model", "views", "help"):
                        self.assertEqual(action[field], model[field])
                    self.assertEqual(action.search_view_id, model.search_view_id)
                    self.assertIn("active_id", action.domain)
                    checked += 1
        limited = actions.search([("domain", "like", "active_id")]).filtered(
            lambda a: a.get_external_id()[a.id].startswith("plpdma_concertation.")
        )
        # And the other versions of a response, and the authorities that share a
        # programme, which no list of all shows.
        self.assertEqual(len(limited), checked + 2)

    def _get_ours(self, kinds):
        """``(xmlid, parsed arch)`` of our views of these kinds, inherited ones too."""
        views = self.env["ir.ui.view"].search([("type", "in", kinds)])
        for view, xmlid in views._get_external_ids().items():
            if xmlid and xmlid[0].startswith("plpdma_concertation."):
                arch = self.env["ir.ui.view"].browse(view).arch_db
                yield xmlid[0], etree.fromstring(arch)

    def test_what_publishes_in_spite_of_a_warning_asks_and_stands_apart(self):
        """Nobody who accepts one after the other does it unawares."""
        checked = 0
        for xmlid, arch in self._get_ours(("form", "list", "kanban")):
            for button in arch.iterfind(".//button[@string='Publish All the Same']"):
                with self.subTest(view=xmlid):
                    self.assertTrue(button.get("confirm"))
                    verb = button.get("confirm-label")
                    self.assertEqual(verb, "Publish all the same")
                    self.assertNotIn("may be published", button.get("title"))
                    self.assertFalse(list(button.iterancestors("header")))
                    self.assertFalse(button.get("data-hotkey"))
                    checked += 1
        self.assertEqual(checked, 6)

    def test_no_sample_data(self):
        """Where nothing is, our own help says what to do; what is invented does not."""
        checked = 0
        for xmlid, arch in self._get_ours(("list", "kanban", "pivot", "graph")):
            checked += 1
            self.assertFalse(arch.get("sample"), xmlid)
        self.assertGreater(checked, 40)

    def test_a_facilitator_meets_first_what_they_come_for(self):
        """On a phone, the first button alone shows."""
        session = self._create_session()
        user = self.user_facilitator
        view = session.with_user(user).get_view(view_type="form")
        buttons = etree.fromstring(view["arch"]).findall("./header/button")
        self.assertEqual(buttons[0].get("name"), "action_note_contribution")
