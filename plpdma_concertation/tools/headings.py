"""Which row holds the headings, and what the usual ones mean."""

import re
from functools import lru_cache

from .cells import is_blank
from .words import fold, fold_plural

# How far down the headings of a sheet are looked for.
SEARCHED_ROWS = 30
# What is longer is a sentence.
LONGEST = 120
# What is longer asks something.
SHORT_QUESTION = 60

# What a form asks with: « Quelle est votre commune ? », « Indiquez le code postal ».
VERB = (
    r"(?:(?:quel|quelle|quels|quelles) (?:est|sont) |"
    r"(?:merci d |merci de |veuillez |pouvez vous )?"
    r"(?:indiqu|precis|saisi|laiss)\w+ )"
)
ASKED = re.compile(rf"(?:{VERB}?(?:votre|vos)|{VERB}(?:l|le|la|les)) (?=\w)")

# The usual headings of each field, the surest first.
USUAL_HEADINGS = {
    "plpdma.contribution": {
        "register_number": "N°, No, Numéro, Num, N° d'ordre, Numéro d'ordre, "
        "N° d'observation, Numéro d'observation, N° de contribution, "
        "Numéro de contribution, Référence externe, N° registre, ID, Identifiant, "
        "External ID, ID externe, Identifiant externe, ID de la réponse, Response ID",
        "date_received": "Date de réception, Reçu le, Date, Date de dépôt, "
        "Date de contribution, Date de l'observation, Déposé le, Déposée le, "
        "Envoyé le, Envoyée le, Transmis le, Transmise le, Soumis le, Soumise le, "
        "Enregistré le, Enregistrée le, Date d'envoi, Date d'enregistrement, "
        "Date et heure, Heure de fin, "
        "Heure de soumission, Horodateur, Horodatage, Submitted at, "
        "Date de soumission, Date de création, Timestamp, Created at, Completion time, "
        "Date submitted, Submitted time, Submit date, Heure de début, Start time, "
        "Start date, Rempli le, Créé le, Saisi le, Saisie le, Date de saisie, Quand",
        "channel": "Mode, Moyen, Support, Voie, Origine, Canal de réception, "
        "Mode de dépôt, Mode de réception, Provenance, Par quel moyen",
        "contributor_name": "Nom et prénom, Prénom et nom, Nom prénom, Prénom nom, "
        "Qui, Nom, Auteur, Contributeur, Déposant, Nom de l'auteur, Nom du déposant, "
        "Nom complet, Identité, Participant, Nom usuel, Author/name, Name, Full name",
        "contributor_email": "Courriel, E-mail, Mail, Adresse e-mail, Adresse mail, "
        "Adresse courriel, Adresse de messagerie, Adresse électronique, Email, Mél, "
        "E-mail de l'auteur, Courriel de l'auteur, Username, Email address",
        "contributor_civility": "Civilité, Civ., Civilité de l'auteur, M./Mme",
        "contributor_street": "Adresse, Adresse postale, Rue, N° et rue, Voie, "
        "Numéro et voie, Adresse de l'auteur",
        "contributor_zip": "Code postal, CP, Code postal de l'auteur",
        "contributor_city": "Ville de l'auteur, Ville de résidence, "
        "Commune de l'adresse, Bureau distributeur",
        "verbatim": "Observation, Contribution, Texte, Avis exprimé, Commentaire, "
        "Message, Contenu, Remarque, Texte de la contribution, Texte de l'observation, "
        "Votre contribution, Votre avis, Votre observation, Observations, "
        "Contributions, Avis, Body, Verbatim, Expression, Proposition, Quoi, "
        "Avis et observations, Observations et avis, Avis et remarques, "
        "Remarques et observations, Observations et propositions, "
        "Avis et propositions, Remarques et propositions, "
        "Observations du public, Avis du public, Contributions du public, Remarques, "
        "Commentaires, Messages, Propositions, Votre message, Votre remarque, "
        "Votre commentaire, Votre proposition, Votre suggestion, Votre idée, "
        "Suggestion, Idée, Doléance, Avis motivé, Expression libre, Texte libre, "
        "Réponse libre, Your comment, Comments",
        "summary": "Résumé, Objet, Titre, Sujet, Title",
        "theme_ids": "Thème, Thématique, Sujet traité, Theme, Category, Rubrique",
        "measure_ids": "Action, Fiche action, N° d'action, Action concernée, Mesure, "
        "Fiche",
        "territory_id": "Commune, Ville, Territoire, Commune de résidence, Secteur, "
        "Localité",
        "kind": "Nature, Type de contribution, Nature de l'observation",
        "stance": "Avis sur le projet, Position, Sens, Sens de l'avis, "
        "Favorable ou défavorable",
        "role_id": "Catégorie, Profil, Qualité, Vous êtes, Type d'acteur",
        "session_id": "Réunion, Atelier, Consultation, Séance",
    },
    "plpdma.stakeholder": {
        "partner_name": "Nom et prénom, Prénom et nom, Nom prénom, Prénom nom, "
        "Nom de l'élu, Nom, Nom complet, Contact, Interlocuteur, Représentant, "
        "Membre, Acteur, Qui, Raison sociale, Élu, Élue, Délégué, Déléguée, "
        "Représentante, Nom du représentant, Nom du contact, Personne, Participant, "
        "Identité, Titulaire, Membre titulaire",
        "organisation_name": "Organisme, Structure, Organisation, Collectivité, "
        "Société, Entreprise, Association, Établissement, Entité, "
        "Nom de l'organisme, Nom de la structure, Nom de l'organisation, "
        "Nom de l'association, Organisme représenté, Structure représentée, "
        "Institution, Employeur",
        "email": "Courriel, Mail, E-mail, Adresse e-mail, Adresse mail, Email, Mél, "
        "Adresse électronique, Adresse de messagerie, E-mail professionnel, "
        "Mail professionnel, Courriel professionnel, Adresse e-mail professionnelle, "
        "Adresse mail professionnelle, Mail pro, E-mail pro, E-mail personnel, "
        "Mail personnel, Courriel personnel, Mail perso",
        "phone": "Tél, Téléphone, Tél fixe, Téléphone fixe, Mobile, Portable, "
        "Fixe, Téléphone portable, N° de téléphone, Numéro de téléphone, "
        "Tél professionnel, "
        "Téléphone professionnel, Tél pro, Tél bureau, Téléphone bureau, "
        "Ligne directe, Standard, Tél portable, Tél mobile, Téléphone mobile, "
        "Portable professionnel, Portable pro, N° de portable, Numéro de portable, "
        "Tél personnel, Téléphone personnel, Portable personnel, Portable perso",
        "function": "Fonction, Libellé de la fonction, Poste, Titre, Qualité, Mandat",
        "city": "Libellé de la commune de rattachement, Commune, Ville, Localité, "
        "Libellé de la commune, Commune de rattachement",
        "role_ids": "Catégorie, Type d'acteur, Profil",
        "college_id": "Collège, Collège CCES",
        "membership": "Statut, Qualité de membre, Titulaire ou suppléant, "
        "Titulaire/Suppléant, T/S, T ou S, Tit/Sup",
        "body_ids": "Instance, Commission",
    },
    "plpdma.measure": {
        "code": "N°, No, Numéro, Num, N° d'action, Numéro d'action, "
        "Numéro de l'action, N° de fiche, Numéro de fiche, Référence, Identifiant, "
        "Code action",
        "name": "Intitulé, Intitulé de l'action, Titre, Titre de l'action, "
        "Nom de l'action, Libellé, Fiche action, Mesure, Nom",
        "description": "Descriptif, Contenu, Description de l'action, Objectif, "
        "Objectifs, Détail, Modalités",
        "theme_ids": "Axe, Thème, Thématique, Axe du programme, Volet",
        "territory_ids": "Commune, Territoire, Périmètre, Secteur",
        "pilot_id": "Pilote, Porteur, Porteur de l'action, Structure porteuse, "
        "Partenaire pilote",
        "user_id": "Référent, Agent, Suivi, Responsable, Agent référent",
        "date_start": "Début, Date de début, Lancement, Date de lancement, Démarrage",
        "date_stop": "Fin, Date de fin, Échéance, Terme, Date de réalisation",
        "state": "État, Avancement, État d'avancement, Situation",
        "text_before": "Avant, Texte initial, Rédaction initiale, Version initiale",
        "text_after": "Après, Texte modifié, Nouvelle rédaction, Version finale",
        "explanation": "Motif, Raison, Motif d'abandon, Raison de l'abandon",
    },
    "plpdma.mandate": {
        "partner_id": "Élu, Élue, Titulaire, Nom et prénom, Prénom et nom, "
        "Nom prénom, Prénom nom, Nom de l'élu, Nom, Nom complet, Contact",
        "function": "Mandat/Fonction, Fonction, Mandat, Fonction élective, Qualité",
        "title": "Intitulé, Libellé, Titre, Délégation",
        "date_start": "Début, Date de début, Début du mandat, Date de début du mandat, "
        "Depuis, Depuis le, À compter du",
        "date_end": "Fin, Date de fin, Fin du mandat, Date de fin du mandat, "
        "Jusqu'au, Échéance",
        "substitute_id": "Suppléant, Suppléante, Nom du suppléant, Remplaçant",
        "territory_ids": "Territoire, Commune, Secteur, Périmètre",
        "theme_ids": "Thème, Thématique, Axe",
    },
    "plpdma.participation": {
        "session_id": "Séance, Réunion, Atelier, Rencontre, Session, "
        "Nom de la séance, Nom de la réunion, Nom de l'atelier",
        "stakeholder_id": "Nom et prénom, Prénom et nom, Nom prénom, Prénom nom, "
        "Participant, Nom du participant, Nom, Nom complet, Personne, Membre, "
        "Invité, Contact, Acteur",
        "attendance": "Présence, Présent, Présente, Émargement, Émargé, "
        "Présent/absent, Présent/excusé/absent, Présent ou excusé, A participé, Statut",
        "represented_by_id": "Pouvoir à, Pouvoir donné à, Procuration à, Mandataire",
    },
    "plpdma.territory": {
        "name": "Nom de la commune, Commune, Libellé de la commune, Libellé, "
        "Nom membre, Ville, Libellé commune, Nom commune, Territoire",
        "insee_code": "Insee, Code commune, Code Insee commune, Code commune Insee, "
        "Code géographique, "
        "Codgeo, COG, Code officiel géographique, Code de la commune, Com",
        "population": "Population municipale, Pmun, Population totale, Ptot, "
        "Habitants, Nombre d'habitants, Pop",
        "parent_id": "EPCI, Intercommunalité, Nom de l'EPCI, Libellé de l'EPCI, "
        "Groupement, Raison sociale, Rattaché à, Dans",
        "kind": "Nature, Catégorie",
    },
}

# Fields that sheets hold besides those, under their own names.
OTHER_USEFUL_FIELDS = {
    "plpdma.contribution": "program_id, reference, anonymous, confidentiality, "
    "signature_count, internal_note, user_id, stakeholder_id",
    "plpdma.stakeholder": "program_id, partner_id, substitute_for_id, date_start, "
    "date_end, competitor_group_id, influence, interest, user_id",
    "plpdma.measure": "program_id",
    "plpdma.mandate": "program_id, can_arbitrate",
    "plpdma.participation": "capacity, rsvp",
}

# Headings that are a position for some, and the text itself for others: what stands in
# the column tells. The text is elsewhere as soon as another column may be it.
OPINIONS = {
    "avi",
    "votre avi",
    "opinion",
    "votre opinion",
    "avi sur le projet",
    "votre avi sur le projet",
}
# By itself, the number of a row to all.
NUMBER_SIGN = "#"
# The title of a sheet that tells by which channel its rows came.
TOLD_CHANNEL = re.compile(
    r" registre (?:(numerique|dematerialisee?|en ligne|internet|web)|papier) "
)
# The words by which it may tell another thing: « Tri du papier ».
CHANNEL_MARKS = {
    "web": "numerique, numeriques, dematerialise, dematerialisee, formulaire, "
    "formulaires, en ligne, internet, web, site, plateforme",
    "paper_register": "papier, cahier",
    "phone": "telephone, telephonique, telephoniques, appel, appels",
    "email": "courriel, courriels, mail, mails, mel, e mail, e mails, email, emails",
    "letter": "courrier, courriers, lettre, lettres",
}
# What it may be, where nothing else tells.
REGISTER_MARK = "registre"


def is_opinion(heading):
    """Whether a heading may be a position as well as a text."""
    return bool({fold_plural(heading), simplify_heading(heading)} & OPINIONS)


def is_question(heading):
    """Whether a heading asks something at length, as forms do."""
    is_asked = heading.rstrip().endswith("?") and " " in heading.strip()
    return is_asked or len(heading) > SHORT_QUESTION


def read_channel(titles, headings):
    """``(channel, the one to propose)`` that the words of a sheet tell, None for none:
    a register that says which it is tells it; other words are only proposed.

    :param list titles: what stands above the headings, the name of the sheet
    """
    told = _join_folded(titles)
    found = [
        channel
        for channel, marks in CHANNEL_MARKS.items()
        if any(f" {mark} " in told for mark in marks.split(", "))
    ]
    register = TOLD_CHANNEL.search(told)
    if register and len(found) == 1:
        return "web" if register[1] else "paper_register", None
    if len(found) == 1:
        return None, found[0]
    is_register = f" {REGISTER_MARK} " in told + _join_folded(headings)
    return None, "paper_register" if is_register and not found else None


def _join_folded(texts):
    return " ".join(f" {fold(str(text)[:LONGEST])} " for text in texts)


@lru_cache(maxsize=16)
def get_useful_fields(model_name):
    """Names of the fields that a sheet usually holds; empty when nobody told."""
    others = OTHER_USEFUL_FIELDS.get(model_name, "")
    return frozenset(USUAL_HEADINGS.get(model_name, ())) | frozenset(
        name.strip() for name in others.split(",") if name
    )


@lru_cache(maxsize=16)
def get_usual_headings(model_name):
    """``{heading, folded: (field, its place among the headings of the field)}`` of a
    model."""
    found = {}
    for name, headings in USUAL_HEADINGS.get(model_name, {}).items():
        for place, heading in enumerate(headings.split(",")):
            found.setdefault(fold_plural(heading), (name, place))
    return found


def find_usual_heading(model_name, heading):
    """``(field, place)`` that a usual heading means, or None; the first place is the
    surest."""
    if len(heading) > LONGEST:
        return None
    usual = get_usual_headings(model_name)
    if heading.strip() == NUMBER_SIGN:
        return usual.get(fold_plural("N°"))
    return usual.get(fold_plural(heading)) or usual.get(simplify_heading(heading))


def means_field(model_name, heading, name, label):
    """Whether a heading is that of a field: its label, or a usual one."""
    usual = find_usual_heading(model_name, heading)
    is_label = fold_plural(heading) == fold_plural(label)
    return is_label or bool(usual and usual[0] == name)


def simplify_heading(heading):
    """A heading as ``fold_plural`` gives it, without what a form asks it with: «
    Quelle est votre commune ? » is « commune »."""
    folded = fold(heading[: LONGEST * 2])
    asked = ASKED.match(folded)
    return fold_plural(folded[asked.end() :] if asked else folded)


def find_heading_row(rows, known):
    """Index of the row that holds the headings, among the first rows: titles may stand
    above them.

    :param list rows: rows of cells
    :param set known: headings that mean something, as ``fold_plural`` gives them
    """
    rows = rows[:SEARCHED_ROWS]
    counts = [_count_known(row, known) for row in rows]
    best = max(counts, default=0)
    if best >= 2 or (best and counts[0] == best):
        return counts.index(best)
    if rows and len(rows[0]) and _count_filled(rows[0]) > 1:
        return 0
    widest = max(map(_count_filled, rows), default=0)
    for index, row in enumerate(rows):
        if _count_filled(row) >= max(2, widest * 0.6) and _is_short(row):
            return index
    return 0


def score_table(rows, known):
    """How likely a sheet is the table that is meant, from its first rows: the better,
    the higher."""
    best = max((_count_known(row, known) for row in rows), default=0)
    wide = sum(_count_filled(row) > 1 for row in rows)
    return (min(best, 2), best > 0 or wide > 1)


def _count_known(row, known):
    """Number of the cells that are headings, each of them counted once."""
    cells = {
        fold_plural(cell) for cell in row if isinstance(cell, str) and _is_label(cell)
    }
    return len((cells & known) - {""})


def _count_filled(row):
    return sum(not is_blank(str(cell)) for cell in row)


def _is_short(row):
    return all(_is_label(cell) for cell in row)


def _is_label(cell):
    return isinstance(cell, str) and len(cell) <= LONGEST
