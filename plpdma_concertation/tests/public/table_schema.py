"""A small reader of Table Schema: what stands in a file is what its schema says."""

import re

TYPES = {
    "string": str,
    "date": str,
    "integer": int,
    "boolean": bool,
}
PATTERNS = {
    "date": r"\d{4}-\d{2}-\d{2}",
    "integer": r"-?\d+",
    "boolean": r"true|false",
}


def check_cells(schema, headings, rows):
    """Faults of a CSV file.

    :param dict schema: the Table Schema
    :param headings: of the columns
    :param rows: lists of texts
    :return: list of sentences, and the number of cells that were read
    """
    names = [field["name"] for field in schema["fields"]]
    if names != headings:
        return [f"headings {headings}"], 0
    faults, count = [], 0
    for row in rows:
        if len(row) != len(names):
            faults.append(f"{len(row)} cells")
            continue
        for field, cell in zip(schema["fields"], row, strict=True):
            count += 1
            value = None if cell in schema["missingValues"] else cell
            pattern = PATTERNS.get(field["type"], r"[\s\S]*")
            faults += _check(field, value, pattern)
    return faults + _check_keys(
        schema, [dict(zip(names, row, strict=False)) for row in rows]
    ), count


def check_values(schema, rows):
    """As :func:`check_cells`, of the rows of a JSON file."""
    names = [field["name"] for field in schema["fields"]]
    faults, count = [], 0
    for row in rows:
        if list(row) != names:
            faults.append(f"keys {list(row)}")
            continue
        for field in schema["fields"]:
            count += 1
            value = row[field["name"]]
            kind = TYPES[field["type"]]
            if value is not None and type(value) is not kind:
                faults.append(f"{field['name']}: {value!r} is no {kind}")
                continue
            text = isinstance(value, str)
            pattern = PATTERNS.get(field["type"]) if text else None
            faults += _check(field, value, pattern)
    return faults + _check_keys(schema, rows), count


def _check(field, value, pattern):
    constraints = field.get("constraints", {})
    if value is None:
        return [f"{field['name']} is missing"] if constraints.get("required") else []
    faults = []
    if pattern and not re.fullmatch(pattern, value):
        faults.append(f"{field['name']}: {value!r} is no {field['type']}")
    choices = constraints.get("enum")
    if choices is not None and value not in choices:
        faults.append(f"{field['name']}: {value!r} is no choice")
    return faults


def _check_keys(schema, rows):
    keys = [row[schema["primaryKey"]] for row in rows]
    return [] if len(set(keys)) == len(keys) else ["a key stands twice"]
