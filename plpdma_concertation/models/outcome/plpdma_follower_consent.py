from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain
from odoo.tools import hmac

from ...tools.codes import is_same_token
from ...tools.groups import STAFF
from ..session.plpdma_participation_reply import MAX_ID

# Those who may ask, in the order in which what they are told is written.
FOLLOWERS = ("plpdma.contribution", "plpdma.contribution.author")


class PlpdmaFollowerMixin(models.AbstractModel):
    """Whether they want to be told what becomes of the contribution: each asks for
    themselves, and withdraws that by the link of any message, without an account."""

    _inherit = "plpdma.follower.mixin"

    # How the address of the page on which they ask, or withdraw, begins.
    _unfollow_path = None

    follow_consent = fields.Boolean(
        string="Wants to Know What Becomes of It",
        copy=False,
        groups=STAFF,
        help="Told once by e-mail when an action that the contribution is about, or "
        "that its answer changes, is carried out or dropped. They ask for it "
        "themselves, and may withdraw it.",
    )

    # ------------------------------------------------------------------
    # Constraints
    # ------------------------------------------------------------------
    @api.constrains("follow_consent")
    def _check_follow_consent(self):
        # sudo: whether somebody is left to be told is looked at.
        for record in self.sudo().filtered("follow_consent"):
            forgotten = record._get_answered().filtered("date_anonymised")
            if forgotten:
                raise ValidationError(
                    self.env._(
                        "The identity of whoever wrote %s was erased.",
                        forgotten.reference,
                    )
                )

    # ------------------------------------------------------------------
    # Who is told
    # ------------------------------------------------------------------
    def _filtered_may_follow(self):
        """Those who may be told what becomes of it, should they ask."""
        return self.filtered(
            lambda one: (
                one._get_answer_email() and not one._get_answered().date_anonymised
            )
        )

    def _filtered_following(self):
        """Those who asked to be told what becomes of it, and can be."""
        return self.filtered("follow_consent")._filtered_may_follow()

    @api.model
    def _get_asking_domain(self):
        """Domain of those who asked to be told what becomes of it."""
        return Domain("follow_consent", "=", True)

    @api.model
    def _get_asked_domain(self, measures):
        """Domain of those who asked to be told what becomes of it, and that made some
        actions what they are."""
        raise NotImplementedError

    @api.model
    def _get_followers_domain(self, program):
        """Domain of those of a programme."""
        raise NotImplementedError

    # ------------------------------------------------------------------
    # Asking for it, and no more
    # ------------------------------------------------------------------
    def _get_unfollow_token(self):
        """Text that proves that a link was made here; made of the database's secret,
        kept nowhere."""
        self.ensure_one()
        # sudo: the secret does not come out of it.
        return hmac(self.env(su=True), "plpdma-unfollow", (self._name, self.id))

    def _get_unfollow_path(self):
        """Address, on the site, of the page on which they ask to be told, or withdraw
        that."""
        self.ensure_one()
        return f"{self._unfollow_path}/{self.id}/{self._get_unfollow_token()}"

    def _get_unfollow_url(self):
        """Whole address of that page."""
        return self.get_base_url() + self._get_unfollow_path()

    @api.model
    def _find_by_unfollow_token(self, record_id, token):
        """Whose link it is, in superuser mode; nobody when it was altered."""
        if record_id > MAX_ID:
            return self.browse()
        # sudo: whoever holds the link was written to about it.
        found = self.sudo().with_context(active_test=False).browse(record_id)
        return found.exists().filtered(
            lambda one: is_same_token(token, one._get_unfollow_token())
        )

    def _get_followed_together(self):
        """What the same person wants to be told of, in superuser mode: all that they
        sent to the programme or signed, by their address.

        :return: list of recordsets: contributions, for their author, and co-authors
        """
        self.ensure_one()
        email = self._get_answer_email()
        program = self._get_answered().program_id
        together = []
        for name in FOLLOWERS:
            # sudo: they are told of what is theirs, and of nothing else.
            model = self.env[name].sudo().with_context(active_test=False)
            asked = model.search(
                model._get_asking_domain() & model._get_followers_domain(program)
            )
            # The address of a contact is theirs wherever they wrote from.
            together.append(
                asked.filtered(
                    lambda one: (
                        one == self or (email and one._get_answer_email() == email)
                    )
                )
            )
        return together

    def _get_followed_references(self):
        """The numbers of the contributions of which the same person is told."""
        answered = [asked._get_answered() for asked in self._get_followed_together()]
        return answered[0].union(*answered[1:]).mapped("reference")

    def _withdraw_follow(self):
        """Note that they want to be told nothing more, of anything that they sent to
        the programme or signed; another time changes nothing.

        The holder of the link acts, from a record in superuser mode.

        :return: whether something was withdrawn
        """
        together = self._get_followed_together()
        for asked in together:
            asked.write({"follow_consent": False})
        return any(together)

    def _ask_follow(self):
        """Note that they want to be told what becomes of this one, where they can be.

        The holder of the link acts, from a record in superuser mode.
        """
        asking = self._filtered_may_follow()
        (asking - asking.filtered("follow_consent")).write({"follow_consent": True})

    def _describe_follower(self):
        """And the address where they withdraw their wish to be told more, or express
        it."""
        path = bool(self._filtered_may_follow()) and self._get_unfollow_path()
        asked = self.follow_consent
        return {
            **super()._describe_follower(),
            "unfollow": asked and self._get_unfollow_path(),
            "ask": not asked and path,
        }
