"""The pages without an account, as visitors ask for them."""

from datetime import timedelta
from unittest.mock import patch

from lxml import html

from odoo import fields
from odoo.http import Request

from ...controllers.public import contribute
from ..portal.portal_common import PortalCase

# How a page would hold it, had it not been escaped.
UNESCAPED = ("<script>alert('vol')", "<img src=x")


PDF = b"%PDF-1.4\n"


class SecurityCase(PortalCase):
    def setUp(self):
        super().setUp()
        self.first = self._get_contributions()

    def _get_contributions(self):
        return self.env["plpdma.contribution"].sudo().search([])

    def _get_new(self):
        """The contributions made since the test began."""
        self.env.invalidate_all()
        return self._get_contributions() - self.first

    def _send(self, path, user=None, files=None, **form):
        """Send a form, signed in or not, as a browser that checks nothing."""
        login = user and user.login
        self.authenticate(login, login)
        return self._send_again(path, files, **form)

    def _send_again(self, path, files=None, **form):
        data = {"csrf_token": Request.csrf_token(self), **form}
        response = self.url_open(path, data=data, files=files, timeout=120)
        self.env.invalidate_all()
        return response

    def _assertEscaped(self, text):
        for words in UNESCAPED:
            self.assertNotIn(words, text)
        self.assertNotIn("} 49", text)

    def _assertRefused(self, response, *words, status=200):
        """A page says why, in words, and nothing was made."""
        self.assertEqual(response.status_code, status)
        self.assertIn('role="alert"', response.text)
        for word in words:
            self.assertIn(word, self._text(response.text))
        self.assertFalse(self._get_new())


class PublicCase(SecurityCase):
    """A published programme, with an availability to the public open now."""

    def _build_world(self):
        super()._build_world()
        self.program.with_user(self.user_manager).is_published = True
        now = fields.Datetime.now()
        self.opened = self._create_session(
            name="Le projet de plan",
            format="public",
            nature="concertation",
            state="planned",
            date_start=now - timedelta(days=2),
            date_stop=now + timedelta(days=10),
        )
        self.home = f"/concertation/{self.program.id}"
        self.register = f"{self.home}/register"
        self.path = f"{self.home}/contribute/{self.opened.id}"

    def setUp(self):
        super().setUp()
        self.startPatcher(patch.object(contribute, "MIN_SECONDS", 0))
        self.authenticate(None, None)

    def _read_page(self, path, status=200):
        response = self.url_open(path)
        self.assertEqual(response.status_code, status, path)
        return response.text

    def _fill_in(self, files=None, **form):
        """Open the form and send it, as a visitor does."""
        page = html.fromstring(self._read_page(self.path))
        [key] = page.xpath("//input[@name='form_key']/@value")
        typed = {"verbatim": "Un composteur.", "form_key": key, **form}
        return self._send_again(self.path, files, **typed)

    def _publish(self, contribution, **vals):
        contribution.with_user(self.user_agent).write(
            {"moderation": "accepted", **vals}
        )
        self.env.flush_all()
