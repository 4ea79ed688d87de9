"""A refusal to publish cites a criterion, whoever refuses and from where."""

from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain
from odoo.tests import Form, tagged

from ...export.register_contribution import ContributionTable
from .contribution_common import ContributionCase


@tagged("post_install", "-at_install", "plpdma")
class TestModerationCriterion(ContributionCase):
    def _criterion(self, **vals):
        return (
            self.env["plpdma.moderation.criterion"]
            .with_user(self.user_manager)
            .create({"name": "Il nomme quelqu'un", "description": "Un voisin.", **vals})
        )

    def test_required_from_everywhere(self):
        records = self._create_contributions({}, {})
        vals = {"moderation": "refused", "moderation_reason": "Non"}
        doors = (
            lambda: records.write(vals),
            lambda: records[0].write(vals),
            lambda: self._create_contribution(**vals),
            lambda: records.with_context(import_file=True).write(vals),
            lambda: records.with_user(self.user_manager).write(vals),
            lambda: records.sudo().write(vals),
        )
        for number, door in enumerate(doors):
            with self.subTest(door=number):
                with self.assertRefused("criterion", exception=ValidationError):
                    with self.env.cr.savepoint():
                        door()
                records.invalidate_recordset()
                self.assertEqual(set(records.mapped("moderation")), {"accepted"})
        records.write(self._refusal("Non"))
        self.assertEqual(set(records.mapped("moderation")), {"refused"})

    def test_not_taken_away_from_a_refusal(self):
        record = self._create_contribution(**self._refusal())
        with self.assertRefused("criterion", exception=ValidationError):
            record.moderation_criterion_id = False

    def test_dialog(self):
        record = self._create_contribution(moderation="pending")
        criterion = self._criterion()
        view = record.action_open_refusal()["views"][0][0]
        with Form(record, self.env["ir.ui.view"].browse(view)) as form:
            form.moderation_criterion_id = criterion
            self.assertEqual(form.moderation_reason, "Un voisin.")
        record.action_refuse_publication()
        self.assertEqual(record.moderation, "refused")
        self.assertEqual(
            record.sudo()._describe_refusal(), "Il nomme quelqu'un – Un voisin."
        )

    def test_one_of_the_authority(self):
        company, _program = self._create_other_company()
        other = self.env["plpdma.moderation.criterion"].sudo()
        other = other.create({"name": "Ailleurs", "company_id": company.id})
        record = self._create_contribution(moderation="pending")
        with self.assertRaises(UserError):
            record.sudo().write(
                {**self._refusal(), "moderation_criterion_id": other.id}
            )

    def test_what_was_told_keeps_its_words(self):
        """The criterion may be called otherwise: what was refused by it was told so."""
        criterion = self._criterion()
        vals = {**self._refusal("Un voisin."), "moderation_criterion_id": criterion.id}
        before = self._create_contribution(**vals)
        told = "Il nomme quelqu'un – Un voisin."
        self.assertEqual(before.sudo()._describe_refusal(), told)
        criterion.name = "Il injurie"
        self.env.flush_all()
        self.env.invalidate_all()
        self.assertEqual(before.sudo()._describe_refusal(), told)
        self.assertEqual(before.moderation_criterion_told, "Il nomme quelqu'un")
        after = self._create_contribution(**vals)
        self.assertEqual(after.moderation_criterion_told, "Il injurie")
        # In the workbook too.
        table = ContributionTable(self.agent_env, Domain("id", "=", before.id))
        columns = table.list_columns()
        [[row]] = table.iter_batches(columns)
        told = {column.label: cell for column, cell in zip(columns, row, strict=True)}
        self.assertEqual(told["Moderation Criterion"], "Il nomme quelqu'un")

    def test_what_was_cited_is_kept(self):
        criterion = self._criterion()
        self._create_contribution(
            **{**self._refusal(), "moderation_criterion_id": criterion.id}
        )
        with self.assertRefused("Archive them instead"):
            criterion.unlink()

    def test_told_before_anybody_writes(self):
        shared, own, gone = (
            self._criterion(name="Partagé"),
            self._criterion(name="Du syndicat", company_id=self.company.id),
            self._criterion(name="Ancien", active=False),
        )
        company, program = self._create_other_company()
        self.program.moderation_charter = "<p>Lu sous deux jours.</p>"
        told = self.program.sudo()._describe_moderation()
        names = [name for name, _description in told["criteria"]]
        self.assertIn("Lu sous deux jours", told["charter"])
        self.assertIn(shared.name, names)
        self.assertIn(own.name, names)
        self.assertNotIn(gone.name, names)
        theirs = program.sudo()._describe_moderation()["criteria"]
        self.assertNotIn(own.name, dict(theirs))

    def test_refused_before_there_were_criteria(self):
        """A letter that an earlier version refused lets itself be split."""
        letter = self._create_contribution(
            verbatim="Un composteur. Un broyeur.", **self._refusal()
        )
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE plpdma_contribution SET moderation_criterion_id = NULL"
            " WHERE id = %s",
            [letter.id],
        )
        letter.invalidate_recordset()
        parts = letter._split(
            [
                {"quote_start": 0, "quote_stop": 14},
                {"quote_start": 15, "quote_stop": 26},
            ]
        )
        self.assertEqual(set(parts.mapped("moderation")), {"refused"})
