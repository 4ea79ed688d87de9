from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import email_normalize

from .plpdma_contribution_measure import PlpdmaContribution as Measure


class PlpdmaContribution(models.Model):
    """Whether its author wants to be told what becomes of it."""

    _inherit = "plpdma.contribution"

    _submitted_fields = Measure._submitted_fields | {"follow_consent"}
    _unfollow_path = "/concertation/unfollow"
    _news_purpose = "measure"

    follow_consent = fields.Boolean(tracking=True)

    # ------------------------------------------------------------------
    # Constraints
    # ------------------------------------------------------------------
    @api.constrains("date_anonymised")
    def _check_forgotten_follow(self):
        self._check_follow_consent()

    # ------------------------------------------------------------------
    # Asking for it
    # ------------------------------------------------------------------
    @api.model
    def _get_submission_errors(self, vals):
        errors = super()._get_submission_errors(vals)
        if vals.get("follow_consent") and not self._get_submitted_email(vals):
            errors["follow_consent"] = self.env._(
                "Give your e-mail address, or untick that you want to be told what "
                "becomes of your contribution."
            )
        return errors

    @api.model
    def _get_submitted_email(self, vals):
        """Address at which the author of a form will be told; empty for none."""
        user = self.env.user
        if not user._is_public():
            # sudo: whether the user's own contact has an address.
            email = user.partner_id.sudo().email_normalized
            if email:
                return email
        return email_normalize(vals.get("contributor_email") or "") or ""

    # ------------------------------------------------------------------
    # One author, one wish
    # ------------------------------------------------------------------
    @api.model
    def _get_letter_fields(self):
        return super()._get_letter_fields() | {"follow_consent"}

    @api.model
    def _get_erased_values(self):
        return {**super()._get_erased_values(), "follow_consent": False}

    def _get_unfollow_path(self):
        return super(PlpdmaContribution, self._get_letter())._get_unfollow_path()

    def _get_unfollow_url(self):
        """The message that is being written to a co-author gives their own."""
        co_author = self._get_told_co_author()
        if co_author:
            return co_author._get_unfollow_url()
        return super()._get_unfollow_url()

    def _describe_follower(self):
        return super(PlpdmaContribution, self._get_letter())._describe_follower()

    def _get_followed_together(self):
        return super(PlpdmaContribution, self._get_letter())._get_followed_together()

    @api.model
    def _get_followers_domain(self, program):
        """As above, the letters."""
        return Domain("program_id", "=", program.id) & Domain("whole_id", "=", False)

    # ------------------------------------------------------------------
    # How long it is kept
    # ------------------------------------------------------------------
    @api.model
    def _get_to_anonymise_domain(self):
        """Those of which somebody who signed them asked to be told are kept for as long
        as an action that they made what it is may still be carried out or dropped: who
        signed them is forgotten together, with the messages that name them all."""
        measures = self.env["plpdma.measure"]
        awaited = measures.search(
            measures._get_published_domain() & ~measures._get_concluded_domain()
        )
        co_authors = self.env["plpdma.contribution.author"]
        kept = self._get_made_domain(awaited) & (
            self._get_asking_domain()
            | Domain("co_author_ids", "any", co_authors._get_asking_domain())
        )
        # A letter and its points are forgotten together.
        kept |= Domain("whole_id", "any", kept)
        return super()._get_to_anonymise_domain() & ~kept

    @api.model
    def _get_asked_domain(self, measures):
        """The letters: their points are told by them."""
        made = self._get_made_domain(measures) & Domain("whole_id", "=", False)
        return self._get_asking_domain() & made
