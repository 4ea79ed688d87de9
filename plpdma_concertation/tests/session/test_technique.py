"""With which technique: suggested, never imposed."""

from psycopg2 import IntegrityError

from odoo.exceptions import AccessError
from odoo.tests import Form, tagged
from odoo.tools import get_lang, mute_logger

from .advice_common import AdviceCase


@tagged("post_install", "-at_install", "plpdma")
class TestTechnique(AdviceCase):
    """Techniques are suggested by the number of guests."""

    def test_size_is_said_in_words(self):
        for technique, size in (
            (self.circle, "3 participants or more"),
            (self.duo, "1 to 2 participants"),
            (self.form, "any number of participants"),
        ):
            self.assertEqual(technique.size, size)
        self.form.with_user(self.user_manager).size_max = 9
        self.assertEqual(self.form.size, "9 participants at most")

    def test_size_is_checked(self):
        techniques = self.agent_env["plpdma.technique"].with_user(self.user_manager)
        for vals in (
            {"size_min": -1},
            {"size_max": -1},
            {"size_min": 5, "size_max": 4},
        ):
            with (
                self.subTest(vals=vals),
                mute_logger("odoo.sql_db"),
                self.assertRaises(IntegrityError),
            ):
                techniques.create({"name": "Impossible", **vals})
        for vals in ({"size_min": 5}, {"size_min": 5, "size_max": 5}):
            self.assertTrue(techniques.create({"name": f"Possible {vals}", **vals}))

    def test_size_is_checked_in_the_form(self):
        form = Form(self.agent_env["plpdma.technique"].with_user(self.user_manager))
        form.name = "Impossible"
        form.size_min, form.size_max = 5, 4
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError):
            form.save()

    def test_agents_read_techniques_and_reasons(self):
        for entry in (self.duo, self.alone):
            with self.assertRaises(AccessError):
                entry.name = "Autre"
            entry.with_user(self.user_manager).name = "Autre"

    def test_suggested_by_number_narrowest_first(self):
        for count, suggested in (
            (0, self.circle[:0]),
            (1, self.duo | self.form),
            (2, self.duo | self.carousel | self.form),
            (3, self.carousel | self.circle | self.form),
        ):
            session = self._create_session(self.actors[:count])
            with self.subTest(count=count):
                self.assertEqual(
                    session.suggested_technique_ids.ids, suggested.ids, "In this order"
                )

    def test_those_who_run_it_are_not_counted(self):
        session = self._create_session(self.actors)
        session.participation_ids[0].capacity = "facilitator"
        session.participation_ids[1].capacity = "secretary"
        self.assertEqual(session.suggested_technique_ids, self.duo | self.form)

    def test_of_another_authority_is_not_suggested(self):
        company, _program = self._create_other_company()
        self.duo.with_user(self.user_manager).sudo().company_id = company
        session = self._create_session(self.actors[:1])
        self.assertEqual(session.suggested_technique_ids, self.form)

    def test_another_size_is_told_and_never_blocks(self):
        session = self._create_session(self.actors, days=2, technique_id=self.duo.id)
        self.assertFalse(self._create_session(self.actors).technique_hint)
        hint = "Duo: usual for 1 to 2 participants. Invited so far: 3."
        self.assertEqual(session.technique_hint, hint)
        self.assertIn(hint, session._get_advice_warnings())
        session.action_plan()
        self.assertEqual(session.state, "planned")
        session.participation_ids[0].unlink()
        self.assertNotIn("Duo", " ".join(session._get_advice_warnings()))
        session.technique_id = self.circle
        self.assertIn("Grand cercle", " ".join(session._get_advice_warnings()))

    def test_held_session_is_not_told_any_more(self):
        session = self._create_session(self.actors, technique_id=self.duo.id)
        session.action_plan()
        session.action_hold()
        self.assertFalse(session._get_advice_warnings())

    def test_form_suggests_and_opens_the_sheet(self):
        form = Form(self._create_session(self.actors[:2]))
        self.assertEqual(len(form.suggested_technique_ids), 3)
        form.technique_id = self.circle
        self.assertIn("3 participants or more", form.technique_hint)
        session = form.save()
        action = session.action_view_technique()
        self.assertEqual(action["res_id"], self.circle.id)
        self.assertEqual(action["target"], "new")

    def test_sheet_is_printed(self):
        technique = self.env.ref("plpdma_concertation.plpdma_technique_world_cafe")
        # Whichever the database has.
        lang = get_lang(self.agent_env).code
        technique = technique.with_context(lang=lang)
        reports = self.agent_env["ir.actions.report"].with_context(lang=lang)
        html, _type = reports._render_qweb_html(
            "plpdma_concertation.report_technique", technique.ids
        )
        for words in (technique.name, technique.method, technique.material):
            self.assertIn(words, html.decode())
        # On the letterhead that leaves room for its title.
        self.assertIn("o_plpdma_compact", html.decode())
        report = self.env.ref("plpdma_concertation.action_report_technique")
        compact = self.env.ref("plpdma_concertation.paperformat_compact")
        self.assertEqual(report.paperformat_id, compact)

    def test_delivered_techniques_have_their_sheet(self):
        data = self.env["ir.model.data"].search(
            [
                ("module", "=", "plpdma_concertation"),
                ("model", "=", "plpdma.technique"),
            ]
        )
        techniques = self.env["plpdma.technique"].browse(data.mapped("res_id"))
        self.assertGreaterEqual(len(techniques), 7)
        for technique in techniques:
            with self.subTest(technique=technique.name):
                self.assertTrue(technique.method and technique.duration)
                self.assertIn("Beware of", technique.how_to)

    def test_delivered_reasons_are_those_of_the_source(self):
        data = self.env["ir.model.data"].search(
            [("module", "=", "plpdma_concertation"), ("model", "=", "plpdma.purpose")]
        )
        purposes = self.env["plpdma.purpose"].browse(data.mapped("res_id"))
        formats = purposes.mapped("format")
        self.assertEqual(formats.count("individual"), 4)
        self.assertEqual(formats.count("collective"), 4)
        self.assertTrue(all(purposes.mapped("description")))
