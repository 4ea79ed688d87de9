"""Tours on a machine under load."""

from odoo.tests import HttpCase

# Seconds: each step waits for half a minute (static/tests/tours/tour_steps.js).
PATIENCE = 300


class TourCase(HttpCase):
    def start_tour(self, url_path, tour_name, timeout=PATIENCE, **kwargs):
        """As Odoo does, with the time that a slow machine takes."""
        return super().start_tour(url_path, tour_name, timeout=timeout, **kwargs)
