from odoo import api, models
from odoo.exceptions import UserError

from .plpdma_contribution_split import QUOTE_FIELDS


class PlpdmaContribution(models.Model):
    """What the screen « Split » shows of a letter, and saves."""

    _inherit = "plpdma.contribution"

    @api.readonly
    def get_split(self):
        """What the screen shows: the text, its points, the passages set aside, and what
        may be said of a point.

        :return: dictionary; places in the text are those of code points
        :raise AccessError: for a user who may not change the letter
        """
        letter = self._get_letter()
        letter.ensure_one()
        letter.check_access("write")
        program, session = letter.program_id, letter.session_id
        choices = program._get_submission_choices(session)
        places = self.env["plpdma.territory"].browse(choices["territory_id"])
        return {
            "id": letter.id,
            "reference": letter.reference,
            "summary": letter.summary or "",
            "author": letter.author_name or "",
            "text": letter.verbatim,
            "parts": [part._describe_part() for part in letter._get_shown_parts()],
            "set_aside": letter.set_aside or [],
            "closed": letter._describe_closed(),
            "themes": _list_names(letter._get_split_themes()),
            "territories": _list_names(places | letter.territory_id),
            "kinds": self._fields["kind"]._description_selection(self.env),
            "stances": self._fields["stance"]._description_selection(self.env),
        }

    def _describe_closed(self):
        """Sentence that says which points leave the letter to fewer readers than it
        says itself; blank where none does."""
        self.ensure_one()
        if not self.is_closed_by_point:
            return ""
        closing = self._get_shown_parts().filtered(
            lambda part: part.confidentiality == self.read_by
        )
        return self.env._(
            "The whole letter is for: %(readers)s, because of %(points)s, whose words "
            "stand in it.",
            readers=dict(self._get_readers())[self.read_by],
            points=", ".join(closing.mapped("reference")),
        )

    def _get_shown_parts(self):
        """The points that the letter has, none for one that was not split."""
        return self._get_letter_parts().filtered("part_number")

    def _describe_part(self):
        self.ensure_one()
        return {
            "id": self.id,
            "reference": self.reference,
            "number": self.part_number,
            "start": self.quote_start,
            "stop": self.quote_stop,
            "kind": self.kind,
            "stance": self.stance or "",
            "summary": self.summary or "",
            "territory_id": self.territory_id.id,
            "theme_ids": self.theme_ids.ids,
            "is_fixed": not self._is_joinable(),
        }

    def _is_joinable(self):
        """Whether the point may still be put back into its letter."""
        try:
            self._check_joinable()
        except UserError:
            return False
        return True

    def _get_split_themes(self):
        return self.env["plpdma.theme"].search(
            [("company_id", "in", [False, *self.company_id.ids])]
        )

    def save_split(self, parts, set_aside=(), removed=()):
        """Save what the screen shows, all of it or nothing.

        :param list parts: dictionaries of what is said of a point, with the ``id`` of
            one that is there, or the ``quote_start`` and the ``quote_stop`` of a new
            one and its words (``quote``), as the screen showed them
        :param list set_aside: pairs of places of the passages that ask for nothing
        :param list removed: ids of the points to put back into the letter
        :return: as ``get_split``
        :raise AccessError: for a user who may not change the letter
        :raise UserError: as ``_split`` and ``action_join``; for a text that is not that
            which was shown any more
        :raise LockError: while somebody else changes the letter
        """
        letter = self._get_letter()
        letter.ensure_one()
        letter.check_access("write")
        if not (_is_list(parts) and all(isinstance(values, dict) for values in parts)):
            raise UserError(self.env._("Choose at least one passage of the text."))
        for values in parts:
            letter._check_sayable(values)
        letter._lock_to_judge()
        letter._pick_parts(removed)._join()
        for values in parts:
            if values.get("id"):
                letter._pick_parts([values["id"]])._say_of_part(values)
        made = [
            letter._read_new_part(values) for values in parts if not values.get("id")
        ]
        if made:
            letter._split(made)
        if letter.part_ids:
            letter._set_aside(set_aside)
        return letter.get_split()

    def _pick_parts(self, ids):
        """:raise UserError: for what is no point of the letter"""
        is_read = _is_list(ids) and all(type(id_) is int for id_ in ids)
        parts = self.part_ids.filtered(lambda part: is_read and part.id in ids)
        if not is_read or len(parts) != len(set(ids)):
            raise UserError(
                self.env._(
                    "Somebody else changed the points of %s: open it again.",
                    self.reference,
                )
            )
        return parts

    @api.model
    def _check_sayable(self, values):
        """:raise UserError: naming what no field of a point takes"""
        for name in sorted(self._get_part_fields() & values.keys()):
            value, field = values[name], self._fields[name]
            if field.type == "many2many":
                is_taken = not value or (
                    _is_list(value) and all(type(id_) is int for id_ in value)
                )
            elif field.type == "selection":
                is_taken = not value or value in field.get_values(self.env)
            elif field.type in ("many2one", "boolean"):
                is_taken = not value or isinstance(value, int)
            else:
                is_taken = not value or isinstance(value, str)
            if not is_taken:
                raise UserError(
                    self.env._(
                        "Not to be said of a point: %s.",
                        field._description_string(self.env),
                    )
                )

    def _say_of_part(self, values):
        vals = {
            name: self._set_many(name, values[name])
            for name in self._get_part_fields() & values.keys()
            if not self._is_said(name, values[name])
        }
        if vals:
            self.write(vals)

    def _is_said(self, name, value):
        """Whether the point says so already."""
        field = self._fields[name]
        if field.type == "many2many":
            return set(value or ()) == set(self[name].ids)
        return (value or False) == field.convert_to_write(self[name], self)

    def _read_new_part(self, values):
        known = self._get_part_fields() | QUOTE_FIELDS
        vals = {name: values[name] for name in known & values.keys()}
        start, stop = vals.get("quote_start"), vals.get("quote_stop")
        if "quote" in values and values["quote"] != self.verbatim[start:stop]:
            raise UserError(
                self.env._(
                    "The text of %s changed meanwhile: open it again.", self.reference
                )
            )
        return vals


def _is_list(value):
    return isinstance(value, (list, tuple))


def _list_names(records):
    return [{"id": record.id, "name": record.display_name} for record in records]
