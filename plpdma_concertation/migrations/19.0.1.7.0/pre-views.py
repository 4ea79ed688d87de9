from psycopg2.extras import Json

# What stands for an extension that adds nothing.
NOTHING = Json({"en_US": "<data/>"})
# Our views, but those that an authority keeps from updates: they are not read again.
OURS = """
    SELECT res_id
      FROM ir_model_data
     WHERE module = 'plpdma_concertation'
       AND model = 'ir.ui.view'
       AND noupdate IS NOT TRUE
"""


def migrate(cr, version):
    """Have our own views add nothing to others until their new text is read.

    A form is cut by subject, and what it shows of a room stands in a view of that room:
    read one after the other, the new views would be checked together with old ones that
    look for parts which stand elsewhere by now. The views of an authority are looked at
    when all of ours are there. The words of ours in other languages, which an authority
    may have chosen, are kept aside: ``post-views`` gives them back.
    """
    cr.execute(
        f"CREATE TABLE plpdma_view_before AS"  # noqa: S608
        f" SELECT id, arch_db FROM ir_ui_view WHERE id IN ({OURS})"
    )
    cr.execute(
        f"UPDATE ir_ui_view SET arch_db = %s"  # noqa: S608
        f" WHERE mode = 'extension' AND id IN ({OURS})",
        [NOTHING],
    )
