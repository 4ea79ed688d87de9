"""Who may do what: the table of rights, and the borders between authorities."""

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools.safe_eval import safe_eval

from ..common import CATALOGUES
from .access_common import (
    PERSONAL,
    RIGHTS,
    TRANSIENT_RIGHTS,
    WITHOUT_AUTHORITY,
    get_guarded_models,
    get_restricted,
    get_rights,
)
from .matrix_common import OPERATIONS, MatrixCase
from .profiles import PROFILES
from .samples_common import AccessCase


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
