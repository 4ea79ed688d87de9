from collections import defaultdict

from odoo import api, fields, models
from odoo.fields import Command, Domain

from ...tools.groups import STAFF


class PlpdmaProgram(models.Model):
    """Whether a letter leaves in one piece."""

    _inherit = "plpdma.program"

    letter_waits = fields.Boolean(
        string="Letters Are Answered in One Piece",
        default=True,
        help="The answers to the points of a letter leave together, once all of them "
        "are decided. Otherwise each leaves as it is, and says what still waits. "
        "Turned off, what waits today leaves at once.",
    )

    # ------------------------------------------------------------------
    # CRUD
    # ------------------------------------------------------------------
    def write(self, vals):
        """Where letters wait no more, what waits leaves.

        :raise LockError: while somebody else releases another point of these letters
        """
        waiting = self.browse()
        if "letter_waits" in vals and not vals["letter_waits"]:
            waiting = self.filtered("letter_waits")
        result = super().write(vals)
        for program in waiting:
            program._release_waiting_letters()
        return result

    def _release_waiting_letters(self):
        """Have what waits for the rest of its letter leave, and say how much does."""
        self.ensure_one()
        # sudo: whoever may change the policy lets what was sent already leave.
        letters = self.env["plpdma.contribution"].sudo()._get_letters_waiting(self)
        if not letters:
            return
        letters._lock_to_judge()
        lines = self.env["plpdma.response"].sudo()._release_letters(letters)
        self._message_log(
            body=self.env._(
                "Letters are not answered in one piece any more: letters that waited, "
                "%(letters)s; e-mails that leave, %(emails)s.",
                letters=len(letters),
                emails=len(lines),
            )
        )


class PlpdmaContribution(models.Model):
    """The answers to the points of a letter that was split leave together, in its
    order, to its author and to all who hear of it: those who sign it, and the authors
    of what was merged into it. Other authors of the same responses do not wait."""

    _inherit = "plpdma.contribution"

    waits_for = fields.Char(
        compute="_compute_waits_for",
        groups=STAFF,
        help="The points of the same letter on which nothing was released yet.",
    )

    letter_may_leave = fields.Boolean(
        string="Letter Leaves as It Is",
        compute="_compute_letter_may_leave",
        groups=STAFF,
    )

    @api.depends(
        "delivery",
        "whole_id.part_ids.date_answered",
        "whole_id.part_ids.delivery_response_id",
        "whole_id.part_ids.response_expected",
        "whole_id.part_ids.duplicate_of_id.date_answered",
        "whole_id.part_ids.duplicate_of_id.response_expected",
    )
    def _compute_waits_for(self):
        for contribution in self:
            waiting = contribution.browse()
            if contribution.delivery == "waiting":
                waiting = contribution._get_letter_waiting()
            contribution.waits_for = ", ".join(waiting.mapped("reference"))

    @api.depends(
        "program_id.letter_waits",
        "whole_id.part_ids.date_answered",
        "whole_id.part_ids.delivery_response_id",
        "whole_id.part_ids.response_expected",
        "whole_id.part_ids.duplicate_of_id.date_answered",
        "whole_id.part_ids.duplicate_of_id.response_expected",
    )
    def _compute_letter_may_leave(self):
        for contribution in self:
            letter = contribution.whole_id
            contribution.letter_may_leave = bool(letter) and letter._may_leave()

    # ------------------------------------------------------------------
    # When a letter leaves
    # ------------------------------------------------------------------
    def _is_released(self):
        """Whether an answer to this very point was released, or given otherwise; or it
        asks for none. What was merged is so as what it was merged into."""
        self.ensure_one()
        main = self._get_main()
        return bool(
            self.delivery_response_id
            or self.date_answered
            # By telephone, say: a response that was sent is told to its author too.
            or (main.date_answered and not main.sent_response_id)
            or not self._is_answer_expected()
        )

    def _is_complete(self, releasing=()):
        """Whether the answers to all the points of the letter were released.

        :param releasing: points whose answer is about to be
        """
        return all(part in releasing or part._is_released() for part in self.part_ids)

    def _may_leave(self, releasing=()):
        """Whether what was released of the letter leaves now."""
        self.ensure_one()
        return not self.program_id.letter_waits or self._is_complete(releasing)

    def _filtered_held(self, releasing=()):
        """Those that wait for the rest of their letter: who reads the answers on a page
        needs no message, and a correction of what was received does not wait."""
        ready = {letter: letter._may_leave(releasing) for letter in self.whole_id}
        return self.filtered(
            lambda part: (
                part.whole_id
                and not ready[part.whole_id]
                and not part.sent_response_id
                and part._get_answer_way() != "register"
            )
        )

    def _filtered_waiting(self):
        """The points that wait for the rest of their letter."""
        return self.filtered(
            lambda part: (
                part.delivery == "waiting"
                and part.whole_id
                and part._get_answer_way() != "register"
            )
        )

    def _sync_answer(self):
        """What was waiting for the last point of its letter leaves."""
        result = super()._sync_answer()
        self.env["plpdma.response"]._release_letters(
            self.filtered(
                lambda letter: letter._has_waiting() and letter._is_complete()
            )
        )
        return result

    def _has_waiting(self):
        """Whether somebody waits for the rest of the letter."""
        self.ensure_one()
        hearing = (self.duplicate_ids, self.co_author_ids)
        return bool(self.part_ids._filtered_waiting()) or any(
            told.delivery == "waiting" for everybody in hearing for told in everybody
        )

    def _get_letter_waiting(self):
        """The points of the letters on which nothing was released yet, in order."""
        # sudo: which points its author still waits for, whoever writes to them.
        parts = self.sudo().whole_id.part_ids
        return parts.filtered(lambda part: not part._is_released()).sorted(
            lambda part: part._get_letter_rank()
        )

    def _resend(self):
        """What waits leaves, too, once the programme lets the letter leave as it is."""
        leaving = self._filtered_waiting().filtered(
            lambda part: part.whole_id._may_leave()
        )
        lines = self.env["plpdma.response"]._release_letters(leaving.whole_id)
        return super(PlpdmaContribution, self - leaving)._resend() + len(lines)

    def _get_pending_delivery(self):
        is_part = self.whole_id or self._get_heard_letter()
        return "waiting" if is_part else super()._get_pending_delivery()

    def _restore_delivery(self):
        result = super()._restore_delivery()
        (self.whole_id | self._get_heard_letter())._sync_answer()
        return result

    @api.model
    def _release_complete_letters(self):
        """Let the letters leave of which all points were released, should something
        have forgotten to."""
        self._get_letters_waiting()._sync_answer()

    @api.model
    def _get_letters_waiting(self, programs=None):
        """The letters for the rest of which somebody waits.

        :param programs: those whose letters are looked for; all unless told otherwise
        """
        waiting = [("delivery", "=", "waiting")]
        anybody = self.with_context(active_test=False).search(waiting)
        signing = self.env["plpdma.contribution.author"].search(waiting)
        letters = anybody.whole_id | anybody._get_heard_letter()
        letters |= signing._get_heard_letter()
        if programs is None:
            return letters
        return letters.filtered(lambda letter: letter.program_id in programs)

    # ------------------------------------------------------------------
    # Who hears of it: the authors of what was merged into the letter
    # ------------------------------------------------------------------
    def _get_heard_letter(self):
        """The letters into which they were merged, and that were split."""
        return self.duplicate_of_id.filtered(lambda letter: letter.state == "split")

    def _get_told_rank(self, response):
        """Whoever repeated a letter is told in the order of its points."""
        rank = super()._get_told_rank(response)
        points = self._get_heard_letter().part_ids.filtered(
            lambda part: part.delivery_response_id == response
        )
        return (*rank, *min((point._get_letter_rank() for point in points), default=()))

    def _describe_followed(self):
        """Whoever repeated a letter reads the answers to its points, not its words."""
        words = super()._describe_followed()
        letter = self._get_heard_letter()
        if letter:
            points = letter._describe_points()
            words["points"] = [{**point, "text": False} for point in points]
        return words

    def _prepare_claim(self, told, refuted):
        """They are answered once they were told of each point."""
        letter = self._get_heard_letter()
        responses = letter.part_ids.delivery_response_id
        if letter and (not letter._is_complete() or responses - told.response_id):
            return super()._prepare_claim(told.browse(), refuted)
        return super()._prepare_claim(told, refuted)


class PlpdmaToldMixin(models.AbstractModel):
    """Whoever hears of a letter is told the answers to all its points, each once."""

    _inherit = "plpdma.told.mixin"

    def _get_heard_letter(self):
        """The letter of whose points they are told, if any."""
        raise NotImplementedError

    def _group_by_response(self):
        letters = {told: told._get_heard_letter() for told in self}
        hearing = self.filtered(lambda told: letters[told])
        groups = super(PlpdmaToldMixin, self - hearing)._group_by_response()
        if not hearing:
            return groups
        # sudo: what was sent to them is looked at, as superuser already.
        ledger = self.env["plpdma.delivery"].sudo()
        lines = ledger.search(
            Domain(self._ledger_field, "in", hearing.ids)
            & Domain("purpose", "=", self._answer_purpose)
            & Domain("state", "in", ("queued", "sent"))
        )
        known = {
            (told, line.response_id)
            for line in lines
            for told in line[self._ledger_field]
        }
        groups = defaultdict(self.browse, groups)
        for told in hearing.filtered(lambda told: told.delivery != "noted"):
            for response in letters[told]._get_letter_parts().delivery_response_id:
                if (told, response) not in known:
                    groups[response] |= told
        return dict(groups)


class PlpdmaContributionAuthor(models.Model):
    """Those who sign a letter are told of each of its points."""

    _inherit = "plpdma.contribution.author"

    def _get_heard_letter(self):
        return self.contribution_id.filtered(lambda letter: letter.state == "split")

    def _get_told_of(self, response):
        """The points of the letter that the response answers."""
        letters = self._get_heard_letter()
        points = letters.part_ids.filtered(
            lambda part: part.delivery_response_id == response
        )
        return (self._get_answered() - letters) | points

    def _prepare_answer_delivery(self, response):
        return {
            **super()._prepare_answer_delivery(response),
            "contribution_ids": [Command.set(self._get_told_of(response).ids)],
        }


class PlpdmaResponse(models.Model):
    """Letters that wait, and that leave."""

    _inherit = "plpdma.response"

    def _lock_to_send(self):
        """Nor is another point of the same letters released meanwhile: each would wait
        for the other."""
        result = super()._lock_to_send()
        self._get_all_contributions()._get_letter()._lock_to_judge()
        return result

    def _get_hearing_by_post(self):
        """Those to whom it is to be posted for they hear of the letters of which it
        answers a point: contributions, then co-authors."""
        self.ensure_one()
        # sudo: who is told is looked at, for whoever reads the response.
        letters = self._get_all_contributions().sudo().whole_id
        return [
            hearing.filtered(lambda told: told.delivery == "to_post")
            ._group_by_response()
            .get(self, hearing.browse())
            .sudo(False)
            for hearing in (letters.duplicate_ids, letters.co_author_ids)
        ]

    @api.model
    def _release_letters(self, letters):
        """Let what waits of these letters leave.

        :return: one line of the ledger a message queued
        """
        if not letters:
            # sudo: none, as all lines are given.
            return self.env["plpdma.delivery"].sudo()
        pairs = self._get_pairs(letters.part_ids._filtered_waiting())
        lines, _posted = self._release_to(pairs, letters)
        return lines

    @api.model
    def _hold_letters(self, authors, letters):
        """Keep what waits for the rest of its letter.

        :param authors: contributions, whose response is released
        :param letters: letters beside theirs, whose hearers are to be told
        :return: the contributions, and the co-authors, that are told now
        """
        letters |= authors.whole_id
        held = authors._filtered_held()
        held.write({"delivery": "waiting", "delivery_id": False})
        leaving = letters.filtered(lambda letter: letter._may_leave())
        authors = (authors - held) | leaving.part_ids._filtered_waiting()
        told = []
        for hearing in (
            letters.duplicate_ids,
            letters.co_author_ids._filtered_tellable(),
        ):
            groups = hearing._group_by_response()
            for response, each in groups.items():
                each.write({"delivery_response_id": response.id})
            todo = hearing.browse().union(*groups.values())
            waiting = todo.filtered(lambda each: each._get_heard_letter() - leaving)
            waiting.filtered(lambda each: each.delivery == "none").write(
                {"delivery": "waiting"}
            )
            told.append(todo - waiting)
        if letters:
            # Whoever releases another point meanwhile begins again.
            letters._touch()
        return authors | told[0], told[1]


class PlpdmaDelivery(models.Model):
    """What waits is looked at again with the messages."""

    _inherit = "plpdma.delivery"

    @api.model
    def _cron_reconcile(self, minutes=15):
        result = super()._cron_reconcile(minutes)
        self.env["plpdma.contribution"]._release_complete_letters()
        return result
