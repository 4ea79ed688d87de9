"""HTML that fetches nothing from elsewhere when it is printed or shown."""

from lxml import etree, html
from markupsafe import escape

# What makes a page, or what prints it, fetch an address.
FETCHING = ("src", "srcset", "background", "poster", "data")
# Elements that do nothing else.
FETCHERS = ("iframe", "object", "embed", "link", "base", "style", "script")


def drop_remote_sources(content):
    """A piece of HTML without what it would fetch from elsewhere.

    :param str content: a fragment, such as the value of an HTML field
    :return: the fragment, as text
    """
    if not content:
        return content
    root = html.fragment_fromstring(str(content), create_parent="div")
    for node in root.xpath(f"//*[{' or '.join(f'self::{tag}' for tag in FETCHERS)}]"):
        node.drop_tree()
    drop_remote_addresses(root)
    inner = "".join(
        etree.tostring(child, encoding="unicode", method="html") for child in root
    )
    return str(escape(root.text or "")) + inner


def drop_remote_addresses(root, own=()):
    """Take the addresses from elsewhere out of what is fetched.

    :param root: tree of elements, changed in place
    :param own: beginnings of the addresses that are our own
    """
    for node in root.iter(etree.Element):
        for name in FETCHING:
            if is_remote(node.get(name), own):
                del node.attrib[name]
        if node.tag in ("link", "image", "use"):
            for name in ("href", "{http://www.w3.org/1999/xlink}href", "xlink:href"):
                if is_remote(node.get(name), own):
                    del node.attrib[name]
        if "url(" in (node.get("style") or "").lower():
            del node.attrib["style"]


def is_remote(address, own=()):
    """Whether an address leads elsewhere than to the page's own server.

    :param str address: as it stands in an attribute, or nothing
    :param own: beginnings of the addresses that are our own
    """
    address = (address or "").strip().lower()
    if address.startswith("data:image/") or address.startswith(tuple(own)):
        return False
    return address.startswith(("//", "\\\\")) or ":" in address.partition("/")[0]
