"""Opening the screens of contributions, whatever the table's size.

Counted as an agent's browser opens them: rows, number of rows, labels of what the
rows are linked to; the kanban by status, as by default; the pivot of themes and
decisions.
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


def screens(env):
    """What each screen asks for.

    :return: ``{name: (highest number of queries accepted, function)}``
    """
    model = env[MODEL]
    rows = toolbox.specification(env, MODEL, arch(env, "list"))
    cards = toolbox.specification(env, MODEL, arch(env, "kanban"))
    form = toolbox.specification(env, MODEL, arch(env, "form"))
    domain = [("state", "!=", "merged")]
    last = model.search(domain, limit=1)
    return {
        f"list of {PAGE}": (
            10,
            lambda: model.web_search_read(domain, rows, limit=PAGE, count_limit=10_001),
        ),
        "kanban": (
            # The groups, then the cards of each status.
            15,
            lambda: model.web_read_group(
                domain,
                ["state"],
                ["__count"],
                auto_unfold=True,
                unfold_read_specification=cards,
                unfold_read_default_limit=PAGE // 2,
            ),
        ),
        "pivot": (
            10,
            lambda: model.formatted_read_grouping_sets(
                domain,
                [[], ["theme_ids"], ["decision"], ["theme_ids", "decision"]],
                ["__count"],
            ),
        ),
        "form": (40, lambda: last.web_read(form)),
    }


def measure(env):
    """Open each screen at each size of the table."""
    report = toolbox.Report("Screens of contributions, as an agent")
    program = toolbox.make_program(env)
    vals_list = toolbox.contribution_vals(program, range(toolbox.FIRST))
    env[MODEL].with_context(tracking_disable=True).create(vals_list)
    env.flush_all()
    agent = toolbox.agent_env(env)
    for size in SIZES:
        toolbox.grow(env, size)
        for name, (target, function) in screens(agent).items():
            duration, queries = observe(agent, function)
            report.add(f"{name}, {size} rows: queries", queries, "", target=target)
            report.add(f"{name}, {size} rows: time", duration, "ms")
    report.close()


measure(env)  # noqa: F821 (given by the shell)
