"""The text part of a message, for those who read no HTML: made of the page that it
stands beside, with its addresses in their place."""

import re
from textwrap import indent

from lxml import html

SKIPPED = {"head", "style", "script", "title", "img", "meta", "link"}
PARTED = {"p", "h1", "h2", "h3", "h4", "ul", "ol", "table", "blockquote"}
BLOCKS = {"div", "li", "tr", "td", "th", "tbody", "thead", "body", "html", "hr", "br"}
RULE = "-" * 40
KEPT = re.compile(r"white-space:\s*pre")
HIDDEN = re.compile(r"display:\s*none")
QUOTED = re.compile(r"border-left:")
# What stands for the end of a line, of a paragraph, until all is put together.
LINE, PART = "\x00", "\x01"


def to_mail_text(page):
    """The plain text of a message.

    :param str page: HTML
    """
    text = _read(html.document_fromstring(page), False)
    return _settle(text) + "\n"


def _settle(text):
    """The text of pieces, with no more than one empty line between two of them."""
    parts = (
        "\n".join(filter(None, (line.strip(" \t") for line in part.split(LINE))))
        for part in text.split(PART)
    )
    return "\n\n".join(filter(None, (part.strip("\n") for part in parts)))


def _read(node, is_kept):
    """What a node holds, as pieces."""
    if not isinstance(node.tag, str) or node.tag in SKIPPED:
        return ""
    style = node.get("style") or ""
    if HIDDEN.search(style):
        return ""
    if node.tag == "br":
        return LINE
    if node.tag == "hr":
        return f"{PART}{RULE}{PART}"
    is_kept = is_kept or bool(KEPT.search(style))
    if node.tag == "tr":
        return f"{LINE}{_read_row(node, is_kept)}{LINE}"
    text = _read_inside(node, is_kept)
    if node.tag == "a":
        return _read_link(node, text)
    if node.tag == "li":
        return f"{LINE}- {_settle(text)}{LINE}"
    if QUOTED.search(style) or node.tag == "blockquote":
        quoted = indent(_settle(text), "> ", lambda _line: True)
        return f"{PART}{quoted.replace(chr(10), LINE)}{PART}"
    if node.tag in PARTED:
        return f"{PART}{text}{PART}"
    return f"{LINE}{text}{LINE}" if node.tag in BLOCKS else text


def _read_inside(node, is_kept):
    pieces = [_fold(node.text, is_kept)]
    for child in node:
        pieces += [_read(child, is_kept), _fold(child.tail, is_kept)]
    return "".join(pieces)


def _fold(text, is_kept):
    if not text:
        return ""
    if is_kept:
        return text.replace("\r", "").replace("\n", LINE)
    return re.sub(r"[ \t\r\n]+", " ", text)


def _read_row(node, is_kept):
    """The cells of a row: side by side where they are short, one below the other where
    they hold paragraphs."""
    cells = [_read_inside(cell, is_kept) for cell in node if cell.tag in ("td", "th")]
    texts = list(filter(None, map(_settle, cells)))
    if len(texts) > 1 and not any("\n" in text for text in texts):
        return " : ".join(texts) if len(texts) == 2 else " | ".join(texts)
    return PART.join(cells)


def _read_link(node, text):
    """The words of a link, and its address where they do not say it."""
    address = node.get("href") or ""
    plain = re.sub(r"^(mailto|tel):", "", address)
    words = _settle(text)
    told = {words, words.replace(" ", ""), words.replace("\xa0", "")}
    if not address or plain in told:
        return text
    return f"{text.rstrip()} <{plain}>"
