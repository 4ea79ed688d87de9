"""The table of doors, on the addresses of the site: what each reader finds there of
what is protected."""

import itertools
import re

from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from .access_common import get_rights
from .doors_common import MODULE, NOWHERE, DoorsCase
from .doors_table import ANYBODY, ROUTES
from .doors_words import find_marks, read_content

READERS = (
    "public",
    "agent",
    "portal_elected",
    "portal_facilitator",
    "facilitator",
    "participant",
    "stranger",
)
# What each page tells those signed in of themselves.
OWN = {"agent": {"agent"}, "participant": {"actor", "phone"}}


@tagged("post_install", "-at_install", "plpdma")
class TestPageDoors(DoorsCase, HttpCase):
    """Each address of ours, asked for about each record of the world."""

    def setUp(self):
        super().setUp()
        # Test cursors share one connection: a read/write one cannot stand beside a
        # readonly one.
        self.set_registry_readonly_mode(False)
        contributions = self.world["plpdma.contribution"]
        self.co_authors = self.env["plpdma.contribution.author"].create(
            [
                {
                    "contribution_id": contributions[key][0].id,
                    "name": "Odette Essai",
                    "email": "odette@signe.example",
                    "confirmed": True,
                }
                for key in ("refused", "answer", "letter")
            ]
        )

    def _get_rules(self):
        """Our addresses, by their pattern."""
        rules = {}
        for rule in self.env["ir.http"].routing_map().iter_rules():
            if rule.endpoint.__module__.startswith(MODULE):
                rules[rule.rule] = rule
        return rules

    def _is_read(self, rule):
        return "GET" in (rule.methods or {"GET"})

    def test_each_address_has_its_row(self):
        rules = self._get_rules()
        self.assertGreater(len(rules), 30)
        read = {pattern for pattern, rule in rules.items() if self._is_read(rule)}
        self.assertEqual(read, ROUTES.keys())
        # What forms send is answered by the same pages.
        sent = {re.sub(r"/[^/<]+$", "", pattern) for pattern in rules.keys() - read}
        self.assertLessEqual(sent, read | {"/concertation/sign/<int:session_id>"})

    def test_what_each_page_tells(self):
        rules = self._get_rules()
        for reader in READERS:
            login = None if reader == "public" else self.users[reader].login
            self.authenticate(login, login)
            for pattern, row in ROUTES.items():
                if self._is_asked(rules[pattern], reader):
                    addresses = list(self._get_addresses(pattern, reader))
                    self.assertTrue(addresses, pattern)
                    seen = set().union(*map(self._open, addresses))
                    seen -= OWN.get(reader, set())
                    self._assertRow(
                        pattern, {reader: seen}, {reader: row.get(reader, ())}
                    )

    def _is_asked(self, rule, reader):
        """Pages without an account are the same for all: two readers are enough."""
        if rule.endpoint.routing["auth"] == "user":
            return reader != "public"
        return reader in ANYBODY

    @mute_logger("odoo.http", "odoo.addons.http_routing.models.ir_http")
    def _open(self, address):
        response = self.url_open(address)
        self.assertLess(response.status_code, 500, address)
        return find_marks(read_content(response.content))

    def _get_addresses(self, pattern, reader):
        """The address for each record, and for the holder of its code where it is
        asked for one."""
        arguments = re.findall(r"<(?:\w+:)?(\w+)>", pattern)
        choices = [self._get_choices(pattern, name, reader) for name in arguments]
        pairs = set(itertools.product(*choices))
        if arguments[:1] == ["program_id"] and len(arguments) > 1:
            # Each record under its own programme, and all of them under ours.
            pairs = {pair for pair in pairs if self._is_ours(pair, arguments)}
        for values in sorted(pairs):
            address = pattern
            for value in values:
                address = re.sub(r"<[^>]*>", str(value), address, count=1)
            held = self._get_held(pattern)
            if held:
                held = held.filtered(lambda one, values=values: one.id == values[0])
            yield self._sign_address(pattern, address, held)

    def _is_ours(self, pair, arguments):
        program = self.env["plpdma.program"].browse(pair[0])
        model = f"plpdma.{arguments[1].removesuffix('_id')}"
        if program == self.program or model not in self.world:
            return True
        record = self.env[model].browse(pair[1])
        return record.id != NOWHERE and record.program_id == program

    def _get_choices(self, pattern, name, reader):
        held = self._get_held(pattern)
        if name in ("code", "token"):
            return ["CODE"]
        if held:
            return held.ids
        if name == "page":
            return [1]
        if name == "wizard_id":
            dialogs = self.env["plpdma.export"]
            return [
                dialogs.with_user(self.users[user])
                .with_context(allowed_company_ids=self.company.ids)
                .create({"program_id": self.program.id})
                .id
                for user in ("manager", reader)
                if "c"
                in (get_rights(user, "plpdma.export") if user != "stranger" else "")
            ]
        if name in ("attachment_id", "file_id"):
            files = self.program.sudo().public_document_ids
            records = self.world["plpdma.contribution"]["public"]
            return [*files.ids, *records.message_ids.attachment_ids.ids]
        if name == "document_id":
            documents = self.env["plpdma.session.document"].sudo()
            return [*documents.search([]).ids, NOWHERE]
        records = self.world[f"plpdma.{name.removesuffix('_id')}"]
        if "/files/" in pattern:
            return [records["public"][0].id, records["own"].id]
        return [*(one[:1].id for one in records.values()), NOWHERE]

    def _get_held(self, pattern):
        """The record whose code the reader holds, where the page asks for one."""
        if "/co-author/<" in pattern:
            return self.co_authors
        if "follow/<" in pattern:
            contributions = self.world["plpdma.contribution"]
            held = [contributions[key][0] for key in ("refused", "answer", "letter")]
            return held[0].union(*held)
        lines = self.world["plpdma.participation"]["all"]
        sessions = self.world["plpdma.session"]
        if "/reply/<" in pattern:
            return lines.filtered(lambda line: line.session_id == sessions["coming"])
        if "/minutes/<int:part" in pattern:
            return lines.filtered(lambda line: line.session_id == sessions["meeting"])
        if "/feedback/<" in pattern:
            return sessions["meeting"]
        if "/sign/<" in pattern and "<string:code>" in pattern:
            return sessions["coming"]
        return None

    def _sign_address(self, pattern, address, held):
        """Put the code that the reader holds in the address."""
        if "CODE" not in address:
            return address
        if "/follow/" in pattern:
            code = held._get_follow_code()
        elif "/unfollow/" in pattern:
            code = held._get_unfollow_token()
        elif "/feedback/" in pattern:
            code = held._get_feedback_token()
        elif "/sign/" in pattern:
            code = held._get_sign_in_code()
        else:
            code = held._get_token("reply" if "/reply/" in pattern else "minutes")
        return address.replace("CODE", code)
