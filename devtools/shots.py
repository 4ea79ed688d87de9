"""`./dev shots`: all the documents, e-mails and workbooks of the demonstration."""

import html
import json
import shutil
from collections.abc import Iterator
from pathlib import Path

from . import browser, cache, databases, debian, demo, odoo, process
from .console import Problem, say, step, warn
from .odoo import HOST, SCRIPTS, Odoo

HELP = """\
Render every document, e-mail, public page and workbook of the demonstration, as files
and as pictures, into the folder shots/, which is not committed; open shots/index.html.

PDFs become pictures by pdftoppm, workbooks by LibreOffice: what is missing is said."""
FOLDER = cache.ROOT / "shots"
WIDTHS = (600, 360)
PAGE_WIDTHS = (1000, 360)
# Pages of a file of which pictures are taken.
MOST_PAGES = 40
STYLE = """\
body {font-family: sans-serif; margin: 1rem} img {border: 1px solid #888; margin: 4px;
vertical-align: top; max-width: 640px} h3 {margin-bottom: 0}"""


def run() -> int:
    """Render, take the pictures, and write the page that shows them."""
    shutil.rmtree(FOLDER, ignore_errors=True)
    FOLDER.mkdir()
    refusal = "The pictures of this checkout are already being taken."
    with (
        cache.lock_or_refuse(f"shots-{cache.checkout_id()}", refusal),
        odoo.ready() as ready,
    ):
        database = databases.name("shots")
        # As it is when new: what an update leaves out would not be seen.
        demo.prepare(ready, database, reset=True)
        port = odoo.free_port()
        databases.set_address(ready, database, f"http://localhost:{port}")
        with demo.serving(ready, database, port, "shots"):
            _render(ready, database)
            _shoot(ready, port)
    _paint()
    (FOLDER / "index.html").write_text(_compose())
    say(f"Look at {FOLDER / 'index.html'}")
    return 0


def _render(ready: Odoo, database: str) -> None:
    step("Rendering the documents, the e-mails and the workbooks")
    script = (SCRIPTS / "render_shots.py").read_text()
    output = ready.run(
        "What is to be looked at could not be rendered.",
        *("shell", "-d", database, "--no-http", "--log-level=warn"),
        stdin=f"FOLDER = {str(FOLDER)!r}\n{script}",
    )
    (FOLDER / "render.log").write_text(output)
    for line in output.splitlines():
        if line.startswith("!") or "Error" in line:
            warn(line.removeprefix("! "))
    if not (FOLDER / "pages.json").exists():
        raise Problem(process.explain("The rendering stopped.", output))


def _shoot(ready: Odoo, port: int) -> None:
    """Take the e-mails and the public pages, each wide and narrow."""
    program = browser.find(ready)
    if not program:
        warn("There is no Chromium: the e-mails and the pages are not taken.")
        return
    shots = [
        _shot(path.as_uri(), width, path.parent, path.stem)
        for path in sorted((FOLDER / "emails").glob("*.html"))
        for width in WIDTHS
    ]
    (FOLDER / "pages").mkdir(exist_ok=True)
    for name, path in json.loads((FOLDER / "pages.json").read_text()).items():
        address = f"http://{HOST}:{port}{path}"
        shots += [
            _shot(address, width, FOLDER / "pages", name) for width in PAGE_WIDTHS
        ]
    step(f"Taking {len(shots)} pictures")
    output = process.run(
        [ready.python, SCRIPTS / "shoot.py"],
        "A picture could not be taken:",
        env=ready.environment,
        stdin=json.dumps({"chromium": program, "shots": shots}),
    )
    for line in output.splitlines():
        warn(line.removeprefix("! "))


def _shot(address: str, width: int, folder: Path, name: str) -> dict:
    return {"url": address, "width": width, "file": str(folder / f"{name}-{width}.png")}


def _paint() -> None:
    """Pictures of the pages of the documents, and of the workbooks as printed."""
    painter = _find_painter()
    office = shutil.which("soffice") or shutil.which("libreoffice")
    workbooks = sorted((FOLDER / "workbooks").glob("*.xlsx"))
    if not office:
        warn("LibreOffice is missing: the workbooks are not taken.")
    elif workbooks:
        step("Printing the workbooks")
        profile = (cache.checkout_folder() / "office").as_uri()
        process.run(
            [
                *(office, f"-env:UserInstallation={profile}", "--headless"),
                *("--convert-to", "pdf", "--outdir", FOLDER / "workbooks"),
                *workbooks,
            ],
            "LibreOffice could not print the workbooks.",
        )
    if not painter:
        warn("pdftoppm is missing: the pages of the PDFs are not taken.")
        return
    files = sorted(FOLDER.glob("*/*.pdf"))
    step(f"Painting {len(files)} documents")
    for path in files:
        command = [painter, "-r", "60", "-png", "-l", str(MOST_PAGES)]
        process.run(
            [*command, path, path.with_suffix("")], f"{path.name} cannot be painted."
        )


def _find_painter() -> str | None:
    """The program that makes pictures of a PDF, installed where that is allowed."""
    if not shutil.which("pdftoppm") and debian.may_install():
        step("Installing pdftoppm")
        try:
            debian.install(["poppler-utils"])
        except Problem as problem:
            warn(str(problem))
    return shutil.which("pdftoppm")


def _compose() -> str:
    """The page that shows everything."""
    return "\n".join(
        [
            '<!DOCTYPE html><html lang="en"><meta charset="utf-8">',
            f"<title>Shots</title><style>{STYLE}</style><h1>Shots</h1>",
            *_compose_parts(),
            "</html>",
        ]
    )


def _compose_parts() -> Iterator[str]:
    for folder in sorted(path for path in FOLDER.iterdir() if path.is_dir()):
        yield f"<h2>{folder.name}</h2>"
        pictures = sorted(folder.glob("*.png"))
        for path in sorted(folder.iterdir()):
            if path.suffix == ".png":
                continue
            name = html.escape(f"{folder.name}/{path.name}")
            yield f'<h3><a href="{name}">{html.escape(path.name)}</a></h3>'
            if path.suffix == ".txt" or not _shows(path):
                continue
            for picture in pictures:
                if picture.stem.rpartition("-")[0] == path.stem:
                    yield _compose_picture(folder, picture)
        for picture in pictures:
            if folder.name == "pages":
                yield _compose_picture(folder, picture)


def _shows(path: Path) -> bool:
    """Whether pictures of a file were taken."""
    return path.suffix in (".html", ".pdf")


def _compose_picture(folder: Path, picture: Path) -> str:
    name = html.escape(f"{folder.name}/{picture.name}")
    return f'<a href="{name}"><img src="{name}" alt="{name}" loading="lazy"></a>'
