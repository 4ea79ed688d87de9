"""Opening the list and the form of contributions, whatever the table's size.

Counted as an agent's browser opens them: rows, number of rows, labels of what the
rows are linked to.
"""

import sys
from pathlib import Path

from lxml import etree

from odoo.modules.module import get_module_path

sys.path.insert(0, str(Path(get_module_path("plpdma_concertation")).parent))
from bench import toolbox  # noqa: E402

SIZES = (1_000, 10_000, 50_000)
PAGE = 80
ROUNDS = 5
MODEL = "plpdma.contribution"


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
    vals_list = toolbox.contribution_vals(program, range(toolbox.FIRST))
    env[MODEL].with_context(tracking_disable=True).create(vals_list)
    env.flush_all()
    agent = toolbox.agent_env(env)
    model = agent[MODEL]
    rows = toolbox.specification(agent, MODEL, arch(agent, "list"))
    form = toolbox.specification(agent, MODEL, arch(agent, "form"))
    domain = [("state", "!=", "merged")]
    for size in SIZES:
        toolbox.grow(env, size)
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
