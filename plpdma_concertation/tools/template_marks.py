"""What tells whether a mail template is still as it was shipped."""

import hashlib

from lxml import html


def get_mark(body):
    """Mark of the text and of the instructions of a template's body: the same however
    it is laid out or sanitised, another one once a word of it was changed.

    :param str body: the HTML of the body, as shipped or as stored
    :return: hexadecimal digits
    """
    parts = []
    for node in html.fromstring(f"<div>{body}</div>").iter():
        parts.append(node.tag)
        parts += [f"{k}={v}" for k, v in sorted(node.items()) if k.startswith("t-")]
        parts += [" ".join((text or "").split()) for text in (node.text, node.tail)]
    words = "\n".join(filter(None, parts))
    return hashlib.sha256(words.encode()).hexdigest()[:16]
