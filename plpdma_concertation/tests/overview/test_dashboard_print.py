"""The dashboard on one landscape sheet."""

import base64
import io
import re

from lxml import etree, html

from odoo.tests import HttpCase, tagged
from odoo.tools.pdf import PdfFileReader

from ...report.dashboard_layout import GRID, HEIGHT, SCALES, WIDTH, lay_out
from ...tools.svg_bars import BAR, DIGIT, FONT, Bar, draw_bars
from ...tools.svg_grid import draw_grid
from .dashboard_common import DashboardCase

REPORT = "plpdma_concertation.report_dashboard"


@tagged("post_install", "-at_install", "plpdma")
class TestDashboardPrint(DashboardCase, HttpCase):
    def _print(self, user, data=None, **context):
        reports = self._as(user)["ir.actions.report"].with_context(**context)
        content, _type = reports._render_qweb_html(
            REPORT, self.program.ids, data=data or {}
        )
        return html.document_fromstring(content.decode())

    def _text(self, page):
        return " ".join(page.text_content().split())

    def _read_figures(self, page):
        [table] = page.xpath("//table[contains(@class, 'o_plpdma_board_figures')]")
        labels, numbers = (
            [self._text(cell) for cell in table.iter(tag)] for tag in ("th", "td")
        )
        return dict(zip(labels, numbers, strict=True))

    def _say(self, cell):
        """How a cell is told on paper."""
        if cell.get("is_hidden"):
            return "•"
        value = cell["value"]
        if value is None:
            return "–"
        return f"{value:,.0f}" if value == int(value) else f"{value:,.1f}"

    def _read_plots(self, page):
        """``{title: (what is written in the drawing, what is told of it)}``"""
        drawn = {}
        for image in page.xpath("//div[contains(@class, 'o_plpdma_board')]//img"):
            svg = etree.fromstring(base64.b64decode(image.get("src").partition(",")[2]))
            title = image.getparent().find("h2")
            key = "" if title is None else self._text(title)
            self.assertNotIn(key, drawn)
            texts = [node.text for node in svg.iter("{*}text")]
            drawn[key] = texts, image.get("alt")
            width, height = map(float, re.findall(r"([\d.]+)mm", image.get("style")))
            self.assertTrue(width <= WIDTH + 0.1 and height <= HEIGHT)
            # To the tenth of a millimetre.
            own_width, own_height = (float(svg.get(n)) for n in ("width", "height"))
            self.assertAlmostEqual(height, width * own_height / own_width, delta=0.3)
        return drawn

    def test_the_same_figures_as_the_screen(self):
        """Every figure of every part of the page is on the sheet."""
        for name in ("user_agent", "user_manager", "user_elected", "user_limited"):
            user = getattr(self, name)
            board = self._read(user, outside=True)
            page = self._print(user)
            with self.subTest(name):
                self.assertNotIn("more, on the screen", self._text(page))
                told = self._check_figures(page, board)
                self.assertGreaterEqual(told, 14)
                checked = self._check_plots(self._read_plots(page), board)
                checked += self._check_grid(self._read_plots(page)[""], board)
                self.assertGreater(checked, 100)

    def _check_figures(self, page, board):
        """:return: how many figures were compared, of which each is told once"""
        expected = [
            (figure["label"], self._say(figure))
            for section in board["sections"]
            if section["key"] != "now"
            for figure in section["figures"]
        ]
        self.assertEqual(list(self._read_figures(page).items()), expected)
        text = self._text(page)
        [now] = [one for one in board["sections"] if one["key"] == "now"]
        for figure in now["figures"]:
            self.assertIn(f"{figure['label']} {self._say(figure)}", text)
        [dates] = [one["dates"] for one in board["sections"] if "dates" in one]
        for item in dates:
            self.assertIn(f"{item['date']}, {item['label']}", text)
        for sentence in board["sentences"]:
            self.assertIn(" ".join(sentence.split()), text)
        return len(expected)

    def _check_plots(self, drawn, board):
        """:return: how many cells were compared"""
        checked = 0
        for section in board["sections"]:
            for table in section["tables"]:
                if table["key"] in GRID or table["key"] == "heard_role":
                    continue
                texts, alt = drawn.get(table["title"], ([], ""))
                for row in table["rows"]:
                    cells = [self._say(cell) for cell in row["cells"]]
                    self.assertIn(" · ".join(cells), texts)
                    self.assertIn(f"{row['label']}: {', '.join(cells)}", alt)
                    checked += len(cells)
        return checked

    def _check_grid(self, drawn, board):
        """:return: how many cells were compared"""
        texts, alt = drawn
        tables = [self._table(board, key) for key in GRID]
        labels = {row["label"] for table in tables for row in table["rows"]}
        self.assertTrue(labels)
        checked = 0
        for label in labels:
            cells = []
            for table in tables:
                units = [
                    any(cell.get("unit") for cell in column)
                    for column in zip(*(r["cells"] for r in table["rows"]), strict=True)
                ]
                found = [row for row in table["rows"] if row["label"] == label]
                cells += (
                    [self._say(cell) for cell in found[0]["cells"]]
                    if found
                    else ["–" if unit else "0" for unit in units]
                )
            self.assertIn(f"{label}: {', '.join(cells)}", alt)
            checked += len(cells)
        # Who was heard stands above, in the same columns.
        columns = [heading for table in tables for heading in table["headings"][1:]]
        lines = dict(part.split(": ", 1) for part in alt.split("; ")[:3])
        for key in ("heard_college", "heard_role"):
            heard = self._table(board, key)
            for row in heard["rows"]:
                for hearing, cell in zip(
                    heard["headings"][1:], row["cells"], strict=True
                ):
                    place = columns.index(row["label"])
                    found = lines[hearing].split(", ")[place]
                    self.assertEqual(found, self._say(cell), row["label"])
                    checked += 1
        self.assertLessEqual(
            {self._say(c) for r in tables[0]["rows"] for c in r["cells"]}, set(texts)
        )
        return checked

    def test_what_has_no_bar_is_told(self):
        board = self._read(self.user_agent, outside=True)
        places = self._table(board, "places")
        besides = [row for row in places["rows"] if row["cells"][0]["value"] is None]
        self.assertTrue(besides)
        _texts, alt = self._read_plots(self._print(self.user_agent))[places["title"]]
        for row in besides:
            self.assertIn(row["label"], alt)

    def test_a_colon_is_written_as_in_french(self):
        self.env["res.lang"]._activate_lang("fr_FR")
        self.user_agent.lang = "fr_FR"
        page = self._print(self.user_agent, lang="fr_FR")
        self.assertIn("Ce qui vous attend\N{NO-BREAK SPACE}:", page.text_content())

    def test_however_many_lines(self):
        """The letters shrink first; then lines are left out, and counted."""
        cell = {"value": 1}
        tables = [
            {
                "key": key,
                "title": f"Title of {key}",
                "headings": ["Line", *(f"Heading number {n}" for n in range(columns))],
                "chart": chart,
                "rows": [
                    {"label": f"Line number {n}", "cells": [cell] * columns}
                    for n in range(lines)
                ],
            }
            for key, columns, chart, lines in (
                ("theme_college", 6, "grid", 0),
                ("heard_college", 3, "stacked", 6),
                ("places", 3, "bar", 4),
                ("unheard_of", 1, "bar", 2),
            )
        ]
        scales, left_out = [], []
        for themes in (5, 20, 200):
            tables[0]["rows"] = [
                {"label": f"Theme {n}", "cells": [cell] * 6} for n in range(themes)
            ]
            for table in tables:
                table["empty"] = ["0"] * (len(table["headings"]) - 1)
                for row in table["rows"]:
                    row["texts"] = ["1"] * len(row["cells"])
            sheet = lay_out(tables)
            scales.append(sheet["scale"])
            left_out.append(sheet["grid"]["more"])
            self.assertLessEqual(sheet["height"], HEIGHT)
            titles = {plot["title"] for column in sheet["columns"] for plot in column}
            self.assertEqual(
                titles, {f"Title of {t['key']}" for t in tables if t["key"] not in GRID}
            )
            told = sheet["grid"]["text"].count("Theme")
            self.assertEqual(told + left_out[-1], themes)
        self.assertEqual(left_out[:2], [0, 0])
        self.assertGreater(scales[0], scales[1] - 0.001)
        self.assertEqual(scales[2], min(SCALES))
        self.assertGreater(left_out[2], 100)

    def test_narrowed_as_the_screen(self):
        program = self._as(self.user_agent)["plpdma.program"].browse(self.program.id)
        action = program.action_print_dashboard({"theme_id": self.axis.id})
        self.assertEqual(action["report_name"], REPORT)
        page = self._print(self.user_agent, action["data"])
        self.assertIn(self.axis.name, self._text(page))
        made = self._figures(
            self._read(self.user_agent, outside=True, theme_id=self.axis.id), "heard"
        )["Observations made"]
        told = "•" if made is None else str(made)
        self.assertEqual(self._read_figures(page)["Observations made"], told)

    def test_nothing_confided_is_printed(self):
        inside = self._figures(self._read(self.user_manager), "heard")
        page = self._print(self.user_manager)
        text = self._text(page)
        self.assertIn("confided to the staff alone is not counted", text)
        outside = inside["Contributions received"] - len(self.confided)
        printed = self._read_figures(page)["Contributions received"]
        self.assertEqual(printed, str(outside))
        self.assertNotIn("Confidence", text)

    def test_one_sheet(self):
        for name in ("user_agent", "user_elected"):
            reports = self._as(getattr(self, name))["ir.actions.report"]
            content, kind = reports.with_context(
                force_report_rendering=True
            )._render_qweb_pdf(REPORT, self.program.ids)
            self.assertEqual(kind, "pdf")
            pages = PdfFileReader(io.BytesIO(content)).pages
            self.assertEqual(len(pages), 1)
            width, height = map(float, pages[0].mediabox[2:])
            self.assertGreater(width, height)
            # A3: what projects as well as A4, and is read twice as large on paper.
            self.assertEqual((round(width), round(height)), (1191, 842))

    def test_drawing(self):
        bars = [
            Bar(
                "Un <thème> & un autre, très long à écrire sur une ligne",
                [3, 0],
                ["3", "0"],
            ),
            Bar("Court", [1, 6], ["1", "6"]),
            Bar("Tu", [None, None], ["•", "•"]),
        ]
        drawing, height = draw_bars(bars, ["Oui", "Non"])
        svg = etree.fromstring(drawing)
        self.assertAlmostEqual(float(svg.get("height")), height, delta=0.5)
        texts = [node.text for node in svg.iter("{*}text")]
        self.assertIn("Court", texts)
        # No number is cut, however short its bar.
        for told in ("3 · 0", "1 · 6", "• · •"):
            self.assertIn(told, texts)
        for node in svg.iter("{*}text"):
            if "·" in node.text:
                size = len(node.text) * FONT * DIGIT
                right = float(node.get("x")) + size
                self.assertLessEqual(right, float(svg.get("width")) + 1)
        fills = {node.get("fill") for node in svg.iter("{*}rect")}
        self.assertLessEqual({"url(#p0)", "url(#p1)"}, fills)
        widths = [
            float(node.get("width"))
            for node in svg.iter("{*}rect")
            if re.match(r"url", node.get("fill", "")) and node.get("height") == str(BAR)
        ]
        self.assertAlmostEqual(max(widths) / min(widths), 6, 1)

    def test_upright_headings_are_whole(self):
        names = ["Structure de l'économie sociale et solidaire (ESS)", "Élus", "Autres"]
        groups = [("Observations formulées, par catégorie", names * 8)]
        texts = ["0"] * 24
        drawing, height = draw_grid(groups, [("Un <thème>", texts)] * 3, 1500, 1)
        svg = etree.fromstring(drawing)
        self.assertAlmostEqual(float(svg.get("height")), height, delta=0.5)
        upright = [n for n in svg.iter("{*}text") if n.get("transform")]
        self.assertGreater(len(upright), 24)
        words = " ".join(node.text for node in upright)
        self.assertNotIn("…", words)
        self.assertEqual(words.count(names[0].replace("(ESS)", "").strip()), 8)
        self.assertEqual([n.text for n in svg.iter("{*}text")].count("0"), 72)
