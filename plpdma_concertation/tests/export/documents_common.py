"""A programme with a little of everything that is printed."""

from lxml import html

from odoo import fields
from odoo.fields import Command

from ..common import ConcertationCase

SECRET = "Une confidence entre quatre yeux."


INHABITANT = "Dominique Nommé"


class DocumentCase(ConcertationCase):
    """A meeting and a consultation, with contributions of each confidentiality."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang("en_US")
        cls.env["res.lang"]._activate_lang("fr_FR")
        cls.env["ir.default"].set("res.partner", "lang", "en_US")
        cls.company.partner_id.lang = "en_US"
        cls.user_participant = cls._create_user(
            "participant",
            groups="base.group_portal",
            partner_id=cls.env["res.partner"]
            .create({"name": "Membre", "parent_id": cls.partners[0].id})
            .id,
        )
        cls.portal_elected, cls.portal_facilitator = (
            cls._create_user(
                f"portal_{name}",
                groups=f"base.group_portal,plpdma_concertation.group_{name}",
            )
            for name in ("elected", "facilitator")
        )
        cls.env["plpdma.mandate"].create(
            [
                {"program_id": cls.program.id, "partner_id": user.partner_id.id}
                for user in (cls.user_elected, cls.portal_elected)
            ]
        )
        cls.theme = cls.env["plpdma.theme"].create({"name": "Compostage d'été"})
        cls.users = {
            "agent": cls.user_agent,
            "elected": cls.user_elected,
            "facilitator": cls.user_facilitator,
            "participant": cls.user_participant,
            "employee": cls.user_employee,
        }

    def _build_world(self):
        super()._build_world()
        self.partners.sudo().is_company = True
        self.meeting = self._create_session(
            self.actors[:2],
            facilitator_id=self.user_facilitator.partner_id.id,
            location="Salle des fêtes",
        )
        self.line = self.meeting.participation_ids.filtered(
            lambda line: line.stakeholder_id == self.actors[0]
        )
        self.consultation = self._create_session(
            name="Avis sur le projet",
            format="public",
            nature="consultation",
            proposal="<p>Un composteur par immeuble.</p>",
            days=-40,
            date_stop=fields.Datetime.subtract(fields.Datetime.now(), days=10),
        )
        received = fields.Date.subtract(self.company._plpdma_get_today(), days=20)
        open_to_all = {
            "session_id": self.consultation.id,
            "date_received": received,
            "theme_ids": [Command.set(self.theme.ids)],
        }
        self.answered, self.against, self.late, self.members, self.secret = (
            self._create_contributions(
                {
                    **open_to_all,
                    "contributor_name": INHABITANT,
                    "stance": "favourable",
                    "verbatim": "Oui à l'école élémentaire.",
                },
                {**open_to_all, "stance": "unfavourable", "kind": "objection"},
                {
                    **open_to_all,
                    "stance": "reserved",
                    "date_received": self.company._plpdma_get_today(),
                },
                {
                    "session_id": self.meeting.id,
                    "question_id": self.meeting.question_ids.id,
                    "confidentiality": "members",
                    "stakeholder_id": self.actors[0].id,
                    "verbatim": "Entre membres seulement.",
                },
                {
                    "session_id": self.meeting.id,
                    "confidentiality": "staff",
                    "contributor_name": "Sacha Secret",
                    "verbatim": SECRET,
                },
            )
        )
        self.response = self._create_response(self.answered, "partial", state="sent")
        self.response.action_publish()

    def _render(self, name, records, user=None, **context):
        """The document as HTML, parsed."""
        self.env.flush_all()
        self.env.invalidate_all()
        reports = self.env["ir.actions.report"].with_user(user or self.user_agent)
        content, _type = reports.with_context(**context)._render_qweb_html(
            f"plpdma_concertation.{name}", records.ids
        )
        return html.document_fromstring(content.decode())

    def _text(self, *args, **kwargs):
        """The words of the document, without the white space between them."""
        return " ".join(self._render(*args, **kwargs).text_content().split())

    def _rows(self, tree, caption):
        """``{heading: first figure}`` of a table in English."""
        table = tree.xpath(f'//table[caption[normalize-space()="{caption}"]]')[0]
        return {
            " ".join(row.xpath("./th")[0].text_content().split()): int(
                float(row.xpath("./td")[0].text_content())
            )
            for row in table.xpath("./tbody/tr")
        }
