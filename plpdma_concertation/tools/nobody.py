"""What people write in a cell where nobody is named yet."""

import re

from .words import fold

# By themselves; « Vacant Paul » is somebody.
NOBODY = {
    fold(text)
    for text in (
        "néant, aucun, aucune, personne, vacant, vacante, démissionnaire, démission, "
        "décédé, décédée, départ, inconnu, inconnue, nc, nd, na, so, sans, tbd, tbc, "
        "ras, none, null, 0, -, /, x, xx, xxx, ?"
    ).split(",")
}
# What is still to be done, and when or by whom.
TO_DO = (
    "(?:designer|nommer|preciser|definir|confirmer|determiner|pourvoir|elire|venir|"
    "completer|renseigner|remplacer|renouveler)"
)
KNOWN = "communique|connu|precise|renseigne|determine"
DONE = f"(?:designe|nomme|elu|pourvu|represente|{KNOWN})(?: ?e)?"
DOING = "(?:designation|nomination|election|remplacement|renouvellement|recrutement)"
SEAT = (
    "(?:poste|siege|place|membre|titulaire"
    "|(?:suppleant|remplacant|representant)(?: ?e)?)"
)
# The words of what follows; any other may be a name.
WHEN = (
    r"(?: (?:ulterieurement|prochainement|plus|tard|par|en|au|aux|a|lors|le|la|les|l|"
    r"de|du|des|d|dans|suite|apres|avant|depuis|ag|ca|cm|cc|conseil|municipal|comite|"
    r"syndical|communautaire|assemblee|generale|bureau|seance|reunion|prochaine?|elections?|"
    r"nouveau|mandat|janvier|fevrier|mars|avril|mai|juin|juillet|aout|septembre|octobre|"
    r"novembre|decembre|\d{1,2}|20\d\d|designation|nomination|titulaire|suppleante?))*"
)
STILL = re.compile(
    rf"(?:{SEAT} )?(?:a {TO_DO}|non {DONE}|en attente"
    rf"|en cours(?: de? {DOING})?|(?:{DOING}|demission) (?:en cours|en attente|a venir)"
    rf"|{DOING}(?= le\b)|attente(?= )|prochain(?= conseil\b)|demissionnaire"
    r"|vacance(?: de (?:poste|siege))?|ne siege pas|n a pas (?:ete )?designe"
    rf"|vacante?|pas encore {DONE}|(?:pas|plus) (?:de |d ){SEAT}"
    rf"|(?:sans|aucune?) {SEAT}|sans objet){WHEN}"
)
STILL_BEGUN = re.compile(rf"(?:{STILL.pattern})\b")
# The same as in the row above, which no row says by itself.
AS_ABOVE = {
    *("idem", "id", "ibid", "ibidem", "ditto", "meme"),
    *("voir ci dessus", "cf ci dessus", "idem ci dessus", "comme ci dessus"),
}
# A quotation mark, as each keyboard and each spreadsheet writes it, and « // ».
SIGNS_AS_ABOVE = {'"', "''", "〃", "″", "“", "”", "«", "»", "//"}


def is_nobody(text):
    """Whether a cell says that a seat has nobody."""
    folded = fold(text)
    if is_as_above(text):
        return False
    # « N.C. », « s.o. », « N/A »
    letters = folded.replace(" ", "")
    is_told = folded in NOBODY or (len(letters) < 4 and letters in NOBODY)
    return not folded or is_told or bool(STILL.fullmatch(folded))


def may_be_nobody(text):
    """Whether a cell begins as one that says so, and goes on: « à remplacer par Jean
    Dupont »; one word alone also begins names: « Vacant Paul »."""
    found = not is_nobody(text) and STILL_BEGUN.match(fold(text))
    return bool(found) and " " in found[0]


def is_as_above(text):
    """Whether a cell says the same as the one above it: « idem », and a sign."""
    return fold(text) in AS_ABOVE or str(text).strip() in SIGNS_AS_ABOVE
