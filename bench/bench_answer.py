"""One response to many authors, from its writing to the messages that leave.

Told in time of the processors, ours and PostgreSQL's on the same machine, and written
so that earlier versions run it too: see `--against`.
"""

import os
import sys
from pathlib import Path

from odoo.fields import Command
from odoo.modules.module import get_module_path

sys.path.insert(0, str(Path(get_module_path("plpdma_concertation")).parent))
from bench import toolbox  # noqa: E402

SIZE = int(os.environ.get("BENCH_ANSWER", 300))
ROUNDS = 2


def answer(env, program):
    """What an author costs at each step: milliseconds of the processors, queries."""
    vals_list = toolbox.contribution_vals(program, range(SIZE))
    for number, vals in enumerate(vals_list):
        vals.update(contributor_email=f"habitant{number}@example.com")
    model = env["plpdma.contribution"].with_context(tracking_disable=True)
    contributions = model.create(vals_list)
    env.flush_all()
    env.invalidate_all()

    def write():
        response = env["plpdma.response"].create(
            {
                "program_id": program.id,
                "contribution_ids": [Command.set(contributions.ids)],
                "decision": "not_retained",
                "motivation": "<p>La loi ne le permet pas.</p>",
                "follow_up_terms": "<p>Le suivi est présenté à la CCES.</p>",
            }
        )
        response.action_submit()
        response.sudo().action_validate()
        return response

    figures = {}
    response = step(env, figures, "written and decided", write)
    step(env, figures, "released", response.action_send)
    assert response.state == "sent"
    for unit in ("ms", "queries"):
        figures["whole", unit] = sum(
            value for (_name, other), value in figures.items() if other == unit
        )
    return figures


def step(env, figures, name, work):
    """Note what a step costs, and give what it returns."""

    def flushed():
        result = work()
        env.flush_all()
        return result

    queries = env.cr.sql_log_count
    seconds, result = toolbox.spent(env, flushed)
    figures[name, "ms"] = seconds * 1000 / SIZE
    figures[name, "queries"] = (env.cr.sql_log_count - queries) / SIZE
    env.invalidate_all()
    return result


def measure(env):
    """The same several times: the least is what others disturbed least."""
    report = toolbox.Report(f"One response to {SIZE} authors")
    agent = toolbox.agent_env(env)
    program = toolbox.make_program(env).with_env(agent)
    rounds = []
    for _round in range(ROUNDS):
        with toolbox.rolled_back(agent):
            rounds.append(answer(agent, program))
    for name, unit in rounds[0]:
        value = min(figures[name, unit] for figures in rounds)
        title = f"{name}: {'queries' if unit == 'queries' else 'of the processors'}"
        is_queries = unit == "queries"
        report.add(
            f"{title} an author",
            round(value, 2),
            "" if is_queries else unit,
            target=1 if is_queries and name == "whole" else None,
        )
    report.close()


measure(env)  # noqa: F821 (given by the shell)
