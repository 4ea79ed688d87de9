from odoo import api, models
from odoo.fields import Domain


class PlpdmaContributionAuthor(models.Model):
    """A co-author asks for themselves to be told what becomes of what they signed: what
    its author wants says nothing of it."""

    _inherit = "plpdma.contribution.author"

    _unfollow_path = "/concertation/unfollow/co-author"
    _news_purpose = "co_measure"

    def _filtered_may_follow(self):
        return super()._filtered_may_follow()._filtered_tellable()

    @api.model
    def _get_asking_domain(self):
        return super()._get_asking_domain() & Domain("confirmed", "=", True)

    @api.model
    def _get_asked_domain(self, measures):
        contributions = self.env["plpdma.contribution"]
        made = contributions._get_made_domain(measures)
        return self._get_asking_domain() & Domain("contribution_id", "any", made)

    @api.model
    def _get_followers_domain(self, program):
        return Domain("contribution_id.program_id", "=", program.id)

    @api.model_create_multi
    def create(self, vals_list):
        """The discussion of the contribution says that somebody asked."""
        authors = super().create(vals_list)
        authors.filtered("follow_consent")._log_follow(True)
        return authors

    def write(self, vals):
        """And that somebody asks, or withdraws it, later."""
        before = {one: one.follow_consent for one in self if "follow_consent" in vals}
        result = super().write(vals)
        changed = self.filtered(
            lambda one: before.get(one, one.follow_consent) != one.follow_consent
        )
        for asks, authors in changed.grouped("follow_consent").items():
            authors._log_follow(asks)
        return result

    def _log_follow(self, asks):
        """Note in the discussions that they ask to be told, or to be told no more:
        without a name, which goes with them.

        :param bool asks: whether they ask to be told
        """
        if self.env.context.get("tracking_disable"):
            # As core notes no change then.
            return
        contributions = self.contribution_id
        words = (
            self.env._("A co-author wants to know what becomes of it.")
            if asks
            else self.env._("A co-author wants to be told nothing more of it.")
        )
        contributions._message_log_batch(bodies=dict.fromkeys(contributions.ids, words))

    def unlink(self):
        """Nothing is told to who no longer signs."""
        left = self._take_back_deleted()
        result = super().unlink()
        self.env["plpdma.measure"]._tell(left)
        return result
