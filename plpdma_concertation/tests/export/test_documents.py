"""What is printed: what stands in it, and what never does."""

from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import TransactionCase, tagged

from .documents_common import DocumentCase
from .documents_table import DOCUMENTS


@tagged("post_install", "-at_install", "plpdma")
class TestDocuments(DocumentCase, TransactionCase):
    def test_form_of_the_documents(self):
        """Language, headings in their order, and a heading for each row or column."""
        self.user_agent.lang = "fr_FR"
        self.partners.lang = "fr_FR"
        self.company.partner_id.lang = "fr_FR"
        for name, (source, _allowed) in DOCUMENTS.items():
            tree = self._render(name, getattr(self, source), lang="fr_FR")
            with self.subTest(document=name):
                self.assertEqual(tree.get("lang"), "fr-FR")
                self.assertTrue(tree.findtext(".//title").strip())
                page = tree.xpath('//div[contains(@class, "o_plpdma_document")]')[0]
                self.assertEqual(page.get("lang"), "fr-FR")
                levels = [
                    int(heading.tag[1]) for heading in page.iter("h1", "h2", "h3", "h4")
                ]
                self.assertEqual(levels[0], 1)
                self.assertEqual(levels.count(1), 1)
                for before, after in zip(levels, levels[1:], strict=False):
                    self.assertLessEqual(after, before + 1, "no level is skipped")
                for table in page.iter("table"):
                    self.assertFalse(table.xpath(".//th[not(@scope)]"))
                    self.assertTrue(table.xpath(".//th"))

    def test_convocation(self):
        self.partners[1].lang = "fr_FR"
        self.line.stakeholder_id.partner_id.street = "1 rue de l'Église"
        tree = self._render("report_convocation", self.meeting)
        pages = tree.xpath('//div[contains(@class, "o_plpdma_document")]')
        self.assertEqual(len(pages), 2, "one for each participant")
        self.assertEqual({page.get("lang") for page in pages}, {"en-US", "fr-FR"})
        text = " ".join(tree.text_content().split())
        for words in (
            *self.partners[:2].mapped("name"),
            "1 rue de l'Église",
            "Salle des fêtes",
            "Où composter ?",
            "Votre participation est consultative.",
            "working together towards a proposal",
        ):
            self.assertIn(words, text)
        self.assertNotIn("Role of the élus", text)
        one = self._text("report_participation_convocation", self.line)
        self.assertIn(self.line.display_name, one)
        self.assertNotIn(self.partners[1].name, one)

    def test_names_of_the_files(self):
        """Letters leave: nothing says that they stay inside."""
        for report, record, told in (
            ("report_convocation", self.meeting, False),
            ("report_participation_convocation", self.line, False),
            ("report_attendance_sheet", self.meeting, True),
        ):
            printed = self.env[f"report.plpdma_concertation.{report}"]
            name = printed._get_file_name(record)
            with self.subTest(report):
                self.assertTrue(name.startswith(self.program.name), name)
                self.assertEqual(" - internal" in name, told, name)

    def test_convocation_without_anybody(self):
        with self.assertRefused("Nobody is invited yet"):
            self._render("report_convocation", self._create_session(days=2))
        with self.assertRefused("Open to the public"):
            self._render("report_convocation", self.consultation)

    def test_attendance_sheet(self):
        """A row for each participant, and some for those who were not announced."""
        for user in (self.user_agent, self.user_facilitator):
            tree = self._render("report_attendance_sheet", self.meeting, user)
            rows = tree.xpath("//table/tbody/tr")
            names = [row.findtext("th") for row in rows if row.find("th") is not None]
            self.assertEqual(names, sorted(self.partners[:2].mapped("name")))
            self.assertEqual(len(rows) - len(names), 6)

    def test_minutes(self):
        self.line.attendance = "present"
        (self.meeting.participation_ids - self.line).attendance = "excused"
        self.meeting.minutes = "<p>On a parlé d'été.</p>"
        text = self._text("report_minutes", self.meeting)
        for words in (
            "On a parlé d'été.",
            "it was not circulated",
            f"Present (1) {self.line.display_name}",
            "Excused (1)",
            "Où composter ?",
            "Entre membres seulement.",
            "No commitment was made",
        ):
            self.assertIn(words, text)
        self.assertIn(
            "On a parlé",
            self._text("report_minutes", self.meeting, self.user_facilitator),
        )
        refused = self._text("report_minutes", self.meeting, self.user_elected)
        self.assertNotIn("On a parlé", refused)
        self.assertIn("not written yet, or not circulated", refused)
        self.meeting.minutes_state = "final"
        final = self._text("report_minutes", self.meeting, self.user_elected)
        self.assertIn("On a parlé d'été.", final)
        self.assertIn("Final minutes.", final)

    def test_letters(self):
        """Those who have no address get a letter each, with their own words."""
        mine, other, mailed = self._create_contributions(
            {"contributor_name": "Ange Boîte", "verbatim": "Mes mots à moi."},
            {"contributor_name": "Ange Boîte", "verbatim": "Les mots d'un homonyme."},
            {"contributor_email": "mail@p.example", "verbatim": "Par courriel."},
        )
        response = self._create_response(mine | other | mailed, state="validated")
        tree = self._render("report_letter", response)
        letters = tree.xpath('//div[contains(@class, "o_plpdma_document")]')
        texts = [" ".join(letter.text_content().split()) for letter in letters]
        self.assertEqual(len(texts), 2)
        self.assertIn("Mes mots à moi.", texts[0])
        self.assertNotIn("homonyme", texts[0])
        for words in (
            "La loi ne le permet pas.",
            "Le suivi est présenté à la CCES.",
            f"Decided by {self.user_manager.name}",
        ):
            self.assertIn(words, texts[1])
        self.assertIn("Par courriel.", self._text("report_contribution_letter", mailed))

    def test_letters_refused(self):
        draft = self._create_response()
        with self.assertRefused("Not validated yet", draft.reference):
            self._render("report_letter", draft)
        with self.assertRefused(draft.contribution_ids.reference):
            self._render("report_contribution_letter", draft.contribution_ids)
        mailed = self._create_response(state="validated")
        with self.assertRefused("No author awaits a letter"):
            self._render("report_letter", mailed)
        anonymous = self._create_contribution(anonymous=True)
        self._create_response(anonymous, state="validated")
        with self.assertRefused("anonymous"):
            self._render("report_contribution_letter", anonymous)

    def test_letters_in_batch(self):
        others = self._create_contribution(contributor_name="Ange Boîte")
        response = self._create_response(others, state="validated")
        tree = self._render("report_letter", self.response | response)
        self.assertEqual(len(tree.xpath("//h1")), 2)

    def test_synthesis(self):
        contributions = self.answered | self.against | self.late
        for user in (self.user_agent, self.user_elected):
            tree = self._render("report_synthesis", self.consultation, user)
            opinions = self._rows(tree, "Opinions on the proposal")
            self.assertEqual(
                opinions,
                {
                    "Favourable": 1,
                    "Favourable with reservations": 1,
                    "Unfavourable": 1,
                },
            )
            themes = self._rows(tree, "Observations by theme")
            self.assertEqual(themes, {self.theme.display_name: 3})
            text = " ".join(tree.text_content().split())
            for reference in contributions.mapped("reference"):
                self.assertIn(reference, text)
            self.assertIn("Un composteur par immeuble.", text)
            self.assertIn("Dix composteurs en 2027.", text)
            rows = tree.xpath('//tr[contains(., "Received late")]')
            self.assertIn(self.late.reference, rows[-1].text_content())
            self.assertEqual(len(rows), 2, "the count, and the late one")

    def test_synthesis_as_the_service_wrote_it(self):
        """Once it is circulated: what was taken into account, in its own words."""
        words = "Il est tenu compte de la demande des écoles."
        self.consultation.sudo().write({"minutes": f"<p>{words}</p>"})
        self.assertNotIn(words, self._text("report_synthesis", self.consultation))
        self.consultation.sudo().minutes_state = "circulated"
        for user in (self.user_agent, self.user_elected):
            with self.subTest(user=user.login):
                text = self._text("report_synthesis", self.consultation, user)
                self.assertIn(words, text)

    def test_synthesis_of_a_consultation_only(self):
        with self.assertRefused(self.meeting.name, exception=UserError):
            self._render("report_synthesis", self.meeting)

    def test_synthesis_without_contributions(self):
        silent = self.consultation.copy()
        text = self._text("report_synthesis", silent)
        self.assertIn("No contribution was received.", text)
        self.assertIn("No public contribution was received.", text)

    def test_publication_table(self):
        text = self._text("report_publication_table", self.program)
        self.assertIn("Public contributions: 3.", text)
        self.assertIn("Oui à l'école élémentaire.", text)
        self.assertIn("Awaiting an answer", text)

    def test_bilan_adds_up(self):
        """Its totals are those of the database, without what was confided."""
        shared = self.env["plpdma.contribution"].search_count(
            [("program_id", "=", self.program.id), ("confidentiality", "!=", "staff")]
        )
        self.line.attendance = "present"
        (self.meeting | self.consultation).action_plan()
        self.meeting.action_hold()
        for user in (self.user_agent, self.user_elected):
            tree = self._render("report_bilan", self.program, user)
            figures = self._rows(tree, "In short")
            self.assertEqual(figures["Contributions received"], shared)
            self.assertEqual(figures["– answered"], 1)
            self.assertEqual(figures["Sessions held, or open to the public"], 2)
            decisions = self._rows(tree, "Observations by decision")
            self.assertEqual(sum(decisions.values()), shared)
            self.assertEqual(decisions["Partly retained"], 1)
            heard = self._rows(tree, "Actors heard, by college")
            self.assertEqual(heard, {"No college": 1})
            text = " ".join(tree.text_content().split())
            for words in (
                "Le budget est limité.",
                "Dix composteurs en 2027.",
                "Disagreements and objections",
                self.partners[1].name,
                "Réduire les déchets de 15 %.",
            ):
                self.assertIn(words, text)

    def test_bilan_says_what_is_not_in_it(self):
        """An élu's figures are those of their mandate; whoever is not of the CCES yet
        is known to the staff alone."""
        staff = self._text("report_bilan", self.program)
        elected = self._text("report_bilan", self.program, self.user_elected)
        for text in (staff, elected):
            self.assertNotIn("what the mandate of its reader covers", text)
        self.assertIn(self.partners[2].name, staff)
        self.assertNotIn(self.partners[2].name, elected)

    def test_bilan_says_what_a_limited_mandate_leaves_out(self):
        """And says nothing of the kind to those limited to no territory and no
        theme."""
        mandates = self.env["plpdma.mandate"].search(
            [("partner_id", "=", self.user_elected.partner_id.id)]
        )
        sentence = "what the mandate of its reader covers"
        for limited, is_said in ((mandates[1:], False), (mandates, True)):
            limited.theme_ids = self.theme
            text = self._text("report_bilan", self.program, self.user_elected)
            self.assertEqual(sentence in text, is_said)

    def test_bilan_keeps_unpublished_answers(self):
        self.response.action_unpublish()
        text = self._text("report_bilan", self.program)
        self.assertNotIn("Le budget est limité.", text)
        self.assertIn("Answered, without a published response: 1.", text)

    def test_bilan_of_a_new_programme(self):
        """Empty parts say so."""
        program = self._create_program(elected_role=False)
        text = self._text("report_bilan", program)
        for words in (
            "Not written yet.",
            "No body was set up.",
            "No actor was invited.",
            "No session was held or planned.",
            "No contribution was received.",
            "No response was sent yet.",
            "Nothing was adapted.",
            "No promise is noted.",
        ):
            self.assertIn(words, text)

    def test_several_programmes(self):
        other = self._create_program()
        tree = self._render("report_bilan", self.program | other)
        pages = tree.xpath('//div[contains(@class, "o_plpdma_document")]')
        self.assertEqual(len(pages), 2)
        self.assertIn(other.name, pages[1].text_content())

    def test_nothing_unread_nor_refused_is_quoted(self):
        """Documents made to be given quote what the staff read and accepted."""
        refused, pending = self._create_contributions(
            *(
                {
                    "session_id": session.id,
                    "verbatim": f"Écarté {number}.",
                    "stance": "favourable",
                    "theme_ids": [Command.set(self.theme.ids)],
                }
                for number, session in enumerate((self.meeting, self.consultation))
            )
        )
        refused.write(self._refusal())
        pending.write({"moderation": "pending"})
        self._create_response(
            refused | pending, "partial", state="sent"
        ).published = True
        for name, records in (
            ("report_bilan", self.program),
            ("report_minutes", self.meeting),
            ("report_minutes", self.consultation),
            ("report_synthesis", self.consultation),
            ("report_publication_table", self.program),
        ):
            for user in (self.user_agent, self.user_elected):
                with self.subTest(name, user=user.login):
                    self.assertNotIn("Écarté", self._text(name, records, user))
        minutes = self._text("report_minutes", self.meeting)
        self.assertIn("received and not reproduced here: 1.", minutes)

    def test_many_quotes_are_counted(self):
        """A theme quotes a few contributions, and says how many more there are."""
        self._create_contributions(
            *({"theme_ids": [Command.set(self.theme.ids)]} for _number in range(8))
        )
        self.assertIn(
            "and 3 more, in the table", self._text("report_bilan", self.program)
        )
