"""What tells whether a mail template is still as it was shipped."""

import hashlib

from lxml import etree, html

from odoo.tools import SQL, file_open


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


def issue_again(env, name, data, shipped, call):
    """Write the body that the data file has now, where the template is as an earlier
    version shipped it; the translations are read again afterwards.

    :param env: environment of the superuser, in English
    :param str name: external id of the template
    :param str data: path of the data file
    :param set shipped: marks of the bodies that earlier versions shipped, in each
        language
    :param str call: what only the present body calls
    :return: whether the template is the present one
    """
    template = env.ref(name, raise_if_not_found=False)
    if not template:
        return True
    texts = template._fields["body_html"]._get_stored_translations(template) or {}
    if call in (texts.get("en_US") or ""):
        return True
    if not texts or any(get_mark(text or "") not in shipped for text in texts.values()):
        return False
    with file_open(data, "rb") as file:
        body = etree.parse(file).find(
            f".//record[@id='{name.partition('.')[2]}']/field[@name='body_html']"
        )
    write_shipped(template, "body_html", body)
    return True


def write_shipped(template, name, node):
    """Write the text of the data file, as core reads it there; the translations are
    read again afterwards.

    :param template: mail.template in superuser mode, in English
    :param str name: of the field
    :param node: the field's element of the data file
    """
    inner = "".join(
        etree.tostring(child, encoding="unicode", method="html") for child in node
    )
    template[name] = inner or node.text
    template.flush_recordset([name])
    column = SQL.identifier(name)
    template.env.cr.execute(
        SQL(
            "UPDATE mail_template SET %(column)s ="
            " jsonb_build_object('en_US', %(column)s -> 'en_US') WHERE id = %(id)s",
            column=column,
            id=template.id,
        )
    )
    template.invalidate_recordset([name])
