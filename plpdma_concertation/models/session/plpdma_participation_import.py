"""An attendance sheet, brought into a session to which its people were invited."""

from odoo import api, models


class PlpdmaParticipation(models.Model):
    """Whoever is in the list already gets the presence that the sheet tells."""

    _inherit = "plpdma.participation"

    _import_names = ("stakeholder_id",)
    _import_clues = {
        "stakeholder_id": ("email", "organisation"),
        "session_id": ("day",),
    }
    _import_restored = {"attendance": "invited", "represented_by_id": False}

    @api.model
    def _find_there(self, values):
        """The line of the actor of a row in its session, whatever programme the actor
        was found in."""
        context = self.env.context
        session_id = values.get("session_id") or context.get("default_session_id")
        actor = self.stakeholder_id.browse(values.get("stakeholder_id") or ())
        session = self.session_id.browse(session_id or ())
        if not (actor and session):
            return self.browse()
        known = self._get_known_lines(session)
        return self.browse(known.get(actor._get_counterpart(session.program_id).id))

    @api.model
    def _get_known_lines(self, session):
        """``{actor id: line id}`` of a session, read once for a file."""
        cache = self.env.context.get("import_cache")
        key = ("plpdma_known_lines", session.id)
        if cache is not None and key in cache:
            return cache[key]
        lines = self.search_fetch([("session_id", "=", session.id)], ["stakeholder_id"])
        known = {line.stakeholder_id.id: line.id for line in lines}
        if cache is not None:
            cache[key] = known
        return known

    def _lacks(self, name):
        """Whoever is only invited, or did not reply, has no presence, nor reply, yet;
        how somebody takes part is always told."""
        nothing = {"attendance": "invited", "rsvp": "pending"}
        if name in nothing:
            return self[name] == nothing[name]
        return super()._lacks(name)

    def _find_otherwise(self, values):
        """``[(field, value)]`` of a presence that was noted already, and is another in
        the sheet."""
        told = values.get("attendance")
        if self._lacks("attendance") or told in (False, None, "invited"):
            return []
        return [("attendance", told)] if told != self.attendance else []

    # ------------------------------------------------------------------
    # Undone
    # ------------------------------------------------------------------
    def _find_list_obstacles(self, restored):
        """As elsewhere: whoever holds a proxy, or whose vote is noted; and whoever came
        to a session that is reported, of whom nothing would be known any more."""
        ours, found = self | restored, {}
        reported = restored.filtered(lambda line: line.session_id.state == "reported")
        # sudo: whether somebody's vote is noted is looked at, not which.
        voted = ours.filtered(lambda line: line.sudo().ballot_ids)
        for lines, reason in (
            (reported, self.env._("the session is reported")),
            (voted, self.env._("their vote is noted")),
        ):
            found.update(dict.fromkeys(lines.ids, reason))
        for line, holder in ours._find_holders_of_lists().items():
            if holder in ours and line not in ours:
                reason = self.env._("holds the proxy of %s", line.display_name)
                found[holder.id] = reason
        return found
