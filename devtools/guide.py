"""`./dev guide`: the pictures of the user's guide, taken from the demonstration."""

import ast
import json
import re
from collections.abc import Iterator
from dataclasses import asdict

from . import browser, cache, databases, demo, i18n, odoo, process
from .console import Problem, say, step
from .guide_pictures import PICTURES
from .odoo import HOST, SCRIPTS, Odoo

HELP = """\
Take anew the pictures of the user's guide (doc/guide/): a fresh demonstration is
served, and each page looked at by the one who would. With names, these alone. --check
takes none: it says which ones are missing, which ones no chapter shows, and which words
that the guide quotes no screen says."""
FOLDER = cache.ROOT / "doc" / "guide"
IMAGES = FOLDER / "images"
SHOWN = re.compile(r"!\[[^\]]+\]\(images/([\w-]+)\.png\)")
QUOTED = re.compile("«([^»]+)»")
MSGSTR = re.compile(r'^msgstr (".*"(?:\n".*")*)', re.MULTILINE)
TAG = re.compile(r"<[^>]+>")
# What the guide quotes of Odoo's own screens.
ODOO_WORDS = {
    "Actions",
    "Ajouter une ligne",
    "Importer",
    "Importer des enregistrements",
    "Imprimer",
    "Nouveau",
    "Paramètres",
    "Plus",
    "Tester",
    "Utilisateurs",
}
PLACE = re.compile(r"\{(\w+)\}")


def run(names: list[str], check: bool) -> int:
    """Take the pictures, or only look at which ones there are."""
    if check:
        if trouble := static_check():
            raise Problem(trouble)
        say("Every picture is there and shown, every word quoted stands on a screen.")
        return 0
    if unknown := {*names} - {picture.name for picture in PICTURES}:
        raise Problem(f"No picture is called {', '.join(sorted(unknown))}.")
    with odoo.ready() as ready:
        database = databases.run_name("guide")
        databases.drop_orphans(ready)
        try:
            demo.prepare(ready, database, reset=True)
            _take(ready, database, names)
        finally:
            databases.drop(ready, database)
    return 0


def static_check() -> str:
    """What is amiss between the chapters, the pictures and the screens' words; empty if
    nothing."""
    return "\n".join([*_check_pictures(), *_check_words()])


def _check_pictures() -> Iterator[str]:
    """Each picture is taken, there, and shown."""
    shown = {name for text in _read_chapters().values() for name in SHOWN.findall(text)}
    present = {path.stem for path in IMAGES.glob("*.png")}
    listed = {picture.name for picture in PICTURES}
    troubles = {
        "shown in the guide, but there is no such file": shown - present,
        "shown in no chapter of the guide": (present | listed) - shown,
        "not in devtools/guide_pictures.py": (present | shown) - listed,
    }
    for trouble, names in troubles.items():
        for name in sorted(names):
            yield f"doc/guide/images/{name}.png: {trouble}."


def _check_words() -> Iterator[str]:
    """What the guide quotes is what the screen says."""
    known = {_plain(text) for text in _read_translations()} | ODOO_WORDS
    for name, text in _read_chapters().items():
        quoted = {_plain(words) for words in QUOTED.findall(text)}
        for words in sorted(quoted - known):
            yield f"doc/guide/{name}: « {words} » stands on no screen."


def _read_chapters() -> dict[str, str]:
    return {path.name: path.read_text() for path in sorted(FOLDER.glob("*.md"))}


def _read_translations() -> Iterator[str]:
    """The French of each term of the addon, without its icons."""
    for lines in MSGSTR.findall(i18n.FRENCH.read_text()):
        text = "".join(ast.literal_eval(line) for line in lines.splitlines())
        yield TAG.sub("", text)


def _plain(words: str) -> str:
    """Words with plain spaces and apostrophes."""
    return " ".join(words.replace("’", "'").split())


def _take(ready: Odoo, database: str, names: list[str]) -> None:
    """Serve the database, and have the pictures taken."""
    program = browser.find(ready)
    if not program:
        raise Problem("There is no Chromium to take pictures with.")
    port = odoo.free_port()
    databases.set_address(ready, database, f"http://localhost:{port}")
    pictures = [
        asdict(picture) for picture in PICTURES if not names or picture.name in names
    ]
    ids = _find_ids(ready, database)
    for picture in pictures:
        if missing := {*PLACE.findall(picture["path"])} - {*ids}:
            raise Problem(f"{picture['name']}: there is no {', '.join(missing)}.")
        picture["path"] = PLACE.sub(lambda match: ids[match[1]], picture["path"])
    IMAGES.mkdir(parents=True, exist_ok=True)
    order = {
        "chromium": program,
        "base": f"http://{HOST}:{port}",
        "folder": str(IMAGES),
        "pictures": pictures,
    }
    with demo.serving(ready, database, port, "guide"):
        step(f"Taking {len(pictures)} pictures")
        output = process.run(
            [ready.python, SCRIPTS / "take_pictures.py"],
            "A picture could not be taken:",
            env=ready.environment,
            stdin=json.dumps(order),
        )
    say(output.rstrip("\n"))


def _find_ids(ready: Odoo, database: str) -> dict[str, str]:
    """The ids of the addon's records, by their external ids."""
    sql = f"SELECT name, res_id FROM ir_model_data WHERE module = '{cache.ADDON}'"
    return {name: str(number) for name, number in databases.query(ready, database, sql)}
