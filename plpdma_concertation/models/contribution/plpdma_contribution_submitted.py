from hashlib import sha256

from odoo import api, fields, models
from odoo.tools import hmac

from ...tools.groups import STAFF

DIGEST_SCOPE = "plpdma-submitted"


class PlpdmaContribution(models.Model):
    """What its form held when it was sent: sent again with the same words, it is the
    same contribution; other words are not claimed to be received."""

    _inherit = "plpdma.contribution"

    # Of what was filled in, then of the files: the words themselves are not kept twice.
    submission_digest = fields.Char(copy=False, readonly=True, groups=STAFF)

    @api.model
    def _get_earned_fields(self):
        return super()._get_earned_fields() | {"submission_digest"}

    @api.model
    def _get_earned_sentences(self):
        return {
            **super()._get_earned_sentences(),
            "submission_digest": self.env._("The public form does."),
        }

    @api.model
    def _prepare_submitted(self, key, vals, files):
        values = super()._prepare_submitted(key, vals, files)
        if key:
            digests = self._digest_submitted(vals, files)
            values["submission_digest"] = ":".join(digests)
        return values

    def _get_reuse_error(self, vals, files):
        """What to answer to a form that has already made this contribution.

        :param dict vals: what is filled in now
        :param files: list of ``(name, content)``
        :return: a sentence where it holds something else than what was received;
            nothing where it is the same, or where the form made nothing yet
        """
        if not self or self._is_as_submitted(vals, files):
            return None
        return self.env._(
            "What you sent first is received, under the number %(reference)s (code "
            "%(code)s). What you changed since is not registered: it stands below. "
            "Send it again to make another contribution of it.",
            reference=self.reference,
            code=self._get_follow_code(),
        )

    def _is_as_submitted(self, vals, files):
        self.ensure_one()
        # sudo: what was sent is compared, for who sent it; nothing comes out.
        known = self.sudo().submission_digest
        if not known:
            # Sent before the digests were kept.
            text = self._clean_submitted(vals).get("verbatim")
            return self.sudo().verbatim == text and not files
        known_text, _colon, known_files = known.partition(":")
        sent_text, sent_files = self._digest_submitted(vals, files)
        # A browser that sends a form again may forget its files.
        return sent_text == known_text and (not files or sent_files == known_files)

    @api.model
    def _digest_submitted(self, vals, files):
        """:return: digests of what is filled in, and of the files"""
        vals = sorted(self._clean_submitted(vals).items())
        files = [(name, sha256(content).hexdigest()) for name, content in files]
        # sudo: the database's secret does not come out of the digests.
        env = self.env(su=True)
        return (
            hmac(env, DIGEST_SCOPE, [pair for pair in vals if pair[1]]),
            hmac(env, DIGEST_SCOPE, files),
        )

    def _anonymise(self):
        """What was sent with a name and an address is not recognised any more."""
        result = super()._anonymise()
        # sudo: as the identity itself, whoever erases it.
        self.sudo().with_context(tracking_disable=True).submission_digest = False
        return result
