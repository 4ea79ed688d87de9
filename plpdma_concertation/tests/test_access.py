"""Who may do what: groups, rules, companies, fields and chatter."""

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools.safe_eval import safe_eval

from .common import CATALOGUES, ConcertationCase

OPERATIONS = {"r": "read", "w": "write", "c": "create", "u": "unlink"}
ROLES = ("agent", "manager", "elected", "facilitator", "employee", "public")
# What each may do, in the order of ROLES, with a record of their own programme,
# mandate or session.
RIGHTS = {
    "plpdma.program": ("rwc", "rwcu", "r", "r", "", ""),
    "plpdma.body": ("rwc", "rwcu", "r", "r", "", ""),
    "plpdma.stakeholder": ("rwc", "rwcu", "", "", "", ""),
    "plpdma.session": ("rwc", "rwcu", "r", "r", "", ""),
    "plpdma.participation": ("rwcu", "rwcu", "r", "r", "", ""),
    "plpdma.question": ("rwcu", "rwcu", "r", "r", "", ""),
    "plpdma.contribution": ("rwc", "rwcu", "r", "r", "", ""),
    "plpdma.response": ("rwcu", "rwcu", "r", "", "", ""),
    "plpdma.role": ("r", "rwcu", "r", "r", "", ""),
    "plpdma.college": ("r", "rwcu", "r", "r", "", ""),
    "plpdma.theme": ("r", "rwcu", "r", "r", "", ""),
    "plpdma.territory": ("r", "rwcu", "r", "r", "", ""),
    "plpdma.competitor.group": ("r", "rwcu", "", "", "", ""),
    "plpdma.refusal.reason": ("r", "rwcu", "r", "", "", ""),
    "plpdma.purpose": ("r", "rwcu", "r", "r", "", ""),
    "plpdma.technique": ("r", "rwcu", "r", "r", "", ""),
    "plpdma.facilitator": ("rwc", "rwcu", "", "", "", ""),
    "plpdma.mandate": ("r", "rwcu", "", "", "", ""),
    "plpdma.feedback": ("r", "r", "", "", "", ""),
    "plpdma.notice": ("r", "r", "r", "", "", ""),
    "plpdma.notice.receipt": ("rc", "rc", "", "", "", ""),
    "plpdma.service": ("rwc", "rwcu", "", "", "", ""),
    "plpdma.commitment": ("rwc", "rwcu", "r", "", "", ""),
    "plpdma.adaptation": ("rc", "rc", "r", "", "", ""),
    "plpdma.milestone": ("rwc", "rwcu", "r", "", "", ""),
    "plpdma.timeline": ("r", "r", "r", "r", "", ""),
}
# Fields that only agents and managers may know of.
STAFF_FIELDS = {
    "plpdma.adaptation": {
        "contribution_id",
        "stakeholder_id",
    },
    "plpdma.body": {
        "sitting_count",
    },
    "plpdma.commitment": {
        "response_id",
    },
    "plpdma.contribution": {
        "author_name",
        "contributor_email",
        "contributor_name",
        "internal_note",
        "mandate_ids",
        "response_id",
    },
    "plpdma.facilitator": {
        "has_warnings",
        "warnings",
    },
    "plpdma.milestone": {
        "has_warnings",
        "warnings",
    },
    "plpdma.notice": {
        "receipt_count",
        "receipt_ids",
    },
    "plpdma.program": {
        "facilitation_charter",
        "facilitator_ids",
        "has_warnings",
        "mandate_ids",
        "service_count",
        "service_ids",
        "warnings",
    },
    "plpdma.response": {
        "commitment_count",
        "commitment_ids",
        "mandate_ids",
    },
    "plpdma.session": {
        "advice",
        "advised_format",
        "deviates",
        "facilitation_summary",
        "feedback_count",
        "feedback_ids",
        "feedback_listening",
        "feedback_neutrality",
        "feedback_summary",
        "feedback_trust",
        "format_justification",
        "has_warnings",
        "mandate_ids",
        "untold_count",
        "untold_ids",
        "warnings",
    },
    "plpdma.stakeholder": {
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
}


class AccessCase(ConcertationCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.user_public = cls.env.ref("base.public_user")
        cls.users = {
            "agent": cls.user_agent,
            "manager": cls.user_manager,
            "elected": cls.user_elected,
            "facilitator": cls.user_facilitator,
            "employee": cls.user_employee,
            "public": cls.user_public,
        }

    def _models(self, transient=False):
        """The addon's models, those added later included."""
        return {
            name
            for name, model in self.env.registry.items()
            if name.startswith("plpdma.")
            and not model._abstract
            and bool(model._transient) == transient
        }

    def _create_samples(self, program, facilitator=None):
        """One record of each model in the programme's authority."""
        env = program.sudo().env
        company = program.company_id
        partner = env["res.partner"].create({"name": "Acteur d'essai"})
        samples = {
            model: env[model].create(
                {"name": f"Entrée de {program.name}", "company_id": company.id}
            )
            for model in CATALOGUES
        }
        actor = env["plpdma.stakeholder"].create(
            {"partner_id": partner.id, "program_id": program.id}
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
                "question_ids": [Command.create({"name": "Où ?"})],
                "participation_ids": [Command.create({"stakeholder_id": actor.id})],
            }
        )
        contribution = env["plpdma.contribution"].create(
            {
                "session_id": session.id,
                "verbatim": "Oui.",
                "contributor_name": "Zoé Essai",
                "contributor_email": "zoe@p.example",
            }
        )
        response = env["plpdma.response"].create(
            {
                "contribution_ids": [Command.set(contribution.ids)],
                "decision": "information",
                "state": "submitted",
            }
        )
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
        env.flush_all()
        return {
            **samples,
            "plpdma.facilitator": env["plpdma.facilitator"].create(
                {"partner_id": partner.id, "program_id": program.id}
            ),
            "plpdma.feedback": feedback[0],
            "plpdma.mandate": env["plpdma.mandate"].create(
                {"partner_id": partner.id, "program_id": program.id}
            ),
            "plpdma.notice": receipts.notice_id,
            "plpdma.notice.receipt": receipts,
            "plpdma.service": env["plpdma.service"].create(
                {"name": "Prêt de gobelets", "stakeholder_id": actor.id}
            ),
            "plpdma.commitment": env["plpdma.commitment"].create(
                {
                    "name": "Installer dix composteurs",
                    "program_id": program.id,
                    "date_due": "2027-06-30",
                }
            ),
            "plpdma.adaptation": env["plpdma.adaptation"].create(
                {
                    "program_id": program.id,
                    "need": "Venir le soir",
                    "new_modality": "La séance commence à 19 h.",
                    "session_id": session.id,
                }
            ),
            "plpdma.milestone": env["plpdma.milestone"].create(
                {
                    "name": "Avis de la CCES",
                    "kind": "cces_opinion",
                    "program_id": program.id,
                }
            ),
            "plpdma.timeline": env["plpdma.timeline"].search(
                [("session_id", "=", session.id)]
            ),
            "plpdma.program": program.sudo(),
            "plpdma.stakeholder": actor,
            "plpdma.body": body,
            "plpdma.session": session,
            "plpdma.question": session.question_ids,
            "plpdma.participation": session.participation_ids,
            "plpdma.contribution": contribution,
            "plpdma.response": response,
        }


@tagged("post_install", "-at_install", "plpdma")
class TestAccessMatrix(AccessCase):
    def test_each_model_is_in_the_matrix(self):
        """A model added later says here who may do what with it."""
        self.assertEqual(self._models(), RIGHTS.keys())

    def test_matrix(self):
        samples = self._create_samples(self.program, self.user_facilitator.partner_id)
        for model, rights in RIGHTS.items():
            for role, allowed in zip(ROLES, rights, strict=True):
                record = samples[model].with_user(self.users[role])
                for letter, operation in OPERATIONS.items():
                    with self.subTest(model=model, role=role, operation=operation):
                        self.assertEqual(
                            record.has_access(operation), letter in allowed
                        )

    def test_matrix_holds_when_it_is_done(self):
        """Not only announced: read, search, write and delete are stopped."""
        samples = self._create_samples(self.program, self.user_facilitator.partner_id)
        for model, rights in RIGHTS.items():
            for role, allowed in zip(ROLES, rights, strict=True):
                record = samples[model].with_user(self.users[role])
                name = "name" if "name" in record._fields else "id"
                with self.subTest(model=model, role=role):
                    self.env.invalidate_all()
                    if "r" in allowed:
                        self.assertEqual(record.read([name])[0]["id"], record.id)
                        self.assertEqual(
                            record.search([("id", "=", record.id)]), record
                        )
                    else:
                        with self.assertRaises(AccessError):
                            record.read([name])
                        with self.assertRaises(AccessError):
                            record.search([])
                    if "w" not in allowed:
                        # The adaptation log says in its own words that it is kept.
                        with self.assertRaises(UserError):
                            record.write({"company_id": self.company.id})
                    if "c" not in allowed:
                        with self.assertRaises(AccessError):
                            record.create({})
                    if "u" not in allowed:
                        with self.assertRaises(AccessError):
                            record.unlink()
        self.assertTrue(all(sample.exists() for sample in samples.values()))

    def test_wizards_are_for_the_staff(self):
        models = self._models(transient=True)
        self.assertTrue(models)
        for model in models:
            for role, user in self.users.items():
                with self.subTest(model=model, role=role):
                    allowed = ["agent", "manager"]
                    if model == "plpdma.response.return":
                        # Élus return the responses that their mandate covers.
                        allowed.append("elected")
                    self.assertEqual(
                        self.env[model].with_user(user).has_access("create"),
                        role in allowed,
                    )

    def test_agent_makes_contacts_and_deletes_none(self):
        partner = self.agent_env["res.partner"].create({"name": "Nouveau"})
        partner.phone = "04 70 00 00 00"
        with self.assertRaises(AccessError):
            partner.unlink()

    def test_only_the_manager_exports(self):
        for role, user in self.users.items():
            with self.subTest(role=role):
                self.assertEqual(
                    user.has_group("base.group_allow_export"), role == "manager"
                )

    def test_elu_and_facilitator_are_not_staff(self):
        internal = self.env.ref("base.group_user")
        staff = self.env.ref("plpdma_concertation.group_user")
        for name in ("group_elected", "group_facilitator"):
            group = self.env.ref(f"plpdma_concertation.{name}")
            with self.subTest(group=name):
                self.assertFalse(group.all_implied_ids & (internal | staff))

    # ------------------------------------------------------------------
    # Élus
    # ------------------------------------------------------------------
    def test_elu_reads_only_their_programme(self):
        other = self._create_program(state="open")
        samples = self._create_samples(other)
        mine = self._create_samples(self.program)
        for model, rights in RIGHTS.items():
            if model in CATALOGUES or "r" not in rights[2]:
                continue
            with self.subTest(model=model):
                as_elected = samples[model].with_user(self.user_elected)
                self.env.invalidate_all()
                self.assertFalse(as_elected.has_access("read"))
                with self.assertRaises(AccessError):
                    as_elected.read(["display_name"])
                both = (samples[model] | mine[model]).with_user(self.user_elected)
                found = both.search([("id", "in", both.ids)])
                self.assertEqual(found.ids, mine[model].ids)

    def test_elu_who_is_no_longer_in_charge_reads_nothing_at_once(self):
        as_elected = self.program.with_user(self.user_elected)
        self.assertTrue(as_elected.has_access("read"))
        self.program.elected_referent_id = self.partners[0]
        self.env.flush_all()
        self.assertFalse(as_elected.has_access("read"))

    def test_elu_never_reads_what_is_kept_to_the_staff(self):
        public, members, staff = self._create_contributions(
            *({"confidentiality": level} for level in ("public", "members", "staff"))
        )
        contributions = (public | members | staff).with_user(self.user_elected)
        domain = [("id", "in", contributions.ids)]
        self.assertEqual(contributions.search(domain).ids[::-1], (public | members).ids)
        groups = contributions.formatted_read_group(
            domain, ["confidentiality"], ["__count"]
        )
        self.assertEqual(
            {group["confidentiality"]: group["__count"] for group in groups},
            {"public": 1, "members": 1},
        )
        self.env.invalidate_all()
        with self.assertRaises(AccessError):
            staff.with_user(self.user_elected).read(["verbatim"])
        session = self._create_session()
        (public | staff).session_id = session
        self.env.invalidate_all()
        as_elected = session.with_user(self.user_elected)
        self.assertEqual(as_elected.contribution_count, 1)
        self.assertEqual(as_elected.to_answer_count, 1)
        self.assertEqual(as_elected.contribution_ids.ids, public.ids)

    def test_elu_reads_no_draft_response(self):
        contribution = self._create_contribution()
        response = self._create_response(contribution)
        self.env.invalidate_all()
        as_elected = response.with_user(self.user_elected)
        self.assertFalse(as_elected.has_access("read"))
        response.action_submit()
        self.assertTrue(as_elected.has_access("read"))
        # Nor its words through the contribution, before the author has them.
        self.env.invalidate_all()
        seen = contribution.with_user(self.user_elected)
        self.assertFalse(seen.decision or seen.response_motivation)

    # ------------------------------------------------------------------
    # Facilitators
    # ------------------------------------------------------------------
    def test_facilitator_reads_only_the_sessions_they_run(self):
        mine = self._create_samples(self.program, self.user_facilitator.partner_id)
        other = self._create_samples(self._create_program(state="open"))
        for model, rights in RIGHTS.items():
            if model in CATALOGUES or "r" not in rights[3]:
                continue
            with self.subTest(model=model):
                both = (mine[model] | other[model]).with_user(self.user_facilitator)
                found = both.search([("id", "in", both.ids)])
                self.assertEqual(found.ids, mine[model].ids)
                self.env.invalidate_all()
                with self.assertRaises(AccessError):
                    other[model].with_user(self.user_facilitator).read(["display_name"])


@tagged("post_install", "-at_install", "plpdma")
class TestAccessFields(AccessCase):
    def test_staff_fields_are_hidden(self):
        samples = self._create_samples(self.program, self.user_facilitator.partner_id)
        samples["plpdma.contribution"].confidentiality = "public"
        for model, names in STAFF_FIELDS.items():
            for role in ("elected", "facilitator"):
                record = samples[model].with_user(self.users[role])
                for name in names:
                    with self.subTest(model=model, role=role, field=name):
                        self.env.invalidate_all()
                        self.assertNotIn(name, record.fields_get())
                        with self.assertRaises(AccessError):
                            record.read([name])
                        with self.assertRaises(AccessError):
                            record.search([(name, "!=", False)])
                        if record._fields[name].store:
                            with self.assertRaises(AccessError):
                                record.search([], order=f"{name} desc")
                            with self.assertRaises(AccessError):
                                record.formatted_read_group([], [name], ["__count"])
                        with self.assertRaises(UserError):
                            record.export_data([name])

    def test_staff_fields_are_shown_to_the_staff(self):
        samples = self._create_samples(self.program)
        for model, names in STAFF_FIELDS.items():
            record = samples[model].with_user(self.user_agent)
            self.assertLessEqual(names, record.fields_get().keys())
            self.assertTrue(record.read(list(names)))

    def test_every_restricted_field_is_listed_here(self):
        for model in self._models():
            restricted = {
                name
                for name, field in self.env[model]._fields.items()
                if field.groups == "plpdma_concertation.group_user"
            }
            with self.subTest(model=model):
                self.assertEqual(restricted, STAFF_FIELDS.get(model, set()))

    def test_views_do_not_show_staff_fields_to_an_elu(self):
        Contribution = self.env["plpdma.contribution"].with_user(self.user_elected)
        for view_type in ("list", "form", "kanban", "search", "pivot"):
            arch = Contribution.get_view(view_type=view_type)["arch"]
            for name in STAFF_FIELDS["plpdma.contribution"]:
                with self.subTest(view=view_type, field=name):
                    self.assertNotIn(f'<field name="{name}"', arch)

    def test_chatter_of_contributions_is_for_the_staff(self):
        samples = self._create_samples(self.program, self.user_facilitator.partner_id)
        for model in ("plpdma.contribution", "plpdma.session", "plpdma.response"):
            record = samples[model].with_user(self.user_agent)
            message = record.message_post(body="Zoé Essai, zoe@p.example")
            domain = [("model", "=", model), ("res_id", "=", record.id)]
            for role, user in self.users.items():
                with self.subTest(model=model, role=role):
                    self.env.invalidate_all()
                    Message = self.env["mail.message"].with_user(user)
                    readable = role in ("agent", "manager")
                    if role == "public":
                        self.assertFalse(message.with_user(user).has_access("read"))
                        continue
                    self.assertEqual(message in Message.search(domain), readable)
                    self.assertEqual(
                        message.with_user(user).has_access("read"), readable
                    )
                    if not readable:
                        with self.assertRaises(AccessError):
                            message.with_user(user).read(["body"])

    def test_chatter_of_an_elu_shows_no_message(self):
        contribution = self._create_contribution()
        contribution.message_post(body="Zoé Essai, zoe@p.example")
        self.env.invalidate_all()
        seen = contribution.with_user(self.user_elected)
        self.assertTrue(seen.verbatim)
        self.assertFalse(seen.message_ids)


@tagged("post_install", "-at_install", "plpdma")
class TestAccessCompanies(AccessCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.other_company, cls.other_program = cls._create_other_company()

    def test_each_model_belongs_to_an_authority(self):
        for model in self._models():
            with self.subTest(model=model):
                field = self.env[model]._fields.get("company_id")
                self.assertTrue(field and field.store)

    def test_each_model_has_a_company_rule(self):
        for model in self._models():
            rules = self.env["ir.rule"].search([("model_id.model", "=", model)])
            with self.subTest(model=model):
                rule = rules.filtered(lambda rule: not rule.groups)
                self.assertEqual(len(rule), 1)
                self.assertTrue(rule.active)
                self.assertIn("company_ids", rule.domain_force)
                domain = safe_eval(rule.domain_force, {"company_ids": [7]})
                self.assertEqual(domain[0][0], "company_id")
                self.assertTrue(
                    all(rule[f"perm_{operation}"] for operation in OPERATIONS.values())
                )

    def test_each_model_gives_rights_to_the_staff(self):
        for model in self._models() | self._models(transient=True):
            accesses = self.env["ir.model.access"].search(
                [("model_id.model", "=", model)]
            )
            with self.subTest(model=model):
                self.assertTrue(accesses)
                self.assertTrue(all(accesses.mapped("group_id")), "None is for all")

    def test_two_authorities_see_nothing_of_each_other(self):
        theirs = self._create_samples(self.other_program)
        self.assertEqual(theirs.keys(), self._models(), "A sample of each model")
        for model, record in theirs.items():
            for role in ("agent", "manager"):
                hidden = self.env[model].with_user(self.users[role]).browse(record.id)
                with self.subTest(model=model, role=role):
                    self.env.invalidate_all()
                    self.assertFalse(hidden.search([("id", "=", record.id)]))
                    for operation in ("read", "write", "unlink"):
                        self.assertFalse(hidden.has_access(operation))
                    with self.assertRaises(AccessError):
                        hidden.read(["display_name"])
                    with self.assertRaises(UserError):
                        hidden.write({"company_id": self.company.id})
                    groups = hidden.formatted_read_group(
                        [("id", "=", record.id)], ["company_id"], ["__count"]
                    )
                    self.assertFalse(groups)
            as_theirs = record.with_user(self.other_program.env.user)
            with self.subTest(model=model, role="theirs"):
                self.assertTrue(as_theirs.has_access("read"))

    def test_nothing_is_made_in_the_other_authority(self):
        program = self.other_program.id
        partner = self.partners[0].id
        for model, vals in (
            ("plpdma.program", {"name": "X", "company_id": self.other_company.id}),
            ("plpdma.body", {"name": "X", "program_id": program}),
            ("plpdma.stakeholder", {"partner_id": partner, "program_id": program}),
            ("plpdma.session", {"name": "X", "program_id": program}),
            ("plpdma.contribution", {"verbatim": "X", "program_id": program}),
            ("plpdma.response", {"program_id": program}),
        ):
            with self.subTest(model=model), self.assertRaises(AccessError):
                self.agent_env[model].with_user(self.user_manager).create(vals)

    def test_links_do_not_cross_authorities(self):
        theirs = self._create_samples(self.other_program)
        mine = self._create_samples(self.program)
        for model, field, target in (
            ("plpdma.stakeholder", "college_id", "plpdma.college"),
            ("plpdma.stakeholder", "role_ids", "plpdma.role"),
            ("plpdma.session", "body_id", "plpdma.body"),
            ("plpdma.session", "theme_ids", "plpdma.theme"),
            ("plpdma.contribution", "territory_id", "plpdma.territory"),
            ("plpdma.contribution", "session_id", "plpdma.session"),
            ("plpdma.response", "refusal_reason_id", "plpdma.refusal.reason"),
            ("plpdma.response", "contribution_ids", "plpdma.contribution"),
        ):
            value = theirs[target].id
            if mine[model]._fields[field].type == "many2many":
                value = [Command.link(value)]
            with self.subTest(model=model, field=field), self.assertRaises(UserError):
                mine[model].write({field: value})

    def test_entry_shared_by_all_is_seen_by_all(self):
        for model in CATALOGUES:
            entry = self.env[model].create({"name": "Partagée"})
            with self.subTest(model=model):
                for env in (self.agent_env, self.other_program.env):
                    found = env[model].search([("id", "=", entry.id)])
                    self.assertEqual(found, entry)
