"""Whether somebody says something of their own in a message that tells their absence.

In doubt they do: a notice too many is read and put away, words that make nothing are
lost.
"""

import re

# What people say of themselves, and notices never.
OPINION = re.compile(
    r"\b(?:(?:mon|mes)\s+(?:avis|souhaits?|opinions?|id[ée]es?|propositions?"
    r"|remarques?|observations?)|ma\s+(?:demande|proposition|contribution|question"
    r"|suggestion|remarque)|mes\s+(?:demandes|questions|suggestions)"
    r"|j['’]\s*(?:aimerais|estime|espère)"
    r"|je\s+(?:demande|propose|veux|voudrais|sugg[èe]re|refuse|trouve|crains|conteste"
    r"|d[ée]plore|m['’]oppose|(?:pense|souhaite|souhaiterais)\s+(?:qu|un|des|plus|moins)"
    r"|suis\s+(?:tout\s+à\s+fait\s+)?(?:contre|favorable|oppos[ée]|d['’]accord))"
    r"|il\s+(?:faut|faudrait|manque)|(?:bonne|mauvaise)\s+id[ée]e|pourquoi"
    r"|d['’]accord\s+(?:pour|avec|sur)|je\s+(?:vous\s+)?signale|vous\s+signaler"
    r"|(?:oui|non)\s+(?:à|au|aux)\s|vous\s+devriez|votre\s+(?:projet|programme|plan)\b"
    r"|i\s+(?:think|want|propose|suggest|object|disagree|agree)|we\s+(?:need|want)"
    r"|my\s+(?:opinion|idea|suggestion|view|request))",
    re.IGNORECASE,
)
# What it is about.
TOPIC = re.compile(
    r"\b(?:bacs?|poubelles?|d[ée]chets?|tri|trier|compost\w*|collectes?|camions?|verre"
    r"|d[ée]ch[èe]teries?|redevances?|consignes?|recycl\w*|r[ée]emploi|ressourceries?"
    r"|emballages?|ordures?|ramassages?|bennes?|couches?|gaspillage|vrac|broyeurs?"
    r"|encombrants?|(?<!en )r[ée]unions?|ateliers?|concertations?|quartiers?|trottoirs?"
    r"|habitants?|immeubles?|waste|bins|recycling|meetings?)\b",
    re.IGNORECASE,
)
# Whom to turn to is named by what they do.
SERVICE = re.compile(
    r"\b(?:services?|p[ôo]le|direction|cellule|responsable|charg[ée]e?|r[ée]gie"
    r"|syndicat|mission)\b",
    re.IGNORECASE,
)
# What notices speak of.
OFFICE = re.compile(
    r"\b(?:messages?|messageries?|mails?|courriels?|e-mails?|emails?|t[ée]l[ée]phones?"
    r"|portable|bureaux?|accueil|secr[ée]tariat|standard|coll[èe]gues?|retour|absence"
    r"|absente?|cong[ée]s?|vacances|urgences?|urgentes?|r[ée]ponse|r[ée]pondr\w*"
    r"|contacte[rz]|joindre|joignable|inbox|phone|reply|respond|absent|leave|colleagues?"
    r"|nachricht|vertretung|mensaje|correo|messaggio|bericht|mensagem)\b"
    r"|@|\d(?:[\s.-]?\d){7}",
    re.IGNORECASE,
)
# Nothing but names follows the words that end a letter.
CLOSING = re.compile(
    r"^\s*(?:(?:bien\s+)?cordialement|(?:tr[èe]s\s+|bien\s+)?(?:sinc[èe]rement|à\s+vous)"
    r"|salutations|bonne\s+(?:journ[ée]e|r[ée]ception|semaine)|(?:best|kind)?\s*regards"
    r"|mit\s+freundlichen|saludos|cordiali|met\s+vriendelijke|atenciosamente)\b",
    re.IGNORECASE | re.MULTILINE,
)
CLAUSE = re.compile(
    r"[.!?;…]+(?=\s|$)|,\s|:\s|\n\s*\n|\b(?:mais|car|but|because)\b"
    r"|\bet\s+(?=j['’]|(?:les?|la|des|nous|on|vos|il)\b)|\band\s+(?=the\b|my\b|our\b)",
    re.IGNORECASE,
)
# Below it, words between two marks are hardly a statement.
MIN_WORDS = 6
MIN_TOPIC_WORDS = 3


def says_opinion(text):
    """Whether somebody tells what they think or ask for."""
    return bool(OPINION.search(text))


def says_more(text, is_explained):
    """Whether a text says anything beside an absence.

    :param str text: without what it quotes
    :param is_explained: function that says of a clause whether it tells the absence
    """
    if says_opinion(text):
        return True
    closing = CLOSING.search(text)
    for clause in CLAUSE.split(text[: closing.start()] if closing else text):
        length = len(clause.split())
        if length < MIN_TOPIC_WORDS or SERVICE.search(clause):
            continue
        is_odd = not is_explained(clause) and not OFFICE.search(clause)
        if TOPIC.search(clause) or (is_odd and length >= MIN_WORDS):
            return True
    return False
