"""The files that everybody may reuse: each read back against its own schema."""

import csv
import io
import json
from datetime import timedelta
from unittest.mock import patch

from odoo.fields import Command
from odoo.tests import tagged

from ...export import table
from .public_common import PublicCase
from .table_schema import check_cells, check_values

FILES = (
    "register.csv",
    "register.json",
    "register.schema.json",
    "measures.csv",
    "measures.schema.json",
    "calendar.ics",
)
DATA = FILES[:5]


class OpenDataCase(PublicCase):
    def _build_world(self):
        super()._build_world()
        self.territory = self.env["plpdma.territory"].create(
            {"name": "Valmont", "insee_code": "03310"}
        )
        measures = self.agent_env["plpdma.measure"]
        common = {"program_id": self.program.id}
        self.measure, self.kept = measures.create(
            [
                {
                    **common,
                    "code": "7",
                    "name": "Composteurs partagés",
                    "is_published": True,
                    "state": "running",
                    "date_start": "2026-03-01",
                    "territory_ids": self.territory.ids,
                    "theme_ids": self.theme.ids,
                    "text_before": "=1+1",
                },
                {**common, "code": "8", "name": "Action gardée"},
            ]
        )
        self.named, self.shown, self.hidden = self._create_contributions(
            {
                "verbatim": '=HYPERLINK("http://p.example")',
                "contributor_name": "Hilarion Dupré",
                "name_consent": True,
                "kind": "proposal",
                "theme_ids": self.theme.ids,
                "territory_id": self.territory.id,
                "measure_ids": [Command.set((self.measure | self.kept).ids)],
            },
            {
                "verbatim": "Des bacs.",
                "contributor_name": "Ysoline Tu",
                "contributor_email": "ysoline@p.example",
            },
            {"verbatim": "Zygomatique", "confidentiality": "staff"},
        )
        self.response = self._create_response(
            self.shown,
            "retained",
            state="sent",
            name="Des bacs partout",
            change="@L'action 7 prévoit des bacs.",
            measure_ids=self.measure.ids,
        )
        self.response.published = True
        self.env.flush_all()

    def _get(self, name, etag=None):
        headers = {"If-None-Match": etag} if etag else {}
        return self.url_open(f"{self.home}/{name}", headers=headers)

    def _read_csv(self, name):
        content = self._get(name).content
        return list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))

    def _read_json(self, name):
        return json.loads(self._get(name).text)

    def _rows(self):
        rows = self._read_json("register.json")["rows"]
        return {row["reference"]: row for row in rows}

    def _let_time_pass(self):
        """What is written from now on bears a later date, as in real life."""
        self.env.flush_all()
        # A test is one transaction, whose time stands still.
        self.cr._now = self.cr.now() + timedelta(minutes=1)


@tagged("post_install", "-at_install", "plpdma")
class TestOpenData(OpenDataCase):
    def test_each_file_says_what_its_schema_says(self):
        schema = self._read_json("register.schema.json")
        headings, *rows = self._read_csv("register.csv")
        faults, count = check_cells(schema, headings, rows)
        self.assertFalse(faults)
        self.assertGreaterEqual(count, 2 * 17)
        values = self._read_json("register.json")["rows"]
        faults, count = check_values(schema, values)
        self.assertFalse(faults)
        self.assertEqual(count, len(rows) * len(headings))
        schema = self._read_json("measures.schema.json")
        headings, *rows = self._read_csv("measures.csv")
        faults, count = check_cells(schema, headings, rows)
        self.assertFalse(faults)
        self.assertEqual(len(rows), 1)
        self.assertEqual(count, len(headings))

    def test_the_reader_of_schemas_finds_faults(self):
        schema = self._read_json("register.schema.json")
        headings, *rows = self._read_csv("register.csv")
        for name, wrong in (
            ("date", "1er mars"),
            ("kind_code", "poème"),
            ("reference", ""),
            ("signatures", "beaucoup"),
        ):
            row = list(rows[0])
            row[headings.index(name)] = wrong
            self.assertTrue(check_cells(schema, headings, [row])[0], name)
        self.assertTrue(check_cells(schema, headings, [rows[0], rows[0]])[0])

    def test_schemas_are_described(self):
        for name in ("register", "measures"):
            schema = self._read_json(f"{name}.schema.json")
            self.assertEqual(schema["licenses"][0]["name"], "etalab-2.0")
            for field in schema["fields"]:
                self.assertTrue(field["title"] and field["description"], field)
            for resource in schema["resources"]:
                path = resource["path"].removeprefix(self.program.get_base_url())
                self.assertEqual(self.url_open(path).status_code, 200, path)

    def test_codes_and_labels(self):
        rows = self._rows()
        named, shown = rows[self.named.reference], rows[self.shown.reference]
        self.assertEqual(named["kind_code"], "proposal")
        self.assertEqual(named["territory_code"], "03310")
        self.assertEqual(named["territory"], "Valmont")
        self.assertEqual(named["theme"], self.theme.name)
        self.assertEqual(named["decision_code"], "awaiting")
        self.assertEqual(shown["decision_code"], "retained")
        # Named by one, changed by the answer to the other; never what is not published.
        self.assertEqual({named["measure"], shown["measure"]}, {"7"})
        self.assertIn("des bacs", shown["change"])
        [_headings, measure] = self._read_csv("measures.csv")
        headings = self._read_csv("measures.csv")[0]
        measure = dict(zip(headings, measure, strict=True))
        self.assertEqual(measure["code"], "7")
        self.assertEqual(measure["state_code"], "running")
        self.assertEqual(measure["observations"], "2")
        self.assertEqual(measure["voluntary"], "false")
        self.assertIn("des bacs", measure["change"])

    def test_an_answer_is_told_once_published(self):
        self.response.published = False
        self.env.flush_all()
        row = self._rows()[self.shown.reference]
        self.assertEqual(row["decision_code"], "not_published")
        self.assertFalse(row["response"] or row["change"] or row["measure"])

    def test_no_formula(self):
        cells = [
            cell
            for name in ("register.csv", "measures.csv")
            for row in self._read_csv(name)
            for cell in row
        ]
        self.assertGreater(len(cells), 40)
        self.assertFalse([cell for cell in cells if cell[:1] in tuple("=+-@\t\r")])
        self.assertIn("'=HYPERLINK", "\n".join(cells))

    def test_no_name_without_consent(self):
        for name in DATA:
            text = self._get(name).text
            for words in ("Ysoline", "ysoline", "Zygomatique", "Action gardée"):
                self.assertNotIn(words, text, name)
        self.assertEqual(
            self._rows()[self.named.reference]["category"], "Hilarion Dupré"
        )
        self._let_time_pass()
        self.named.name_consent = False
        self.env.flush_all()
        self.assertNotIn("Hilarion", self._get("register.json").text)

    def test_each_message_has_its_row(self):
        """Where the page shows one for all, and where the file takes several reads."""
        with patch.object(table, "BATCH_SIZE", 1):
            rows = self._rows()
        published = self.env["plpdma.contribution"].search(
            self.program.sudo()._get_published_contributions_domain()
        )
        self.assertEqual(rows.keys(), set(published.mapped("reference")))

    def test_what_is_not_published_has_no_file(self):
        self.program.is_published = False
        self.env.flush_all()
        for name in FILES:
            self.assertEqual(self._get(name).status_code, 404, name)

    def test_the_same_whoever_asks(self):
        """Nothing depends on the language, nor on the account, of whoever asks."""
        self.env["res.lang"]._activate_lang("fr_FR")
        for name in FILES:
            public = self._get(name)
            self.authenticate(self.user_manager.login, self.user_manager.login)
            self.opener.cookies["frontend_lang"] = "fr_FR"
            signed = self.url_open(
                f"{self.home}/{name}",
                headers={"Accept-Language": "fr-FR"},
                allow_redirects=False,
            )
            self.assertEqual(signed.status_code, 200, name)
            self.authenticate(None, None)
            self.assertEqual(public.headers["ETag"], signed.headers["ETag"], name)
            self.assertEqual(public.content, signed.content, name)

    def test_headers(self):
        for name in DATA:
            headers = self._get(name).headers
            self.assertIn('rel="license"', headers["Link"], name)
            self.assertIn("etalab", headers["Link"])
            self.assertIn("no-cache", headers["Cache-Control"])

    # ------------------------------------------------------------------
    # Unchanged, it is not sent again
    # ------------------------------------------------------------------
    def test_unchanged(self):
        for name in FILES:
            first = self._get(name)
            self.assertEqual(first.status_code, 200, name)
            self.assertTrue(first.content)
            again = self._get(name, first.headers["ETag"])
            self.assertEqual(again.status_code, 304, name)
            self.assertFalse(again.content)
            self.assertEqual(again.headers["ETag"], first.headers["ETag"])
            self.assertEqual(self._get(name, '"autre"').status_code, 200)

    def test_unchanged_however_it_is_asked(self):
        """Weakened by a server that compresses, or among others."""
        for name in FILES:
            etag = self._get(name).headers["ETag"]
            for asked in (f"W/{etag}", f'"x", {etag}', f'W/"x", W/{etag}', "*"):
                again = self._get(name, asked)
                self.assertEqual(again.status_code, 304, (name, asked))
                self.assertFalse(again.content)
                self.assertNotIn("Content-Length", again.headers)
                self.assertIn("no-cache", again.headers["Cache-Control"])

    def _assertChanges(self, name, change):
        etag = self._get(name).headers["ETag"]
        self._let_time_pass()
        change()
        self.env.flush_all()
        self.env.invalidate_all()
        with self.subTest(name):
            self.assertEqual(self._get(name, etag).status_code, 200)

    def _change(self, record, **vals):
        return lambda: record.write(vals)

    def test_changed(self):
        """Published, withdrawn, corrected, named otherwise, answered, anonymised."""
        answered = self.shown.with_user(self.user_manager)
        changes = [
            self._change(self.hidden, confidentiality="public"),
            self._change(self.hidden, confidentiality="members"),
            self._change(self.named, public_text="Un lien."),
            self._change(self.named, theme_ids=[Command.clear()]),
            self._change(self.named, **self._refusal("Non")),
            self._change(self.named, moderation="accepted"),
            # As many as before, of which none is newer.
            lambda: (self.named | self.shown).sudo().write({"active": False}),
            lambda: (self.named | self.shown).sudo().write({"active": True}),
            self._change(self.theme.sudo(), name="Thème renommé"),
            self._change(self.territory.sudo(), name="Autre ville"),
            self._change(self.response, published=False),
            self._change(self.response, published=True),
            self._change(self.measure, is_published=False),
            self._change(self.measure, is_published=True),
            # Without a name that everybody reads, nothing published would change.
            self._change(self.shown, name_consent=True),
            answered.action_anonymise,
        ]
        for change in changes:
            self._assertChanges("register.csv", change)

    def test_changed_actions(self):
        for change in (
            self._change(self.measure, text_after="Des bacs"),
            self._change(self.kept, is_published=True),
            self._change(self.kept, active=False),
            self._change(self.response, published=False),
            self._change(self.named, measure_ids=[Command.clear()]),
        ):
            self._assertChanges("measures.csv", change)

    def test_withdrawn_while_another_was_published_before(self):
        """Neither their number nor the latest date tells that another one stands
        there."""
        self._let_time_pass()
        self.hidden.confidentiality = "public"
        self.env.flush_all()
        etag = self._get("register.csv").headers["ETag"]
        self.env.cr.execute(
            "UPDATE plpdma_contribution SET moderation = CASE WHEN id = %s THEN"
            " 'refused' ELSE moderation END, confidentiality = confidentiality"
            " WHERE id IN %s",
            [self.shown.id, tuple((self.shown | self.hidden).ids)],
        )
        self.env.invalidate_all()
        self.assertEqual(self._get("register.csv", etag).status_code, 200)

    def test_what_nobody_reads_changes_nothing(self):
        """Nor what is not published of what is, of its answer, of a theme, of the
        programme, of the authority."""
        etags = {name: self._get(name).headers["ETag"] for name in FILES}
        self._let_time_pass()
        self.hidden.summary = "Autrement"
        self.kept.name = "Autrement gardée"
        self.shown.internal_note = "<p>À voir avec le service.</p>"
        self.measure.user_id = self.user_manager
        self.theme.sudo().keywords = "bac / zygomatique"
        self.program.with_user(self.user_manager).message_post(body="Une note")
        for record in (self.program, self.response, self.territory, self.company):
            record.sudo().write({"write_uid": self.user_manager.id})
        self.env.flush_all()
        self.cr.execute(
            "UPDATE plpdma_program SET write_date = %s WHERE id = %s",
            [self.cr.now(), self.program.id],
        )
        self.env.invalidate_all()
        for name, etag in etags.items():
            self.assertEqual(self._get(name).headers["ETag"], etag, name)
            self.assertEqual(self._get(name, etag).status_code, 304, name)
