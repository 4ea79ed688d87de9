"""Moments in words, set as the language of the reader sets them."""

import re

from odoo.tools import format_date, format_datetime, format_time, get_lang

from .clock import to_local
from .typography import is_french, set_time

# « 1 novembre 2026 » is « 1er novembre 2026 ».
FIRST_DAY = re.compile(r"\b1 (?=[^\W\d]+ \d{4})")


def describe_day(env, day, date_format="long"):
    """A day in words, « 1er novembre 2026 » in French; nothing for none.

    :param date day: as the clock of the authority shows it
    :param str date_format: ``long``, or ``full`` with the day of the week
    """
    if not day:
        return ""
    text = format_date(env, day, date_format=date_format)
    return FIRST_DAY.sub("1er ", text) if is_french(get_lang(env).code) else text


def describe_time(env, instant, timezone):
    """« 17 h 30 » in French, as Odoo writes it elsewhere.

    :param datetime instant: in UTC
    :param str timezone: name of the clock
    """
    if not is_french(get_lang(env).code):
        return format_time(env, instant, tz=timezone, time_format="short")
    local = to_local(instant, timezone)
    return set_time(local.hour, local.minute)


def describe_instant(env, instant, timezone=None, dt_format="medium"):
    """The day and the time, in short: « 12/05/2026 à 17 h 30 » in French.

    :param datetime instant: in UTC; nothing for none
    :param str timezone: name of the clock; the reader's without it
    :param str dt_format: how Odoo writes it in another language
    """
    if not instant:
        return ""
    timezone = timezone or env.tz.zone
    if not is_french(get_lang(env).code):
        return format_datetime(env, instant, tz=timezone, dt_format=dt_format)
    day = format_date(env, to_local(instant, timezone).date())
    return f"{day} à {describe_time(env, instant, timezone)}"
