"""Postal addresses, as envelopes bear them."""

from .names import clean_line


def make_address(street, postcode, city, *, street2=None, country=None):
    """Lines of an address, without those that hold nothing.

    :param str country: for a letter that goes abroad
    """
    town = " ".join(filter(None, map(clean_line, (postcode, city))))
    lines = [*(street or "").splitlines(), street2, town, country]
    return [line for line in map(clean_line, lines) if line]
