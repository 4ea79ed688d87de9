"""`./dev i18n`: the translation files, made from the code."""

import tempfile
from pathlib import Path

from . import cache, databases, odoo, process
from .console import say

HELP = """\
Export the terms to translate (i18n/*.pot) from the code and bring i18n/fr.po up to
date with them, translations kept. --check changes nothing and fails if the template
does not match the code, or if a French translation is missing or doubtful."""
FOLDER = cache.ADDON_PATH / "i18n"
TEMPLATE = FOLDER / f"{cache.ADDON}.pot"
FRENCH = FOLDER / "fr.po"
SCRIPT = odoo.SCRIPTS / "translations.py"


def run(check: bool) -> int:
    """Update the files, or check them."""
    with odoo.ready() as ready:
        databases.drop_orphans(ready)
        database = databases.run_name("i18n")
        databases.copy(ready, databases.bare(), database)
        try:
            failure = "The addon could not be installed."
            databases.install(ready, database, (cache.ADDON,), failure)
            if check:
                trouble = compare(ready, database)
                say(trouble or "The translations are complete.")
                return 1 if trouble else 0
            say(update(ready, database))
            return 0
        finally:
            databases.drop(ready, database)


def compare(ready: odoo.Odoo, database: str) -> str:
    """What is amiss in the files for the addon installed here; empty if nothing."""
    return _with_exported(ready, database, "check")


def update(ready: odoo.Odoo, database: str) -> str:
    """Bring the files up to date; what remains to be translated."""
    FOLDER.mkdir(exist_ok=True)
    return _with_exported(ready, database, "update")


def static_check(python: Path) -> str:
    """What is amiss in the files by themselves; empty if nothing."""
    return _script(python, "check", TEMPLATE)


def _with_exported(ready: odoo.Odoo, database: str, action: str) -> str:
    with tempfile.TemporaryDirectory() as folder:
        exported = Path(folder) / TEMPLATE.name
        ready.run(
            "The terms to translate could not be exported.",
            *("i18n", "export", "-d", database, "-l", "pot", "-o", exported, "--"),
            cache.ADDON,
        )
        return _script(ready.python, action, exported)


def _script(python: Path, action: str, exported: Path) -> str:
    return process.run(
        [python, SCRIPT, action, exported, TEMPLATE, FRENCH],
        "The translation files could not be read.",
    ).strip()
