from odoo.tests import tagged

from ..shared.import_common import ImportCase
from ..tour_common import TourCase


@tagged("post_install", "-at_install", "plpdma_browser")
class TestImportTours(ImportCase, TourCase):
    """A sheet as people have it, on the import screen: the choices that it takes are
    counted there."""

    def _start(self, action, tour, user):
        path = f"/odoo/action-plpdma_concertation.{action}"
        self.start_tour(path, tour, login=user.login)

    def _serve(self, name, content=None):
        """Give a file an address, from which the browser takes it."""
        self.env["ir.attachment"].create(
            {
                "name": name,
                "type": "binary",
                "url": f"/plpdma_test/{name}",
                "public": True,
                "raw": content or self._read_test_file(f"import/{name}"),
            }
        )

    def test_two_choices_then_undone(self):
        self._serve("cces_membres.xlsx")
        before = self.env["plpdma.stakeholder"].search([])
        self._start(
            "action_plpdma_stakeholder", "plpdma_import_choices", self.user_agent
        )
        self.assertEqual(self.env["plpdma.stakeholder"].search([]), before)
        [log] = self.env["plpdma.import"].search([("user_id", "=", self.user_agent.id)])
        self.assertEqual((log.state, log.created_count), ("undone", 3))

    def test_good_rows_go_in(self):
        self._serve("registre_papier_cp1252.csv")
        self._start(
            "action_plpdma_contribution", "plpdma_import_good_rows", self.user_agent
        )
        [log] = self.env["plpdma.import"].search([("user_id", "=", self.user_agent.id)])
        self.assertEqual((log.created_count, log.refused_count), (2, 1))
        self.assertTrue(log.refused_file)

    def test_the_useful_fields_first(self):
        self._serve("autre.csv", "Observation;Colonne étrange\nUn;deux\n".encode())
        self._start(
            "action_plpdma_contribution", "plpdma_import_fields", self.user_agent
        )

    def test_nothing_to_import(self):
        self._serve("titres.csv", b"Date;Observation\n")
        self._serve(
            "deux.csv",
            "Date;Observation;Date;Thème\n05/03/2026;Oui;06/03/2026;Un\n".encode(),
        )
        self._start(
            "action_plpdma_contribution", "plpdma_import_nothing", self.user_agent
        )
