from odoo import api, fields, models

from ...tools.groups import STAFF
from ...tools.notifications import make_notification
from ..shared.plpdma_conflict_mixin import RewrittenError

# Key of the context that says which text a list shows of each, by its id, as text, or
# of all the others; it only adds a refusal.
SEEN_TEXTS = "plpdma_seen_texts"
OTHERS = "*"


class PlpdmaContribution(models.Model):
    """What is accepted from the rows of a list, one or several: what they show, and
    nothing that is to be looked at first."""

    _inherit = "plpdma.contribution"

    is_read_apart = fields.Boolean(
        string="To Look at on Its Own",
        compute="_compute_is_read_apart",
        groups=STAFF,
        help="A row does not show all that one would decide on: it was refused, "
        "another text than its author's would be published, or the text tells "
        "something.",
    )

    # Not on the box itself: as it is ticked, it would free itself.
    @api.depends("moderation", "public_text", "has_publication_warning")
    @api.depends_context("uid")
    def _compute_is_read_apart(self):
        for contribution in self:
            contribution.is_read_apart = contribution.moderation != "accepted" and (
                contribution.moderation == "refused"
                or bool(contribution.public_text)
                or contribution.has_publication_warning
            )

    # ------------------------------------------------------------------
    # CRUD
    # ------------------------------------------------------------------
    @api.model_create_multi
    def create(self, vals_list):
        """The box that is ticked as the text is typed does not accept what it tells."""
        contributions = super().create(vals_list)
        ticked = [
            contribution.id
            for contribution, vals in zip(contributions, vals_list, strict=True)
            if vals.get("is_publishable")
        ]
        contributions.browse(ticked)._keep_what_tells()
        return contributions

    def write(self, vals):
        """Likewise."""
        result = super().write(vals)
        if vals.get("is_publishable") and {"public_text", "verbatim"} & vals.keys():
            self._keep_what_tells()
        return result

    def _keep_what_tells(self):
        """A text that tells something is accepted by the button that quotes it."""
        self.filtered("has_publication_warning").write({"moderation": "pending"})

    def web_save(self, vals, specification, next_id=None):
        """As everywhere; the box of several, or of a row, accepts what the list shows.

        The context says which texts it shows, as ``_find_unshown`` takes them.

        :raise RewrittenError: naming those that it does not show, or that are to be
            looked at on their own; nothing is decided then
        """
        seen = self.env.context.get(SEEN_TEXTS)
        is_of_rows = len(self) > 1 or isinstance(seen, dict)
        if vals.get("is_publishable") and is_of_rows:
            self._check_shown()
        return super().web_save(vals, specification, next_id)

    def _check_shown(self):
        self._lock_to_judge()
        # The rows of those that were so when the list was read are not changed.
        if changed := self._find_unshown() | self.filtered("is_read_apart"):
            raise RewrittenError(changed._get_changed_message(), [])

    # ------------------------------------------------------------------
    # Actions
    # ------------------------------------------------------------------
    def action_accept_publication(self):
        """Accept those that wait to be read and name nobody; safe to repeat.

        Those that were refused, or hold a name, a telephone number or an address, or
        would publish another text than the list shows, are left as they are: each is
        accepted knowingly, once looked at.

        :return: window action on those that were left, or a notification
        """
        self.check_access("write")
        self._lock_to_judge()
        others = self.filtered(lambda c: c.moderation != "accepted")
        clean = others - others._find_unshown() - others.filtered("is_read_apart")
        clean._accept_publication()
        if left := others - clean:
            name = self.env._("To Look at before Publication")
            if clean:
                name = self.env._(
                    "To Look at before Publication (others accepted: %s)", len(clean)
                )
            action = left._action_look_first(
                name,
                "plpdma_concertation.plpdma_contribution_view_list_look",
            )
            # What is opened from there shows its own texts.
            action["context"] = {**action["context"], SEEN_TEXTS: None}
            return action
        return self._notify_accepted(clean)

    def _find_unshown(self):
        """Those that would publish another text than the one that their list shows;
        none where no list says what it shows."""
        seen = self.env.context.get(SEEN_TEXTS)
        if not isinstance(seen, dict):
            return self.browse()
        shown = {
            one: seen.get(str(one.id), seen.get(OTHERS, one.register_text))
            for one in self
        }
        return self.filtered(lambda c: (shown[c] or "") != (c.register_text or ""))

    @api.model
    def _notify_accepted(self, accepted):
        message = (
            self.env._("Read, may be published: %s.", len(accepted))
            if accepted
            else self.env._("They were accepted already.")
        )
        return make_notification(message, "success")
