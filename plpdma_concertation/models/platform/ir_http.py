from werkzeug.exceptions import RequestEntityTooLarge

from odoo import models
from odoo.http import request

from ...tools.headers import SECRET, UNFRAMED
from ...tools.limits import MAX_FILE_SIZE, MAX_FILES

MODULE = "plpdma_concertation"
PORTAL = "/my/concertation"
PAGES = ("/concertation", PORTAL)


class IrHttp(models.AbstractModel):
    """What holds for all the pages of the concertation."""

    _inherit = "ir.http"

    @classmethod
    def _get_translation_frontend_modules_name(cls):
        """With ours: the pad on which participants sign speaks their language."""
        return [*super()._get_translation_frontend_modules_name(), MODULE]

    @classmethod
    def _post_dispatch(cls, response):
        """No other site shows these pages as if they were its own; those of whoever is
        signed in are not kept."""
        path = request.httprequest.path
        if path.startswith(PAGES):
            response.headers.update(UNFRAMED)
        if path.startswith(PORTAL):
            response.headers.update(SECRET)
        return super()._post_dispatch(response)

    @classmethod
    def _handle_error(cls, exception):
        """What is too heavy was not read: the layout of Odoo's errors would read it."""
        if not isinstance(exception, RequestEntityTooLarge) or (
            not request.httprequest.path.startswith(PAGES)
        ):
            return super()._handle_error(exception)
        response = request.render(
            "plpdma_concertation.too_heavy",
            {"max_files": MAX_FILES, "max_size": MAX_FILE_SIZE // 1024**2},
        )
        response.flatten()
        response.status_code = exception.code
        return response
