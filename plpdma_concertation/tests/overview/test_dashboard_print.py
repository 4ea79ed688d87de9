"""The dashboard on one landscape sheet."""

import base64
import io
import re

from lxml import etree, html

from odoo.tests import HttpCase, tagged
from odoo.tools.pdf import PdfFileReader

from ...report.plpdma_dashboard import FRAME
from ...tools.svg_bars import Bar, draw_bars
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

    def test_the_same_figures_as_the_screen(self):
        for name in ("user_agent", "user_elected"):
            user = getattr(self, name)
            board = self._read(user, outside=True)
            page = self._print(user)
            figures = self._read_figures(page)
            heard, flow = (self._figures(board, key) for key in ("heard", "flow"))
            self.assertEqual(len(figures), 8)
            told = 0
            for label, text in figures.items():
                number = {**heard, **flow}[label]
                if number is None:
                    self.assertEqual(text, "•", label)
                    continue
                self.assertEqual(float(text), round(number, 1), label)
                told += 1
            self.assertGreaterEqual(told, 3)
            self._check_plots(page, board)

    def _check_plots(self, page, board):
        plots = page.xpath("//div[@class='o_plpdma_board_plot']")
        self.assertEqual(len(plots), 6)
        images = page.xpath("//div[@class='o_plpdma_board_plot']//img")
        # Where few inhabitants are all that there is, no bar, and a word.
        for plot in plots:
            self.assertTrue(plot.xpath(".//img") or "•" in self._text(plot))
        self.assertGreaterEqual(len(images), 5)
        drawn = {}
        for image in images:
            title = self._text(image.getparent().find("h2"))
            source = base64.b64decode(image.get("src").partition(",")[2])
            svg = etree.fromstring(source)
            drawn[title] = [node.text for node in svg.iter("{*}text")]
            self.assertTrue(image.get("alt"))
            width, height = map(float, re.findall(r"([\d.]+)mm", image.get("style")))
            self.assertTrue(width <= FRAME[0] and height <= FRAME[1])
            # To the tenth of a millimetre.
            drawn_width, drawn_height = (
                float(svg.get(name)) for name in ("width", "height")
            )
            self.assertAlmostEqual(
                height, width * drawn_height / drawn_width, delta=0.2
            )
        stages = self._table(board, "stages")
        told = drawn[stages["title"]]
        for row in stages["rows"]:
            if row["cells"][0]["value"]:
                self.assertIn(str(row["cells"][0]["value"]), told)

    def test_what_has_no_bar_is_told(self):
        board = self._read(self.user_agent, outside=True)
        places = self._table(board, "places")
        besides = [row for row in places["rows"] if row["cells"][0]["value"] is None]
        self.assertTrue(besides)
        text = self._text(self._print(self.user_agent))
        for row in besides:
            self.assertIn(row["label"], text)

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

    def test_drawing(self):
        bars = [
            Bar(
                "Un <thème> & un autre, très long à écrire sur une ligne",
                [3, 0],
                ["3", "0"],
            ),
            Bar("Court", [1, 6], ["1", "6"]),
        ]
        svg = etree.fromstring(draw_bars(bars, ["Oui", "Non"]))
        texts = [node.text for node in svg.iter("{*}text")]
        self.assertIn("Court", texts)
        self.assertIn("6", texts)
        fills = {node.get("fill") for node in svg.iter("{*}rect")}
        self.assertLessEqual({"url(#p0)", "url(#p1)"}, fills)
        widths = [
            float(node.get("width"))
            for node in svg.iter("{*}rect")
            if re.match(r"url", node.get("fill", "")) and node.get("height") == "18"
        ]
        self.assertAlmostEqual(max(widths) / min(widths), 6, 1)
