"""The HTML of an e-mail as the lines that its author sees."""

import re
from dataclasses import dataclass
from html import unescape

from lxml import etree, html

SKIPPED = {"head", "style", "script", "title", "template", "meta", "link", "object"}
# What begins and ends a line, and what a blank line sets apart.
BLOCKS = set(
    "address article aside blockquote body center dd div dl dt fieldset figure footer "
    "form h1 h2 h3 h4 h5 h6 header hr li main nav ol p pre section table tbody tfoot "
    "thead tr ul".split()
)
PARAGRAPHS = {"p", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "dl", "table", "pre"}
SIGNATURES = re.compile(
    r"gmail_signature|moz-signature|odoo_signature_wrapper|ms-outlook-mobile-signature"
    r"|^Signature$|x_Signature"
)
# The line that announces a quote, and the block that repeats its headers.
ANNOUNCES = re.compile(r"\b(?:gmail_attr|moz-cite-prefix|x_moz-cite-prefix)\b")
HEADERS = re.compile(r"divRplyFwdMsg|OutlookMessageHeader")
QUOTES = re.compile(r"\b(?:yahoo_quoted|ymail_android_signature|zmail_extra)\b")
HIDDEN = re.compile(r"display\s*:\s*none|mso-hide\s*:\s*all", re.IGNORECASE)
NO_MARGIN = re.compile(r"\bMso(?:Normal|ListParagraph|PlainText)")
SPACES = re.compile(r"[ \t\n\r\f]+")
EMOJI = re.compile(r"[^\w\s.,;:!?'\"()<>/-]{1,8}")


@dataclass
class Line:
    """One line of a message."""

    text: str
    # How many quotes it stands in.
    depth: int = 0
    # What its programme says that it is: "signature", "announce", "headers".
    kind: str = ""
    # Whether the programme, and not a mere sign in the text, says that it is a quote.
    is_marked: bool = False

    @property
    def words(self):
        """Its text without the signs of a quote."""
        return re.sub(r"^(?:>[ \xa0]?)+", "", self.text) if self.depth else self.text


def read_html(source):
    """List of ``Line``: those of a text in HTML, as its author sees them.

    :param str source: HTML as it was received
    """
    parser = html.HTMLParser(encoding="utf-8", huge_tree=True, remove_comments=True)
    # Word's own tags, and its lists' marks.
    source = re.sub(r"</?o:[^>]*>|<!\[[^>]*\]>", "", source)
    try:
        document = html.document_fromstring(source.encode("utf-8"), parser=parser)
    except (etree.LxmlError, ValueError, AssertionError):
        return _read_tags(source)
    reader = _Reader()
    reader.walk(document)
    has_text = any(line.text.strip("\xa0 ") for line in reader.lines)
    return reader.lines if has_text else _read_tags(source)


def _read_tags(source):
    """List of ``Line`` of the text between tags, where they are nested beyond what the
    library reads."""
    source = re.sub(
        r"(?is)<(head|style|script|title)\b.*?</\1\s*>|<!--.*?-->", "", source
    )
    source = re.sub(r"(?i)\s*<(?:br|/p|/div|/li|/tr)\b[^>]*>\s*", "\n", source)
    text = unescape(re.sub(r"<[^>]*>", "", source)).strip()
    return [Line(line.strip()) for line in text.split("\n")] if text else []


class _Reader:
    """The reader of a document, without recursion: nothing limits how deep one is
    nested."""

    def __init__(self):
        self.lines = []
        self.text = ""
        self.wants_blank = False
        self.quotes = 0
        self.kinds = []
        self.lists = []
        self.pre = 0
        self.bullet = ""

    def walk(self, root):
        """Read the whole document into ``lines``."""
        stack = [("open", root)]
        while stack:
            step, node = stack.pop()
            if step == "close":
                self.close(node)
                continue
            if step == "tail":
                self.add(node.tail)
                continue
            if not isinstance(node.tag, str) or self.is_skipped(node):
                continue
            self.open(node)
            self.add(node.text)
            stack.append(("close", node))
            for child in reversed(node):
                stack.append(("tail", child))
                stack.append(("open", child))
        self.end_line()

    def is_skipped(self, node):
        """Whether nothing of an element is shown."""
        return node.tag in SKIPPED or bool(HIDDEN.search(node.get("style") or ""))

    def open(self, node):
        """Note that an element begins."""
        tag = node.tag
        if tag == "br":
            self.end_line(force=True)
        elif tag in ("td", "th") and self.text.strip():
            self.text = self.text.rstrip() + "\t"
        elif tag == "img":
            alt = node.get("alt") or ""
            if EMOJI.fullmatch(alt):
                self.add(alt)
        if tag in BLOCKS:
            self.end_line()
            self.wants_blank |= self.is_paragraph(node, len(self.lists))
        # What is said of a block holds for its lines, which begin after the last one.
        self.quotes += is_quote(node)
        self.kinds.append(get_kind(node) or (self.kinds and self.kinds[-1]) or "")
        if tag == "pre":
            self.pre += 1
        elif tag in ("ul", "ol"):
            self.lists.append(get_start(node) if tag == "ol" else None)
        elif tag == "li":
            self.bullet = self.get_bullet()

    def close(self, node):
        """Note that an element ends."""
        if node.tag in BLOCKS:
            self.end_line()
            self.wants_blank |= self.is_paragraph(node, len(self.lists) - 1)
        self.quotes -= is_quote(node)
        self.kinds.pop()
        if node.tag == "pre":
            self.pre -= 1
        elif node.tag in ("ul", "ol"):
            self.lists.pop()

    def is_paragraph(self, node, lists):
        """Whether a blank line sets a block apart.

        :param int lists: in how many lists it stands
        """
        if node.tag in ("ul", "ol") and lists > 0:
            return False
        margin = node.get("class") or ""
        return (
            node.tag in PARAGRAPHS and not NO_MARGIN.search(margin)
        ) or node.tag == "blockquote"

    def get_bullet(self):
        """Text that begins the next item of the list, which is counted."""
        if not self.lists:
            return "- "
        number = self.lists[-1]
        if number is not None:
            self.lists[-1] = number + 1
        mark = "- " if number is None else f"{number}. "
        return "  " * (len(self.lists) - 1) + mark

    def add(self, text):
        """Add a text to the line being read."""
        if not text:
            return
        if self.pre:
            first, *others = text.replace("\r\n", "\n").split("\n")
            self.text += first
            for other in others:
                self.end_line(force=True)
                self.text = other
            return
        text = SPACES.sub(" ", text)
        if not self.text or self.text.endswith((" ", "\t")):
            text = text.lstrip(" ")
        self.text += text

    def end_line(self, force=False):
        """End the line being read.

        :param bool force: even where it is empty
        """
        text = self.text.rstrip() if self.pre else self.text.strip(" \t")
        has_space = bool(text)
        text = text.strip("\xa0\u200b") if not text.strip("\xa0\u200b \t") else text
        self.text = ""
        if not text and not force and not has_space:
            return
        if self.wants_blank and self.lines and text:
            if self.lines[-1].text:
                self.append("")
        if text:
            self.wants_blank = False
            text, self.bullet = self.bullet + text, ""
        self.append(text)

    def append(self, text):
        """Add a whole line."""
        self.lines.append(
            Line(text, self.quotes, self.kinds[-1] if self.kinds else "", True)
        )


def get_start(node):
    """The number at which a list begins."""
    start = node.get("start") or ""
    return int(start) if start.isdecimal() and len(start) < 6 else 1


def is_quote(node):
    """Whether a block is what the author answers, and not a text that they set in."""
    names = f"{node.get('class') or ''} {node.get('id') or ''}"
    if QUOTES.search(names):
        return True
    if node.tag != "blockquote":
        return False
    style = (node.get("style") or "").replace(" ", "").lower()
    if "border:none" in style or "border-width:0" in style:
        return False
    return (
        node.get("type") == "cite"
        or node.get("cite") is not None
        or "gmail_quote" in names
        or "border-left" in style
    )


def get_kind(node):
    """``signature``, ``announce`` or ``headers``: what a programme marks an element as;
    else empty."""
    names = (node.get("class") or "", node.get("id") or "")
    if any(SIGNATURES.search(name) for name in names):
        return "signature"
    if node.get("data-smartmail") == "gmail_signature":
        return "signature"
    if any(ANNOUNCES.search(name) for name in names):
        return "announce"
    if any(HEADERS.search(name) for name in names):
        return "headers"
    return ""
