from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import format_date

from ...tools.difference import compare_texts, mark_difference
from ...tools.local_html import get_written

# Characters of an observation where several stand one under the other.
OBSERVATION_LENGTH = 600


class PlpdmaMeasure(models.Model):
    """What everybody reads of an action: what it says, what it said before, and the
    observations that made the difference.

    The public has no right on it: its pages read what the methods below give, in
    superuser mode, and nothing else.
    """

    _inherit = "plpdma.measure"

    is_published = fields.Boolean(
        string="Published",
        copy=False,
        tracking=True,
        help="Everybody reads it where the programme has public pages, and may "
        "contribute about it; the participants of the programme read it on the portal.",
    )

    difference = fields.Html(
        string="What Changed", compute="_compute_difference", sanitize=False
    )

    # ------------------------------------------------------------------
    # Computes
    # ------------------------------------------------------------------
    @api.depends("text_before", "text_after")
    @api.depends_context("lang")
    def _compute_difference(self):
        for measure in self:
            measure.difference = measure._mark_difference()

    # ------------------------------------------------------------------
    # Which ones
    # ------------------------------------------------------------------
    @api.model
    def _get_published_domain(self):
        """Domain of the actions that everybody reads, where their programme has public
        pages."""
        return Domain("is_published", "=", True) & Domain("active", "=", True)

    @api.model
    def _get_offered_domain(self):
        """Domain of those about which everybody may contribute: not what is dropped."""
        return self._get_published_domain() & Domain("state", "!=", "dropped")

    @api.model
    def _get_public_observations_domain(self, measures):
        """Domain of the observations that everybody reads, and that made some actions
        what they are: they name them, or a published answer to them changes them.

        :param measures: actions, in superuser mode
        """
        answered = Domain("published", "=", True) & Domain(
            "measure_ids", "in", measures.ids
        )
        return self.env["plpdma.contribution"]._get_published_domain() & (
            Domain("measure_ids", "in", measures.ids)
            | Domain("sent_response_id", "any", answered)
        )

    # ------------------------------------------------------------------
    # Words
    # ------------------------------------------------------------------
    def _get_public_description(self):
        """Dictionary of what everybody reads of an action, in superuser mode, in the
        language of the environment.

        ``difference`` is ``Markup``: the text after, with what it adds and takes away;
        empty where there are not both. ``explanation`` is told of what is dropped.
        """
        self.ensure_one()
        themes, places = self.theme_ids, self.territory_ids
        is_dropped = self.state == "dropped"
        return {
            "id": self.id,
            "code": self.code,
            "name": self.name,
            "title": self.display_name,
            "description": get_written(self.description),
            "state": self.state,
            "state_label": self._get_state_label(),
            "explanation": self.explanation if is_dropped else "",
            "carried_by": self.carried_by,
            "is_voluntary": self.is_voluntary,
            "themes": ", ".join(map(themes._get_names().get, themes.ids)),
            "places": ", ".join(map(places._get_names().get, places.ids)),
            "begins": format_date(self.env, self.date_start, date_format="long"),
            "ends": format_date(self.env, self.date_stop, date_format="long"),
            "before": self.text_before or "",
            "after": self.text_after or "",
            "difference": self._mark_difference(),
            "changes": self._describe_changes(),
            "observations": self._describe_observations(),
        }

    def _get_state_label(self):
        """Where it stands, as the reader's language says it."""
        labels = dict(self._fields["state"]._description_selection(self.env))
        return labels[self.state]

    def _mark_difference(self):
        """``Markup`` of the text after, where what is new and what is no more are told
        apart, in words too; empty where one of the texts is missing, or where they are
        too long to be compared."""
        self.ensure_one()
        if not self.text_before or not self.text_after:
            return ""
        pieces = compare_texts(self.text_before, self.text_after)
        return mark_difference(pieces, self.env._("Taken away:"), self.env._("Added:"))

    def _find_public_changes(self):
        """List of ``(id of the action, response)``, the oldest first: the published
        answers that say what they change in the actions, in superuser mode."""
        domain = Domain("measure_ids", "in", self.ids) & Domain("change", "!=", False)
        # What was corrected is told by its correction.
        domain &= Domain("state", "=", "sent")
        responses = self.env["plpdma.response"]
        return [
            (id_, response)
            for response in responses.search(
                domain & responses._get_published_answer_domain(),
                order="date_sent, id",
            )
            for id_ in response.measure_ids.ids
        ]

    def _describe_changes(self):
        """List of what published answers say that they change in it, the oldest first,
        for an action in superuser mode: dictionaries of ``change`` and ``date``."""
        self.ensure_one()
        return [
            {
                "change": response.change,
                "date": format_date(
                    self.env,
                    self.company_id._plpdma_get_local_day(response.date_sent),
                    date_format="long",
                ),
            }
            for id_, response in self._find_public_changes()
            if id_ == self.id
        ]

    def _describe_observations(self, limit=None):
        """List of the entries of the register that made it, the oldest first, for an
        action in superuser mode, as ``_describe_entry`` gives them.

        :param int limit: how many at most
        """
        self.ensure_one()
        contributions = self.env["plpdma.contribution"].search(
            self._get_public_observations_domain(self),
            order="date_received, id",
            limit=limit,
        )
        return [one._describe_entry(OBSERVATION_LENGTH) for one in contributions]
