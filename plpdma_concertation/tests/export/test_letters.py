"""Letters, convocations, attendance sheets, minutes: sent as they are."""

import io

from odoo import fields
from odoo.exceptions import ValidationError
from odoo.fields import Command
from odoo.tests import HttpCase, TransactionCase, tagged
from odoo.tools import mute_logger
from odoo.tools.pdf import PdfFileReader

from ...tools.headings import find_usual_heading
from ...tools.qr_code import draw_code
from ...tools.words import get_usual_words
from .documents_common import INHABITANT, DocumentCase

STREET = {
    "contributor_street": "3 rue du Moulin",
    "contributor_zip": "00110",
    "contributor_city": "Val-Fictif",
}


def get_text(node):
    return " ".join(node.text_content().split())


class LetterCase(DocumentCase):
    def _find(self, tree, name):
        """The texts of what bears a class."""
        found = tree.xpath(
            f"//*[contains(concat(' ', @class, ' '), ' o_plpdma_{name} ')]"
        )
        return [get_text(node) for node in found]

    def _find_one(self, tree, name):
        [text] = self._find(tree, name)
        return text


@tagged("post_install", "-at_install", "plpdma")
class TestLetters(LetterCase, TransactionCase):
    def setUp(self):
        super().setUp()
        self.company.sudo().write({"city": "Confluence"})

    def test_envelope_date_references_and_salutation(self):
        self.answered.write({**STREET, "contributor_name": "Mme Dominique Nommé"})
        self.program.write(
            {"signatory_name": "Gaspard Lavenelle", "signatory_title": "The President"}
        )
        tree = self._render("report_letter", self.response)
        self.assertEqual(
            self._find_one(tree, "window"),
            "Mme Dominique Nommé 3 rue du Moulin 00110 Val-Fictif",
        )
        self.assertRegex(self._find_one(tree, "place_date"), "^Confluence, on .* 20")
        references = self._find_one(tree, "references")
        self.assertIn(f"Our references: {self.response.reference}", references)
        self.assertIn(f"Your references: {self.answered.reference} of", references)
        self.assertIn(self.answered.reference, self._find_one(tree, "about"))
        self.assertEqual(self._find_one(tree, "salutation"), "Madam,")
        self.assertEqual(
            self._find_one(tree, "signatory"), "The President Gaspard Lavenelle"
        )
        self.assertIn("Please accept, Madam,", get_text(tree))
        # The letterhead is in the text of the first page: nothing is repeated above.
        [header] = tree.xpath("//div[@class='header']")
        self.assertFalse(get_text(header))
        self.assertIn(self.company.name, self._find_one(tree, "letterhead"))

    def test_civility_of_an_inhabitant(self):
        """Typed, or read in a file under its usual headings; erased with the rest."""
        self.answered.contributor_civility = "madame"
        for report, record in (
            ("report_letter", self.response),
            ("report_acknowledgement", self.answered),
        ):
            tree = self._render(report, record)
            self.assertEqual(self._find_one(tree, "salutation"), "Madam,")
        name, _rank = find_usual_heading("plpdma.contribution", "Civilité")
        self.assertEqual(name, "contributor_civility")
        words = get_usual_words("plpdma.contribution", "contributor_civility")
        self.assertEqual((words["mme"], words["mr"]), ("madame", "monsieur"))
        contribution = self._create_contribution(
            contributor_name="Ange Boîte",
            contributor_civility="monsieur",
            response_expected=False,
        )
        contribution.with_user(self.user_manager).action_anonymise()
        self.assertFalse(contribution.contributor_civility)
        with self.assertRaises(ValidationError):
            contribution.contributor_civility = "madame"
            self.env.flush_all()

    def test_salutation_of_whoever_is_not_known(self):
        tree = self._render("report_letter", self.response)
        self.assertEqual(self._find_one(tree, "salutation"), "Madam, Sir,")
        self.assertIn(INHABITANT, self._find_one(tree, "window"))

    def test_address_and_civility_of_a_contact(self):
        """Theirs, or that of the organisation that they belong to."""
        organisation, person = self.partners[0].sudo(), self.user_participant.partner_id
        organisation.write(
            {"street": "1 place du Tri", "zip": "00100", "city": "Bourg"}
        )
        person = person.sudo()
        person.write({"plpdma_civility": "monsieur"})
        self.assertEqual(
            person._plpdma_get_postal_lines(self.company),
            [organisation.name, person.name, "1 place du Tri", "00100 Bourg"],
        )
        self.assertEqual(person._plpdma_get_civility(), "monsieur")
        self.assertFalse(organisation._plpdma_get_civility())
        belgium = self.env.ref("base.be")
        abroad = {"street": "Rue Haute 1", "zip": "4000", "city": "Liège"}
        person.write({**abroad, "country_id": belgium.id})
        self.company.sudo().country_id = self.env.ref("base.fr")
        lines = person._plpdma_get_postal_lines(self.company)
        self.assertEqual(lines[-3:], ["Rue Haute 1", "4000 Liège", belgium.name])

    def test_address_goes_with_the_identity(self):
        contribution = self._create_contribution(
            contributor_name="Ange Boîte", response_expected=False, **STREET
        )
        with self.assertRaisesRegex(ValidationError, "nor postal address"):
            contribution.write({"contributor_name": False, "anonymous": True})
            self.env.flush_all()
        contribution.with_user(self.user_manager).action_anonymise()
        for name in STREET:
            self.assertFalse(contribution[name])
        with self.assertRaises(ValidationError):
            contribution.contributor_city = "Val-Fictif"
            self.env.flush_all()

    def test_points_of_a_letter_have_its_address(self):
        letter = self._create_contribution(
            contributor_name="Ange Boîte", verbatim="Un bac. Une benne.", **STREET
        )
        letter._split(
            [
                {"quote_start": 0, "quote_stop": 7},
                {"quote_start": 8, "quote_stop": 18},
            ]
        )
        self.assertEqual(letter.part_ids.mapped("contributor_city"), ["Val-Fictif"] * 2)
        letter.contributor_city = "Autre-Ville"
        self.assertEqual(
            set(letter.part_ids.mapped("contributor_city")), {"Autre-Ville"}
        )

    def test_decided_in_the_office_held_then(self):
        """It is kept, whatever becomes of the mandate."""
        mandate = self.env["plpdma.mandate"].search(
            [
                ("program_id", "=", self.program.id),
                ("partner_id", "=", self.user_elected.partner_id.id),
            ]
        )
        mandate.write(
            {
                "title": "Vice-présidente",
                "date_start": fields.Date.subtract(
                    self.company._plpdma_get_today(), days=9
                ),
            }
        )
        response = self._create_response(self.late, state="submitted")
        response.arbiter_id = self.user_elected.partner_id
        response.with_user(self.user_manager).action_validate()
        name = self.user_elected.partner_id.name
        decided = f"Decided by {name}, Vice-présidente, on"
        self.assertIn(decided, self._text("report_contribution_letter", self.late))
        mandate.write(
            {
                "title": "Présidente",
                "date_end": fields.Date.subtract(
                    self.company._plpdma_get_today(), days=1
                ),
            }
        )
        self.env.flush_all()
        self.assertIn(decided, self._text("report_contribution_letter", self.late))


@tagged("post_install", "-at_install", "plpdma")
class TestSessionPapers(LetterCase, TransactionCase):
    def setUp(self):
        super().setUp()
        self.line.stakeholder_id.body_ids |= self.meeting.body_id
        self.meeting.agenda_ids = [
            Command.create({"name": "Accueil", "duration": 15, "speaker": "Le maire"}),
            Command.create({"name": "Échanges", "duration": 30}),
        ]

    def _plan(self):
        self.meeting.date_start = fields.Datetime.add(fields.Datetime.now(), days=3)
        with self.mock_mail_gateway():
            self.meeting.action_plan()

    def test_convocation_holds_what_is_sent_back(self):
        self._plan()
        tree = self._render("report_participation_convocation", self.line)
        text = get_text(tree)
        for words in ("Accueil", "Le maire", "Échanges", "Reply slip", "I will come"):
            self.assertIn(words, text)
        slip, proxy = self._find(tree, "slip")
        self.assertIn(self.line.display_name, slip)
        self.assertIn(self.program._get_service_contact()["name"], slip)
        self.assertIn(self.meeting.body_id.name, proxy)
        self.assertIn("may hold: 1", proxy)
        codes = tree.xpath("//*[contains(@class, 'o_plpdma_reply_code')]//img/@src")
        self.assertEqual(codes, [draw_code(self.line._get_link("reply"))])

    def test_no_proxy_where_the_body_takes_none(self):
        self._plan()
        self.meeting.body_id.proxy_limit = 0
        tree = self._render("report_participation_convocation", self.line)
        [slip] = self._find(tree, "slip")
        self.assertIn("Reply slip", slip)

    def test_a_guest_of_the_body_gives_no_proxy(self):
        guest = self.meeting.participation_ids - self.line
        guest.stakeholder_id.body_ids -= self.meeting.body_id
        tree = self._render("report_participation_convocation", guest)
        self.assertEqual(len(self._find(tree, "slip")), 1)

    def test_no_code_that_leads_nowhere(self):
        """A session that is not planned takes no reply by its link."""
        self.assertEqual(self.meeting.state, "draft")
        tree = self._render("report_participation_convocation", self.line)
        self.assertFalse(self._find(tree, "reply_code"))
        self.assertEqual(len(self._find(tree, "slip")), 2)

    def test_each_guest_reads_their_own(self):
        self._plan()
        tree = self._render("report_convocation", self.meeting)
        codes = tree.xpath("//*[contains(@class, 'o_plpdma_reply_code')]//img/@src")
        self.assertEqual(len(set(codes)), 2)
        windows = self._find(tree, "window")
        self.assertEqual(sorted(windows), sorted(self.partners[:2].mapped("name")))

    def test_attendance_sheet_is_complete(self):
        report = self.env.ref("plpdma_concertation.action_report_attendance_sheet")
        self.assertEqual(report.paperformat_id.orientation, "Landscape")
        self.program.dpo_email = "dpo@p.example"
        tree = self._render("report_attendance_sheet", self.meeting)
        head = self._find_one(tree, "running_head")
        for words in (
            self.meeting.name,
            self.meeting.location,
            " ".join(
                self.meeting.with_context(lang="en_US")._describe_moment().split()
            ),
        ):
            self.assertIn(words, head)
        foot = self._find_one(tree, "paper_footer")
        self.assertIn("dpo@p.example", foot)
        self.assertIn("Sheet closed at:", self._find_one(tree, "closing_line"))
        headings = [get_text(cell) for cell in tree.xpath("//thead//th")]
        self.assertIn("Represented by", headings)
        self.assertIn("College, capacity", headings)

    def test_minutes_begin_with_the_agenda_and_are_signed(self):
        self.meeting.minutes = "<h3>Accueil</h3><p>Le maire ouvre la séance.</p>"
        tree = self._render("report_minutes", self.meeting)
        self.assertIn("Le maire", self._find_one(tree, "agenda"))
        self.assertFalse(self._find(tree, "signature"), "a draft is not signed")
        self.meeting.minutes_state = "final"
        self.meeting.body_id.chair_id = self.user_elected.partner_id
        signed = self._find_one(
            self._render("report_minutes", self.meeting), "signature"
        )
        self.assertIn(self.user_elected.partner_id.name, signed)


@tagged("post_install", "-at_install", "plpdma")
class TestLetterFiles(LetterCase, HttpCase):
    def test_each_letter_has_its_own_pages(self):
        """Several letters in one file: each begins at page 1."""
        contributions = self._create_contributions(
            *({"contributor_name": f"Ange Boîte {number}"} for number in range(3))
        )
        response = self._create_response(contributions, state="validated")
        reports = self.env["ir.actions.report"].with_user(self.user_agent)
        self.env.flush_all()
        with mute_logger("odoo.addons.base.models.ir_actions_report"):
            content, _kind = reports.with_context(
                force_report_rendering=True
            )._render_qweb_pdf("plpdma_concertation.report_letter", response.ids)
        pages = PdfFileReader(io.BytesIO(content), strict=False).pages
        texts = [" ".join(page.extract_text().split()) for page in pages]
        first = [text for text in texts if "Page 1 / " in text]
        self.assertEqual(len(first), 3)
        self.assertTrue(all("Ange Boîte" in text for text in first))
