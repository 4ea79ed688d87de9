"""The actors that a programme takes over from another."""

from odoo import api, models

# What is known of an actor, whatever the programme.
ACTOR_FIELDS = (
    "partner_id",
    "role_ids",
    "college_id",
    "user_id",
    "membership",
    "follow_scope",
    "availability",
    "competitor_group_id",
    "needs",
    "interests",
    "constraints",
    "way_of_working",
    "influence",
    "interest",
)


class PlpdmaProgram(models.Model):
    """The same people are met from one programme to the next."""

    _inherit = "plpdma.program"

    def _list_to_take_over(self, source):
        held = self.with_context(active_test=False).stakeholder_ids.partner_id
        actors = source.stakeholder_ids.filtered(lambda a: a.partner_id not in held)
        labels = dict(actors._fields["membership"]._description_selection(self.env))
        return [
            *super()._list_to_take_over(source),
            *(
                self._describe_taken(
                    "actor",
                    actor,
                    self._describe_seat(actor, labels),
                    is_taken=actor.sits_today or actor.membership == "none",
                )
                for actor in actors
            ),
        ]

    def _get_held_keys(self, source):
        held = super()._get_held_keys(source)
        return {**held, "actor": {*map(str, source.stakeholder_ids.ids)}}

    @api.model
    def _describe_seat(self, actor, labels):
        """The actor's categories, and where they sit."""
        parts = [*actor.role_ids.mapped("name"), *actor.body_ids.mapped("name")]
        if actor.membership != "none":
            parts.append(labels[actor.membership])
        return ", ".join(parts)

    def _take_over_keys(self, source, keys):
        """The actors come after the bodies in which they sit."""
        result = super()._take_over_keys(source, keys)
        actors = source.stakeholder_ids.browse(map(int, keys.get("actor", ())))
        bodies = {self._get_body_key(body): body for body in self.body_ids}
        taken = self.env["plpdma.stakeholder"].create(
            [
                self._prepare_actor(actor, values, bodies)
                for actor, values in zip(actors, actors.copy_data(), strict=True)
            ]
        )
        ours = dict(zip(actors, taken, strict=True))
        for actor, copy in ours.items():
            if actor.substitute_for_id in ours:
                copy.substitute_for_id = ours[actor.substitute_for_id]
        return result

    def _prepare_actor(self, actor, values, bodies):
        """Values of the actor in this programme.

        :param dict values: what core would copy of the actor
        :param dict bodies: ``{key: body}`` of this programme
        """
        values = {name: values[name] for name in ACTOR_FIELDS}
        if not actor.user_id.active:
            values["user_id"] = False
        places = [bodies.get(self._get_body_key(body)) for body in actor.body_ids]
        seats = [body.id for body in places if body]
        if actor.membership == "occasional" or not (seats or not actor.body_ids):
            # A guest came for what the other programme did; a member of a body that is
            # not taken over is none here.
            values["membership"] = "none"
            seats = []
        return {**values, "program_id": self.id, "body_ids": seats}
