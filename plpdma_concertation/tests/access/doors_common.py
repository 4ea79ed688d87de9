"""The world of the table of doors: one record for each protection, each with a word of
its own, wherever that word can be written."""

import re
from contextlib import closing

from odoo import fields
from odoo.fields import Command
from odoo.tools import mute_logger

from .doors_kept_common import KeptDoorsCase
from .doors_words import WORDS

MODULE = "odoo.addons.plpdma_concertation."
# A number that no record has.
NOWHERE = 2**31 - 1
# Contributions whose own text is marked, and those that stand in both places.
TEXTS = ("pending", "refused", "staff", "members", "public", "own")
BOTH = (*TEXTS[:-1], "consent", "answer")
# As core names those whom it refuses.
OWN_NAME = re.compile(r"\w+ \(id=\d+\)")
# Responses, and their states.
RESPONSES = {
    "draft": "draft",
    "submitted": "submitted",
    "validated": "validated",
    "unpublished": "sent",
    "answer": "sent",
}


class DoorsCase(KeptDoorsCase):
    """The records of :data:`WORDS`, around the profiles of the access tests.

    The mandates of the élus cover the whole programme; one facilitator runs the session
    whose minutes are circulated, the other one that whose minutes are a draft.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang("en_US")
        cls.env["ir.default"].set("res.partner", "lang", "en_US")
        cls.company.partner_id.lang = "en_US"
        # Any account of the portal, with no part in any programme.
        cls.users["stranger"] = cls._create_portal_user("stranger", "base.group_portal")
        for name in ("agent", "manager"):
            cls.users[name].partner_id.write(
                {"name": WORDS[name], "email": f"{WORDS[name]}@essai.example"}
            )
        cls.person = cls.users["participant"].partner_id
        cls.person.write({"name": WORDS["actor"], "phone": WORDS["phone"]})
        cls.world = {}
        cls._mark(cls.program.sudo().with_env(cls.fixture))
        # The invitations leave: that they received the notice is noted.
        cls.env["plpdma.delivery"].search([("state", "=", "queued")])._settle("sent")
        cls.env.flush_all()
        cls.env.invalidate_all()

    @classmethod
    def _keep(cls, key, records):
        """Remember the records of the world, by model and by what they are."""
        cls.world.setdefault(records._name, {})[key] = records
        return records

    @classmethod
    def _all(cls, model):
        """Ids of the world's records of a model."""
        return [rec.id for recs in cls.world.get(model, {}).values() for rec in recs]

    # ------------------------------------------------------------------
    # The world
    # ------------------------------------------------------------------
    @classmethod
    def _mark(cls, program):
        env = program.env
        program.write(
            {
                "is_published": True,
                "manager_id": cls.user_manager.id,
                "bilan_date": fields.Date.today(),
                "public_document_ids": [
                    Command.create(
                        {
                            "name": "Plan.txt",
                            "raw": b"Le plan.",
                            "res_model": program._name,
                            "res_id": program.id,
                        }
                    )
                ],
            }
        )
        cls._keep("own", program)
        actor = env["plpdma.stakeholder"].create(
            {
                "partner_id": cls.person.id,
                "program_id": program.id,
                "needs": f"<p>{WORDS['needs']}</p>",
                "constraints": f"<p>{WORDS['constraints']}</p>",
            }
        )
        cls._keep("own", actor)
        meeting, consultation = cls._mark_sessions(program, actor)
        cls._mark_contributions(program, meeting | consultation)
        cls._mark_letter(program, meeting)
        cls._mark_campaign(program, consultation)
        cls._mark_measures(program)
        cls._mark_procedure(program)
        cls._mark_kept(env, cls.company)
        cls._mark_elsewhere()
        of_sessions = [("session_id", "in", cls._all("plpdma.session"))]
        for name in ("participation", "question", "session.agenda"):
            cls._keep("all", env[f"plpdma.{name}"].search(of_sessions))

    @classmethod
    def _mark_sessions(cls, program, actor):
        now = fields.Datetime.now().replace(microsecond=0)
        past, coming = (fields.Datetime.add(now, days=days) for days in (-20, 20))
        question = [Command.create({"name": "Où composter ?"})]
        guest = [Command.create({"stakeholder_id": actor.id, "attendance": "present"})]
        common = {"program_id": program.id, "user_id": cls.user_agent.id}
        common["agenda_ids"] = [Command.create({"name": "Accueil"})]
        values = {
            "meeting": {
                "name": "Atelier",
                "question_ids": question,
                "participation_ids": guest,
                "facilitator_id": cls.users["portal_facilitator"].partner_id.id,
                "minutes": f"<p>{WORDS['minutes']}</p>",
                "minutes_state": "circulated",
            },
            "drafted": {
                "name": "Atelier suivant",
                "question_ids": question,
                "participation_ids": guest,
                "facilitator_id": cls.users["facilitator"].partner_id.id,
                "minutes": f"<p>{WORDS['minutes_draft']}</p>",
            },
            "alone": {
                "name": WORDS["alone"],
                "format": "individual",
                "question_ids": question,
                "participation_ids": guest,
                "minutes": f"<p>{WORDS['alone_minutes']}</p>",
                "minutes_state": "circulated",
            },
            "consultation": {
                "name": "Avis sur le projet",
                "format": "public",
                "nature": "consultation",
                "proposal": "<p>Le projet.</p>",
                "question_ids": question,
                "date_stop": coming,
                "document_ids": cls._consultation_documents(),
            },
            "coming": {
                "name": "Atelier à venir",
                "question_ids": question,
                "participation_ids": [Command.create({"stakeholder_id": actor.id})],
                "facilitator_id": cls.users["portal_facilitator"].partner_id.id,
                "date_start": coming,
            },
        }
        sessions = {
            key: cls._keep(
                key,
                program.env["plpdma.session"].create(
                    {**common, "date_start": past, **vals}
                ),
            )
            for key, vals in values.items()
        }
        for key, session in sessions.items():
            session.state = "planned"
            if key not in ("consultation", "coming"):
                session.state = "held"
        (sessions["meeting"] | sessions["alone"]).write({"state": "reported"})
        program.env["plpdma.feedback"].create(
            [
                {
                    "session_id": sessions["meeting"].id,
                    **dict.fromkeys(("neutrality", "listening", "trust"), "4"),
                }
            ]
            * 3
        )
        return sessions["meeting"], sessions["consultation"]

    @classmethod
    def _mark_contributions(cls, program, places):
        """Those of each protection, in a meeting and in a consultation."""
        accepted = {"moderation": "accepted", "confidentiality": "public"}
        author = {
            "contributor_name": WORDS["name"],
            "contributor_email": f"{WORDS['email']}@p.example",
            "internal_note": f"<p>{WORDS['note']}</p>",
        }
        refused = cls._refusal(WORDS["refusal"])
        values = {
            "pending": {**author, "moderation": "pending"},
            "refused": {**author, **refused},
            "staff": {**accepted, "confidentiality": "staff"},
            "members": {**accepted, "confidentiality": "members"},
            "public": {**author, **accepted},
            "consent": {
                **accepted,
                "contributor_name": WORDS["consent"],
                "name_consent": True,
            },
            # What the participant said themselves, not published.
            "own": {"moderation": "pending", "partner_id": cls.person.id},
            # Each answered by a response in a state of its own.
            **{key: {**accepted} for key in RESPONSES},
        }
        for key, vals in values.items():
            text = WORDS[key if key in TEXTS else "public"]
            cls._keep(
                key,
                program.env["plpdma.contribution"].create(
                    [
                        {
                            "program_id": program.id,
                            "session_id": place.id,
                            "user_id": cls.user_agent.id,
                            "verbatim": text,
                            "stance": "favourable",
                            **vals,
                        }
                        for place in (places if key in BOTH else places[:1])
                    ]
                ),
            )
        for key, state in RESPONSES.items():
            cls._mark_response(key, state)
        cls.world["plpdma.contribution"]["public"][0].message_post(
            body=WORDS["note"], attachments=[("Lettre.txt", WORDS["file"].encode())]
        )

    @classmethod
    def _mark_measures(cls, program):
        """One that everybody reads, about which all was said, and one that is kept."""
        measures = program.env["plpdma.measure"]
        common = {"program_id": program.id, "user_id": cls.user_agent.id}
        linked = {
            f"{name}_ids": [Command.set(cls._all(f"plpdma.{name}"))]
            for name in ("contribution", "response", "session")
        }
        public = {"code": "1", "name": "Composteurs", "is_published": True}
        kept = {"code": "2", "name": WORDS["measure"]}
        cls._keep("public", measures.create({**common, **linked, **public}))
        cls._keep("measure", measures.create({**common, **kept}))

    @classmethod
    def _mark_response(cls, key, state):
        contributions = cls.world["plpdma.contribution"][key]
        now = fields.Datetime.now()
        decided = state in ("validated", "sent")
        response = contributions.env["plpdma.response"].create(
            {
                "contribution_ids": [Command.set(contributions.ids)],
                "name": WORDS[key],
                "decision": "not_retained",
                "motivation": f"<p>{WORDS[key]}</p>",
                "author_id": cls.user_agent.id,
                "arbiter_id": decided and cls.user_manager.partner_id.id,
                "validated_by_id": decided and cls.user_manager.id,
                "date_validated": decided and now,
                "arbitration_note": decided and WORDS["arbitration"],
                "date_sent": state == "sent" and now,
                "state": state,
                "published": key == "answer",
            }
        )
        cls._keep(key, response)
        if state == "sent":
            contributions.write(
                {
                    "sent_response_id": response.id,
                    "date_answered": now.date(),
                    "answer_channel": "letter",
                    "state": "answered",
                }
            )
            contributions._adopt_noted_answers()

    @classmethod
    def _mark_elsewhere(cls):
        """The same authority's other programme, and another authority's."""
        env = cls.fixture
        other = env["plpdma.program"].create(
            {
                "name": WORDS["other"],
                "company_id": cls.company.id,
                "manager_id": cls.user_manager.id,
                "state": "open",
                **dict.fromkeys(cls.program._frame_fields, f"<p>{WORDS['other']}</p>"),
            }
        )
        company, foreign = cls._create_other_company()
        foreign.sudo().name = WORDS["foreign"]
        for key, program in (("other", other), ("foreign", foreign)):
            program = program.sudo().with_env(
                env(
                    context=dict(
                        env.context, allowed_company_ids=program.company_id.ids
                    )
                )
            )
            cls._keep(key, program)
            cls._mark_elsewhere_program(key, program)

    @classmethod
    def _mark_elsewhere_program(cls, key, program):
        word, env = WORDS[key], program.env
        partner = env["res.partner"].create(
            {
                "name": word,
                "email": f"{word}@p.example",
                "company_id": program.company_id.id,
            }
        )
        actor = env["plpdma.stakeholder"].create(
            {
                "partner_id": partner.id,
                "program_id": program.id,
                "needs": f"<p>{word}</p>",
            }
        )
        session = env["plpdma.session"].create(
            {
                "name": word,
                "program_id": program.id,
                "location": word,
                "minutes": f"<p>{word}</p>",
                "minutes_state": "circulated",
                "date_start": fields.Datetime.add(fields.Datetime.now(), days=9),
                "question_ids": [Command.create({"name": word})],
                "agenda_ids": [Command.create({"name": word})],
                "participation_ids": [Command.create({"stakeholder_id": actor.id})],
            }
        )
        session.state = "planned"
        contribution = env["plpdma.contribution"].create(
            {
                "session_id": session.id,
                "verbatim": word,
                "summary": word,
                "moderation": "accepted",
                "confidentiality": "public",
                "contributor_name": word,
            }
        )
        response = env["plpdma.response"].create(
            {
                "contribution_ids": [Command.set(contribution.ids)],
                "decision": "not_retained",
                "motivation": f"<p>{word}</p>",
            }
        )
        measure = env["plpdma.measure"].create(
            {"program_id": program.id, "code": "1", "name": word, "is_published": True}
        )
        for records in (actor, session, contribution, response, measure):
            cls._keep(key, records)
        if key == "foreign":
            cls._mark_kept_elsewhere(env, program.company_id)
            body = env["plpdma.body"].create(
                {"name": word, "program_id": program.id, "kind": "cces"}
            )
            lines = (session[f"{name}_ids"] for name in ("question", "agenda"))
            for records in (body, *lines, session.participation_ids):
                cls._keep(key, records)

    # ------------------------------------------------------------------
    # What is seen
    # ------------------------------------------------------------------
    def _as(self, reader):
        """The environment of a request of this reader, on a fresh cache."""
        self.env.flush_all()
        self.env.invalidate_all()
        return self.env(user=self.users[reader], context={})

    @mute_logger("odoo.addons.base.models.ir_model", "odoo.models", "odoo.http")
    def _tell(self, call):
        """What a call gives or raises, as text, its effects undone."""
        with closing(self.env.cr.savepoint()):
            try:
                return str(call())
            except Exception as error:  # pylint: disable=broad-except
                # What a refusal tells counts, except for the name of the user refused.
                return OWN_NAME.sub("", str(error))

    def _assertRow(self, door, seen, expected):
        """What each reader sees is what the table says: no more, and no less."""
        for reader in sorted(seen.keys() | expected.keys()):
            with self.subTest(door=door, reader=reader):
                self.assertEqual(seen.get(reader, set()), set(expected.get(reader, ())))
