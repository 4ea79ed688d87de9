from odoo.tools.sql import column_exists, create_column


def migrate(cr, version):
    """Write the themes with each contribution at once, and not one record after
    another: the figures read them there."""
    if column_exists(cr, "plpdma_contribution", "theme_key"):
        return
    create_column(cr, "plpdma_contribution", "theme_key", "varchar")
    cr.execute(
        """
        UPDATE plpdma_contribution
           SET theme_key = known.theme_key
          FROM (SELECT plpdma_contribution_id AS id,
                       string_agg(
                           plpdma_theme_id::text, ',' ORDER BY plpdma_theme_id
                       ) AS theme_key
                  FROM plpdma_contribution_plpdma_theme_rel
              GROUP BY plpdma_contribution_id) known
         WHERE known.id = plpdma_contribution.id
        """
    )
