"""Words that mean the same, however they are written."""

import difflib
import re
import unicodedata

LETTERS = str.maketrans({"œ": "oe", "æ": "ae", "ß": "ss", "’": "'", "ʼ": "'"})
ABBREVIATIONS = {"st": "saint", "ste": "sainte"}
NEAR = 0.72
# Of one word, in a name of several.
NEAR_WORD = 0.7
# Letters by which a word that is cut is known.
SHORTENED = 3
# « Thème(s) », « élu(e)s », « suppléant·e », « suppléant.e.s »
OPTIONAL_ENDING = re.compile(
    r"\((?:s|x|e|es)\)s?(?!\w)|(?<=\w{3})[.·•](?:es?|s)(?:[.·•]s)?(?!\w)"
)
# « *Nom », « Nom (obligatoire) », « Nom - facultatif »: what a form requires is marked.
REQUIRED = (
    r"(?:champs? )?(?:obligatoires?|requise?s?|facultati(?:f|ve)s?"
    r"|optionnel(?:le)?s?|required|mandatory|optional)"
)
REQUIRED_MARK = re.compile(
    rf"^[\s*]+|[\s*]+$|\s*(?:\(\s*\*?{REQUIRED}\s*\*?\)|\[\s*{REQUIRED}\s*\]"
    rf"|\s[-–—:]\s{REQUIRED})[\s*:]*$",
    re.IGNORECASE,
)

# The usual words of each choice, besides its labels.
USUAL_WORDS = {
    "plpdma.contribution": {
        "channel": {
            "session": "reunion, reunion publique, reunion d'information, atelier, "
            "atelier participatif, seance, permanence, rencontre",
            "web": "internet, en ligne, site, site internet, formulaire, "
            "formulaire en ligne, registre numerique, registre dematerialise, "
            "plateforme, online",
            "email": "courriel, mail, e-mail, email, mel, messagerie, "
            "courrier electronique, adresse electronique, par mail, par courriel",
            "letter": "courrier, lettre, courrier postal, courrier papier, poste, "
            "par courrier, voie postale",
            "paper_register": "registre, papier, registre papier, cahier, "
            "registre d'enquete, registre en mairie, cahier de doleances",
            "phone": "telephone, tel, appel, appel telephonique, par telephone",
        },
        "contributor_civility": {
            "madame": "mme, mlle, mademoiselle, f, femme",
            "monsieur": "m, mr, h, homme",
        },
        "kind": {
            "need": "besoin, attente",
            "interest": "interet",
            "constraint": "contrainte, difficulte, frein, probleme",
            "proposal": "proposition, idee, suggestion, amelioration, preconisation",
            "opinion": "avis, observation, remarque, commentaire, contribution, "
            "temoignage",
            "question": "question, interrogation",
            "request": "demande, requete, reclamation",
            "objection": "objection, opposition, critique, desaccord, contestation",
        },
        "stance": {
            "favourable": "favorable, pour, d'accord, accord, oui, avis favorable, "
            "plutot favorable, tout a fait d'accord",
            "reserved": "reserve, reserves, avec reserve, sous reserve, "
            "favorable avec reserve, favorable sous reserve, mitige, "
            "avis favorable avec reserve",
            "unfavourable": "defavorable, contre, pas d'accord, non, desaccord, "
            "avis defavorable, plutot defavorable",
            "no_opinion": "sans avis, ne se prononce pas, nsp, sans opinion, neutre, "
            "indifferent, abstention, sans objet",
        },
        "confidentiality": {
            "public": "public, publique, non confidentiel, ouvert",
            "members": "membres, membre, cces",
            "staff": "service, interne, confidentiel, reserve au service, prive",
        },
    },
    "plpdma.stakeholder": {
        "membership": {
            "member": "titulaire, membre, membre titulaire, t, tit",
            "substitute": "suppleant, suppleante, membre suppleant, remplacant, "
            "s, sup, suppl",
            "occasional": "ponctuel, invite ponctuel, invite",
            "permanent": "permanent, invite permanent, associe",
            "none": "non membre, non, aucun, hors instance",
        },
    },
    "plpdma.measure": {
        "state": {
            "proposed": "propose, a l'etude, en projet, a valider, envisage",
            "planned": "prevu, programme, planifie, a venir, a faire, valide, inscrit, "
            "retenu, non commence",
            "running": "en cours, commence, lance, demarre, engage",
            "done": "fait, termine, realise, acheve, clos, fini",
            "dropped": "abandonne, annule, arrete, supprime, retire, non retenu",
        },
    },
    "plpdma.territory": {
        "kind": {
            "epci": "epci, intercommunalite, communaute de communes, cc, ca, cu, "
            "metropole, communaute d'agglomeration, communaute urbaine, syndicat",
            "sector": "secteur, canton, pole",
            "commune": "commune, ville, village, com, municipalite",
            "district": "quartier, hameau, lieu dit, section",
        },
    },
    "plpdma.mandate": {
        "function": {
            "referent": "referent, referente, elu referent, elue referente",
            "cces_chair": "president de la cces, presidente de la cces, "
            "president cces, presidente cces",
            "vice_president": "vice-president, vice-presidente, vp",
            "member": "membre, conseiller, conseillere, conseiller communautaire, "
            "conseillere communautaire, elu, elue, delegue, deleguee",
        },
    },
    "plpdma.participation": {
        "attendance": {
            "present": "present, presente, oui, o, x, 1, ✓, ✔, ☑, p, venu, venue, "
            "a signe, signe, emarge",
            "absent": "absent, absente, non, n, 0, ✗, ✘, ☐, a, pas venu",
            "excused": "excuse, excusee, e, absent excuse, absente excusee",
            "represented": "represente, representee, pouvoir",
            "invited": "invite, invitee, convie",
        },
    },
}
YES = set(map(str.strip, "oui, o, yes, y, vrai, true, 1, x, ok, ✓, ✔, ☑".split(",")))
NO = set(map(str.strip, "non, n, no, faux, false, 0, -, ✗, ✘, ☐".split(",")))


def fold(text, keep=""):
    """A text without accents, case nor punctuation, its words one space apart.

    :param str keep: punctuation that stays
    """
    text = unicodedata.normalize("NFKD", str(text).casefold().translate(LETTERS))
    kept = "".join(c for c in text if not unicodedata.combining(c))
    pattern = rf"[^\w{re.escape(keep)}✓✔☑✗✘☐]+|_+"
    return " ".join(re.sub(pattern, " ", kept).split())


def read_flag(cell):
    """A cell, folded, as ``YES`` and ``NO`` have it; a sign stays what it is."""
    return fold(cell) or str(cell).strip()


def drop_required(heading):
    """A heading without the mark of what a form requires; the heading itself where it
    is nothing else."""
    text = str(heading)
    while (bare := REQUIRED_MARK.sub("", text)) != text and bare:
        text = bare
    return text


def drop_endings(text):
    """A heading without the endings that may be, nor the mark of what is required:
    « Suppléant(e) * » is « Suppléant »."""
    return OPTIONAL_ENDING.sub("", drop_required(text))


def fold_plural(text):
    """The text as ``fold`` gives it, its words in the singular, « St » as « Saint »."""
    return " ".join(
        ABBREVIATIONS.get(word) or (word.rstrip("sx") if len(word) > 3 else word)
        for word in fold(drop_endings(text)).split(" ")
    )


def get_usual_words(model_name, field_name):
    """``{word, folded: choice}`` of a selection field."""
    choices = USUAL_WORDS.get(model_name, {}).get(field_name, {})
    return {
        fold(word): choice
        for choice, words in choices.items()
        for word in words.split(",")
    }


def find_word(text, known):
    """What a text means among known words; None when it means nothing, or several
    things.

    :param dict known: ``{word, folded: meaning}``
    """
    folded = fold(text)
    if folded in known:
        return known[folded]
    plural = fold_plural(text)
    found = {
        meaning
        for word, meaning in known.items()
        if meaning is not None and fold_plural(word) == plural
    }
    return found.pop() if len(found) == 1 else None


def rank_named(text, name):
    """How near letters are to the name of somebody: it is written so (0), a word of it
    begins so (1), it holds them (2), or it does not (3).

    Who is typed on the screen is chosen by the same rule: ``findNamed`` of
    ``static/src/typing/typed_match.js``.
    """
    letters, folded = f" {fold(text)}", f" {fold(name or '')}"
    if folded == letters:
        return 0
    if letters in folded:
        return 1
    return 2 if letters.strip() in folded else 3


def find_typed(text, known):
    """The meanings that letters may have among known words: of the one that is written
    so, else of those that begin so, else of those of which a word does. Accents, case
    and punctuation count for nothing.

    What is typed on the screen is understood by the same rule:
    ``static/src/typing/typed_match.js``.

    :param dict known: ``{word, folded: meanings}``, each a set
    :return: set of meanings, empty where it means nothing
    """
    letters = fold(text)
    if not letters:
        return set()
    tests = (
        lambda word: word == letters,
        lambda word: word.startswith(letters),
        lambda word: f" {letters}" in word,
    )
    for test in tests:
        found = set().union(*(known[word] for word in known if test(word)))
        if found:
            return found
    return set()


def find_nearest(text, names):
    """The name that a text most probably means, None when none is near.

    :param names: the names, as they are written
    """
    folded = fold(str(text)[:200])
    by_fold = {fold(name): name for name in names}
    words = set(fold_plural(folded).split(" ")) - {""}
    around = [
        name
        for key, name in by_fold.items()
        if words and words <= set(fold_plural(key).split(" "))
    ]
    within = [
        name
        for key, name in by_fold.items()
        if set(fold_plural(key).split(" ")) <= words
    ]
    for names_found in (around, within):
        if len(names_found) == 1:
            return names_found[0]
    for near in difflib.get_close_matches(folded, by_fold, cutoff=NEAR):
        if _are_words_near(folded, near):
            return by_fold[near]
    return None


def _are_words_near(one, other):
    """Whether each word of a name, folded, is near one of another's: « Saint-Fictif »
    and « Val-Fictif » share their longest word, and are two towns."""
    others = other.split(" ")
    return all(
        difflib.get_close_matches(word, others, n=1, cutoff=NEAR_WORD)
        or any(_is_shortened(word, part) for part in others)
        for word in one.split(" ")
    )


def _is_shortened(one, other):
    shorter, longer = sorted((one, other), key=len)
    return len(shorter) >= SHORTENED and longer.startswith(shorter)
