import logging
from types import MappingProxyType

from odoo import models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tools import plaintext2html

from ...tools.cells import quote_cell
from ...tools.moments import describe_instant
from ...tools.texts import html_to_text

# What the screen says of the text that the user began from; it only adds a refusal.
LOADED = "plpdma_loaded"
LEAVING = "plpdma_leaving"


class RewrittenError(UserError):
    """Somebody else changed, in between, a text that the user changes.

    Its ``context`` tells the screen both texts.
    """

    http_status = 409
    # Part of the work: the log is for what calls for somebody.
    loglevel = logging.INFO

    def __init__(self, message, conflicts):
        super().__init__(message)
        self.context = {
            "plpdma_conflicts": conflicts,
            # A screen that does not show both texts says the message, as of any other.
            "exception_class": "odoo.exceptions.UserError",
        }


class PlpdmaConflictMixin(models.AbstractModel):
    """Texts that bind: two people, or two tabs, never overwrite each other unseen."""

    _name = "plpdma.conflict.mixin"
    _description = "Texts Changed by Several"

    # The fields that are compared; those of lines, by the field that holds these.
    _conflict_fields = ()
    _conflict_lines = MappingProxyType({})

    def web_save(self, vals, specification, next_id=None):
        """Save what a form changed, unless somebody else changed the same in between.

        The context says what the form had loaded, in ``plpdma_loaded``; with
        ``plpdma_leaving``, nobody is there to choose any more: the text that stands is
        kept, and the other goes to the discussion.

        :raise RewrittenError: with both texts
        """
        loaded = self.env.context.get(LOADED) or {}
        is_leaving = self.env.context.get(LEAVING)
        record = self.with_context(**{LOADED: None, LEAVING: None})
        conflicts = record._get_conflicts(vals, loaded) if len(self) == 1 else []
        vals = record._settle_lines(vals, loaded, is_leaving)
        if conflicts and is_leaving:
            reason = self.env._("Somebody else had changed it meanwhile.")
            record._keep_words(conflicts, reason)
            lost = {one.get("changed", one["name"]) for one in conflicts}
            vals = {name: value for name, value in vals.items() if name not in lost}
        elif conflicts:
            raise RewrittenError(record._get_conflict_message(conflicts), conflicts)
        save = super(PlpdmaConflictMixin, record).web_save
        if not is_leaving or len(record) != 1:
            return save(vals, specification, next_id)
        try:
            # A refusal undoes what was begun.
            with self.env.cr.savepoint():
                return save(vals, specification, next_id)
        except AccessError:
            raise
        except UserError as refusal:
            record.invalidate_recordset()
            record._keep_words(record._get_typed(vals), str(refusal))
            return record.web_read(specification)

    def _settle_lines(self, vals, loaded, is_leaving):
        """The values without what would write over a line that somebody else changed.

        :raise UserError: naming the line, unless nobody is there to read it: what was
            typed goes to the discussion
        """
        lost = list(self._find_line_conflicts(vals, loaded))
        if lost and not is_leaving:
            line, name, _mine = lost[0]
            raise UserError(
                self.env._(
                    "%(line)s was changed by %(user)s meanwhile, to “%(theirs)s”. Your "
                    "words are not saved: copy them, then undo what you changed here.",
                    line=line.display_name,
                    user=line.write_uid.name,
                    theirs=quote_cell(line[name] or ""),
                )
            )
        for line, name, mine in lost:
            self._keep_words(
                [{"label": line.display_name, "mine": mine}],
                self.env._("Somebody else had changed it meanwhile."),
            )
            for command in vals[self._get_line_field(line)]:
                if command[0] == Command.UPDATE and command[1] == line.id:
                    command[2].pop(name)
        return vals

    def _get_line_field(self, line):
        return next(
            name
            for name in self._conflict_lines
            if self._fields[name].comodel_name == line._name
        )

    def _find_line_conflicts(self, vals, loaded):
        """``(line, field, what is typed)`` of what was changed since it was loaded."""
        for lines, names in self._conflict_lines.items():
            known = loaded.get(lines) or {}
            changes = {
                command[1]: command[2]
                for command in vals.get(lines) or ()
                if command[0] == Command.UPDATE
            }
            # Together: they are read at once.
            for line in self.env[self._fields[lines].comodel_name].browse(changes):
                typed, before = changes[line.id], known.get(str(line.id)) or {}
                for name in names & typed.keys() & before.keys():
                    mine, theirs = typed[name], line[name]
                    if (theirs or False) not in (before[name] or False, mine or False):
                        yield line, name, mine

    def _get_typed(self, vals):
        """The texts that the user changes.

        :return: list of ``{name, label, mine}``, as one reads them
        """
        self.ensure_one()
        return [
            {
                "name": name,
                "label": self._fields[name]._description_string(self.env),
                "mine": self._format_typed(name, self._convert_typed(name, vals[name])),
            }
            for name in self._conflict_fields
            if name in vals
            and self._convert_typed(name, vals[name]) != (self[name] or False)
        ]

    def _get_conflicts(self, vals, loaded):
        """What the user changes and somebody else changed since it was loaded.

        :param dict loaded: what the form had loaded, as it would have saved it
        :return: list of ``{name, label, mine, theirs, value}``: both as one reads them,
            and what stands as the form would have loaded it; ``changed`` is the field
            by which the user changes it, where it is another one
        """
        self.ensure_one()
        conflicts = []
        for name in self._conflict_fields:
            if name not in vals or name not in loaded:
                continue
            before, mine = (
                self._convert_typed(name, values[name]) for values in (loaded, vals)
            )
            theirs = self[name]
            if (theirs or False) in (before or False, mine or False):
                continue
            field = self._fields[name]
            conflicts.append(
                {
                    "name": name,
                    "label": field._description_string(self.env),
                    "mine": self._format_typed(name, mine),
                    "theirs": self._format_typed(name, theirs),
                    "value": field.convert_to_write(theirs, self),
                }
            )
        return conflicts

    def _convert_typed(self, name, value):
        field = self._fields[name]
        cached = field.convert_to_cache(value, self, validate=False)
        return field.convert_to_record(cached, self)

    def _format_typed(self, name, value):
        """A value as one reads it."""
        field = self._fields[name]
        if not value:
            return ""
        if field.type == "html":
            return html_to_text(value)
        if field.type == "selection":
            return dict(field._description_selection(self.env)).get(value, "")
        return value.display_name if field.relational else str(value)

    def _get_conflict_message(self, conflicts):
        return self.env._(
            "%(record)s was changed by %(user)s on %(date)s, while you were writing: "
            "%(fields)s. Your words are not saved yet.",
            record=self.display_name,
            user=self.write_uid.name,
            date=describe_instant(self.env, self.write_date),
            fields=", ".join(conflict["label"] for conflict in conflicts),
        )

    def _keep_words(self, typed, reason):
        """Keep in the discussion what could not be saved, and why."""
        for text in typed:
            body = self.env._(
                "Not saved in “%(field)s”: %(reason)s\n"
                "%(user)s had written:\n\n%(text)s",
                field=text["label"],
                reason=reason,
                user=self.env.user.name,
                text=text["mine"],
            )
            self._message_log(body=plaintext2html(body))
