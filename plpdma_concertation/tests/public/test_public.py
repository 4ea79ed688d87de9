"""What everybody reads and sends without an account."""

import base64
import json
from unittest.mock import patch

from lxml import html

from odoo.exceptions import ValidationError
from odoo.fields import Command
from odoo.tests import tagged

from ...controllers.public import register
from ..tour_common import TourCase
from .public_common import PublicCase

MODULE = "plpdma_concertation"

# Of these, Odoo asks eight before a page of any addon is made; one counts what became
# of the entries, for the figures with which it begins.
REGISTER_QUERIES = 11


class PublicPageCase(PublicCase):
    def _tree(self, path, status=200):
        return html.fromstring(self._read_page(path, status))

    def _words(self, path, status=200):
        return self._text(self._read_page(path, status))

    def _fill_register(self, count):
        """Published contributions, each with its published answer."""
        contributions = self._create_contributions(
            *(
                {
                    "verbatim": f"Parole {number}",
                    "theme_ids": [Command.link(self.theme.id)],
                    "role_id": self.env["plpdma.role"].search([], limit=1).id,
                }
                for number in range(count)
            )
        )
        for contribution in contributions:
            self._answer(contribution)
        return contributions

    def _answer(self, contribution):
        """A response that is sent, and published."""
        response = self._create_response(contribution, state="sent")
        response.published = True
        self.env.flush_all()
        return response


@tagged("post_install", "-at_install", "plpdma")
class TestPublicPages(PublicPageCase):
    def test_programme_says_what_it_is(self):
        self.assertIn(self.program.name, self._words("/concertation"))
        words = self._words(self.home)
        self.assertIn(self.opened.name, words)
        self.assertIn(self._text(self.program.notice), words)
        self.meeting.state = "planned"
        self.assertIn(self.meeting.name, self._words(self.home))

    def test_individual_meetings_are_told_to_nobody(self):
        alone = self._create_session(
            self.actors[0], name="Rencontre tue", format="individual"
        )
        alone.state = "planned"
        self.env.flush_all()
        self.assertNotIn("Rencontre tue", self._words(self.home))

    def test_unpublished_at_once(self):
        """What is kept in memory is forgotten as soon as it changes."""
        self._read_page(self.register)
        self.program.name = "Programme renommé"
        self.assertIn("Programme renommé", self._words(self.register))
        self.program.is_published = False
        self._read_page(self.register, 404)
        self.program.is_published = True
        self._read_page(self.register)
        self.program.active = False
        self._read_page(self.register, 404)

    def test_renamed_theme_at_once(self):
        [contribution] = self._fill_register(1)
        self.assertIn(self.theme.name, self._words(self.register))
        self.theme.name = "Thème renommé"
        self.assertIn("Thème renommé", self._words(self.register))
        self.theme.active = False
        entry = self._words(f"{self.register}/{contribution.id}")
        self.assertNotIn("Thème renommé", self._get_filters())
        self.assertIn(contribution.reference, entry)

    def _get_filters(self):
        return self._tree(self.register).xpath("//select[@name='theme']/option/text()")

    def test_documents(self):
        """Those of the programme are downloaded, while it is published; those of
        another record cannot be listed."""
        files = self.env["ir.attachment"].create(
            [
                {
                    "name": f"{model}.pdf",
                    "datas": base64.b64encode(b"%PDF-1.4 projet"),
                    "res_model": model,
                    "res_id": record.id,
                }
                for model, record in (
                    ("plpdma.program", self.program),
                    ("plpdma.contribution", self.other),
                )
            ]
        )
        listed, elsewhere = files
        self.program.public_document_ids = listed
        path = f"{self.home}/documents/{listed.id}"
        self.assertIn(listed.name, self._words(self.home))
        response = self.url_open(path)
        self.assertEqual(response.content, b"%PDF-1.4 projet")
        self.assertIn("attachment", response.headers["Content-Disposition"])
        self._read_page(f"{self.home}/documents/{elsewhere.id}", 404)
        with self.assertRaises(ValidationError):
            self.program.public_document_ids = elsewhere
        self.program.invalidate_recordset()
        self.program.is_published = False
        self._read_page(path, 404)


@tagged("post_install", "-at_install", "plpdma")
class TestPublicRegister(PublicPageCase):
    def test_queries_do_not_grow(self):
        counts = []
        for count in (2, 12):
            self._fill_register(count)
            for _time in range(2):
                self._read_page(self.register)
            before = self.cr.sql_log_count
            self._read_page(self.register)
            counts.append(self.cr.sql_log_count - before)
        self.assertEqual(*counts)
        self.assertLessEqual(counts[0], REGISTER_QUERIES)

    def test_entry_tells_the_answer_once_it_is_published(self):
        contribution = self._create_contribution(verbatim="Des bacs près de l'école.")
        path = f"{self.register}/{contribution.id}"
        self.assertIn("Awaiting an answer", self._words(path))
        response = self._create_response(contribution, state="sent")
        self.env.flush_all()
        response.published = False
        self.assertNotIn("La loi ne le permet pas.", self._words(path))
        response.published = True
        self.assertIn("La loi ne le permet pas.", self._words(path))

    def test_text_to_publish_takes_the_place_of_the_words(self):
        contribution = self._create_contribution(
            verbatim="Mon voisin Hilarion brûle tout.", public_text="On brûle tout."
        )
        self.env.flush_all()
        self.assertIn("On brûle tout.", self._words(self.register))
        self.assertNotIn("Hilarion", self._read_page(self.register))
        search = self._words(f"{self.register}?search=Hilarion")
        self.assertNotIn(contribution.reference, search)

    def test_filters(self):
        refused, waiting = self._create_contributions(
            {"verbatim": "Refusée"},
            {"verbatim": "Attendue", "theme_ids": self.theme.ids},
        )
        self._answer(refused)
        self.program.theme_ids = self.theme
        self.env.flush_all()
        for query, found, hidden in (
            ("search=attendue", waiting, refused),
            ("outcome=not_retained", refused, waiting),
            ("outcome=waiting", waiting, refused),
            (f"theme={self.theme.id}", waiting, refused),
        ):
            with self.subTest(query=query):
                words = self._words(f"{self.register}?{query}")
                self.assertIn(found.reference, words)
                self.assertNotIn(hidden.reference, words)

    def test_pages(self):
        contributions = self._fill_register(5)
        with patch.object(register, "PAGE_SIZE", 2):
            first = self._words(self.register)
            last = self._words(f"{self.register}/page/3")
        self.assertIn(contributions[-1].reference, first)
        self.assertNotIn(contributions[0].reference, first)
        self.assertIn(contributions[0].reference, last)

    def test_moderation(self):
        """What a visitor sends is read before it is published; a refusal is told to
        its author with the reason."""
        self._fill_in(verbatim="Parole à lire")
        sent = self._get_new().with_user(self.user_agent)
        self.assertEqual(self.program.with_user(self.user_agent).pending_count, 1)
        self.assertNotIn("Parole à lire", self._words(self.register))
        with self.assertRaises(ValidationError):
            sent.action_refuse_publication()
        sent.invalidate_recordset()
        values = self._refusal("Elle nomme un voisin")
        del values["moderation"]
        sent.write(values)
        sent.action_refuse_publication()
        self.env.flush_all()
        follow = f"/concertation/follow/{sent.id}/{sent._get_follow_code()}"
        # In the words of the day, as the authority speaks.
        criterion = sent.sudo().moderation_criterion_told
        self.assertIn(f"{criterion} – Elle nomme un voisin", self._words(follow))
        self.assertNotIn("Parole à lire", self._words(self.register))
        sent.is_publishable = True
        self.env.flush_all()
        self.assertFalse(sent.moderation_reason)
        self.assertIn("Parole à lire", self._words(self.register))


@tagged("post_install", "-at_install", "plpdma")
class TestPublicForm(PublicPageCase):
    def test_form_asks_what_it_needs(self):
        [form] = self._tree(self.path).xpath("//form[.//textarea[@name='verbatim']]")
        for name in ("verbatim", "contributor_name", "contributor_email", "files"):
            [control] = form.xpath(f".//*[@name='{name}']")
            [label] = form.xpath(f".//label[@for='{control.get('id')}']")
            self.assertTrue(label.text_content().strip())

    def test_receipt_then_answer(self):
        """The number and the code lead the author to the answer."""
        response = self._fill_in(
            verbatim="Un composteur au pied du bâtiment C.",
            contributor_email="mel@p.example",
        )
        sent = self._get_new()
        self.assertEqual(
            (sent.channel, sent.moderation, sent.session_id),
            ("web", "pending", self.opened),
        )
        self.assertIn(sent.reference, response.text)
        code = sent._get_follow_code()
        self.assertIn(code, response.text)
        with self.subTest("by the form"):
            page = self._send_again(
                "/concertation/follow",
                reference=sent.reference.lower(),
                code=code.lower().replace("-", " "),
            )
            self.assertIn("Un composteur au pied", page.text)
        self._create_response(sent.with_user(self.user_agent), state="sent")
        self.env.flush_all()
        follow = self._words(f"/concertation/follow/{sent.id}/{code}")
        self.assertIn("La loi ne le permet pas.", follow)

    def test_what_was_typed_is_kept(self):
        response = self._fill_in(
            verbatim="Mes mots", contributor_email="pas une adresse"
        )
        page = html.fromstring(response.text)
        self.assertEqual(page.xpath("//textarea[@name='verbatim']")[0].text, "Mes mots")
        [email] = page.xpath("//input[@name='contributor_email']")
        self.assertEqual(email.get("aria-invalid"), "true")
        self.assertTrue(
            page.xpath(f"//*[@id='{email.get('aria-describedby').split()[0]}']")
        )
        self.assertFalse(self._get_new())

    def test_without_name_nor_address(self):
        self._fill_in()
        self.assertTrue(self._get_new().anonymous)
        self.assertFalse(self._get_new().partner_id)

    def test_name_is_published_with_consent_only(self):
        for consent in ({}, {"name_consent": "1"}):
            with self.subTest(consent=consent):
                self._fill_in(contributor_name="Ange Nommé", **consent)
                sent = self._get_new()[:1]
                self._publish(sent)
                shown = "Ange Nommé" in self._words(f"{self.register}/{sent.id}")
                self.assertEqual(shown, bool(consent))


@tagged("post_install", "-at_install", "plpdma_browser")
class TestPublicTour(PublicPageCase, TourCase):
    def test_contribute_and_follow(self):
        self._fill_register(1)
        self.start_tour("/concertation", "plpdma_public")
        sent = self._get_new().filtered(lambda one: one.channel == "web")
        self.assertEqual(sent.verbatim, "Un composteur au pied du bâtiment C.")
        self.assertEqual(sent.contributor_name, "Camille Essai")
        self.assertEqual(sent.moderation, "pending")

    def test_scripts_speak_the_language_of_the_page(self):
        """Such as the pad on which participants sign."""
        self.env["res.lang"]._activate_lang("fr_FR")
        words = self.url_open("/website/translations?lang=fr_FR").json()
        messages = json.dumps(words["modules"][MODULE], ensure_ascii=False)
        self.assertIn("Écrire mon nom", messages)
