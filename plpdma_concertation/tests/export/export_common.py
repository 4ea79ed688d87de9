"""What is exported, written and read back."""

import io

import openpyxl

from odoo.fields import Command

from odoo.addons.mail.tests.common import mail_new_test_user

from ...export.export import Export, ExportOptions
from ..common import ConcertationCase


class ExportCase(ConcertationCase):
    """Sessions, contributions of each confidentiality, answers of each state."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang("en_US")
        cls.theme = cls.env["plpdma.theme"].create({"name": "Compostage d'essai"})
        cls.person = cls.env["res.partner"].create(
            {"name": "Camille Personne", "email": "camille@person.example"}
        )
        cls.partners.sudo()[0].is_company = True
        cls.elected_portal = mail_new_test_user(
            cls.env,
            login="plpdma_elected_portal",
            email="portal@essai.example",
            groups="base.group_portal,plpdma_concertation.group_elected",
            company_id=cls.company.id,
        )
        cls.participant = mail_new_test_user(
            cls.env,
            login="plpdma_participant",
            email="participant@essai.example",
            groups="base.group_portal",
            company_id=cls.company.id,
        )
        cls.env["plpdma.mandate"].create(
            [
                {"program_id": cls.program.id, "partner_id": user.partner_id.id}
                for user in (cls.user_elected, cls.elected_portal)
            ]
        )

    def _build_world(self):
        super()._build_world()
        person = self.agent_env["plpdma.stakeholder"].create(
            {
                "program_id": self.program.id,
                "partner_id": self.person.id,
                "role_ids": [Command.set(self.role.ids)],
            }
        )
        self.meeting = self._create_session(
            actors=self.actors[0] | person, theme_ids=[Command.set(self.theme.ids)]
        )
        self.contributions = self._create_contributions(
            {
                "session_id": self.meeting.id,
                "partner_id": self.partners[0].id,
                "theme_ids": [Command.set(self.theme.ids)],
            },
            {"confidentiality": "members", "contributor_name": "Dominique Nommé"},
            {
                "confidentiality": "staff",
                "contributor_name": "Sacha Secret",
                "verbatim": "Une confidence.",
            },
            {
                "contributor_name": "Alix Adresse",
                "contributor_email": "alix@p.example",
                "date_received": "2026-01-10",
                "public_text": "Sans rien qui me nomme.",
                "verbatim": "Moi, Alix Adresse, je veux un composteur.",
            },
        )
        self.response = self._create_response(
            self.contributions[3], "partial", state="sent"
        )
        self.agent_env["plpdma.measure"].create(
            {
                "code": "7",
                "name": "Composteurs partagés",
                "program_id": self.program.id,
                "pilot_id": self.actors[0].id,
                "contribution_ids": [Command.set(self.contributions.ids)],
                "response_ids": [Command.set(self.response.ids)],
                "session_ids": [Command.set(self.meeting.ids)],
                "text_before": "Dix bacs.",
                "text_after": "Vingt bacs.",
            }
        )
        self.agent_env["plpdma.commitment"].create(
            {
                "name": "Poser dix composteurs",
                "program_id": self.program.id,
                "response_id": self.response.id,
                "stakeholder_id": self.actors[0].id,
                "date_due": "2027-05-01",
            }
        )
        self.agent_env["plpdma.adaptation"].create(
            {
                "program_id": self.program.id,
                "need": "Venir le soir",
                "new_modality": "Séance à 19 h",
                "session_id": self.meeting.id,
                "stakeholder_id": person.id,
            }
        )
        self.agent_env["plpdma.milestone"].search(
            [("program_id", "=", self.program.id), ("kind", "=", "deliberation")]
        ) or self.agent_env["plpdma.milestone"].create(
            {"program_id": self.program.id, "kind": "deliberation"}
        )
        self.env.flush_all()

    def _get_export(self, user, **options):
        env = self.env(
            user=user,
            context={
                "tz": "Europe/Paris",
                "lang": "en_US",
                "allowed_company_ids": self.company.ids,
            },
        )
        return Export(env, ExportOptions(**options))

    def _write(self, user, **options):
        """The file that the user gets, as bytes."""
        file = io.BytesIO()
        self.rows_written, self.columns_written = self._get_export(
            user, **options
        ).write_to(file)
        return file.getvalue()

    def _open(self, user, **options):
        """The workbook that the user gets."""
        content = self._write(user, **options)
        return openpyxl.load_workbook(io.BytesIO(content))

    def _read_sheet(self, sheet):
        """The rows of a sheet, one dictionary each."""
        headings, *rows = sheet.iter_rows(values_only=True)
        return [dict(zip(headings, row, strict=True)) for row in rows]

    def _read_about(self, workbook):
        return dict(
            (label, text)
            for label, text in workbook["About"].iter_rows(values_only=True)
            if text
        )
