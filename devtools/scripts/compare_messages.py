"""Compare the words of each message of ours with those that core reads in our files
when it resets it. A subject that the authority chose is told apart by the check itself.

What is printed is amiss. Nothing is kept.
"""

# ruff: noqa: F821 (`env` is set by Odoo's shell)
MODULE = "plpdma_concertation"
CHOSEN = "Merci de la part de la ville"
NAMES = ("subject", "body_html")


def read(template):
    """``{(field, language): text}`` of what is stored, its spaces aside."""
    template.flush_recordset()
    template.invalidate_recordset()
    return {
        (name, lang): " ".join((text or "").split())
        for name in NAMES
        for lang, text in template._fields[name]
        ._get_stored_translations(template)
        .items()
    }


names = env["ir.model.data"].search(
    [("module", "=", MODULE), ("model", "=", "mail.template")]
)
for template in env["mail.template"].browse(names.mapped("res_id")).exists():
    before = read(template)
    template.reset_template()
    after = read(template)
    for key, text in before.items():
        if text not in (after.get(key), CHOSEN):
            print(
                f"{template.name}, {key[0]} in {key[1]}: {text[:60]!r} is not shipped."
            )
env.cr.rollback()
