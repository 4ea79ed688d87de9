"""What a programme being framed may take over from another of its authority."""

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import html2plaintext

# What a body is, without who sits in it.
BODY_FIELDS = (
    "name",
    "sequence",
    "kind",
    "chair_id",
    "secretariat",
    "founding_act",
    "justification",
    "proxy_limit",
    "quorum",
    "guests_vote",
)


class PlpdmaProgram(models.Model):
    """A programme rarely begins from nothing: the one before it has its bodies, its
    themes and its texts."""

    _inherit = "plpdma.program"

    # Texts that one programme may have from another, after those of the frame.
    _taken_over_texts = (
        "facilitation_charter",
        "service_name",
        "service_address",
        "service_phone",
        "service_email",
        "dpo_email",
        "data_recipients",
        "data_details",
        "silence_meaning",
        "appeal_terms",
        "accessibility_statement",
        "legal_notice",
        "signatory_name",
        "signatory_title",
    )

    can_take_over = fields.Boolean(
        compute="_compute_can_take_over",
        help="It is being framed, and its authority has another programme.",
    )

    # ------------------------------------------------------------------
    # Computes
    # ------------------------------------------------------------------
    @api.depends("state", "company_id")
    def _compute_can_take_over(self):
        framed = self.filtered(lambda program: program.state == "draft")
        together = self.with_context(active_test=False)
        counts = dict(
            together._read_group(
                [("company_id", "in", framed.company_id.ids)],
                ["company_id"],
                ["__count"],
            )
            if framed
            else ()
        )
        for program in self:
            others = counts.get(program.company_id, 0) - bool(program._origin)
            program.can_take_over = program in framed and others > 0

    # ------------------------------------------------------------------
    # Actions
    # ------------------------------------------------------------------
    def action_take_over(self):
        """Dialog in which one chooses, line by line, what comes from another programme.

        :raise UserError: where the programme is no longer being framed, or the
            authority has no other
        """
        self.ensure_one()
        self._check_takes_over()
        if not self._find_sources(limit=1):
            raise UserError(
                self.env._(
                    "%s has no other programme to take from.", self.company_id.name
                )
            )
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Take over from Another Programme"),
            "res_model": "plpdma.program.takeover",
            "view_mode": "form",
            "target": "new",
            "context": {"default_program_id": self.id},
        }

    # ------------------------------------------------------------------
    # Business
    # ------------------------------------------------------------------
    def _find_sources(self, limit=None):
        """The programmes from which this one may take over, the latest first."""
        self.ensure_one()
        return self.with_context(active_test=False).search(
            [("company_id", "=", self.company_id.id), ("id", "!=", self.id)],
            order="date_start desc, id desc",
            limit=limit,
        )

    def _check_takes_over(self):
        """:raise UserError: where the programme is no longer being framed"""
        if self.state != "draft":
            raise UserError(
                self.env._(
                    "“%s” is no longer being framed: what it tells everybody is "
                    "changed one by one.",
                    self.name,
                )
            )

    def _list_to_take_over(self, source):
        """What another programme has and this one has not, in the order in which it is
        told.

        :param source: the other programme
        :return: list of ``{"kind" (text, theme, territory, body, actor), "key" (a field
            or an id), "name", "detail", "is_taken" (whether it is proposed)}``
        """
        self.ensure_one()
        return [
            *self._list_texts_to_take_over(source),
            *self._list_sorting_to_take_over(source, "theme"),
            *self._list_sorting_to_take_over(source, "territory"),
            *self._list_bodies_to_take_over(source),
        ]

    def _list_texts_to_take_over(self, source):
        names = (*self._frame_fields, *self._taken_over_texts)
        usual = self.default_get(names)
        lines = []
        for name in names:
            theirs, ours = (self._flatten_text(p[name]) for p in (source, self))
            if not theirs or theirs == ours:
                continue
            is_usual = not ours or ours == self._flatten_text(usual.get(name))
            lines.append(
                {
                    "kind": "text",
                    "key": name,
                    "name": self._get_frame_label(name),
                    "detail": theirs,
                    # What somebody wrote here is replaced where they say so alone.
                    "is_taken": is_usual,
                }
            )
        return lines

    @api.model
    def _flatten_text(self, text):
        """The words of a text, in one line."""
        return " ".join(html2plaintext(text or "").split())

    def _list_sorting_to_take_over(self, source, kind):
        field = f"{kind}_ids"
        # A programme that names none acts on all.
        return [
            self._describe_taken(kind, record, "")
            for record in source[field] - self[field]
        ]

    def _list_bodies_to_take_over(self, source):
        held = self.body_ids.mapped(self._get_body_key)
        labels = dict(self.body_ids._fields["kind"]._description_selection(self.env))
        return [
            self._describe_taken("body", body, labels[body.kind])
            for body in source.body_ids
            if self._get_body_key(body) not in held
        ]

    @api.model
    def _get_body_key(self, body):
        """What makes the body of one programme that of another."""
        return (body.kind, body.name)

    @api.model
    def _describe_taken(self, kind, record, detail, is_taken=True):
        return {
            "kind": kind,
            "key": str(record.id),
            "name": record.display_name,
            "detail": detail,
            "is_taken": is_taken,
        }

    def _take_over(self, source, wanted):
        """Take from another programme what was chosen; what came meanwhile is not taken
        twice.

        :param source: the other programme
        :param set wanted: ``(kind, key)`` of what was chosen, as ``_list_to_take_over``
            gives them
        :return: ``{kind: number}`` of what was taken
        :raise UserError: where the programme is no longer being framed, or the other
            has nothing of the kind
        """
        self.ensure_one()
        self.lock_for_update()
        self._check_takes_over()
        self._check_is_there(source, wanted)
        keys = {}
        for line in self._list_to_take_over(source):
            if (line["kind"], line["key"]) in wanted:
                keys.setdefault(line["kind"], []).append(line["key"])
        self._take_over_keys(source, keys)
        return {kind: len(taken) for kind, taken in keys.items()}

    def _check_is_there(self, source, wanted):
        """:raise UserError: where the other programme has not what was chosen"""
        held = self._get_held_keys(source)
        strange = sorted({key for kind, key in wanted if key not in held[kind]})
        if strange:
            raise UserError(
                self.env._(
                    "“%(program)s” has nothing of the kind: %(keys)s. Open the list "
                    "again.",
                    program=source.name,
                    keys=", ".join(strange),
                )
            )

    def _get_held_keys(self, source):
        """``{kind: keys}`` of what another programme holds, whether this one has it or
        not."""
        held = {
            "theme": source.theme_ids,
            "territory": source.territory_ids,
            "body": source.body_ids,
        }
        return {
            "text": {*self._frame_fields, *self._taken_over_texts},
            **{kind: {*map(str, records.ids)} for kind, records in held.items()},
        }

    def _take_over_keys(self, source, keys):
        """Write what was chosen.

        :param dict keys: ``{kind: keys}``, in the order of the lines
        """
        values = {name: source[name] for name in keys.get("text", ())}
        for kind in ("theme", "territory"):
            field = f"{kind}_ids"
            taken = self[field].browse(map(int, keys.get(kind, ())))
            if taken:
                values[field] = (self[field] | taken).ids
        if values:
            self.write(values)
        bodies = source.body_ids.browse(map(int, keys.get("body", ())))
        self.env["plpdma.body"].create(
            [
                {name: values[name] for name in BODY_FIELDS} | {"program_id": self.id}
                for values in bodies.copy_data()
            ]
        )
