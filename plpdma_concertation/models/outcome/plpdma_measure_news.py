import logging

from odoo import api, models
from odoo.fields import Command, Domain
from odoo.tools.misc import clean_context

from ...tools.batches import spread
from ..platform.mail_thread import UNAVAILABLE
from .news import News
from .plpdma_delivery_measure import PURPOSES
from .plpdma_follower_consent import FOLLOWERS

_logger = logging.getLogger(__name__)

CHANGED = "plpdma_measure_news"
TEMPLATE = "plpdma_concertation.mail_template_measure_news"
# What may make an action one of which authors are told, and the words that tell it.
TRIGGERS = frozenset({"active", "is_published", "state"})
WORDS = frozenset({"code", "explanation", "name"})


class PlpdmaMeasure(models.Model):
    """The authors who asked for it, and the co-authors who did, are told once what
    became of the actions that they made what they are: carried out, or dropped, and
    why.

    What is changed together is told together, as it is kept: one message a person and a
    programme. The ledger says what was told: nothing is told twice. What is no longer
    so when the message leaves is not told.
    """

    _inherit = "plpdma.measure"

    _concluded_states = ("done", "dropped")

    # ------------------------------------------------------------------
    # Which ones
    # ------------------------------------------------------------------
    @api.model
    def _get_concluded_domain(self):
        """Domain of those that came to their end: nothing more is awaited of them."""
        return Domain("state", "in", self._concluded_states)

    def _filter_concluded(self):
        """Those that came to their end, as everybody reads it."""
        return self.filtered_domain(
            self._get_published_domain() & self._get_concluded_domain()
        )

    def write(self, vals):
        """What comes to its end is told to those who asked for it; what was to be told
        and stands elsewhere is not."""
        if not (TRIGGERS | WORDS) & vals.keys():
            return super().write(vals)
        # sudo: where it stands is compared, whoever writes it.
        measures = self.sudo()
        before = measures._get_ends()
        result = super().write(vals)
        after = measures._get_ends()
        changed = measures.filtered(lambda one: before.get(one) != after.get(one))
        changed._announce(before)
        return result

    def _get_ends(self):
        """``{action: words}`` of those that came to their end, as everybody reads: in
        which state, and what is told of it."""
        return {
            one: (
                one.state,
                one.code,
                one.name,
                one.state == "dropped" and one.explanation,
            )
            for one in self._filter_concluded()
        }

    def _announce(self, before):
        """Have these told, or taken back, as what is being done is kept.

        :param dict before: their ends, as ``_get_ends`` gave them
        """
        if not self:
            return
        callbacks = self.env.cr.precommit
        known = callbacks.data.setdefault(CHANGED, {})
        if not known:
            callbacks.add(self._tell_announced)
        for measure in self:
            known.setdefault(measure.id, before.get(measure))

    # ------------------------------------------------------------------
    # Telling them
    # ------------------------------------------------------------------
    def _tell_announced(self):
        before = self.env.cr.precommit.data.pop(CHANGED, {})
        # sudo: who asked to be told, and what was told, is the system's to know;
        # whoever concludes an action sends nothing but the news of it.
        env = self.env(su=True, context=clean_context(self.env.context))
        measures = self.with_env(env).browse(sorted(before)).exists()
        ends = measures._get_ends()
        news = measures._take_back_news(
            measures.filtered(lambda one: before[one.id] != ends.get(one))
        )
        news.update(measures._filter_concluded()._get_news())
        self._tell(news)
        # What is being done was flushed already.
        env.flush_all()

    def _take_back_news(self, changed):
        """Take back what waits in the queue and is no longer so of these.

        :param changed: those of them of which what waits tells older words
        :return: what the same messages told of others, as ``_write_news`` takes it
        """
        waiting = self.env["plpdma.delivery"].search(
            [
                ("purpose", "in", PURPOSES),
                ("state", "=", "queued"),
                ("measure_id", "in", self.ids),
            ]
        )
        return waiting._take_back(changed)

    def _get_news(self):
        """What is to be told of these, in superuser mode.

        :return: ``News``: one message for each programme and address
        """
        asked_news = News()
        for name in FOLLOWERS:
            asked = self.env[name].search(self.env[name]._get_asked_domain(self))
            asked = asked._filtered_following()
            made = asked._get_answered()._get_made_measures()
            for one in asked:
                for measure in made[one._get_answered()] & self:
                    asked_news.add(measure, one)
        known = self.env["plpdma.delivery"]._find_measure_news(self)
        by_measure = known.grouped("measure_id")
        return asked_news.filter(
            lambda measure, readers, email: (
                not by_measure.get(measure, known.browse())._has_told(
                    measure, readers, email
                )
            )
        )

    # ------------------------------------------------------------------
    # The messages
    # ------------------------------------------------------------------
    @api.model
    def _tell(self, news):
        """Have messages leave as soon as what is being done is kept.

        :param news: as ``_get_news`` gives it
        """
        # sudo: whoever changes what is told sends nothing but the news of it; no
        # default of their screen is for it.
        env = self.env(su=True, context=clean_context(self.env.context))
        lines = self.with_env(env)._write_news(news)
        if lines:
            lines._trigger_queue()

    @api.model
    def _write_news(self, news):
        """Write the messages and have them followed; what cannot be written is noted in
        the ledger, and whoever handles the contributions is told why.

        :param news: as ``_get_news`` gives it
        :return: the lines of those that leave, the first one of each
        """
        # sudo: what was told is the ledger's, whoever ends an action.
        lines = self.env["plpdma.delivery"].sudo()
        template = self.env.ref(TEMPLATE, raise_if_not_found=False)
        if not template:
            return lines
        # A message is written for a contribution: one person each at a time.
        for by_first in spread(news.get_messages(), self._get_first):
            lines |= self._try_news(template, by_first)
        return lines

    @api.model
    def _try_news(self, template, by_first):
        firsts = self.env["plpdma.contribution"].sudo().union(*by_first)
        try:
            with self.env.cr.savepoint():
                return self._queue_news(template, firsts, by_first)
        except UNAVAILABLE:
            raise
        except Exception as error:  # noqa: BLE001
            lines = self.env["plpdma.delivery"].sudo()
            if len(by_first) > 1:
                # The others leave.
                alone = ({first: told} for first, told in by_first.items())
                return lines.union(*(self._try_news(template, one) for one in alone))
            _logger.warning("What became of %s is not written", self, exc_info=True)
            [told] = by_first.values()
            values = self._prepare_news(told)
            email = told[0][1][0]._get_answer_email()
            lines._note_unwritten(
                values["purpose"],
                [{**values, "email": email}],
                f"{type(error).__name__}: {error}",
            )
            return lines

    @api.model
    def _get_first(self, told):
        """The first contribution of which a message speaks: it is written for it."""
        _measure, readers = told[0]
        return readers._get_answered().sorted(lambda one: one._get_letter_rank())[:1]

    @api.model
    def _queue_news(self, template, firsts, by_first):
        messages = [by_first[first] for first in firsts]
        lines = self.env["plpdma.delivery"]._write_messages(
            PURPOSES[0],
            template,
            firsts,
            [self._prepare_news(told) for told in messages],
        )
        for line, told in zip(lines, messages, strict=True):
            reader = told[0][1][:1]
            # Read by the mail programs, which offer to unsubscribe at once (RFC 8058).
            line.mail_message_id.mail_ids.headers = repr(
                {
                    "Auto-Submitted": "auto-generated",
                    "List-Unsubscribe": f"<{reader._get_unfollow_url()}>",
                    "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
                }
            )
        return lines

    @api.model
    def _prepare_news(self, told):
        """Values of the first line of a message, the others in it."""
        first, *others = [
            {
                **readers._prepare_delivery(),
                "purpose": readers._news_purpose,
                "measure_id": measure.id,
                "measure_state": measure.state,
            }
            for measure, readers in told
        ]
        if others:
            first["other_ids"] = [Command.create(values) for values in others]
        return first
