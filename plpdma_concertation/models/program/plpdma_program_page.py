from odoo import api, models
from odoo.fields import Domain
from odoo.tools import format_date

from ...tools.groups import ELECTED, FACILITATOR
from ...tools.period import describe_months


class PlpdmaProgram(models.Model):
    """What the public page of a programme tells, in words, from a record in superuser
    mode (see ``_find_published``); whose portal shows it."""

    _inherit = "plpdma.program"

    def _describe_progress(self):
        """``{"phase", "period"}``: words of the programme's phase and, if it has one,
        its period."""
        self.ensure_one()
        phases = dict(self._fields["phase"]._description_selection(self.env))
        return {"phase": phases[self.phase], "period": self._describe_period()}

    def _describe_period(self):
        start, stop = (
            day and format_date(self.env, day, date_format="MMMM y")
            for day in (self.date_start, self.date_end)
        )
        return describe_months(self.env, start, stop)

    def _describe_frame(self):
        """``[{"name", "title", "text"}]`` of the frame's texts that are written."""
        titles = {
            "objective": self.env._("What we expect from the concertation"),
            "negotiable": self.env._("What is open to discussion"),
            "non_negotiable": self.env._("What is not open to discussion"),
            "elected_role": self.env._("What the élus do"),
            "follow_up_terms": self.env._("What becomes of your contributions"),
        }
        return [
            {
                "name": name,
                # Said to everybody in other words than to the agents, for some.
                "title": titles.get(name) or self._get_frame_label(name),
                "text": text,
            }
            for name, text in self._get_frame_texts().items()
            if text
        ]

    def _describe_public_documents(self):
        """``[{"id", "name", "size" in kB, "url"}]`` of the published documents; the
        address is the one from which each is read."""
        path = self._get_public_path()
        return [
            {
                "id": document.id,
                "name": document.name,
                "size": max(document.file_size // 1024, 1),
                "url": f"{path}/documents/{document.id}",
            }
            for document in self.public_document_ids
            if document.type == "binary"
        ]

    @api.model
    def _get_portal_programs(self):
        """The programmes in which the user has a part on the portal, as a recordset."""
        user = self.env.user
        if not any(
            (user._is_portal(), user.has_group(ELECTED), user.has_group(FACILITATOR))
        ):
            return self.browse()
        return self.search(Domain.TRUE)
