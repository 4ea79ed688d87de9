"""Few people are not told apart, nor found by taking the others away from a total."""

# As many inhabitants may be told by what they are; fewer may not.
LEAST = 5


def is_small(people):
    """Whether somebody is counted, and too few to be told apart."""
    return 0 < people < LEAST


def gather(groups):
    """Whoever stands in one of several groups, as far as it takes to know whether they
    are few.

    :param groups: collections of people, each cut at ``LEAST``
    :return: set, exact where it holds fewer than ``LEAST``
    """
    people = set()
    for group in groups:
        people.update(group)
        if len(people) >= LEAST:
            break
    return people


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
    lines = {}
    for key in cells:
        for place in (0, 1):
            lines.setdefault((place, key[place]), []).append(key)
    return find_hidden_in_lines(cells, lines.values())


def find_hidden_in_lines(cells, lines):
    """The cells whose number is not told, where the sum of some of them is known.

    :param dict cells: ``{key: (number, people)}``
    :param lines: collections of keys, of which the sum is known
    :return: set of keys
    """
    hidden = {key for key, (_number, people) in cells.items() if is_small(people)}
    while True:
        found = set()
        for line in lines:
            found |= _complete({key: cells[key] for key in line}, hidden)
        if found <= hidden:
            return hidden
        hidden |= found


def _complete(cells, hidden):
    """What is hidden beside the only hidden cell of a line."""
    known = hidden & cells.keys()
    return find_hidden(
        {key: (n, 1 if key in known else 0) for key, (n, _people) in cells.items()}
    )
