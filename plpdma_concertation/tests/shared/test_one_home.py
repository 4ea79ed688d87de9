"""What has one home is written nowhere else."""

import re
from pathlib import Path

from odoo.tests import BaseCase, tagged
from odoo.tools import file_path

MODULE = "plpdma_concertation"
# How each rule would be written again, and where it may stand: its home first.
HOMES = {
    # Searching a computed boolean; the others search a choice, or a record.
    r"operator (?:!=|==) \"in\"": {
        "tools/domains.py",
        "models/actor/plpdma_stakeholder.py",
        "models/actor/res_partner.py",
        "models/session/plpdma_participation_delivery.py",
        "models/shared/plpdma_scope_mixin.py",
    },
    # What a page for one reader tells the browser.
    r"no-store": {"tools/headers.py"},
    # The language of whoever is written to, else the authority's.
    r"\bpartner(?:_id)?\.lang\b": {"models/platform/res_company.py"},
    # Whether an address can be written to: elsewhere it is only brought to one form.
    r"not email_normalize\(": set(),
    r"\b254\b": {"tools/addresses.py"},
    # A day in words: « 1er novembre ».
    r"date_format=\"(?:long|full)\"|d MMMM": {"tools/moments.py"},
    # Today, where the authority is. What is the reader's own: the day that a new form
    # proposes, an example of a date, when a page or a file was made.
    r"context_today|Date\.today\(": {
        "models/platform/res_company.py",
        "export/export.py",
        "models/actor/plpdma_service.py",
        "models/contribution/plpdma_contribution_deadline.py",
        "models/outcome/plpdma_adaptation.py",
        "models/platform/ir_fields_dates.py",
        "models/program/plpdma_program.py",
        "report/plpdma_bilan.py",
        "report/plpdma_publication_table.py",
    },
    # The day of a moment, where the authority is; without a programme, the reader's.
    r"context_timestamp": {"models/contribution/plpdma_contribution_email.py"},
}
# How long a text is: said by the page that shows the field, which asks the rule.
LENGTH = re.compile(r"<(?:input|textarea)\b[^>]*?\smaxlength=\"\d+\"[^>]*>", re.DOTALL)
# What is looked for, not kept.
SEARCHED = {"reference", "code"}


def find_files(pattern):
    root = Path(file_path(MODULE))
    return {
        str(path.relative_to(root)): path.read_text()
        for path in sorted(root.glob(pattern))
        if path.relative_to(root).parts[0] not in ("tests", "migrations")
    }


@tagged("post_install", "-at_install", "plpdma")
class TestOneHome(BaseCase):
    def test_rules_are_written_once(self):
        files = find_files("**/*.py")
        self.assertGreater(len(files), 200)
        for rule, homes in HOMES.items():
            with self.subTest(rule=rule):
                found = {path for path, text in files.items() if re.search(rule, text)}
                self.assertEqual(found, homes)

    def test_no_page_writes_a_day_in_words(self):
        """The widget ``plpdma_day`` does."""
        files = find_files("views/**/*.xml") | find_files("report/**/*.xml")
        written = re.compile(r"d MMMM|[\"']format[\"']: [\"'](?:long|full)")
        self.assertGreater(sum("plpdma_day" in text for text in files.values()), 3)
        self.assertEqual(
            [path for path, text in files.items() if written.search(text)], []
        )

    def test_no_page_writes_how_long_a_text_may_be(self):
        names = [
            (path, re.search(r"\bname=\"(\w+)\"", field).group(1))
            for path, text in find_files("views/**/*.xml").items()
            for field in LENGTH.findall(text)
        ]
        self.assertGreaterEqual(len(names), len(SEARCHED))
        self.assertEqual([name for name in names if name[1] not in SEARCHED], [])
