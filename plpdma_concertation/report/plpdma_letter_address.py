from collections import defaultdict

from odoo import models

from ..models.program.plpdma_delivery import UNDELIVERED_ACTIVITY
from ..tools.notifications import make_notification


class PlpdmaContribution(models.Model):
    """A letter that bears only a name is not posted: it stays to post, and whoever
    handles the contribution is asked for the address. Those who sign with an author
    give none of their own: theirs is written by hand."""

    _inherit = "plpdma.contribution"

    def action_letter_posted(self, date=None):
        """Note that the letters that have an address were posted.

        :return: notification that names those that have none, and says for how many it
            was noted; nothing where all have one
        """
        self.check_access("write")
        nowhere = self._filter_unaddressed()
        waiting = (self - nowhere).filtered(lambda one: one.delivery == "to_post")
        super(PlpdmaContribution, self - nowhere).action_letter_posted(date)
        if not nowhere:
            return None
        nowhere._ask_postal_address()
        message = self.env._(
            "Not noted as posted, for their author has no postal address: %s. Add it, "
            "then print the letter again.",
            ", ".join(nowhere.mapped("reference")),
        )
        if posted := waiting.filtered(lambda one: one.delivery != "to_post"):
            told = self.env._("Noted as posted: %s.", len(posted))
            message = f"{told} {message}"
        return make_notification(message, "warning")

    def _filter_unaddressed(self):
        """Those that wait to be posted, in a letter that has no address to go to."""
        letters = self.filtered(lambda one: one.delivery == "to_post").grouped(
            lambda one: (one.program_id, one._get_letter_author())
        )
        return self.browse().union(
            *(
                together
                for together in letters.values()
                if not any(one._has_postal_address() for one in together)
            )
        )

    def _ask_postal_address(self):
        """One activity a letter, for whoever handles it; it goes once the letter is
        noted as posted."""
        asked = defaultdict(self.browse)
        for together in self.grouped(lambda one: one._get_letter_author()).values():
            first = together.sorted(lambda one: one._get_letter_rank())[:1]
            user = first._get_handler() or first.program_id._get_any_manager()
            asked[user] |= first
        self.activity_unlink([UNDELIVERED_ACTIVITY])
        for user, firsts in asked.items():
            env = self.with_context(lang=user.lang).env
            # It stands in their list: no e-mail besides.
            quiet = firsts.with_context(mail_activity_quick_update=True)
            quiet.activity_schedule(
                UNDELIVERED_ACTIVITY,
                user_id=user.id or self.env.uid,
                summary=env._("The letter has no postal address"),
                note=env._(
                    "Add the address of the author, print the letter, post it, then "
                    "note it as posted."
                ),
            )
