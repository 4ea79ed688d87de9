"""What everybody reads of an action, and the page on which it is printed."""

import io

from odoo.fields import Command
from odoo.tests import HttpCase, tagged
from odoo.tools.pdf import PdfFileReader

from ..export.publication_rows import get_rows
from .measure_common import MeasureCase

BEFORE = "Douze composteurs la première année."
AFTER = "Dix-huit composteurs la première année."


@tagged("post_install", "-at_install", "plpdma")
class TestMeasurePublished(MeasureCase, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang("en_US")
        cls.env["ir.default"].set("res.partner", "lang", "en_US")
        cls.company.partner_id.lang = "en_US"

    def _describe(self, measure=None):
        self.env.flush_all()
        self.env.invalidate_all()
        return (measure or self.measure).sudo()._get_public_description()

    def test_published_is_chosen_and_not_archived(self):
        measures = self.env["plpdma.measure"].with_context(active_test=False)
        domain = measures._get_published_domain()
        self.assertFalse(self.measure.filtered_domain(domain))
        self.measure.is_published = True
        self.assertTrue(self.measure.filtered_domain(domain))
        self.assertFalse(self.measure.copy({"code": "8"}).is_published)
        self.measure.active = False
        self.assertFalse(self.measure.filtered_domain(domain))

    def test_what_changed_is_told_in_words(self):
        self.measure.write({"text_before": BEFORE, "text_after": AFTER})
        difference = self._describe()["difference"]
        self.assertIn("<del>", difference)
        self.assertIn("Taken away:", difference)
        self.assertIn("Dix-huit", difference)
        self.assertIn("<ins>", self.measure.difference)
        self.measure.text_before = False
        self.assertFalse(self._describe()["difference"])

    def test_a_text_is_no_markup(self):
        self.measure.write({"text_before": "<b>Un</b>", "text_after": "<i>Deux</i>"})
        difference = self._describe()["difference"]
        self.assertIn("&lt;i&gt;Deux", difference)
        self.assertNotIn("<i>", difference)

    def test_only_published_observations_made_it(self):
        named = self._name(self.measure)
        shown, members, pending, staff = self._create_contributions(
            {"measure_ids": named, "verbatim": "Devant la gare."},
            {"measure_ids": named, "confidentiality": "members"},
            {"measure_ids": named, "moderation": "pending"},
            {"measure_ids": named, "confidentiality": "staff"},
        )
        answered = self._create_contribution(verbatim="Devant l'école.")
        response = self._create_response(
            answered,
            "retained",
            state="sent",
            change="Dix-huit composteurs.",
            measure_ids=named,
        )
        description = self._describe()
        self.assertEqual(
            [entry["reference"] for entry in description["observations"]],
            [shown.reference],
        )
        self.assertFalse(description["changes"])
        response.published = True
        description = self._describe()
        self.assertEqual(
            {entry["reference"] for entry in description["observations"]},
            {shown.reference, answered.reference},
        )
        self.assertEqual(
            [change["change"] for change in description["changes"]],
            ["Dix-huit composteurs."],
        )
        self.assertEqual(len(members | pending | staff), 3)

    def test_explained_once_dropped(self):
        self.measure.explanation = "En préparation."
        self.assertFalse(self._describe()["explanation"])
        self.measure.state = "dropped"
        description = self._describe()
        self.assertEqual(description["explanation"], "En préparation.")
        self.assertEqual(description["state_label"], "Dropped")

    def test_no_agent_is_named(self):
        self.measure.user_id = self.user_agent
        self.assertNotIn(self.user_agent.name, str(self._describe()))

    # ------------------------------------------------------------------
    # On one page
    # ------------------------------------------------------------------
    def test_printed(self):
        named = self._name(self.measure)
        self.measure.write({"text_before": BEFORE, "text_after": AFTER})
        shown, hidden, pending = self._create_contributions(
            {"measure_ids": named, "verbatim": "Devant la gare."},
            {
                "measure_ids": named,
                "confidentiality": "staff",
                "verbatim": "Une confidence.",
            },
            {
                "measure_ids": named,
                "moderation": "pending",
                "verbatim": "Un texte à lire.",
            },
        )
        self._create_response(
            shown,
            "retained",
            state="sent",
            change="Dix-huit composteurs.",
            measure_ids=named,
        )
        self._create_session(name="Atelier du lavoir", measure_ids=named)
        self.agent_env["plpdma.commitment"].create(
            {
                "name": "Poser les bacs",
                "program_id": self.program.id,
                "date_due": "2027-05-01",
                "measure_ids": named,
            }
        )
        for user in (self.user_agent, self.user_elected):
            text = self._print(user)
            for words in (
                "Composteurs partagés",
                "Dix-huit composteurs.",
                "Devant la gare.",
                "Poser les bacs",
                "Atelier du lavoir",
                "And 1 more, not quoted here.",
                self.company.name,
            ):
                self.assertIn(words, text, user.name)
            for words in ("confidence", "texte à lire"):
                self.assertNotIn(words, text, user.name)
        self.assertTrue(hidden and pending)

    def test_on_one_page(self):
        """The first ones of each list are told, the others are counted."""
        named = self._name(self.measure)
        self.measure.write(
            {
                "text_before": "Douze composteurs partagés, la première année. " * 3,
                "text_after": "Dix-huit composteurs, posés en pied d'immeuble. " * 3,
                "description": f"<p>{'Un site se choisit avec des habitants.' * 3}</p>",
            }
        )
        said = self._create_contributions(
            *(
                {
                    "verbatim": "Un composteur à moins de cent mètres. " * 12,
                    "measure_ids": named,
                }
                for _number in range(7)
            )
        )
        for one in said[:6]:
            self._create_response(
                one,
                "retained",
                state="sent",
                name="Des composteurs au pied des immeubles",
                change="Dix-huit composteurs la première année, et non douze.",
                measure_ids=named,
            )
        self.agent_env["plpdma.commitment"].create(
            [
                {
                    "name": f"Poser dix-huit bacs en pied d'immeuble, lot {number}",
                    "program_id": self.program.id,
                    "date_due": "2027-05-01",
                    "measure_ids": named,
                }
                for number in range(6)
            ]
        )
        for number in range(6):
            self._create_session(name=f"Atelier {number}", measure_ids=named)
        self.env.flush_all()
        reports = self.env["ir.actions.report"].with_user(self.user_agent)
        content, kind = reports.with_context(
            force_report_rendering=True
        )._render_qweb_pdf("plpdma_concertation.report_measure", self.measure.ids)
        self.assertEqual(kind, "pdf")
        self.assertEqual(len(PdfFileReader(io.BytesIO(content)).pages), 1)

    def test_drafts_are_not_printed(self):
        self._create_response(
            decision="retained",
            change="Vingt composteurs.",
            measure_ids=self._name(self.measure),
        )
        self.assertNotIn("Vingt composteurs", self._print(self.user_agent))

    def _print(self, user):
        self.env.flush_all()
        self.env.invalidate_all()
        reports = self.env["ir.actions.report"].with_user(user)
        content, _type = reports._render_qweb_html(
            "plpdma_concertation.report_measure", self.measure.ids
        )
        return " ".join(content.decode().split())

    # ------------------------------------------------------------------
    # What an answer changes is told
    # ------------------------------------------------------------------
    def test_told_in_the_message_and_the_letter(self):
        authors = self._create_contributions(
            {"contributor_name": "Alix", "contributor_email": "alix@p.example"},
            {"contributor_name": "Sacha"},
        )
        sentence = "L'action 7 prévoit dix-huit composteurs."
        response = self._create_response(
            authors, "retained", state="validated", change=sentence
        )
        with self.mock_mail_gateway():
            response.action_send()
        [message] = self.env["mail.mail"].search(
            [("email_to", "ilike", "alix@p.example")], order="id desc", limit=1
        )
        self.assertIn(sentence.replace("'", "&#39;"), message.body_html)
        letter, _type = (
            self.env["ir.actions.report"]
            .with_user(self.user_agent)
            ._render_qweb_html("plpdma_concertation.report_letter", response.ids)
        )
        self.assertIn("dix-huit composteurs", letter.decode())

    def test_told_in_the_register_and_the_table(self):
        contribution = self._create_contribution()
        response = self._create_response(
            contribution, "retained", state="sent", change="Dix-huit composteurs."
        )
        self.assertEqual(contribution.response_change, "Dix-huit composteurs.")
        [row] = self._get_rows(contribution)
        self.assertIsNone(row["change"])
        response.published = True
        self.env.invalidate_all()
        [row] = self._get_rows(contribution)
        self.assertEqual(row["change"], "Dix-huit composteurs.")
        [extra] = contribution.sudo()._describe_entry()["answer"]["extras"]
        self.assertEqual(extra[1], "Dix-huit composteurs.")

    def _get_rows(self, contribution):
        return list(get_rows(self.agent_env, [("id", "in", contribution.ids)]))

    def test_submitted_again_with_another_change_is_read_again(self):
        """What one decides upon is what one has read, this sentence included."""
        response = self._create_response(
            decision="retained", state="submitted", change="Dix."
        )
        seen = response.with_user(self.user_elected)._get_fingerprint()
        response.action_take_back()
        response.change = "Vingt."
        response.action_submit()
        self.assertNotEqual(
            seen, response.with_user(self.user_elected)._get_fingerprint()
        )

    def test_a_change_is_content(self):
        response = self._create_response(decision="retained", state="submitted")
        with self.assertRefused():
            response.change = "Vingt."
        response.measure_ids = [Command.link(self.measure.id)]
