from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain
from odoo.tools import email_normalize, hmac

from ...tools.codes import is_same_token
from ...tools.groups import STAFF
from ..session.plpdma_participation_reply import MAX_ID
from .plpdma_contribution_measure import PlpdmaContribution as Measure


class PlpdmaContribution(models.Model):
    """Whether its author wants to be told what becomes of it: they ask for it, and
    withdraw that by the link of any message, without an account."""

    _inherit = "plpdma.contribution"

    _submitted_fields = Measure._submitted_fields | {"follow_consent"}

    follow_consent = fields.Boolean(
        string="Wants to Know What Becomes of It",
        copy=False,
        tracking=True,
        groups=STAFF,
        help="Told once by e-mail when an action that the contribution is about, or "
        "that its answer changes, is carried out or dropped. The author asks for it, "
        "and may withdraw it.",
    )

    # ------------------------------------------------------------------
    # Constraints
    # ------------------------------------------------------------------
    @api.constrains("follow_consent", "date_anonymised")
    def _check_follow_consent(self):
        # sudo: whether somebody is left to be told is looked at.
        for record in self.sudo():
            if record.follow_consent and record.date_anonymised:
                raise ValidationError(
                    self.env._(
                        "The identity of whoever wrote %s was erased.", record.reference
                    )
                )

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

    # ------------------------------------------------------------------
    # Withdrawing it
    # ------------------------------------------------------------------
    def _get_unfollow_token(self):
        """Text that proves that a link was made here; made of the database's secret,
        kept nowhere."""
        self.ensure_one()
        # sudo: the secret does not come out of it.
        return hmac(self.env(su=True), "plpdma-unfollow", (self._name, self.id))

    def _get_unfollow_path(self):
        """Address, on the site, of the page on which the author withdraws their
        consent."""
        letter = self._get_letter()
        return f"/concertation/unfollow/{letter.id}/{letter._get_unfollow_token()}"

    def _get_unfollow_url(self):
        """Whole address of that page."""
        return self.get_base_url() + self._get_unfollow_path()

    @api.model
    def _find_by_unfollow_token(self, contribution_id, token):
        """The contribution that a link is about, in superuser mode; none when the link
        was altered."""
        if contribution_id > MAX_ID:
            return self.browse()
        # sudo: whoever holds the link was written to about it.
        found = self.sudo().with_context(active_test=False).browse(contribution_id)
        return found.exists().filtered(
            lambda one: is_same_token(token, one._get_unfollow_token())
        )

    def _get_followed_together(self):
        """What the author of this one wants to be told of, in superuser mode: all that
        they sent to the programme, by their address."""
        self.ensure_one()
        letter = self._get_letter().with_context(active_test=False)
        email = letter._get_answer_email()
        asked = letter.search(
            [("program_id", "=", letter.program_id.id), ("follow_consent", "=", True)]
        )
        # The address of a contact is theirs wherever they wrote from.
        return asked.filtered(
            lambda one: one == letter or (email and one._get_answer_email() == email)
        )

    def _withdraw_follow(self):
        """Note that the author wants to be told nothing more, of anything that they
        sent to the programme; another time changes nothing.

        The holder of the link acts, from a record in superuser mode.

        :return: whether something was withdrawn
        """
        followed = self._get_followed_together()._get_letter()
        followed.write({"follow_consent": False})
        return bool(followed)

    def _describe_followed(self):
        """And the address where they withdraw their wish to be told more, if they
        asked for it."""
        words = super()._describe_followed()
        letter = self._get_letter()
        return {
            **words,
            "unfollow": letter.follow_consent and letter._get_unfollow_path(),
        }

    # ------------------------------------------------------------------
    # How long it is kept
    # ------------------------------------------------------------------
    @api.model
    def _get_to_anonymise_domain(self):
        """Those who asked to be told are kept for as long as an action that they made
        what it is may still be carried out or dropped."""
        measures = self.env["plpdma.measure"]
        awaited = measures.search(
            measures._get_published_domain() & ~measures._get_concluded_domain()
        )
        kept = self._get_asked_domain(awaited)
        # A letter and its points are forgotten together.
        kept |= Domain("whole_id", "any", kept)
        return super()._get_to_anonymise_domain() & ~kept

    @api.model
    def _get_asked_domain(self, measures):
        """Domain of those whose author asked to be told, and that made some actions
        what they are."""
        return Domain("follow_consent", "=", True) & self._get_made_domain(measures)
