"""What everybody reads of what the contributions changed, and each author of theirs."""

from lxml import html

from odoo.fields import Domain
from odoo.tests import tagged

from ..public.public_common import PublicCase

BEFORE = "Douze composteurs la première année."
AFTER = "Dix-huit composteurs la première année."


@tagged("post_install", "-at_install", "plpdma")
class TestMeasurePage(PublicCase):
    def _build_world(self):
        super()._build_world()
        measures = self.agent_env["plpdma.measure"]
        self.measure, self.dropped, self.hidden = measures.create(
            [
                {
                    "program_id": self.program.id,
                    "code": str(number),
                    "name": name,
                    "is_published": number != 9,
                    **vals,
                }
                for number, name, vals in (
                    (7, "Composteurs partagés", {"state": "running"}),
                    (
                        8,
                        "Un broyeur par rue",
                        {"state": "dropped", "explanation": "Trop cher."},
                    ),
                    (9, "Action gardée", {"state": "done"}),
                )
            ]
        )
        self.measure.write({"text_before": BEFORE, "text_after": AFTER})
        self.changes = f"{self.home}/changes"

    def _name(self, measure, count=1, **vals):
        return self._create_contributions(
            *[
                {
                    "measure_ids": measure.ids,
                    "verbatim": f"Devant la gare {number}.",
                    "contributor_email": f"a{number}@p.example",
                    **vals,
                }
                for number in range(count)
            ]
        )

    def _get_numbers(self, page):
        tree = html.fromstring(page)
        rows = tree.xpath("//section[@aria-labelledby='figures']//li")
        return {
            " ".join(row.xpath("string()").split()).rsplit(" ", 1)[0]: int(
                row.xpath("string(strong)")
            )
            for row in rows
        }

    # ------------------------------------------------------------------
    # For everybody
    # ------------------------------------------------------------------
    def test_the_public_form_asks_for_an_address(self):
        page = " ".join(
            html.fromstring(self.url_open(self.path).text).text_content().split()
        )
        self.assertIn("Give your e-mail address above for that.", page)
        self.assertNotIn("Your address is kept for that", page)

    def test_each_action_with_what_made_it(self):
        shown = self._name(self.measure)
        self._name(self.measure, moderation="pending", verbatim="Un texte à lire.")
        self._name(self.measure, confidentiality="staff", verbatim="Une confidence.")
        response = self._create_response(
            shown,
            "retained",
            state="sent",
            change="Dix-huit composteurs.",
            measure_ids=self.measure.ids,
        )
        response.published = True
        for path in (self.changes, f"{self.changes}/{self.measure.id}"):
            page = self._read_page(path)
            text = self._text(page)
            for words in (
                "7 · Composteurs partagés",
                "Under way",
                "Dix-huit composteurs.",
                "Devant la gare 0.",
                "Taken away: Douze",
                "Added: Dix-huit",
            ):
                self.assertIn(words, text, path)
            for words in ("texte à lire", "confidence", "Action gardée", "a0@p"):
                self.assertNotIn(words, text, path)
            self.assertIn(f'href="{shown._get_entry_path()}"', page)
        self._read_page(f"{self.changes}/{self.hidden.id}", 404)
        text = self._text(self._read_page(f"{self.changes}/{self.dropped.id}"))
        self.assertIn("Why it is dropped Trop cher.", text)

    def test_an_image_has_words(self):
        """For whoever does not see it; an ornament says that it is one."""
        pixel = "data:image/png;base64,iVBORw0KGgo="
        self.measure.description = (
            f"<p>Un plan &lt;ici&gt; : <img src='{pixel}'/> et <em>là</em>"
            f"<img src='{pixel}' alt=''/><img src='{pixel}' alt='La place'/></p>"
        )
        shown = self.measure.sudo()._get_public_description()["description"]
        images = html.fromstring(shown).xpath("//img")
        self.assertEqual(
            [image.get("alt") for image in images],
            ["Image without a description", "", "La place"],
        )
        self.assertIn("Un plan &lt;ici&gt; : ", shown)
        self.assertIn("et <em>là</em>", shown)
        page = html.fromstring(self.url_open(f"{self.changes}/{self.measure.id}").text)
        found = page.xpath("//main//img") or page.xpath(
            "//img[starts-with(@src, 'data')]"
        )
        self.assertEqual(len(found), 3)
        self.assertFalse([image for image in found if image.get("alt") is None])

    def test_the_first_ones_then_all(self):
        self._name(self.measure, 5)
        page = html.fromstring(self._read_page(self.changes))
        [article] = page.xpath(f"//article[@id='action-{self.measure.id}']")
        self.assertEqual(len(article.xpath(".//li")), 3)
        text = " ".join(article.text_content().split())
        self.assertIn("Read all its observations: 5", text)
        page = html.fromstring(self._read_page(f"{self.changes}/{self.measure.id}"))
        self.assertEqual(len(page.xpath("//article")), 5)

    def test_figures_are_those_told_elsewhere(self):
        first, second, third = self._name(self.measure, 3)
        self._name(self.dropped)
        self._name(self.measure, confidentiality="staff")
        self._create_response(first, "retained", state="sent")
        self._create_response(second, "partial", state="sent")
        self._create_response(third, "not_retained", state="sent")
        other = self._create_contribution(contributor_email="z@p.example")
        self._create_response(
            other, "retained", state="sent", measure_ids=self.dropped.ids
        )
        alone = self._create_contribution(contributor_email="w@p.example")
        self._create_response(alone, "retained", state="sent")
        unknown = self._create_contribution(contributor_email="y@p.example")
        self._create_response(
            unknown, "retained", state="sent", measure_ids=self.hidden.ids
        )
        page = self._read_page(self.changes)
        figures = self.env["plpdma.figures"].sudo()
        measures = self.program.sudo()._find_public_measures()
        counts = figures._count_changes(self.program, measures)
        retained = counts["retained"]
        self.assertEqual(
            retained,
            {
                "done": 0,
                "running": 2,
                "planned": 0,
                "proposed": 0,
                "dropped": 1,
                "elsewhere": 1,
                False: 1,
            },
        )
        # What something follows is what the dashboard says of the same.
        board = self.program.with_user(self.user_agent).get_dashboard({})
        [followed] = [
            row["cells"][0]["domain"]
            for section in board["sections"]
            for table in section["tables"]
            if table["key"] == "stages"
            for row in table["rows"]
            if row["label"] == "– answered, and something follows"
        ]
        contributions = self.env["plpdma.contribution"].sudo()
        shared = contributions._get_shared_domain() & Domain(followed)
        self.assertEqual(
            contributions.search_count(shared),
            sum(retained.values()) - retained[False],
        )
        decided = counts["decisions"]
        self.assertEqual(
            sum(retained.values()), decided["retained"] + decided["partial"]
        )
        self.assertEqual(sum(decided.values()), counts["observations"]["answered"])
        numbers = self._get_numbers(page)
        self.assertEqual(numbers["No action noted yet"], 1)
        self.assertEqual(numbers["Something else follows"], 1)
        self.assertEqual(numbers["Partly retained"], 1)
        text = self._text(page)
        made = counts["observations"]["made"]
        self.assertIn(f"Observations made in them {made}", text)

    def test_empty_says_what_it_is_for(self):
        program = self._create_program(name="Un plan neuf")
        program.with_user(self.user_manager).write(
            {"state": "open", "is_published": True}
        )
        text = self._text(self._read_page(f"/concertation/{program.id}/changes"))
        self.assertIn("Nothing is told here yet.", text)
        self._read_page("/concertation/999999999/changes", 404)

    def test_led_to_from_the_programme_and_the_register(self):
        for path in (self.home, self.register):
            self.assertIn(f'href="{self.changes}"', self._read_page(path), path)

    def test_as_many_queries_however_many_actions(self):
        def count():
            self.env.flush_all()
            self.env.invalidate_all()
            measures = self.program.sudo()._find_public_measures()
            before = self.env.cr.sql_log_count
            described = measures._get_public_descriptions(3)
            return len(described), self.env.cr.sql_log_count - before

        self._name(self.measure, 2)
        self._name(self.dropped, 2)
        count()
        few, queries = count()
        for number in range(20, 32):
            measure = self.measure.copy({"code": str(number), "is_published": True})
            self._name(measure, 4)
        count()
        many, more = count()
        self.assertEqual((few, many), (2, 14))
        self.assertLessEqual(more, queries + 2)

    # ------------------------------------------------------------------
    # For an author
    # ------------------------------------------------------------------
    def test_followed_by_its_author(self):
        [contribution] = self._name(self.measure)
        self._create_response(
            contribution,
            "retained",
            state="sent",
            change="Dix-huit composteurs.",
            measure_ids=(self.measure | self.dropped | self.hidden).ids,
        )
        path = contribution.sudo()._get_follow_path()
        page = self._read_page(path)
        text = self._text(page)
        for words in (
            "What it changed",
            "7 · Composteurs partagés Under way",
            "Dix-huit composteurs.",
            "Trop cher.",
        ):
            self.assertIn(words, text)
        self.assertNotIn("Action gardée", text)
        self.assertIn(f'href="{self.changes}/{self.measure.id}"', page)
        self.program.with_user(self.user_manager).is_published = False
        self.assertNotIn(self.changes, self._read_page(path))

    def test_told_in_ones_own_pages(self):
        self.contribution.measure_ids = self.measure
        for path in ("/my/concertation", self._path(self.contribution)):
            text = self._text(self._read(path, self.user_speaker))
            self.assertIn("7 · Composteurs partagés", text, path)
            self.assertNotIn("Action gardée", text, path)

    # ------------------------------------------------------------------
    # Asking to be told, and no more
    # ------------------------------------------------------------------
    def test_asked_for_on_the_form(self):
        page = html.fromstring(self._read_page(self.path))
        [box] = page.xpath("//input[@name='follow_consent']")
        self.assertIsNone(box.get("checked"))
        self._assertRefused(
            self._fill_in(follow_consent="1"), "Give your e-mail address"
        )
        self._fill_in(contributor_email="n@p.example")
        self.assertFalse(self._get_new().follow_consent)
        self.first |= self._get_new()
        self._fill_in(
            contributor_email="n@p.example", follow_consent="1", verbatim="Un autre."
        )
        self.assertTrue(self._get_new().follow_consent)

    def test_asked_for_on_the_portal(self):
        path = f"/my/concertation/programs/{self.program.id}/contribute"
        page = html.fromstring(self._read(path, self.user_speaker))
        [box] = page.xpath("//input[@name='follow_consent']")
        self.assertIsNone(box.get("checked"))
        self._post_again(path, verbatim="Un composteur.", follow_consent="1")
        self.assertTrue(self._get_new().follow_consent)
        self.user_speaker.partner_id.sudo().email = False
        page = html.fromstring(self._read(path, self.user_speaker))
        self.assertFalse(page.xpath("//input[@name='follow_consent']"))

    def test_withdrawn_by_the_link(self):
        [contribution] = self._name(self.measure, follow_consent=True)
        path = contribution.sudo()._get_unfollow_path()
        text = self._text(self._read_page(path))
        self.assertIn(contribution.reference, text)
        self.env.invalidate_all()
        self.assertTrue(contribution.follow_consent, "Reading changes nothing")
        self.assertIn(path, self._read_page(contribution.sudo()._get_follow_path()))
        for _time in range(2):
            # As a mail program does: nothing of a session, no page before.
            answer = self.opener.post(
                self.base_url() + path, data={"List-Unsubscribe": "One-Click"}
            )
            self.assertEqual(answer.status_code, 200)
            self.assertIn("It is noted", self._text(answer.text))
            self.env.invalidate_all()
            self.assertFalse(contribution.follow_consent)
        for altered in (
            path[:-1],
            f"{path}0",
            path.replace("/unfollow/", "/unfollow/9"),
        ):
            self._read_page(altered, 404)
