"""A programme filled at random, and each figure counted in plain Python."""

import random
from datetime import timedelta

from odoo import fields

from ..common import ConcertationCase

SEED = 20261127
DECISIONS = ("retained", "partial", "deferred", "not_retained", "information")


class FiguresCase(ConcertationCase):
    """A programme filled at random, always the same: sessions of each state, each
    attendance, contributions that stand everywhere. Nothing is confided to the staff,
    so that the whole scope is the same for all: the élue is the referent of it all."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang("en_US")
        cls.company.partner_id.lang = "en_US"
        cls.random = random.Random(SEED)
        cls.body.proxy_limit = 100
        cls.colleges = cls.env["plpdma.college"].search([], limit=3)
        partners = cls.agent_env["res.partner"].create(
            [{"name": f"Structure {n:02}", "is_company": True} for n in range(24)]
        )
        cls.everybody = cls.actors | cls.agent_env["plpdma.stakeholder"].create(
            [
                {
                    "program_id": cls.program.id,
                    "partner_id": partner.id,
                    "college_id": cls.random.choice([False, *cls.colleges.ids]),
                }
                for partner in partners
            ]
        )
        cls.outsiders = cls.agent_env["res.partner"].create(
            [{"name": f"Sacha Dehors {n}"} for n in range(10)]
        )

    def _build_world(self):
        super()._build_world()
        # One actor stands for nobody and wrote nothing; one is invited to what is to
        # come, and to nothing else.
        *self.invited, self.future, self.forgotten = self.everybody
        self._create_sessions()
        self._create_received()
        self.everybody[5].active = False
        self.env.flush_all()
        self.env.invalidate_all()

    def _create_sessions(self):
        self.sessions = {}
        for number, state in enumerate(
            ("draft", "planned", "planned", "held", "held", "reported", "cancelled")
        ):
            days = 10 if state == "planned" and number == 1 else -20 - number
            lines = self.random.sample(self.invited[:18], 9)
            if number == 1:
                lines.append(self.future)
            session = self._create_session(
                lines, days=days, name=f"Atelier {number}", minutes="<p>Dit.</p>"
            )
            if state != "draft":
                session.action_plan()
            self._note(session)
            if state in ("held", "reported"):
                session.action_hold()
            if state == "reported":
                session.participation_ids.filtered(
                    lambda line: line.attendance == "invited"
                ).attendance = "absent"
                session.action_report()
            if state == "cancelled":
                session.action_cancel()
            self.sessions.setdefault(state, session.browse())
            self.sessions[state] |= session
        now = fields.Datetime.now()
        for name, start in (("ouverte", -3), ("à venir", 3)):
            session = self._create_session(
                name=f"Mise à disposition {name}",
                format="public",
                nature="consultation",
                proposal="<p>Un projet.</p>",
                days=start,
                date_stop=now + timedelta(days=start + 21),
            )
            session.action_plan()
            self.sessions[name] = session

    def _note(self, session):
        """Whatever stands on a list, before the session is held or even if it never
        is; before its day, who excused themselves."""
        here, *others = session.participation_ids
        if session.date_start > fields.Datetime.now():
            here.attendance = "excused"
            return
        here.attendance = "present"
        for number, line in enumerate(others):
            if line.stakeholder_id == self.future:
                continue
            kind = self.random.choice(
                ("present", "proxy", "stand_in", "excused", "absent", "invited")
            )
            if kind in ("proxy", "stand_in"):
                outsider = self.outsiders[number]
                who = here.partner_id if kind == "proxy" else outsider
                line.write({"attendance": "represented", "represented_by_id": who.id})
            else:
                line.attendance = kind

    def _create_received(self):
        """Each of the four standings, late ones, repeats answered with the other."""
        today = self.company._plpdma_get_today()
        self.contributions = self._create_contributions(
            *(
                {
                    "session_id": self.random.choice(
                        [False, self.sessions["held"][0].id]
                    ),
                    "stakeholder_id": self.random.choice(
                        [False, *(a.id for a in self.invited[15:])]
                    ),
                    "response_expected": self.random.random() < 0.7,
                    "confidentiality": self.random.choice(("public", "members")),
                    "date_received": today - timedelta(days=self.random.randint(0, 90)),
                    "contributor_name": f"Camille {number}",
                    "contributor_email": f"camille{number}@p.example",
                    "state": self.random.choice(("received", "in_review")),
                }
                for number in range(40)
            )
        )
        answered = self.contributions[:14]
        answered[0]._merge_into(answered[1])
        for number, decision in enumerate(DECISIONS):
            chosen = answered[1 + 2 * number : 3 + 2 * number]
            self._create_response(chosen, decision, state="sent")
        self.contributions[20:22]._merge_into(self.contributions[22])
        # Closed without an answer, where none is expected.
        closed = self.contributions[25:].filtered(lambda c: not c.response_expected)
        closed[:2].action_close()
        archived = self._create_contribution()
        archived.active = False
        self._create_letters()
        self.received = self.contributions | self.letters

    def _create_letters(self):
        """Letters that were split: one of which all the points wait, one half answered,
        one answered, one that awaits nothing."""
        today = self.company._plpdma_get_today()
        self.letters = self._create_contributions(
            *(
                {
                    "verbatim": "Un composteur. Un bac. Une réunion.",
                    "confidentiality": self.random.choice(("public", "members")),
                    "date_received": today - timedelta(days=self.random.randint(0, 90)),
                    "contributor_name": f"Lettre {number}",
                    "contributor_email": f"lettre{number}@p.example",
                    "response_expected": number != 3,
                }
                for number in range(4)
            )
        )
        for letter in self.letters:
            letter._split(
                [
                    {"quote_start": start, "quote_stop": stop}
                    for start, stop in ((0, 14), (15, 22), (23, 35))
                ]
            )
        self.parts = self.letters.part_ids
        half, all_of_it = (letter._get_letter_parts() for letter in self.letters[1:3])
        self._create_response(half[:2], "partial", state="sent")
        self._create_response(all_of_it, "retained", state="sent")

    # ------------------------------------------------------------------
    # What the screens say
    # ------------------------------------------------------------------
    def _expect(self):
        """Each figure, counted in plain Python over all the records."""
        records = self.received
        answered = records.filtered("date_answered")
        merged = (records - answered).filtered(lambda c: c.state == "merged")
        awaiting = (records - answered - merged).filtered("response_expected")
        self.assertTrue(answered and merged and awaiting)
        split = records.filtered(lambda c: c.state == "split")
        self.assertEqual(split, self.letters)
        told = (records | self.parts) - split
        observations = told.filtered(lambda c: c.state != "merged")
        to_answer = observations.filtered(
            lambda c: not c.date_answered and c.response_expected
        )
        held = self.sessions["held"] | self.sessions["reported"]
        lines = held.participation_ids
        listed = {session: session.participation_ids.partner_id for session in held}
        proxies = lines.filtered(
            lambda line: line.attendance == "represented"
            and line.represented_by_id in listed[line.session_id]
        )
        stand_ins = (
            lines.filtered(lambda line: line.attendance == "represented") - proxies
        )
        self.assertTrue(proxies and stand_ins)
        came = lines.filtered(lambda line: line.attendance == "present") | stand_ins
        heard = came.stakeholder_id | records.stakeholder_id
        represented = proxies.stakeholder_id - heard
        today = self.company._plpdma_get_today()
        return {
            "received": len(records),
            "answered": len(answered),
            "awaiting": len(awaiting),
            "merged": len(merged),
            "not_expected": len(records - answered - merged - awaiting),
            "overdue": len(to_answer.filtered(lambda c: c.date_due < today)),
            "observations": len(observations),
            "to_answer": len(to_answer),
            "observations_answered": len(observations.filtered("date_answered")),
            "told": len(told.filtered("date_answered")),
            "held": len(held | self.sessions["ouverte"]),
            "to_come": len(self.sessions["planned"] | self.sessions["à venir"]),
            "in_person": len(came),
            "proxy": len(proxies),
            "others": len(lines - came - proxies),
            "heard": len(heard),
            "represented": len(represented),
            "delay": sum(
                max((c.date_answered - c.date_received).days, 0) for c in answered
            )
            / len(answered),
        }

    def _as(self, user):
        """The environment of a user, on a fresh cache."""
        self.env.flush_all()
        self.env.invalidate_all()
        return self.env(
            user=user,
            context={"lang": "en_US", "allowed_company_ids": self.company.ids},
        )
