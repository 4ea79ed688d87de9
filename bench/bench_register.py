"""The public register, against Odoo's own list of tasks on the portal.

Both list 10,000 records to eight visitors at once, the same server in turn: the
register its published contributions and their answers, `/my/tasks` the tasks of a
project shared with a portal user. The queries are those that the server counts itself.
"""

import itertools
import re
import subprocess
import sys
import tempfile
import threading
import time
from contextlib import contextmanager
from pathlib import Path

import requests
from lxml import html

from odoo import SUPERUSER_ID, api
from odoo.fields import Command
from odoo.modules.module import get_module_path
from odoo.modules.registry import Registry
from odoo.tests import new_test_user
from odoo.tools import SQL

sys.path.insert(0, str(Path(get_module_path("plpdma_concertation")).parent))
from bench import toolbox  # noqa: E402

SIZE = 10_000
CONNECTIONS = 8
SECONDS = 6
ROUNDS = 5
HOST = "127.0.0.1"
LOGIN = "bench_portal"
# How the server tells of a request: its path, its status, its queries.
LOGGED = re.compile(r'"GET (?P<path>\S+) \S+" (?P<status>\d+) \S+ (?P<queries>\d+) ')


# ----------------------------------------------------------------------
# What is listed
# ----------------------------------------------------------------------
def copy_rows(env, model, values, where="TRUE", factor="SELECT 1"):
    """Copy rows of a table in SQL.

    :param dict values: SQL of the columns that differ, from `origin` and `copy`
    """
    names = [
        name
        for name, field in env[model]._fields.items()
        if field.store and field.column_type and name != "id" and name not in values
    ]
    env.cr.execute(
        SQL(
            "INSERT INTO %s (%s, %s) SELECT %s, %s FROM %s origin, (%s) copy WHERE %s",
            SQL.identifier(env[model]._table),
            SQL(", ").join(map(SQL.identifier, values)),
            SQL(", ").join(map(SQL.identifier, names)),
            SQL(", ").join(map(SQL, values.values())),
            SQL(", ").join(SQL.identifier("origin", name) for name in names),
            SQL.identifier(env[model]._table),
            SQL(factor),
            SQL(where),
        )
    )


def fill_register(env):
    """Published contributions, each with its own published answer.

    :return: path of the register
    """
    program = toolbox.make_program(env)
    frame = dict.fromkeys(program._get_frame_texts(), "x")
    program.write({"state": "open", "is_published": True, **frame})
    vals_list = toolbox.contribution_vals(program, range(toolbox.FIRST))
    quick = env(context=dict(env.context, tracking_disable=True))
    contributions = quick["plpdma.contribution"].create(vals_list)
    first = env["plpdma.response"].create(
        {
            "program_id": program.id,
            "contribution_ids": contributions[:1].ids,
            "decision": "retained",
            "effect": "<p>Trente composteurs seront posés « avant l'été ».</p>",
            "motivation": "<p>La demande est forte, et le budget voté.</p>",
            "arbiter_id": env.user.partner_id.id,
            "date_validated": "2026-10-01",
            "date_sent": "2026-10-01",
            "state": "sent",
        }
    )
    contributions[:1].write(
        {
            "sent_response_id": first.id,
            "answer_channel": "email",
            "moderation": "accepted",
        }
    )
    first.published = True
    env.flush_all()
    toolbox.grow(env, SIZE)
    # Each answer bears the number of the contribution that it answers.
    copy_rows(
        env,
        "plpdma.response",
        {"reference": "'R' || copy.id"},
        where=f"origin.id = {first.id}",
        factor=f"SELECT id FROM plpdma_contribution WHERE id != {contributions[0].id}",
    )
    env.cr.execute(
        """
        WITH answers AS (
            SELECT id, substr(reference, 2)::int AS contribution_id
              FROM plpdma_response WHERE reference ~ '^R[0-9]+$'
        ), links AS (
            INSERT INTO plpdma_response_contribution_rel (response_id, contribution_id)
                 SELECT id, contribution_id FROM answers
        )
        UPDATE plpdma_contribution
           SET sent_response_id = answers.id, response_id = answers.id,
               decision = 'retained', state = 'answered', date_answered = '2026-10-01',
               confidentiality = 'public', moderation = 'accepted'
          FROM answers WHERE answers.contribution_id = plpdma_contribution.id
        """
    )
    env.invalidate_all()
    return f"/concertation/{program.id}/register"


def fill_tasks(env):
    """Tasks of a project shared with a portal user.

    :return: path of their list
    """
    user = new_test_user(env, login=LOGIN, groups="base.group_portal", lang="fr_FR")
    quick = env(context=dict(env.context, tracking_disable=True, mail_notrack=True))
    project = quick["project.project"].create(
        {
            "name": "Projet de mesure",
            "privacy_visibility": "portal",
            "collaborator_ids": [Command.create({"partner_id": user.partner_id.id})],
            "type_ids": [Command.create({"name": "À faire"})],
        }
    )
    project.message_subscribe(partner_ids=user.partner_id.ids)
    task = quick["project.task"].create(
        {"name": "Composteur de l'école", "project_id": project.id}
    )
    env.flush_all()
    copy_rows(
        env,
        "project.task",
        {"name": "'Composteur ' || copy"},
        where=f"origin.id = {task.id}",
        factor=f"SELECT generate_series(2, {SIZE})",
    )
    # A portal user reads the tasks that they follow.
    env.cr.execute(
        SQL(
            """
            INSERT INTO mail_followers (res_model, res_id, partner_id)
                 SELECT 'project.task', id, %s FROM project_task WHERE project_id = %s
            ON CONFLICT DO NOTHING
            """,
            user.partner_id.id,
            project.id,
        )
    )
    env.invalidate_all()
    found = env["project.task"].with_user(user).search_count([])
    assert found == SIZE, f"The portal user reads {found} tasks."
    return "/my/tasks"


# ----------------------------------------------------------------------
# The server and its visitors
# ----------------------------------------------------------------------
@contextmanager
def served(database):
    """A server of the database: its address, and the file of its log."""
    port = toolbox.free_port()
    with tempfile.NamedTemporaryFile("r", suffix=".log") as log:
        command = [sys.executable, "-m", "odoo", "-d", database, "--max-cron-threads=0"]
        command += [f"--http-port={port}", f"--logfile={log.name}"]
        server = subprocess.Popen(command)
        try:
            address = f"http://{HOST}:{port}"
            toolbox.wait_for(f"{address}/web/health")
            yield address, log
        finally:
            server.terminate()
            server.wait()


def sign_in(address):
    """:return: the cookies of the portal user"""
    with requests.Session() as session:
        page = html.fromstring(session.get(f"{address}/web/login").text)
        [token] = page.xpath("(//input[@name='csrf_token']/@value)[1]")
        form = {"csrf_token": token, "login": LOGIN, "password": LOGIN}
        session.post(f"{address}/web/login", data=form)
        return session.cookies


def count_queries(address, cookies, log):
    """:return: the queries of one request, everything being warm"""
    for _time in range(3):
        load(address, cookies)
    lines = [match for match in map(LOGGED.search, log) if match]
    assert lines[-1]["status"] == "200", lines[-1].string
    return int(lines[-1]["queries"])


def load(address, cookies, session=requests):
    """Load a page, which lists something."""
    response = session.get(address, cookies=cookies, allow_redirects=False, timeout=60)
    assert response.status_code == 200, f"{address}: {response.status_code}"
    assert "omposteur" in response.text or "compost" in response.text, address


def count_loads(address, cookies):
    """:return: the pages that eight visitors load in a second"""
    stop = time.monotonic() + SECONDS
    counter = itertools.count()
    failures = []

    def visit():
        with requests.Session() as session:
            while time.monotonic() < stop:
                try:
                    load(address, cookies, session)
                except (AssertionError, requests.RequestException) as failure:
                    failures.append(failure)
                    return
                next(counter)

    visitors = [threading.Thread(target=visit) for _visitor in range(CONNECTIONS)]
    start = time.monotonic()
    for visitor in visitors:
        visitor.start()
    for visitor in visitors:
        visitor.join()
    if failures:
        raise failures[0]
    return next(counter) / (time.monotonic() - start)


def measure(env):
    """Interleave the two pages."""
    report = toolbox.Report(f"The register, {SIZE} answers, against Odoo's /my/tasks")
    env["ir.module.module"].search(
        [("name", "=", "project")]
    ).button_immediate_install()
    database = env.cr.dbname
    env.cr.rollback()
    with Registry(database).cursor() as cr:
        env = api.Environment(cr, SUPERUSER_ID, {"lang": "fr_FR"})
        paths = {"register": fill_register(env), "tasks": fill_tasks(env)}
        cr.commit()
        cr.execute("ANALYZE")
    with served(database) as (address, log):
        cookies = {"register": {}, "tasks": sign_in(address)}
        for name, path in paths.items():
            queries = count_queries(address + path, cookies[name], log)
            target = 12 if name == "register" else None
            report.add(f"{name}: queries", queries, "", target=target)
        rates = {name: [] for name in paths}
        for _round in range(ROUNDS):
            for name, path in paths.items():
                rates[name].append(count_loads(address + path, cookies[name]))
    medians = {name: toolbox.median(values) for name, values in rates.items()}
    for name, rate in medians.items():
        report.add(f"{name}, {CONNECTIONS} connections", round(rate, 1), "requests/s")
    ratio = medians["tasks"] / medians["register"]
    report.add("Odoo's list against the register", round(ratio, 2), "×", target=1)
    report.close()


measure(env)  # noqa: F821 (given by the shell)
