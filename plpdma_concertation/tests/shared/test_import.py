import re
from datetime import date

from lxml import etree

from odoo.tests import tagged
from odoo.tools import email_normalize, file_open, mute_logger
from odoo.tools.safe_eval import safe_eval

from .import_common import MODULE, ImportCase

# Each template with its model, in the order in which their examples tell a story.
TEMPLATES = {
    "territories": "plpdma.territory",
    "actors": "plpdma.stakeholder",
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


@tagged("post_install", "-at_install", "plpdma")
class TestImportErrors(ImportCase):
    """A file with a bad row changes nothing, and names the row and the reason."""

    HEADINGS = (
        "Reçue le",
        "Position",
        "E-mail du contributeur",
        "Texte reçu",
        "Thèmes",
    )
    GOOD = ("01/09/2025", "Favorable", "a@p.example", "Un texte", "Stop-Pub")

    def _import_bad(self, model, content, **options):
        """Import a file that must be refused, and return what is said of it."""
        before = model.search([]).ids
        with mute_logger("odoo.sql_db"):
            records, messages = self._import(model, content, **options)
        self.assertFalse(records)
        self.assertEqual(model.search([]).ids, before)
        return self._get_texts(messages)

    def _assert_reasons(self, texts, reasons):
        """``reasons``: pairs of a row and of words that tell what is wrong with it."""
        self.assertEqual(len(texts), len(reasons), texts)
        by_row = {re.match(r"Ligne \d+", text)[0]: text for text in texts}
        for row, reason in reasons:
            self.assertIn(reason, by_row.get(f"Ligne {row}", ""), texts)

    def test_file_with_two_bad_rows(self):
        content = self._read_test_file("contributions_bad.csv")
        texts = self._import_bad(self.contributions, content)
        self._assert_reasons(
            texts,
            [
                (5, "« gaelle.bœuf(at)habitants » n'est pas une adresse e-mail"),
                (10, "« Thèmes » : « Compostage au clair de lune » ne figure pas"),
            ],
        )

    def test_mistyped_addresses_are_told_with_their_column(self):
        content = self._make_file(
            ("Texte reçu", "E-mail du contributeur"),
            ("Un", "jean@gmial"),
            ("Deux", "zoe@exemple"),
            ("Trois", "a" * 1_000_000),
        )
        _records, messages = self._import(self.contributions, content)
        told = {m["record"]: (m.get("field"), m.get("proposal")) for m in messages}
        self.assertEqual(
            told,
            {
                2: ("contributor_email", "jean@gmail.com"),
                3: ("contributor_email", None),
                4: ("contributor_email", None),
            },
        )
        self.assertLess(max(len(m["message"]) for m in messages), 1_000)

    def test_testing_the_file_says_the_same(self):
        content = self._read_test_file("contributions_bad.csv")
        texts = self._import_bad(self.contributions, content, dryrun=True)
        self.assertEqual(len(texts), 2)

    def test_each_reason(self):
        """Two rows with the same mistake are both named."""
        columns = {name: place for place, name in enumerate(self.HEADINGS)}
        for column, value, reason in (
            ("Thèmes", "Inconnu", "« Inconnu » ne figure pas dans la liste « Thèmes »"),
            ("Position", "Peut-être", "« Peut-être » n'est aucun des choix"),
            ("Reçue le", "31/02/2026", "« 31/02/2026 » n'est pas une date"),
            ("Reçue le", "bientôt", "« bientôt » n'est pas une date"),
            ("E-mail du contributeur", "a[at]p", "« a[at]p » n'est pas une adresse"),
            ("Texte reçu", "", "Texte reçu"),
            ("Texte reçu", "  \n ", "texte de son auteur"),
        ):
            with self.subTest(column, value=value):
                bad = list(self.GOOD)
                bad[columns[column]] = value
                content = self._make_file(
                    self.HEADINGS, self.GOOD, bad, self.GOOD, bad, self.GOOD
                )
                texts = self._import_bad(
                    self.contributions, content, date_format="%d/%m/%Y"
                )
                self._assert_reasons(texts, [(3, reason), (5, reason)])

    def test_a_large_file_is_taken_in_whole(self):
        """The screen would save the first batch before it meets the bad row."""
        bad = (*self.GOOD[:-1], "Inconnu")
        content = self._make_file(self.HEADINGS, *[self.GOOD] * 10, bad)
        texts = self._import_bad(self.contributions, content, limit=4)
        self._assert_reasons(texts, [(12, "Inconnu")])
        content = self._make_file(self.HEADINGS, *[self.GOOD] * 11)
        records, _messages = self._import(self.contributions, content, limit=4)
        self.assertEqual(len(records), 11)

    def test_a_sent_response_does_not_change(self):
        response = self._create_response(state="sent")
        external_id, _reference = response.with_user(self.user_manager).export_data(
            ["id", "reference"]
        )["datas"][0]
        content = self._make_file(["id", "Motif"], [external_id, "Une autre raison"])
        texts = self._import_bad(self.french_env["plpdma.response"], content)
        self._assert_reasons(texts, [(2, "son contenu ne change plus")])
        self.assertNotIn("autre raison", response.motivation)


@tagged("post_install", "-at_install", "plpdma")
class TestImportMatching(ImportCase):
    """What a spreadsheet names is found where its author means it."""

    def test_empty_cells_take_the_default(self):
        content = self._make_file(
            ["Programme", "Reçue le", "Canal", "Type", "Confidentialité", "Texte reçu"],
            ["", "", "", "", "", "Un texte"],
            ["", "02/09/2025", "Web", "Question", "Publique", "Un autre"],
        )
        records, messages = self._import(self.contributions, content)
        self.assertEqual(messages, [])
        self.assertEqual(records.program_id, self.program)
        self.assertEqual(records.mapped("kind"), ["opinion", "question"])
        self.assertEqual(records.mapped("channel"), ["email", "web"])
        self.assertEqual(records[1].date_received, date(2025, 9, 2))

    def test_an_own_register_keeps_its_numbers(self):
        content = self._make_file(
            ["Référence", "Texte reçu"], ["REG-7", "Un texte"], ["", "Un autre"]
        )
        records, _messages = self._import(self.contributions, content)
        self.assertEqual(records[0].reference, "REG-7")
        self.assertTrue(records[1].reference.startswith("CTR/"))

    def test_session_by_reference(self):
        content = self._make_file(
            ["Temps de participation", "Texte reçu"],
            [self.consultation.reference, "Un texte"],
        )
        record, _messages = self._import(self.contributions, content)
        self.assertEqual(record.session_id, self.consultation)

    def test_actor_of_several_programmes(self):
        """The same contact is an actor of two programmes: the session decides."""
        other = self._create_program()
        namesake = self.agent_env["plpdma.stakeholder"].create(
            {"program_id": other.id, "partner_id": self.partners[0].id}
        )
        sessions = self._create_session(name="Ici") | self._create_session(
            name="Ailleurs", program_id=other.id
        )
        content = self._make_file(
            ["Temps de participation", "Acteur"],
            ["Ici", self.partners[0].name],
            ["Ailleurs", self.partners[0].name],
        )
        model = self.french_env["plpdma.participation"]
        records, messages = self._import(model, content)
        self.assertNotIn("error", [message["type"] for message in messages])
        self.assertEqual(records.session_id, sessions)
        self.assertEqual(records[0].stakeholder_id, self.actors[0])
        self.assertEqual(records[1].stakeholder_id, namesake)

    def test_actors_find_or_create_their_contact(self):
        partners = self.env["res.partner"].create(
            [
                {"name": "Association Zéro", "email": "zero@asso.example"},
                {"name": "Épicerie du Pont"},
                {"name": "Homonyme", "email": "autre@asso.example"},
            ]
        )
        content = self._make_file(
            ["Nom", "E-mail", "Téléphone"],
            ["Asso Zéro (nouveau nom)", "ZERO@asso.example", "02 99 00 00 01"],
            ["épicerie du pont", "pont@epicerie.example", ""],
            ["Homonyme", "homonyme@asso.example", ""],
            ["CIAS", "", ""],
        )
        actors, messages = self._import(self.french_env["plpdma.stakeholder"], content)
        self.assertEqual(messages, [])
        self.assertEqual(actors[:2].partner_id, partners[:2])
        self.assertEqual(partners[0].name, "Association Zéro")
        self.assertEqual(partners[0].phone, "02 99 00 00 01")
        self.assertEqual(partners[1].email, "pont@epicerie.example")
        self.assertNotIn(partners[2], actors.partner_id)
        self.assertEqual(actors[3].partner_id.name, "CIAS")

    def test_ambiguous_contact_is_asked_for(self):
        self.env["res.partner"].create([{"name": "Jean Martin"}] * 2)
        content = self._make_file(["Nom"], ["Jean Martin"])
        actors, messages = self._import(self.french_env["plpdma.stakeholder"], content)
        self.assertFalse(actors)
        self.assertIn("« Jean Martin »", self._get_texts(messages)[0])

    def test_plain_text_keeps_its_paragraphs(self):
        contribution = self._create_contribution()
        content = self._make_file(
            ["Contributions", "Suite donnée", "Motif"],
            [contribution.reference, "Non retenue", "Coût < 5 €.\nTrop tard."],
        )
        response, messages = self._import(self.french_env["plpdma.response"], content)
        self.assertEqual(messages, [])
        self.assertEqual(response.contribution_ids, contribution)
        self.assertEqual(response.state, "draft")
        self.assertEqual(response.motivation, "<p>Coût &lt; 5 €.<br>Trop tard.</p>")
