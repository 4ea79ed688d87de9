"""What the public reads of a consultation: its documents, in their versions, how to
read them on paper, and by which criteria texts are published."""

from lxml import html

from odoo.tests import tagged

from .public_consultation_common import PublicConsultationCase


@tagged("post_install", "-at_install", "plpdma")
class TestPublicConsultation(PublicConsultationCase):
    def _links(self, path):
        page = self._read_page(path)
        links = html.fromstring(page).xpath("//main//a/@href")
        return [
            link for link in links if "/contribute/" in link and "/documents/" in link
        ]

    def test_versions_are_all_read(self):
        for path in (self.home, self.consultation):
            with self.subTest(path=path):
                page = self._text(self._read_page(path))
                self.assertIn("Le projet corrigé (version 2,", page)
                self.assertIn("Why it changed: Une addition fausse.", page)
                self.assertIn("Earlier versions", page)
                self.assertNotIn(self.user_agent.name, page)
                links = self._links(path)
                self.assertEqual(len(links), 3)
        contents = set()
        for link in links:
            answer = self.url_open(link)
            self.assertEqual(answer.status_code, 200)
            self.assertIn("attachment", answer.headers["Content-Disposition"])
            self.assertEqual(answer.headers["X-Content-Type-Options"], "nosniff")
            contents.add(answer.content)
        self.assertIn(b"Le projet, sans faute.", contents)
        self.assertEqual(len(contents), 3)

    def test_not_before_it_opens(self):
        path = f"{self.home}/contribute/{self.coming.id}"
        self.assertFalse(self._links(path))
        self.assertTrue(self.coming.document_ids)
        for document in self.coming.document_ids:
            answer = self.url_open(f"{path}/documents/{document.id}")
            self.assertEqual(answer.status_code, 404)
        # By the address of another one.
        other = self.coming.document_ids[0]
        answer = self.url_open(f"{self.consultation}/documents/{other.id}")
        self.assertEqual(answer.status_code, 404)

    def test_not_once_unpublished(self):
        [link, *_others] = self._links(self.home)
        self.program.with_user(self.user_manager).is_published = False
        self.env.flush_all()
        self.assertEqual(self.url_open(link).status_code, 404)

    def test_on_paper_and_by_post(self):
        self.program.with_user(self.user_manager).write(
            {"service_name": "Service prévention", "service_address": "1 rue du Tri"}
        )
        self.draft.paper_terms = "À l'accueil, le matin."
        self.env.flush_all()
        for path in (self.home, self.consultation):
            page = self._text(self._read_page(path))
            self.assertIn("À l'accueil, le matin.", page)
            self.assertIn("within 2 working days", page)
            self.assertIn("Service prévention, 1 rue du Tri", page)
        self.program.with_user(self.user_manager).paper_service_days = 0
        self.env.flush_all()
        self.assertNotIn("working days", self._text(self._read_page(self.home)))

    def test_criteria_before_writing(self):
        self.program.moderation_charter = "<p>Lu sous deux jours.</p>"
        criterion = self.env["plpdma.moderation.criterion"].create(
            {"name": "Il nomme un voisin d'essai", "company_id": self.company.id}
        )
        self.env.flush_all()
        page = self._text(self._read_page(self.consultation))
        self.assertIn("Lu sous deux jours.", page)
        self.assertIn(criterion.name, page)
