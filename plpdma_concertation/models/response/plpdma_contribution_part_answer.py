from odoo import api, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Command


class PlpdmaContribution(models.Model):
    """A letter that was split takes no response: each of its points does."""

    _inherit = "plpdma.contribution"

    @api.constrains("state", "response_ids")
    def _check_answered_by_points(self):
        # sudo: whether something answers it is looked at.
        for letter in self.sudo().filtered(lambda record: record.state == "split"):
            if letter.response_ids:
                raise ValidationError(
                    self.env._(
                        "%s was split: its points are answered, not the letter.",
                        letter.reference,
                    )
                )

    # ------------------------------------------------------------------
    # Splitting and joining
    # ------------------------------------------------------------------
    def _split(self, parts):
        """The point that stands in the campaign of the letter goes on under the draft
        that answers the others too."""
        # sudo: which of them answers a campaign is looked at.
        shared = self.sudo().response_ids.filtered(
            lambda response: (
                response.contribution_ids.campaign_id & self.sudo().campaign_id
                and len(response.contribution_ids) > 1
            )
        )
        made = super()._split(parts)
        common = made.filtered("campaign_id")
        if common and shared:
            common.response_ids = [Command.link(id_) for id_ in shared.ids]
        return made

    def _prepare_to_split(self):
        """Take it from the drafts, which keep what was written for its points."""
        result = super()._prepare_to_split()
        if self.response_ids:
            self.response_ids = [Command.clear()]
        return result

    def _check_joinable(self):
        result = super()._check_joinable()
        for part in self:
            standing = part.response_ids.filtered(lambda r: r.state != "draft")
            if standing or part.delivery != "none":
                raise UserError(
                    self.env._(
                        "%(part)s is answered by %(response)s, which left the draft: "
                        "its letter stays split.",
                        part=part.reference,
                        response=(standing or part.delivery_response_id)[:1].reference,
                    )
                )
        return result

    def _join(self):
        """One draft for all that is put back goes on with the letter, else that of its
        campaign; others keep what was written, and answer nothing any more."""
        self.response_ids._lock_to_judge()
        drafts = {}
        for letter in self._get_letter():
            parts = self & letter.part_ids
            common = parts.filtered("campaign_id").response_ids
            drafts[letter] = common or parts.response_ids
        result = super()._join()
        for letter, responses in drafts.items():
            if letter.state != "split" and len(responses) == 1:
                letter.response_ids = [Command.link(responses.id)]
        return result

    # ------------------------------------------------------------------
    # What becomes of each
    # ------------------------------------------------------------------
    def _is_decided(self):
        """Or somebody decided on the response to it, or to what it repeats."""
        return super()._is_decided() or any(
            self._get_main().response_ids.mapped("is_locked")
        )

    # ------------------------------------------------------------------
    # Answers given otherwise
    # ------------------------------------------------------------------
    def _note_answer(self, channel, date, note=None, taken_over=False):
        """Given on a letter, it was given on each of its points that wait for one."""
        letters = self.filtered(lambda record: record.state == "split")
        waiting = letters.part_ids.filtered(lambda part: not part.date_answered)
        return super(PlpdmaContribution, (self - letters) | waiting)._note_answer(
            channel, date, note, taken_over
        )

    def _get_repeats(self):
        """Of a point, what repeats its letter too."""
        # sudo: whoever writes to the author of a point is told who would hear nothing.
        of_letters = self.sudo().whole_id.duplicate_ids.sudo(self.env.su)
        return super()._get_repeats() | of_letters

    def action_cancel_noted(self):
        """On a letter, what was noted on its points."""
        letters = self.filtered(lambda record: record.state == "split")
        noted = letters.part_ids.filtered(
            lambda part: part.date_answered and not part.sent_response_id
        )
        return super(PlpdmaContribution, (self - letters) | noted).action_cancel_noted()

    # ------------------------------------------------------------------
    # Register
    # ------------------------------------------------------------------
    def _describe_entry(self, length=None, similar=0):
        """And of which letter it is a point, with those of its other points that are
        published too; the register tells of no other."""
        words = super()._describe_entry(length, similar)
        if not self.part_number:
            return {**words, "letter": False, "rank": 0, "others": []}
        published = self._get_letter_siblings().filtered("active")
        published = published.filtered_domain(
            self.program_id._get_published_contributions_domain()
        )
        rank = published.ids.index(self.id) + 1
        return {
            **words,
            "letter": self.letter_reference,
            "rank": rank,
            "point": self.env._(
                "Point %(rank)s of %(count)s", rank=rank, count=len(published)
            ),
            "others": [
                {"reference": part.reference, "url": part._get_entry_path()}
                for part in published - self
            ],
        }

    def _get_letter_siblings(self):
        """The points of the letter of this one, in its order, in superuser mode."""
        return self._get_letter()._get_letter_parts()

    # ------------------------------------------------------------------
    # What its author reads
    # ------------------------------------------------------------------
    def _describe_followed(self):
        """The page of a point is that of its letter, which tells each of its points."""
        letter = self._get_letter()
        if letter != self:
            return letter._describe_followed()
        words = super()._describe_followed()
        if self.state != "split":
            return {**words, "points": []}
        return {
            **words,
            "points": self._describe_points(),
            # What may be published of it is each of its points.
            "moderation": False,
        }

    def _describe_points(self):
        """What became of each point of the letter, in its order, in superuser mode.

        :return: list of dictionaries: the number, the passage, where it stands, and
            ``answers``: see ``_describe_answers``
        """
        self.ensure_one()
        points = []
        for part in self._get_letter_parts():
            response = part.sent_response_id or part._get_main().sent_response_id
            points.append(
                {
                    "reference": part.reference,
                    "number": part.part_number,
                    "text": part.verbatim,
                    "state": part._describe_step(response),
                    "answers": response._describe_answers(),
                }
            )
        return points

    def _describe_own_points(self):
        """As ``_describe_points``, for the author of the letter.

        :raise AccessError: for a user who is not the author
        """
        self._check_author()
        # sudo: what became of their own points is told to authors, and nothing else.
        letter = self.sudo()
        return letter._describe_points() if letter.state == "split" else []

    def _describe_step(self, response):
        """A letter is answered point by point."""
        if self.state != "split" or self.date_answered:
            return super()._describe_step(response)
        parts = self._get_letter_parts()
        return self.env._(
            "Being studied: points answered, %(answered)s of %(count)s",
            answered=len(parts.filtered("date_answered")),
            count=len(parts),
        )


class PlpdmaResponse(models.Model):
    """What it answers stands for an answer."""

    _inherit = "plpdma.response"

    @api.constrains("contribution_ids")
    def _check_no_letter(self):
        self.contribution_ids._check_answered_by_points()
