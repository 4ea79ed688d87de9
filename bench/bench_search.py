"""Searching contributions by a word, whatever the table's size.

As many rows have the word at each size. The list is opened as an agent's browser opens
it, with what it counts; beside it, today's search of a part of a word in four texts.
Then what the words cost when contributions are created, and how often the right theme
is proposed.
"""

import csv
import random
import sys
from pathlib import Path

from lxml import etree

from odoo.modules.module import get_module_path
from odoo.tools import SQL, file_open
from odoo.tools.safe_eval import safe_eval

sys.path.insert(0, str(Path(get_module_path("plpdma_concertation")).parent))
from odoo.addons.plpdma_concertation.tools.theme_words import (  # noqa: E402
    Learning,
    Themes,
)

from bench import toolbox  # noqa: E402

MODULE = "plpdma_concertation"
MODEL = "plpdma.contribution"
SIZES = (10_000, 300_000)
FOUND = 900
WORD = "hippocampe"
PAGE = 80
ROUNDS = 9
CREATED = 500
CREATIONS = 12
SEEDS = range(1, 6)


def mark(env):
    """Have the word stand in so many rows, and no more."""
    env.cr.execute(
        SQL(
            """
            UPDATE plpdma_contribution SET verbatim = verbatim || %s
             WHERE id IN (SELECT id FROM plpdma_contribution
                           WHERE verbatim NOT LIKE %s
                             AND id > (SELECT id FROM plpdma_contribution
                                     ORDER BY id OFFSET %s LIMIT 1)
                        ORDER BY md5(id::text)
                           LIMIT %s - (SELECT count(*) FROM plpdma_contribution
                                        WHERE verbatim LIKE %s))
            """,
            f" Des {WORD}s.",
            f"%{WORD}%",
            # Those of which the others are copies have it not.
            toolbox.FIRST,
            FOUND,
            f"%{WORD}%",
        )
    )
    env.cr.execute("ANALYZE plpdma_contribution")
    env.invalidate_all()


def open_list(env, domain):
    """Open the list of what a domain finds, and count it."""
    rows = {"reference": {}, "date_received": {}, "verbatim": {}}
    records = env[MODEL].web_search_read(domain, rows, limit=PAGE, count_limit=10_001)
    assert records["length"] == FOUND, records["length"]


def measure_searches(env, report):
    """The same word among few and among many."""
    agent = toolbox.agent_env(env)
    texts = ("reference", "summary", "verbatim", "public_text")
    part = ["|"] * (len(texts) - 1) + [(name, "ilike", WORD) for name in texts]
    domains = {
        "words": [("text_search", "ilike", WORD)],
        "two words": [("text_search", "ilike", f"{WORD} cantine")],
        "part of a word": part,
    }
    times = {}
    for size in SIZES:
        toolbox.grow(env, size)
        mark(env)
        for name, domain in domains.items():
            open_list(agent, domain)
            durations = []
            for _round in range(ROUNDS if name != "part of a word" else 3):
                agent.invalidate_all()
                seconds, _found = toolbox.timed(lambda d=domain: open_list(agent, d))
                durations.append(seconds * 1000)
            times[name, size] = toolbox.median(durations)
            report.add(f"{name}, {size} rows", round(times[name, size], 1), "ms")
    few, many = SIZES
    for name, target in (("words", 2), ("two words", None)):
        # "cantine" stands in all the rows.
        ratio = times[name, many] / times[name, few]
        report.add(f"{name}: many against few", round(ratio, 2), "×", target=target)
    ratio = times["words", many] / times["part of a word", many]
    report.add("words against a part of a word", round(ratio, 3), "×", target=0.1)


def measure_creation(env, report):
    """Contributions created with and without their words, in turn."""
    program = toolbox.make_program(env)
    model = env[MODEL]
    durations = {"ENABLE": [], "DISABLE": []}
    for turn in range(CREATIONS):
        for state in sorted(durations, reverse=bool(turn % 2)):
            with toolbox.rolled_back(env):
                env.cr.execute(
                    SQL(
                        "ALTER TABLE plpdma_contribution %s TRIGGER %s",
                        SQL(state),
                        SQL.identifier("plpdma_contribution_words"),
                    )
                )
                vals_list = toolbox.contribution_vals(program, range(CREATED))

                def create(vals_list=vals_list):
                    model.create(vals_list)
                    env.flush_all()

                durations[state].append(toolbox.timed(create)[0])
    ratio = min(durations["ENABLE"]) / min(durations["DISABLE"])
    report.add("creating, with the words", round(ratio, 3), "×", target=1.1)


def measure_proposals(env, report):
    """Half of the test file is learned, half tried, with the themes shipped."""
    french = env(context=dict(env.context, lang="fr_FR"))
    with file_open(f"{MODULE}/tests/data/contributions.csv") as file:
        rows = list(csv.DictReader(file, delimiter=";"))
    with file_open(f"{MODULE}/data/plpdma_theme_data.xml", "rb") as file:
        records = list(etree.parse(file).iter("record"))
    themes = {
        french.ref(f"{MODULE}.{record.get('id')}"): safe_eval(
            record.find("field[@name='keywords']").get("eval")
        )
        for record in records
    }
    ids = {theme.name: theme.id for theme in themes}
    keywords = {theme.id: f"{theme.name}\n{text}" for theme, text in themes.items()}
    rates = []
    for seed in SEEDS:
        random.Random(seed).shuffle(rows)
        learning = Learning()
        half = len(rows) // 2
        for row in rows[:half]:
            author = row["E-mail du contributeur"] or row["Nom du contributeur"]
            names = row["Thèmes"].split(",")
            learning.add(row["Texte reçu"], [ids[n] for n in names], author or None)
        proposer = Themes(keywords, learning.finish())
        good = sum(
            any(
                ids[name] in {one.key for one in proposer.propose(row["Texte reçu"])}
                for name in row["Thèmes"].split(",")
            )
            for row in rows[half:]
        )
        rates.append(good / (len(rows) - half))
    report.add("right theme among the first three", round(min(rates), 3), "")
    report.add("themes missed", round(1 - min(rates), 3), "", target=0.2)


def measure(env):
    """Search, create, propose."""
    report = toolbox.Report("Searching and ranging contributions")
    env["res.lang"]._activate_lang("fr_FR")
    env["ir.module.module"].search([("name", "=", MODULE)])._update_translations()
    measure_proposals(env, report)
    measure_creation(env, report)
    program = env["plpdma.program"].search([], limit=1, order="id desc")
    vals_list = toolbox.contribution_vals(program, range(toolbox.FIRST))
    env[MODEL].with_context(tracking_disable=True).create(vals_list)
    env.flush_all()
    measure_searches(env, report)
    report.close()


measure(env)  # noqa: F821 (given by the shell)
