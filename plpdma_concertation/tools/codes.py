"""Codes that people copy by hand.

Those we make are groups of letters and of digits that are not mistaken for one another.
"""

import base64
import re

from odoo.tools import consteq

# 60 bits, in letters and in digits from 2 to 7.
LENGTH = 12
GROUP = 4
# Those that are taken for one another, some of which no code has: any of them is read
# as the same.
LOOKALIKES = str.maketrans("01L852", "OIIBSZ")

# Two digits or Corsica's 2A and 2B, then three digits.
INSEE_CODE = re.compile(r"(?:[0-9]{2}|2[AB])[0-9]{3}")
# What remains of one whose first digit a spreadsheet took for a useless zero.
LOST_ZERO = re.compile(r"[1-9][0-9]{3}")


def make_code(digest):
    """A code as ``XXXX-XXXX-XXXX``, of letters and digits that are not mistaken for one
    another.

    :param str digest: hexadecimal digest of which the code is made
    """
    code = base64.b32encode(bytes.fromhex(digest)).decode()[:LENGTH]
    return "-".join(code[start : start + GROUP] for start in range(0, LENGTH, GROUP))


def is_same_code(given, code):
    """Whether what somebody typed is the code: letter case, spaces, dashes and
    look-alikes aside.

    :param str given: anything that may be typed, or nothing
    :param str code: as :func:`make_code` gives it
    """
    return is_same_token(_fold(given or ""), _fold(code))


def is_same_token(given, token):
    """Whether what stands in an address is the secret expected there, to the letter."""
    # Bytes: what is given may be anything, which is not compared as text.
    return consteq(given.encode(), token.encode())


def squeeze(code):
    """A code without its spaces, empty for none."""
    return "".join((code or "").split())


def is_insee_code(code):
    """Whether a text has the form of a commune's INSEE code."""
    return bool(INSEE_CODE.fullmatch(code))


def restore_zero(code):
    """The INSEE code whose first zero a spreadsheet dropped; None for a text that did
    not lose one."""
    return f"0{code}" if LOST_ZERO.fullmatch(code) else None


def _fold(text):
    return "".join(filter(str.isalnum, text)).upper().translate(LOOKALIKES)
