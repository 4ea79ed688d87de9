"""Searching what is computed."""

from functools import wraps

from odoo.fields import Domain


def search_boolean(method):
    """Make the search method of a computed boolean, of one that returns the domain of
    the records on which it is true.

    Odoo brings each comparison of a boolean back to "in" or to its contrary, and turns
    the domain of "in" round by itself where the contrary is refused: the method is only
    called for an answer that is used.

    :param method: takes the model alone
    :return: the method that ``search=`` names, which takes an operator and a value
    """

    @wraps(method)
    def search(self, operator, value):
        if operator != "in":
            return NotImplemented
        domain = Domain(method(self))
        return Domain.OR(domain if wanted else ~domain for wanted in value)

    return search
