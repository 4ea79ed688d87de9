"""Many records in a sentence: the first of them are named."""

# How many references a sentence names.
NAMED = 10


def name_some(references):
    """The first of many references, in one string: « CTR/2026/0001, … ».

    :param list references: of texts
    """
    more = ["…"] if len(references) > NAMED else []
    return ", ".join([*references[:NAMED], *more])
