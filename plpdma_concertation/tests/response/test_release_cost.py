"""A response to many: what each of its authors costs, and that each has their own."""

from unittest.mock import patch

from lxml import etree

from odoo.tests import tagged

from ..platform.delivery_common import DeliveryCase

FEW, MANY = 4, 64


@tagged("post_install", "-at_install", "plpdma")
class TestReleaseCost(DeliveryCase):
    def _count_texts(self, work):
        """How many texts that are no view core compiles to render them meanwhile."""
        Qweb = self.env.registry["ir.qweb"]
        compile_code = Qweb._generate_code
        compiled = []

        def count(qweb, template):
            # Once a batch, core looks whether it may: nothing is rendered then.
            is_rendered = "__qweb_loaded_functions" in qweb.env.context
            if is_rendered and etree.iselement(template):
                compiled.append(template)
            return compile_code(qweb, template)

        with patch.object(Qweb, "_generate_code", count):
            work()
        return len(compiled)

    def _create_authors(self, size):
        return self._create_contributions(
            *(
                {
                    "contributor_email": f"habitant{number}@p.example",
                    "verbatim": f"Un composteur au numéro {number}, merci.",
                }
                for number in range(size)
            )
        )

    def test_a_message_to_many_is_compiled_once(self):
        counts = {}
        for size in (FEW, MANY):
            contributions = self._create_authors(size)
            response = self._create_response(contributions, state="validated")
            counts[size] = self._count_texts(response.action_send)
            mails = self._find_mails(contributions)
            self.assertEqual(len(mails), size)
            for number, mail in enumerate(mails):
                self.assertEqual(mail.email_to, f"habitant{number}@p.example")
                self.assertIn(f"au numéro {number}, merci", mail.body_html)
                self.assertEqual(mail.body_html.count("au numéro"), 1)
        self.assertGreater(counts[FEW], 0)
        self.assertEqual(counts[MANY], counts[FEW])

    def test_each_is_written_to_in_their_language(self):
        """One batch of two languages: what was compiled of one is not used for the
        other."""
        languages = ("fr_FR", "en_US")
        partners = self.env["res.partner"].create(
            [
                {"name": name, "email": f"{name}@p.example", "lang": lang}
                for name, lang in zip("abcd", languages * 2, strict=True)
            ]
        )
        template = self.env.ref("plpdma_concertation.mail_template_response").sudo()
        for lang in languages:
            template.with_context(lang=lang).body_html = (
                f'<p>{lang} <t t-out="object.reference"/>'
                '<t t-foreach="object._get_told_answers()" t-as="told"/></p>'
            )
        contributions = self._create_contributions(
            *({"partner_id": partner.id} for partner in partners)
        )
        self._release(contributions)
        mails = self._find_mails(contributions)
        self.assertEqual(len(mails), 4)
        for contribution, mail in zip(contributions, mails, strict=True):
            lang = contribution.partner_id.lang
            self.assertIn(f"{lang} {contribution.reference}", mail.body_html)

    def test_a_context_from_outside_keeps_nothing(self):
        """What the web client sends is never taken for what was compiled."""
        sent = {}
        template = self.env.ref("plpdma_concertation.mail_template_response")
        # sudo: the template is the system's.
        template = template.sudo().with_context(plpdma_compiled=sent)
        contributions = self._authors("a@p.example", "b@p.example")
        self._create_response(contributions, state="validated")
        counts = [
            self._count_texts(
                lambda some=some: template._render_field("body_html", some)
            )
            for some in (contributions[:1].ids, contributions.ids)
        ]
        self.assertGreater(counts[0], 0)
        self.assertEqual(counts[1], 2 * counts[0])
        self.assertFalse(sent)

    def test_queries_of_a_release(self):
        """In all and by author, from the writing of a response to its messages."""
        counts = {}
        for size in (FEW, FEW, MANY):
            contributions = self._create_authors(size)
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            self._release(contributions)
            self.env.flush_all()
            counts[size] = self.cr.sql_log_count - before
        self.assertGreater(counts[FEW], 10)
        # Core reads and writes by batches of fifty messages.
        self.assertLessEqual((counts[MANY] - counts[FEW]) / (MANY - FEW), 0.5, counts)
