"""What the public reads, a row at a time."""

from ...export.publication_groups import ANSWER, get_groups


def get_rows(env, domain=()):
    """Yield a dictionary for each contribution that may be published: itself, and what
    its answer tells."""
    for group in get_groups(env, domain):
        for row in group["rows"]:
            yield {**row, **{name: group[name] for name in ANSWER}}
