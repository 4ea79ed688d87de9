from markupsafe import Markup

from odoo import SUPERUSER_ID, api, fields, models
from odoo.exceptions import AccessError, UserError

from ..models.shared.plpdma_import_undo import (
    find_added,
    find_references,
    find_writers,
    find_written,
)
from ..tools.groups import MANAGER
from ..tools.notifications import make_notification
from ..tools.references import name_some

# How many records a list names.
NAMED = 20


class PlpdmaImport(models.Model):
    """An import is undone as a whole, while nobody relied on what it brought: by
    whoever made it, or by a manager."""

    _inherit = "plpdma.import"

    is_undoable = fields.Boolean(compute="_compute_is_undoable")
    can_undo_now = fields.Boolean(compute="_compute_undo_preview")
    undo_preview = fields.Html(
        string="What Goes", compute="_compute_undo_preview", sanitize=False
    )

    @api.depends("state", "user_id", "created_count", "deleted_count")
    @api.depends_context("uid")
    def _compute_is_undoable(self):
        for log in self:
            log.is_undoable = (
                log.state == "done" and log._may_undo() and log._has_something_left()
            )

    @api.depends("state", "line_ids")
    @api.depends_context("uid", "lang")
    def _compute_undo_preview(self):
        for log in self:
            obstacles = log._get_obstacles()
            log.can_undo_now = not obstacles and log._may_undo()
            log.undo_preview = log._describe_undo(obstacles)

    # ------------------------------------------------------------------
    # Actions
    # ------------------------------------------------------------------
    def action_preview_undo(self):
        """Window action on what would go, and on what keeps the import from being
        undone; of one that is undone already, a notification that says so."""
        self.ensure_one()
        self.check_access("read")
        if self.state == "undone":
            return make_notification(self._word_undone(), "info")
        view = self.env.ref("plpdma_concertation.plpdma_import_view_form_undo")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Cancel this import"),
            "res_model": self._name,
            "res_id": self.id,
            "view_mode": "form",
            "views": [(view.id, "form")],
            "target": "new",
        }

    def action_undo(self):
        """Delete all that the import brought, in one go.

        :return: notification that says how many records went
        :raise AccessError: for a user who neither made the import nor manages the
            concertation
        :raise UserError: naming what has to stay, and why: nothing is then deleted
        """
        self.ensure_one()
        self.check_access("read")
        if not self._may_undo():
            raise AccessError(
                self.env._(
                    "An import is cancelled by whoever made it, or by a manager of the "
                    "concertation."
                )
            )
        # sudo: the rights were checked above; nobody writes the log by hand.
        log = self.sudo()
        log.lock_for_update()
        log.invalidate_recordset()
        records = log._get_records()
        # Nobody answers them while this is judged.
        records.lock_for_update()
        records.invalidate_recordset()
        obstacles = log._get_obstacles()
        if obstacles:
            raise UserError("\n".join(obstacles))
        if not self.env.su:
            records.with_env(self.env).check_access("write")
        count = len(records)
        aside = log._get_records(aside=True)
        with records._taking_back():
            # First: whoever goes may hold the proxy of somebody who stays.
            completed = log._take_back_completed()
            records._take_back_import()
        kept = []
        for group in aside.values():
            idle = log._get_idle(group)
            # sudo: the names of what the import made, for whoever undoes it.
            kept += (group - idle).sudo().mapped("display_name")
            idle.unlink()
        log.write(
            {
                "state": "undone",
                "undone_by_id": self.env.uid,
                "undone_on": fields.Datetime.now(),
                "refused_file": False,
            }
        )
        return self._notify_undone(count, kept, completed)

    # ------------------------------------------------------------------
    # Business
    # ------------------------------------------------------------------
    def _has_something_left(self):
        """Whether undoing it would delete, or say, anything."""
        self.ensure_one()
        if self.present_count or not self.created_count:
            return True
        return any(self._get_records(aside=True).values()) or bool(
            self._get_completed()
        )

    def _may_undo(self):
        self.ensure_one()
        user = self.env.user
        return self.env.su or self.user_id == user or user.has_group(MANAGER)

    def _get_obstacles(self):
        """Sentences that say why the import is not undone; empty when it may be."""
        self.ensure_one()
        if self.state != "done":
            return [self._word_undone()]
        found = []
        if lasting := self._count_lasting():
            found.append(
                self.env._(
                    "It modified records that existed (%s): what they said before is "
                    "not kept.",
                    lasting,
                )
            )
        # sudo: what stands in the way is looked at, by whoever may undo the import.
        records = self._get_records().sudo()
        together = {records._name: set(records.ids)}
        restored = self._find_restored()
        told = {
            **records._find_list_obstacles(restored),
            **records._get_undo_obstacles(self.user_id, together),
        }
        by_reason = {}
        for record in records | restored:
            if record.id in told:
                by_reason.setdefault(told[record.id], []).append(record.display_name)
        found.extend(
            f"{name_some(names, NAMED)} : {reason}."
            for reason, names in by_reason.items()
        )
        return found

    def _find_restored(self):
        """The records of a list that are given back as they were, in superuser mode."""
        # sudo: what the import wrote, for whoever made it or may undo it.
        return self.env[self.model].sudo()

    def _word_undone(self):
        return self.env._("This import is cancelled already.")

    def _get_idle(self, records):
        """Those of what was made on the way that nobody changed, wrote on or uses: what
        stays keeps what it names."""
        nobody = (self.user_id.id, SUPERUSER_ID)
        # sudo: only what the import made is looked at.
        idle = records.sudo()
        if hasattr(idle, "_find_changers"):
            changed = idle.browse(idle._find_changers())
        else:
            changed = idle.filtered(lambda record: record.write_uid.id not in nobody)
        touched = {*find_writers(idle, nobody), *find_written(idle)}
        touched |= {*find_added(idle, nobody), *changed.ids}
        idle = idle.filtered(lambda record: record.id not in touched)
        while used := find_references(
            idle, {idle._name: set(idle.ids)}, nobody, prefix=""
        ):
            idle = idle.filtered(lambda record, used=used: record.id not in used)
        return idle

    def _describe_undo(self, obstacles):
        """What goes, or why nothing does, as the dialog shows it."""
        self.ensure_one()
        if not self._may_undo():
            return ""
        if obstacles:
            title = self.env._("This import cannot be cancelled:")
            return make_list(title, obstacles)
        # sudo: the names of what the import made, for whoever may undo it.
        records = self._get_records().sudo()
        title = self.env._("These records will be deleted (%s):", len(records))
        names = records[:NAMED].mapped("display_name")
        if len(records) > NAMED:
            names.append(f"… (+{len(records) - NAMED})")
        aside = sum(map(len, self._get_records(aside=True).values()))
        more = (
            self.env._(
                "What was made on the way (contacts or entries of lists: %s) goes too, "
                "unless it is used elsewhere.",
                aside,
            )
            if aside
            else ""
        )
        return (
            make_list(title, names)
            + Markup("<p>%s</p>") % self._describe_deleted()
            + Markup("<p>%s</p>") % more
            + self._describe_completed()
            + self._describe_changed(records)
        )

    def _describe_completed(self):
        """Which contacts lose what the file gave them, and which keep it."""
        lost, kept = self._part_completed()
        losing = kept.browse().concat(*lost.values())
        goes = self.env._("These contacts lose what the file gave them:")
        stays = self.env._(
            "These, changed since or with notes of their own, keep some of it:"
        )
        return Markup("").join(
            make_list(title, [name_some(contacts.mapped("name"), NAMED)])
            for title, contacts in ((goes, losing), (stays, kept))
            if contacts
        )

    def _describe_deleted(self):
        """How many of those that were created are there no more."""
        if not self.deleted_count:
            return ""
        return self.env._("Deleted since the import: %s.", self.deleted_count)

    def _describe_changed(self, records):
        """What whoever made the import did since, and that goes as well."""
        changed = records._find_changed()
        if not changed:
            return ""
        title = self.env._(
            "Modified by %(user)s since the import, which is lost too (%(count)s):",
            user=self.user_id.sudo().name,
            count=len(changed),
        )
        return make_list(title, [name_some(changed.mapped("display_name"), NAMED)])


def make_list(title, items):
    """Markup of a sentence, and of the texts that it announces."""
    lines = Markup("").join(Markup("<li>%s</li>") % item for item in items)
    return Markup("<p>%s</p><ul>%s</ul>") % (title, lines)
