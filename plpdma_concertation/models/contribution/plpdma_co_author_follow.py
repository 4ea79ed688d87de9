from odoo import models


class PlpdmaContributionAuthor(models.Model):
    """A co-author follows what they sign by a code of their own, which goes with
    them."""

    _name = "plpdma.contribution.author"
    _inherit = ["plpdma.contribution.author", "plpdma.follower.mixin"]

    def _get_followed(self):
        return self.contribution_id._get_letter()


class PlpdmaContribution(models.Model):
    """Who reads the page of a contribution: its author, or who signs it with them."""

    _inherit = "plpdma.contribution"

    def _find_follower(self, code):
        """Whose code it is: the author, as the contribution itself, or a co-author, in
        superuser mode; else an empty recordset."""
        self.ensure_one()
        # sudo: whoever holds a code is known by it, and nothing comes out of the rest.
        contribution = self.sudo()
        if contribution._is_follow_code(code):
            return contribution
        signing = contribution._get_letter().co_author_ids.filtered("confirmed")
        found = signing.filtered(lambda author: author._is_follow_code(code))[:1]
        return found or contribution.browse()

    def _get_follow_code(self):
        """The message that is being written to a co-author gives theirs."""
        co_author = self._get_told_co_author()
        if co_author:
            return co_author._get_follow_code()
        return super()._get_follow_code()
