"""Neighbours of neighbours, when the texts come a few at a time. Plain Python."""

from collections import Counter
from dataclasses import dataclass

from .likeness import NEAR, compare

# Neighbours that are looked at for one text: they are like each other where there are
# more of them.
NEIGHBOUR_COUNT = 10


@dataclass(frozen=True)
class Rooted:
    """A text that is known: the root of its neighbours, and its sketch."""

    root: int
    sketch: frozenset


def join_roots(texts, candidates, known):
    """Find the root of each text that comes: that of what it is near to, itself where
    it is near to nothing.

    :param texts: list of ``(id, program, Signature)``
    :param dict candidates: ids of what may be near each, among those known
    :param dict known: ``{id: Rooted}``
    :return: ``{id: root}`` of the texts, and ``{root: other root}`` of the known ones
        that are roots no more
    """
    parents = {}

    def find(root):
        while root in parents:
            root = parents[root]
        return root

    def join(one, other):
        one, other = find(one), find(other)
        if one != other:
            parents[max(one, other)] = min(one, other)

    buckets = {}
    sketches = {number: text.sketch for number, _program, text in texts}
    for number, program, signature in texts:
        near = Counter()
        for band in signature.bands:
            bucket = buckets.setdefault((program, band), [])
            near.update(bucket)
            if len(bucket) < NEIGHBOUR_COUNT:
                bucket.append(number)
        for other, _count in near.most_common(NEIGHBOUR_COUNT):
            if compare(signature.sketch, sketches[other]) >= NEAR:
                join(number, other)
        for other in candidates.get(number, ()):
            rooted = known[other]
            if find(rooted.root) != find(number) and (
                compare(signature.sketch, rooted.sketch) >= NEAR
            ):
                join(number, rooted.root)
    coming = {number for number, _program, _signature in texts}
    return (
        {number: find(number) for number in coming},
        {root: find(root) for root in parents.keys() - coming},
    )
