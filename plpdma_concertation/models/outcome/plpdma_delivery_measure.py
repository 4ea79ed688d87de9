from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ..program.plpdma_delivery import LOST
from .news import News

# To the author, and to those who sign with them.
PURPOSES = ("measure", "co_measure")
# Why what became of an action was not told after all.
UNWANTED = "unwanted"
OUTDATED = "outdated"
TAKEN_BACK = (UNWANTED, OUTDATED)


class PlpdmaDelivery(models.Model):
    """What became of actions of the programme in the ledger of messages: a line for
    each action that a message tells, with what was told of it."""

    _inherit = "plpdma.delivery"

    purpose = fields.Selection(
        selection_add=[
            ("measure", "What became of an action"),
            ("co_measure", "What became of an action, to a co-author"),
        ],
        ondelete=dict.fromkeys(PURPOSES, "cascade"),
    )
    measure_id = fields.Many2one(
        "plpdma.measure",
        string="Action of the Programme",
        readonly=True,
        index="btree_not_null",
        ondelete="set null",
    )
    measure_state = fields.Selection(
        [("done", "Carried out"), ("dropped", "Dropped")],
        string="What Is Told of It",
        readonly=True,
    )

    @api.depends("measure_id")
    def _compute_is_lost(self):
        result = super()._compute_is_lost()
        for line in self.filtered("measure_id"):
            line.is_lost = line.state in LOST
        return result

    def _tell_records(self):
        result = super()._tell_records()
        told = self._filtered_news()
        if told:
            self.env["plpdma.contribution"]._on_measure_news(told)
        return result

    def _filtered_news(self):
        """The lines that tell what became of an action."""
        return self.filtered(lambda line: line.purpose in PURPOSES)

    def _get_news_readers(self):
        """Those to whom the line tells it: contributions, for their author, or
        co-authors; nobody once they were deleted."""
        self.ensure_one()
        is_author = self.purpose == "measure"
        return self.contribution_ids if is_author else self.co_author_ids

    # ------------------------------------------------------------------
    # What was told already
    # ------------------------------------------------------------------
    @api.model
    def _find_measure_news(self, measures):
        """The lines that told what became of some actions, in superuser mode: not those
        that were taken back. Who did not want it may ask for it again, and what was no
        longer so may be so again."""
        # sudo: what was told is looked at, whoever concludes the actions.
        return self.sudo().search(
            Domain("purpose", "in", PURPOSES)
            & Domain("measure_id", "in", measures.ids)
            & Domain("cause", "not in", TAKEN_BACK)
        )

    def _has_told(self, measure, readers, email):
        """Whether some of these lines told it, as the action stands, to some of those
        who asked, or at their address.

        :param readers: as ``_get_news_readers`` gives them
        """
        return any(
            line.measure_id == measure
            and line.measure_state == measure.state
            and (
                line.email == email
                or line.purpose == readers._news_purpose
                and line._get_news_readers() & readers
            )
            for line in self
        )

    # ------------------------------------------------------------------
    # Trying again
    # ------------------------------------------------------------------
    def action_resend(self):
        """As for those of sessions, send again what became of actions to those whom it
        did not reach, at the address that they have now; not to those who asked for no
        more.

        :return: notification that says how many leave
        :raise AccessError: for a user who may not write the contributions
        :raise UserError: when none can be sent again
        """
        news = self._filtered_news()
        others = self - news
        if not news:
            return super().action_resend()
        if others:
            super(PlpdmaDelivery, others).action_resend()
        self.check_access("read")
        news.contribution_ids.check_access("write")
        # sudo: the ledger is written by nobody else; the right to write the
        # contributions was checked.
        lines = news.sudo()._get_firsts()._resend_measure_news()
        if not lines:
            raise UserError(
                self.env._(
                    "None of these messages can be sent again: each arrived, or "
                    "whoever it was for asked for no more, or the action stands "
                    "elsewhere since."
                )
            )
        return lines._let_leave()

    def _resend_measure_news(self):
        """Send again what did not arrive: the very same message to the same address,
        another one to another.

        :return: the lines of what leaves
        """
        lost = self.filtered("is_lost")
        known = lost._find_known()
        same, anew = self.browse(), self.browse()
        for line in lost:
            told = line._get_left_to_tell(known)
            if not told:
                continue
            _measure, readers = told[0]
            if readers[0]._get_answer_email() == line.email and line._retry():
                same |= line
                # What it tells is on its way: another one does not tell it again.
                known |= line | line.other_ids
            else:
                anew |= line
        measures = self.env["plpdma.measure"]
        return same | measures._write_news(anew._get_news_left(known))

    def _get_news_left(self, known=None):
        """What messages that do not leave told and is still to be told, as
        ``_write_news`` takes it: one message for each address, each action once in it.

        :param self: the first lines of the messages
        :param known: lines of what was told, or is being told
        """
        known = self._find_known() if known is None else known
        news = News()
        for line in self:
            for measure, readers in line._get_left_to_tell(known):
                news.add(measure, readers)
        return news

    def _find_known(self):
        """The lines of what was told, or is being told, of the actions of which the
        messages of these first lines speak."""
        known = self._find_measure_news((self | self.other_ids).measure_id)
        return known.filtered(lambda line: line.state not in LOST)

    def _get_left_to_tell(self, known):
        """``[(action, readers)]`` of what the message of this first line tells and is
        still to be told."""
        return [
            (each.measure_id, readers)
            for each in (self | self.other_ids).sorted("id")
            if (readers := each._get_readers_left(known))
        ]

    def _is_still_so(self):
        """Whether the action stands as the line tells it, for everybody to read."""
        self.ensure_one()
        return self.measure_id._filter_concluded().state == self.measure_state

    def _is_still_made(self, made):
        """Whether a contribution of those to whom the line speaks still is about the
        action, or was answered by what changes it.

        :param dict made: as ``_get_made_measures`` gives it
        """
        self.ensure_one()
        answered = self._get_news_readers()._get_answered()
        return any(self.measure_id in made[one] for one in answered)

    def _get_readers_left(self, known):
        """Those who are still to be told what this line says.

        :param known: lines of what was told, or is being told
        """
        self.ensure_one()
        measure = self.measure_id
        made = self.contribution_ids._get_made_measures()
        readers = (
            self._get_news_readers()
            ._filtered_following()
            .filtered(lambda one: measure in made[one._get_answered()])
        )
        if not readers or not self._is_still_so():
            return readers.browse()
        email = readers[0]._get_answer_email()
        is_told = known._has_told(measure, readers, email)
        return readers.browse() if is_told else readers
