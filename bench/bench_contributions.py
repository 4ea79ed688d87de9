"""Opening the list and the form of contributions, whatever the table's size.

Counted as an agent's browser opens them: rows, number of rows, labels of what the
rows are linked to.
"""

import sys
from pathlib import Path

from lxml import etree

from odoo.modules.module import get_module_path
from odoo.tools import SQL

sys.path.insert(0, str(Path(get_module_path("plpdma_concertation")).parent))
from bench import toolbox  # noqa: E402

SIZES = (1_000, 10_000, 50_000)
PAGE = 80
ROUNDS = 5
MODEL = "plpdma.contribution"


def grow(env, size):
    """Copy the first contributions, in SQL, until there are ``size`` of them."""
    [(count,)] = env.execute_query(SQL("SELECT count(*) FROM plpdma_contribution"))
    names = [
        name
        for name, field in env[MODEL]._fields.items()
        if field.store and field.column_type and name not in ("id", "reference")
    ]
    columns = SQL(", ").join(map(SQL.identifier, names))
    env.cr.execute(
        SQL(
            """
            WITH copies AS (
                INSERT INTO plpdma_contribution (reference, %(columns)s)
                     SELECT 'C' || number || '-' || id, %(columns)s
                       FROM (SELECT * FROM plpdma_contribution
                           ORDER BY id LIMIT %(first)s) AS first,
                            generate_series(%(start)s, %(stop)s) AS number
                  RETURNING id, split_part(reference, '-', 2)::int AS origin_id
            )
            INSERT INTO plpdma_contribution_plpdma_theme_rel
                 SELECT copies.id, plpdma_theme_id
                   FROM copies
                   JOIN plpdma_contribution_plpdma_theme_rel
                     ON plpdma_contribution_id = origin_id
            """,
            columns=columns,
            first=SIZES[0],
            start=count // SIZES[0],
            stop=size // SIZES[0] - 1,
        )
    )
    env.cr.execute("ANALYZE plpdma_contribution")
    env.invalidate_all()


def specification(env, model_name, node):
    """What the web client asks for, given the arch of a view.

    :return: nested dictionary, as ``web_read`` takes it
    """
    wanted = {}
    for field in node.xpath(".//field[not(ancestor::field)]"):
        name = field.get("name")
        definition = env[model_name]._fields[name]
        wanted[name] = {}
        if definition.relational:
            # Labels are not read for what is never shown.
            hidden = field.get("column_invisible") or field.get("invisible")
            labels = {} if hidden in ("1", "True") else {"display_name": {}}
            if "color_field" in (field.get("options") or ""):
                labels["color"] = {}
            for view in field:
                view = etree.fromstring(etree.tostring(view))
                labels.update(specification(env, definition.comodel_name, view))
            wanted[name]["fields"] = labels
    return wanted


def arch(env, kind):
    """The arch of the default view, as this user gets it."""
    return etree.fromstring(env[MODEL].get_view(view_type=kind)["arch"])


def observe(env, function):
    """Median milliseconds and number of queries of ``function``, caches of records
    empty and caches of the registry warm."""
    function()
    durations, queries = [], set()
    for _round in range(ROUNDS):
        env.invalidate_all()
        before = env.cr.sql_log_count
        seconds, _result = toolbox.timed(function)
        durations.append(seconds * 1000)
        queries.add(env.cr.sql_log_count - before)
    return round(toolbox.median(durations), 1), max(queries)


def measure(env):
    """Open the list and the form at each size of the table."""
    report = toolbox.Report("List of 80 contributions and form, as an agent")
    program = toolbox.make_program(env)
    vals_list = toolbox.contribution_vals(program, range(SIZES[0]))
    env[MODEL].with_context(tracking_disable=True).create(vals_list)
    env.flush_all()
    agent = toolbox.agent_env(env)
    model = agent[MODEL]
    rows = specification(agent, MODEL, arch(agent, "list"))
    form = specification(agent, MODEL, arch(agent, "form"))
    domain = [("state", "!=", "merged")]
    for size in SIZES:
        grow(env, size)
        last = model.search(domain, limit=1)
        for name, target, function in (
            (
                f"list of {PAGE}",
                10,
                lambda: model.web_search_read(
                    domain, rows, limit=PAGE, count_limit=10_001
                ),
            ),
            ("form", 40, lambda last=last: last.web_read(form)),
        ):
            duration, queries = observe(agent, function)
            report.add(f"{name}, {size} rows: queries", queries, "", target=target)
            report.add(f"{name}, {size} rows: time", duration, "ms")
    report.close()


measure(env)  # noqa: F821 (given by the shell)
