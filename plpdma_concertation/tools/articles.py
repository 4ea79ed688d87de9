"""The French article before the name of a local authority, or of a programme."""

from .words import fold

# First word of a name, and its article; a name that begins otherwise has none: « Rennes
# Métropole ».
FEMININE = (
    "commune communaute metropole ville region collectivite federation regie mairie"
)
MASCULINE = (
    "syndicat departement pays grand sictom smictom sitom sictoba siom sivom sivu "
    "smitom smedar smirtom sirtom sm siced sitcom conseil territoire pole parc pnr "
    "district groupement bassin petr symictom symat sytrad sydem smitred valtom "
    # Programmes are named in sentences as well.
    "plpdma programme plan projet schema"
)
ELIDED = (
    "agglomeration agglo eurometropole etablissement ept epci entente union "
    "intercommunalite institution"
)
PLURAL = "communes communautes"
ARTICLES = {
    **dict.fromkeys(FEMININE.split(), "la"),
    **dict.fromkeys(MASCULINE.split(), "le"),
    **dict.fromkeys(ELIDED.split(), "l"),
    **dict.fromkeys(PLURAL.split(), "les"),
    "cc": "la",
    "ca": "la",
    "cu": "la",
}
CONTRACTED = {
    ("de", "la"): "de la ",
    ("de", "le"): "du ",
    ("de", "l"): "de l'",
    ("de", "les"): "des ",
    ("a", "la"): "à la ",
    ("a", "le"): "au ",
    ("a", "l"): "à l'",
    ("a", "les"): "aux ",
    ("", "la"): "la ",
    ("", "le"): "le ",
    ("", "l"): "l'",
    ("", "les"): "les ",
    ("a", "none"): "à ",
    ("", "none"): "",
}
VOWELS = "aeiouy"


def guess_article(name):
    """``la``, ``le``, ``l``, ``les`` or ``none``: what stands before a name, by its
    first word."""
    words = fold(name or "").split()
    return ARTICLES.get(words[0], "none") if words else "none"


def join_article(preposition, article, name):
    """The name after its article, contracted with what stands before it.

    :param str preposition: ``de``, ``a``, or nothing
    :param str article: as :func:`guess_article` gives it
    :return: « de la Communauté de communes », « au Syndicat », « l'Agglomération »
    """
    if (preposition, article) == ("de", "none"):
        elided = fold(name)[:1] in VOWELS
        return f"d'{name}" if elided else f"de {name}"
    return CONTRACTED[preposition, article] + name
