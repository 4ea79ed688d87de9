import tempfile

from werkzeug.exceptions import NotFound

from odoo.http import Controller, content_disposition, request, route

from ...tools.headers import SECRET


class PlpdmaPersonController(Controller):
    """The file of all that is known of one person."""

    @route("/plpdma/person/<int:wizard_id>", type="http", auth="user", methods=["GET"])
    def person(self, wizard_id):
        """The archive asked for in a dialog, for the user who opened it and nobody
        else; it is noted in the log."""
        dialogs = request.env["plpdma.person"]
        if not dialogs.has_access("read"):
            raise NotFound()
        dialog = dialogs.search([("id", "=", wizard_id)])
        if not dialog:
            raise NotFound()
        person = dialog._get_file()
        with tempfile.TemporaryFile() as file:
            person.log(request.env, person.write_to(file))
            file.seek(0)
            content = file.read()
        return request.make_response(
            content,
            headers=[
                ("Content-Type", "application/zip"),
                ("Content-Disposition", content_disposition(person.filename)),
                *SECRET.items(),
            ],
        )
