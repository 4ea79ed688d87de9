"""Files imported the way Odoo's own import screen does it, in French."""

import csv
import io

from odoo.tools import SQL, file_open

from ..common import ConcertationCase

MODULE = "plpdma_concertation"
# What the import screen sends when nobody touched its settings.
SCREEN_OPTIONS = {
    "advanced": True,
    # By which channel the rows came, where the file does not say so.
    "plpdma_choices": [["channel", "", "take:email"]],
    "date_format": "",
    "datetime_format": "",
    "encoding": "",
    "fallback_values": {},
    "float_decimal_separator": ".",
    "float_thousand_separator": ",",
    "has_headers": True,
    "import_set_empty_fields": [],
    "import_skip_records": [],
    "keep_matches": False,
    "limit": 2000,
    "name_create_enabled_fields": {},
    "quoting": '"',
    "separator": "",
    "sheet": "",
    "sheets": [],
    "skip": 0,
    "tracking_disable": True,
}


class ImportCase(ConcertationCase):
    """An agent who works in French, at the import screen."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang("fr_FR")
        (cls.user_agent | cls.user_manager).lang = "fr_FR"
        cls.french_env = cls.agent_env(
            context=dict(cls.agent_env.context, lang="fr_FR")
        )
        cls.contributions = cls.french_env["plpdma.contribution"]
        cls.consultation = cls.agent_env["plpdma.session"].create(
            {
                "name": "Consultation du public sur le projet",
                "program_id": cls.program.id,
                "nature": "consultation",
                "format": "public",
                "proposal": "<p>Projet de programme 2026-2031</p>",
                "date_start": "2025-09-01 06:00:00",
                "date_stop": "2025-09-30 20:00:00",
            }
        )

    def _read_test_file(self, name):
        with file_open(f"{MODULE}/tests/data/{name}", "rb") as file:
            return file.read()

    def _read_rows(self, content):
        """The rows of a file as Python reads them, one dictionary each."""
        text = content.decode("utf-8-sig")
        return list(csv.DictReader(io.StringIO(text, newline=""), delimiter=";"))

    def _make_file(self, headings, *rows):
        file = io.StringIO(newline="")
        writer = csv.writer(file, delimiter=";")
        writer.writerow(headings)
        writer.writerows(rows)
        return file.getvalue().encode("utf-8-sig")

    def _preview(self, model, content, name="file.csv", **options):
        """Upload a file and let the screen match its headings.

        :return: the wizard, and what the screen shows
        """
        wizard = model.env["base_import.import"].create(
            {"res_model": model._name, "file": content, "file_name": name}
        )
        preview = wizard.parse_preview({**SCREEN_OPTIONS, **options})
        self.assertNotIn("error", preview)
        return wizard, preview

    def _import(
        self,
        model,
        content,
        name="file.csv",
        dryrun=False,
        leaves_columns=False,
        **options,
    ):
        """Upload a file, keep the matching proposed, and import.

        :param bool leaves_columns: whether some columns may have no field
        :return: records created, messages
        """
        wizard, preview = self._preview(model, content, name, **options)
        fields = [
            "/".join(preview["matches"].get(index, [])) or False
            for index in range(len(preview["headers"]))
        ]
        if not leaves_columns:
            self.assertNotIn(False, fields, preview["headers"])
        result = wizard.with_context(tracking_disable=True).execute_import(
            fields,
            [heading.strip().lower() for heading in preview["headers"]],
            preview["options"],
            dryrun=dryrun,
        )
        self.env.flush_all()
        return model.browse(result["ids"] or []), result["messages"]

    def _get_texts(self, messages):
        """What the messages say, typographic spaces made plain."""
        return [message["message"].replace("\xa0", " ") for message in messages]


class SequenceCase(ImportCase):
    def _get_last_number(self):
        """The last number that PostgreSQL gave, in all the years."""
        self.env.flush_all()
        sequence = self.env.ref("plpdma_concertation.sequence_contribution")
        numbers = []
        for dates in sequence.date_range_ids:
            name = f"ir_sequence_{sequence.id:03d}_{dates.id:03d}"
            query = "SELECT last_value, is_called FROM %s"
            numbers += self.env.execute_query(SQL(query, SQL.identifier(name)))
        return numbers
