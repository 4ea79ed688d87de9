"""The file of a procedure: its pieces, in numbered folders, and what is missing."""

import csv
import hashlib
import io
import re
import shutil
import unicodedata
from dataclasses import dataclass

from markupsafe import Markup

from .texts import disarm

INTERNAL, PUBLIC = "internal", "public"
# The folders, in the order of the procedure.
FOLDERS = (
    "frame",
    "body",
    "sessions",
    "draft",
    "consultation",
    "register",
    "opinions",
    "answers",
    "adoption",
    "publication",
    "reports",
    "log",
)
MAX_SLUG = 60
CHUNK = 1 << 16

PAGE = Markup(
    '<!DOCTYPE html>\n<html lang="{lang}">\n<head>\n<meta charset="utf-8">\n'
    '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
    "<title>{title}</title>\n"
    "<style>body {{font-family: sans-serif; line-height: 1.5; max-width: 60rem; "
    "margin: 2rem auto; padding: 0 1rem}} table {{border-collapse: collapse}} "
    "th, td {{border: 1px solid #767676; padding: .3rem .5rem; text-align: left; "
    "vertical-align: top}} code {{overflow-wrap: anywhere}}</style>\n"
    "</head>\n<body>\n<main>\n<h1>{title}</h1>\n{body}\n</main>\n</body>\n</html>\n"
)


@dataclass(frozen=True)
class Piece:
    """A piece of the file, or one that is missing.

    ``folder`` is one of :data:`FOLDERS`. ``write`` is given a binary file, into which
    it writes the piece; ``None`` where there is nothing to write: ``missing`` then says
    what to do. ``url`` is the address of the page that says the same, where there is
    one. ``is_printed``: made from the records when the file is made, whatever the day
    that ``date`` says it is about.
    """

    folder: str
    title: str
    extension: str = ""
    date: object = None
    write: object = None
    missing: str = ""
    url: str = ""
    is_printed: bool = False


def slugify(text):
    """The text as a part of a file's name that every system takes; what is too long
    ends with a whole word."""
    text = re.sub(r"[\u2010-\u2015\u2019]", "-", str(text))
    text = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    slug = re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")
    if len(slug) > MAX_SLUG:
        slug = slug[: MAX_SLUG + 1].rpartition("-")[0] or slug[:MAX_SLUG]
    return slug or "x"


def name_pieces(pieces, labels):
    """Yield ``(piece, path)`` in the order of the folders: that of each piece in the
    file; ``None`` for a missing one.

    :param pieces: iterable of :class:`Piece`
    :param dict labels: the name of each folder
    """
    pieces = list(pieces)
    for number, folder in enumerate(FOLDERS, 1):
        place = f"{number:02}_{slugify(labels[folder])}"
        rank = 0
        for piece in pieces:
            if piece.folder == folder:
                path = None
                if piece.write:
                    rank += 1
                    name = f"{rank:02}_{slugify(piece.title)}.{piece.extension}"
                    path = f"{place}/{name}"
                yield piece, path


def write_page(lang, title, sections):
    """The function that writes a page of HTML.

    :param str lang: code of the language of the page
    :param sections: ``[(heading, content)]``; a content is ``Markup``, or a text of
        which the lines are kept; a heading may be empty
    """

    def write(file):
        body = Markup("\n").join(
            (Markup("<h2>{}</h2>\n").format(heading) if heading else Markup(""))
            + (
                content
                if isinstance(content, Markup)
                else Markup('<p style="white-space: pre-line">{}</p>').format(content)
            )
            for heading, content in sections
        )
        page = PAGE.format(lang=lang.replace("_", "-"), title=title, body=body)
        file.write(page.encode())

    return write


def write_table(headings, rows):
    """The function that writes a CSV file, read by spreadsheets as UTF-8.

    :param list headings: of the columns
    :param rows: iterable of lists of cells
    """

    def write(file):
        text = io.TextIOWrapper(file, encoding="utf-8-sig", newline="")
        writer = csv.writer(text, delimiter=";")
        writer.writerow(headings)
        writer.writerows(
            ["" if cell is None or cell is False else disarm(cell) for cell in row]
            for row in rows
        )
        text.detach()

    return write


def copy_digested(source, target):
    """Copy a file into another one.

    :param source: binary file, read from its beginning
    :param target: binary file, open for writing
    :return: SHA-256 of what was copied, and its number of bytes
    """
    source.seek(0)
    digest, size = hashlib.sha256(), 0
    while chunk := source.read(CHUNK):
        digest.update(chunk)
        size += len(chunk)
        target.write(chunk)
    return digest.hexdigest(), size


def write_copy(path):
    """The function that writes a copy of a file of the disk."""

    def write(file):
        with open(path, "rb") as source:
            shutil.copyfileobj(source, file, CHUNK)

    return write
