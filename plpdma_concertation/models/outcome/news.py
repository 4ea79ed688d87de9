"""What is to be told of actions: one message for each programme and address."""

from collections import defaultdict


class News:
    """``{(programme, address): {(action, model): readers}}``: who is told of which
    actions by one message, the readers being contributions, for their author, or
    co-authors."""

    def __init__(self, news=()):
        self.news = defaultdict(dict, news)

    def __bool__(self):
        return bool(self.news)

    def add(self, measure, readers):
        """Tell it to them too, who are the same person."""
        answered = readers[0]._get_answered()
        told = self.news[answered.program_id, readers[0]._get_answer_email()]
        key = measure, readers._name
        told[key] = told.get(key, readers.browse()) | readers

    def update(self, other):
        """Tell what the other news tell, which know better of what both tell."""
        for person, told in other.news.items():
            self.news[person].update(told)

    def filter(self, keep):
        """The news of which something is kept.

        :param keep: called with an action, its readers and their address
        """
        kept = {}
        for (program, email), told in self.news.items():
            left = {
                key: readers
                for key, readers in told.items()
                if keep(key[0], readers, email)
            }
            if left:
                kept[program, email] = left
        return News(kept)

    def without(self, gone):
        """The news that are left once some of their readers are deleted."""
        kept = {
            person: {
                key: left
                for key, readers in told.items()
                if (left := readers - gone if readers._name == gone._name else readers)
            }
            for person, told in self.news.items()
        }
        return News({person: told for person, told in kept.items() if told})

    def get_messages(self):
        """List of messages, each a list ``[(action, readers)]``, in the order in which
        was sent what they are about: that which it is written for comes first."""
        return [
            sorted(
                ((measure, readers) for (measure, _name), readers in told.items()),
                key=lambda pair: min(
                    one._get_letter_rank() for one in pair[1]._get_answered()
                ),
            )
            for told in self.news.values()
        ]
