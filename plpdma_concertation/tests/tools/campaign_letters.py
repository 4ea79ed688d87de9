"""Letters of campaigns among others, made up: each campaign's greet, sign, drop, swap,
mistype or add; the others are put together from words of their own."""

import random

CAMPAIGNS = (
    "Le projet ferme la déchèterie du vallon le mercredi. Les familles sans "
    "voiture n'ont pas d'autre jour pour y aller à pied. Nous demandons que le "
    "mercredi soit gardé jusqu'à la rentrée prochaine. Les bennes de la zone "
    "commerciale ne remplacent pas un gardien qui conseille. Publiez les chiffres"
    " de fréquentation avant de décider.",
    "Nous refusons que la redevance soit calculée au nombre de levées du bac. Les"
    " assistants de vie et les grandes fratries paieraient pour les autres. Un "
    "forfait par foyer, assorti d'une remise sociale, serait plus juste. À "
    "défaut, retirez cet article du programme et consultez les bailleurs.",
    "Installer des bornes de compostage dans chaque hameau est une idée que nous "
    "soutenons. Il manque un calendrier des retournements et du broyat en hiver. "
    "Confiez la tournée à l'association des jardins familiaux, qui s'y est "
    "engagée. Nous offrons vingt bénévoles dès le mois d'avril.",
)
GREETINGS = ("Bonjour,", "Madame, Monsieur,", "Monsieur le Maire,", "")
ENDINGS = ("Cordialement,", "Bien à vous", "Respectueusement", "")
NAMES = ("Ana Fictive", "Bob Inventé", "Chloé Exemple", "Dan Factice", "Eva Témoin")
ADDED = (
    "Ma mère habite au quatrième sans ascenseur et porte ses sacs elle-même.",
    "J'ai compté dix-neuf voitures devant la grille samedi matin vers onze heures.",
    "Au numéro douze le couvercle du conteneur est cassé depuis la Toussaint.",
)
OTHER = (
    "le facteur|une lycéenne|mon oncle|le fleuriste|la trésorière|un pêcheur|le maçon"
    "|la cantinière|ce couple|le club de boules|l'épicier|un interne|la chorale"
    "|le notaire",
    "repeint|oublie|achète|démonte|photographie|arrose|emprunte|classe|cache|soulève"
    "|admire|recopie|troque|enterre|additionne|déplie",
    "les palettes|un vieux vélo|la serre|trois bocaux|le portail|des coquilles|le four"
    "|une bâche|les étiquettes|la remorque|deux fûts|le tamis|les cageots|un panneau",
    "avant l'aube|sans gants|pour la kermesse|au fond du jardin|contre toute attente"
    "|sous la halle|en rentrant du marché|à la belle saison|d'un air distrait"
    "|près de l'écluse|avec trois cousins|malgré le vent|une fois l'an|par curiosité",
)


def mistype(rng, word):
    """The word with one letter lost, doubled or exchanged with the next."""
    if len(word) < 5:
        return word
    at = rng.randrange(1, len(word) - 2)
    ways = (
        word[:at] + word[at + 1 :],
        word[:at] + word[at] + word[at:],
        word[:at] + word[at + 1] + word[at] + word[at + 2 :],
    )
    return rng.choice(ways)


def make_variant(rng, letter):
    """One more letter of a campaign."""
    said = [part.strip() + "." for part in letter.split(".") if part.strip()]
    if rng.random() < 0.4:
        said.pop(rng.randrange(len(said)))
    if rng.random() < 0.3:
        said.append(said.pop(rng.randrange(len(said) - 1)))
    if rng.random() < 0.35:
        said.insert(rng.randrange(len(said) + 1), rng.choice(ADDED))
    words = " ".join(said).split(" ")
    for _time in range(rng.choice((0, 0, 1, 2, 4))):
        at = rng.randrange(len(words))
        words[at] = mistype(rng, words[at])
    parts = (
        rng.choice(GREETINGS),
        " ".join(words),
        rng.choice(ENDINGS) + "\n" + rng.choice(NAMES),
    )
    text = "\n\n".join(filter(None, parts))
    return text.upper() if rng.random() < 0.05 else text


def make_signed(seed, count, letter=CAMPAIGNS[0]):
    """Letters of one campaign as people sign them: greeted, ended and mistyped in their
    way, with nothing of their own but a name."""
    rng = random.Random(seed)
    texts = []
    for number in range(count):
        words = letter.split(" ")
        for _time in range(rng.choice((0, 0, 1, 2))):
            at = rng.randrange(len(words))
            words[at] = mistype(rng, words[at])
        ending = f"{rng.choice(ENDINGS)}\n{rng.choice(NAMES)} {number}"
        parts = (rng.choice(GREETINGS), " ".join(words), ending)
        texts.append("\n\n".join(filter(None, parts)))
    return texts


def make_other(rng):
    """A letter like no other."""
    said = [
        " ".join(rng.choice(words.split("|")) for words in OTHER).capitalize() + "."
        for _sentence in range(rng.randint(2, 7))
    ]
    return " ".join(said)


def make_letters(seed, each=60, others=400):
    """Letters in no order.

    :return: list of ``(text, number of the campaign or None)``
    """
    rng = random.Random(seed)
    letters = [
        (make_variant(rng, letter), number)
        for number, letter in enumerate(CAMPAIGNS)
        for _time in range(each)
    ]
    letters += [(make_other(rng), None) for _time in range(others)]
    rng.shuffle(letters)
    return letters
