"""What stands below a message: who wrote it, and with what."""

import re

# The lines that telephones and applications add at the end.
APPLICATION = (
    r"(?:l['’]appli(?:cation)?\b|la messagerie (?:sécurisée|\[?proton|orange|sfr|free)"
    r"|\[?(?:proton|tuta|outlook|yahoo|gmail|mailo?\b|la poste (?:mail|\.net)|laposte"
    r"|orange|sfr|free\b|bbox|spark|blue ?mail|aqua ?mail|k-9|fairemail|thunderbird"
    r"|canary|edison|samsung|zimbra|gmx|infomaniak|bluemind))(?=[^\n,]*$)"
)
PHONE = re.compile(
    r"^\s*(?:envoyé (?:de(?:puis)? (?:mon|ma|l['’]application|outlook|yahoo|mail)"
    r"|à partir (?:d['’]outlook|de (?:mon|ma|yahoo))"
    rf"|(?:avec|via|par|depuis|grâce à) {APPLICATION})"
    r"|(?:télécharge[rz]|obtene[rz]) (?:outlook|blue ?mail|proton ?mail) pour"
    r"|sent from (?:my|outlook|yahoo|mail)"
    rf"|sent (?:with|via|using|from) (?:the )?{APPLICATION}"
    r"|get (?:outlook|blue ?mail|proton ?mail) for|provenance\s*: courrier"
    r"|von meinem .{2,40} gesendet|gesendet von |enviado desde mi |enviado do meu "
    r"|inviato da(?:l mio)? |verzonden vanaf mijn |verstuurd vanaf mijn )[^\n]{0,90}$",
    re.IGNORECASE,
)
# Below it, what is no signature but a text: its length, in lines and in characters.
MAX_SIGNATURE_LINES = 15
MAX_SIGNATURE = 900
MAX_SIGNATURE_LINE = 40
# Who somebody is, and how to reach them.
MAX_NAMES = 6
CONTACT = re.compile(r"\+?\d(?:[\s.()-]?\d){7,}|@|https?://|\bwww\.")
PARTICLE = re.compile(
    r"(?:d|l)['’].+|de|du|des|la|le|les|et|von|van|di|da|&|-|–|[(]?\d+[)]?"
)


def leave_out_signatures(reading):
    """Leave out what signs a message, in each of its passages.

    :param reading: ``_Reading``, its quotes already left out
    """
    lines = reading.lines
    dashes = [
        number
        for number, line in enumerate(lines)
        if re.fullmatch(r"-- ?", line.text) and reading.is_kept(number)
    ]
    # Those that part several passages are none above a signature.
    are_separators = sum(lines[number].text == "--" for number in dashes) > 1
    for number, line in enumerate(lines):
        if line.kind == "signature" and reading.is_kept(number):
            reading.leave_out([number], "signature")
        elif number in dashes and reading.is_kept(number):
            stop = number + 1
            while stop < len(lines) and reading.is_kept(stop):
                stop += 1
            below = [other.text for other in lines[number + 1 : stop]]
            is_certain = line.text == "-- "
            is_apart = number == 0 or not lines[number - 1].text.strip("\xa0 ")
            if is_certain or (not are_separators and _is_signed(below, is_apart)):
                if _is_signature(list(filter(None, below)), is_certain):
                    reading.leave_out(range(number, stop), "signature")
    for number in range(len(lines)):
        is_phone = reading.is_kept(number) and PHONE.match(lines[number].text)
        if is_phone and _ends_words(reading, number):
            reading.leave_out([number], "signature")


def _is_signed(lines, is_apart):
    """Whether the lines right below two dashes tell who somebody is, or how to reach
    them: mail programmes put that there, and an author who goes on seldom does.

    :param bool is_apart: whether a blank line stands above the dashes
    """
    if any(CONTACT.search(line) for line in lines):
        return True
    names = (lines[0] if lines else "").split()
    if not names or len(names) > MAX_NAMES or (len(names) == 1 and not is_apart):
        return False
    return all(word[0].isupper() or PARTICLE.fullmatch(word) for word in names)


def _is_signature(lines, is_certain):
    """Whether the lines below two dashes sign a message, or go on with it.

    :param bool is_certain: whether a space follows them, as programmes write them
    """
    if len(lines) > MAX_SIGNATURE_LINES or len("\n".join(lines)) > MAX_SIGNATURE:
        return False
    return is_certain or not any(
        len(line) > MAX_SIGNATURE_LINE and re.search(r"[.!?…]\s*$", line)
        for line in lines
    )


def _ends_words(reading, number):
    """Whether nothing of the author follows a line before what is left out."""
    for below in range(number + 1, len(reading.lines)):
        if reading.lines[below].text.strip("\xa0 "):
            return not reading.is_kept(below)
    return True
