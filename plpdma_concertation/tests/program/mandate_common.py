"""Mandates of several kinds, and what they cover or not."""

from ..common import ConcertationCase


class MandateCase(ConcertationCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        fixture = cls.env(context=dict(cls.env.context, tracking_disable=True))
        Territory, Theme = fixture["plpdma.territory"], fixture["plpdma.theme"]
        cls.epci = Territory.create({"name": "EPCI d'essai", "kind": "epci"})
        cls.north, cls.south = Territory.create(
            [
                {"name": "Commune nord d'essai", "parent_id": cls.epci.id},
                {"name": "Commune sud d'essai", "parent_id": cls.epci.id},
            ]
        )
        cls.district = Territory.create(
            {"name": "Quartier nord d'essai", "parent_id": cls.north.id}
        )
        cls.axis = Theme.create({"name": "Axe d'essai"})
        cls.theme = Theme.create({"name": "Thème d'essai", "parent_id": cls.axis.id})
        cls.other_theme = Theme.create({"name": "Autre axe d'essai"})
        cls.user_mayor = cls._create_user("mayor", "group_elected")
        cls.today = cls.company._plpdma_get_today()

    def _mandate(self, **vals):
        """A mandate of the mayor, given by the manager."""
        return (
            self.env["plpdma.mandate"]
            .with_user(self.user_manager)
            .create(
                {
                    "program_id": self.program.id,
                    "partner_id": self.user_mayor.partner_id.id,
                    "date_start": self.today,
                    **vals,
                }
            )
        )

    def _seen(self, records, user=None):
        """Those that the mayor finds, one request later."""
        self.env.flush_all()
        self.env.invalidate_all()
        model = self.env[records._name].with_user(user or self.user_mayor)
        found = model.search([("id", "in", records.ids)])
        for record in model.browse(records.ids):
            self.assertEqual(record.has_access("read"), record in found)
        return records.filtered(lambda record: record.id in found.ids)

    def _spread(self):
        """One contribution by territory, and one without."""
        return self._create_contributions(
            {"territory_id": self.north.id},
            {"territory_id": self.district.id},
            {"territory_id": self.south.id},
            {},
        )
