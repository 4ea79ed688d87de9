"""Who may do what: groups, rules, companies, fields and chatter."""

from datetime import timedelta

from lxml import etree

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools.safe_eval import safe_eval

from ...models.shared.plpdma_field_access_mixin import LOG_USERS
from ..common import CATALOGUES
from .access_common import (
    GROUPS,
    OPERATIONS,
    PERSONAL,
    PROFILES,
    RESTRICTED,
    RIGHTS,
    STAFF_PROFILES,
    TEAM,
    TRANSIENT_RIGHTS,
    WITHOUT_AUTHORITY,
    AccessCase,
    MatrixCase,
    get_guarded_models,
    get_restricted,
    get_rights,
    get_thread_models,
)
from .access_fields_common import FieldsCase


@tagged("post_install", "-at_install", "plpdma")
class TestAccessMatrix(MatrixCase):
    def test_matrix(self):
        self.assertEqual(RIGHTS.keys(), self._models(), "A model without its row")
        self._check_matrix(set(RIGHTS))
        for world in self.samples.values():
            self.assertTrue(all(records.exists() for records in world.values()))

    def test_dialogs(self):
        models = self._models(transient=True)
        self.assertEqual(TRANSIENT_RIGHTS.keys(), models, "A dialog without its row")
        self._check_transient_matrix(models)

    def test_nobody_reads_the_dialog_of_somebody_else(self):
        for model in TRANSIENT_RIGHTS:
            owner = next(
                profile
                for profile in reversed(PROFILES)
                if "c" in get_rights(profile, model)
            )
            dialog = (
                self.env[model]
                .with_user(self.users[owner])
                # Theirs, whatever they may choose in it.
                .sudo()
                .create(self._get_dialog_values(model))
            )
            for profile in PROFILES:
                if "r" not in get_rights(profile, model) or profile == owner:
                    continue
                with self.subTest(model=model, profile=profile), self._refused():
                    self._call(profile, model, "read", dialog.ids, ["create_uid"])

    def _get_dialog_values(self, model):
        """What the dialog needs to open, from the samples."""
        return {
            name: self._get_dialog_value(field)
            for name, field in self.env[model]._fields.items()
            if field.required
        }

    def _get_dialog_value(self, field):
        if field.type == "many2one":
            return self.samples["own"][field.comodel_name].id
        if field.type == "selection":
            return field.get_values(self.env)[-1]
        if field.type == "date":
            return "2026-01-02"
        return False if field.type == "many2many" else "Un mot."

    def test_agent_makes_contacts_and_deletes_none(self):
        partner = self.agent_env["res.partner"].create({"name": "Nouveau"})
        partner.phone = "04 70 00 00 00"
        with self.assertRaises(AccessError):
            partner.unlink()

    def test_only_the_manager_exports(self):
        for profile, user in self.users.items():
            with self.subTest(profile=profile):
                self.assertEqual(
                    user.has_group("base.group_allow_export"), profile == "manager"
                )

    def test_elu_and_facilitator_are_not_staff(self):
        internal = self.env.ref("base.group_user")
        staff = self.env.ref("plpdma_concertation.group_user")
        for name in ("group_elected", "group_facilitator"):
            group = self.env.ref(f"plpdma_concertation.{name}")
            with self.subTest(group=name):
                self.assertFalse(group.all_implied_ids & (internal | staff))


# Who reads what hangs on its own state, in the mandate of the élus and the session of
# the facilitators: the profiles besides the staff, who read them all.
ELECTED = {"elected", "portal_elected"}
FACILITATING = {"facilitator", "portal_facilitator"}
STATES = {
    "public contribution": ELECTED | FACILITATING,
    "contribution for the members": ELECTED | FACILITATING,
    "staff contribution": FACILITATING,
    "public contribution of another session": ELECTED,
    "own contribution": ELECTED | FACILITATING | {"participant"},
    "own staff contribution": FACILITATING | {"participant"},
    "draft response": set(),
    "submitted response": ELECTED,
    "validated response": ELECTED,
    "sent response": ELECTED,
    "sent response to own contribution": ELECTED | {"participant"},
    "published response": ELECTED | FACILITATING | {"participant"},
    "response to a staff contribution": set(),
    "published response to a staff contribution": set(),
    "draft session": ELECTED | FACILITATING,
    "session of others": ELECTED,
    "session of own organisation": ELECTED | {"participant"},
}


@tagged("post_install", "-at_install", "plpdma")
class TestAccessStates(AccessCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._create_worlds()

    def _contribution(self, **vals):
        session = self.samples["own"]["plpdma.session"]
        return session.env["plpdma.contribution"].create(
            {
                "session_id": session.id,
                "program_id": session.program_id.id,
                "verbatim": "Un mot.",
                **vals,
            }
        )

    def _response(self, state, **vals):
        contribution = self._contribution(**vals)
        now = "2026-07-01 10:00:00"
        response = contribution.env["plpdma.response"].create(
            {
                "contribution_ids": [Command.set(contribution.ids)],
                "decision": "information",
            }
        )
        decided = state in ("validated", "sent")
        response.write(
            {
                "arbiter_id": decided and self.user_manager.partner_id.id,
                "date_validated": decided and now,
                "date_sent": state == "sent" and now,
            }
        )
        if state == "sent":
            contribution.sent_response_id = response
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE plpdma_response SET state = %s WHERE id = %s", (state, response.id)
        )
        self.env.invalidate_all()
        return response

    def _session(self, actor=None, **vals):
        lines = [Command.create({"stakeholder_id": actor.id})] if actor else []
        return self.samples["own"]["plpdma.session"].create(
            {
                "name": "Séance",
                "program_id": self.program.id,
                "participation_ids": lines,
                **vals,
            }
        )

    def _create_states(self):
        own = {"partner_id": self.users["participant"].partner_id.id}
        staff = {"confidentiality": "staff"}
        contribution, response = self._contribution, self._response
        published = response("sent", moderation="accepted")
        staff_published = response("sent", **staff)
        (published | staff_published).published = True
        organisation = self.env["res.partner"].create(
            {"name": "Organisation", "is_company": True}
        )
        self.users["participant"].partner_id.parent_id = organisation
        actor = self.samples["own"]["plpdma.stakeholder"].create(
            {"partner_id": organisation.id, "program_id": self.program.id}
        )
        held = {
            "date_start": "2026-06-01 18:00:00",
            "question_ids": [Command.create({"name": "Où ?"})],
        }
        theirs = self._session(**held) | self._session(actor, **held)
        theirs.write({"state": "planned"})
        return {
            "public contribution": contribution(),
            "contribution for the members": contribution(confidentiality="members"),
            "staff contribution": contribution(**staff),
            "public contribution of another session": contribution(session_id=False),
            "own contribution": contribution(**own),
            "own staff contribution": contribution(**own, **staff),
            "draft response": response("draft", **own),
            "submitted response": response("submitted", **own),
            "validated response": response("validated", **own),
            "sent response": response("sent"),
            "sent response to own contribution": response("sent", **own),
            "published response": published,
            "response to a staff contribution": response("submitted", **staff),
            "published response to a staff contribution": staff_published,
            "draft session": self._session(),
            "session of others": theirs[0],
            "session of own organisation": theirs[1],
        }

    def test_each_state_is_read_by_whom_the_table_says(self):
        records = self._create_states()
        self.assertEqual(records.keys(), STATES.keys())
        for profile in PROFILES:
            user = self._become(profile)
            if profile in FACILITATING:
                records["draft session"].facilitator_id = user.partner_id
                self.env.flush_all()
            for state, record in records.items():
                with self.subTest(profile=profile, state=state):
                    self.env.invalidate_all()
                    readable = profile in {*STATES[state], *STAFF_PROFILES}
                    self.assertEqual(
                        record.with_user(user).has_access("read"), readable
                    )

    def test_elu_who_is_no_longer_in_charge_reads_nothing_at_once(self):
        as_elected = self.program.with_user(self.user_elected)
        self.assertTrue(as_elected.has_access("read"))
        self.program.elected_referent_id = self.partners[0]
        self.env.flush_all()
        self.assertFalse(as_elected.has_access("read"))

    def test_elu_never_counts_what_is_kept_to_the_staff(self):
        public, members, staff = self._create_contributions(
            *({"confidentiality": level} for level in ("public", "members", "staff"))
        )
        contributions = (public | members | staff).with_user(self.user_elected)
        domain = [("id", "in", contributions.ids)]
        groups = contributions.formatted_read_group(
            domain, ["confidentiality"], ["__count"]
        )
        self.assertEqual(
            {group["confidentiality"]: group["__count"] for group in groups},
            {"public": 1, "members": 1},
        )
        session = self._create_session()
        (public | staff).session_id = session
        self.env.invalidate_all()
        as_elected = session.with_user(self.user_elected)
        self.assertEqual(as_elected.contribution_count, 1)
        self.assertEqual(as_elected.to_answer_count, 1)
        self.assertEqual(as_elected.contribution_ids.ids, public.ids)

    def test_elu_reads_no_word_of_a_response_before_its_author(self):
        contribution = self._create_contribution()
        response = self._create_response(contribution)
        response.action_submit()
        self.env.flush_all()
        self.env.invalidate_all()
        self.assertTrue(response.with_user(self.user_elected).has_access("read"))
        seen = contribution.with_user(self.user_elected)
        self.assertFalse(seen.decision or seen.response_motivation)


@tagged("post_install", "-at_install", "plpdma")
class TestAccessOverlappingMandates(AccessCase):
    """One élu, two mandates at the same time; and two élus on the same records."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        fixture = cls.fixture
        cls.today = fields.Date.context_today(cls.program)
        cls.theme = fixture["plpdma.theme"].create({"name": "Thème d'essai"})
        cls.wide = cls.program.sudo().mandate_ids.filtered(
            lambda m: m.partner_id == cls.user_elected.partner_id
        )
        cls.wide.date_start = cls.today - timedelta(days=30)
        cls.narrow = fixture["plpdma.mandate"].create(
            {
                "program_id": cls.program.id,
                "partner_id": cls.user_elected.partner_id.id,
                "theme_ids": cls.theme.ids,
                "date_start": cls.today - timedelta(days=10),
                "can_arbitrate": False,
            }
        )
        values = {"program_id": cls.program.id, "verbatim": "Un mot."}
        cls.both, cls.one = fixture["plpdma.contribution"].create(
            [{**values, "theme_ids": cls.theme.ids}, values]
        )

    def _found(self, user):
        """The contributions that the user finds, however they are asked for."""
        self.env.flush_all()
        self.env.invalidate_all()
        contributions = self.env["plpdma.contribution"].with_user(user)
        domain = [("id", "in", (self.both | self.one).ids)]
        found = contributions.search(domain)
        self.assertEqual(contributions.search_count(domain), len(found))
        groups = contributions.formatted_read_group(domain, [], ["__count"])
        self.assertEqual(groups[0]["__count"], len(found), "Each counts once")
        return found.sudo()

    def test_what_two_mandates_cover_counts_once(self):
        self.assertEqual(self._found(self.user_elected), self.one | self.both)

    def test_the_end_of_one_leaves_the_other(self):
        self.wide.date_end = self.today - timedelta(days=1)
        self.assertEqual(self._found(self.user_elected), self.both)
        self.narrow.date_end = self.today - timedelta(days=1)
        self.assertFalse(self._found(self.user_elected))

    def test_one_that_starts_later_adds_nothing_yet(self):
        self.wide.date_start = self.today + timedelta(days=1)
        self.assertEqual(self._found(self.user_elected), self.both)

    def test_arbitration_is_not_lent_by_one_to_the_other(self):
        response = self.both.env["plpdma.response"].create(
            {
                "contribution_ids": [Command.set(self.both.ids)],
                "decision": "information",
                "state": "submitted",
            }
        )
        as_elected = response.with_user(self.user_elected)
        self.env.flush_all()
        self.assertTrue(as_elected.has_access("read"))
        self.wide.date_end = self.today - timedelta(days=1)
        self.env.flush_all()
        self.env.invalidate_all()
        self.assertFalse(as_elected.has_access("read"))
        with self.assertRaises(AccessError):
            as_elected.action_validate()

    def test_the_end_of_one_elu_leaves_the_other_elu(self):
        other = self.users["portal_elected"]
        (self.wide | self.narrow).write({"date_end": self.today - timedelta(days=1)})
        self.assertFalse(self._found(self.user_elected))
        self.assertEqual(self._found(other), self.one | self.both)


# One for each column that reads less than the staff.
OUTSIDERS = ("elected", "portal_facilitator", "participant")


@tagged("post_install", "-at_install", "plpdma")
class TestAccessFields(FieldsCase):
    def test_every_restricted_field_is_listed(self):
        """By model and by whoever reads it, contacts and calendar entries included."""
        groups_of_ours = set(GROUPS)
        compared = set()
        for model in self.env.registry.values():
            if model._abstract:
                continue
            restricted = {
                name: set().union(*(GROUPS[group] for group in groups))
                for name, field in self.env[model._name]._fields.items()
                if not field.inherited
                and (groups := groups_of_ours & set((field.groups or "").split(",")))
            }
            if model._name in get_guarded_models(self.env):
                # Not by their groups, which Odoo's own fields do not have.
                restricted |= dict.fromkeys(LOG_USERS & model._fields.keys(), TEAM)
            compared.add(model._name)
            with self.subTest(model=model._name):
                self.assertEqual(restricted, get_restricted(self.env[model._name]))
        self.assertLessEqual(RESTRICTED.keys() | self._models(), compared)

    def test_restricted_fields_are_shown_to_whom_they_are_for(self):
        for profile in PROFILES:
            self._become(profile)
            for model in RIGHTS:
                if "r" not in get_rights(profile, model):
                    continue
                names = [
                    name
                    for name, columns in get_restricted(self.env[model]).items()
                    if columns.intersection(PROFILES[profile])
                ]
                if not names:
                    continue
                with self.subTest(model=model, profile=profile):
                    self.assertLessEqual(
                        set(names), self._call(profile, model, "fields_get").keys()
                    )
                    record = self._sample(profile, model)
                    self.assertTrue(
                        self._call(profile, model, "read", record.ids, names)
                    )

    def test_hidden_fields_are_not_read(self):
        self._check_hidden(("described", "read", "exported"))

    def test_hidden_fields_are_not_searched_nor_sorted(self):
        self._check_hidden(("searched", "sorted"))

    def test_hidden_fields_are_not_grouped_nor_counted(self):
        self._check_hidden(("grouped", "aggregated"), OUTSIDERS)

    def test_hidden_fields_are_not_reached_from_elsewhere(self):
        self._check_hidden(("reached",), OUTSIDERS)

    def test_views_do_not_show_hidden_fields(self):
        """The names that are hidden stand in no view, whatever its type."""
        looked_at = set()
        for profile in ("elected", "facilitator"):
            for model in sorted(RIGHTS):
                if "r" not in get_rights(profile, model):
                    continue
                hidden = {
                    name
                    for owner, name in self._get_hidden_fields(profile)
                    if owner == model
                }
                Model = self.env[model].with_user(self.users[profile])
                views = self.env["ir.ui.view"].search(
                    [("model", "=", model), ("type", "!=", "qweb")]
                )
                for view in views.filtered(lambda v: not v.inherit_id):
                    arch = etree.fromstring(Model.get_view(view.id)["arch"])
                    shown = {
                        node.get("name")
                        for node in arch.iter("field")
                        if not any(p.tag == "field" for p in node.iterancestors())
                    }
                    if hidden and shown:
                        looked_at.add((profile, view.id))
                    with self.subTest(profile=profile, view=view.xml_id):
                        self.assertFalse(shown & hidden)
        self.assertGreater(len(looked_at), 90)

    def test_chatter_is_for_the_staff(self):
        models = get_thread_models(self.env) & RIGHTS.keys()
        self.assertLessEqual({"plpdma.contribution", "plpdma.session"}, models)
        for model in sorted(models):
            record = self.samples["own"][model].with_user(self.user_agent)
            message = record.message_post(body="Zoé Essai, zoe@p.example")
            domain = [("model", "=", model), ("res_id", "=", record.id)]
            for profile, user in self.users.items():
                with self.subTest(model=model, profile=profile):
                    self.env.invalidate_all()
                    readable = profile in STAFF_PROFILES
                    self.assertEqual(
                        message.with_user(user).has_access("read"), readable
                    )
                    if not readable:
                        with self.assertRaises(AccessError):
                            message.with_user(user).read(["body"])
                    if profile != "public":
                        found = self.env["mail.message"].with_user(user).search(domain)
                        self.assertEqual(message in found, readable)


@tagged("post_install", "-at_install", "plpdma")
class TestAccessCompanies(AccessCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._create_worlds()
        cls.theirs = cls.samples["foreign"]
        cls.other_program = cls.theirs["plpdma.program"].with_user(
            cls.env["res.users"].search([("login", "=", "plpdma_other")])
        )

    def test_each_model_belongs_to_an_authority(self):
        models = self._models() - WITHOUT_AUTHORITY
        self.assertEqual(models, RIGHTS.keys() - WITHOUT_AUTHORITY)
        for model in models:
            with self.subTest(model=model):
                field = self.env[model]._fields.get("company_id")
                self.assertTrue(field and field.store)

    def test_each_model_has_a_company_rule(self):
        models = self._models() - WITHOUT_AUTHORITY
        self.assertEqual(models, RIGHTS.keys() - WITHOUT_AUTHORITY)
        for model in models:
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

    def test_each_model_guards_its_fields(self):
        """Those that have restricted fields, or lead to a model that has some."""
        guarded = get_guarded_models(self.env)
        self.assertLess(10, len(guarded & self._models()))
        for name in self._models():
            model = self.env[name]
            comodels = {field.comodel_name for field in model._fields.values()}
            near = {name, *comodels} & self._models()
            if any(get_restricted(self.env[other]) for other in near):
                with self.subTest(model=name):
                    self.assertIn(name, guarded)

    def test_each_model_gives_rights_to_the_staff(self):
        models = self._models() | self._models(transient=True)
        self.assertEqual(models, RIGHTS.keys() | TRANSIENT_RIGHTS.keys())
        for model in models:
            accesses = self.env["ir.model.access"].search(
                [("model_id.model", "=", model)]
            )
            with self.subTest(model=model):
                self.assertTrue(accesses)
                self.assertTrue(all(accesses.mapped("group_id")), "None is for all")

    def test_two_authorities_see_nothing_of_each_other(self):
        """What the matrix does not try: moving a record over, and groups of them."""
        self.assertEqual(self.theirs.keys(), self._models())
        grouped = set()
        for model, record in self.theirs.items():
            for user in (self.user_agent, self.user_manager):
                hidden = self.env[model].with_user(user).browse(record.ids)
                with self.subTest(model=model, user=user.login):
                    self.env.invalidate_all()
                    for operation in ("read", "write", "unlink"):
                        self.assertFalse(hidden.has_access(operation))
                    if "company_id" not in hidden._fields:
                        continue
                    with self.assertRaises(UserError):
                        hidden.write({"company_id": self.company.id})
                    if hidden.browse().has_access("read"):
                        groups = hidden.formatted_read_group(
                            [("id", "in", record.ids)], ["company_id"], ["__count"]
                        )
                        grouped.add(model)
                        self.assertFalse(groups)
            if model not in {*PERSONAL, *WITHOUT_AUTHORITY}:
                as_theirs = record.with_user(self.other_program.env.user)
                with self.subTest(model=model, user="theirs"):
                    self.assertTrue(as_theirs.has_access("read"))
        self.assertGreater(len(grouped), 25)

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
        theirs, mine = self.theirs, self.samples["own"]
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
