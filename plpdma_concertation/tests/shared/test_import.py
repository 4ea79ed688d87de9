"""The templates of imports, and the main job: a public consultation."""

from lxml import etree

from odoo.tests import tagged
from odoo.tools import email_normalize, file_open
from odoo.tools.safe_eval import safe_eval

from .import_common import MODULE, ImportCase

# Each template with its model, in the order in which their examples tell a story.
TEMPLATES = {
    "territories": "plpdma.territory",
    "actors": "plpdma.stakeholder",
    "measures": "plpdma.measure",
    "sessions": "plpdma.session",
    "participations": "plpdma.participation",
    "contributions": "plpdma.contribution",
    "responses": "plpdma.response",
}
COMPOST = "Composteurs partagés en pied d'immeuble"


@tagged("post_install", "-at_install", "plpdma")
class TestImportTemplates(ImportCase):
    """The template files are what the import screen understands by itself."""

    def test_templates_are_offered(self):
        for name, model_name in TEMPLATES.items():
            with self.subTest(name):
                [template] = self.french_env[model_name].get_import_templates()
                path = f"/{MODULE}/static/xls/{name}.xlsx"
                self.assertEqual(template["template"], path)
                self.assertNotIn("Template", template["label"])

    def test_no_template_elsewhere(self):
        self.assertEqual(self.french_env["plpdma.role"].get_import_templates(), [])

    def test_headings_and_examples(self):
        """Each heading is a field's French label, and the example rows import."""
        for name, model_name in TEMPLATES.items():
            with self.subTest(name):
                model = self.french_env[model_name].with_user(self.user_manager)
                with file_open(f"{MODULE}/static/xls/{name}.xlsx", "rb") as file:
                    content = file.read()
                _wizard, preview = self._preview(model, content, f"{name}.xlsx")
                self.assertEqual(
                    [
                        model._fields[preview["matches"][index][0]]._description_string(
                            model.env
                        )
                        for index in range(len(preview["headers"]))
                    ],
                    preview["headers"],
                )
                records, messages = self._import(model, content, f"{name}.xlsx")
                self.assertEqual(messages, [])
                self.assertEqual(len(records), 2)

    def test_a_petition_says_its_signatories(self):
        with file_open(f"{MODULE}/static/xls/contributions.xlsx", "rb") as file:
            content = file.read()
        model = self.french_env["plpdma.contribution"].with_user(self.user_manager)
        records, messages = self._import(model, content, "contributions.xlsx")
        self.assertEqual(messages, [])
        counts = records.sorted("reference").mapped("signature_count")
        self.assertEqual(counts, [1, 120])


@tagged("post_install", "-at_install", "plpdma")
class TestImportMainJob(ImportCase):
    """The main job on real input: 220 contributions of a public consultation."""

    def setUp(self):
        super().setUp()
        content = self._read_test_file("contributions.csv")
        self.rows = self._read_rows(content)
        self.imported, messages = self._import(self.contributions, content)
        self.assertEqual(messages, [])

    def _count_filter(self, name):
        """How many contributions of the programme a filter of the list shows."""
        view_id = self.env.ref(f"{MODULE}.plpdma_contribution_view_search").id
        arch = self.contributions.get_view(view_id, "search")["arch"]
        [node] = etree.fromstring(arch).xpath(f"//filter[@name='{name}']")
        domain = safe_eval(node.get("domain"), {"uid": self.user_agent.id})
        return self.contributions.search_count(
            [("program_id", "=", self.program.id), *domain]
        )

    def _count_rows(self, *values, column="Canal"):
        return sum(row[column] in values for row in self.rows)

    def test_texts_come_back_to_the_letter(self):
        self.assertEqual(len(self.imported), 220)
        self.assertEqual(
            self.imported.mapped("verbatim"), [row["Texte reçu"] for row in self.rows]
        )
        texts = self.imported.mapped("verbatim")
        self.assertIn("=2+5", texts)
        self.assertIn(30_000, map(len, texts))
        self.assertTrue(any("<script>" in text for text in texts))
        self.assertTrue(any("\n" in text for text in texts))
        self.assertTrue(any("👩🏽‍🌾" in text for text in texts))

    def test_every_column_is_understood(self):
        labels = {
            name: dict(self.contributions._fields[name]._description_selection(env))
            for env in [self.contributions.env]
            for name in ("channel", "kind", "stance")
        }
        for row, contribution in zip(self.rows, self.imported, strict=True):
            self.assertEqual(
                {
                    "Temps de participation": contribution.session_id.name,
                    "Reçue le": contribution.date_received.strftime("%d/%m/%Y"),
                    "Canal": labels["channel"][contribution.channel],
                    "Nom du contributeur": contribution.contributor_name or "",
                    "E-mail du contributeur": contribution.contributor_email or "",
                    "Anonyme": "Oui" if contribution.anonymous else "Non",
                    "Type": labels["kind"][contribution.kind],
                    "Position": labels["stance"].get(contribution.stance, ""),
                    "Thèmes": set(contribution.theme_ids.mapped("name")),
                },
                {
                    **{
                        name: value
                        for name, value in row.items()
                        if name not in ("Texte reçu", "Catégorie du contributeur")
                    },
                    "Thèmes": set(row["Thèmes"].split(",")),
                },
            )
        self.assertEqual(self.imported.program_id, self.program)
        self.assertEqual(len(set(self.imported.mapped("reference"))), 220)

    def test_contributors_are_matched_by_email(self):
        actors = {partner.email_normalized: partner for partner in self.partners}
        matched = 0
        for row, contribution in zip(self.rows, self.imported, strict=True):
            email = email_normalize(row["E-mail du contributeur"])
            partner = actors.get(email, self.env["res.partner"])
            matched += bool(partner)
            self.assertEqual(contribution.partner_id, partner)
            self.assertEqual(contribution.stakeholder_id.partner_id, partner)
            role = row["Catégorie du contributeur"] or (partner and self.role.name)
            self.assertEqual(contribution.role_id.name or "", role or "")
        self.assertGreater(matched, 10)

    def test_filters_count_what_was_imported(self):
        late = sum(
            not "20250901"
            <= "".join(reversed(row["Reçue le"].split("/")))
            <= "20250930"
            for row in self.rows
        )
        expected = {
            "mine": 220,
            "to_answer": 220,
            "overdue": 220,
            "no_response": 220,
            "answered": 0,
            "late": late,
            "possible_duplicate": 2,
            "confidential": 0,
            "channel_online": self._count_rows("Web", "E-mail"),
            "channel_paper": self._count_rows("Courrier", "Registre papier"),
            "kind_proposal": self._count_rows("Proposition", column="Type"),
            "kind_question": self._count_rows("Question", "Demande", column="Type"),
            "kind_objection": self._count_rows("Objection", column="Type"),
        }
        self.assertEqual(
            {name: self._count_filter(name) for name in expected}, expected
        )

    def test_one_response_is_sent_to_its_authors(self):
        """One grouped response: each author gets one e-mail with all that is said."""
        compost = self.imported.filtered(
            lambda c: COMPOST in c.theme_ids.mapped("name")
        )
        rows = [row for row in self.rows if COMPOST in row["Thèmes"]]
        self.assertEqual(len(compost), len(rows))
        emails = {email_normalize(row["E-mail du contributeur"]) for row in rows}
        emails.discard(False)
        to_post = [
            row
            for row in rows
            if not row["E-mail du contributeur"] and row["Anonyme"] == "Non"
        ]
        response = self._create_response(compost, "partial", state="validated")
        with self.mock_mail_gateway():
            response.action_send()
            self._new_mails.send()
        self.assertEqual(len(self._new_mails), len(emails))
        self.assertEqual(
            sorted(email_normalize(mail["email_to"][0]) for mail in self._mails),
            sorted(emails),
        )
        for mail in self._mails:
            self.assertIn("Le budget est limité.", mail["body"])
            self.assertIn("Le suivi est présenté à la CCES.", mail["body"])
        # Without a name nor an address, they read the register, which says nothing yet.
        waiting = compost.filtered(
            lambda c: (c.anonymous and not c._get_answer_email() and c.channel != "web")
        )
        told = len(rows) - len(to_post) - len(waiting)
        expected = {
            "to_answer": 220 - told,
            "overdue": 220 - told,
            "no_response": 220 - len(rows),
            "unanswered": 220 - told,
            "answered": told,
            "to_post": len(to_post),
            "undelivered": 0,
            "leaving": len(waiting),
            "published": 0,
        }
        self.assertTrue(to_post and waiting)
        self.assertEqual(
            {name: self._count_filter(name) for name in expected}, expected
        )
        response.action_publish()
        self.assertEqual(self._count_filter("published"), told)
        waiting.action_accept_knowingly()
        # No file tells where they are: whoever posts the letters adds it.
        compost.filtered(lambda c: c.delivery == "to_post").write(
            {"contributor_city": "Val-Fictif"}
        )
        compost.action_letter_posted()
        expected = {
            "to_answer": 220 - len(rows),
            "answered": len(rows),
            "to_post": 0,
            "published": len(rows),
        }
        self.assertEqual(
            {name: self._count_filter(name) for name in expected}, expected
        )
        with self.mock_mail_gateway():
            response.action_send()
        self.assertFalse(self._new_mails)
