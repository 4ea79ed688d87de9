"""Importing contributions, against the same import into a plain model.

The plain model has the same relations and columns, and nothing else: what remains is
what matching contacts, numbering, deadlines, checks and the discussion cost.
"""

import sys
from datetime import timedelta
from pathlib import Path

from odoo import fields, models
from odoo.modules.module import get_module_path
from odoo.orm.model_classes import add_to_registry

sys.path.insert(0, str(Path(get_module_path("plpdma_concertation")).parent))
from bench import toolbox  # noqa: E402

ROWS = 5_000
ROUNDS = 3
MODEL = "plpdma.contribution"
PLAIN = "bench.plain.contribution"
RELATIONS = ["program_id", "session_id", "territory_id", "theme_ids"]
HEADER = [
    *RELATIONS,
    "date_received",
    "channel",
    "kind",
    "stance",
    "contributor_name",
    "contributor_email",
    "verbatim",
]


class PlainContribution(models.Model):
    """The columns and relations of a contribution without anything else."""

    _name = PLAIN
    _description = "Plain Contribution"
    _module = "base"
    _log_access = True

    active = fields.Boolean(default=True)
    reference = fields.Char(index="trigram")
    program_id = fields.Many2one("plpdma.program", required=True, index=True)
    company_id = fields.Many2one("res.company", index=True)
    session_id = fields.Many2one("plpdma.session", index="btree_not_null")
    question_id = fields.Many2one("plpdma.question", index="btree_not_null")
    stakeholder_id = fields.Many2one("plpdma.stakeholder", index="btree_not_null")
    partner_id = fields.Many2one("res.partner", index="btree_not_null")
    role_id = fields.Many2one("plpdma.role", index="btree_not_null")
    territory_id = fields.Many2one("plpdma.territory", index="btree_not_null")
    user_id = fields.Many2one("res.users", index="btree_not_null")
    response_id = fields.Many2one("plpdma.response", "In force", index="btree_not_null")
    sent_response_id = fields.Many2one(
        "plpdma.response", "Sent", index="btree_not_null"
    )
    duplicate_of_id = fields.Many2one(PLAIN, index="btree_not_null")
    theme_ids = fields.Many2many("plpdma.theme")
    response_ids = fields.Many2many("plpdma.response")
    channel = fields.Selection(
        [(value, value.title()) for value in toolbox.CHANNELS], required=True
    )
    kind = fields.Selection([(v, v.title()) for v in toolbox.KINDS], required=True)
    stance = fields.Selection([(v, v.title()) for v in toolbox.STANCES])
    confidentiality = fields.Selection([("public", "Public")], index=True)
    state = fields.Selection([("received", "Received")], index=True)
    decision = fields.Selection([("retained", "Retained")])
    answer_channel = fields.Selection([("email", "E-mail")])
    date_received = fields.Date(required=True)
    date_due = fields.Date()
    date_answered = fields.Date()
    date_reminded = fields.Date()
    is_late = fields.Boolean()
    anonymous = fields.Boolean()
    response_expected = fields.Boolean()
    delivery = fields.Selection([("none", "None")])
    contributor_name = fields.Char()
    contributor_email = fields.Char()
    summary = fields.Char()
    verbatim = fields.Text(required=True)
    public_text = fields.Text()
    internal_note = fields.Html()


def make_plain_model(env):
    """Make the plain model in this process and this transaction only."""
    add_to_registry(env.registry, PlainContribution)
    env.registry._setup_models__(env.cr, [PLAIN])
    env.registry.init_models(env.cr, [PLAIN], {"module": "base"})
    env["ir.model.access"].create(
        {
            "name": PLAIN,
            "model_id": env["ir.model"]._get_id(PLAIN),
            "group_id": env.ref("plpdma_concertation.group_user").id,
            "perm_read": True,
            "perm_write": True,
            "perm_create": True,
        }
    )


def make_rows(program, value_of):
    """The rows of the file; ``value_of`` says how a row designates a record."""
    session = program.session_ids
    themes = program.env["plpdma.theme"].search([])
    territories = program.territory_ids
    return [
        [
            value_of(program),
            value_of(session),
            value_of(territories[number % len(territories)]),
            value_of(themes[number % len(themes)]),
            str(toolbox.DAY_ONE + timedelta(days=number % 300)),
            toolbox.CHANNELS[number % len(toolbox.CHANNELS)],
            toolbox.KINDS[number % len(toolbox.KINDS)],
            toolbox.STANCES[number % len(toolbox.STANCES)],
            f"Habitante {number}",
            toolbox.contributor_email(number),
            toolbox.VERBATIM * (1 + number % 5) + str(number),
        ]
        for number in range(ROWS)
    ]


def load(model, header, rows):
    """Seconds that the import takes."""

    def work():
        result = model.load(header, rows)
        model.env.flush_all()
        return result

    with toolbox.rolled_back(model.env):
        seconds, result = toolbox.timed(work)
        assert len(result["ids"] or []) == ROWS, result["messages"][:3]
    return seconds


def measure(env):
    """Import the same rows into both models, turn by turn."""
    report = toolbox.Report("Import of 5,000 contributions, against a plain model")
    make_plain_model(env)
    agent = toolbox.agent_env(env)
    program = toolbox.make_program(env).with_env(agent)
    by_name = HEADER, make_rows(program, lambda record: record.name)
    by_id = (
        [f"{name}/.id" if name in RELATIONS else name for name in HEADER],
        make_rows(program, lambda record: str(record.id)),
    )
    screen = {"import_file": True, "tracking_disable": True}
    for title, table, context in (
        ("import screen", by_name, screen),
        ("load()", by_name, {}),
        ("load() by id", by_id, {}),
    ):
        ours, plain = [], []
        for _round in range(ROUNDS):
            plain.append(load(agent[PLAIN].with_context(**context), *table))
            ours.append(load(agent[MODEL].with_context(**context), *table))
        report.add(f"{title}, plain model", round(toolbox.median(plain), 2), "s")
        report.add(f"{title}, contributions", round(toolbox.median(ours), 2), "s")
        ratio = toolbox.median(ours) / toolbox.median(plain)
        report.add(f"{title}, ratio", round(ratio, 2), "", target=1.5)
    report.close()


measure(env)  # noqa: F821 (given by the shell)
