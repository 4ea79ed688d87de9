from odoo import models
from odoo.tools import hmac

from ...tools.codes import is_same_code, make_code


class PlpdmaFollowerMixin(models.AbstractModel):
    """Whoever follows a contribution from its page: its author, or one who signs it
    with them. Each has a code of their own: what one of them asks for there is asked
    for nobody else."""

    _name = "plpdma.follower.mixin"
    _description = "Whoever Follows a Contribution"

    def _get_followed(self):
        """The contribution whose page they read."""
        raise NotImplementedError

    def _get_follow_code(self):
        """The code by which they follow the contribution, as ``XXXX-XXXX-XXXX``; made
        of the database's secret, kept nowhere."""
        self.ensure_one()
        # sudo: the secret does not come out of the code.
        digest = hmac(self.env(su=True), "plpdma-follow", (self._name, self.id))
        return make_code(digest)

    def _get_follow_path(self):
        """Address, on the site, of the page that follows the contribution."""
        self.ensure_one()
        followed = self._get_followed()
        return f"/concertation/follow/{followed.id}/{self._get_follow_code()}"

    def _get_follow_url(self):
        """Whole address of the page that follows the contribution."""
        return self.get_base_url() + self._get_follow_path()

    def _is_follow_code(self, code):
        """Whether it is their code."""
        self.ensure_one()
        return is_same_code(code, self._get_follow_code())

    def _describe_follower(self):
        """Dictionary of what the page says of whoever reads it, from a record in
        superuser mode: the code by which they do, and where."""
        return {
            "code": self._get_follow_code(),
            "path": self._get_follow_path(),
            "url": self._get_follow_url(),
        }
