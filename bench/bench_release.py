"""One response released to thousands of authors, then each message that leaves."""

import os
import sys
from pathlib import Path

from odoo.fields import Command
from odoo.modules.module import get_module_path

sys.path.insert(0, str(Path(get_module_path("plpdma_concertation")).parent))
from bench import toolbox  # noqa: E402

SMALL = int(os.environ.get("BENCH_RELEASE_SMALL", 500))
LARGE = int(os.environ.get("BENCH_RELEASE_LARGE", 5_000))
# Messages whose departure is noted one by one, as the queue does.
LEFT = 200


def validated(env, program, size):
    """A validated response to as many authors, each with an address of their own."""
    vals_list = toolbox.contribution_vals(program, range(size))
    for number, vals in enumerate(vals_list):
        vals.update(contributor_email=f"habitant{number}@example.com")
    contributions = (
        env["plpdma.contribution"].with_context(tracking_disable=True).create(vals_list)
    )
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
    env.flush_all()
    return response


def release(env, program, size):
    """Seconds and queries an author, to release a response and to note what leaves."""
    figures = {}
    with toolbox.rolled_back(env):
        response = validated(env, program, size)
        contributions = response.contribution_ids
        env.invalidate_all()

        def leave():
            response.action_send()
            env.flush_all()

        queries = env.cr.sql_log_count
        seconds, _result = toolbox.timed(leave)
        figures["release"] = seconds * 1000 / size
        figures["release queries"] = (env.cr.sql_log_count - queries) / size

        lines = contributions.sudo().delivery_id.sorted("id")[:LEFT]
        mails = env["mail.mail"].sudo()
        mails = mails.search([("mail_message_id", "in", lines.mail_message_id.ids)])
        mails = list(mails)
        env.invalidate_all()

        def settle():
            for mail in mails:
                mail.write({"state": "sent"})
                mail._postprocess_sent_message([], [mail.email_to])
                env.flush_all()

        queries = env.cr.sql_log_count
        seconds, _result = toolbox.timed(settle)
        assert set(lines.mapped("state")) == {"sent"}
        figures["outcome"] = seconds * 1000 / LEFT
        figures["outcome queries"] = (env.cr.sql_log_count - queries) / LEFT
    return figures


def write_receipts(env, program, size):
    """Milliseconds an author that core takes to write a message from a short template:
    what nothing of ours makes shorter."""
    with toolbox.rolled_back(env):
        contributions = validated(env, program, size).contribution_ids
        template = env.ref("plpdma_concertation.mail_template_receipt").sudo()
        seconds, _mails = toolbox.timed(
            lambda: template.send_mail_batch(contributions.ids)
        )
    return seconds * 1000 / size


def measure(env):
    """The same for few authors and for many."""
    report = toolbox.Report(f"One response to {LARGE} authors")
    agent = toolbox.agent_env(env)
    program = toolbox.make_program(env).with_env(agent)
    release(agent, program, SMALL)
    few, many = (release(agent, program, size) for size in (SMALL, LARGE))
    for size, figures in ((SMALL, few), (LARGE, many)):
        for name, value in figures.items():
            unit = "" if "queries" in name else "ms"
            report.add(f"{size} authors, {name} an author", round(value, 2), unit)
    for name in ("release", "outcome"):
        report.add(
            f"{name}: an author among {LARGE} to one among {SMALL}",
            round(many[name] / few[name], 2),
            "",
            target=1.3,
        )
    core = write_receipts(agent, program, SMALL)
    report.add(
        "release: to core's writing a short message",
        round(many["release"] / core, 2),
        "",
        target=6,
    )
    report.add(
        "release: queries an author", round(many["release queries"], 2), "", target=0.3
    )
    report.add("outcome: queries an author", many["outcome queries"], "", target=16)
    report.close()


measure(env)  # noqa: F821 (given by the shell)
