from odoo import fields, models


class PlpdmaImportLine(models.Model):
    """What one row of an imported file made: to undo the import, and to know the row
    again when the file comes back."""

    _name = "plpdma.import.line"
    _description = "Row of an Import"
    _inherit = ["plpdma.field.access.mixin"]
    _log_access = False

    import_id = fields.Many2one(
        "plpdma.import", required=True, index=True, ondelete="cascade"
    )
    model = fields.Char(required=True)
    res_id = fields.Integer(required=True)
    row_number = fields.Integer()
    # Of the words of the row: nothing can be read of it.
    digest = fields.Char(index="btree_not_null")
    # Made on the way: the contact of an actor, a commune that was not in the list.
    is_aside = fields.Boolean()
