"""Who reads which fields, and the chatter."""

from lxml import etree

from odoo.exceptions import AccessError
from odoo.tests import tagged

from ...models.shared.plpdma_field_access_mixin import LOG_USERS
from .access_common import (
    RESTRICTED,
    RIGHTS,
    get_guarded_models,
    get_restricted,
    get_rights,
    get_thread_models,
)
from .access_fields_common import FieldsCase
from .profiles import GROUPS, PROFILES, STAFF_PROFILES, TEAM

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
