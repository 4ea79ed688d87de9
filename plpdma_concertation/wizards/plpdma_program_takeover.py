from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command

from ..tools.notifications import make_notification

# The switches of the dialog, with the kinds of line that each holds.
SWITCHES = {
    "take_texts": ("text",),
    "take_sorting": ("theme", "territory"),
    "take_bodies": ("body",),
    "take_actors": ("actor",),
}


class PlpdmaProgramTakeover(models.TransientModel):
    """What a programme takes over from another, chosen line by line."""

    _name = "plpdma.program.takeover"
    _description = "Take over from Another Programme"
    _inherit = ["plpdma.link.access.mixin"]

    program_id = fields.Many2one("plpdma.program", required=True, ondelete="cascade")
    company_id = fields.Many2one(related="program_id.company_id")
    source_id = fields.Many2one(
        "plpdma.program",
        string="Take over from",
        required=True,
        ondelete="cascade",
        context={"active_test": False},
        domain="[('company_id', '=', company_id), ('id', '!=', program_id)]",
    )
    line_ids = fields.One2many(
        "plpdma.program.takeover.line", "takeover_id", string="What Is Taken Over"
    )
    take_texts = fields.Boolean(string="Texts", default=True)
    take_sorting = fields.Boolean(string="Themes and Territories", default=True)
    take_bodies = fields.Boolean(string="Bodies", default=True)
    take_actors = fields.Boolean(string="Actors", default=True)

    @api.model
    def default_get(self, fields):
        """Default values, as core gives them; the programme that has the most to take
        from is the one that is looked at first, the latest of several."""
        values = super().default_get(fields)
        program = self.env["plpdma.program"].browse(values.get("program_id")).exists()
        if program and "source_id" in fields and not values.get("source_id"):
            sources = program._find_sources()
            values["source_id"] = max(
                sources,
                key=lambda source: len(program._list_to_take_over(source)),
                default=sources,
            ).id
        return values

    # ------------------------------------------------------------------
    # Onchange
    # ------------------------------------------------------------------
    @api.onchange("source_id")
    def _onchange_source_id(self):
        """The lines are what the chosen programme has, and this one has not."""
        lines = []
        if self.program_id and self.source_id:
            lines = self.program_id._origin._list_to_take_over(self.source_id._origin)
        self.line_ids = [
            Command.clear(),
            *(
                Command.create({**line, "is_proposed": line["is_taken"]})
                for line in lines
            ),
        ]
        for switch in SWITCHES:
            self._switch(switch)

    @api.onchange("take_texts")
    def _onchange_take_texts(self):
        self._switch("take_texts")

    @api.onchange("take_sorting")
    def _onchange_take_sorting(self):
        self._switch("take_sorting")

    @api.onchange("take_bodies")
    def _onchange_take_bodies(self):
        self._switch("take_bodies")

    @api.onchange("take_actors")
    def _onchange_take_actors(self):
        self._switch("take_actors")

    def _switch(self, switch):
        """Take the lines of some kinds that are proposed, or none."""
        for line in self.line_ids.filtered(lambda li: li.kind in SWITCHES[switch]):
            line.is_taken = self[switch] and line.is_proposed

    # ------------------------------------------------------------------
    # Actions
    # ------------------------------------------------------------------
    def action_take_over(self):
        """Take over what is chosen.

        :return: notification of what was taken, over the programme
        :raise UserError: where nothing is chosen, or the programme is no longer being
            framed
        """
        self.ensure_one()
        chosen = self.line_ids.filtered("is_taken")
        wanted = {(line.kind, line.key) for line in chosen}
        if not wanted:
            raise UserError(self.env._("Choose what is taken over."))
        taken = self.program_id._take_over(self.source_id, wanted)
        return make_notification(
            self.env._(
                "Taken over from %(program)s: %(what)s.",
                program=self.source_id.name,
                what=self._describe_taken(taken),
            ).replace("%", "%%"),
            "success",
        )

    def _describe_taken(self, taken):
        """What was taken, in words.

        :param dict taken: ``{kind: number}``
        """
        labels = {
            "text": self.env._("Texts"),
            "theme": self.env._("Themes"),
            "territory": self.env._("Territories"),
            "body": self.env._("Bodies"),
            "actor": self.env._("Actors"),
        }
        told = [f"{labels[kind]} ({number})" for kind, number in taken.items()]
        return ", ".join(told) or self.env._("nothing, all of it was there")


class PlpdmaProgramTakeoverLine(models.TransientModel):
    """One thing that may be taken over."""

    _name = "plpdma.program.takeover.line"
    _description = "Line to Take over"
    _order = "id"

    takeover_id = fields.Many2one(
        "plpdma.program.takeover", index=True, ondelete="cascade"
    )
    is_taken = fields.Boolean(string="Take")
    is_proposed = fields.Boolean()
    kind = fields.Selection(
        [
            ("text", "Text"),
            ("theme", "Theme"),
            ("territory", "Territory"),
            ("body", "Body"),
            ("actor", "Actor"),
        ],
        required=True,
    )
    # A field of the programme, or the id of a record.
    key = fields.Char(required=True)
    name = fields.Char()
    detail = fields.Char()
