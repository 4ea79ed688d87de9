"""The sheet of the contributions, against the least that its cells cost and against
Odoo's own list export.

The floor reads a server-side cursor into xlsxwriter, without the ORM: same cells, same
formats, typed writes. Each export runs in a child of its own, so that the memory of one
is not that of another.
"""

import gc
import json
import os
import sys
import tempfile
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace

from odoo import fields, http
from odoo.modules.module import get_module_path
from odoo.tests import new_test_user
from odoo.tools import SQL, get_lang

from odoo.addons.plpdma_concertation.export.export import Export, ExportOptions
from odoo.addons.plpdma_concertation.export.register_contribution import (
    ContributionTable,
)
from odoo.addons.plpdma_concertation.export.table import BATCH_SIZE
from odoo.addons.plpdma_concertation.export.workbook import XlsxWriter
from odoo.addons.plpdma_concertation.tools.texts import clean_text, html_to_text
from odoo.addons.web.controllers.export import ExportXlsxWriter

sys.path.insert(0, str(Path(get_module_path("plpdma_concertation")).parent))
from bench import toolbox  # noqa: E402

SIZES = (1_000, toolbox.scaled(10_000), toolbox.scaled(50_000))
ROUNDS = 3
# Queries are told for so many rows.
COUNTED_ROWS = 2_000
MODEL = "plpdma.contribution"
# One contribution in five is answered, ten of them by the same response.
ANSWERED_EVERY, TOGETHER = 5, 10
# Cells of a row by the way they are read: labels of a selection, words of a boolean,
# formatted text, text.
SELECTIONS = {
    6: (MODEL, "channel"),
    8: (MODEL, "kind"),
    9: (MODEL, "stance"),
    14: (MODEL, "confidentiality"),
    15: (MODEL, "moderation"),
    17: (MODEL, "state"),
    21: ("plpdma.response", "decision"),
    28: (MODEL, "answer_channel"),
}
BOOLEANS = (16, 19, 29, 30)
FORMATTED = (22, 24)
TEXTS = (0, 1, 3, 5, 7, 11, 12, 13, 20, 23)
PLACES = 31
# What Odoo's own list export is asked for: the same columns, but for the delay, which
# is no field.
FIELDS = (
    "reference whole_id part_number program_id date_received session_id channel "
    "author_label kind stance signature_count register_text theme_ids territory_id "
    "confidentiality moderation is_late state date_due is_overdue response_name "
    "decision response_motivation response_refusal_reason_id response_effect "
    "response_review_date date_answered answer_channel taken_over response_published"
).split()
# The cells of the sheet as one query of the database gives them.
ROWS = """
    SELECT c.reference, whole.reference, NULLIF(c.part_number, 0), program.name,
           c.date_received, session.name, c.channel,
           CASE WHEN firm.is_company THEN firm.complete_name
                ELSE COALESCE(role.name ->> %(lang)s, role.name ->> 'en_US', %(person)s)
           END,
           c.kind, c.stance, c.signature_count,
           COALESCE(NULLIF(c.public_text, ''), c.verbatim),
           (SELECT string_agg(COALESCE(theme.name ->> %(lang)s, theme.name ->> 'en_US'),
                              ', ' ORDER BY theme.sequence, theme.id)
              FROM plpdma_contribution_plpdma_theme_rel rel
              JOIN plpdma_theme theme ON theme.id = rel.plpdma_theme_id
             WHERE rel.plpdma_contribution_id = c.id),
           COALESCE(territory.name ->> %(lang)s, territory.name ->> 'en_US'),
           c.confidentiality, c.moderation, c.is_late, c.state, c.date_due,
           c.response_expected AND c.date_answered IS NULL
           AND c.state IN ('received', 'in_review')
           AND COALESCE(c.date_due < %(today)s, FALSE),
           response.name, response.decision, response.motivation,
           COALESCE(reason.name ->> %(lang)s, reason.name ->> 'en_US'),
           response.effect, response.review_date, c.date_answered,
           c.date_answered - c.date_received, c.answer_channel,
           COALESCE(c.taken_over, FALSE),
           CASE WHEN response.id IS NOT NULL
                THEN COALESCE(response.published, FALSE) END
      FROM plpdma_contribution c
      JOIN plpdma_program program ON program.id = c.program_id
      LEFT JOIN plpdma_contribution whole ON whole.id = c.whole_id
      LEFT JOIN plpdma_session session ON session.id = c.session_id
      LEFT JOIN plpdma_territory territory ON territory.id = c.territory_id
      LEFT JOIN plpdma_role role ON role.id = c.role_id
      LEFT JOIN res_partner partner ON partner.id = c.partner_id
      LEFT JOIN res_partner firm ON firm.id = partner.commercial_partner_id
      LEFT JOIN plpdma_response response ON response.id = c.sent_response_id
      LEFT JOIN plpdma_refusal_reason reason ON reason.id = response.refusal_reason_id
     WHERE c.active AND c.company_id IN %(companies)s
     ORDER BY c.date_received, c.id
"""


def exporter_env(env):
    """The environment of a manager, whom Odoo's own export asks to be one."""
    manager = new_test_user(
        env,
        login="bench_manager",
        groups="plpdma_concertation.group_manager",
        lang="fr_FR",
        tz="Europe/Paris",
    )
    return env(user=manager, context=manager.context_get())


def answer(env, program):
    """Answer a part of the first contributions."""
    contributions = env[MODEL].search([("program_id", "=", program.id)])[
        ::ANSWERED_EVERY
    ]
    for start in range(0, len(contributions), TOGETHER):
        answered = contributions[start : start + TOGETHER]
        response = env["plpdma.response"].create(
            {
                "program_id": program.id,
                "contribution_ids": answered.ids,
                "decision": "partial",
                "motivation": "<p>Le budget de l'année est <b>limité</b>.</p>" * 2,
                "effect": f"<ul><li>Dix bacs</li><li>Le {start}</li></ul>",
                "arbiter_id": env.user.partner_id.id,
                "date_validated": "2026-03-01",
                "date_sent": "2026-03-01",
                "state": "sent",
            }
        )
        answered.write({"sent_response_id": response.id, "answer_channel": "email"})
        for contribution in answered:
            received = contribution.date_received
            contribution.date_answered = received + timedelta(days=20)
    env.flush_all()


def get_readers(env):
    """How the floor makes a cell of each column of its query."""
    words = ContributionTable(env).field("is_late").values
    yes_no = dict(
        zip((True, False), words([{"is_late": True}, {"is_late": False}]), strict=True)
    )
    readers = {
        place: dict(env[model]._fields[name]._description_selection(env)).get
        for place, (model, name) in SELECTIONS.items()
    }
    readers.update(dict.fromkeys(BOOLEANS, yes_no.get))
    readers.update(dict.fromkeys(FORMATTED, html_to_text))
    readers.update(dict.fromkeys(TEXTS, clean_text))
    return [readers.get(place, lambda value: value) for place in range(PLACES)]


def read_floor(env):
    """The rows of the sheet, from a server-side cursor, batch by batch."""
    readers = get_readers(env)
    query = SQL(
        ROWS,
        lang=env.lang,
        person=env[MODEL].new({})._get_author_category(),
        today=fields.Date.context_today(env[MODEL]),
        companies=tuple(env.companies.ids),
    )
    with env.cr._cnx.cursor(name="floor") as cursor:
        cursor.execute(query.code, query.params)
        while rows := cursor.fetchmany(BATCH_SIZE):
            yield [
                tuple(
                    None if value is None else read(value)
                    for read, value in zip(readers, row, strict=True)
                )
                for row in rows
            ]


def export_floor(env):
    """Write the rows of the cursor, nothing else."""
    with tempfile.TemporaryFile() as file:
        writer = XlsxWriter(file, get_lang(env).date_format, "Mesure", "Mesure")
        columns = ContributionTable(env).list_columns()
        cells, _width = writer._lay_out(columns)
        text = writer.styles["text"]
        sheet = writer._begin_table("Mesure", columns)
        row = 0
        for rows in read_floor(env):
            for values in rows:
                row += 1
                for (place, write, room), value in zip(cells, values, strict=True):
                    if value is None:
                        continue
                    if room:
                        sheet.write_string(row, place, value, text)
                    else:
                        write(sheet, row, place, value)
        writer.close()
        return row, file.tell()


def export_ours(env):
    """The sheet, as the route makes it."""
    options = ExportOptions(sheets=("contributions",), lang=env.lang)
    with tempfile.TemporaryFile() as file:
        rows, _columns = Export(env, options).write_to(file)
        return rows, file.tell()


def export_core(env):
    """The list, as the screen of Odoo exports it."""
    http._request_stack.push(SimpleNamespace(env=env))
    records = env[MODEL].search([], order=ContributionTable.order)
    rows = records.export_data(FIELDS)["datas"]
    described = [{"type": env[MODEL]._fields[name].type} for name in FIELDS]
    with ExportXlsxWriter(described, FIELDS, len(rows)) as writer:
        for number, row in enumerate(rows, 1):
            for place, value in enumerate(row):
                writer.write_cell(number, place, value)
    return len(rows), len(writer.value)


EXPORTS = {"floor": export_floor, "ours": export_ours, "Odoo's": export_core}


def read_memory(name):
    """A line of what the system says of the memory of this process, in MiB."""
    lines = Path("/proc/self/status").read_text().splitlines()
    [line] = [line for line in lines if line.startswith(f"{name}:")]
    return int(line.split()[1]) / 1024


def in_child(env, export):
    """Run an export in a child, alone with its memory.

    :return: dictionary of the seconds, the peak of memory, the queries, the rows and
        the bytes of the file
    """
    env.flush_all()
    env.invalidate_all()
    gc.collect()
    source, target = os.pipe()
    child = os.fork()
    if not child:
        status = 1
        try:
            before, queries = read_memory("VmRSS"), env.cr.sql_log_count
            seconds, (rows, size) = toolbox.timed(lambda: export(env))
            measured = {
                "seconds": seconds,
                "memory": read_memory("VmHWM") - before,
                "queries": env.cr.sql_log_count - queries,
                "rows": rows,
                "size": size,
            }
            os.write(target, json.dumps(measured).encode())
            status = 0
        finally:
            os._exit(status)
    os.close(target)
    with open(source) as pipe:
        text = pipe.read()
    _pid, status = os.waitpid(child, 0)
    assert status == 0, "The export failed"
    return json.loads(text)


def check_cells(env):
    """The floor writes the very cells that we write."""
    table = ContributionTable(env)
    ours = [row for rows in table.iter_batches(table.list_columns()) for row in rows]
    floor = [row for rows in read_floor(env) for row in rows]
    assert len(ours) == len(floor), (len(ours), len(floor))
    for our_row, floor_row in zip(ours, floor, strict=True):
        for place, cells in enumerate(zip(our_row, floor_row, strict=True)):
            assert cells[0] == cells[1], (place, *cells)


def measure(env):
    """Export the register at each size, each way in turn."""
    report = toolbox.Report("Export of the contributions and their responses")
    program = toolbox.make_program(env)
    program.stakeholder_ids.partner_id[::2].is_company = True
    vals_list = toolbox.contribution_vals(program, range(toolbox.FIRST))
    env[MODEL].with_context(tracking_disable=True).create(vals_list)
    answer(env, program)
    user_env = exporter_env(env)
    check_cells(user_env)
    results = {}
    for size in SIZES:
        toolbox.grow(env, size)
        # People do not write the same words.
        env.cr.execute(
            "UPDATE plpdma_contribution SET verbatim = verbatim || ' (' || id || ')'"
        )
        runs = {name: [] for name in EXPORTS}
        for _round in range(ROUNDS):
            for name, export in EXPORTS.items():
                runs[name].append(in_child(user_env, export))
        for name, measures in runs.items():
            assert all(run["rows"] == size for run in measures)
            results[name, size] = {
                key: toolbox.median([run[key] for run in measures])
                for key in measures[0]
            }
            for key, unit in (
                ("seconds", "s"),
                ("memory", "MiB"),
                ("queries", ""),
                ("size", "bytes"),
            ):
                value = round(results[name, size][key], 2)
                report.add(f"{name}, {size} rows: {key}", value, unit)
    add_ratios(report, results)
    report.close()


def add_ratios(report, results):
    """What is expected of the largest register."""
    first, last = SIZES[0], SIZES[-1]
    floor, ours, core = (results[name, last] for name in EXPORTS)
    time = ours["seconds"]
    report.add("time / floor", round(time / floor["seconds"], 2), "", 1.35)
    report.add("time / Odoo's", round(time / core["seconds"], 2), "", round(1 / 1.5, 2))
    grown = ours["memory"] - results["ours", first]["memory"]
    report.add(f"memory, {first} to {last} rows", round(grown, 1), "MiB", 16)
    asked = ours["queries"] - results["ours", first]["queries"]
    queries = asked * COUNTED_ROWS / (last - first)
    report.add(f"queries for {COUNTED_ROWS} rows", round(queries, 2), "", 4)
    report.add("file / Odoo's", round(ours["size"] / core["size"], 2), "", 1)


measure(env)  # noqa: F821 (given by the shell)
