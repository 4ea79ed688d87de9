"""Few people are not told apart, nor found by taking the others away from a total."""

# As many inhabitants may be told by what they are; fewer may not.
LEAST = 5


def is_small(people):
    """Whether somebody is counted, and too few to be told apart."""
    return 0 < people < LEAST


def find_hidden(cells):
    """The cells of one line whose number is not told: those of few people, and where
    there is but one, the next smallest, for the total is known.

    :param dict cells: ``{key: (number, people)}``
    :return: set of keys
    """
    hidden = {key for key, (_number, people) in cells.items() if is_small(people)}
    if len(hidden) == 1:
        others = [
            (number, str(key), key)
            for key, (number, _people) in cells.items()
            if number and key not in hidden
        ]
        hidden |= {key for _number, _name, key in sorted(others)[:1]}
    return hidden


def find_hidden_in_grid(cells):
    """The cells of a grid whose number is not told, whatever line or column one adds
    up.

    :param dict cells: ``{(row, column): (number, people)}``
    :return: set of keys
    """
    hidden = {key for key, (_number, people) in cells.items() if is_small(people)}
    while True:
        found = set()
        for place in (0, 1):
            for line in {key[place] for key in hidden}:
                found |= _complete(
                    {k: v for k, v in cells.items() if k[place] == line}, hidden
                )
        if found <= hidden:
            return hidden
        hidden |= found


def _complete(cells, hidden):
    """What is hidden beside the only hidden cell of a line."""
    known = hidden & cells.keys()
    return find_hidden(
        {key: (n, 1 if key in known else 0) for key, (n, _people) in cells.items()}
    )
