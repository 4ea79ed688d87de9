"""The same table, as the web client and scripts reach the server: the ORM's tests try
all the models, these one for each of the rows that differ."""

from contextlib import contextmanager
from datetime import timedelta

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.tests import HttpCase, JsonRpcException, tagged
from odoo.tools import mute_logger

from ..common import CATALOGUES
from .access_common import PERSONAL, RIGHTS, TRANSIENT_RIGHTS, WITHOUT_AUTHORITY
from .access_fields_common import FieldsCase

# As JSON-RPC names what core or our models raise.
NAMES = {
    AccessError: "odoo.exceptions.AccessError",
    UserError: "odoo.exceptions.UserError",
    ValueError: "builtins.ValueError",
}
EXPIRED = "odoo.http.SessionExpiredException"


def sample_rows(table):
    """The first model of each row of rights, and of each way to belong to somebody."""
    models = {}
    for model, rights in table.items():
        kind = (model in CATALOGUES, model in PERSONAL, model in WITHOUT_AUTHORITY)
        models.setdefault((rights, kind), model)
    return set(models.values())


class RpcDoor(HttpCase):
    """Each profile signs in once, in ``_become``."""

    def _become(self, profile):
        user = super()._become(profile)
        login = None if profile == "public" else user.login
        self.authenticate(login, login)
        return user

    def _call(self, profile, model, method, *args, **kwargs):
        return self.make_jsonrpc_request(
            "/web/dataset/call_kw",
            {"model": model, "method": method, "args": args, "kwargs": kwargs},
        )

    @contextmanager
    def _refused(self, *exceptions):
        """Whoever is not signed in is sent to sign in."""
        with mute_logger("odoo.http"), self.assertRaises(JsonRpcException) as refusal:
            yield
        names = {NAMES[exception] for exception in exceptions or (AccessError,)}
        self.assertIn(str(refusal.exception), names | {EXPIRED})

    _refused_reading = _refused


@tagged("post_install", "-at_install", "plpdma")
class TestAccessRpc(RpcDoor, FieldsCase):
    def test_matrix(self):
        models = sample_rows(RIGHTS)
        rows = {RIGHTS[model] for model in models}
        self.assertEqual(rows, set(RIGHTS.values()))
        self._check_matrix(models)

    def test_dialogs(self):
        self._check_transient_matrix(sample_rows(TRANSIENT_RIGHTS))

    def test_hidden_fields(self):
        """The ORM's test tries all the fields, in all ways, for all profiles; the door
        is the same."""
        for profile, ways in (
            ("portal_elected", ("read", "grouped")),
            ("facilitator", ("searched",)),
            ("participant", ("sorted",)),
        ):
            self._check_hidden(ways, (profile,), sample=True)

    def test_who_is_not_signed_in_reads_no_description(self):
        self._become("public")
        models = sample_rows(RIGHTS)
        self.assertGreater(len(models), 10)
        for model in models:
            for method in ("fields_get", "get_views", "has_access"):
                with self.subTest(model=model, method=method), self._refused():
                    self._call("public", model, method, [])

    def test_a_mandate_ends_and_another_begins_while_the_server_runs(self):
        """The same signed-in session, the same warm caches: the clock alone moves."""
        today = self.company._plpdma_get_today()
        mandate = self.samples["own"]["plpdma.mandate"].filtered(
            lambda m: m.partner_id == self.users["portal_elected"].partner_id
        )
        model, own = "plpdma.contribution", self.samples["own"]["plpdma.contribution"]
        mandate.write({"date_start": today - timedelta(days=9), "date_end": today})
        self._become("portal_elected")
        args = ("portal_elected", model, "search", [("id", "=", own.id)])
        self.assertEqual(self._call(*args), own.ids)
        with freeze_time(today + timedelta(days=1)):
            self.assertEqual(self._call(*args), [])
            with self._refused():
                self._call("portal_elected", model, "read", own.ids, ["verbatim"])
        self.assertEqual(self._call(*args), own.ids)
        mandate.write({"date_start": today + timedelta(days=1), "date_end": False})
        self.env.flush_all()
        self.assertEqual(self._call(*args), [])
        with freeze_time(today + timedelta(days=1)):
            self.assertEqual(self._call(*args), own.ids)
