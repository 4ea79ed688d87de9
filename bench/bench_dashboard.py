"""The dashboard of a programme, whatever the number of contributions.

Opened by an agent, who counts all of it, and by an élu of two communes out of twenty,
to whom few inhabitants are not told apart; at each size in turn. What counts is how its
time grows, within one run: that of the processors, which other work lengthens little.
"""

import sys
from pathlib import Path

from odoo.modules.module import get_module_path
from odoo.tools import SQL

sys.path.insert(0, str(Path(get_module_path("plpdma_concertation")).parent))
from bench import toolbox  # noqa: E402

SIZES = (toolbox.scaled(10_000), toolbox.scaled(100_000))
ROUNDS = 15
QUERIES = 25


def spread(env, program):
    """Give each contribution its commune, its author and its delay: as the copies that
    they are, they would be alike, and easier to count than what people send."""
    env.execute_query(
        SQL(
            """
            UPDATE plpdma_contribution
               SET answer_days = CASE
                       WHEN state = 'answered' THEN id * 7919::bigint %% 91
                   END,
                   territory_id = (%(territories)s)[1 + id * 104729::bigint %% 20],
                   stakeholder_id = CASE
                       WHEN id %% 3 = 0
                       THEN (%(authors)s)[1 + id * 1299709::bigint %% 200]
                   END
            """,
            territories=program.territory_ids.ids,
            authors=program.stakeholder_ids.ids,
        )
    )
    env.invalidate_all()


def open_dashboard(env, program):
    """Milliseconds that it takes at best, on the clock and of the processors, and its
    queries."""
    durations, used, queries = [], [], set()
    program = program.with_env(env)
    for _round in range(ROUNDS + 1):
        env.invalidate_all()
        began = toolbox.get_processor_time(env)
        before = env.cr.sql_log_count
        seconds, _board = toolbox.timed(program.get_dashboard)
        queries.add(env.cr.sql_log_count - before)
        used.append((toolbox.get_processor_time(env) - began) * 1000)
        durations.append(seconds * 1000)
    # The first round warms the caches.
    return min(durations[1:]), min(used[1:]), min(queries)


def measure(env):
    """Open it at both sizes, half of the contributions answered."""
    report = toolbox.Report("Dashboard of a programme")
    program = toolbox.make_program(env)
    vals_list = toolbox.contribution_vals(program, range(toolbox.FIRST))
    contributions = env["plpdma.contribution"].with_context(tracking_disable=True)
    contributions = contributions.create(vals_list)
    # sudo: what answering writes; the shell is the superuser's.
    for number, contribution in enumerate(contributions[::2]):
        contribution.write(
            {"state": "answered", "date_answered": contribution.date_due}
        )
        contribution.user_id = env.uid if number % 3 else False
    env.flush_all()
    mandate, elected = toolbox.elected_env(env, program)
    users = {"agent": toolbox.agent_env(env), "élu": elected}
    times = {name: [] for name in users}
    for size in SIZES:
        toolbox.grow(env, size)
        spread(env, program)
        mandate._match()
        toolbox.tidy(env)
        for name, user_env in users.items():
            milliseconds, used, queries = open_dashboard(user_env, program)
            times[name].append(used)
            report.add(f"{name}, {size}: time", round(milliseconds, 1), "ms")
            report.add(f"{name}, {size}: of the processors", round(used, 1), "ms")
            report.add(f"{name}, {size}: queries", queries, "", target=QUERIES)
    for name, (small, large) in times.items():
        report.add(f"{name}: growth", round(large / small, 2), "×", target=3)
    report.close()


measure(env)  # noqa: F821 (given by the shell)
