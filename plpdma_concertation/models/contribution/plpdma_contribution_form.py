from hashlib import sha256

from psycopg2.errors import UniqueViolation

from odoo import api, fields, models
from odoo.exceptions import ConcurrencyError, UserError
from odoo.fields import Command
from odoo.tools import hmac
from odoo.tools.mimetypes import guess_mimetype
from odoo.tools.misc import clean_context

from ...tools.addresses import get_email_error
from ...tools.groups import STAFF
from ...tools.images import count_pixels
from ...tools.limits import MAX_FILE_NAME, MAX_FILE_SIZE, MAX_FILES, MAX_TEXT
from ...tools.names import get_name_error

DIGEST_SCOPE = "plpdma-submitted"
# A small file may unfold into a large picture, on the screen of whoever opens it.
MAX_PIXELS = 40_000_000
# What their content says they are, whatever their name.
FILE_TYPES = {
    "application/msword",
    "application/pdf",
    "application/vnd.oasis.opendocument.presentation",
    "application/vnd.oasis.opendocument.spreadsheet",
    "application/vnd.oasis.opendocument.text",
    "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "image/gif",
    "image/jpeg",
    "image/png",
    "image/webp",
}


class PlpdmaContribution(models.Model):
    """What its author sends by a form, with or without an account.

    Sent again with the same words, it is the same contribution; other words are not
    claimed to be received. The public reads it once somebody of the staff has read it.
    """

    _inherit = "plpdma.contribution"

    # What an author fills in.
    _submitted_fields = {
        "program_id",
        "session_id",
        "question_id",
        "role_id",
        "anonymous",
        "confidentiality",
        "contributor_name",
        "contributor_email",
        "kind",
        "name_consent",
        "stance",
        "territory_id",
        "theme_ids",
        "verbatim",
    }

    # The form that was sent: sent again, it makes no second contribution.
    submission_key = fields.Char(copy=False, readonly=True, groups=STAFF)

    # Of what was filled in, then of the files: the words themselves are not kept twice.
    submission_digest = fields.Char(copy=False, readonly=True, groups=STAFF)

    _submission_key_uniq = models.UniqueIndex(
        "(submission_key)", "This form was already sent."
    )

    # ------------------------------------------------------------------
    # Submission
    # ------------------------------------------------------------------
    @api.model
    def _submit(self, vals, key=None, files=()):
        """Register what an author sends, as the user of the environment.

        A visitor contributes to what is open to the public; somebody who is signed in,
        in their own name, also to their own programmes and sessions.

        :param dict vals: ``program_id`` or ``session_id``, ``verbatim`` and other
            fields among ``_submitted_fields``; ``theme_ids`` as a list of ids
        :param str key: what the form was numbered; the same makes nothing twice
        :param files: list of ``(name, content)``
        :return: the contribution, in superuser mode; that which the same form already
            made of the same words, if so
        :raise UserError: in the words of the author's page, with nothing registered
        """
        # sudo: authors have no right to create; what they fill in is checked below,
        # field by field, and what it joins is open to them.
        records = self.with_env(
            self.env(su=True, context=clean_context(self.env.context))
        )
        done = self._find_submitted(key)
        reused = done._get_reuse_error(vals, files)
        if reused:
            raise UserError(reused)
        if done:
            return done
        submitted = self._prepare_submitted(key, vals, files)
        vals = self._clean_submitted(vals)
        self._check_submitted(vals)
        self._check_submitted_files(files)
        try:
            with self.env.cr.savepoint():
                contribution = records.create(
                    {**vals, **self._prepare_submission(vals), **submitted}
                )
        except UniqueViolation as error:
            # The same form is being sent a second time at this very moment: it is
            # answered again once the first one is done.
            raise ConcurrencyError(str(error)) from error
        contribution._attach_submitted(files)
        contribution._send_receipt()
        return contribution

    @api.model
    def _prepare_submitted(self, key, vals, files):
        """Values by which the form is known when it is sent again: its number, and
        digests of what it held."""
        digests = self._digest_submitted(vals, files)
        return {
            "submission_key": key,
            "submission_digest": ":".join(digests) if key else False,
        }

    @api.model
    def _find_submitted(self, key):
        """The contribution that a form has already made, in superuser mode; else an
        empty recordset."""
        # sudo: whoever sent the form holds its key.
        known = self.sudo().with_context(active_test=False)
        return known.search([("submission_key", "=", key)]) if key else known.browse()

    @api.model
    def _clean_submitted(self, vals):
        """Values without the spaces around their texts, nor what no database keeps."""
        return {
            name: value.replace("\0", "").replace("\r\n", "\n").strip()
            if isinstance(value, str)
            else value
            for name, value in vals.items()
        }

    def _prepare_submission(self, vals):
        """Values of the contribution that its author does not choose."""
        user = self.env.user
        named = vals.get("contributor_name") or vals.get("contributor_email")
        # sudo: of the programme, only its clock is read.
        session = self.env["plpdma.session"].sudo().browse(vals.get("session_id"))
        program = self.env["plpdma.program"].sudo().browse(vals.get("program_id"))
        return {
            "channel": "web",
            "moderation": "pending",
            "date_received": (session.program_id or program)._get_today(),
            "received_at": fields.Datetime.now(),
            "theme_ids": [Command.set(vals.get("theme_ids") or [])],
            "partner_id": not user._is_public() and user.partner_id.id,
            "anonymous": user._is_public() and not named,
            # Who handles it is chosen by the staff.
            "user_id": False,
        }

    def _attach_submitted(self, files):
        self.ensure_one()
        self.env["ir.attachment"].create(
            [
                {
                    "name": name[-MAX_FILE_NAME:],
                    "raw": content,
                    "res_model": self._name,
                    "res_id": self.id,
                }
                for name, content in files
            ]
        )

    # ------------------------------------------------------------------
    # The same form again
    # ------------------------------------------------------------------
    def _get_reuse_error(self, vals, files):
        """Sentence where a form that has already made this contribution now holds
        something else than what was received; nothing where it is the same, or where
        the form made nothing yet.

        :param dict vals: what is filled in now
        :param files: list of ``(name, content)``
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
        # sudo: what was sent is compared, for whoever sent it; nothing comes out.
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
        """``(digest of what is filled in, digest of the files)``"""
        vals = sorted(self._clean_submitted(vals).items())
        files = [(name, sha256(content).hexdigest()) for name, content in files]
        # sudo: the database's secret does not come out of the digests.
        env = self.env(su=True)
        return (
            hmac(env, DIGEST_SCOPE, [pair for pair in vals if pair[1]]),
            hmac(env, DIGEST_SCOPE, files),
        )

    # ------------------------------------------------------------------
    # What is wrong in it
    # ------------------------------------------------------------------
    def _check_submitted(self, vals):
        """:raise UserError: naming all that is missing, too long, or not open"""
        errors = self._get_submission_errors(vals)
        if errors:
            raise UserError("\n".join(dict.fromkeys(errors.values())))

    @api.model
    def _get_submission_errors(self, vals):
        """``{field: sentence}``: the faults in what an author fills in, in the words of
        their page; ``""`` for what no field holds."""
        vals = self._clean_submitted(vals)
        errors = {
            "verbatim": self._get_text_error(vals.get("verbatim") or ""),
            "contributor_name": self._get_name_error(vals),
            "contributor_email": get_email_error(
                self.env, vals.get("contributor_email")
            ),
            **self._get_place_errors(vals),
        }
        extra = sorted(set(vals) - self._submitted_fields)
        if extra:
            errors[""] = self.env._(
                "These cannot be filled in here: %s.", ", ".join(extra)
            )
        if vals.get("confidentiality", "public") not in ("public", "staff"):
            errors["confidentiality"] = self.env._(
                "Choose who may read your contribution."
            )
        return {name: error for name, error in errors.items() if error}

    def _get_text_error(self, text):
        if not text:
            return self.env._("Write your contribution before sending it.")
        if len(text) > MAX_TEXT:
            return self.env._(
                "Your text has %(count)s characters, %(max)s at most. Shorten it, "
                "or attach it as a file.",
                count=len(text),
                max=MAX_TEXT,
            )
        return None

    def _get_name_error(self, vals):
        name = vals.get("contributor_name") or ""
        if error := get_name_error(self.env, name):
            return error
        if vals.get("name_consent") and not name and self.env.user._is_public():
            return self.env._(
                "Write the name to publish, or untick that it may be published."
            )
        return None

    def _get_place_errors(self, vals):
        """``{field: sentence}`` where the place they contribute to is not open to them,
        or does not offer what they chose; ``""`` for the place itself."""
        # sudo: whether it is open is asked for whoever contributes.
        session = self.env["plpdma.session"].sudo().browse(vals.get("session_id"))
        program = self.env["plpdma.program"].sudo().browse(vals.get("program_id"))
        place = session or program
        if not place.exists() or not place._is_open_to_contributions(self.env.user):
            return {"": self.env._("Contributions are not open here, or no longer.")}
        program = session.program_id or program
        offered = {
            "program_id": program.ids,
            **program._get_submission_choices(session),
            "kind": self._fields["kind"].get_values(self.env),
            "stance": self._fields["stance"].get_values(self.env),
        }
        errors = {}
        if session.nature == "consultation" and not vals.get("stance"):
            errors["stance"] = self.env._("Give your opinion on the proposal.")
        for name, choices in offered.items():
            chosen = vals.get(name) or []
            chosen = chosen if isinstance(chosen, list) else [chosen]
            if not set(chosen) <= set(choices):
                errors[name] = self.env._("Choose among what the form offers.")
        return errors

    @api.model
    def _check_submitted_files(self, files):
        """:raise UserError: naming the file that is not taken"""
        if len(files) > MAX_FILES:
            raise UserError(self.env._("Attach %s files at most.", MAX_FILES))
        for name, content in files:
            if len(content) > MAX_FILE_SIZE:
                raise UserError(
                    self.env._(
                        "“%(name)s” is too heavy: %(max)s MB at most.",
                        name=name,
                        max=MAX_FILE_SIZE // 1024**2,
                    )
                )
            if guess_mimetype(content) not in FILE_TYPES:
                raise UserError(
                    self.env._(
                        "“%s” is not taken. Attach a PDF, an image, or a document "
                        "from an office suite.",
                        name,
                    )
                )
            pixels = count_pixels(content)
            if not pixels and guess_mimetype(content).startswith("image/"):
                raise UserError(
                    self.env._(
                        "“%s” says that it is a picture, and cannot be read as one. "
                        "Save it again, then attach it.",
                        name,
                    )
                )
            if pixels > MAX_PIXELS:
                raise UserError(
                    self.env._(
                        "“%(name)s” is too large a picture: %(max)s million pixels at "
                        "most.",
                        name=name,
                        max=MAX_PIXELS // 1_000_000,
                    )
                )
