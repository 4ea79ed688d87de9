"""A programme that several authorities adopt, each by its own deliberation."""

from datetime import timedelta

from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, ValidationError
from odoo.fields import Command
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from .milestone_common import MilestoneCase


@tagged("post_install", "-at_install", "plpdma")
class TestAdoption(MilestoneCase):
    def _share(self):
        return self._create_authorities("Communauté du Nord", "Communauté du Sud")

    def test_done_once_all_have_adopted(self):
        deliberation = self._create_milestone("deliberation")
        transmission = self._create_milestone("transmission")
        north, south = self._share()
        self.assertEqual(
            deliberation.missing_authorities, "Communauté du Nord, Communauté du Sud"
        )
        north.deliberation_date = self._day(-40)
        self.assertFalse(deliberation.date_done)
        self.assertFalse(transmission.deadline)
        self.assertWarns(
            deliberation, "Adopted by Communauté du Nord", "Communauté du Sud"
        )
        south.deliberation_date = self._day(-10)
        self.assertEqual(deliberation.date_done, self._day(-10))
        self.assertEqual(deliberation.state, "done")
        self.assertFalse(deliberation.missing_authorities)
        # From the last one.
        self.assertGreater(transmission.deadline, self._day(-10) + timedelta(days=57))
        north.deliberation_date = self._day(-5)
        self.assertEqual(deliberation.date_done, self._day(-5))
        south.deliberation_date = False
        self.assertEqual(deliberation.state, "todo")

    def test_whatever_comes_first(self):
        north, south = self._share()
        (north | south).write({"deliberation_date": self._day(-3)})
        deliberation = self._create_milestone("deliberation")
        self.assertEqual(deliberation.date_done, self._day(-3))

    def test_not_noted_as_done_before(self):
        deliberation = self._create_milestone("deliberation")
        self._share()[0].deliberation_date = self._day(-3)
        for door in (
            deliberation.action_mark_done,
            lambda: deliberation.write({"date_done": self._day(-3)}),
            lambda: deliberation.sudo().write({"date_done": self._day(-3)}),
        ):
            with self.assertRefused("Communauté du Sud", exception=ValidationError):
                with self.env.cr.savepoint():
                    door()
            deliberation.invalidate_recordset()
        self.program.authority_ids[1].deliberation_date = self._day(-2)
        with self.assertRefused("last deliberation", exception=ValidationError):
            deliberation.date_done = self._day(-3)

    def test_alone(self):
        """Without any authority listed, the milestone has its own date."""
        deliberation = self._create_milestone("deliberation")
        deliberation.date_done = self._day(-3)
        self.assertEqual(deliberation.state, "done")
        self.assertFalse(deliberation.missing_authorities)

    def test_documents(self):
        deliberation = self._create_milestone("deliberation")
        north, south = self._share()
        (north | south).write({"deliberation_date": self._day(-3)})
        self.assertWarns(deliberation, "not attached for: Communauté du Nord")
        file = self.agent_env["ir.attachment"].create(
            {"name": "acte.pdf", "raw": b"%PDF", "res_model": north._name}
        )
        north.document_ids = [Command.link(file.id)]
        self.assertEqual(file.res_id, north.id)
        self.assertWarns(deliberation, "not attached for: Communauté du Sud.")

    def test_in_the_same_terms(self):
        """Where each attached the very same file; else it is said not to be checked."""
        deliberation = self._create_milestone("deliberation")
        north, south = self._share()
        (north | south).write({"deliberation_date": self._day(-3)})

        def attach(line, name, raw):
            line.document_ids = [Command.create({"name": name, "raw": raw})]

        attach(north, "acte nord.pdf", b"%PDF nord")
        attach(south, "acte sud.pdf", b"%PDF sud")
        self.assertWarns(deliberation, "in the same terms is not checked")
        attach(north, "programme.pdf", b"%PDF 1")
        attach(south, "programme.pdf", b"%PDF 2")
        self.assertQuiet(deliberation, "is not checked")
        self.assertWarns(deliberation, "Not the same file", "programme.pdf")
        attach(south, "programme adopté.pdf", b"%PDF 1")
        self.assertQuiet(deliberation, "same file")
        self.assertQuiet(deliberation, "same terms")

    def test_not_in_the_future(self):
        with self.assertRefused("in the future", exception=ValidationError):
            self._share()[0].deliberation_date = self._day(1)

    @mute_logger("odoo.sql_db")
    def test_once_each(self):
        north = self._share()[0]
        with self.assertRaises(IntegrityError), self.cr.savepoint():
            north.copy()

    def test_in_the_form(self):
        partner = self.env["res.partner"].create({"name": "Nord", "is_company": True})
        authorities = self.agent_env["plpdma.program.authority"]
        new = authorities.with_context(default_program_id=self.program.id)
        view = "plpdma_concertation.plpdma_program_authority_view_form"
        with Form(new, view) as form:
            form.partner_id = partner
            form.deliberation_date = self._day(-1)
        self.assertEqual(self.program.authority_ids.partner_id, partner)

    def test_for_elus_to_read(self):
        authorities = self._share()
        self.env["plpdma.mandate"].create(
            {
                "program_id": self.program.id,
                "partner_id": self.user_elected.partner_id.id,
            }
        )
        authorities.with_user(self.user_elected).read(["deliberation_date"])
        with self.assertRaises(AccessError):
            authorities.with_user(self.user_elected).write({"deliberation_date": False})

    # ------------------------------------------------------------------
    # Two contacts that are one authority
    # ------------------------------------------------------------------
    def _merge(self, kept, gone):
        wizard = self.env["base.partner.merge.automatic.wizard"].create(
            {
                "state": "selection",
                "dst_partner_id": kept.id,
                "partner_ids": [Command.set((kept | gone).ids)],
            }
        )
        wizard.action_merge()
        self.env.flush_all()
        self.env.invalidate_all()

    def test_merged_contacts_lose_nothing(self):
        deliberation = self._create_milestone("deliberation")
        north, south = self._share()
        files = self.agent_env["ir.attachment"].create(
            [
                {
                    "name": f"{line.id}.pdf",
                    "raw": str(line.id).encode(),
                    "res_model": line._name,
                    "res_id": line.id,
                }
                for line in (north, south)
            ]
        )
        for line, file, days in zip((north, south), files, (-9, -3), strict=True):
            line.write(
                {
                    "deliberation_date": self._day(days),
                    "deliberation_reference": f"D{days}",
                    "document_ids": [Command.link(file.id)],
                }
            )
        self._merge(north.partner_id, south.partner_id)
        [kept] = self.program.authority_ids
        self.assertEqual(kept, north)
        self.assertEqual(kept.deliberation_date, self._day(-3))
        self.assertEqual(kept.deliberation_reference, "D-9, D-3")
        self.assertEqual(kept.document_ids, files)
        self.assertEqual(files.mapped("res_id"), [north.id] * 2)
        self.assertEqual(deliberation.date_done, self._day(-3))

    def test_merged_contact_that_was_no_authority(self):
        north, south = self._share()
        gone = south.partner_id
        kept = self.env["res.partner"].create({"name": "Le bon", "is_company": True})
        self._merge(kept, gone)
        self.assertEqual(south.partner_id, kept)
        self.assertEqual(self.program.authority_ids, north | south)

    def test_merged_in_two_programmes(self):
        north, south = self._share()
        other = self._create_program()
        there = self.agent_env["plpdma.program.authority"].create(
            {"program_id": other.id, "partner_id": south.partner_id.id}
        )
        self._merge(north.partner_id, south.partner_id)
        self.assertEqual(there.partner_id, north.partner_id)
        self.assertEqual(self.program.authority_ids, north)
