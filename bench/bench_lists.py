"""The first page of the contributions' lists, whatever the table's size.

Counted as an agent's browser opens them, what is late first: the rows, then how many
there are. Each list is opened at each size in turn; what counts is how its time grows,
within one run. Half of the contributions wait for an answer, then hardly any, as at the
end of a consultation.
"""

import sys
from datetime import date, timedelta
from pathlib import Path

from lxml import etree

from odoo.modules.module import get_module_path
from odoo.tools import SQL

sys.path.insert(0, str(Path(get_module_path("plpdma_concertation")).parent))
from bench import toolbox  # noqa: E402

SIZES = (toolbox.scaled(10_000), toolbox.scaled(300_000))
PAGE = 80
ROUNDS = 9
MODEL = "plpdma.contribution"
# What the filters of the search add to the list, which leaves merged ones out.
STANDING = [("state", "!=", "merged")]
DOMAINS = {
    "list": [],
    "to answer": [("is_to_answer", "=", True)],
    "overdue": [("is_overdue", "=", True)],
    "mine": [("is_to_answer", "=", True), ("user_id", "=", "uid")],
}
DELAY = 30
DAYS = 360


def fill(env):
    """The first contributions, over a year: half of them wait, most of these late."""
    program = toolbox.make_program(env)
    vals_list = toolbox.contribution_vals(program, range(toolbox.FIRST))
    for number, vals in enumerate(vals_list):
        vals["date_received"] = date.today() - timedelta(days=number * DAYS // 1000)
    contributions = env[MODEL].with_context(tracking_disable=True).create(vals_list)
    env.flush_all()
    answer(env, SQL("id %% 2 = 0"))
    # One in ten is a repeat of another.
    env.cr.execute(
        SQL(
            """
            UPDATE plpdma_contribution
               SET state = 'merged', duplicate_of_id = %s, date_awaited = NULL
             WHERE id %% 10 = 1 AND id != %s
            """,
            contributions[0].id,
            contributions[0].id,
        )
    )
    env.invalidate_all()
    return program


def answer(env, condition):
    """Note in SQL that some were answered."""
    env.cr.execute(
        SQL(
            """
            UPDATE plpdma_contribution
               SET state = 'answered', date_answered = date_due, date_awaited = NULL,
                   answer_channel = 'email'
             WHERE date_answered IS NULL AND state != 'merged' AND %s
            """,
            condition,
        )
    )
    env.invalidate_all()


def open_lists(env, rows, order):
    """Milliseconds that each list takes, as the middle of several rounds."""
    durations = {name: [] for name in DOMAINS}
    for _round in range(ROUNDS + 1):
        for name, domain in DOMAINS.items():
            asked = [
                (field, operator, env.uid if value == "uid" else value)
                for field, operator, value in STANDING + domain
            ]
            env.invalidate_all()
            seconds, _result = toolbox.timed(
                lambda asked=asked: env[MODEL].web_search_read(
                    asked, rows, limit=PAGE, order=order, count_limit=10_001
                )
            )
            durations[name].append(seconds * 1000)
    # The first round warms the caches.
    return {name: toolbox.median(times[1:]) for name, times in durations.items()}


def measure(env):
    """Open the lists at both sizes, then once hardly any waits."""
    report = toolbox.Report("First page of the contributions' lists")
    fill(env)
    agent = toolbox.agent_env(env)
    env.cr.execute(
        SQL("UPDATE plpdma_contribution SET user_id = %s WHERE id %% 7 = 0", agent.uid)
    )
    arch = etree.fromstring(agent[MODEL].get_view(view_type="list")["arch"])
    rows = toolbox.specification(agent, MODEL, arch)
    order = arch.get("default_order")
    medians = []
    for size in SIZES:
        toolbox.grow(env, size)
        toolbox.tidy(env)
        medians.append(open_lists(agent, rows, order))
    [(first_copy,)] = env.execute_query(
        SQL("SELECT max(id) FROM plpdma_contribution WHERE reference NOT LIKE 'C%%-%%'")
    )
    answer(env, SQL("id > %s", first_copy))
    toolbox.tidy(env)
    medians.append(open_lists(agent, rows, order))
    titles = [
        *(f"{size} rows" for size in SIZES),
        f"{SIZES[-1]} rows, hardly any waits",
    ]
    for title, times in zip(titles, medians, strict=True):
        for name, value in times.items():
            report.add(f"{name}, {title}: time", round(value, 1), "ms")
    for title, times in zip(titles[1:], medians[1:], strict=True):
        for name, value in times.items():
            growth = round(value / medians[0][name], 2)
            report.add(f"{name}, {title}", growth, "×", target=1.5)
    report.close()


measure(env)  # noqa: F821 (given by the shell)
