"""Signing: what a form must hold, and what is noted of it."""

import base64
import binascii
import io

from PIL import Image
from psycopg2.errors import UniqueViolation

from odoo import api, models
from odoo.exceptions import UserError
from odoo.tools import mute_logger

from ...tools.images import count_pixels
from ...tools.names import MAX_NAME, clean_line, get_name_error

MAX_SIGNATURE = 200 * 1024
# A small file may unfold into a large picture.
MAX_PIXELS = 4_000_000
DATA_URL = "data:image/png;base64,"


class PlpdmaAttendance(models.Model):
    """Somebody signs in the frame of a page; whoever signs twice is there once."""

    _inherit = "plpdma.attendance"

    @api.model
    def _sign(self, session, name, organisation, signature):
        """Note that somebody signed; whoever signs twice is there once.

        :return: ``(attendance, whether it is new)``
        :raise UserError: saying what is wrong
        """
        errors = self._get_errors(name, organisation, signature)
        if errors:
            raise UserError("\n".join(errors.values()))
        name, organisation = clean_line(name), clean_line(organisation)
        vals = {
            "session_id": session.id,
            "name": name,
            "organisation": organisation or False,
            "signature": self._decode_signature(signature),
            "participation_id": self._find_participation(
                session, name, organisation
            ).id,
        }
        known = self._find_signed(session, name, organisation)
        if known:
            return known, False
        try:
            with self.env.cr.savepoint(), mute_logger("odoo.sql_db"):
                return self.create(vals), True
        except UniqueViolation:
            # The same form, posted twice at once: the other one is noted, though it
            # may not be visible from here yet.
            return self._find_signed(session, name, organisation), False

    @api.model
    def _find_signed(self, session, name, organisation):
        key = f"{self._normalise(name)}|{self._normalise(organisation)}"
        return self.search([("session_id", "=", session.id), ("signer_key", "=", key)])

    @api.model
    def _get_errors(self, name, organisation, signature):
        """``{field: sentence}``: the faults in what was filled in.

        :param str signature: address of the picture, as the signature pad gives it
        """
        errors = {}
        if not self._normalise(name):
            errors["name"] = self.env._("Write your first and last name.")
        elif error := get_name_error(self.env, clean_line(name)):
            errors["name"] = error
        if len(clean_line(organisation)) > MAX_NAME:
            errors["organisation"] = self.env._(
                "The name of the organisation is too long: %s characters at most.",
                MAX_NAME,
            )
        if not signature:
            errors["signature"] = self.env._("Sign in the frame.")
        elif not self._decode_signature(signature):
            errors["signature"] = self.env._(
                "Your signature could not be read. Sign again in the frame."
            )
        return errors

    @api.model
    def _decode_signature(self, signature):
        """The picture of a signature, in base64; None when it is not one.

        :param str signature: a PNG as a data URL
        """
        encoded = signature.removeprefix(DATA_URL)
        if encoded == signature or len(encoded) > MAX_SIGNATURE * 4 / 3 + 4:
            return None
        try:
            content = base64.b64decode(encoded, validate=True)
            if count_pixels(content) > MAX_PIXELS:
                return None
            with Image.open(io.BytesIO(content), formats=["PNG"]) as image:
                bands = image.convert("RGBA").getextrema()
        except (binascii.Error, OSError, SyntaxError, ValueError):
            # Pillow says so of what is not a picture, or is a broken one.
            return None
        # A single colour is an empty frame.
        is_empty = all(low == high for low, high in bands) or bands[3][1] == 0
        return None if is_empty else base64.b64encode(content)
