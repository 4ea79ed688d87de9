"""A text that somebody signs for an organisation, before it is published."""

from odoo.tests import TransactionCase, tagged

from ..common import ConcertationCase


@tagged("post_install", "-at_install", "plpdma")
class TestSignedForOrganisation(ConcertationCase, TransactionCase):
    def test_whoever_signs_for_an_organisation(self):
        """The contacts of the organisation that speaks are its authors, too."""
        organisation = self.partners[0].sudo()
        organisation.is_company = True
        contact = self.env["res.partner"].create(
            {"name": "Brune Salmon", "parent_id": organisation.id}
        )
        self.assertEqual(contact.type, "contact")
        text = "Deux référents par site.\nBrune Salmon, présidente"
        for vals in (
            {"partner_id": organisation.id},
            {"stakeholder_id": self.actors[0].id},
        ):
            contribution = self._create_contribution(verbatim=text, **vals)
            self.assertTrue(contribution.has_publication_warning)
            self.assertIn("Brune Salmon", contribution.publication_warning)
            response = self._create_response(
                contribution, motivation="<p>Comme le dit Brune Salmon.</p>"
            )
            self.assertIn("Brune Salmon", response.publication_warning)
            contribution.public_text = "Deux référents par site."
            self.assertFalse(contribution.has_publication_warning)
        other = self._create_contribution(verbatim=text, partner_id=self.partners[1].id)
        self.assertFalse(other.has_publication_warning)
