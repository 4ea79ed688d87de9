"""HTML that fetches nothing from elsewhere when it is printed or shown."""

import posixpath
import re

from lxml import etree, html
from markupsafe import escape

# What makes a page, or what prints it, fetch an address.
FETCHING = ("src", "background", "poster", "data", "data-src", "data-oe-expression")
# Elements that do nothing else.
FETCHERS = (
    "iframe",
    "object",
    "embed",
    "link",
    "base",
    "meta",
    "style",
    "script",
    "animate",
    "set",
)
# Attributes that hold style.
STYLES = (
    "style",
    "fill",
    "stroke",
    "filter",
    "mask",
    "clip-path",
    "cursor",
    "marker-start",
    "marker-mid",
    "marker-end",
)
HREFS = ("href", "{http://www.w3.org/1999/xlink}href", "xlink:href")
# Where an address is told to whoever clicks, and is not fetched.
LINKS = ("a", "area")
# What in a style fetches an address; a backslash may spell any of them otherwise.
FETCHING_STYLE = re.compile(r"(?:url|image|image-set|src)\s*\(|@import|\\", re.I)
ADDRESS_IN_STYLE = re.compile(r"url\(\s*(['\"]?)([^'\"()\\]*)\1\s*\)", re.I)
# Without any of these, there is nothing to look for.
SUSPECT = re.compile(
    rf"<(?:{'|'.join(FETCHERS)})\b"
    rf"|(?:{'|'.join((*FETCHING, *STYLES, 'srcset', 'href'))})\s*=",
    re.IGNORECASE,
)
# What browsers leave out of an address before they read it.
IGNORED = dict.fromkeys(range(0x21))
# Addresses of our own server, in what a message is made of.
IN_STYLE = re.compile(r"(\burl\((?:&\#34;|&\#39;|&quot;|')?)(/[^'\")&]*)")
IN_ATTRIBUTE = re.compile(r'(\s(?:src|href|background)=")(/[^"]*)')


def drop_remote_sources(content, own=()):
    """HTML without what it would fetch from elsewhere, as text; the very same when it
    fetches nothing.

    :param str content: a fragment, such as the value of an HTML field
    :param own: beginnings of the addresses that are our own, in small letters, each
        with the slash that ends the name of the server
    """
    if not content or not SUSPECT.search(content):
        return content
    root = html.fragment_fromstring(str(content), create_parent="div")
    found = root.xpath(f"//*[{' or '.join(f'self::{tag}' for tag in FETCHERS)}]")
    for node in found:
        node.drop_tree()
    if not drop_remote_addresses(root, own) and not found:
        return content
    return _write_inner(root)


def drop_links(content):
    """HTML whose links lead nowhere, as text: it is looked at, not used.

    :param str content: a fragment, such as the value of an HTML field
    """
    if not content:
        return content
    root = html.fragment_fromstring(str(content), create_parent="div")
    for node in root.iter(*LINKS):
        node.attrib.pop("href", None)
    return _write_inner(root)


def _write_inner(root):
    inner = "".join(
        etree.tostring(child, encoding="unicode", method="html") for child in root
    )
    return str(escape(root.text or "")) + inner


def drop_remote_addresses(root, own=()):
    """Whether anything was fetched from elsewhere; those addresses are taken out.

    :param root: tree of elements, changed in place
    :param own: as for :func:`drop_remote_sources`
    """
    found = [
        (node, name)
        for node in root.iter(etree.Element)
        for name, value in node.attrib.items()
        if _is_fetched_elsewhere(node.tag, name, value, own)
    ]
    for node, name in found:
        del node.attrib[name]
    return bool(found)


def _is_fetched_elsewhere(tag, name, value, own):
    if name in FETCHING:
        return is_remote(value, own)
    if name in HREFS:
        return tag not in LINKS and is_remote(value, own)
    if name == "srcset":
        return any(is_remote(part, own) for part in re.split(r"[\s,]+", value))
    return name in STYLES and is_remote_style(value, own)


def is_remote_style(style, own=()):
    """Whether a style fetches anything from elsewhere.

    :param str style: as it stands in an attribute
    :param own: as for :func:`drop_remote_sources`
    """

    def keep_remote(match):
        return match[0] if is_remote(match[2], own) else ""

    return bool(FETCHING_STYLE.search(ADDRESS_IN_STYLE.sub(keep_remote, style)))


def is_remote(address, own=()):
    """Whether an address leads elsewhere than to the page's own server.

    :param str address: as it stands in an attribute, or nothing
    :param own: as for :func:`drop_remote_sources`
    """
    address = (address or "").translate(IGNORED).replace("\\", "/").lower()
    if address.startswith("data:image/") or address.startswith(tuple(own)):
        return False
    return address.startswith("//") or ":" in address.partition("/")[0]


def make_joinable(content):
    """HTML of a message whose addresses can all be made complete: core refuses those
    that begin as our own and lead elsewhere, or up.

    :param str content: HTML
    """
    content = IN_STYLE.sub(_join, content)
    return IN_ATTRIBUTE.sub(_join, content)


def _join(match):
    address = match[2]
    if address.startswith("//"):
        return f"{match[1]}https:{address}"
    path, rest = re.fullmatch(r"([^?#]*)(.*)", address, re.DOTALL).groups()
    if "/." in path:
        path = posixpath.normpath(path)
    return match[1] + path + rest
