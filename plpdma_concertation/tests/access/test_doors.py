"""The table of doors, on documents, files, messages and what is read from afar: what
each reader finds there of what is protected."""

import io
import itertools
from functools import partial

from odoo.exceptions import UserError
from odoo.service.model import call_kw
from odoo.tests import tagged
from odoo.tools import mute_logger

from ...export.export import Export, ExportOptions
from .access_common import RIGHTS
from .doors_common import DoorsCase
from .doors_table import EXPORTS, REPORTS, RPC, TEMPLATES
from .doors_words import find_marks, read_content


@tagged("post_install", "-at_install", "plpdma")
class TestDoors(DoorsCase):
    """Documents, files, messages, and the methods that can be called from afar."""

    # ------------------------------------------------------------------
    # Documents
    # ------------------------------------------------------------------
    def test_what_each_document_tells(self):
        reports = self.env["ir.actions.report"].search(
            [("report_name", "=like", "plpdma_concertation.%")]
        )
        names = {r.report_name.partition(".")[2]: r for r in reports}
        self.assertEqual(names.keys(), REPORTS.keys(), "A document without its row")
        for name, report in names.items():
            seen = {
                reader: set().union(
                    *(
                        find_marks(self._print(reader, report, record_id))
                        for record_id in self._all(report.model)
                    )
                )
                for reader in self.users
            }
            self._assertRow(name, seen, REPORTS[name])

    @mute_logger("odoo.addons.base.models.ir_qweb")
    def _print(self, reader, report, record_id):
        reports = self._as(reader)["ir.actions.report"]
        return self._tell(
            lambda: reports.with_context(lang="en_US")
            ._render_qweb_html(report.report_name, [record_id])[0]
            .decode()
        )

    # ------------------------------------------------------------------
    # Files
    # ------------------------------------------------------------------
    def test_what_each_file_tells(self):
        dialog = self.env["plpdma.export"]
        kinds = itertools.product(
            dialog._fields["kind"].get_values(self.env),
            dialog._fields["format"].get_values(self.env),
            (False, True),
        )
        kinds = {
            f"{kind}.{format}{' personal' * personal}": {
                "kind": kind,
                "format": format,
                "personal": personal,
            }
            for kind, format, personal in kinds
            # Open data is that of the publication.
            if (kind, format) != ("register", "csv")
        }
        self.assertEqual(kinds.keys() | {"export_data"}, EXPORTS.keys())
        for name, options in kinds.items():
            seen = {
                reader: find_marks(
                    self._tell(lambda: self._export(reader, options))  # noqa: B023
                )
                for reader in self.users
            }
            self._assertRow(name, seen, EXPORTS[name])

    def _export(self, reader, options):
        file = io.BytesIO()
        options = ExportOptions(lang="en_US", company_ids=(self.company.id,), **options)
        Export(self._as(reader), options).write_to(file)
        return read_content(file.getvalue())

    def test_what_the_export_of_lists_tells(self):
        """All the columns that the reader may take out, of each model."""
        seen = {}
        for reader in self.users:
            told = []
            for model in sorted(RIGHTS):
                records = self._as(reader)[model]
                names = self._tell(records.fields_get)
                told.append(names)
                told.append(self._tell(partial(self._export_all, records)))
            seen[reader] = find_marks("\n".join(told))
        self._assertRow("export_data", seen, EXPORTS["export_data"])

    def _export_all(self, records):
        described = records.fields_get()
        names = [
            name
            for name, about in described.items()
            if about.get("exportable", True) and self._may_leave(records, name)
        ]
        return records.search([]).export_data(names)

    def _may_leave(self, records, name):
        field = records._fields[name]
        # Of these, accounts of the portal read their own alone, if any.
        if field.comodel_name in ("res.company", "calendar.event"):
            return False
        try:
            records._check_no_personal_data([name])
        except UserError:
            return False
        return field.type != "binary"

    # ------------------------------------------------------------------
    # Messages
    # ------------------------------------------------------------------
    def test_what_each_message_tells(self):
        data = self.env["ir.model.data"].search(
            [("module", "=", "plpdma_concertation"), ("model", "=", "mail.template")]
        )
        templates = {
            row.name: self.env["mail.template"].browse(row.res_id) for row in data
        }
        self.assertEqual(
            templates.keys(), TEMPLATES.keys(), "A message without its row"
        )
        for name, (key, expected) in TEMPLATES.items():
            template = templates[name]
            record = self._get_told(template.model, key)
            fields_ = ("subject", "body_html", "email_from", "reply_to")
            rendered = template.with_context(lang="en_US")._generate_template(
                record.ids, fields_
            )
            self.assertIn("Hello", rendered[record.id]["body_html"])
            seen = {"author": find_marks(rendered[record.id])}
            self._assertRow(name, seen, {"author": expected})

    def _get_told(self, model, key):
        """The record about which a message is sent."""
        session = self.world["plpdma.session"].get(key)
        if model == "calendar.attendee":
            event = session.calendar_event_id
            return event.attendee_ids.filtered(lambda a: a.partner_id == self.person)
        if model == "plpdma.participation":
            return session.participation_ids[:1]
        return self.world[model][key][:1]

    # ------------------------------------------------------------------
    # Calls
    # ------------------------------------------------------------------
    def test_what_reading_tells(self):
        """All that is found, read, named and grouped, without a list of fields."""
        models = {*RIGHTS, "calendar.event", "calendar.attendee", "mail.message"}
        models |= {"ir.attachment", "mail.activity", "mail.followers"}
        self.assertEqual(models, RPC.keys())
        for model in sorted(models):
            seen = {reader: self._read_all(reader, model) for reader in self.users}
            self._assertRow(model, seen, RPC[model])

    def _read_all(self, reader, model):
        return find_marks(
            self._tell(partial(self._call_all, reader, model, "read"))
            + self._tell(partial(self._call_all, reader, model, "name_search"))
            + self._tell(partial(self._call_all, reader, model, "group"))
        )

    def _call_all(self, reader, model, way):
        records = self._as(reader)[model]
        domain = self._get_domain(model)
        if way == "name_search":
            return call_kw(records, way, [], {"domain": domain, "limit": None})
        if way == "read":
            return call_kw(records, way, [call_kw(records, "search", [domain], {})], {})
        return [
            call_kw(records, "formatted_read_group", [domain, [name], ["__count"]], {})
            for name, about in call_kw(records, "fields_get", [], {}).items()
            if about.get("groupable") and about["type"] not in ("date", "datetime")
        ]

    def _get_domain(self, model):
        """Of Odoo's own models, what hangs on ours."""
        sessions = self.env["plpdma.session"].browse(self._all("plpdma.session"))
        events = sessions.calendar_event_id.ids
        return {
            "calendar.event": [("id", "in", events)],
            "calendar.attendee": [("event_id", "in", events)],
            "ir.attachment": [("res_model", "=like", "plpdma.%")],
            "mail.message": [("model", "=like", "plpdma.%")],
            "mail.activity": [("res_model", "=like", "plpdma.%")],
            "mail.followers": [("res_model", "=like", "plpdma.%")],
        }.get(model, [])
