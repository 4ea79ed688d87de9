"""Opening the form of a session and of a response, however much they hold.

Counted as an agent's browser opens them: what the form reads, with the lines that it
shows. Few and many are opened in turn, within one run, and told in time of the
processors, ours and PostgreSQL's.
"""

import sys
from pathlib import Path

from lxml import etree

from odoo.fields import Command
from odoo.modules.module import get_module_path
from odoo.tools import SQL

sys.path.insert(0, str(Path(get_module_path("plpdma_concertation")).parent))
from bench import toolbox  # noqa: E402

FEW = 50
MANY = toolbox.scaled(20_000)
ROUNDS = 11
MOTIVATION = """
<p>Le conseil a étudié votre proposition avec attention. La collecte des biodéchets de
la cantine sera assurée par un marchand local, et la rue des Lilas recevra un composteur
de quartier avant l'été prochain.</p><p>Le petit collectif de la place du marché avait
déjà demandé la même chose, et nous le remercions de sa patience : la loi de 2020 impose
le tri à la source. Marie Durand, ingénieure, suivra le projet.</p>
"""


def fill(env):
    """Few contributions and many, each in a session and under a response of their own,
    each of another author.

    :return: ``{model: (record with few, record with many)}``
    """
    program = toolbox.make_program(env)
    vals_list = toolbox.contribution_vals(program, range(toolbox.FIRST))
    quick = env(context=dict(env.context, tracking_disable=True))
    contributions = quick["plpdma.contribution"].create(vals_list)
    many = program.session_ids
    few = many.copy({"name": "Petite consultation"})
    contributions[:FEW].session_id = few
    responses = env["plpdma.response"].create(
        [
            {
                "program_id": program.id,
                "contribution_ids": [Command.set(some.ids)],
                "decision": "information",
                "motivation": MOTIVATION,
            }
            for some in (contributions[:FEW], contributions[FEW : FEW + 1])
        ]
    )
    env.flush_all()
    # Before they are copied: no row is written twice.
    env.cr.execute(
        SQL(
            "UPDATE plpdma_contribution SET response_id = %s WHERE response_id IS NULL",
            responses[1].id,
        )
    )
    toolbox.grow(
        env,
        MANY + toolbox.FIRST,
        {
            "session_id": SQL("%s", many.id),
            "response_id": SQL("%s", responses[1].id),
            "contributor_name": SQL("contributor_name || ' ' || number"),
        },
    )
    env.cr.execute(
        SQL(
            """
            INSERT INTO plpdma_response_contribution_rel (response_id, contribution_id)
                 SELECT response_id, id FROM plpdma_contribution
            ON CONFLICT DO NOTHING
            """
        )
    )
    toolbox.tidy(env)
    return {
        "plpdma.session": (few, many),
        "plpdma.response": (responses[0], responses[1]),
    }


def open_forms(env, records):
    """Milliseconds of the processors that the form of each record takes, as the middle
    of several rounds, the records' caches empty and those of the registry warm."""
    arch = etree.fromstring(env[records[0]._name].get_view(view_type="form")["arch"])
    wanted = toolbox.specification(env, records[0]._name, arch)
    durations = [[] for _record in records]
    for _round in range(ROUNDS + 1):
        for times, record in zip(durations, records, strict=True):
            env.invalidate_all()
            seconds, _result = toolbox.spent(
                env, lambda record=record: record.with_env(env).web_read(wanted)
            )
            times.append(seconds * 1000)
    return [toolbox.median(times[1:]) for times in durations]


def measure(env):
    """Open each form with few contributions and with many."""
    report = toolbox.Report("Forms with many contributions, against few")
    records = fill(env)
    agent = toolbox.agent_env(env)
    for model, (few, many) in records.items():
        medians = open_forms(agent, (few, many))
        for record, value in zip((few, many), medians, strict=True):
            title = f"{model}, {record.contribution_count} contributions"
            report.add(title, round(value, 1), "ms")
        growth = round(medians[1] / medians[0], 2)
        report.add(f"{model}, many against few", growth, "×", target=2)
    report.close()


measure(env)  # noqa: F821 (given by the shell)
