from odoo import api, models
from odoo.exceptions import UserError, ValidationError

OVERDUE_ACTIVITY = "plpdma_concertation.mail_activity_type_answer_due"
# From what everybody reads to what the staff alone does.
LEVELS = ("public", "members", "staff")
# What a letter says for all its points: its author, its date, how it came.
LETTER_FIELDS = frozenset(
    {
        "active",
        "anonymous",
        "author_to_confirm",
        "channel",
        "contributor_city",
        "contributor_civility",
        "contributor_email",
        "contributor_name",
        "contributor_street",
        "contributor_zip",
        "date_anonymised",
        "date_received",
        "name_consent",
        "opening_agreement",
        "partner_id",
        "program_id",
        "received_at",
        "role_id",
        "session_id",
        "stakeholder_id",
    }
)
# What of a point, or of what it was merged into, its letter sums up.
ANSWER_FIELDS = frozenset({"date_answered", "duplicate_of_id", "response_expected"})


class PlpdmaContribution(models.Model):
    """A letter and its points stay one: what the letter says of its author goes for all
    of them, and it is answered once they all are."""

    _inherit = "plpdma.contribution"

    @api.model
    def _get_letter_fields(self):
        """Names of the fields that a point has of its letter, and never says itself."""
        return LETTER_FIELDS

    def _prepare_letter_values(self):
        """Values of a letter that are those of its points, in superuser mode."""
        self.ensure_one()
        names = set(self._get_letter_fields())
        if self.stakeholder_id.partner_id - self.partner_id:
            # Found by the contact, whose organisation it is: so is that of the points.
            names.discard("stakeholder_id")
        return {
            name: self._fields[name].convert_to_write(self[name], self)
            for name in names
        }

    # ------------------------------------------------------------------
    # Constraints
    # ------------------------------------------------------------------
    @api.constrains("confidentiality", "whole_id")
    def _check_no_more_open(self):
        # sudo: who reads the letter is looked at.
        for part in self.sudo().filtered("whole_id"):
            if part._get_level() < part.whole_id._get_level():
                raise ValidationError(
                    self.env._(
                        "%(part)s is read by no more people than %(whole)s, of which "
                        "it is a passage.",
                        part=part.reference,
                        whole=part.whole_id.reference,
                    )
                )

    def _get_level(self):
        """How few people read it, as a number."""
        return LEVELS.index(self.confidentiality)

    # ------------------------------------------------------------------
    # CRUD
    # ------------------------------------------------------------------
    def write(self, vals):
        """What is written on a letter goes for its points.

        :raise UserError: for what a point would say otherwise than its letter
        """
        if not self.env.su:
            self._check_said_by_letter(vals)
        # sudo: its points follow, whoever may write the letter; the staff alone knows
        # which ones they are.
        letters = self.sudo().filtered(lambda record: record.state == "split")
        before = [(letter, letter.confidentiality) for letter in letters]
        unedited = letters.filtered(lambda letter: not letter.public_text)
        result = super().write(vals)
        for letter, level in before:
            letter._carry(vals, level)
        if "moderation" in vals:
            letters._carry_moderation()
        if "public_text" in vals:
            unedited.filtered("public_text")._read_points_again()
        if ANSWER_FIELDS & vals.keys():
            # sudo: the letter says what its points say, whoever may write a point.
            self.sudo()._get_summing_up()._sync_answer()
        return result

    def _check_said_by_letter(self, vals):
        names = sorted((self._get_letter_fields() | {"reference"}) & vals.keys())
        if not names:
            return
        for part in self.filtered("part_number"):
            for name in names:
                field = self._fields[name]
                new = field.convert_to_record(
                    field.convert_to_cache(vals[name], part, validate=False), part
                )
                # sudo: the values are compared, not shown.
                if (part.sudo()[name] or False) != (new or False):
                    part.check_access("write")
                    raise UserError(
                        self.env._(
                            "%(part)s: “%(field)s” is said by its letter, %(whole)s, "
                            "for all its points.",
                            part=part.reference,
                            field=field._description_string(self.env),
                            whole=part.letter_reference,
                        )
                    )

    def _carry(self, vals, level):
        """Have the points say what the letter says now, in superuser mode.

        :param dict vals: what was written on the letter
        :param str level: who read it before; whoever closed a point further keeps it so
        """
        self.ensure_one()
        if "response_expected" in vals:
            # At once: the letter waits as long as one of them does.
            self.part_ids.filtered(lambda part: not part.date_answered).write(
                {"response_expected": self.response_expected}
            )
        said = self._prepare_letter_values()
        for part in self.part_ids:
            changed = {
                name: value for name, value in said.items() if part[name] != self[name]
            }
            if "reference" in vals:
                changed["reference"] = self._get_part_reference(part.part_number)
            follows = part.confidentiality == level
            if part.confidentiality != self.confidentiality and (
                follows or part._get_level() < self._get_level()
            ):
                changed["confidentiality"] = self.confidentiality
            if changed:
                part.write(changed)

    # ------------------------------------------------------------------
    # Publication
    # ------------------------------------------------------------------
    def _carry_moderation(self):
        """Whoever reads the whole text reads its passages, but those to which another
        text was given to publish."""
        for letter in self:
            quoted = letter.part_ids.filtered(lambda part: not part.public_text)
            if letter.moderation == "refused":
                quoted.filtered(lambda part: part.moderation != "refused").write(
                    {
                        "moderation": "refused",
                        "moderation_criterion_id": letter.moderation_criterion_id.id,
                        "moderation_reason": letter.moderation_reason,
                    }
                )
            elif letter.moderation == "pending":
                letter._read_points_again()
            elif not letter.public_text:
                quoted._accept_publication()

    def _read_points_again(self):
        """What was accepted of their points with the whole text is to be read again."""
        self.part_ids.filtered(
            lambda part: part.moderation == "accepted" and not part.public_text
        ).write({"moderation": "pending"})

    # ------------------------------------------------------------------
    # What is answered
    # ------------------------------------------------------------------
    def _sync_answer(self):
        """Note on letters whether they await answers, and on which day the last of
        their points was answered; in superuser mode."""
        for letter in self:
            parts = letter.part_ids
            if not parts:
                continue
            answered = parts.filtered("date_answered")
            waiting = (parts - answered).filtered(
                lambda part: part._is_answer_expected()
            )
            last = answered.sorted(lambda part: (part.date_answered, part.id))[-1:]
            told = last if not waiting else parts.browse()
            vals = {
                "date_answered": told.date_answered,
                "answer_channel": told.answer_channel,
                "response_expected": any(part._is_answer_expected() for part in parts),
            }
            changed = {name: vals[name] for name in vals if vals[name] != letter[name]}
            if changed:
                letter._write_summed_up(changed)
            if letter.date_answered:
                letter.activity_unlink([OVERDUE_ACTIVITY])

    def _write_summed_up(self, vals):
        """What sums the points up is not carried back to them; the letters of what was
        merged into this one follow it, as they follow any other."""
        result = super().write(vals)
        self.duplicate_ids.whole_id._sync_answer()
        return result

    def _get_summing_up(self):
        """The letters that sum these up: theirs, and those of the points that were
        merged into them."""
        return self.whole_id | self.duplicate_ids.whole_id

    def _is_answer_expected(self):
        """Whether its author is to be told an answer: not where what it was merged
        into awaits none, for none will come."""
        self.ensure_one()
        return self.response_expected and self._get_main().response_expected

    def _is_letter_decided(self):
        """Whether it is known what becomes of each point of the letter: it is decided,
        answered, or awaits nothing."""
        self.ensure_one()
        return all(part._is_decided() for part in self._get_letter_parts())

    def _is_decided(self):
        """Whether it is known what becomes of this very point, or of what it was merged
        into."""
        self.ensure_one()
        answered = self.date_answered or self._get_main().date_answered
        return bool(answered) or not self._is_answer_expected()

    def _get_letter_recipients(self):
        """To whom the answers to the points of a letter are told: its author, and those
        of what was merged into it.

        :return: contributions, the letter first
        """
        self.ensure_one()
        letter = self._get_letter()
        return letter | letter.duplicate_ids

    # ------------------------------------------------------------------
    # Merging
    # ------------------------------------------------------------------
    def _merge_into(self, target):
        """:raise UserError: into a letter that was split, too"""
        target._lock_to_judge()
        target._check_stands_whole()
        return super()._merge_into(target)

    def _prepare_to_merge(self):
        self._check_stands_whole()
        return super()._prepare_to_merge()

    def _check_stands_whole(self):
        for letter in self.filtered(lambda record: record.state == "split"):
            raise UserError(
                self.env._(
                    "%s was split: its points are merged, not the letter.",
                    letter.reference,
                )
            )

    # ------------------------------------------------------------------
    # Actions
    # ------------------------------------------------------------------
    def _get_answerable(self):
        """What stands for these where an answer is given: the points of the letters."""
        # sudo: the points of a letter are as its reader may do, which is asked on them.
        letters = self.filtered(lambda record: record.state == "split")
        return (self - letters) | letters.sudo().part_ids.sudo(self.env.su)

    def action_review(self):
        """As for any contribution, on the points of what was split."""
        return super(PlpdmaContribution, self._get_answerable()).action_review()

    def action_close(self):
        """As for any contribution, on the points of what was split."""
        return super(PlpdmaContribution, self._get_answerable()).action_close()

    def action_reopen(self):
        """As for any contribution, on the points of what was split."""
        return super(PlpdmaContribution, self._get_answerable()).action_reopen()

    # ------------------------------------------------------------------
    # Forgetting
    # ------------------------------------------------------------------
    def _get_with_points(self):
        """The letters, and all their points."""
        letters = self._get_letter()
        # sudo: the points are those of letters that the user holds.
        return letters | letters.sudo().part_ids.sudo(self.env.su)

    def action_anonymise(self):
        """The author of a point is that of the whole letter."""
        return super(PlpdmaContribution, self._get_with_points()).action_anonymise()

    def _anonymise(self):
        return super(PlpdmaContribution, self._get_with_points())._anonymise()

    # ------------------------------------------------------------------
    # Following
    # ------------------------------------------------------------------
    def _get_follow_code(self):
        """One code opens the letter, with all its points."""
        return super(PlpdmaContribution, self._get_letter())._get_follow_code()

    def _get_follow_path(self):
        return super(PlpdmaContribution, self._get_letter())._get_follow_path()

    # ------------------------------------------------------------------
    # Reminders
    # ------------------------------------------------------------------
    def _get_to_remind(self):
        """One reminder a letter, however many of its points are late."""
        letters = self._get_letter()
        return letters.filtered(lambda letter: not letter.date_reminded)

    def _has_moderation_criterion(self):
        """A passage is refused as its letter was, be it before refusals cited
        criteria."""
        whole = self.whole_id
        as_before = whole.moderation == "refused" and not whole.moderation_criterion_id
        return as_before or super()._has_moderation_criterion()
