"""How what we write is set: times, telephone numbers, agreement, articles. In French by
the rules of French printing; any other language is left plain."""

import re

# Neither end of it stands alone on a line.
NO_BREAK = "\u00a0"

# A French number, as people write it: ten digits, or nine after the country's code.
PHONE = re.compile(r"(?:(?:\+|00)33[\s.-]*(?:\(0\)[\s.-]*)?|0)([1-9](?:[\s.-]*\d){8})")
# What a sign keeps to itself: the space before it, or after it.
BEFORE = re.compile(r" +(?=[;:!?»](?:[\s<).,…]|$))")
AFTER = re.compile(r"(?<=«) +")


def is_french(lang):
    """Whether the code of a language, « fr_FR », is that of a French."""
    return (lang or "").split("_")[0] == "fr"


def set_time(hour, minute):
    """« 17 h 30 », « 17 h » at the full hour."""
    full = f"{hour}{NO_BREAK}h"
    return f"{full}{NO_BREAK}{minute:02}" if minute else full


def set_phone(number):
    """A French telephone number by pairs, « 01 99 00 00 10 », whichever way it was
    typed; another one as it is."""
    text = (number or "").strip()
    found = PHONE.fullmatch(text)
    if not found:
        return text
    digits = "0" + re.sub(r"\D", "", found[1])
    return NO_BREAK.join(digits[place : place + 2] for place in range(0, 10, 2))


def set_spaces(text):
    """A French text with no-break spaces before « ; : ! ? » and within guillemets."""
    return AFTER.sub(NO_BREAK, BEFORE.sub(NO_BREAK, text))


def add_sign(text, sign, lang):
    """The text, then one of « ; : ! ? », as the language sets it."""
    return f"{text}{NO_BREAK if is_french(lang) else ''}{sign}"


def takes_singular(lang, count):
    """Whether what is counted stands in the singular: 0 and 1 in French, 1 alone in
    English."""
    return 0 <= count < 2 if is_french(lang) else count == 1
