"""An import of two contributions, to be undone."""

from odoo.exceptions import UserError
from odoo.tests import new_test_user
from odoo.tools import SQL

from .import_choices import ChoicesCase

HEADINGS = ("Nom du contributeur", "E-mail du contributeur", "Observation")
ROWS = (("Alix", "alix@p.example", "Un"), ("Sam", "", "Deux"))


class UndoCase(ChoicesCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.user_colleague = cls._make_agent("plpdma_colleague", lang="fr_FR")

    @classmethod
    def _make_agent(cls, login, **values):
        return new_test_user(
            cls.env,
            login,
            groups="base.group_user,plpdma_concertation.group_user",
            company_id=cls.company.id,
            **values,
        )

    def setUp(self):
        super().setUp()
        self.records, self.log = self._import(*ROWS)

    def _import(self, *rows, headings=HEADINGS, model=None):
        """``(records, line of the log)`` of a file with these rows."""
        model = self.contributions if model is None else model
        content = self._make_file(headings, *rows)
        records, _count, result = self._choose(model, "avis.csv", content)
        log = model.env["plpdma.import"].browse(result["plpdma_import"]["id"])
        return records, log

    def _import_yesterday(self):
        """As if the file had come in yesterday: what happens now is later."""
        self.cr.flush()
        for records in (self.records, self.log):
            self.env.cr.execute(
                SQL(
                    "UPDATE %s SET create_date = create_date - interval '1 day', "
                    "write_date = write_date - interval '1 day' WHERE id IN %s",
                    SQL.identifier(records._table),
                    tuple(records.ids),
                )
            )
        self.env.invalidate_all()

    def _read_preview(self):
        self.env.flush_all()
        self.env.invalidate_all()
        return (self.log.undo_preview or "").unescape().replace("\xa0", " ")

    def _assert_kept(self, reason):
        self.assertIn(reason, self._read_preview())
        self.assertFalse(self.log.can_undo_now)
        with self.assertRaises(UserError) as refused:
            self.log.action_undo()
        self.assertIn(reason, str(refused.exception).replace("\xa0", " "))
        self.assertEqual(self.log.state, "done")
        self.assertTrue(self.records.exists())
