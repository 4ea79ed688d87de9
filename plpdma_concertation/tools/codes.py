"""Codes that people copy by hand: groups of letters and of digits that are not
mistaken for one another."""

import base64

from odoo.tools import consteq

# 60 bits, in letters and in digits from 2 to 7.
LENGTH = 12
GROUP = 4
# Those that are taken for one another, some of which no code has: any of them is read
# as the same.
LOOKALIKES = str.maketrans("01L852", "OIIBSZ")


def make_code(digest):
    """A code as ``XXXX-XXXX-XXXX``.

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
    # Bytes: what is typed may be anything, which is not compared as text.
    return consteq(_fold(given or "").encode(), _fold(code).encode())


def _fold(text):
    return "".join(filter(str.isalnum, text)).upper().translate(LOOKALIKES)
