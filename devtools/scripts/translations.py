"""Check or update translation files.

Arguments: `check` or `update`, the template just exported, the one that is kept, and
the French file.
"""

import importlib.util
import re
import shutil
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import polib

ACCEPTED = 10
# What no typography touches: markup, and what is computed.
KEPT = re.compile(r"(<[^<>]*>|{{.*?}})", re.DOTALL)


def main(action: str, exported: Path, template: Path, french: Path) -> None:
    """Print what is amiss, one line each."""
    if action == "update":
        update(exported, template, french)
    trouble = list(check(exported, template, french))
    for line in trouble[:ACCEPTED]:
        print(line)
    if len(trouble) > ACCEPTED:
        print(f"… and {len(trouble) - ACCEPTED} more.")


def update(exported: Path, template: Path, french: Path) -> None:
    """Take the exported terms over; keep the translations of those that remain."""
    if not template.exists() or terms(template) != terms(exported):
        shutil.copyfile(exported, template)
    source = polib.pofile(str(template))
    if french.exists():
        target = polib.pofile(str(french))
    else:
        target = polib.POFile()
        target.metadata = {**source.metadata, "Language": "fr"}
    target.wrapwidth = source.wrapwidth = 78
    target.merge(source)
    for entry in target.obsolete_entries():
        target.remove(entry)
    set_spaces = typography(french)
    for entry in target:
        entry.msgstr = set_spaces(entry.msgstr)
    target.sort(key=lambda entry: (entry.msgid, entry.msgctxt or ""))
    target.save(str(french))


def typography(french: Path) -> Callable[[str], str]:
    """The function that sets the spaces of a French term, by the rules of the addon."""
    path = french.parents[1] / "tools" / "typography.py"
    spec = importlib.util.spec_from_file_location("typography", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)

    def set_spaces(text: str) -> str:
        parts = KEPT.split(text)
        parts[::2] = map(module.set_spaces, parts[::2])
        return "".join(parts)

    return set_spaces


def terms(path: Path) -> dict[tuple, tuple]:
    """The terms of a file and where each comes from."""
    return {
        (entry.msgctxt, entry.msgid): (
            entry.comment,
            sorted(name for name, _line in entry.occurrences),
        )
        for entry in polib.pofile(str(path))
    }


def check(exported: Path, template: Path, french: Path) -> Iterator[str]:
    """Say what is amiss."""
    for path in (template, french):
        if not path.exists():
            yield f"{path.name} is missing: run ./dev i18n"
            return
    if terms(exported) != terms(template):
        changed = terms(exported).keys() ^ terms(template).keys()
        yield f"{template.name} does not match the code: run ./dev i18n"
        yield from (f"  {message!r}" for _context, message in sorted(changed, key=str))
    entries = polib.pofile(str(french))
    expected = {message for _context, message in terms(template)}
    if expected != {entry.msgid for entry in entries if not entry.obsolete}:
        yield f"{french.name} does not match {template.name}: run ./dev i18n"
    set_spaces = typography(french)
    for entry in entries:
        if entry.msgstr != set_spaces(entry.msgstr):
            yield f"{french.name}: spaces of {entry.msgstr!r}: run ./dev i18n"
    for entry in entries.untranslated_entries():
        yield f"{french.name}: no translation of {entry.msgid!r}"
    for entry in entries.fuzzy_entries():
        yield f"{french.name}: doubtful translation of {entry.msgid!r}"


if __name__ == "__main__":
    main(sys.argv[1], *map(Path, sys.argv[2:]))
