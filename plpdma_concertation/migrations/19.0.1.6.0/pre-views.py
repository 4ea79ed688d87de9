from psycopg2.extras import Json

# What stands for an extension that adds nothing.
NOTHING = Json({"en_US": "<data/>"})


def migrate(cr, version):
    """Have our own views add nothing to others until their new text is read.

    What a screen shows of a room moved to a view of that room: read one after the
    other, the new views would be checked together with old ones that look for parts
    which stand elsewhere by now. The views of an authority are looked at when all of
    ours are there.
    """
    cr.execute(
        """
        UPDATE ir_ui_view
           SET arch_db = %s
         WHERE mode = 'extension'
           AND id IN (SELECT res_id
                        FROM ir_model_data
                       WHERE module = 'plpdma_concertation'
                         AND model = 'ir.ui.view')
        """,
        [NOTHING],
    )
