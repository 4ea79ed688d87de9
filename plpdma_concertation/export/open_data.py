"""What everybody may reuse of a programme: its register and its actions, each described
by a Table Schema (https://specs.frictionlessdata.io/table-schema/).

Codes and labels stand apart. The files speak the language of the authority, whoever
asks for them, and hold no more than the public pages.
"""

import json
from dataclasses import dataclass
from datetime import date

from .publication import write_csv
from .table import Table

# Under which everybody may reuse the data: the first of the licences that the State's
# decree lists (D323-2-1 of the Code des relations entre le public et l'administration).
LICENCE = {
    "name": "etalab-2.0",
    "title": "Licence Ouverte / Etalab 2.0",
    "path": "https://www.etalab.gouv.fr/licence-ouverte-open-licence",
}
TABLE_SCHEMA = "https://specs.frictionlessdata.io/schemas/table-schema.json"
# Rises when the columns change: what was kept of the files is no longer theirs.
FORMAT = 1
CSV, JSON, SCHEMA = "csv", "json", "schema.json"
MIMETYPES = {
    CSV: "text/csv; charset=utf-8; header=present",
    JSON: "application/json; charset=utf-8",
    SCHEMA: "application/schema+json; charset=utf-8",
}


@dataclass(frozen=True)
class Described:
    """What those who reuse the data read of a column."""

    name: str
    title: str
    description: str
    type: str = "string"
    # ``{code: label}`` of all that may stand there.
    choices: dict = None
    is_required: bool = False
    is_key: bool = False

    def get_field(self):
        """Dictionary of the column, as a Table Schema says it."""
        field = {
            "name": self.name,
            "title": self.title,
            "description": self.description,
            "type": self.type,
        }
        if self.type == "boolean":
            field |= {"trueValues": ["true"], "falseValues": ["false"]}
        constraints = {}
        if self.is_required or self.is_key:
            constraints["required"] = True
        if self.is_key:
            constraints["unique"] = True
        if self.choices is not None:
            constraints["enum"] = list(self.choices)
            field["categories"] = [
                {"value": code, "label": label} for code, label in self.choices.items()
            ]
        return {**field, "constraints": constraints} if constraints else field


class OpenData(Table):
    """A table of open data of a programme."""

    # Its address, without the extension, and those of its files.
    name = None
    formats = ()
    # In superuser mode, in the language of the authority.
    program = None

    def describe_columns(self):
        """List of :class:`Described`, in the order of the columns."""
        raise NotImplementedError

    def _get_summary(self):
        """Sentence that says what a row is."""
        raise NotImplementedError

    def get_url(self, extension):
        """Full address of one of the files of this table."""
        path = self.program._get_open_data_path(f"{self.name}.{extension}")
        return f"{self.program.get_base_url()}{path}"

    def get_schema(self):
        """Dictionary of the Table Schema."""
        described = self.describe_columns()
        return {
            "$schema": TABLE_SCHEMA,
            "name": f"concertation-{self.program.id}-{self.name}",
            "title": f"{self.title} · {self.program.name}",
            "description": self._get_summary(),
            "homepage": f"{self.program.get_base_url()}"
            f"{self.program._get_public_path()}",
            "contributors": [
                {"title": self.program.company_id.name, "role": "publisher"}
            ],
            "licenses": [LICENCE],
            "resources": [
                {"title": kind.upper(), "path": self.get_url(kind)}
                for kind in self.formats
            ],
            "fields": [one.get_field() for one in described],
            "missingValues": [""],
            "primaryKey": next(one.name for one in described if one.is_key),
        }

    def write_to(self, file, kind):
        """Write one of the files.

        :param file: binary file, open for writing
        :param str kind: its extension
        """
        if kind == SCHEMA:
            file.write(_dump(self.get_schema()).encode())
            return
        columns = self.list_columns()
        names = [column.name for column in columns]
        batches = self.iter_batches(columns)
        if kind == CSV:
            rows = ([tuple(map(_write, row)) for row in batch] for batch in batches)
            write_csv(file, rows, names)
        else:
            self._write_json(file, names, batches)

    def _write_json(self, file, names, batches):
        head = {
            "title": self.title,
            "program": self.program.name,
            "authority": self.program.company_id.name,
            "licence": LICENCE,
            "schema": self.get_url(SCHEMA),
        }
        file.write(_dump(head).rstrip("}\n ").encode())
        file.write(b',\n  "rows": [')
        before = "\n"
        for batch in batches:
            for row in batch:
                text = json.dumps(
                    dict(zip(names, row, strict=True)),
                    ensure_ascii=False,
                    default=str,
                )
                file.write(f"{before}{text}".encode())
                before = ",\n"
        file.write(b"\n]}\n")


def _write(value):
    """The value of a cell, as the Table Schema reads it."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return value.isoformat() if isinstance(value, date) else value


def _dump(value):
    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"
