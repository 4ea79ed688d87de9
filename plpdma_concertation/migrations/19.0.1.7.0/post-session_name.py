import re

from psycopg2.extras import Json

from odoo import SUPERUSER_ID, api

from odoo.addons.plpdma_concertation.tools.template_marks import get_mark

# The messages that tell the guests of a change: the bodies that earlier versions
# shipped, in English, and what their sentence becomes in each language.
MESSAGES = {
    "mail_template_session_invitation": (
        {"ca3b18447a186fd5", "68ce2b3916fc8e15", "ddec168f5e6cc47f"},
        {
            "en_US": (
                "The date or the place of a session to which",
                "What you know of a session to which",
            ),
            "fr_FR": (
                "La date ou le lieu d'un temps de participation auquel",
                "Ce que vous savez d'un temps de participation auquel",
            ),
        },
    ),
    "mail_template_session_stand_in": (
        {"af47d77739100820", "8c5708c407d1a4f2", "c15407b805579997"},
        {
            "en_US": (
                "The date or the place of the session at which",
                "What you know of the session at which",
            ),
            "fr_FR": (
                "La date ou le lieu du temps de participation où",
                "Ce que vous savez du temps de participation où",
            ),
        },
    ),
}


def migrate(cr, version):
    """The guests of what is planned know it by the name that it has; what tells them of
    a change does not say that it is the date or the place, where its words are those
    that were shipped. Nobody is written to."""
    cr.execute(
        """
        UPDATE plpdma_session SET told_name = name
         WHERE told_date_start IS NOT NULL AND told_name IS NULL
        """
    )
    env = api.Environment(cr, SUPERUSER_ID, {})
    for name, (marks, sentences) in MESSAGES.items():
        template = env.ref(f"plpdma_concertation.{name}", raise_if_not_found=False)
        if template:
            reword(template, marks, sentences)
    env.invalidate_all()


def reword(template, marks, sentences):
    """Change one sentence of a template in each language, unless its authority has
    changed it."""
    texts = template._fields["body_html"]._get_stored_translations(template) or {}
    if get_mark(texts.get("en_US") or "") not in marks:
        return
    for lang, (old, new) in sentences.items():
        if lang in texts:
            words = r"\s+".join(map(re.escape, old.split()))
            words = words.replace("'", "(?:'|’|&#39;)")
            texts[lang] = re.sub(words, new, texts[lang])
    template.env.cr.execute(
        "UPDATE mail_template SET body_html = %s WHERE id = %s",
        [Json(texts), template.id],
    )
