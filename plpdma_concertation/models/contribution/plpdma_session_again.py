"""Lines of a session that are saved again, or were deleted meanwhile."""

from types import MappingProxyType
from uuid import uuid4

from odoo import SUPERUSER_ID, api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command

from ...tools.cells import quote_cell
from ...tools.groups import STAFF

TEXT = "verbatim"
# What a line that was deleted says again, where it is noted again.
RETOLD = (
    "stakeholder_id",
    "contributor_name",
    "role_id",
    "question_id",
    "kind",
    "stance",
    "theme_ids",
    "channel",
    "confidentiality",
)


class PlpdmaSession(models.Model):
    """A session whose lines are typed by several, over a connection that may be cut."""

    _inherit = "plpdma.session"

    _conflict_lines = MappingProxyType({"contribution_ids": {TEXT}})

    def _settle_lines(self, vals, loaded, is_leaving):
        """As everywhere; a new line that is there already, because no answer came when
        it was saved, is changed as the user changed it since, and one that somebody
        deleted is noted again as the user wrote it."""
        sent = loaded.get("contribution_ids") or {}
        commands = self._note_gone_again(vals.get("contribution_ids") or [], sent)
        if "contribution_ids" in vals:
            vals = {**vals, "contribution_ids": commands}
        created = [one for one in commands if one[0] == Command.CREATE]
        keys = [one[2].get("typed_key") for one in created]
        noted = self.env["plpdma.contribution"]._find_by_key(
            [key for key in keys if key in sent]
        )
        if not noted:
            return super()._settle_lines(vals, loaded, is_leaving)
        again, known = [], dict(sent)
        for command in commands:
            key = command[0] == Command.CREATE and command[2].get("typed_key")
            if key in noted:
                line = noted[key]
                known[str(line.id)] = sent[key]
                changed = line._get_changed_since(sent[key], command[2])
                # As it is there: written again, it could not be taken back any more.
                again += [Command.update(line.id, changed)] if changed else []
            else:
                again.append(command)
        return super()._settle_lines(
            {**vals, "contribution_ids": again},
            {**loaded, "contribution_ids": known},
            is_leaving,
        )

    def _note_gone_again(self, commands, loaded):
        """The same commands, where each line that somebody deleted meanwhile is a new
        one if the user changed its text, and is left out otherwise. The user is told.

        :param dict loaded: what the form had loaded of each line, by its id
        """
        updated = {
            command[1]: command[2]
            for command in commands
            if command[0] == Command.UPDATE and str(command[1]) in loaded
        }
        lines = self.env["plpdma.contribution"].browse(updated)
        gone = set((lines - lines.exists()).ids)
        settled = []
        for command in commands:
            if command[0] != Command.UPDATE or command[1] not in gone:
                settled.append(command)
                continue
            before = loaded[str(command[1])]
            new = self._make_gone_again(command[1], before, command[2])
            settled += [Command.create(new)] if new else []
            self._tell_gone(before.get(TEXT), bool(new))
        return settled

    def _make_gone_again(self, line_id, before, typed):
        """Values of a line that was deleted, as the user wrote it.

        :param dict before: what it said, ``typed`` what the user changed
        :return: ``None`` where they did not change its text
        """
        text = typed.get(TEXT)
        if not text or text == before.get(TEXT):
            return None
        said = {**before, **typed}
        values = {name: said[name] for name in RETOLD if said.get(name)}
        # Should no answer come, and it be sent again, it is the same.
        return {**values, TEXT: text, "typed_key": f"{line_id}-{self.env.uid}"}

    def _tell_gone(self, text, is_noted):
        said = quote_cell(text or "")
        message = (
            self.env._(
                "Somebody deleted “%s” in the meantime: what you wrote is noted again, "
                "as a new line.",
                said,
            )
            if is_noted
            else self.env._(
                "Somebody deleted “%s” in the meantime: what you changed there is not "
                "kept.",
                said,
            )
        )
        self._tell_user(message)

    def _tell_user(self, message):
        """Beside what is saved all the same."""
        self.env.user._bus_send(
            "simple_notification",
            {"type": "warning", "sticky": True, "message": message},
        )


class PlpdmaContribution(models.Model):
    """A line that may come a second time."""

    _inherit = "plpdma.contribution"

    # Drawn with the new line: one that is saved again, because no answer came, is the
    # same. The form of the public has its own, which nobody types.
    typed_key = fields.Char(copy=False, groups=STAFF)

    _typed_key_uniq = models.UniqueIndex(
        "(typed_key) WHERE typed_key IS NOT NULL", "This line is noted already."
    )

    # ------------------------------------------------------------------
    # CRUD
    # ------------------------------------------------------------------
    @api.model_create_multi
    def create(self, vals_list):
        """A line that comes a second time is the one that is there, as it says now.

        :raise UserError: where somebody else changed it in between
        """
        known = self._find_by_key([vals.get("typed_key") for vals in vals_list])
        if not known:
            return super().create(vals_list)
        new = [vals for vals in vals_list if vals.get("typed_key") not in known]
        created = iter(super().create(new))
        contributions = self.browse()
        for vals in vals_list:
            again = known.get(vals.get("typed_key"))
            if again:
                again._write_again(vals)
            contributions |= again or next(created)
        return contributions

    def onchange(self, values, field_names, fields_spec):
        """A new form that shows the key has one of its own, so that what is saved
        twice, because no answer came, is noted once."""
        result = super().onchange(values, field_names, fields_spec)
        if "typed_key" in fields_spec and not field_names and not self:
            told = result["value"]
            told["typed_key"] = told.get("typed_key") or str(uuid4())
        return result

    @api.model
    def _find_by_key(self, keys):
        """``{key: contribution}`` of the lines that the user has typed already."""
        keys = list(filter(None, keys))
        if not keys:
            return {}
        domain = [("typed_key", "in", keys), ("create_uid", "=", self.env.uid)]
        return {one.typed_key: one for one in self.search(domain)}

    def _get_changed_since(self, sent, vals):
        """What the user changed in a new line since they sent it.

        :param dict sent: what was sent first, ``vals`` what is sent now
        :return: values to write; of a list, all that it holds
        """
        return {
            name: [Command.set(self._get_linked_ids(self._fields[name], value))]
            if self._fields[name].type == "many2many"
            else value
            for name, value in vals.items()
            if name in self._fields and value != sent.get(name)
        }

    def _write_again(self, vals):
        """Write what a line says now, of which it is not known what it said first."""
        self.ensure_one()
        if self.write_uid.id in (self.env.uid, SUPERUSER_ID):
            self.write(self._get_changed_since({}, vals))
        elif self.verbatim != vals.get("verbatim"):
            raise UserError(
                self.env._(
                    "%(line)s was changed by %(user)s meanwhile, to “%(theirs)s”. Your "
                    "words are not saved: copy them, then undo what you changed here.",
                    line=self.display_name,
                    user=self.write_uid.name,
                    theirs=quote_cell(self.verbatim or ""),
                )
            )
