"""Words of the headings over a member and their substitute."""

MEMBER_WORDS = {"titulaire", "membre"}
SUBSTITUTE_WORDS = {"suppleant", "suppleante", "remplacant", "remplacante"}
NAME_WORDS = {
    "nom",
    "et",
    "du",
    "de",
    "la",
    "le",
    "l",
    "m",
    "mme",
    "membre",
    "representant",
    "representante",
    "delegue",
    "deleguee",
    "elu",
    "elue",
}
STANDING_FOR = {"de", "du"}
