"""Actors of organisations that are met, at some days from a day that does not move."""

from datetime import date, datetime, time, timedelta

from freezegun import freeze_time

from odoo.fields import Command

from ..common import ConcertationCase

DAY = date(2026, 6, 15)
# Noon, where the authority is.
NOW = "2026-06-15 10:00:00"


def at(offset):
    return DAY + timedelta(days=offset)


class SolicitationCase(ConcertationCase):
    @classmethod
    def setUpClass(cls):
        frozen = freeze_time(NOW)
        frozen.start()
        cls.addClassCleanup(frozen.stop)
        super().setUpClass()
        cls.company.partner_id.tz = "Europe/Paris"
        cls.actor = cls.actors[0]

    def _meet(self, actors, *offsets, state="planned", capacity="participant", **vals):
        """Sessions of some actors, one at each offset from today, in days."""
        sessions = self.agent_env["plpdma.session"]
        for offset in offsets:
            start = datetime.combine(at(offset), time(8))
            sessions |= sessions.with_context(no_mail_to_attendees=True).create(
                {
                    "name": f"Rencontre {offset}",
                    "program_id": actors.program_id.id,
                    "date_start": start,
                    "question_ids": [Command.create({"name": "Où composter ?"})],
                    "participation_ids": [
                        Command.create(
                            {"stakeholder_id": actor.id, "capacity": capacity}
                        )
                        for actor in actors
                    ],
                    **vals,
                }
            )
        steps = ("planned", "held") if state == "held" else (state,)
        for step in steps:
            if step != "draft":
                sessions.state = step
        self._forget()
        return sessions

    def _serve(self, actor, *offsets):
        services = self.agent_env["plpdma.service"].create(
            [
                {"name": "Une salle", "stakeholder_id": actor.id, "date": at(offset)}
                for offset in offsets
            ]
        )
        self._forget()
        return services

    def _forget(self):
        self.env.flush_all()
        self.env.invalidate_all()

    def _create_actor(self, name, program=None, parent=None, **vals):
        partner = self.agent_env["res.partner"].create(
            {"name": name, "parent_id": parent and parent.id}
        )
        return self.agent_env["plpdma.stakeholder"].create(
            {
                "program_id": (program or self.program).id,
                "partner_id": partner.id,
                **vals,
            }
        )
