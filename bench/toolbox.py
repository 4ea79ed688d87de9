"""What the measures share: sample data, an agent, the clock and the report."""

import os
import socket
import statistics
import time
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path

import requests
from lxml import etree

from odoo import sql_db
from odoo.fields import Command
from odoo.tests import new_test_user
from odoo.tools import SQL

DAY_ONE = date(2026, 1, 5)
# How many contributions are created, before they are copied in SQL.
FIRST = 1_000
# How many lines of an embedded list the web client reads, unless told otherwise.
LINES = 40
CHANNELS = ("web", "email", "letter", "paper_register", "phone")
KINDS = ("need", "proposal", "opinion", "question", "request", "objection")
STANCES = ("favourable", "reserved", "unfavourable", "no_opinion")
VERBATIM = (
    "Je souhaite que les biodéchets de la cantine soient compostés sur place, et que "
    "l'on nous dise « avant l'été » ce qui sera fait. "
)


def scaled(size):
    """``size``, times ``BENCH_SCALE`` where that is set: to try a measure small. In
    thousands, as contributions are copied."""
    scale = float(os.environ.get("BENCH_SCALE", "1"))
    return max(FIRST, round(size * scale / FIRST) * FIRST)


class Report:
    """Collects the figures, prints one line for each and a table at the end."""

    def __init__(self, title):
        self.title = title
        self.rows = []

    def add(self, name, value, unit, target=None):
        """Note a figure; ``target`` is the highest value that is accepted."""
        self.rows.append((name, value, unit, target))
        print(f"{name}: {value:g} {unit}".rstrip(), flush=True)  # noqa: T201

    def close(self):
        """Print the table of the figures that have a target.

        :raise SystemExit: when a target is missed
        """
        rows = [row for row in self.rows if row[3] is not None]
        width = max(len(name) for name, _value, _unit, _target in rows)
        print(f"\n{self.title}\n{'':{width}}    measured     target")  # noqa: T201
        for name, value, unit, target in rows:
            verdict = "ok" if value <= target else "MISSED"
            measured = f"{value:g} {unit}".rstrip()
            print(  # noqa: T201
                f"{name:{width}} {measured:>11} {f'≤ {target:g}':>10}  {verdict}"
            )
        if any(value > target for _name, value, _unit, target in rows):
            raise SystemExit(1)


@contextmanager
def rolled_back(env):
    """Undo in the database and in the caches what happens inside."""
    env.flush_all()
    savepoint = env.cr.savepoint()
    try:
        yield
        env.flush_all()
    finally:
        env.invalidate_all()
        savepoint.close(rollback=True)


def timed(function):
    """Seconds that ``function`` takes, and what it returns."""
    start = time.perf_counter()
    result = function()
    return time.perf_counter() - start, result


def get_processor_time(env):
    """Seconds that this process has used, and its connection to PostgreSQL, on the same
    machine: other work lengthens them little."""
    [(backend,)] = env.execute_query(SQL("SELECT pg_backend_pid()"))
    used = Path(f"/proc/{backend}/schedstat")
    nanoseconds = int(used.read_text().split()[0]) if used.exists() else 0
    return time.process_time() + nanoseconds / 1e9


def median(values):
    """The middle one of several measures, which one slow run does not move."""
    return statistics.median(values)


def free_port():
    """A port of this machine nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_for(address):
    """Wait until a server answers."""
    for _attempt in range(120):
        try:
            if requests.get(address, timeout=5).ok:
                return
        except requests.ConnectionError:
            pass
        time.sleep(0.5)
    raise TimeoutError(f"{address} does not answer.")


def agent_env(env):
    """The environment of an agent who works in French."""
    agent = new_test_user(
        env,
        login="bench_agent",
        groups="plpdma_concertation.group_user",
        lang="fr_FR",
        tz="Europe/Paris",
    )
    return env(user=agent, context=agent.context_get())


def make_program(env, actors=200):
    """A programme with its themes, communes, actors and a public session."""
    program = env["plpdma.program"].create({"name": "Programme de mesure"})
    program.territory_ids = env["plpdma.territory"].create(
        [{"name": f"Commune {number:02}"} for number in range(20)]
    )
    partners = env["res.partner"].create(
        [
            {"name": f"Acteur {number}", "email": f"acteur{number}@example.com"}
            for number in range(actors)
        ]
    )
    role = env["plpdma.role"].search([], limit=1)
    env["plpdma.stakeholder"].create(
        [
            {
                "program_id": program.id,
                "partner_id": partner.id,
                "role_ids": [Command.link(role.id)],
            }
            for partner in partners
        ]
    )
    env["plpdma.session"].create(
        {
            "name": "Consultation de mesure",
            "program_id": program.id,
            "nature": "consultation",
            "format": "public",
            "proposal": "<p>Projet de programme</p>",
            "date_start": "2026-01-01 08:00:00",
            "date_stop": "2026-12-31 18:00:00",
        }
    )
    return program


def contribution_vals(program, numbers):
    """Values to create contributions, one for each of ``numbers``."""
    session = program.session_ids
    themes = program.env["plpdma.theme"].search([])
    territories = program.territory_ids
    return [
        {
            "program_id": program.id,
            "session_id": session.id,
            "date_received": DAY_ONE + timedelta(days=number % 300),
            "channel": CHANNELS[number % len(CHANNELS)],
            "kind": KINDS[number % len(KINDS)],
            "stance": STANCES[number % len(STANCES)],
            "contributor_name": number % 10 and f"Habitante {number}",
            "contributor_email": contributor_email(number),
            "territory_id": territories[number % len(territories)].id,
            "theme_ids": [Command.link(themes[number % len(themes)].id)],
            "verbatim": VERBATIM * (1 + number % 5) + str(number),
        }
        for number in numbers
    ]


def contributor_email(number):
    """One contributor in five is an actor of the programme."""
    name = "acteur" if number % 5 == 0 else "habitante"
    return f"{name}{number % 1000 // 5 if number % 5 == 0 else number}@example.com"


def grow(env, size, changes=None):
    """Copy the first contributions, ``FIRST`` of them, in SQL, until there are
    ``size``.

    :param dict changes: SQL of the columns that differ, from ``first`` and ``number``
    """
    [(count,)] = env.execute_query(SQL("SELECT count(*) FROM plpdma_contribution"))
    changes = changes or {}
    names = [
        name
        for name, field in env["plpdma.contribution"]._fields.items()
        if field.store and field.column_type and name not in ("id", "reference")
    ]
    columns = SQL(", ").join(map(SQL.identifier, names))
    values = SQL(", ").join(changes.get(name, SQL.identifier(name)) for name in names)
    env.cr.execute(
        SQL(
            """
            WITH copies AS (
                INSERT INTO plpdma_contribution (reference, %(columns)s)
                     SELECT 'C' || number || '-' || id, %(values)s
                       FROM (SELECT * FROM plpdma_contribution
                           ORDER BY id LIMIT %(first)s) AS first,
                            generate_series(%(start)s, %(stop)s) AS number
                  RETURNING id, split_part(reference, '-', 2)::int AS origin_id
            )
            INSERT INTO plpdma_contribution_plpdma_theme_rel
                 SELECT copies.id, plpdma_theme_id
                   FROM copies
                   JOIN plpdma_contribution_plpdma_theme_rel
                     ON plpdma_contribution_id = origin_id
            """,
            columns=columns,
            values=values,
            first=FIRST,
            start=count // FIRST,
            stop=size // FIRST - 1,
        )
    )
    env.cr.execute("ANALYZE plpdma_contribution")
    env.invalidate_all()


def tidy(env):
    """Leave behind what copies and changes in SQL replaced, and know what stands there
    now, as PostgreSQL does by itself in the long run. What was done is committed: the
    database is for one measure only."""
    env.cr.commit()
    with sql_db.db_connect(env.cr.dbname).cursor() as cursor:
        # Never within a transaction.
        cursor._cnx.autocommit = True
        cursor.execute("VACUUM ANALYZE")
        cursor._cnx.autocommit = False
    env.invalidate_all()


def specification(env, model_name, node):
    """What the web client asks for, given the arch of a view.

    :return: nested dictionary, as ``web_read`` takes it
    """
    wanted = {}
    for field in node.xpath(".//field[not(ancestor::field)]"):
        name = field.get("name")
        definition = env[model_name]._fields[name]
        wanted[name] = {}
        if definition.relational:
            # Labels are not read for what is never shown.
            hidden = field.get("column_invisible") or field.get("invisible")
            labels = {} if hidden in ("1", "True") else {"display_name": {}}
            if "color_field" in (field.get("options") or ""):
                labels["color"] = {}
            for view in field:
                view = etree.fromstring(etree.tostring(view))
                labels.update(specification(env, definition.comodel_name, view))
                if view.tag == "list":
                    wanted[name].update(_get_lines(view))
            wanted[name]["fields"] = labels
    return wanted


def _get_lines(view):
    """How many lines of an embedded list are read with the form, and in which order."""
    lines = {"limit": int(view.get("limit") or LINES)}
    if order := view.get("default_order"):
        lines["order"] = order
    return lines


def elected_env(env, program):
    """The mandate of an élu in charge of two communes out of twenty, and their
    environment."""
    elu = new_test_user(
        env,
        login="bench_elected",
        groups="base.group_user,plpdma_concertation.group_elected",
        lang="fr_FR",
        tz="Europe/Paris",
    )
    mandate = env["plpdma.mandate"].create(
        {
            "program_id": program.id,
            "partner_id": elu.partner_id.id,
            "territory_ids": program.territory_ids[:2].ids,
        }
    )
    return mandate, env(user=elu, context=elu.context_get())
