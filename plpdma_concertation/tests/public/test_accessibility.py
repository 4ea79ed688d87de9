"""Every page for the portal and the public, as axe-core and a phone see it."""

import unittest
from datetime import timedelta
from unittest.mock import patch
from urllib.parse import urlsplit

from odoo import fields
from odoo.tests import tagged

from ...controllers.public import follow as follow_controller
from ..accessibility_common import AUDIT, AXE, DESK, PHONE, AccessibilityCase
from ..portal.portal_common import HOME
from .public_common import PublicCase


@tagged("post_install", "-at_install", "plpdma", "plpdma_browser")
@unittest.skipUnless(AXE, "PLPDMA_AXE does not name the script of axe-core")
class TestPortalAccessibility(AccessibilityCase):
    """The pages of the portal, and those where one signs on the spot."""

    # ------------------------------------------------------------------
    # The portal
    # ------------------------------------------------------------------
    def test_elected(self):
        self._check(
            [
                HOME,
                f"{HOME}/sessions",
                f"{HOME}/contributions?filterby=to_answer",
                f"{HOME}/responses",
                *map(self._path, (self.meeting, self.other, self.submitted, self.sent)),
            ],
            self.user_councillor,
        )

    def test_facilitator(self):
        path = self._path(self.meeting)
        pages = [
            HOME,
            path,
            f"{path}/minutes",
            f"{path}/minutes?mode=rewrite",
            f"{path}/note",
        ]
        self._check(pages, self.user_host)

    def test_forms_sent_empty(self):
        path = self._path(self.meeting)
        self._check([f"{path}/minutes", f"{path}/note"], self.user_host, send=True)

    def test_participant(self):
        pages = [
            HOME,
            f"{HOME}/sessions",
            f"{HOME}/contributions",
            f"{HOME}/contributions?search=introuvable",
            f"{HOME}/responses",
            f"{HOME}/programs/{self.program.id}/contribute",
            f"{self._path(self.meeting)}/contribute",
            *map(self._path, (self.meeting, self.contribution, self.sent)),
        ]
        self._check(pages, self.user_speaker)

    def test_participant_sends_an_empty_form(self):
        pages = [f"{HOME}/programs/{self.program.id}/contribute"]
        self._check(pages, self.user_speaker, send=True)

    def test_entry_on_odoos_own_page(self):
        """The rest of ``/my`` is Odoo's, whose pictures say nothing."""
        with self._browse(self.user_councillor) as browser:
            browser.open(f"{self.base_url()}/my")
            browser.evaluate(f"{self.axe};0")
            for size in (DESK, PHONE):
                browser.resize(*size)
                entries = f".o_portal_docs a[href='{HOME}']"
                self._check_violations(browser.evaluate(AUDIT % entries), size)
            browser.settle()

    # ------------------------------------------------------------------
    # Signing in on the spot
    # ------------------------------------------------------------------
    def _get_sign_path(self):
        return urlsplit(self.meeting._get_sign_in_url()).path

    def test_signing(self):
        start = fields.Datetime.now()
        stop = start + timedelta(hours=2)
        self.meeting.write({"date_start": start, "date_stop": stop})
        self._check([self._get_sign_path()])
        self._check([self._get_sign_path()], send=True)
        screen = f"/concertation/sign/{self.meeting.id}/screen"
        self._check([screen], self.user_host)

    def test_signing_is_closed(self):
        start = fields.Datetime.now() + timedelta(days=30)
        stop = start + timedelta(hours=2)
        self.meeting.write({"date_start": start, "date_stop": stop})
        self._check([self._get_sign_path()])

    def test_unknown_signing(self):
        path = f"/concertation/sign/{self.meeting.id}/AAAA-AAAA-AAAA"
        self._check([path], status=404)


@tagged("post_install", "-at_install", "plpdma", "plpdma_browser")
@unittest.skipUnless(AXE, "PLPDMA_AXE does not name the script of axe-core")
class TestPublicAccessibility(AccessibilityCase, PublicCase):
    """The pages for everybody."""

    def test_programme_and_register(self):
        self.contribution.with_user(self.user_agent).write(
            {"confidentiality": "public", "moderation": "accepted"}
        )
        self.sent.with_user(self.user_agent).published = True
        self._check(
            [
                "/concertation",
                self.home,
                self.register,
                f"{self.register}?search=introuvable",
                f"{self.register}?kind=opinion",
                f"{self.register}/{self.contribution.id}",
                self.path,
                "/concertation/follow",
            ]
        )

    def test_what_changed(self):
        """An action with all that is told of it, a dropped one, none at all."""
        changed, dropped = self.agent_env["plpdma.measure"].create(
            [
                {
                    "program_id": self.program.id,
                    "code": code,
                    "name": name,
                    "is_published": True,
                    "text_before": "Douze bacs.",
                    "text_after": "Dix-huit bacs.",
                    **vals,
                }
                for code, name, vals in (
                    ("7", "Des composteurs partagés au pied des immeubles", {}),
                    ("8", "Broyage", {"state": "dropped", "explanation": "Cher."}),
                )
            ]
        )
        self.contribution.with_user(self.user_agent).write(
            {
                "confidentiality": "public",
                "moderation": "accepted",
                "measure_ids": (changed | dropped).ids,
                "contributor_email": "a@p.example",
                "follow_consent": True,
            }
        )
        changes = f"{self.home}/changes"
        contribution = self.contribution.sudo()
        unfollow = contribution._get_unfollow_path()
        pages = [
            changes,
            f"{changes}/{changed.id}",
            f"{changes}/{dropped.id}",
            contribution._get_follow_path(),
            unfollow,
        ]
        self._check(pages)
        self._check([unfollow], send=True)
        (changed | dropped).is_published = False
        self._check([changes])

    def test_documents(self):
        now = fields.Datetime.now()
        closed = self._create_session(
            format="public",
            nature="consultation",
            state="planned",
            proposal="<p>Un composteur par immeuble.</p>",
            date_start=now - timedelta(days=40),
            date_stop=now - timedelta(days=10),
            minutes="<h2>Ce qui a été observé</h2><p>Beaucoup.</p>",
        )
        closed.sudo().minutes_state = "final"
        self.contribution.with_user(self.user_agent).write(
            {"confidentiality": "public", "moderation": "accepted"}
        )
        self.sent.with_user(self.user_agent).published = True
        self.program.with_user(self.user_manager).action_publish_bilan()
        pages = [f"sessions/{closed.id}/{name}" for name in ("synthesis", "minutes")]
        pages += ["", "bilan", "observations"]
        self._check([f"{self.home}/{page}".rstrip("/") for page in pages])

    def test_forms_sent_empty(self):
        self._check([self.path, "/concertation/follow"], send=True)

    def test_follow_up(self):
        path = urlsplit(self.contribution.sudo()._get_follow_url()).path
        self._check([path, f"{path}/receipt"])
        self.contribution.sudo().kind = "request"
        self._check([path, f"{path}/receipt"])

    def test_reply(self):
        line = self.meeting.participation_ids[:1]
        path = line._get_path("reply")
        self._check([path])
        start = fields.Datetime.now() + timedelta(days=3)
        with self.mock_mail_gateway():
            self.meeting.write(
                {"date_start": start, "date_stop": start + timedelta(hours=2)}
            )
        self._check([path, f"{path}?reply=represented"])
        self._check([path], send=True)

    def test_after_the_session(self):
        line = self.meeting.participation_ids[:1]
        feedback = self.meeting._get_feedback_path()
        minutes = line._get_path("minutes")
        self._check([feedback, minutes])
        self._check([feedback], send=True)
        self.meeting.minutes_state = "circulated"
        self._check([minutes])

    def test_links_that_open_nothing(self):
        for scope in ("reply", "minutes", "feedback"):
            path = f"/concertation/{scope}/{self.meeting.id}/{'0' * 64}"
            self._check([path], status=404)

    def test_closed(self):
        past = fields.Datetime.now() - timedelta(days=20)
        self.opened.write({"date_start": past, "date_stop": past + timedelta(days=5)})
        self._check([self.path])

    def test_unknown(self):
        follow = f"/concertation/follow/{self.contribution.id}/AAAA-BBBB-CCCC"
        nowhere = "/concertation/nimporte/quoi"
        self._check(["/concertation/999999999", follow, nowhere], status=404)

    def test_legal_pages(self):
        names = ("accessibility", "legal-notice", "personal-data")
        self._check([f"{self.home}/{name}" for name in names])

    def test_too_many_tries(self):
        with patch.object(follow_controller, "WRONG_CODES", 0):
            follow = f"/concertation/follow/{self.contribution.id}/AAAA-BBBB-CCCC"
            self._check([follow], status=429)
