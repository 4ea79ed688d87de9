from psycopg2.extras import Json

# What stands for an extension that adds nothing.
NOTHING = Json({"en_US": "<data/>"})


def migrate(cr, version):
    """Have our own views add nothing to others until their new text is read.

    A form is cut by subject, and what it shows of a room stands in a view of that room:
    read one after the other, the new views would be checked together with old ones that
    look for parts which stand elsewhere by now. The views of an authority are looked at
    when all of ours are there. One of ours that it keeps from updates is its own: it
    would not be read again.
    """
    cr.execute(
        """
        UPDATE ir_ui_view
           SET arch_db = %s
         WHERE mode = 'extension'
           AND id IN (SELECT res_id
                        FROM ir_model_data
                       WHERE module = 'plpdma_concertation'
                         AND model = 'ir.ui.view'
                         AND noupdate IS NOT TRUE)
        """,
        [NOTHING],
    )
