"""Telling people apart by what is known of them, when each may be known by several
things: a contact, an address, a name."""


class People:
    """Whoever shares one of the things by which people are known is one person: two of
    the same name count for one rather than one for two."""

    def __init__(self):
        self.known = {}

    def meet(self, marks):
        """Note that these are marks of one person."""
        roots = {self.find(mark) for mark in marks}
        if roots:
            first, *others = sorted(roots)
            self.known.update(dict.fromkeys(others, first))

    def find(self, mark):
        """The mark by which the person is known who has this one."""
        path = []
        while (above := self.known.setdefault(mark, mark)) != mark:
            path.append(mark)
            mark = above
        self.known.update(dict.fromkeys(path, mark))
        return mark
