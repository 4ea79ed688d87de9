"""What people write in a cell where nobody is named yet."""

import re

from .words import fold

# By themselves; « Vacant Paul » is somebody.
NOBODY = {
    fold(text)
    for text in (
        "néant, aucun, aucune, personne, vacant, vacante, démissionnaire, nc, nd, na, "
        "n/a, so, sans, tbd, ras, -, /, x, ?"
    ).split(",")
}
# What is still to be done, and when or by whom.
TO_DO = (
    "(?:designer|nommer|preciser|definir|confirmer|determiner|pourvoir|elire|venir|"
    "completer|renseigner|remplacer|renouveler)"
)
DONE = (
    "(?:designe|nomme|elu|pourvu|communique|connu|precise|renseigne|determine)(?: ?e)?"
)
DOING = "(?:designation|nomination|election|remplacement|renouvellement|recrutement)"
SEAT = (
    "(?:poste|siege|place|membre|titulaire"
    "|(?:suppleant|remplacant|representant)(?: ?e)?)"
)
WHEN = (
    r"(?: (?:ulterieurement|prochainement|plus tard|par|en|au|a|lors|le|la|dans|suite|"
    r"apres|avant|depuis|ag|cm|conseil|\d+)\b.*)?"
)
STILL = re.compile(
    rf"(?:{SEAT} )?(?:a {TO_DO}|non {DONE}|en attente(?: d.*)?"
    rf"|en cours(?: de? {DOING})?|{DOING} (?:en cours|en attente|a venir)"
    rf"|vacante?|pas encore {DONE}|(?:pas|plus) (?:de |d ){SEAT}"
    rf"|(?:sans|aucune?) {SEAT}|sans objet){WHEN}"
)
# The same as in the row above, which no row says by itself.
AS_ABOVE = {"idem", "id", "ibid", "ditto"}


def is_nobody(text):
    """Whether a cell says that a seat has nobody."""
    folded = fold(text)
    if is_as_above(text):
        return False
    return not folded or folded in NOBODY or bool(STILL.fullmatch(folded))


def is_as_above(text):
    """Whether a cell says the same as the one above it: « idem », and a sign."""
    return fold(text) in AS_ABOVE or str(text).strip() in ('"', "''", "〃", "″")
