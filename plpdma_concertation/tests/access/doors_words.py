"""The words by which what is protected is recognised, wherever it stands."""

import io
import re
import zipfile

# Each protection, and the word that stands in what it protects; none is in another.
WORDS = {
    # Contributions, by what keeps them from being published; the last one is.
    "pending": "Motenattente",
    "refused": "Motrefusepublication",
    "refusal": "Motifdurefus",
    "staff": "Motreserve",
    "members": "Motdesmembres",
    "public": "Motpublic",
    "own": "Motdelauteure",
    # A letter, by its points: one that is published, one kept to the staff, what stands
    # in neither; and what repeats the letter.
    "point": "Motdupointouvert",
    "closed": "Motdupointreserve",
    "rest": "Motdureste",
    # A campaign: its name, the words that all its messages have, those that one adds,
    # and those of a message that is kept to the staff.
    "campaign": "Nomdecampagne",
    "sample": "Motdelacampagne",
    "added": "Motajoute",
    "hidden": "Motcampagnereserve",
    # Who speaks.
    "name": "Nomsansaccord",
    "email": "adresse.sansaccord",
    "phone": "0699887766",
    "consent": "Nomaccorde",
    "actor": "Nomdelactrice",
    "note": "Motnoteinterne",
    "file": "Motpiecejointe",
    # Responses, by where they stand.
    "draft": "Motbrouillon",
    "submitted": "Motsoumis",
    "validated": "Motvalide",
    "unpublished": "Motnonpublie",
    "answer": "Motreponse",
    "arbitration": "Motnotearbitrage",
    # An action of the programme that is not published.
    "measure": "Motactiongardee",
    # Who works on it.
    "agent": "Nomagente",
    "manager": "Nomresponsable",
    # Sessions.
    "alone": "Titreentretien",
    "alone_minutes": "Compterenduentretien",
    "minutes_draft": "Compterenduprojet",
    "minutes": "Compterendudiffuse",
    "needs": "Motbesoin",
    "constraints": "Motcontrainte",
    # Of an absence, the note to colleagues; of an import, its file and the rows that
    # were given back.
    "absence": "Motdabsence",
    "imported": "Nomdufichierimporte",
    "rows": "Motdeslignesrendues",
    # Elsewhere: in another programme, in another authority.
    "other": "Motautreprogramme",
    "foreign": "Motailleurs",
}
PATTERN = re.compile("|".join(map(re.escape, WORDS.values())), re.IGNORECASE)
NAMES = {word.lower(): name for name, word in WORDS.items()}


def read_content(content):
    """The words of a file or a page, whatever its format."""
    if content[:2] != b"PK":
        return content.decode(errors="replace")
    with zipfile.ZipFile(io.BytesIO(content)) as file:
        return "\n".join(
            file.read(name).decode(errors="replace") for name in file.namelist()
        )


def find_marks(text):
    """The protections whose word stands in a text."""
    return {NAMES[word.lower()] for word in PATTERN.findall(str(text))}
