"""What the texts of an action would tell of somebody, said before it is published."""

from odoo.exceptions import AccessError
from odoo.tests import Form, tagged

from .measure_common import MeasureCase


@tagged("post_install", "-at_install", "plpdma")
class TestMeasureWarning(MeasureCase):
    def _build_world(self):
        super()._build_world()
        self.said = self._create_contribution(
            contributor_name="Alix Adresse",
            contributor_email="alix@p.example",
            measure_ids=self._name(self.measure),
        )
        self.company.sudo().write({"email": "mairie@essai.example"})

    def _read_warning(self, measure=None):
        measure = measure or self.measure
        measure.invalidate_recordset()
        return measure.publication_warning or ""

    def test_who_named_it_is_not_told(self):
        self.assertFalse(self.measure.has_publication_warning)
        for name, text in (
            ("name", "Un bac pour Alix Adresse"),
            ("description", "<p>Demandé par <b>Alix Adresse</b>.</p>"),
            ("text_before", "Alix Adresse demande un bac."),
            ("text_after", "Écrire à alix@p.example"),
            ("explanation", "Appeler le 02 99 01 02 03."),
        ):
            before = self.measure[name]
            self.measure[name] = text
            with self.subTest(name):
                self.assertIn("<strong>", self._read_warning())
                label = self.measure._fields[name]._description_string(self.env)
                self.assertIn(label, self._read_warning())
            self.measure[name] = before
        self.assertFalse(self._read_warning())

    def test_who_received_an_answer_that_changes_it(self):
        one = self._create_contribution(contributor_name="Sacha Secret")
        self._create_response(one, measure_ids=self._name(self.other))
        self.other.text_after = "Le bac de Sacha Secret."
        self.assertIn("Sacha Secret", self._read_warning(self.other))
        self.other.text_after = "Le bac d'Alix Adresse."
        self.assertFalse(self._read_warning(self.other))

    def test_where_the_authority_is_reached_may_be_told(self):
        self.measure.text_after = "Écrire à mairie@essai.example"
        self.assertFalse(self._read_warning())

    def test_said_while_it_is_typed(self):
        with Form(self.measure) as form:
            form.text_after = "Le bac d'Alix Adresse."
            self.assertIn("Alix Adresse", form.publication_warning)

    def test_those_that_name_somebody_are_looked_at_first(self):
        self.measure.text_after = "Le bac d'Alix Adresse."
        both = self.measure | self.other
        action = both.action_publish()
        self.assertEqual(both.mapped("is_published"), [False, True])
        self.assertEqual(action["domain"], [("id", "in", self.measure.ids)])
        self.measure.action_publish_knowingly()
        self.assertTrue(self.measure.is_published)
        self.assertIsNone(both.action_publish())

    def test_for_the_staff_alone(self):
        self.measure.text_after = "Le bac d'Alix Adresse."
        for user in (self.user_elected, self.user_facilitator):
            measure = self.measure.with_user(user)
            for method in (measure.action_publish, measure.action_publish_knowingly):
                with self.assertRaises(AccessError):
                    method()
            with self.assertRaises(AccessError):
                measure.read(["publication_warning"])
