from odoo import api, models
from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tools.misc import clean_context

from ...tools.passages import merge_passages

# What whoever splits a letter says of each of its points.
PART_FIELDS = frozenset(
    {
        "confidentiality",
        "kind",
        "public_text",
        "question_id",
        "response_expected",
        "stance",
        "summary",
        "territory_id",
        "theme_ids",
        "user_id",
    }
)
# What is said of a point alone; it takes the rest from its letter, unless it says
# something else.
OWN_FIELDS = frozenset({"public_text", "summary"})
QUOTE_FIELDS = frozenset({"quote_start", "quote_stop"})


class PlpdmaContribution(models.Model):
    """A letter is split into its points, more of them are added later, and it is joined
    again while nothing was decided on them."""

    _inherit = "plpdma.contribution"

    # ------------------------------------------------------------------
    # Actions
    # ------------------------------------------------------------------
    def action_split(self):
        """Open the letter beside its points; that of a point, for a point. Of several,
        those that let themselves be split are opened one after the other, the oldest
        first.

        :return: client action
        :raise UserError: where none of several lets itself be split
        """
        letters = self._get_letter().sorted(lambda one: (one.date_received, one.id))
        letters.check_access("write")
        if len(letters) > 1:
            letters = letters.filtered(lambda letter: letter._is_splittable())
        if not letters:
            raise UserError(
                self.env._(
                    "None of these contributions is split: they are answered, closed "
                    "or merged."
                )
            )
        if len(letters) == 1:
            name = self.env._("Split %s", letters.reference)
        else:
            name = self.env._("Split %s letters", len(letters))
        return {
            "type": "ir.actions.client",
            "tag": "plpdma_split",
            "name": name,
            "params": {"contribution_ids": letters.ids},
        }

    def action_join(self):
        """Undo the splitting: of letters, all of it; of points, those alone.

        :raise AccessError: for a user who may not change the letters
        :raise UserError: naming the point of which something left the draft
        :raise LockError: while somebody else changes one of them
        """
        self.check_access("write")
        letters = self._get_letter()
        letters.check_access("write")
        letters._lock_to_judge()
        parts = (self - letters) | letters.filtered(lambda c: c in self).part_ids
        parts._join()

    # ------------------------------------------------------------------
    # Splitting
    # ------------------------------------------------------------------
    def _split(self, parts):
        """Make points of passages of the text: all of them, or none. Done again, it
        adds to those that are there; passages may overlap.

        :param list parts: dictionaries of ``quote_start`` and ``quote_stop``, places of
            code points in the text, and of any of ``_get_part_fields``; lists as ids
        :return: the points made
        :raise AccessError: for a user who may not change the contribution, or reads not
            what a point is linked to
        :raise UserError: for what is no passage of the text, or does not let itself be
            split
        :raise LockError: while somebody else changes the contribution
        """
        self.ensure_one()
        self.check_access("write")
        self.browse().check_access("create")
        self._lock_to_judge()
        if not parts:
            raise UserError(self.env._("Choose at least one passage of the text."))
        vals_list = [self._prepare_part(values) for values in parts]
        self._check_links(vals_list)
        self._prepare_to_split()
        # sudo: the rights to change the letter, to create and to link were checked;
        # what a point takes from it besides is its author, whom only the staff names.
        whole = self.sudo().with_context(
            **clean_context(self.env.context), mail_auto_subscribe_no_notify=True
        )
        numbers = whole._draw_part_numbers(len(vals_list))
        made = whole.create(
            [
                {
                    **whole._prepare_part_identity(number),
                    **vals,
                    **whole._prepare_part_moderation(vals),
                }
                for number, vals in zip(numbers, vals_list, strict=True)
            ]
        )
        if whole.state != "split":
            whole.state = "split"
        whole._touch()
        whole._sync_answer()
        whole._message_log(
            body=self.env._(
                "Split into points: %s.", ", ".join(made.mapped("reference"))
            )
        )
        return made.with_env(self.env)

    def _prepare_part(self, values):
        """Values of a point, as ``create`` takes them: what was said of it, else what
        its letter says.

        :raise UserError: for what is no passage, or not to be said of a point
        """
        part_fields = self._get_part_fields()
        extra = sorted(values.keys() - part_fields - QUOTE_FIELDS)
        if extra:
            raise UserError(
                self.env._("Not to be said of a point: %s.", ", ".join(extra))
            )
        start, stop = (values.get(name) for name in ("quote_start", "quote_stop"))
        self._check_passages([(start, stop)])
        # A greeting's comma, an emoji: the whole message may be one, a point is none.
        if not any(character.isalnum() for character in self.verbatim[start:stop]):
            raise UserError(
                self.env._("%s: this passage holds no word.", self.reference)
            )
        proposed = {
            name: self._fields[name].convert_to_write(self[name], self)
            for name in part_fields - OWN_FIELDS - values.keys()
        }
        vals = {**proposed, **values, "verbatim": self.verbatim[start:stop]}
        return {name: self._set_many(name, value) for name, value in vals.items()}

    def _set_many(self, name, value):
        """The value of a field as ``write`` takes it: a list of ids replaces what the
        field held, with nothing where it is empty."""
        if self._fields[name].type != "many2many":
            return value
        entries = value or ()
        if any(isinstance(entry, (list, tuple)) for entry in entries):
            return value
        return [Command.set(list(entries))]

    @api.model
    def _get_part_fields(self):
        """Set of the names of the fields that whoever splits says of a point."""
        return PART_FIELDS

    def _check_passages(self, passages):
        """:raise UserError: for what is no pair of places of the text"""
        if not isinstance(passages, (list, tuple)):
            # A call from outside may bring anything.
            passages = [passages]
        for passage in passages:
            is_pair = (
                isinstance(passage, (list, tuple))
                and len(passage) == 2
                and all(type(place) is int for place in passage)
            )
            if not is_pair or not 0 <= passage[0] < passage[1] <= len(self.verbatim):
                raise UserError(
                    self.env._("%s: this passage is not in the text.", self.reference)
                )

    def _prepare_part_identity(self, number):
        """Values of a point that are its letter's, in superuser mode."""
        self.ensure_one()
        return {
            **self._prepare_letter_values(),
            "whole_id": self.id,
            "part_number": number,
            "reference": self._get_part_reference(number),
        }

    def _get_part_reference(self, number):
        """The number under which a point of the letter is registered."""
        return f"{self.reference}-{number}"

    def _draw_part_numbers(self, count):
        """Numbers of the points to come, after those that are there; a register taken
        over may hold some of them already.

        :return: list of numbers
        """
        self.ensure_one()
        taken = set(
            self.with_context(active_test=False)
            .search(
                [
                    ("company_id", "=", self.company_id.id),
                    ("reference", "=like", f"{self.reference}-%"),
                ]
            )
            .mapped("reference")
        )
        numbers, number = [], max(self.part_ids.mapped("part_number"), default=0)
        while len(numbers) < count:
            number += 1
            if f"{self.reference}-{number}" not in taken:
                numbers.append(number)
        return numbers

    def _prepare_part_moderation(self, vals):
        """Whether somebody has read the passage: whoever accepted the whole text has,
        but a text to publish stands for another one. What was refused is told why."""
        self.ensure_one()
        if self.moderation == "refused":
            return {
                "moderation": "refused",
                "moderation_criterion_id": self.moderation_criterion_id.id,
                "moderation_reason": self.moderation_reason,
            }
        is_read = self.moderation == "accepted" and not self.public_text
        is_read = is_read and not vals.get("public_text")
        return {"moderation": "accepted" if is_read else "pending"}

    def _prepare_to_split(self):
        """Take from the contribution what only one that stands for an answer may have.

        :raise UserError: for one that does not let itself be split
        """
        self._check_splittable()

    def _is_splittable(self):
        """Whether the contribution lets itself be split, or is already."""
        try:
            self._check_splittable()
        except UserError:
            return False
        return True

    def _check_splittable(self):
        """:raise UserError: for one that does not let itself be split"""
        self.ensure_one()
        if self.part_number:
            raise UserError(
                self.env._("%s is a point already: it is not split.", self.reference)
            )
        if self.state == "merged":
            raise UserError(
                self.env._("%s is merged: undo the merge first.", self.reference)
            )
        if self.state != "split" and (self.date_answered or self.state == "closed"):
            raise UserError(
                self.env._(
                    "%s is answered or closed already: it is not split any more.",
                    self.reference,
                )
            )

    def _set_aside(self, passages):
        """Note which passages ask for nothing, in the place of those noted before.

        :param passages: iterable of pairs ``(start, stop)``
        :raise UserError: for what is no passage of the text
        """
        self.ensure_one()
        self.check_access("write")
        self._check_passages(passages)
        passages = list(map(tuple, passages))
        merged = list(map(list, merge_passages(passages)))
        if merged == (self.set_aside or []):
            return
        # sudo: the right to write it was checked.
        self.sudo().set_aside = merged or False
        self._message_log(
            body=self.env._(
                "Set aside, without a request: passages %s.",
                ", ".join(f"{start + 1}–{stop}" for start, stop in merged) or "–",
            )
        )

    # ------------------------------------------------------------------
    # Joining
    # ------------------------------------------------------------------
    def _join(self):
        """Undo these points; a letter that has none left stands whole again.

        :raise UserError: naming the one of which something left the draft
        """
        letters = self._get_letter()
        self._lock_to_judge()
        self._check_joinable()
        names = {
            letter: ", ".join((self & letter.part_ids).mapped("reference"))
            for letter in letters
        }
        reviewed = self.filtered(lambda part: part.state == "in_review")._get_letter()
        # sudo: agents delete no contribution; these are passages of a letter that
        # stays, on which nothing was decided, and the right to write it was checked.
        letters = letters.sudo()
        self.sudo().unlink()
        for letter in letters:
            if not letter.part_ids:
                state = "in_review" if letter in reviewed else "received"
                letter.write({"state": state, "set_aside": False})
            letter._touch()
            letter._sync_answer()
            letter._message_log(
                body=self.env._("Points put back into the letter: %s.", names[letter])
            )

    def _check_joinable(self):
        """:raise UserError: naming the point that is not put back into its letter"""
        for part in self:
            if part.date_answered or part.state not in ("received", "in_review"):
                raise UserError(
                    self.env._(
                        "%s is answered, closed or merged: its letter stays split.",
                        part.reference,
                    )
                )
            if part.duplicate_ids:
                raise UserError(
                    self.env._(
                        "%(repeats)s is merged into %(part)s: undo the merge first.",
                        repeats=part.duplicate_ids[:1].reference,
                        part=part.reference,
                    )
                )

    # ------------------------------------------------------------------
    # CRUD
    # ------------------------------------------------------------------
    @api.ondelete(at_uninstall=False)
    def _unlink_except_part(self):
        """A point goes with its letter, or back into it, as ``action_join`` does."""
        if self.env.su:
            return
        # sudo: whether the letter goes too is looked at.
        for part in self.sudo().filtered("whole_id"):
            if part.whole_id not in self:
                raise UserError(
                    self.env._(
                        "%s is a point of a letter: undo the splitting instead.",
                        part.reference,
                    )
                )

    def unlink(self):
        """A letter goes with its points."""
        # sudo: which points it has is looked at; the rights on them are asked below.
        parts = self.sudo().part_ids.sudo(self.env.su)
        return super(PlpdmaContribution, self | parts).unlink()
