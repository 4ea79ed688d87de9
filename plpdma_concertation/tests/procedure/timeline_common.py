"""What the timelines have in common: a step is taken on its day, by its action."""

import base64
from contextlib import contextmanager

from freezegun import freeze_time

from .milestone_common import MilestoneCase

OFFICES = {
    "prefect": "prefecture@etat.example",
    "region": "region@region.example",
    "ademe": "ademe@ademe.example",
}


class TimelineCase(MilestoneCase):
    """Each step is taken on its day, by the actions of the screens."""

    def setUp(self):
        super().setUp()
        self.program.write({"date_start": "2026-01-01", "date_end": "2031-12-31"})
        with self._on("2026-01-05"):
            self.program.action_prepare_milestones()
        self.milestones = {
            milestone.kind: milestone
            for milestone in self.program.milestone_ids
            if milestone.kind != "annual_report"
        }

    @contextmanager
    def _on(self, day, time="09:00:00"):
        """A day of the procedure, by universal time: nothing is remembered of the
        others."""
        with freeze_time(f"{day} {time}"), self.mock_mail_gateway():
            self.env.invalidate_all()
            yield
            self.env.flush_all()
        self.env.invalidate_all()

    def _warnings(self, kind, day=None):
        """The points to watch of a milestone, as they are read on a day; by default,
        the one that it is."""
        if day:
            with self._on(day):
                return self.milestones[kind].warnings or ""
        return self.milestones[kind].warnings or ""

    def _let_leave(self, milestone):
        """As elsewhere, but that the messages of the day stay here already."""
        self._send_queued(milestone)

    def _open_milestones(self):
        """The kinds still to do, in their order."""
        todo = self.program.milestone_ids.filtered(lambda m: m.state == "todo")
        return list(dict.fromkeys(todo.mapped("kind")))

    # ------------------------------------------------------------------
    # Steps
    # ------------------------------------------------------------------
    def _hear_cces(self, kind, day, actors=None):
        """The CCES meets and gives its opinion."""
        with self._on(day, "08:00:00"):
            session = self._create_session(
                name="CCES",
                actors=actors or self.actors[:2],
                body_id=self.body.id,
                date_start=f"{day} 13:00:00",
                date_stop=f"{day} 15:00:00",
            )
            session.action_plan()
            self.milestones[kind].session_id = session
        return session

    def _hold(self, session, day, kind, opinion="<p>Favorable.</p>"):
        with self._on(day, "18:00:00"):
            session.action_hold()
            self.milestones[kind].opinion = opinion

    def _adopt_draft(self, day):
        with self._on(day):
            self.milestones["draft_adoption"].action_mark_done()

    def _consult(self, day, start, stop, **vals):
        """What is put to the public is announced on a day."""
        with self._on(day):
            session = self._create_session(
                name="Le projet de plan",
                format="public",
                nature="consultation",
                proposal="<p>Le projet.</p>",
                date_start=start,
                date_stop=stop,
                **vals,
            )
            session.action_plan()
            self.milestones["public_availability"].session_id = session
        return session

    def _write(self, session, day, time="09:00:00"):
        """Somebody of the public writes."""
        with self._on(day, time):
            return self._create_contribution(
                session_id=session.id, channel="web", verbatim="Un composteur."
            )

    def _close(self, session, day, minutes="<p>Ce qui a été dit.</p>"):
        with self._on(day):
            session.action_hold()
            session.minutes = minutes

    def _to_the_public(self):
        """The steps that each procedure has in common, up to the consultation."""
        self._hold(
            self._hear_cces("cces_opinion", "2026-02-10"), "2026-02-10", "cces_opinion"
        )
        self._adopt_draft("2026-02-20")
        return self._consult("2026-02-25", "2026-03-02 07:00:00", "2026-04-02 16:00:00")

    def _publish(self, session, day):
        """The synthesis, the reasons, then the programme."""
        with self._on(day):
            session.minutes_state = "final"
            self.agent_env["plpdma.session.document"].create(
                {
                    "session_id": session.id,
                    "kind": "motives",
                    "file": base64.b64encode(b"Les motifs."),
                    "file_name": "motifs.pdf",
                }
            )
            self.program.with_user(self.user_manager).is_published = True
            self.milestones["publication"].action_mark_done()
