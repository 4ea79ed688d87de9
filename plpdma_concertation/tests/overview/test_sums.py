"""Contributions received and observations made, wherever they are told: each place
gives the two figures that the test counts in plain Python, and never their sum."""

import csv
import io
import re

import openpyxl
from lxml import etree, html

from odoo.fields import Domain
from odoo.tests import HttpCase, tagged
from odoo.tools.safe_eval import safe_eval

from ...export.export import Export, ExportOptions
from .sums_common import WORLD, SumsCase, count, count_public, is_shared


@tagged("post_install", "-at_install", "plpdma")
class TestSums(SumsCase, HttpCase):
    # ------------------------------------------------------------------
    # Places
    # ------------------------------------------------------------------
    def setUp(self):
        super().setUp()
        # Test cursors share one connection.
        self.set_registry_readonly_mode(False)
        self.places = []

    def _see(self, place, expected, received=None, made=None):
        """A place tells one of the figures, or both."""
        for name, told, figure in zip(
            ("received", "made"), (received, made), expected, strict=True
        ):
            if told is not None:
                with self.subTest(place, figure=name):
                    self.assertEqual(told, figure)
                self.places.append((place, name))

    def _write(self, name, **options):
        options = ExportOptions(
            program_id=self.program.id,
            lang="en_US",
            company_ids=tuple(self.company.ids),
            **options,
        )
        file = io.BytesIO()
        Export(self._as(name), options).write_to(file)
        return file

    def test_the_world_differs(self):
        """None of the figures is another one, nor their sum."""
        figures = [*count(), *count(is_shared), *count_public()]
        self.assertEqual(len(set(figures)), 6)
        self.assertNotIn(sum(count()), figures)

    # ------------------------------------------------------------------
    # Screens
    # ------------------------------------------------------------------
    def test_screens(self):
        for name in ("agent", "manager"):
            env = self._as(name)
            program = env["plpdma.program"].browse(self.program.id)
            self._see(
                f"programme, {name}",
                count(),
                program.contribution_count,
                program.observation_count,
            )
            for key, record in self.sessions.items():
                session = env["plpdma.session"].browse(record.id)
                self._see(
                    f"session, {name}, {key}",
                    count(session=key),
                    session.contribution_count,
                    session.observation_count,
                )
            figures = env["plpdma.figures"]
            domain = Domain("program_id", "=", program.id)
            counts = figures._count_contributions(domain)
            self._see(
                f"figures, {name}",
                count(),
                counts["received"],
                figures._count_observations(domain)["made"],
            )
        action = "plpdma_concertation.action_plpdma_program_register"
        register = self._get_listed(self._press(self.program, action))
        self._see(
            "register",
            count(),
            len(register.filtered(lambda c: not c.part_number)),
            len(register.filtered("is_observation")),
        )
        for key, session in self.sessions.items():
            listed = self._get_listed(self._press(session, "contribution_count"))
            self._see(f"button, {key}", count(session=key), len(listed))
        listed = [
            len(self._get_listed(self._press(actor, "contribution_count")))
            for actor in self.actors
        ]
        self._see("buttons of actors", count(), sum(listed))
        self._see("actors", count(), sum(self.actors.mapped("contribution_count")))
        self._see_lists()
        self._see_workload()
        self.assertEqual(len(self.places), 36)

    def _see_lists(self):
        """The filters of the lists, as a list, groups and a pivot count them."""
        contributions = self._as("agent")["plpdma.contribution"]
        view = etree.fromstring(contributions.get_view(view_type="search")["arch"])
        scope = [("program_id", "=", self.program.id)]
        filters = {
            name: scope
            + safe_eval(view.xpath(f"//filter[@name='{name}']")[0].get("domain"))
            for name in ("received_whole", "not_merged")
        }
        found = {
            name: contributions.search_count(domain) for name, domain in filters.items()
        }
        self._see("list", count(), found["received_whole"], found["not_merged"])
        read = {
            name: contributions.web_search_read(domain, {"display_name": {}})["length"]
            for name, domain in filters.items()
        }
        self._see("list read", count(), read["received_whole"], read["not_merged"])
        for groupby in ("state", "session_id", "kind", "date_received:month"):
            groups = {
                name: sum(
                    group["__count"]
                    for group in contributions.formatted_read_group(
                        domain, [groupby], ["__count"]
                    )
                )
                for name, domain in filters.items()
            }
            self._see(
                f"pivot by {groupby}",
                count(),
                groups["received_whole"],
                groups["not_merged"],
            )

    def _see_workload(self):
        """What is to do, and what was answered, agent by agent: observations."""
        rows = self._as("agent")["plpdma.workload"].search(
            [("program_id", "=", self.program.id)]
        )
        waiting = count(lambda said: said.expected and not said.answered)[1]
        told = count(lambda said: said.answered)[1]
        self._see("to do", (None, waiting), made=sum(rows.mapped("to_do_count")))
        self._see("answered", (None, told), made=sum(rows.mapped("answered_count")))
        for row in rows:
            for name in ("to_do", "answered"):
                action = getattr(row, f"action_view_{name}")()
                listed = row.env["plpdma.contribution"].search(action["domain"])
                self.assertEqual(len(listed), row[f"{name}_count"])
                self.assertFalse(listed.filtered(lambda c: not c.is_observation))

    def test_what_an_elu_reads(self):
        """Also the letters of which they read a point, which opens for them."""
        env = self._as("elected")
        contributions = env["plpdma.contribution"]
        domain = contributions._get_shared_domain() & Domain(
            "program_id", "=", self.program.id
        )
        figures = env["plpdma.figures"]
        self._see(
            "figures",
            count(is_shared),
            figures._count_contributions(domain)["received"],
            figures._count_observations(domain)["made"],
        )
        program = env["plpdma.program"].browse(self.program.id)
        self._see(
            "programme",
            count(is_shared),
            program.contribution_count,
            program.observation_count,
        )
        found = contributions.search(
            Domain("is_received", "=", True) & Domain("program_id", "=", program.id)
        )
        self._see("list", count(is_shared), len(found))
        self.assertTrue(all(found.mapped("is_received")))
        for key, session in self.sessions.items():
            self._see(
                f"session, {key}",
                count(is_shared, session=key),
                session.with_env(env).contribution_count,
                session.with_env(env).observation_count,
            )
        self._see_dashboard(program)
        mandate = env["plpdma.mandate"]._get_held()
        self._see(
            "home",
            (None, count(lambda s: is_shared(s) and s.expected and not s.answered)[1]),
            made=mandate.to_answer_count,
        )
        self.assertEqual(len(self.places), 12)

    def _see_dashboard(self, program):
        """Each figure, and what it opens: a letter of which they read a point is opened
        by the first one, wherever the letter stands."""
        contributions = program.env["plpdma.contribution"]
        board = program.get_dashboard()
        sections = {section["key"]: section for section in board["sections"]}
        figures = {
            figure["label"]: figure
            for section in sections.values()
            for figure in section["figures"]
        }
        told = {label: figure["value"] for label, figure in figures.items()}
        self._see(
            "dashboard",
            count(is_shared),
            told["Contributions received"],
            told["Observations made"],
        )
        domain = contributions._get_shared_domain() & Domain(
            "program_id", "=", program.id
        )
        tally = program.env["plpdma.figures"]._tally_contributions(domain)
        standings = tuple(contributions._get_standing_domains())
        for name in ("received", "made"):
            total = 0
            for standing in standings:
                found = contributions.search(tally.domain(name, standing))
                self.assertEqual(len(found), tally.count(name, standing), standing)
                total += len(found)
            self.assertEqual(total, tally.count(name))
        # Few inhabitants are not told.
        answered = tally.count("received", "answered")
        self.assertIn(told["Contributions answered"], (answered, None))

    # ------------------------------------------------------------------
    # Documents
    # ------------------------------------------------------------------
    def test_documents(self):
        for name in self.users:
            self._see_bilan(name, self._print(name, "report_bilan", self.program))
            for key, session in self.sessions.items():
                self._see_session(name, key, session)
            words = self._words(
                self._print(name, "report_publication_table", self.program)
            )
            told = re.search(
                r"Public contributions: (\d+). Observations: (\d+).", words
            )
            self._see(
                f"publication table, {name}", count_public(), *map(int, told.groups())
            )
        self.assertEqual(len(self.places), 33)

    def _see_bilan(self, name, page):
        figures = {
            self._words(row.find("th")): self._words(row.find("td"))
            for row in page.xpath("//table[contains(@class, 'o_plpdma_figures')]//tr")
        }
        expected = count(is_shared)
        self._see(
            f"bilan, {name}",
            expected,
            int(figures["Contributions received"]),
            int(figures["Observations made"]),
        )
        parts = [label for label in figures if label.startswith("– ")]
        self._see(
            f"bilan, parts, {name}", expected, sum(int(figures[p]) for p in parts)
        )
        [chart] = [
            table
            for table in page.xpath("//table[contains(@class, 'o_plpdma_chart')]")
            if self._words(table.find("caption")) == "Observations by decision"
        ]
        numbers = [
            int(self._words(cell))
            for cell in chart.xpath("./tbody/tr/td")
            if "o_plpdma_bars" not in cell.get("class", "")
        ]
        self._see(f"bilan, decisions, {name}", expected, made=sum(numbers))
        themes = page.xpath("//h3[starts-with(normalize-space(), 'No theme (')]")
        told = re.search(r"\((\d+)\)", self._words(themes[0]))[1]
        self._see(f"bilan, themes, {name}", expected, made=int(told))

    def _see_session(self, name, key, session):
        report = {"meeting": "report_minutes", "consultation": "report_synthesis"}[key]
        page = self._print(name, report, session)
        expected = count(is_shared, session=key)
        words = self._words(page)
        if key == "meeting":
            told = re.search(
                r"Contributions received: (\d+). Observations made: (\d+).", words
            )
            self.assertTrue(told, words)
            self._see(f"minutes, {name}", expected, *map(int, told.groups()))
            return
        told = re.search(r"Contributions (\d+) Observations (\d+)", words)
        self.assertTrue(told, words[:600])
        self._see(f"synthesis, {name}", expected, *map(int, told.groups()))

    # ------------------------------------------------------------------
    # Files
    # ------------------------------------------------------------------
    def test_files(self):
        for name in ("agent", "elected"):
            book = openpyxl.load_workbook(self._write(name))
            rows = book["Overview"].iter_rows(values_only=True, max_col=2)
            expected = count() if name == "agent" else count(is_shared)
            figures = [(label, number) for label, number in rows if number is not None]
            # Of the whole concertation, then those of the dashboard.
            for place in range(2):
                for label, figure in (
                    ("Contributions received", "received"),
                    ("Observations made", "made"),
                ):
                    found = [number for told, number in figures if told == label]
                    self.assertEqual(len(found), 2, label)
                    self._see(
                        f"workbook, {name}, {place}", expected, **{figure: found[place]}
                    )
            if name == "agent":
                heads, *lines = book["Contributions and responses"].iter_rows(
                    values_only=True
                )
                lines = [dict(zip(heads, line, strict=True)) for line in lines]
                self._see(
                    "sheet",
                    expected,
                    sum(not line["Point"] for line in lines),
                    sum(line["Progress"] not in ("Split", "Merged") for line in lines),
                )
        for name in ("agent", "elected"):
            file = self._write(name, kind="publication", format="csv")
            text = io.StringIO(file.getvalue().decode("utf-8-sig"), newline="")
            lines = csv.DictReader(text, delimiter=";")
            references = [line["Number"] for line in lines]
            letters = {re.sub(r"-\d+$", "", one) for one in references}
            self._see(
                f"open data, {name}", count_public(), len(letters), len(references)
            )
            book = openpyxl.load_workbook(self._write(name, kind="publication"))
            sheet = book["Observations and responses"]
            self._see(f"publication, {name}", count_public(), made=sheet.max_row - 1)
        self.assertEqual(len(self.places), 16)

    # ------------------------------------------------------------------
    # Pages
    # ------------------------------------------------------------------
    def test_pages(self):
        path = f"/concertation/{self.program.id}/register"
        page = html.document_fromstring(self.url_open(path).content)
        told = re.search(
            r"Contributions found: (\d+), observations: (\d+)", self._words(page)
        )
        self._see("register", count_public(), *map(int, told.groups()))
        entries = len(page.xpath("//article"))
        # Of what was split, one point says what all say.
        gathered = sum(
            (sent.points or (sent.said,))[0].is_public
            for sent in WORLD.values()
            if sent.campaign == "confirmed"
        )
        self.assertEqual(entries, count_public()[1] - gathered + 1)
        preview = self._as("agent")["plpdma.program"].browse(self.program.id)
        told = re.search(r"may read: (\d+)", preview.publication_preview)
        self._see("preview", count_public(), int(told[1]))
        self._see_followed()
        self._see_portal()
        self.assertEqual(len(self.places), 11)

    def _see_followed(self):
        """Authors read each point of what they sent."""
        for name, sent in WORLD.items():
            if not sent.points:
                continue
            # sudo: as the page is given it.
            record = self.records[name].sudo()
            page = html.document_fromstring(
                self.url_open(record._get_follow_path()).content
            )
            text = self._words(page)
            points = [part for part in record.part_ids if part.reference in text]
            self._see(f"follow-up, {name}", (1, len(sent.points)), made=len(points))

    def _see_portal(self):
        self.user_elected.sudo().password = "plpdma_elected" * 2
        self.authenticate(self.user_elected.login, "plpdma_elected" * 2)
        page = html.document_fromstring(self.url_open("/my/concertation").content)
        waiting = count(lambda s: is_shared(s) and s.expected and not s.answered)[1]
        self.assertRegex(
            self._words(page), rf"To answer\W+{waiting}\b|{waiting}\W+To answer"
        )
        self.places.append(("portal", "made"))
