"""What the user settles once for a whole file: what none of its rows says, and what
becomes of those that tell of records which are there already."""

from ...tools.import_job import SWALLOWING, THERE
from .sheet_faults import tell_numbers

# How many names a question tells.
NAMED = 5


def make_question(field, column, choices, preset, count=0):
    """A question as the screen shows it: of the whole file, since it has no word.

    :param str column: what is asked
    :param choices: ``(value, label)``, the values as ``read_choices`` takes them
    :param str preset: the value that is proposed, if any: one has to choose otherwise
    """
    return {
        "field": field,
        "word": "",
        "column": column,
        "rows": "",
        "count": count,
        "choices": [{"value": value, "label": label} for value, label in choices],
        "preset": preset or "",
    }


def ask_there(model, job):
    """The question on the rows that tell of records which are there already, as a list;
    empty without any, or once it was answered."""
    if not job.there or job.get_choice(THERE, "")[0]:
        return []
    env = model.env
    ids = list(dict.fromkeys(job.there.values()))
    names = ", ".join(model.browse(ids[:NAMED]).mapped("display_name"))
    if len(ids) > NAMED:
        names = env._("%s…", names)
    column = env._(
        "Already in the list (%(count)s): %(names)s", count=len(ids), names=names
    )
    complete, leave = env._("Complete what they lack"), env._("Leave them as they are")
    choices = (("take:complete", complete), ("leave", leave))
    return [make_question(THERE, column, choices, "take:complete", len(job.there))]


def ask_swallowing(model, job):
    """What to do of the rows of which a cell seems to hold those that follow, as a
    list: whoever knows the file says whether these are its words."""
    if not job.swallowing or not job.asks or job.get_choice(SWALLOWING, "")[0]:
        return []
    env = model.env
    numbers = tell_numbers(job.swallowing)
    column = (
        env._(
            "Rows %s: a cell seems to hold the rows that follow it, as where a "
            "quotation mark is never closed. Look at them in the file, and mend it",
            numbers,
        )
        if len(job.swallowing) > 1
        else env._(
            "Row %s: a cell seems to hold the rows that follow it, as where a "
            "quotation mark is never closed. Look at it in the file, and mend it",
            numbers,
        )
    )
    keep = env._("It is one text: import it so")
    return [make_question(SWALLOWING, column, [("take:keep", keep)], None)]
