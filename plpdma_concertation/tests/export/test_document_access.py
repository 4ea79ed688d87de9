"""For whom each document is printed, and the files that are given."""

import io

from pdfminer.high_level import extract_text

from odoo.exceptions import AccessError
from odoo.tests import HttpCase, TransactionCase, tagged
from odoo.tools import mute_logger

from .documents_common import INHABITANT, SECRET, DocumentCase
from .documents_table import DOCUMENTS

PUBLISHED = ("report_synthesis", "report_publication_table", "report_bilan")


@tagged("post_install", "-at_install", "plpdma")
class TestDocumentAccess(DocumentCase, TransactionCase):
    def test_each_profile_prints_its_own(self):
        """The rights are those of the document, even when it is called by its name."""
        for name, (source, allowed) in DOCUMENTS.items():
            for profile, user in self.users.items():
                with self.subTest(document=name, profile=profile):
                    if profile in allowed:
                        self.assertEqual(
                            self._render(name, self[source], user).tag, "html"
                        )
                        continue
                    with self.assertRaises(AccessError):
                        self._render(name, self[source], user)

    def __getitem__(self, name):
        return getattr(self, name)

    def test_actions_say_the_same(self):
        """The menu offers each document to those who may print it."""
        groups = {"agent": "user", "elected": "elected", "facilitator": "facilitator"}
        for name, (_source, allowed) in DOCUMENTS.items():
            action = self.env.ref(f"plpdma_concertation.action_{name}")
            expected = self.env["res.groups"]
            for profile in allowed:
                expected |= self.env.ref(f"plpdma_concertation.group_{groups[profile]}")
            with self.subTest(document=name):
                self.assertEqual(action.group_ids, expected)
                self.assertEqual(action.binding_model_id.model, action.model)

    def test_from_the_portal(self):
        """Élus and facilitators print the same without an internal account."""
        self.meeting.facilitator_id = self.portal_facilitator.partner_id
        for name, (source, allowed) in DOCUMENTS.items():
            for profile in ("elected", "facilitator"):
                user = getattr(self, f"portal_{profile}")
                with self.subTest(document=name, profile=profile):
                    if profile in allowed:
                        text = self._text(name, self[source], user)
                        self.assertNotIn(SECRET, text)
                        continue
                    with self.assertRaises(AccessError):
                        self._render(name, self[source], user)

    def test_rules_decide(self):
        """Neither the session of somebody else, nor what no mandate covers."""
        other = self._create_session(self.actors[:1], name="Séance d'un autre")
        for name in ("report_attendance_sheet", "report_minutes"):
            with self.assertRaises(AccessError):
                self._render(name, self.meeting | other, self.user_facilitator)
        mandates = self.env["plpdma.mandate"].search(
            [("partner_id", "=", self.user_elected.partner_id.id)]
        )
        mandates.write({"date_start": "2020-01-01", "date_end": "2020-12-31"})
        for name in (*PUBLISHED, "report_minutes"):
            with self.subTest(document=name), self.assertRaises(AccessError):
                self._render(name, self[DOCUMENTS[name][0]], self.user_elected)

    def test_confidences_never_leave(self):
        """Nor does an inhabitant's name, in what is published."""
        for name, (source, allowed) in DOCUMENTS.items():
            for profile in allowed:
                text = self._text(name, self[source], self.users[profile])
                with self.subTest(document=name, profile=profile):
                    self.assertNotIn(SECRET, text)
                    self.assertNotIn("Sacha Secret", text)
                    if name in PUBLISHED:
                        self.assertNotIn(INHABITANT, text)
                        self.assertNotIn("Entre membres seulement", text)

    def test_publication_is_logged(self):
        logs = self.env["plpdma.export.log"].sudo()
        before = logs.search([])
        self._render("report_publication_table", self.program, self.user_elected)
        line = logs.search([]) - before
        self.assertEqual(line.user_id, self.user_elected)
        self.assertEqual((line.format, line.row_count), ("pdf", 3))

    def test_nothing_to_print(self):
        with self.assertRefused("nothing to print"):
            self._render("report_bilan", self.program.browse())


@tagged("post_install", "-at_install", "plpdma")
class TestDocumentFiles(DocumentCase, HttpCase):
    def _print(self, name, records, user):
        self.env.flush_all()
        reports = self.env["ir.actions.report"].with_user(user)
        # The packaged wkhtmltopdf complains of the cryptography that it does not use.
        with mute_logger("odoo.addons.base.models.ir_actions_report"):
            content, kind = reports.with_context(
                force_report_rendering=True
            )._render_qweb_pdf(f"plpdma_concertation.{name}", records.ids)
        self.assertEqual(kind, "pdf")
        return " ".join(extract_text(io.BytesIO(content)).split())

    def test_bilan_reads_back(self):
        text = self._print("report_bilan", self.program, self.user_agent)
        for words in (
            self.program.name,
            "Oui à l'école élémentaire.",
            "Réduire les déchets de 15 %.",
            self.theme.name,
        ):
            self.assertIn(words, text)
        self.assertNotIn(SECRET, text)

    def test_several_letters_in_one_file(self):
        """As many letters as authors, each once."""
        authors = [f"Ange Boîte {number}" for number in range(3)]
        contributions = self._create_contributions(
            *({"contributor_name": name} for name in authors)
        )
        response = self._create_response(contributions, state="validated")
        text = self._print("report_letter", self.response | response, self.user_agent)
        for name in (*authors, INHABITANT):
            self.assertEqual(text.count(name), 1)

    def test_called_by_its_name(self):
        """The address of a report asks for no group: the report does."""
        # In tests all cursors share one connection: none can be opened beside a
        # readonly one, to note in the log what leaves.
        self.set_registry_readonly_mode(False)
        self.addCleanup(self.set_registry_readonly_mode, True)
        statuses = {
            "agent": 200,
            "elected": 200,
            "facilitator": 403,
            "participant": 403,
        }
        for profile, status in statuses.items():
            login = self.users[profile].login
            self.authenticate(login, login)
            with self.subTest(profile=profile), mute_logger("odoo.http"):
                response = self.url_open(
                    f"/report/html/plpdma_concertation.report_publication_table/"
                    f"{self.program.id}"
                )
                self.assertEqual(response.status_code, status)
