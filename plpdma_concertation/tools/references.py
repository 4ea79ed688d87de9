"""Many records in a sentence: the first of them are named."""

# How many references a sentence names.
NAMED = 10


def name_some(names, named=NAMED):
    """The first of many names, in one string, and how many others there are: « A, B…
    (+3) ».

    :param list names: of texts
    :param int named: how many are named
    """
    told = ", ".join(names[:named])
    return f"{told}… (+{len(names) - named})" if len(names) > named else told
