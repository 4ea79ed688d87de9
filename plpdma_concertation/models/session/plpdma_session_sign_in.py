"""Signing in on the spot: the code, the hours, and who came."""

from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import hmac

from ...tools.codes import is_same_code, make_code
from ...tools.groups import RUNNERS, STAFF
from ...tools.qr_code import draw_code

# How long before the start, and after the end, one may sign.
SIGN_IN_MARGIN = timedelta(hours=2)


class PlpdmaSession(models.Model):
    """A session whose participants sign on a screen, by a code that they scan."""

    _inherit = "plpdma.session"

    attendance_ids = fields.One2many(
        "plpdma.attendance", "session_id", string="Signatures", groups=RUNNERS
    )
    signature_count = fields.Integer(
        string="Signed on Screen", compute="_compute_signature_count", groups=RUNNERS
    )
    # A new number makes a new code.
    sign_in_version = fields.Integer(copy=False, readonly=True, groups=STAFF)

    @api.depends("attendance_ids")
    def _compute_signature_count(self):
        counts = dict(
            self.env["plpdma.attendance"]._read_group(
                [("session_id", "in", self.ids)], ["session_id"], ["__count"]
            )
        )
        for session in self:
            session.signature_count = counts.get(session._origin, 0)

    # ------------------------------------------------------------------
    # Actions
    # ------------------------------------------------------------------
    def action_show_sign_in(self):
        """Open the page to project, or to show on a tablet.

        :return: the address of the page
        :raise AccessError: for a user who neither prepares nor runs the session
        """
        self.ensure_one()
        self._check_may_show_sign_in()
        return {
            "type": "ir.actions.act_url",
            "url": f"/concertation/sign/{self.id}/screen",
            "target": "new",
        }

    def action_renew_sign_in(self):
        """Make another code: the former one, wherever it went, opens nothing more.

        :raise AccessError: for a user who is not of the staff
        """
        self.check_access("write")
        for session in self:
            session.sign_in_version += 1

    # ------------------------------------------------------------------
    # The code
    # ------------------------------------------------------------------
    def _may_show_sign_in(self):
        self.ensure_one()
        return self.is_run_by_user or self.has_access("write")

    def _check_may_show_sign_in(self):
        self.check_access("read")
        if not self._may_show_sign_in():
            raise AccessError(
                self.env._(
                    "Only those who prepare or run “%s” have it signed.", self.name
                )
            )

    def _get_sign_in_code(self):
        """The code of the page where one signs, as ``XXXX-XXXX-XXXX``; made of the
        database's secret, kept nowhere."""
        self.ensure_one()
        # sudo: neither the secret nor the number comes out of the code.
        session = self.sudo()
        scope = (session._name, session.id, session.sign_in_version)
        digest = hmac(session.env, "plpdma-sign-in", scope)
        return make_code(digest)

    def _is_sign_in_code(self, code):
        """Whether it is the code in force, letter case, spaces, dashes and look-alikes
        aside."""
        self.ensure_one()
        return is_same_code(code, self._get_sign_in_code())

    def _get_sign_in_url(self):
        """Address of the page where the participants sign."""
        self.ensure_one()
        path = f"/concertation/sign/{self.id}/{self._get_sign_in_code()}"
        return self.get_base_url() + path

    def _get_sign_in_image(self):
        """The code, as an image to scan on the way to that page."""
        self.ensure_one()
        return draw_code(self._get_sign_in_url())

    # ------------------------------------------------------------------
    # Signing
    # ------------------------------------------------------------------
    def _is_signed_on_screen(self):
        """Whether the participants of the session may ever sign on a screen."""
        self.ensure_one()
        return (
            self.format != "public"
            and self.state in ("planned", "held")
            and bool(self.date_start)
        )

    def _get_sign_in_obstacle(self):
        """Sentence that says why nobody can sign now; empty when one can."""
        self.ensure_one()
        if self.format == "public":
            return self.env._("Everybody takes part here without signing.")
        if self.state == "cancelled":
            return self.env._("This session was cancelled.")
        if not self._is_signed_on_screen():
            return self.env._("This session is not signed on screen, or no longer.")
        now = fields.Datetime.now()
        opening = self.date_start - SIGN_IN_MARGIN
        closing = self._get_end() + SIGN_IN_MARGIN
        if now < opening:
            return self.env._(
                "It is too early to sign: come back on %(day)s from %(time)s.",
                day=self._describe_day(opening),
                time=self._describe_time(opening),
            )
        if now > closing:
            return self.env._("This session is over: it can no longer be signed.")
        return ""

    def _sign_in(self, name, organisation, signature):
        """Note that somebody came, as they sign.

        :param str name: first and last name
        :param str organisation: on whose behalf, if so
        :param str signature: a PNG as a data URL
        :return: ``(attendance in superuser mode, whether it is new)``
        :raise UserError: in the words of the page, with nothing noted
        """
        self.ensure_one()
        # sudo: whoever signs has no rights; the three things that they fill in are
        # checked, and nothing else is written than that they came.
        session = self.sudo()
        obstacle = session._get_sign_in_obstacle()
        if obstacle:
            raise UserError(obstacle)
        return session.env["plpdma.attendance"]._sign(
            session, name, organisation, signature
        )
