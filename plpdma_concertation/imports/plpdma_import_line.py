from odoo import SUPERUSER_ID, api, fields, models
from odoo.tools import SQL

# What a transaction has still to note.
CHANGED = "plpdma_import_changed"


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
    # By whoever imported it, once it was there; by the first of the others.
    is_changed = fields.Boolean()
    changed_by_id = fields.Many2one("res.users", ondelete="restrict")

    _record_idx = models.Index("(model, res_id)")

    # ------------------------------------------------------------------
    # Who changed it since
    # ------------------------------------------------------------------
    @api.model
    def _note_change(self, records):
        """Note that the current user changes records, some of which a file may have
        brought: all of it at once, before it is kept."""
        ids = set(filter(None, records._ids))
        if self.env.uid == SUPERUSER_ID or not ids:
            return
        callbacks = self.env.cr.precommit
        if CHANGED not in callbacks.data:
            callbacks.data[CHANGED] = {}
            callbacks.add(self.sudo()._keep_changes)
        key = (records._name, self.env.uid)
        callbacks.data[CHANGED].setdefault(key, set()).update(ids)

    @api.model
    def _keep_changes(self):
        """Write what was noted of this transaction."""
        changed = self.env.cr.precommit.data.pop(CHANGED, {})
        for (model, uid), ids in changed.items():
            self._keep_change(model, uid, list(ids))

    @api.model
    def _keep_change(self, model, uid, ids):
        """In SQL, for most of what is written came by no file. What the import itself
        writes once a record is there is no change."""
        self.flush_model()
        self.env.cr.execute(
            SQL(
                """
                UPDATE plpdma_import_line l
                   SET is_changed = l.is_changed IS TRUE OR i.user_id = %(uid)s,
                       changed_by_id = CASE WHEN i.user_id = %(uid)s
                                       THEN l.changed_by_id ELSE %(uid)s END
                  FROM plpdma_import i
                 WHERE i.id = l.import_id
                   AND l.model = %(model)s
                   AND l.res_id = ANY(%(ids)s)
                   AND CASE WHEN i.user_id = %(uid)s
                       THEN l.is_changed IS NOT TRUE AND i.create_date < %(now)s
                       ELSE l.changed_by_id IS NULL END
                """,
                uid=uid,
                model=model,
                ids=ids,
                now=self.env.cr.now(),
            )
        )
        self.invalidate_model(["is_changed", "changed_by_id"], flush=False)

    @api.model
    def _find_changes(self, records):
        """The lines of those of the records that somebody changed since a file brought
        them, in superuser mode."""
        # sudo: who changed them is looked at, by whoever may undo the import.
        lines = self.sudo()
        lines._keep_changes()
        return lines.search(
            [
                ("model", "=", records._name),
                ("res_id", "in", records.ids),
                "|",
                ("is_changed", "=", True),
                ("changed_by_id", "!=", False),
            ]
        )

    @api.model
    def _count_present(self, imports):
        """``{import id: number}`` of the records that they brought and are still there,
        archived ones included; what was made on the way aside."""
        # sudo: how many there are, not which.
        groups = self.sudo()._read_group(
            [
                ("import_id", "in", imports.ids),
                ("is_aside", "=", False),
                ("completed", "=", False),
            ],
            ["model"],
        )
        counts = {}
        for (model,) in groups:
            if model not in self.env:
                continue
            self.env[model].flush_model(["id"])
            counts.update(
                self.env.execute_query(
                    SQL(
                        """
                        SELECT l.import_id, count(*)
                          FROM plpdma_import_line l
                          JOIN %(table)s r ON r.id = l.res_id
                         WHERE l.import_id IN %(imports)s
                           AND l.model = %(model)s
                           AND l.is_aside IS NOT TRUE
                           AND l.completed IS NULL
                         GROUP BY l.import_id
                        """,
                        table=SQL.identifier(self.env[model]._table),
                        imports=tuple(imports.ids),
                        model=model,
                    )
                )
            )
        return counts
