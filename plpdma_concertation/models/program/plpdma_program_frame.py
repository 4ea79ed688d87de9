from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import is_html_empty

from ...tools.local_html import LocalHtml


class PlpdmaProgram(models.Model):
    """The frame of the concertation: what is told to everybody before they take part,
    and must be written before a programme opens."""

    _inherit = "plpdma.program"

    # What must be written before a programme opens (ADEME: "a clear frame, the
    # roles of each, above all of the élus").
    _frame_fields = (
        "objective",
        "negotiable",
        "non_negotiable",
        "elected_role",
        "follow_up_terms",
        "notice",
    )

    objective = LocalHtml(help="What the authority expects from the concertation.")
    negotiable = LocalHtml(
        string="What Is Open to Discussion",
        help="What the actors' contributions can change.",
    )
    non_negotiable = LocalHtml(
        string="What Is Not Open to Discussion",
        help="Legal obligations, decisions already taken, fixed budget…",
    )
    elected_role = LocalHtml(
        string="Role of the Élus",
        help="What the élus do during the concertation, and what they decide.",
    )
    follow_up_terms = LocalHtml(
        string="Follow-up Terms",
        help="How contributions are answered and how requests are followed. "
        "Proposed on every response.",
    )
    notice = LocalHtml(
        string="Notice on the Consultative Nature",
        default=lambda self: self._default_notice(),
        help="Told to every actor from the start: the involvement is consultative, "
        "and the actors stay free.",
    )
    frame_missing = fields.Char(
        string="Still to Write",
        compute="_compute_frame_missing",
        help="What the frame still lacks before the programme can open.",
    )
    frame_missing_names = fields.Json(compute="_compute_frame_missing")

    # ------------------------------------------------------------------
    # Defaults
    # ------------------------------------------------------------------
    def _default_notice(self):
        return self.env._(
            "Your participation is consultative: the local authority keeps the final "
            "decision and undertakes to explain it, including what it does not retain. "
            "You remain free to take part, to express yourself and to act: the "
            "authority can neither compel nor forbid your own initiatives."
        )

    # ------------------------------------------------------------------
    # Computes
    # ------------------------------------------------------------------
    @api.depends(lambda self: self._frame_fields)
    def _compute_frame_missing(self):
        for program in self:
            program.frame_missing = ", ".join(program._get_frame_missing()) or False
            program.frame_missing_names = program._get_frame_missing_names()

    def _get_frame_missing_names(self):
        """List of the names of the frame's fields that are still empty, in their
        order."""
        self.ensure_one()
        return [name for name in self._frame_fields if is_html_empty(self[name])]

    def _get_frame_missing(self):
        """List of the labels of the frame's texts that are still empty."""
        return [self._get_frame_label(name) for name in self._get_frame_missing_names()]

    def _get_frame_label(self, name):
        """Label of one of the frame's fields, in the language of the reader."""
        return self._fields[name]._description_string(self.env)

    def _get_frame_texts(self):
        """``{field: text}`` of the frame in their order, nothing for those that are
        empty; the notice stands by itself."""
        self.ensure_one()
        missing = self._get_frame_missing_names()
        return {
            name: None if name in missing else self[name]
            for name in self._frame_fields
            if name != "notice"
        }

    # ------------------------------------------------------------------
    # Constraints
    # ------------------------------------------------------------------
    @api.constrains("state", *_frame_fields)
    def _check_frame(self):
        for program in self.filtered(lambda program: program.state == "open"):
            missing = program._get_frame_missing()
            if missing:
                raise ValidationError(
                    self.env._(
                        "The programme “%(program)s” cannot be open before its frame "
                        "is written. Still to write: %(missing)s.",
                        program=program.name,
                        missing=", ".join(missing),
                    )
                )

    # ------------------------------------------------------------------
    # Actions
    # ------------------------------------------------------------------
    def action_write_frame(self):
        """Window action on one text of the frame, to write it.

        The context names the field: ``plpdma_frame_field``.
        """
        self.ensure_one()
        view = self.env.ref("plpdma_concertation.plpdma_program_view_form_frame")
        name = self.env.context.get("plpdma_frame_field")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Frame of the Concertation"),
            "res_model": self._name,
            "res_id": self.id,
            "views": [(view.id, "form")],
            "target": "new",
            "context": {"plpdma_frame_field": name},
        }
