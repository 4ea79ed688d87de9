from collections import defaultdict

from odoo import api, fields, models
from odoo.fields import Domain

from ...tools.difference import compare_texts, mark_difference
from ...tools.local_html import describe_images, get_written
from ...tools.moments import describe_day
from ...tools.period import describe_period

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
        return self.env["plpdma.contribution"]._get_published_domain() & (
            Domain("measure_ids", "in", measures.ids)
            | self._get_answered_domain(measures)
        )

    @api.model
    def _get_answered_domain(self, measures):
        changed = Domain("published", "=", True) & Domain(
            "measure_ids", "in", measures.ids
        )
        return Domain("sent_response_id", "any", changed)

    def _find_public_observations(self):
        """``{action: ids}`` of the observations of ``_get_public_observations_domain``,
        in the order in which they were registered, for actions in superuser mode."""
        contributions = self.env["plpdma.contribution"]
        found = defaultdict(set)
        published = contributions._get_published_domain()
        for measure, ids in contributions._read_group(
            published & Domain("measure_ids", "in", self.ids),
            ["measure_ids"],
            ["id:array_agg"],
        ):
            found[measure].update(ids)
        for response, ids in contributions._read_group(
            published & self._get_answered_domain(self),
            ["sent_response_id"],
            ["id:array_agg"],
        ):
            for measure in response.measure_ids:
                found[measure].update(ids)
        return {measure: sorted(found[measure]) for measure in self}

    # ------------------------------------------------------------------
    # Words
    # ------------------------------------------------------------------
    def _get_public_description(self):
        """Dictionary of what everybody reads of an action: see
        ``_get_public_descriptions``."""
        self.ensure_one()
        return self._get_public_descriptions()[0]

    def _get_public_descriptions(self, limit=None):
        """List of dictionaries of what everybody reads of each action, in superuser
        mode, in the language of the environment.

        ``difference`` is ``Markup``: the text after, with what it adds and takes away;
        empty where there are not both. ``explanation`` is told of what is dropped.

        :param int limit: how many ``observations`` of each, the first ones;
            ``observation_count`` is how many there are
        """
        observations = self._find_public_observations()
        described = self._describe_observations(
            [id_ for ids in observations.values() for id_ in ids[:limit]]
        )
        changes = self._describe_changes()
        return [
            {
                **measure._describe_standing(),
                **measure._describe_contents(),
                "changes": changes[measure],
                "observations": [
                    words
                    for id_, words in described.items()
                    if id_ in observations[measure][:limit]
                ],
                "observation_count": len(observations[measure]),
            }
            for measure in self
        ]

    def _describe_contents(self):
        """What an action says of itself: what is to be done, by whom, where, when."""
        self.ensure_one()
        themes, places = self.theme_ids, self.territory_ids
        return {
            "id": self.id,
            "code": self.code,
            "name": self.name,
            "description": describe_images(
                get_written(self.description),
                self.env._("Image without a description"),
            ),
            "carried_by": self._name_carrier(),
            "is_voluntary": self.is_voluntary,
            "themes": ", ".join(map(themes._get_names().get, themes.ids)),
            "places": ", ".join(map(places._get_names().get, places.ids)),
            "period": describe_period(
                self.env,
                describe_day(self.env, self.date_start),
                describe_day(self.env, self.date_stop),
            ),
            "before": self.text_before or "",
            "after": self.text_after or "",
            "difference": self._mark_difference(),
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
            if id_ in self._ids
        ]

    def _describe_changes(self):
        """``{action: list}`` of what published answers say that they change in each,
        the oldest first, for actions in superuser mode: dictionaries of ``change`` and
        ``date``."""
        changes = {measure: [] for measure in self}
        for id_, response in self._find_public_changes():
            day = response.company_id._plpdma_get_local_day(response.date_sent)
            changes[self.browse(id_)].append(
                {
                    "change": response.change,
                    "date": describe_day(self.env, day),
                }
            )
        return changes

    @api.model
    def _describe_observations(self, ids):
        """``{id: words}`` of entries of the register, the oldest first, as
        ``_describe_entry`` gives them.

        :param ids: of contributions that everybody reads
        """
        contributions = self.env["plpdma.contribution"]
        found = contributions.search_fetch(
            Domain("id", "in", ids),
            contributions._get_entry_fields(),
            order="date_received, id",
        )
        # Themes are named even when they are archived since.
        found = found.with_context(active_test=False)
        return {one.id: one._describe_entry(OBSERVATION_LENGTH) for one in found}
