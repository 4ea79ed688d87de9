"""Rows that are kept from others until the transaction ends."""

from odoo.tools import SQL


def hold(records):
    """Keep others from writing the records, which may still be referred to.

    :raise OperationalError: where somebody is writing them, or did since they were
        read; it is foreseen, hence not logged
    """
    records.env.cr.execute(
        SQL(
            "SELECT id FROM %s WHERE id IN %s FOR NO KEY UPDATE NOWAIT",
            SQL.identifier(records._table),
            records._ids or (0,),
        ),
        log_exceptions=False,
    )
