"""Creating contributions in batch, as an import, a form or RPC does.

Told in time of the processors, ours and PostgreSQL's on the same machine: other work
lengthens it little, so that two versions may be compared.
"""

import sys
from pathlib import Path

from odoo.modules.module import get_module_path

sys.path.insert(0, str(Path(get_module_path("plpdma_concertation")).parent))
from bench import toolbox  # noqa: E402

SIZE = 2_000
ROUNDS = 3


def measure(env):
    """Create the same batch several times."""
    report = toolbox.Report(f"Creating {SIZE} contributions in one batch")
    agent = toolbox.agent_env(env)
    program = toolbox.make_program(env).with_env(agent)
    model = agent["plpdma.contribution"]
    for title, context in (
        ("batch", {}),
        ("batch, no tracking", {"tracking_disable": 1}),
    ):
        durations, queries, used = [], [], []
        for _round in range(ROUNDS):
            with toolbox.rolled_back(agent):
                vals_list = toolbox.contribution_vals(program, range(SIZE))
                agent.invalidate_all()
                began = toolbox.get_processor_time(agent)
                before = agent.cr.sql_log_count

                def work(vals_list=vals_list, context=context):
                    model.with_context(**context).create(vals_list)
                    agent.flush_all()

                seconds, _result = toolbox.timed(work)
                durations.append(seconds * 1000 / SIZE)
                queries.append((agent.cr.sql_log_count - before) / SIZE)
                used.append((toolbox.get_processor_time(agent) - began) * 1000 / SIZE)
        report.add(
            f"{title}: time per record", round(toolbox.median(durations), 2), "ms"
        )
        report.add(f"{title}: of the processors", round(min(used), 2), "ms")
        report.add(f"{title}: queries per record", max(queries), "", target=0.1)
    report.close()


measure(env)  # noqa: F821 (given by the shell)
