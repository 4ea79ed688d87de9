"""In which order the dates of a column are written: as core guesses a format, one order
has to read them all; here one that may be two is asked, and never chosen silently."""

from ...tools.cells import quote_cell
from ...tools.dates import find_orders, get_order, read_moment
from ...tools.moments import describe_day
from ...tools.references import name_some
from .sheet_asked import make_question

# Stands in place of a field in what the screen sends back, before the column.
ORDER = "plpdma_order"
ORDERS = ("mdy", "dmy")
# How many rows a sentence names.
MAX_ROWS_TOLD = 20


def ask_orders(model, paths, data, job):
    """List of the questions on columns of dates that may be read two ways; the order of
    the others, and of those that were answered, is noted in the job.

    :param list paths: of the fields of the columns, as texts
    :param list data: rows of cells
    """
    language = model.env["res.lang"]._get_data(code=model.env.user.lang)
    usual = get_order(language.date_format or "")
    asked = []
    for place, path in enumerate(paths):
        field = find_field(model, path)
        if field is None or field.type not in ("date", "datetime"):
            continue
        key = (field.model_name, field.name)
        form = job.date_format or job.datetime_format
        if form:
            job.orders[key] = get_order(form)
            continue
        order, doubtful = _choose(usual, *find_orders(row[place] for row in data))
        name = f"{ORDER}/{path}"
        chosen = job.get_choice(name, "")[1]
        if doubtful and chosen in ORDERS:
            order, doubtful = chosen, None
        if doubtful and job.asks:
            asked.append(_make_question(model.env, job, path, name, doubtful, order))
        job.orders[key] = None if doubtful and not job.asks else order
    return asked


def find_field(model, path):
    """The field at the end of a path, None without any."""
    field = None
    for name in path.split("/"):
        field = model._fields.get(name) if model is not None else None
        if field is None:
            return None
        model = model.env[field.comodel_name] if field.relational else None
    return field


def _choose(usual, orders, doubtful, has_half_days):
    """``(order, a cell that leaves a doubt, or None)`` of a column.

    :param str usual: the reader's
    :param orders: see ``find_orders``, as the others
    """
    if len(orders) > 1:
        # One of them is a slip of the pen: its row is named.
        return usual, doubtful if has_half_days else None
    told = next(iter(orders), None)
    hinted = "mdy" if has_half_days else None
    order = told or hinted or usual
    if order == usual or (told and told == hinted):
        return order, None
    # Nothing tells but a habit, or what may be a slip of the pen.
    return order, doubtful


def _make_question(env, job, path, name, doubtful, preset):
    first, second = (
        describe_day(env, read_moment(doubtful, order).date()) for order in ORDERS
    )
    column = env._(
        "“%(column)s”: “%(value)s” may be %(first)s as well as %(second)s",
        column=job.headings.get(path) or path,
        value=quote_cell(doubtful),
        first=first,
        second=second,
    )
    choices = (
        ("take:mdy", env._("%s: the month comes first", first)),
        ("take:dmy", env._("%s: the day comes first", second)),
    )
    return make_question(name, column, choices, f"take:{preset}")


def word_undated(model, paths, data, job):
    """List of the sentences, one at most, that tell in which new rows another date is
    taken for the one that no cell tells.

    :param list paths: of the fields of the columns, as texts
    :param list data: rows of cells
    """
    name = model._import_dated
    created = {row.number for row in job.saved if not row.exists}
    if not name or not created:
        return []
    label = model._fields[name]._description_string(model.env)
    if name not in paths:
        is_told = any(dating in paths for dating in model._import_dating)
        days = _find_other_days(model, name, job, created)
        return [] if is_told else [_word_dateless(model.env, label, days)]
    column = paths.index(name)
    blank = {job.get_number(place) for place, row in enumerate(data) if not row[column]}
    undated = sorted(created & blank)
    if not undated:
        return []
    numbers = ", ".join(map(str, undated[:MAX_ROWS_TOLD]))
    rows = numbers + ", …" * (len(undated) > MAX_ROWS_TOLD)
    if days := _find_other_days(model, name, job, undated):
        message = model.env._(
            "“%(field)s” is empty in these rows: %(rows)s. What is taken there (the "
            "day of the session, or today): %(days)s.",
            field=label,
            rows=rows,
            days=days,
        )
        return [message]
    message = model.env._(
        "“%(field)s” is empty: today is taken, or the day of the session that the row "
        "names, in these rows: %(rows)s.",
        field=label,
        rows=rows,
    )
    return [message]


def _find_other_days(model, name, job, numbers):
    """The days, in words, that new rows were given, where one is not today's.

    :param numbers: of the rows
    """
    numbers = set(numbers)
    records = model.browse(
        row.record_id for row in job.saved if row.number in numbers and not row.exists
    )
    days = sorted(set(records.mapped(name)))
    if days == [records.company_id[:1]._plpdma_get_today()]:
        return ""
    return name_some([describe_day(model.env, day) for day in days])


def _word_dateless(env, label, days):
    """:param str days: those that are taken; empty for today"""
    if days:
        return env._(
            "No column of the file gives “%(field)s”. What is taken for all that it "
            "creates (the day of the session, or today), and from which delays are "
            "counted: %(days)s. If it was another day, cancel this import, add the "
            "column, and import the file again.",
            field=label,
            days=days,
        )
    return env._(
        "No column of the file gives “%(field)s”: today is taken for all that it "
        "creates, and delays are counted from it. If it was another day, cancel this "
        "import, add the column, and import the file again.",
        field=label,
    )
