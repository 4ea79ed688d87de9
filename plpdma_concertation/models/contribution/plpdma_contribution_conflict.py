from odoo import models

from ...tools.references import name_some
from ..shared.plpdma_conflict_mixin import RewrittenError

# Who handled each of several when their list was read; it only adds a refusal.
SEEN_HANDLERS = "plpdma_seen_handlers"


class PlpdmaContribution(models.Model):
    """Two people who change the same contribution, or choose who handles it, are told:
    neither overwrites the other unseen."""

    _name = "plpdma.contribution"
    _inherit = ["plpdma.contribution", "plpdma.conflict.mixin"]

    _conflict_fields = (
        "verbatim",
        "public_text",
        "summary",
        "internal_note",
        "user_id",
        # Who is answered, where, and as what.
        "stakeholder_id",
        "contributor_name",
        "contributor_email",
        "contributor_street",
        "contributor_zip",
        "contributor_city",
        "role_id",
        "territory_id",
        "kind",
        "stance",
        "confidentiality",
    )

    def web_save(self, vals, specification, next_id=None):
        """As everywhere; several are not taken from whoever was given one since their
        list was read.

        The context says who handled each then, in ``plpdma_seen_handlers``, as
        ``_find_moved`` takes it.

        :raise RewrittenError: naming those
        """
        seen = self.env.context.get(SEEN_HANDLERS)
        if isinstance(seen, dict) and "user_id" in vals:
            self._check_not_moved(seen)
        save = super(PlpdmaContribution, self.with_context(**{SEEN_HANDLERS: None}))
        return save.web_save(vals, specification, next_id)

    def _check_not_moved(self, seen):
        moved = self._find_moved(seen)
        if moved:
            raise RewrittenError(
                self.env._(
                    "Since this list was read, somebody else chose who handles "
                    "%(references)s. Nothing was changed: look at the list again, then "
                    "choose.",
                    references=name_some(moved.mapped("reference")),
                ),
                [],
            )

    def _get_conflicts(self, vals, loaded):
        """As everywhere; and a refusal to publish is not undone by whoever has not read
        of it, nor is a text published that they have not read."""
        conflicts = super()._get_conflicts(vals, loaded)
        unread = self._find_unread_field(vals, loaded)
        if unread == "moderation":
            told = self._format_typed("moderation", "refused")
            theirs = f"{told} – {self.moderation_reason}"
            conflicts.append(self._make_box_conflict(unread, theirs))
        elif unread:
            theirs = self.register_text or ""
            conflicts.append(self._make_box_conflict(unread, theirs))
        return conflicts

    def _find_unread_field(self, vals, loaded):
        """What whoever ticks the box « read, may be published » has not read.

        :param dict vals: what they change, ``loaded`` what they were shown
        :return: name of the field that stands otherwise than it was shown, if any
        """
        self.ensure_one()
        if not vals.get("is_publishable"):
            return None
        seen = loaded.get("moderation")
        if self.moderation == "refused" and seen not in (None, "refused"):
            return "moderation"
        if self._is_as_read(loaded) or self._types_published_text(vals):
            return None
        is_same = self._is_as_read({**loaded, "has_publication_warning": True})
        return "has_publication_warning" if is_same else "register_text"

    def _types_published_text(self, vals):
        """Whether who ticks the box writes the text that is published."""
        return "public_text" in vals or ("verbatim" in vals and not self.public_text)

    def _make_box_conflict(self, name, theirs):
        """What keeps the box « read, may be published » from being saved.

        :param str name: field that stands otherwise than it was shown
        :param str theirs: how it stands, as one reads it
        """
        return {
            "name": name,
            "changed": "is_publishable",
            "label": self._fields[name]._description_string(self.env),
            "mine": self._format_typed("moderation", "accepted"),
            "theirs": theirs,
            "value": self[name],
        }
