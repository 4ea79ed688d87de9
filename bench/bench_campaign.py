"""Campaigns: who is found, what it costs among many, and to whoever waits.

The letters are those of the tests; PLPDMA_LETTERS may name a Python file whose
``letters(seed)`` gives others, as a list of ``{"text": …, "campaign": …}``.
"""

import importlib.util
import os
import random
import sys
import time
from pathlib import Path
from unittest.mock import patch

from odoo import SUPERUSER_ID, api
from odoo.modules.module import get_module_path
from odoo.modules.registry import Registry
from odoo.tools import SQL

ADDON = Path(get_module_path("plpdma_concertation"))
sys.path.insert(0, str(ADDON.parent))
from bench import toolbox  # noqa: E402

SEEDS = range(1, 6)
SIZE = 100_000
# Letters of a campaign, and how many campaigns there are among them.
MEMBERS, CAMPAIGNS = 300, 20
TRIED = 60
CREATED, ROUNDS = 1_000, 7
USUAL = (
    "le la les de des du et à en que qui pour pas sur nous une un ce est dans".split()
)
SYLLABLES = "ba chi dro fe gli lou ma no pri ra sè ti van vo ju mer pon cla".split()
CRON = "plpdma_concertation.ir_cron_find_campaigns"


def load(path):
    """The module that a Python file makes."""
    spec = importlib.util.spec_from_file_location(path.stem, path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


LETTERS = load(ADDON / "tests" / "tools" / "campaign_letters.py")


def read_letters(seed):
    """List of ``(text, campaign or None)``."""
    other = os.environ.get("PLPDMA_LETTERS")
    if other:
        found = load(Path(other)).letters(seed)
        return [(letter["text"], letter["campaign"]) for letter in found]
    return LETTERS.make_letters(seed, each=100, others=1200)


# ----------------------------------------------------------------------
# Who is found
# ----------------------------------------------------------------------
def measure_found(env, report):
    """Who is in a campaign, of those whom the background proposes."""
    recalls, precisions = [], []
    for seed in SEEDS:
        letters = read_letters(seed)
        with toolbox.rolled_back(env):
            program = env["plpdma.program"].create({"name": f"Lettres {seed}"})
            sent = (
                env["plpdma.contribution"]
                .with_context(tracking_disable=True)
                .create(
                    [
                        {
                            "program_id": program.id,
                            "verbatim": text,
                            "contributor_email": f"auteur{number}@example.com",
                        }
                        for number, (text, _campaign) in enumerate(letters)
                    ]
                )
            )
            env["plpdma.campaign"]._detect(program)
            env.invalidate_all()
            true = {
                one.id
                for one, (_text, campaign) in zip(sent, letters, strict=True)
                if campaign is not None
            }
            found = set(sent.filtered("campaign_id").ids)
            recalls.append(len(found & true) / len(true))
            precisions.append(len(found & true) / len(found))
    report.add("missed of those in a campaign", 1 - min(recalls), "", target=0.03)
    report.add("wrong of those proposed", 1 - min(precisions), "", target=0.01)


# ----------------------------------------------------------------------
# Among many
# ----------------------------------------------------------------------
def make_letter(rng, words):
    """A letter of some sentences, one word in three of those that stand everywhere."""
    return " ".join(
        " ".join(
            rng.choice(USUAL if rng.random() < 0.35 else words)
            for _word in range(rng.randint(8, 18))
        ).capitalize()
        + "."
        for _sentence in range(rng.randint(3, 8))
    )


def make_texts(size):
    """Texts of which some campaigns are made, and what each campaign varies."""
    rng = random.Random(7)
    words = [
        "".join(rng.choice(SYLLABLES) for _syllable in range(rng.randint(2, 4)))
        for _word in range(6_000)
    ]
    models = [make_letter(rng, words) for _campaign in range(CAMPAIGNS)]
    texts = [LETTERS.make_variant(rng, m) for m in models for _time in range(MEMBERS)]
    texts += [make_letter(rng, words) for _time in range(size - len(texts))]
    rng.shuffle(texts)
    return texts, models


def fill(env, program, size, texts):
    """Contributions that hold the texts, of as many authors, made in SQL."""
    toolbox.grow(env, size)
    [ids] = zip(
        *env.execute_query(
            SQL(
                "SELECT id FROM plpdma_contribution WHERE program_id = %s ORDER BY id",
                program.id,
            )
        ),
        strict=True,
    )
    for at in range(0, size, 5_000):
        env.cr.execute(
            SQL(
                """
                UPDATE plpdma_contribution c
                   SET verbatim = said.text, partner_id = NULL, stakeholder_id = NULL,
                       contributor_name = NULL,
                       contributor_email = 'auteur' || c.id || '@example.com'
                  FROM unnest(%s, %s) AS said(id, text)
                 WHERE c.id = said.id
                """,
                list(ids[at : at + 5_000]),
                texts[at : at + 5_000],
            )
        )
    env.cr.execute("DELETE FROM plpdma_likeness")
    env.invalidate_all()


def run_background(dbname, seconds):
    """Run what the scheduled action runs, for a while.

    :return: how many it noted as done, and how many as left
    """
    with Registry(dbname).cursor() as cr:
        env = api.Environment(cr, SUPERUSER_ID, {})
        cron = env.ref(CRON)
        context = {"cron_id": cron.id, "cron_end_time": time.monotonic() + seconds}
        running, progress = cron.with_context(**context)._add_progress()
        running.env["plpdma.campaign"]._cron_detect()
        return progress.done, progress.remaining


def get_memory():
    """Megabytes that the process holds."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1_000_000


def time_neighbours(env, program, texts):
    """Seconds that the neighbours of one text take, the middle of many."""
    sign = sys.modules["odoo.addons.plpdma_concertation.tools.likeness"].sign
    likeness = env["plpdma.likeness"]
    env.cr.execute("ANALYZE plpdma_likeness")
    durations = []
    for text in texts:
        signature = sign(text)
        seconds, _found = toolbox.timed(
            lambda signature=signature: likeness._find_neighbours(signature, program)
        )
        durations.append(seconds)
    return toolbox.median(durations)


def measure_many(env, report, program):
    """Neighbours among few and among many, and the background that goes through all."""
    dbname = env.cr.dbname
    env["plpdma.contribution"].with_context(tracking_disable=True).create(
        toolbox.contribution_vals(program, range(toolbox.FIRST))
    )
    env.flush_all()
    texts, models = make_texts(SIZE)
    rng = random.Random(11)
    asked = [LETTERS.make_variant(rng, rng.choice(models)) for _time in range(TRIED)]
    asked += texts[-TRIED:]

    fill(env, program, toolbox.FIRST, texts[: toolbox.FIRST])
    env["plpdma.campaign"]._detect(program)
    few = time_neighbours(env, program, asked)
    env["plpdma.campaign"].search([]).unlink()
    fill(env, program, SIZE, texts)
    env.cr.commit()

    stops, memory, whole = 0, [], 0
    started = time.monotonic()
    while True:
        done, left = run_background(dbname, 20)
        whole += done
        memory.append(get_memory())
        if not left:
            break
        stops += 1
    report.add(f"comparing {SIZE}: time", round(time.monotonic() - started), "s")
    report.add("stopped and resumed", stops, "times")
    assert stops > 1, "It was never stopped."
    env.cr.rollback()
    env.invalidate_all()
    assert not program.uncompared_count, "Some were not looked at."
    campaigns = env["plpdma.campaign"].search([("program_id", "=", program.id)])
    members = sum(campaigns.mapped("contribution_count"))
    missed = 1 - members / (MEMBERS * CAMPAIGNS)
    report.add("campaigns found", len(campaigns), "")
    report.add("missed among them", round(missed, 3), "", target=0.03)
    growth = memory[-1] / memory[0]
    report.add("memory, from the first stop to the end", round(growth, 2), "×", 1.15)
    many = time_neighbours(env, program, asked)
    report.add("neighbours of one text, among 1,000", round(few * 1000, 2), "ms")
    report.add(f"neighbours of one text, among {SIZE}", round(many * 1000, 2), "ms")
    report.add("among many, against few", round(many / few, 2), "×", target=3)


# ----------------------------------------------------------------------
# To whoever waits
# ----------------------------------------------------------------------
def measure_creation(env, report, program):
    """Creating contributions, with and without asking the background."""
    model = env["plpdma.contribution"].with_context(tracking_disable=True)
    campaigns = env.registry["plpdma.campaign"]
    durations = {"asked": [], "not asked": []}
    for _round in range(ROUNDS):
        for name, times in durations.items():
            with toolbox.rolled_back(env):
                vals_list = toolbox.contribution_vals(program, range(CREATED))
                env.invalidate_all()

                def work(vals_list=vals_list):
                    model.create(vals_list)
                    env.flush_all()

                if name == "asked":
                    seconds, _result = toolbox.timed(work)
                else:
                    with patch.object(campaigns, "_ask_detection", lambda self: None):
                        seconds, _result = toolbox.timed(work)
                times.append(seconds)
    ratio = min(durations["asked"]) / min(durations["not asked"])
    report.add("creating, against creating unseen", round(ratio, 3), "×", target=1.1)
    found = env["plpdma.likeness"].search_count([("program_id", "=", program.id)])
    assert not found, "Creating compares."


def measure(env):
    """Each in turn."""
    report = toolbox.Report("Campaigns of similar messages")
    measure_found(env, report)
    program = toolbox.make_program(env)
    measure_creation(env, report, program)
    measure_many(env, report, program)
    report.close()


measure(env)  # noqa: F821 (given by the shell)
