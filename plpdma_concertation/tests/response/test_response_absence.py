"""A substitute reads and decides in the absence of the élu whom the mandate names."""

from datetime import datetime, time

from freezegun import freeze_time
from lxml import etree

from odoo.exceptions import AccessError, ValidationError
from odoo.tests import tagged
from odoo.tools.safe_eval import safe_eval

from ..program.test_absence import AbsenceCase


@tagged("post_install", "-at_install", "plpdma")
class TestResponseAbsence(AbsenceCase):
    def _build_world(self):
        self.user_stand_in = self._create_user("stand_in", "group_elected")
        self.mandate = self.program.sudo().mandate_ids.filtered(
            lambda mandate: mandate.partner_id == self.user_elected.partner_id
        )
        self.mandate.write(
            {
                "title": "Vice-présidente",
                "substitute_id": self._get_partner(),
                "date_start": self._day(-30),
            }
        )
        self.contributions = self._create_contributions({})
        self.response = self._create_response(self.contributions)
        self.response.action_submit()

    def _get_partner(self):
        return self.user_stand_in.partner_id.id

    def _elected_absence(self, **vals):
        return self._absence(
            self.user_manager,
            **{
                "user_id": self.user_elected.id,
                "substitute_id": self.user_stand_in.id,
                **vals,
            },
        )

    def _reads(self):
        """What the substitute finds, one request later."""
        self.env.cr.cache.clear()
        self.env.flush_all()
        self.env.invalidate_all()
        found = {}
        for records in (self.program, self.contributions, self.response, self.mandate):
            model = self.env[records._name].with_user(self.user_stand_in)
            found[records._name] = bool(model.search([("id", "in", records.ids)]))
            self.assertEqual(
                model.browse(records.ids).has_access("read"), found[records._name]
            )
        self.assertEqual(len(set(found.values())), 1, found)
        return found.popitem()[1]

    def _decide(self, user=None):
        response = self.response.with_user(user or self.user_stand_in)
        response.action_validate(seen=response._get_fingerprint())

    def test_reads_during_the_absence_only(self):
        self.assertFalse(self._reads())
        absence = self._elected_absence(date_start=self._day(2), date_end=self._day(3))
        expected = {0: False, 1: False, 2: True, 3: True, 4: False}
        for day, reads in expected.items():
            with freeze_time(self._day(day)):
                self.assertEqual(self._reads(), reads, day)
        with freeze_time(self._day(2)):
            self.mandate.substitute_id = False
            self.assertFalse(self._reads())
            self.mandate.substitute_id = self._get_partner()
            self.assertTrue(self._reads())
            self.mandate.date_end = self._day(1)
            self.assertFalse(self._reads())
            self.mandate.date_end = False
            self.assertTrue(self._reads())
            absence.with_user(self.user_manager).unlink()
            self.assertFalse(self._reads())

    def test_finds_what_is_still_prepared_by_whom_one_replaces(self):
        """What was submitted or released is in nobody's hands."""
        draft = self._create_response(self._create_contributions({}))
        self.assertEqual((draft | self.response).author_id, self.user_agent)
        self._absence()
        view = self.env.ref("plpdma_concertation.plpdma_response_view_search")
        [node] = etree.fromstring(view.arch).xpath("//filter[@name='covered']")
        domain = safe_eval(node.get("domain"), {"uid": self.user_colleague.id})
        responses = self.env["plpdma.response"].with_user(self.user_colleague)
        self.assertEqual(responses.search(domain), draft)

    def test_whom_no_mandate_names_is_refused(self):
        self.mandate.substitute_id = False
        with self.assertRaisesRegex(ValidationError, "No mandate"):
            self._elected_absence()

    def test_only_the_mandates_that_name_them(self):
        other = self.env["plpdma.program"].create(
            {"name": "Autre PLPDMA", "company_id": self.company.id}
        )
        self.env["plpdma.mandate"].create(
            {"program_id": other.id, "partner_id": self.user_elected.partner_id.id}
        )
        self._elected_absence()
        programs = self.env["plpdma.program"].with_user(self.user_stand_in).search([])
        self.assertEqual(programs.ids, self.program.ids)

    def test_another_authority_gives_nothing(self):
        company = self.env["res.company"].sudo().create({"name": "Autre d'essai"})
        users = (self.user_stand_in | self.user_elected).sudo()
        users.write({"company_ids": [(4, company.id)]})
        absence = self._elected_absence()
        self.assertTrue(self._reads())
        self.env.cr.execute(
            "UPDATE plpdma_absence SET company_id = %s WHERE id = %s",
            (company.id, absence.id),
        )
        self.env.cr.cache.clear()
        self.assertFalse(self._reads())

    def test_decides_in_the_absence_and_it_is_said(self):
        with self.assertRaises(AccessError):
            self._decide()
        self.company.partner_id.lang = "en_US"
        self._elected_absence()
        self._decide()
        response = self.response.sudo()
        self.assertEqual(response.state, "validated")
        self.assertEqual(response.arbiter_id, self.user_stand_in.partner_id)
        self.assertEqual(response.in_absence_of_id, self.user_elected.partner_id)
        self.assertEqual(
            response._describe_arbiter(),
            f"{self.user_stand_in.name}, in the absence of {self.user_elected.name}, "
            "Vice-présidente",
        )
        # Kept, whatever becomes of the mandate.
        self.mandate.title = "Conseillère"
        self.mandate.substitute_id = False
        self.assertIn("Vice-présidente", response._describe_arbiter())

    def test_one_s_own_mandate_is_nobody_s_absence(self):
        self.env["plpdma.mandate"].create(
            {
                "program_id": self.program.id,
                "partner_id": self._get_partner(),
                "can_arbitrate": True,
                "title": "Conseiller délégué",
            }
        )
        self._elected_absence()
        self._decide()
        response = self.response.sudo()
        self.assertFalse(response.in_absence_of_id)
        self.assertIn("Conseiller délégué", response._describe_arbiter())

    def test_whoever_is_absent_still_decides(self):
        self._elected_absence()
        self._decide(self.user_elected)
        self.assertFalse(self.response.sudo().in_absence_of_id)

    def test_after_the_absence_it_is_not_theirs(self):
        self._elected_absence(date_start=self._day(-3), date_end=self._day(-1))
        with self.assertRaises(AccessError):
            self._decide()

    def test_a_manager_records_whom_they_name(self):
        self._elected_absence()
        response = self.response.with_user(self.user_manager)
        response.arbiter_id = self._get_partner()
        response.action_validate()
        self.assertEqual(response.sudo().in_absence_of_id, self.user_elected.partner_id)
        with self.assertRaises(Exception):  # noqa: B017
            self.response.write({"in_absence_of_id": False})

    def test_returned_response_forgets(self):
        self._elected_absence()
        self._decide()
        self.response.with_user(self.user_manager).action_return("Revoir.")
        self.assertFalse(self.response.sudo().in_absence_of_id)

    def test_reminder_of_arbitration_goes_and_comes_back(self):
        activity = self.response.sudo().activity_ids
        self.assertEqual(activity.user_id, self.user_elected)
        self._elected_absence()
        self.assertEqual(activity.user_id, self.user_stand_in)
        other = self._create_response(self._create_contributions({}))
        other.action_submit()
        self.assertEqual(other.sudo().activity_ids.user_id, self.user_stand_in)
        with freeze_time(self._day(10)):
            self.env["plpdma.absence"]._cron_settle()
        self.assertEqual(activity.user_id, self.user_elected)

    # ------------------------------------------------------------------
    # Whose clock
    # ------------------------------------------------------------------
    def test_the_callers_clock_gives_nothing(self):
        """The day is the authority's: what a call brings in its context, or has in its
        preferences, neither lengthens nor hastens a replacement."""
        absence = self._elected_absence()
        noon = datetime.combine(self.today, time(10, 30))
        for zone in ("Pacific/Midway", "Pacific/Kiritimati"):
            for start, end, stands_in in ((-8, -1, False), (1, 3, False), (0, 0, True)):
                absence.sudo().write(
                    {"date_start": self._day(start), "date_end": self._day(end)}
                )
                with self.subTest(zone=zone, start=start), freeze_time(noon):
                    self.env.cr.cache.clear()
                    self.env.invalidate_all()
                    response = self.response.with_user(self.user_stand_in).with_context(
                        tz=zone
                    )
                    self.assertEqual(
                        bool(response.search([("id", "=", response.id)])), stands_in
                    )
                    self.assertEqual(response.has_access("read"), stands_in)
                    if not stands_in:
                        with self.assertRaises(AccessError):
                            response.action_validate(
                                seen=self.response.sudo()._get_fingerprint()
                            )
                        self.assertEqual(self.response.state, "submitted")

    def test_decided_at_the_edge_of_the_day_is_recorded_as_such(self):
        self._elected_absence(date_start=self._day(0), date_end=self._day(0))
        with freeze_time(datetime.combine(self.today, time(10, 30))):
            for zone in ("Pacific/Midway", "Pacific/Kiritimati"):
                response = self.response.with_user(self.user_stand_in)
                response = response.with_context(tz=zone)
                self.assertEqual(
                    response._find_absent(self.user_stand_in.partner_id),
                    self.user_elected.partner_id,
                )
            response.action_validate(seen=response._get_fingerprint())
        self.assertEqual(
            self.response.sudo().in_absence_of_id, self.user_elected.partner_id
        )
