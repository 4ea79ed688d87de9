"""People of the portal and their pages."""

from urllib.parse import urlsplit

from lxml import html

from odoo.http import Request
from odoo.tests import HttpCase

from ..program.mandate_common import MandateCase

HOME = "/my/concertation"


# Words that no page of the portal may hold.
HIDDEN = (
    "Note interne",
    "Nom caché",
    "adresse.cachee@p.example",
    "Dit en confidence",
    "Besoin caché",
    "Brouillon caché",
)


class PortalCase(MandateCase, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # The language of the pages, whatever those that the database has.
        cls.env["res.lang"]._activate_lang("en_US")
        cls.env["ir.default"].set("res.partner", "lang", "en_US")
        cls.user_councillor = cls._create_portal_user("councillor", "group_elected")
        cls.user_host = cls._create_portal_user("host", "group_facilitator")
        cls.user_speaker = cls._create_portal_user(
            "speaker", parent_id=cls.partners[0].id
        )
        cls.user_stranger = cls._create_portal_user("stranger")
        cls.partners.sudo().is_company = True

    @classmethod
    def _create_portal_user(cls, name, group=None, **vals):
        partner = cls.env["res.partner"].create(
            {"name": f"Portail {name}", "email": f"{name}@portal.example", **vals}
        )
        groups = "base.group_portal"
        if group:
            groups += f",plpdma_concertation.{group}"
        return cls._create_user(name, partner_id=partner.id, groups=groups)

    def _build_world(self):
        super()._build_world()
        self.mandate = self._mandate(
            partner_id=self.user_councillor.partner_id.id, can_arbitrate=True
        )
        self.meeting = self._create_session(self.actors[:2], location="Salle d'essai")
        self.meeting.write(
            {
                "facilitator_id": self.user_host.partner_id.id,
                "state": "planned",
                "minutes": "<p>Compte rendu <b>en</b> préparation</p>",
            }
        )
        self.actors.needs = "<p>Besoin caché</p>"
        self.contribution, self.other, self.confidence = self._create_contributions(
            {
                "session_id": self.meeting.id,
                "stakeholder_id": self.actors[0].id,
                "verbatim": "Des bacs <près> de l'école.",
                "summary": "Bacs à l'école",
                "internal_note": "<p>Note interne</p>",
                "theme_ids": self.theme.ids,
            },
            {
                "contributor_name": "Nom caché",
                "contributor_email": "adresse.cachee@p.example",
                "summary": "Parole d'habitant",
            },
            {"verbatim": "Dit en confidence", "confidentiality": "staff"},
        )
        self.draft = self._create_response(
            self._create_contribution(), motivation="<p>Brouillon caché</p>"
        )
        self.submitted = self._create_response(self.other, state="submitted")
        self.sent = self._create_response(self.contribution, state="sent")

    # What the browser does
    def _get(self, path, user):
        self.authenticate(user and user.login, user and user.login)
        return self.url_open(path)

    def _read(self, path, user):
        """The page, which is there and holds nothing hidden."""
        response = self._get(path, user)
        self.assertEqual(response.status_code, 200, path)
        self.assertEqual(urlsplit(response.url).path, path.partition("?")[0])
        for words in HIDDEN:
            self.assertNotIn(words, response.text, path)
        return response.text

    def _assertSentAway(self, path, user):
        response = self._get(path, user)
        self.assertEqual(urlsplit(response.url).path, "/my", path)
        for record in (self.meeting, self.contribution, self.sent, self.submitted):
            self.assertNotIn(record.reference, response.text)

    def _post(self, path, user, **form):
        self.authenticate(user.login, user.login)
        response = self.url_open(
            path, data={"csrf_token": Request.csrf_token(self), **form}
        )
        self.env.invalidate_all()
        return response

    def _post_again(self, path, **form):
        response = self.url_open(
            path, data={"csrf_token": Request.csrf_token(self), **form}
        )
        self.env.invalidate_all()
        return response

    def _path(self, record):
        return f"{HOME}/{record._name.removeprefix('plpdma.')}s/{record.id}"

    def _text(self, page):
        return " ".join(html.fromstring(page).text_content().split())
