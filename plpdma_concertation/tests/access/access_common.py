"""Who may do what: the table of rights, one user for each profile, and records on
either side of each border."""

from contextlib import contextmanager

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.service.model import call_kw

from ...models.shared.plpdma_field_access_mixin import LOG_USERS
from ..common import CATALOGUES, ConcertationCase

OPERATIONS = {"r": "read", "w": "write", "c": "create", "u": "unlink"}

# The columns of the tables below.
COLUMNS = ("elected", "facilitator", "agent", "manager", "participant")
# Each profile, and the columns that say its rights: whoever signs in on the portal also
# has those of a participant.
PROFILES = {
    "elected": ("elected",),
    "portal_elected": ("elected", "participant"),
    "facilitator": ("facilitator",),
    "portal_facilitator": ("facilitator", "participant"),
    "agent": ("agent",),
    "manager": ("manager",),
    "participant": ("participant",),
    "employee": (),
    "public": (),
}
STAFF_PROFILES = ("agent", "manager")
# What each column may do with a record of its own programme, mandate or session.
RIGHTS = {
    "plpdma.program": ("r", "r", "rwc", "rwcu", "r"),
    "plpdma.body": ("r", "r", "rwc", "rwcu", ""),
    "plpdma.stakeholder": ("", "", "rwc", "rwcu", ""),
    "plpdma.session": ("r", "r", "rwc", "rwcu", "r"),
    "plpdma.participation": ("r", "r", "rwcu", "rwcu", "r"),
    "plpdma.attendance": ("", "r", "rw", "rwu", ""),
    "plpdma.question": ("r", "r", "rwcu", "rwcu", "r"),
    "plpdma.contribution": ("r", "rc", "rwc", "rwcu", "r"),
    "plpdma.contribution.author": ("", "", "rwcu", "rwcu", ""),
    "plpdma.response": ("r", "r", "rwcu", "rwcu", "r"),
    "plpdma.role": ("r", "r", "r", "rwcu", "r"),
    "plpdma.college": ("r", "r", "r", "rwcu", ""),
    "plpdma.theme": ("r", "r", "r", "rwcu", "r"),
    "plpdma.territory": ("r", "r", "r", "rwcu", "r"),
    "plpdma.competitor.group": ("", "", "r", "rwcu", ""),
    "plpdma.refusal.reason": ("r", "", "r", "rwcu", ""),
    "plpdma.purpose": ("r", "r", "r", "rwcu", ""),
    "plpdma.technique": ("r", "r", "r", "rwcu", ""),
    "plpdma.facilitator": ("", "", "rwc", "rwcu", ""),
    "plpdma.mandate": ("r", "", "r", "rwcu", ""),
    "plpdma.feedback": ("", "", "r", "r", ""),
    "plpdma.notice": ("r", "", "r", "r", ""),
    "plpdma.notice.receipt": ("", "", "rc", "rc", ""),
    "plpdma.service": ("", "", "rwc", "rwcu", ""),
    "plpdma.commitment": ("r", "", "rwc", "rwcu", ""),
    "plpdma.adaptation": ("r", "", "rc", "rc", ""),
    "plpdma.milestone": ("r", "", "rwc", "rwcu", ""),
    "plpdma.timeline": ("r", "r", "r", "r", ""),
    "plpdma.export.log": ("", "", "", "r", ""),
    "plpdma.export.job": ("r", "", "r", "r", ""),
    "plpdma.rate.limit": ("", "", "", "", ""),
    "plpdma.delivery": ("", "", "r", "r", ""),
}
# The dialogs; nobody reads those of somebody else.
TRANSIENT_RIGHTS = {
    "plpdma.contribution.answered": ("", "", "rwcu", "rwcu", ""),
    "plpdma.contribution.merge": ("", "", "rwcu", "rwcu", ""),
    "plpdma.export": ("rwcu", "", "rwcu", "rwcu", ""),
    "plpdma.response.arbitrate": ("rwcu", "", "rwcu", "rwcu", ""),
    "plpdma.response.send": ("", "", "rwcu", "rwcu", ""),
    "plpdma.response.return": ("rwcu", "", "rwcu", "rwcu", ""),
    "plpdma.session.feedback": ("", "", "rwcu", "rwcu", ""),
    "plpdma.session.invite": ("", "", "rwcu", "rwcu", ""),
    "plpdma.session.minutes": ("", "rwcu", "", "", ""),
    "plpdma.session.send": ("", "", "rwcu", "rwcu", ""),
}
# Who may export what they read.
EXPORTERS = {"elected", "agent", "manager"}
# What belongs to one person, by the field that names them.
PERSONAL = {"plpdma.mandate": "partner_id", "plpdma.export.job": "user_id"}
# What belongs to no authority: to a person, or to nobody.
WITHOUT_AUTHORITY = {"plpdma.export.job", "plpdma.rate.limit"}

# Groups of fields, by the columns that read them.
STAFF = frozenset({"agent", "manager"})
READERS = STAFF | {"elected"}
# Those who work with the staff.
TEAM = READERS | {"facilitator"}
ELECTED = frozenset({"elected"})
FACILITATORS = frozenset({"facilitator"})
RUNNERS = STAFF | FACILITATORS
GROUPS = {
    "plpdma_concertation.group_user": STAFF,
    "plpdma_concertation.group_elected": {"elected"},
    "plpdma_concertation.group_facilitator": {"facilitator"},
    "plpdma_concertation.group_manager": {"manager"},
}
# On each model whose discussion is kept among the staff.
THREAD_FIELDS = {
    "activity_calendar_event_id",
    "activity_date_deadline",
    "activity_exception_decoration",
    "activity_exception_icon",
    "activity_ids",
    "activity_state",
    "activity_summary",
    "activity_type_icon",
    "activity_type_id",
    "activity_user_id",
    "has_message",
    "message_attachment_count",
    "message_follower_ids",
    "message_ids",
    "message_partner_ids",
    "my_activity_date_deadline",
}
# The other fields that not everybody who reads the record may know of.
RESTRICTED = {
    "calendar.event": {STAFF: {"plpdma_session_count", "plpdma_session_ids"}},
    "plpdma.adaptation": {STAFF: {"contribution_id", "stakeholder_id"}},
    "plpdma.attendance": {STAFF: {"date_anonymised", "signature"}},
    "plpdma.body": {STAFF: {"member_count", "sitting_count"}},
    "plpdma.commitment": {STAFF: {"response_id"}},
    "plpdma.contribution": {
        STAFF: {
            "answer_delivery_id",
            "author_name",
            "author_to_confirm",
            "co_author_again",
            "co_author_ids",
            "co_author_to_post",
            "contributor_email",
            "contributor_name",
            "cut_text",
            "date_anonymised",
            "date_written",
            "delivery",
            "delivery_id",
            "delivery_ids",
            "delivery_reason",
            "delivery_response_id",
            "duplicate_count",
            "duplicate_ids",
            "duplicate_of_id",
            "file_text",
            "forwarded_by_id",
            "has_publication_warning",
            "intake_error",
            "internal_note",
            "is_possible_duplicate",
            "is_publishable",
            "mandate_ids",
            "message_key",
            "moderation_reason",
            "name_consent",
            "opening_agreement",
            "part_count",
            "part_ids",
            "partner_id",
            "proposed_email",
            "proposed_name",
            "publication_warning",
            "quote_start",
            "quote_stop",
            "receipt_id",
            "receipt_lost",
            "receipt_reason",
            "response_id",
            "response_state",
            "said_alone",
            "set_aside",
            "stakeholder_id",
            "submission_digest",
            "submission_key",
            "transcription",
            "uncovered_percent",
            "whole_id",
        },
        TEAM: {"user_id"},
        READERS: {
            "decision",
            "response_date_sent",
            "response_effect",
            "response_motivation",
            "response_published",
            "response_refusal_reason_id",
            "response_review_date",
            "sent_response_id",
        },
        ELECTED: {"is_in_my_mandate"},
        FACILITATORS: {"participation_id"},
    },
    "plpdma.export": {STAFF: {"with_actors", "with_personal_data"}},
    "plpdma.facilitator": {STAFF: {"has_warnings", "warnings"}},
    "plpdma.milestone": {STAFF: {"has_warnings", "warnings"}},
    "plpdma.notice": {STAFF: {"receipt_count", "receipt_ids"}},
    "plpdma.participation": {
        STAFF: {
            "date_thanked",
            "delivery",
            "delivery_id",
            "delivery_ids",
            "delivery_purpose",
            "delivery_reason",
            "email",
            "partner_id",
            "stand_in_email",
            "stand_in_name",
            "rsvp_set_aside",
            "told_sequence",
        }
    },
    "plpdma.program": {
        STAFF: {
            "facilitation_charter",
            "facilitator_ids",
            "has_warnings",
            "mandate_ids",
            "pending_count",
            "to_post_count",
            "undelivered_count",
            "publication_preview",
            "service_count",
            "service_ids",
            "stakeholder_count",
            "unheard_count",
            "untold_count",
            "warnings",
        },
        TEAM: {"manager_id"},
        READERS: {
            "adaptation_count",
            "adaptation_ids",
            "commitment_count",
            "commitment_ids",
            "commitment_overdue_count",
            "last_cces_date",
            "milestone_ids",
            "milestone_todo_count",
            "next_milestone_id",
        },
        ELECTED: {"is_in_my_mandate"},
    },
    "plpdma.response": {
        STAFF: {
            "again_count",
            "commitment_count",
            "commitment_ids",
            "co_author_again_count",
            "delivery_contribution_ids",
            "has_publication_warning",
            "mandate_ids",
            "publication_warning",
            "to_post_count",
            "told_count",
            "waiting_count",
        },
        TEAM: {"arbiter_id", "author_id", "validated_by_id"},
        READERS: {"arbitration_note", "return_reason", "told_contribution_ids"},
        ELECTED: {"is_in_my_mandate", "is_mine_to_arbitrate"},
    },
    "plpdma.session": {
        STAFF: {
            "advice",
            "advised_format",
            "calendar_sequence",
            "date_sequence",
            "calendar_uid",
            "change_to_tell",
            "change_to_tell_count",
            "deviates",
            "facilitation_summary",
            "feedback_count",
            "feedback_ids",
            "feedback_listening",
            "feedback_neutrality",
            "feedback_summary",
            "feedback_trust",
            "feedback_url",
            "format_justification",
            "has_warnings",
            "is_change_untold",
            "lost_message_count",
            "mandate_ids",
            "minutes",
            "sign_in_version",
            "told_date_start",
            "told_date_stop",
            "told_location",
            "unreachable_names",
            "untold_count",
            "untold_ids",
            "warnings",
        },
        RUNNERS: {"attendance_ids", "signature_count"},
        TEAM: {"user_id"},
        READERS: {
            "adaptation_count",
            "adaptation_ids",
            "commitment_count",
            "commitment_ids",
        },
        ELECTED: {"i_take_part", "is_in_my_mandate"},
    },
    "plpdma.stakeholder": {
        STAFF: {
            "availability",
            "competitor_group_id",
            "constraints",
            "influence",
            "interest",
            "interests",
            "needs",
            "next_session_id",
            "next_step",
            "next_step_format",
            "service_ids",
            "way_of_working",
        },
    },
    "res.partner": {
        STAFF: {
            "plpdma_contribution_count",
            "plpdma_program_ids",
            "plpdma_response_count",
            "plpdma_role_ids",
            "plpdma_session_count",
            "plpdma_stakeholder_ids",
        }
    },
}


def get_rights(profile, model):
    """Letters of what the profile may do with the model."""
    rights = {**RIGHTS, **TRANSIENT_RIGHTS}[model]
    by_column = dict(zip(COLUMNS, rights, strict=True))
    return set().union(*(by_column[column] for column in PROFILES[profile]))


def get_thread_models(env):
    """Names of the models whose discussion is kept among the staff."""
    return set(env.registry.descendants(["plpdma.thread.mixin"], "_inherit"))


def get_guarded_models(env):
    """Names of the models that keep some fields to some."""
    return set(env.registry.descendants(["plpdma.field.access.mixin"], "_inherit"))


def get_restricted(model):
    """The restricted fields of a model: ``{field: columns that read it}``."""
    names = {
        name: columns
        for columns, fields_ in RESTRICTED.get(model._name, {}).items()
        for name in fields_
    }
    if model._name in get_thread_models(model.env):
        names.update(dict.fromkeys(THREAD_FIELDS, STAFF))
    if model._name in get_guarded_models(model.env):
        names.update(dict.fromkeys(LOG_USERS & model._fields.keys(), TEAM))
    return names


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
        env.flush_all()
        common = {"program_id": program.id}
        return {
            **catalogues,
            "plpdma.facilitator": env["plpdma.facilitator"].create(
                {"partner_id": partner, **common}
            ),
            "plpdma.feedback": feedback[0],
            "plpdma.mandate": mandates,
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
            "plpdma.timeline": env["plpdma.timeline"].search(
                [("session_id", "=", session.id)]
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
            "plpdma.program": program,
            "plpdma.stakeholder": actor,
            "plpdma.body": body,
            "plpdma.session": session,
            "plpdma.question": session.question_ids,
            "plpdma.participation": session.participation_ids,
            "plpdma.attendance": env["plpdma.attendance"].create(
                {"session_id": session.id, "name": "Camille Essai"}
            ),
            "plpdma.contribution": contribution,
            "plpdma.contribution.author": env["plpdma.contribution.author"].create(
                {"contribution_id": contribution.id, "name": "Camille Essai"}
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
            "plpdma.rate.limit": env["plpdma.rate.limit"].create(
                {"scope": "test", "mark": "0"}
            ),
        }

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


class MatrixCase(AccessCase):
    """The whole table, through one door."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._create_worlds()

    def _check_matrix(self, models):
        for profile in PROFILES:
            self._become(profile)
            for model in sorted(models):
                with self.subTest(profile=profile, model=model):
                    rights = get_rights(profile, model)
                    if "r" in rights:
                        self._check_finds(profile, model)
                    else:
                        self._check_finds_nothing(profile, model)
                    self._check_changes(profile, model, rights)
                    self._check_export(profile, model, rights)

    def _check_transient_matrix(self, models):
        for profile in PROFILES:
            self._become(profile)
            for model in sorted(models):
                rights = get_rights(profile, model)
                with self.subTest(profile=profile, model=model):
                    self._check_right(profile, model, "create", "c" in rights)
                    if not rights:
                        self._check_finds_nothing(profile, model)

    def _domain(self, model):
        ids = [record.id for world in self.samples.values() for record in world[model]]
        return [("id", "in", ids)]

    def _check_finds(self, profile, model):
        """Exactly what is theirs, however it is asked for."""
        domain = self._domain(model)
        if model == "plpdma.mandate":
            own = [self._sample(profile, model, world).id for world in self.samples]
            domain = [("id", "in", own)]
        visible = self._visible(profile, model).ids
        found = self._call(profile, model, "search", domain)
        self.assertEqual(sorted(found), sorted(visible))
        named = self._call(profile, model, "name_search", domain=domain)
        self.assertEqual(sorted(res_id for res_id, _name in named), sorted(visible))
        groups = self._call(
            profile, model, "formatted_read_group", domain, [], ["__count"]
        )
        self.assertEqual(groups[0]["__count"], len(visible))
        for world in self.samples:
            res_id = self._sample(profile, model, world).id
            if res_id in visible:
                # With a list of fields, and without, as scripts do.
                for fields_ in ([["display_name"]], []):
                    rows = self._call(profile, model, "read", [res_id], *fields_)
                    self.assertEqual([row["id"] for row in rows], [res_id])
            else:
                with self._refused():
                    self._call(profile, model, "read", [res_id], ["display_name"])

    def _check_finds_nothing(self, profile, model):
        world = self.samples["own"]
        ids = world[model].ids if model in world else [1]
        for method, args in (
            ("search", ([],)),
            ("search_read", ([], ["display_name"])),
            ("name_search", ()),
            ("formatted_read_group", ([], [], ["__count"])),
            ("read", (ids, ["display_name"])),
        ):
            with self._refused():
                self._call(profile, model, method, *args)

    def _check_changes(self, profile, model, rights):
        """Allowed on what is theirs, refused on what is not."""
        visible = self._visible(profile, model).ids
        ids = [self._sample(profile, model, world).id for world in self.samples]
        hidden = [res_id for res_id in ids if res_id not in visible][:1]
        self._check_right(profile, model, "create", "c" in rights)
        changed = "company_id" if "company_id" in self.env[model]._fields else "name"
        vals = {changed: self.company.id}
        for letter, method, args in (("w", "write", (vals,)), ("u", "unlink", ())):
            allowed = letter in rights
            self._check_right(profile, model, method, allowed, ids[:1])
            for res_id in hidden if allowed else ids[:1]:
                with self._refused(AccessError, UserError):
                    self._call(profile, model, method, [res_id], *args)

    def _check_right(self, profile, model, operation, allowed, ids=()):
        """Said beforehand; and for what would be created, refused when it is done."""
        if profile == "public":
            allowed = False
        else:
            self.assertEqual(
                self._call(profile, model, "has_access", list(ids), operation), allowed
            )
        if operation == "create" and not allowed:
            with self._refused(AccessError, UserError):
                self._call(profile, model, "create", {})

    def _check_export(self, profile, model, rights):
        """Élus and the staff take out what they read, nobody else anything."""
        own = self._sample(profile, model).ids
        # Some records bear the name of a person, which an élu does not take out.
        is_dated = "create_date" in self.env[model]._fields
        columns = ["create_date" if is_dated else "display_name"]
        args = (own, columns)
        if "r" in rights and EXPORTERS.intersection(PROFILES[profile]):
            exported = self._call(profile, model, "export_data", *args)
            self.assertEqual(len(exported["datas"]), 1)
            foreign = self._sample(profile, model, "foreign").ids
            with self._refused(AccessError, UserError):
                self._call(profile, model, "export_data", foreign, columns)
        else:
            with self._refused(AccessError, UserError):
                self._call(profile, model, "export_data", *args)
