"""The register of the concertation: one table for each sheet."""

from odoo.fields import Domain

from .register_contribution import ContributionTable
from .register_hearing import ActorTable, ParticipationTable, SessionTable
from .register_outcome import (
    AdaptationTable,
    CommitmentTable,
    MeasureTable,
    MilestoneTable,
)

# The sheets of the register, in their order.
TABLES = {
    "actors": ActorTable,
    "sessions": SessionTable,
    "participations": ParticipationTable,
    "contributions": ContributionTable,
    "measures": MeasureTable,
    "commitments": CommitmentTable,
    "adaptations": AdaptationTable,
    "milestones": MilestoneTable,
}


def get_table_domain(table, program_id=None, date_from=None, date_to=None):
    """What a programme and a period keep of a table.

    :param table: class of the table
    :param date_from: first day; ``date_to``: last day, both as dates
    """
    domain = Domain.TRUE
    if program_id:
        domain &= Domain("program_id", "=", program_id)
    if table.date_field and date_from:
        domain &= Domain(table.date_field, ">=", date_from)
    if table.date_field and date_to:
        domain &= Domain(table.date_field, "<=", date_to)
    return domain
