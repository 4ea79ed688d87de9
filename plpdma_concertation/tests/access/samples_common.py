"""One user for each profile, and records on either side of each border."""

import base64
from contextlib import contextmanager

from odoo import fields
from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.service.model import call_kw

from ..common import CATALOGUES, ConcertationCase
from .access_common import PERSONAL
from .profiles import STAFF_PROFILES


class AccessCase(ConcertationCase):
    """Three sets of samples: ``own``, in the mandate of the élus, in the session of the
    facilitators and of the participant; ``other``, in another programme of the same
    authority; ``foreign``, in another authority."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.fixture = cls.env(context=dict(cls.env.context, tracking_disable=True))
        portal = "base.group_portal"
        group = "plpdma_concertation.group_"
        cls.users = {
            "elected": cls.user_elected,
            "portal_elected": cls._create_portal_user(
                "portal_elected", f"{portal},{group}elected"
            ),
            "facilitator": cls.user_facilitator,
            "portal_facilitator": cls._create_portal_user(
                "portal_facilitator", f"{portal},{group}facilitator"
            ),
            "agent": cls.user_agent,
            "manager": cls.user_manager,
            "participant": cls._create_portal_user("participant", portal),
            "employee": cls.user_employee,
            "public": cls.env.ref("base.public_user"),
        }
        cls.fixture["plpdma.mandate"].create(
            {
                "program_id": cls.program.id,
                "partner_id": cls.users["portal_elected"].partner_id.id,
                "can_arbitrate": True,
            }
        )

    @classmethod
    def _create_portal_user(cls, name, groups):
        partner = cls.env["res.partner"].create(
            {"name": f"Test {name}", "email": f"{name}@essai.example"}
        )
        return cls._create_user(name, partner_id=partner.id, groups=groups)

    @classmethod
    def _models(cls, transient=False):
        """The addon's models, those added later included."""
        return {
            name
            for name, model in cls.env.registry.items()
            if name.startswith("plpdma.")
            and not model._abstract
            and bool(model._transient) == transient
        }

    @classmethod
    def _create_worlds(cls):
        """Fill ``samples`` with the three sets."""
        other = cls.fixture["plpdma.program"].create(
            {"name": "Autre PLPDMA", "company_id": cls.company.id, "state": "open"}
            | dict.fromkeys(cls.program._frame_fields, "<p>Cadre.</p>")
        )
        cls.other_company, foreign = cls._create_other_company()
        participant = cls.users["participant"].partner_id
        cls.samples = {
            "own": cls._create_samples(
                cls.program, cls.user_facilitator.partner_id, participant
            ),
            "other": cls._create_samples(other),
            "foreign": cls._create_samples(foreign),
        }

    @classmethod
    def _create_samples(cls, program, facilitator=None, partner=None):
        """One record of each model for the programme, linked to one another; each
        élu's own mandate besides."""
        env = cls.fixture(
            context=dict(
                cls.fixture.context, allowed_company_ids=program.company_id.ids
            )
        )
        program = program.sudo().with_env(env)
        company = program.company_id
        partner = (partner or env["res.partner"].create({"name": "Acteur d'essai"})).id
        catalogues = {
            model: env[model].create(
                {"name": f"Entrée de {program.name}", "company_id": company.id}
            )
            for model in CATALOGUES
        }
        actor = env["plpdma.stakeholder"].create(
            {"partner_id": partner, "program_id": program.id}
        )
        body = env["plpdma.body"].create(
            {"name": "Instance d'essai", "program_id": program.id}
        )
        session = env["plpdma.session"].create(
            {
                "name": "Séance d'essai",
                "program_id": program.id,
                "body_id": body.id,
                "facilitator_id": facilitator and facilitator.id,
                "minutes": "<p>Brouillon de compte rendu</p>",
                "question_ids": [Command.create({"name": "Où ?"})],
                "agenda_ids": [Command.create({"name": "Accueil"})],
                "participation_ids": [Command.create({"stakeholder_id": actor.id})],
            }
        )
        contribution = env["plpdma.contribution"].create(
            {
                "session_id": session.id,
                "verbatim": "Oui.",
                "partner_id": partner,
                "contributor_name": "Zoé Essai",
                "contributor_email": "zoe@p.example",
                "moderation": "accepted",
            }
        )
        # What is published is read by all who have a part in a programme.
        response = cls._create_sent_response(contribution, published=bool(facilitator))
        session.write({"date_start": "2026-06-01 18:00:00", "state": "planned"})
        session.state = "held"
        # The actor of the samples, who has a vote.
        session.participation_ids.write({"has_vote": True, "attendance": "present"})
        vote = env["plpdma.session.vote"].create(
            {"session_id": session.id, "name": "Avis d'essai"}
        )
        vote.action_call_roll()
        seal = env["plpdma.seal"].create(
            {"session_id": session.id, "date": "2026-07-01 18:00:00", "digest": "0"}
        )
        receipts = env["plpdma.notice.receipt"]._record(actor, "session", session)
        feedback = env["plpdma.feedback"].create(
            [
                {
                    "session_id": session.id,
                    "neutrality": "4",
                    "listening": "4",
                    "trust": "4",
                }
            ]
            * 3
        )
        mandates = program.mandate_ids or env["plpdma.mandate"].create(
            {"partner_id": partner, "program_id": program.id}
        )
        imported = env["plpdma.import"].create(
            {
                "model": "plpdma.contribution",
                "file_name": "avis.csv",
                "company_id": company.id,
                "line_ids": [
                    Command.create({"model": "plpdma.contribution", "res_id": 0})
                ],
            }
        )
        env.flush_all()
        common = {"program_id": program.id}
        return {
            **catalogues,
            "plpdma.facilitator": env["plpdma.facilitator"].create(
                {"partner_id": partner, **common}
            ),
            "plpdma.feedback": feedback[0],
            "plpdma.mandate": mandates,
            "plpdma.absence": cls._create_absence(env, company),
            "plpdma.notice": receipts.notice_id,
            "plpdma.notice.receipt": receipts,
            "plpdma.service": env["plpdma.service"].create(
                {"name": "Prêt de gobelets", "stakeholder_id": actor.id}
            ),
            "plpdma.commitment": env["plpdma.commitment"].create(
                {
                    "name": "Installer dix composteurs",
                    "date_due": "2027-06-30",
                    "stakeholder_id": actor.id,
                    "response_id": response.id,
                    "session_id": session.id,
                    **common,
                }
            ),
            "plpdma.measure": env["plpdma.measure"].create(
                {
                    "code": "7",
                    "name": "Composteurs partagés",
                    "is_published": bool(facilitator),
                    "pilot_id": actor.id,
                    "session_ids": [Command.set(session.ids)],
                    "contribution_ids": [Command.set(contribution.ids)],
                    "response_ids": [Command.set(response.ids)],
                    **common,
                }
            ),
            "plpdma.adaptation": env["plpdma.adaptation"].create(
                {
                    "need": "Venir le soir",
                    "new_modality": "La séance commence à 19 h.",
                    "session_id": session.id,
                    "contribution_id": contribution.id,
                    **common,
                }
            ),
            "plpdma.milestone": env["plpdma.milestone"].create(
                {"name": "Avis de la CCES", "kind": "cces_opinion", **common}
            ),
            "plpdma.seal": seal,
            "plpdma.seal.entry": env["plpdma.seal.entry"].create(
                {"seal_id": seal.id, "rank": 1, "reference": "CTR/0"}
            ),
            "plpdma.milestone.recipient": env["plpdma.milestone.recipient"].create(
                {
                    "milestone_id": env["plpdma.milestone"]
                    .create({"kind": "transmission", **common})
                    .id,
                    "partner_id": partner,
                }
            ),
            "plpdma.program.authority": env["plpdma.program.authority"].create(
                {"partner_id": partner, **common}
            ),
            "plpdma.timeline": env["plpdma.timeline"].search(
                [("session_id", "=", session.id)]
            ),
            "plpdma.workload": env["plpdma.workload"].search(
                [("program_id", "=", program.id)], limit=1
            ),
            "plpdma.export.log": env["plpdma.export.log"].create(
                {
                    "model": "plpdma.program",
                    "row_count": 1,
                    "company_id": company.id,
                }
            ),
            "plpdma.export.job": env["plpdma.export.job"].create(
                {
                    "name": "Registre",
                    "user_id": env.uid,
                    "options": {"kind": "register"},
                }
            ),
            "plpdma.import": imported,
            "plpdma.import.line": imported.line_ids,
            "plpdma.program": program,
            "plpdma.stakeholder": actor,
            "plpdma.body": body,
            "plpdma.session": session,
            "plpdma.question": session.question_ids,
            "plpdma.session.agenda": session.agenda_ids,
            "plpdma.participation": session.participation_ids,
            "plpdma.session.vote": vote,
            "plpdma.session.ballot": vote.ballot_ids,
            "plpdma.session.document": env["plpdma.session.document"].create(
                {
                    "session_id": session.id,
                    "file": base64.b64encode(b"Le projet."),
                    "file_name": "projet.txt",
                }
            ),
            "plpdma.attendance": env["plpdma.attendance"].create(
                {"session_id": session.id, "name": "Camille Essai"}
            ),
            "plpdma.contribution": contribution,
            "plpdma.contribution.author": env["plpdma.contribution.author"].create(
                {"contribution_id": contribution.id, "name": "Camille Essai"}
            ),
            "plpdma.campaign": env["plpdma.campaign"].create(
                {"name": "Campagne d'essai", **common}
            ),
            "plpdma.likeness": env["plpdma.likeness"].create(
                {
                    "contribution_id": contribution.id,
                    "root": contribution.id,
                    "is_judged": True,
                    **common,
                }
            ),
            "plpdma.response": response,
            "plpdma.delivery": env["plpdma.delivery"].create(
                {
                    **contribution._prepare_delivery(),
                    "purpose": "answer",
                    "email": "camille@essai.example",
                    "response_id": response.id,
                }
            ),
            "plpdma.theme.vocabulary": env["plpdma.theme.vocabulary"].create(common),
            "plpdma.rate.limit": env["plpdma.rate.limit"].create(
                {"scope": "test", "mark": "0"}
            ),
        }

    @classmethod
    def _create_absence(cls, env, company):
        """One to come, which hands nothing over yet."""
        people = [
            cls._create_user(
                f"{name}_{company.id}_{env['plpdma.absence'].search_count([])}",
                "group_user",
                company_id=company.id,
                company_ids=[Command.set(company.ids)],
            )
            for name in ("absent", "present")
        ]
        return env["plpdma.absence"].create(
            {
                "user_id": people[0].id,
                "substitute_id": people[1].id,
                "company_id": company.id,
                "date_start": "2099-07-01",
                "date_end": "2099-07-15",
            }
        )

    @classmethod
    def _create_sent_response(cls, contribution, **vals):
        """A response as its author received it."""
        now = fields.Datetime.now()
        response = contribution.env["plpdma.response"].create(
            {
                "contribution_ids": [Command.set(contribution.ids)],
                "decision": "information",
                "arbiter_id": cls.user_manager.partner_id.id,
                "date_validated": now,
                "date_sent": now,
                "state": "sent",
                **vals,
            }
        )
        contribution.write(
            {
                "sent_response_id": response.id,
                "date_answered": now.date(),
                "state": "answered",
            }
        )
        return response

    def _become(self, profile):
        """Make the samples that belong to one person those of this profile.

        :return: its user
        """
        user = self.users[profile]
        is_portal = profile == "portal_facilitator"
        facilitator = user if is_portal else self.user_facilitator
        self.samples["own"]["plpdma.session"].facilitator_id = facilitator.partner_id
        self.samples["own"]["plpdma.export.job"].user_id = user
        self.env.flush_all()
        self.env.invalidate_all()
        return user

    def _sample(self, profile, model, world="own"):
        """The record of a set; the person's own, where records are personal."""
        records = self.samples[world][model]
        if model in PERSONAL:
            user = self.users[profile]
            persons = (user, user.partner_id)
            own = records.filtered(lambda r: r[PERSONAL[model]] in persons)
            return own or records[:1]
        return records

    def _visible(self, profile, model):
        """The samples that the profile finds, for a model that it reads."""
        own = self._sample(profile, model)
        if model == "plpdma.export.job":
            return own
        if profile in STAFF_PROFILES or model in CATALOGUES:
            return own | self._sample(profile, model, "other")
        return own

    # ------------------------------------------------------------------
    # One door: how a call reaches the server
    # ------------------------------------------------------------------
    def _call(self, profile, model, method, *args, **kwargs):
        """Call a public method as the web client does, on a fresh cache."""
        self.env.invalidate_all()
        env = self.env(user=self.users[profile], context={})
        return call_kw(env[model], method, list(args), kwargs)

    @contextmanager
    def _refused(self, *exceptions):
        """What stands inside is refused for want of rights."""
        with self.assertRaises(Exception) as refusal:
            yield
        self.assertIsInstance(refusal.exception, exceptions or AccessError)
