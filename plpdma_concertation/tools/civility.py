"""« Madame », « Monsieur »: how somebody is greeted."""

from .words import fold

WOMAN = ("mme", "madame", "mlle", "mademoiselle", "mrs", "ms")
MAN = ("m", "mr", "monsieur")


def find_civility(name):
    """``madame`` or ``monsieur``, as a name begins with it; None for any other.

    :param str name: such as « Mme Claire Dumoulin »
    """
    words = fold(name or "").replace(".", " ").split()
    if len(words) < 2:
        return None
    if words[0] in WOMAN:
        return "madame"
    # « M. Dumoulin », but « M et Mme Dumoulin » are two.
    if words[0] in MAN and words[1] not in ("et", "and"):
        return "monsieur"
    return None
