from odoo.tests import tagged

from ..common import ConcertationCase


@tagged("post_install", "-at_install", "plpdma")
class TestProgramContact(ConcertationCase):
    """Who is in charge, said in one place."""

    def test_service_is_the_authority_until_it_is_said(self):
        company = self.env.company
        company.write({"phone": "01 99 00 00 10", "email": "contact@authority.example"})
        company.partner_id.write({"street": "1 place de la Confluence", "zip": "00100"})
        self.assertEqual(
            {
                key: value
                for key, value in self.program._get_service_contact().items()
                if key != "address"
            },
            {
                "name": company.name,
                "phone": "01\u00a099\u00a000\u00a000\u00a010",
                "email": "contact@authority.example",
            },
        )
        self.assertIn(
            "1 place de la Confluence", self.program._get_service_contact()["address"]
        )

    def test_service_of_the_programme(self):
        self.program.write(
            {
                "service_name": "Service prévention",
                "service_address": "2 rue du Tri\n\n00100 Confluence-le-Bourg",
                "service_phone": "01 99 00 00 11",
                "service_email": "prevention@authority.example",
            }
        )
        self.assertEqual(
            self.program._get_service_contact(),
            {
                "name": "Service prévention",
                "address": ["2 rue du Tri", "00100 Confluence-le-Bourg"],
                "phone": "01\u00a099\u00a000\u00a000\u00a011",
                "email": "prevention@authority.example",
            },
        )
