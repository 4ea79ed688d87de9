from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tools import plaintext2html

from ..models.contribution.plpdma_session_typing import NOTED_HERE
from ..tools.groups import STAFF
from ..tools.notifications import CLOSE, make_notification
from ..tools.pasted import MAX_CHARACTERS, read_semicolons, read_table, write_rows


class PlpdmaSessionPaste(models.TransientModel):
    """Dialog that shows what each line of a block becomes, before any is noted."""

    _name = "plpdma.session.paste"
    _description = "Paste Contributions"
    _inherit = ["plpdma.link.access.mixin"]

    session_id = fields.Many2one("plpdma.session", required=True, readonly=True)
    question_id = fields.Many2one(
        "plpdma.question",
        string="Question",
        domain="[('session_id', '=', session_id)]",
        help="The question that all of these lines answer.",
    )
    content = fields.Text(
        string="Lines",
        help="One contribution a line: who speaks, the kind, what is said, the theme.",
    )
    line_ids = fields.One2many(
        "plpdma.session.paste.line",
        "paste_id",
        string="What Each Line Becomes",
        compute="_compute_line_ids",
        # Not as superuser: names are recognised among those that the user reads.
        compute_sudo=False,
        store=True,
        precompute=True,
        readonly=False,
    )
    is_parted = fields.Boolean(
        string="Parted by Semicolons",
        compute="_compute_is_parted",
        help="Every line has as many semicolons: they may part cells.",
    )
    has_written_name = fields.Boolean(compute="_compute_has_written_name")
    has_stance = fields.Boolean(compute="_compute_has_stance")
    noted_count = fields.Integer(string="Noted", readonly=True)
    taken_count = fields.Integer(string="To Be Noted", compute="_compute_counts")
    problem_count = fields.Integer(string="To Look At", compute="_compute_counts")
    left_count = fields.Integer(string="Left Aside", compute="_compute_counts")

    # ------------------------------------------------------------------
    # Computes
    # ------------------------------------------------------------------
    @api.depends("content", "session_id")
    def _compute_line_ids(self):
        for dialog in self:
            session = dialog.session_id._origin
            read = session._read_pasted(dialog.content or "") if session else []
            dialog.line_ids = [
                Command.clear(),
                *[
                    Command.create(
                        {**line, "theme_ids": [Command.set(line["theme_ids"])]}
                    )
                    for line in read
                ],
            ]

    @api.depends("content")
    def _compute_is_parted(self):
        for dialog in self:
            content = (dialog.content or "")[: MAX_CHARACTERS + 1]
            dialog.is_parted = bool(read_semicolons(content))

    @api.depends("line_ids.written_name")
    def _compute_has_written_name(self):
        for dialog in self:
            dialog.has_written_name = any(dialog.line_ids.mapped("written_name"))

    @api.depends("session_id.nature", "line_ids.stance")
    def _compute_has_stance(self):
        """Whether a position is told, or is asked for."""
        for dialog in self:
            is_asked = dialog.session_id.nature == "consultation"
            dialog.has_stance = is_asked or any(dialog.line_ids.mapped("stance"))

    @api.depends("line_ids.is_taken", "line_ids.problem")
    def _compute_counts(self):
        for dialog in self:
            taken = dialog.line_ids.filtered("is_taken")
            dialog.taken_count = len(taken)
            dialog.left_count = len(dialog.line_ids - taken)
            dialog.problem_count = len(taken.filtered("problem"))

    # ------------------------------------------------------------------
    # Actions
    # ------------------------------------------------------------------
    @api.model
    def read_source(self, source):
        """The text of the tables that the clipboard holds as HTML, their cells parted
        by tabs; empty without any."""
        return write_rows(read_table(source))

    def action_part(self):
        """Part the cells at the semicolons, where every line has as many.

        :return: window action of the dialog
        """
        self.ensure_one()
        rows = read_semicolons(self.content or "")
        if rows:
            self.content = write_rows(rows)
        return self._open()

    def action_note(self):
        """Note the lines that are taken, all or none, and once.

        :return: notification that says how many
        :raise AccessError: for whoever notes nothing in this session
        :raise UserError: when no line is taken, when one waits for its kind, or when a
            rule refuses one
        """
        self.ensure_one()
        self.session_id._check_may_note()
        self.lock_for_update()
        if self.noted_count:
            # The first time worked, and its answer was lost.
            message = self.env._("They were noted already: %s.", self.noted_count)
            return make_notification(message, "info", follow=CLOSE)
        lines = self.line_ids.filtered("is_taken")
        if not lines:
            raise UserError(self.env._("No line is taken: tick those to be noted."))
        lines._check_kinds()
        contributions = self.env["plpdma.contribution"]
        noted = contributions.with_context(**{NOTED_HERE: True}).create(
            [line._prepare_contribution() for line in lines]
        )
        for contribution, line in zip(noted, lines, strict=True):
            problem = line._get_unsolved()
            if problem:
                # sudo: whoever runs the session does not read the notes of the staff;
                # what was not understood of their own line is left there, not lost.
                contribution.sudo().internal_note = plaintext2html(problem)
        self.noted_count = len(noted)
        message = self.env._(
            "Noted: %(count)s. “Take Back the Last” undoes it.", count=len(noted)
        )
        return make_notification(message, "success", follow=CLOSE)

    def _open(self):
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Paste Contributions"),
            "res_model": self._name,
            "res_id": self.id,
            "views": [(False, "form")],
            "target": "new",
            "context": {"dialog_size": "extra-large"},
        }


class PlpdmaSessionPasteLine(models.TransientModel):
    """One line of a block, and the contribution that it becomes."""

    _name = "plpdma.session.paste.line"
    _description = "Line That Becomes a Contribution"
    _inherit = ["plpdma.link.access.mixin"]
    _order = "number, id"

    paste_id = fields.Many2one("plpdma.session.paste", index=True, ondelete="cascade")
    session_id = fields.Many2one(related="paste_id.session_id")
    program_id = fields.Many2one(related="session_id.program_id")
    number = fields.Integer(string="Line", readonly=True)
    is_taken = fields.Boolean(string="Take", default=True)
    participation_id = fields.Many2one("plpdma.participation", string="Said by")
    # For the staff; whoever runs the session names participants alone.
    stakeholder_id = fields.Many2one("plpdma.stakeholder", string="Actor")
    contributor_name = fields.Char(string="Or Name")
    written_name = fields.Char(
        string="As It Was Written",
        readonly=True,
        help="What the line says, where it is not all of the name recognised.",
    )
    anonymous = fields.Boolean()
    # None where what was written may be several: whoever pastes it chooses.
    kind = fields.Selection("_get_kinds")
    kind_asked = fields.Char(readonly=True)
    stance = fields.Selection("_get_stances")
    confidentiality = fields.Selection("_get_confidentialities")
    theme_ids = fields.Many2many("plpdma.theme", string="Themes")
    verbatim = fields.Text(string="Text")
    problem = fields.Text(string="Not Understood", readonly=True)

    @api.model
    def _get_choices(self, name):
        field = self.env["plpdma.contribution"]._fields[name]
        return field._description_selection(self.env)

    @api.model
    def _get_kinds(self):
        return self._get_choices("kind")

    @api.model
    def _get_stances(self):
        return self._get_choices("stance")

    @api.model
    def _get_confidentialities(self):
        return self._get_choices("confidentiality")

    def _check_kinds(self):
        """:raise UserError: naming the lines whose kind is still to be chosen"""
        asked = self.filtered(lambda line: not line.kind)
        if asked:
            raise UserError(
                self.env._(
                    "Choose the kind first, in these lines: %s.",
                    ", ".join(str(line.number) for line in asked),
                )
            )

    def _get_unsolved(self):
        """What of the line was not understood, without what was chosen since, and the
        name that it gave to whoever was recognised."""
        self.ensure_one()
        told = [
            one for one in (self.problem or "").splitlines() if one != self.kind_asked
        ]
        if self.written_name:
            said = self.env._("Said by, as it was pasted: %s", self.written_name)
            told.append(said)
        return "\n".join(told)

    def _prepare_contribution(self):
        """Values of the contribution, as whoever pastes it may note it."""
        self.ensure_one()
        names = ["anonymous", "kind", "stance", "verbatim"]
        if self.env.user.has_group(STAFF):
            names += ["contributor_name"]
            who = {"stakeholder_id": self.stakeholder_id.id}
        else:
            who = {"participation_id": self.participation_id.id}
        values = {
            **who,
            **{name: self[name] for name in names},
            "session_id": self.paste_id.session_id.id,
            "question_id": self.paste_id.question_id.id,
            "theme_ids": [Command.set(self.theme_ids.ids)],
        }
        if self.confidentiality:
            values["confidentiality"] = self.confidentiality
        return values
