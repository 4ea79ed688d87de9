"""What may not be done together, in several rounds."""


def spread(items, get_key):
    """Each item in a round, in order: no two of one key in the same.

    :param get_key: gives the key of an item
    :return: list of rounds, each a dictionary ``{key: item}``
    """
    rounds = []
    met = {}
    for item in items:
        key = get_key(item)
        rank = met[key] = met.get(key, -1) + 1
        if rank == len(rounds):
            rounds.append({})
        rounds[rank][key] = item
    return rounds
