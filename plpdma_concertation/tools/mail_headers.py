"""The headers that a mail programme repeats above the message it quotes or forwards."""

import re
from dataclasses import dataclass, field

# Each header, as programmes name it in the languages of our neighbours.
LABELS = {
    "from": "de|de la part de|expéditeur|from|sender|von|da|van|fra|från|od",
    "date": "date|message du|envoyé|envoyé le|sent|gesendet|datum|fecha|enviado|enviada"
    "|enviado el|enviado em|enviada em|data|inviato|verzonden|sendt|skickat",
    "to": "à|a|to|pour|destinataire|destinataires|an|para|aan|til|till|do",
    "subject": "objet|sujet|subject|betreff|asunto|oggetto|onderwerp|assunto|emne|ämne",
    "copied": "cc|copie|copie à|kopie",
    "other": "cci|bcc|répondre à|réponse à|reply-to|antwort an"
    "|importance|priorité|pièces jointes|pièce jointe|attachments|anlagen|adjuntos"
    "|allegati|bijlagen|organisation|organization",
}
NAMES = {label: name for name, labels in LABELS.items() for label in labels.split("|")}
LABEL = re.compile(
    r"^[\s>*_]*(?P<label>"
    + "|".join(sorted(map(re.escape, NAMES), key=len, reverse=True))
    + r")\s*\*?\s*:(?!//)[\s*]*(?P<value>.*?)\**\s*$",
    re.IGNORECASE,
)
# The line above them.
FORWARDED = re.compile(
    r"^[\s>*]*(?:-{2,}\s*)?(?:"
    r"(?:message|mail|courriel|e-mail)\s+(?:transféré|transmis|réexpédié)"
    r"|(?:début du )?message (?:transféré|transmis|réexpédié)"
    r"|(?:begin )?forwarded (?:message|mail)"
    r"|weitergeleitete nachricht|anfang der weitergeleiteten nachricht"
    r"|mensaje reenviado|inicio del mensaje reenviado"
    r"|messaggio inoltrato|inizio messaggio inoltrato"
    r"|doorgestuurd bericht|begin doorgestuurd bericht"
    r"|mensagem (?:encaminhada|reencaminhada)"
    r")\s*(?::\s*)?(?:-{2,}.*)?$",
    re.IGNORECASE,
)
ORIGINAL = re.compile(
    r"^[\s>*]*(?:-{2,}\s*(?:(?:message|mail|e-mail|courriel|courrier)"
    r"\s+(?:d['’]origine|original|initial|précédent)|original (?:message|e?-?mail)"
    r"|ursprüngliche (?:nachricht|e?-?mail)|mensaje original|messaggio originale"
    r"|oorspronkelijk bericht|mensagem original)\s*-{2,}.*"
    r"|message du \d{1,2}/\d{1,2}/\d{2,4}\s+(?:à\s+)?\d{1,2}[:h]\d{2})\s*$",
    re.IGNORECASE,
)
RULE = re.compile(r"^[\s>]*(?:_{8,}|={8,})\s*$")
# The day and the hour, as a programme writes them.
MOMENT = re.compile(
    r"(?=.*\b\d{1,2}\s?[:h.]\s?\d{2})(?=.*(?:\b\d{4}\b|\d{1,2}[/.-]\d{1,2}[/.-]\d{2}))",
    re.IGNORECASE | re.DOTALL,
)
ADDRESS = re.compile(r"[\w.+'*&%=-]+@[\w-]+(?:\.[\w-]+)*", re.UNICODE)
ON_BEHALF = re.compile(
    r"^.*@.*\b(?:de la part de|on behalf of|im auftrag von|en nombre de|per conto di"
    r"|namens)\s+(?=\S)",
    re.IGNORECASE,
)
# How many lines a header may go on for.
MAX_FOLDED = 4


@dataclass
class Block:
    """Some lines that repeat the headers of a message."""

    start: int
    stop: int
    values: dict = field(default_factory=dict)
    # What its first line says: "forwarded", "original", or nothing.
    marker: str = ""

    @property
    def sender(self):
        """``(name, address)`` of the author of what follows."""
        return read_sender(self.values.get("from", ""))

    @property
    def subject(self):
        """The subject of what follows, as its author wrote it."""
        return self.values.get("subject", "")

    @property
    def copied(self):
        """``[(name, address)]`` of those to whom it was copied."""
        parts = re.split(r"[;,]\s*", self.values.get("copied", ""))
        return [pair for pair in map(read_sender, parts) if pair[1]]

    def is_certain(self, is_reply, is_forward=False):
        """Whether a programme wrote them: an author may well say « De : » for where
        from and « À : » for where to, or copy a letter with its head.

        :param bool is_reply: whether the message answers another
        :param bool is_forward: whether it brings another along
        """
        known = {"from", "date", "to", "subject"} & self.values.keys()
        if self.marker:
            return "from" in known or len(known) >= 2
        if len(known) < 3 or "from" not in known:
            return False
        date = self.values.get("date", "")
        has_address = "@" in self.values["from"] + self.values.get("to", "")
        if "date" in known and not re.search(r"\d", date):
            return False
        if MOMENT.match(date):
            return has_address or is_reply or is_forward
        return is_forward or (is_reply and has_address)


def read_sender(value):
    """``(name, address)`` of a header, either of which may be empty."""
    # Whoever holds the pen for them.
    value = ON_BEHALF.sub("", value) or value
    value = re.sub(r"\[?\bmailto:", "<", value, flags=re.IGNORECASE).replace("]", ">")
    found = ADDRESS.search(value)
    address = found[0].lower() if found else ""
    name = value[: found.start()] if found else value
    name = re.sub(r"\s+", " ", name.replace("<", " ").replace("(", " "))
    return name.strip(" \"'*;,\xa0«»"), address


def find_blocks(lines):
    """List of ``Block``: the headers that lines repeat, in order.

    :param lines: list of ``Line``
    """
    blocks, number = [], 0
    while number < len(lines):
        block = _read_block(lines, number)
        if block:
            blocks.append(block)
            number = block.stop
        else:
            number += 1
    return blocks


def _read_block(lines, start):
    """The ``Block`` that begins on a line, with the mark above it."""
    marker, number = "", start
    words = lines[start].words
    if FORWARDED.match(words):
        marker = "forwarded"
    elif ORIGINAL.match(words):
        marker = "original"
    if marker or RULE.match(words):
        number = _skip_blank(lines, start + 1)
    is_near = number < len(lines) and number - start <= 4
    if not is_near or not LABEL.match(lines[number].words):
        return None
    values, stop = _read_values(lines, number)
    is_headers = "headers" in {line.kind for line in lines[number:stop]}
    if "from" not in values or (not marker and not is_headers and len(values) < 3):
        return None
    return Block(start, stop, values, marker or ("original" if is_headers else ""))


def _read_values(lines, start):
    values, number, stop, last = {}, start, start, None
    folded = 0
    while number < len(lines):
        words = lines[number].words.strip("\xa0 ")
        found = LABEL.match(words)
        if found:
            last = NAMES[found["label"].lower()]
            if last in values and last != "other":
                break
            values[last] = found["value"].strip()
            folded, stop = 0, number + 1
        elif not words:
            # Some leave a line between two headers, never before the first is known.
            following = _skip_blank(lines, number)
            if following >= len(lines) or following - number > 1:
                break
            label = LABEL.match(lines[following].words)
            if not label or NAMES[label["label"].lower()] in values:
                break
        elif last and folded < MAX_FOLDED and _is_folded(lines, number, values[last]):
            values[last] = f"{values[last]} {words}".strip()
            folded, stop = folded + 1, number + 1
        else:
            break
        number += 1
    return values, stop


def _is_folded(lines, number, value):
    """Whether a line goes on with the value of a header: an address, a list of them or
    a long subject that another header follows."""
    words = lines[number].words
    if value.endswith((",", ";")) or re.match(r"\s*<[^>]*@", words):
        return True
    following = number + 1
    return following < len(lines) and bool(LABEL.match(lines[following].words))


def _skip_blank(lines, number):
    while number < len(lines) and not lines[number].words.strip("\xa0 "):
        number += 1
    return number
