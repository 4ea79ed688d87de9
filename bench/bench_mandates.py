"""What the mandates cost: an élu who sees a tenth of the contributions, against an
agent who sees them all, and matching anew what a mandate covers."""

import sys
from pathlib import Path

from lxml import etree

from odoo.modules.module import get_module_path

sys.path.insert(0, str(Path(get_module_path("plpdma_concertation")).parent))
from bench import toolbox  # noqa: E402

SIZES = (5_000, 50_000)
PAGE = 80
ROUNDS = 9
MODEL = "plpdma.contribution"


def measure(env):
    """Interleave the two users at each size of the table."""
    report = toolbox.Report("An élu who sees a tenth, against an agent")
    program = toolbox.make_program(env)
    vals_list = toolbox.contribution_vals(program, range(toolbox.FIRST))
    env[MODEL].with_context(tracking_disable=True).create(vals_list)
    env.flush_all()
    mandate, elected = toolbox.elected_env(env, program)
    users = {"agent": toolbox.agent_env(env), "élu": elected}
    arch = etree.fromstring(elected[MODEL].get_view(view_type="list")["arch"])
    rows = toolbox.specification(elected, MODEL, arch)
    ratios = []
    for size in SIZES:
        toolbox.grow(env, size)
        seconds, _result = toolbox.timed(mandate._match)
        report.add(
            f"matching anew, {size} rows: time",
            round(seconds, 2),
            "s",
            target=2 if size == SIZES[-1] else None,
        )
        env.cr.execute("ANALYZE")
        durations = {name: [] for name in users}
        lengths = {}
        for _round in range(ROUNDS):
            for name, user_env in users.items():
                user_env.invalidate_all()
                seconds, result = toolbox.timed(
                    lambda user_env=user_env: user_env[MODEL].web_search_read(
                        [], rows, limit=PAGE, count_limit=100_000
                    )
                )
                durations[name].append(seconds * 1000)
                lengths[name] = result["length"]
        medians = {name: toolbox.median(times) for name, times in durations.items()}
        for name, value in medians.items():
            title = f"list of {PAGE} and count, {name}, {size} rows"
            report.add(f"{title}: seen", lengths[name], "")
            report.add(f"{title}: time", round(value, 1), "ms")
        ratios.append(medians["élu"] / medians["agent"])
        title = f"élu against agent, {size} rows"
        report.add(title, round(ratios[-1], 2), "×", target=2.5)
    growth = ratios[-1] / ratios[0]
    report.add("growth of the ratio", round(growth, 2), "×", target=1.1)
    report.close()


measure(env)  # noqa: F821 (given by the shell)
