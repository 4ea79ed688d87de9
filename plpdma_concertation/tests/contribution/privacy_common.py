"""A contribution that names its author, and what must not be left of them."""

from odoo.fields import Command

from ..common import ConcertationCase

MODEL = "plpdma.contribution"
NAME = "Camille Essai"
EMAIL = "camille@p.example"


class PrivacyCase(ConcertationCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.author = cls.env["res.partner"].create({"name": NAME, "email": EMAIL})
        cls.actor = (
            cls.env["plpdma.stakeholder"]
            .with_user(cls.user_agent)
            .create(
                {
                    "program_id": cls.program.id,
                    "partner_id": cls.author.id,
                    "role_ids": [Command.set(cls.role.ids)],
                }
            )
        )
        cls.partners[0].sudo().is_company = True
        cls.env.flush_all()

    def _create_written(self, **vals):
        """Written by an inhabitant, with all that may name them around it."""
        contribution = self._create_contribution(
            contributor_name=NAME,
            contributor_email=EMAIL,
            summary="Un composteur",
            public_text="Un composteur, s'il vous plaît.",
            internal_note=f"<p>{NAME} a rappelé.</p>",
            name_consent=True,
            response_expected=False,
            **vals,
        )
        contribution.message_post(
            body=f"{NAME} a rappelé.",
            message_type="comment",
            author_id=self.author.id,
            email_from=EMAIL,
            attachments=[("lettre.txt", NAME.encode())],
        )
        contribution.message_subscribe(self.author.ids)
        contribution.activity_schedule(
            "mail.mail_activity_data_todo",
            summary=f"Rappeler {NAME}",
            user_id=self.user_agent.id,
        )
        self.env["ir.attachment"].create(
            {"name": NAME, "raw": b"x", "res_model": MODEL, "res_id": contribution.id}
        )
        self.flush_tracking()
        contribution.action_review()
        self.flush_tracking()
        return contribution

    def _as_manager(self, records):
        return records.with_user(self.user_manager)

    def _get_kept(self, contribution):
        names = (
            "reference",
            "verbatim",
            "public_text",
            "summary",
            "anonymous",
            "state",
            "date_received",
            "date_due",
            "date_answered",
            "decision",
            "role_id",
            "theme_ids",
            "sent_response_id",
        )
        return contribution.read(names, load=None)[0]

    def _get_statistics(self):
        return self.env[MODEL].formatted_read_group(
            [("program_id", "=", self.program.id)],
            ["role_id", "kind", "anonymous"],
            ["__count"],
        )

    def assertForgotten(self, contribution):
        """Nothing of the author stands in or around the contribution."""
        self.env.flush_all()
        self.env.invalidate_all()
        record = contribution.sudo().with_context(active_test=False)
        for field in record._fields.values():
            if field.store and field.type in ("char", "text", "html"):
                self.assertNotIn("Camille", str(record[field.name]), field.name)
                self.assertNotIn(EMAIL, str(record[field.name]), field.name)
        self.assertNotIn(self.author, record.partner_id)
        self.assertFalse(record.stakeholder_id & self.actor)
        self.assertFalse(record.name_consent)
        here = [("res_model", "=", MODEL), ("res_id", "=", record.id)]
        for model in ("ir.attachment", "mail.activity"):
            left = record.env[model].search(here)
            self.assertFalse(left, model)
        followers = record.env["mail.followers"].search(here)
        self.assertNotIn(self.author, followers.partner_id)
        messages = record.env["mail.message"].search(
            [("model", "=", MODEL), ("res_id", "=", record.id)]
        )
        for message in messages:
            self.assertNotIn("Camille", str(message.body))
            self.assertNotEqual(message.author_id, self.author)
            self.assertNotEqual(message.email_from, EMAIL)
            self.assertFalse(message.attachment_ids)
