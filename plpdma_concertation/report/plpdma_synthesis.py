from odoo import api, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ..export.publication_groups import get_groups
from ..export.summary import Block, Summary
from ..tools.groups import READERS
from ..tools.local_html import get_written


class ReportSynthesis(models.AbstractModel):
    """The synthesis of a consultation: what it gathered, and what was taken into
    account."""

    _name = "report.plpdma_concertation.report_synthesis"
    _inherit = ["plpdma.document.mixin"]
    _description = "Synthesis of a Consultation"

    _printed_model = "plpdma.session"
    _printed_for = READERS
    _is_made_public = True

    @api.model
    def _get_title(self):
        return self.env._("Synthesis of the Consultation")

    @api.model
    def _check_printable(self, records):
        others = records.filtered(
            lambda session: (
                session.format != "public" and session.nature != "consultation"
            )
        )
        if others:
            raise UserError(
                self.env._(
                    "A synthesis is made of a consultation, or of an availability to "
                    "the public. Neither of these: %s.",
                    ", ".join(others.mapped("display_name")),
                )
            )

    @api.model
    def _get_page_path(self, record):
        return record._get_page_paths().get("synthesis")

    @api.model
    def _prepare_sheets(self, record):
        sheet = self._prepare_sheet(record, page_url=self._get_page_url(record))
        session = sheet["record"]
        env = session.env
        domain = self._get_shared_domain(session_id=session.id)
        summary = Summary(
            env,
            {
                "contributions": domain,
                "participations": Domain.FALSE,
                "sessions": Domain.FALSE,
            },
        )
        contributions = env["plpdma.contribution"]
        late = contributions.search(domain & Domain("is_late", "=", True))
        counts = env["plpdma.figures"]._count_received_by(domain, "is_late")
        return [
            {
                **sheet,
                "moment": session._describe_moment(),
                "written": self._get_written_synthesis(session),
                "proposal": get_written(session.proposal),
                "total": summary.contributions["received"],
                "made": summary.observations["made"],
                "late_count": counts[True],
                "late_references": set(late.mapped("reference")),
                "stances": self._draw(self._get_stance_block(env, domain)),
                "charts": [self._draw(block) for block in summary.get_blocks()],
                "groups": get_groups(env, domain, gathered=True),
            }
        ]

    @api.model
    def _get_written_synthesis(self, session):
        """What the service wrote of what the public observed, as HTML: the minutes of
        an availability to the public, once they are circulated."""
        if session.format != "public" or session.minutes_state == "draft":
            return ""
        text = session.minutes if self._is_for_everybody() else session.shared_minutes
        return get_written(text)

    @api.model
    def _get_stance_block(self, env, domain):
        """:class:`~..export.summary.Block` of the opinions, in the order of their list,
        those not noted last.

        :param Domain domain: the contributions that count
        """
        contributions = env["plpdma.contribution"]
        counts = env["plpdma.figures"]._count_received_by(domain, "stance")
        labels = self._get_labels(contributions, "stance")
        labels[False] = env._("Opinion not noted")
        return Block(
            env._("Opinions on the proposal"),
            (env._("Opinion"), env._("Contributions")),
            [
                (label, counts[stance])
                for stance, label in labels.items()
                if counts.get(stance)
            ],
        )
