from collections import defaultdict

from psycopg2.extras import Json

from odoo import SUPERUSER_ID, api


def migrate(cr, version):
    """Give our views back the words that they had in other languages.

    Those of the very view come first; for what came from another view, the words that
    all the views agreed on. What is found in none is read from the translations of the
    module, which come next, and leave what is there.
    """
    env = api.Environment(cr, SUPERUSER_ID, {})
    field = env["ir.ui.view"]._fields["arch_db"]
    cr.execute("SELECT id, arch_db FROM plpdma_view_before")
    own = {view_id: read_words(field, archs) for view_id, archs in cr.fetchall()}
    everywhere = defaultdict(set)
    for words in own.values():
        for key, translation in words.items():
            everywhere[key].add(translation)
    shared = {key: [*found][0] for key, found in everywhere.items() if len(found) == 1}
    languages = {language for language, _term in everywhere}
    views = env["ir.model.data"].search(
        [("module", "=", "plpdma_concertation"), ("model", "=", "ir.ui.view")]
    )
    cr.execute(
        "SELECT id, arch_db FROM ir_ui_view WHERE id = ANY(%s) AND mode = 'extension'",
        [views.mapped("res_id")],
    )
    for view_id, archs in cr.fetchall():
        words = {**shared, **own.get(view_id, {})}
        translated = {
            language: field.translate(
                lambda term, language=language, words=words: words.get(
                    (language, fold(term))
                ),
                archs["en_US"],
            )
            for language in languages
        }
        cr.execute(
            "UPDATE ir_ui_view SET arch_db = %s WHERE id = %s",
            [Json({**translated, **archs}), view_id],
        )
    cr.execute("DROP TABLE plpdma_view_before")
    env.invalidate_all()


def read_words(field, archs):
    """``{(language, term): translation}`` of what a view says in other languages."""
    source, others = archs["en_US"], {k: v for k, v in archs.items() if k != "en_US"}
    return {
        (language, fold(term)): translation
        for term, found in field.get_translation_dictionary(source, others).items()
        for language, translation in found.items()
        if translation != term
    }


def fold(term):
    """The term without its line breaks, which move with its indentation."""
    return " ".join(term.split())
