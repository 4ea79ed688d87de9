"""Searching what is computed."""

from collections.abc import Iterable
from datetime import date, datetime
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


def to_json(domain):
    """A domain as the web client takes it: lists, texts and numbers.

    :param domain: on whose values no query stands
    """
    return [_to_json(item) for item in Domain(domain)]


def _to_json(value):
    if isinstance(value, Domain):
        return to_json(value)
    if isinstance(value, datetime):
        return value.replace(microsecond=0).isoformat(" ")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Iterable) and not isinstance(value, str):
        return [_to_json(item) for item in value]
    return value
