from odoo.tools import SQL

# What earlier versions called these in French, by table and column, and by external id.
CALLED = {
    ("ir_ui_menu", "name"): {
        "menu_plpdma_measure": "Actions des programmes",
        "menu_plpdma_role": "Catégories d'acteur",
    },
    ("ir_act_window", "name"): {"action_plpdma_theme": "Thèmes"},
    ("ir_model_fields", "field_description"): {
        "field_plpdma_delivery__date_done": "Su le",
        "field_plpdma_participation__role_ids": "Catégories d'acteur",
        "field_plpdma_session_invite__role_ids": "Catégories d'acteur",
        "field_plpdma_stakeholder__role_ids": "Catégories d'acteur",
        "field_res_partner__plpdma_role_ids": "Catégories d'acteur",
        "field_res_users__plpdma_role_ids": "Catégories d'acteur",
    },
    ("ir_model_fields_selection", "name"): {
        "selection__plpdma_program_takeover_line__kind__text": "Textes",
        "selection__plpdma_program_takeover_line__kind__theme": "Thèmes",
        "selection__plpdma_program_takeover_line__kind__territory": "Territoires",
        "selection__plpdma_program_takeover_line__kind__body": "Instances",
        "selection__plpdma_program_takeover_line__kind__actor": "Acteurs",
    },
}


def migrate(cr, version):
    """What still bears its earlier name in French takes the new one from the
    translations, which come next and leave what is there."""
    for (table, column), names in CALLED.items():
        for xmlid, called in names.items():
            cr.execute(
                SQL(
                    """
                    UPDATE %(table)s record
                       SET %(column)s = record.%(column)s - 'fr_FR'
                      FROM ir_model_data data
                     WHERE data.module = 'plpdma_concertation'
                       AND data.name = %(xmlid)s
                       AND data.res_id = record.id
                       AND record.%(column)s ->> 'fr_FR' = %(called)s
                    """,
                    table=SQL.identifier(table),
                    column=SQL.identifier(column),
                    xmlid=xmlid,
                    called=called,
                )
            )
