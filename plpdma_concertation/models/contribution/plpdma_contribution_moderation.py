from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain

from ...tools.domains import search_boolean
from ...tools.groups import STAFF
from ...tools.notifications import make_notification

# Key of the context that says what the page shows of what is decided on: how it stands,
# the text to publish, and whether that tells something; it only adds a refusal.
SEEN = "plpdma_seen"
SEEN_FIELDS = ("moderation", "register_text", "has_publication_warning")
NO_REFUSAL = {"moderation_criterion_id": False, "moderation_reason": False}
# What tells who the author is, and whether they agree to be named.
AUTHOR_FIELDS = {
    "contributor_email",
    "contributor_name",
    "name_consent",
    "partner_id",
    "stakeholder_id",
}


class PlpdmaContribution(models.Model):
    """Nothing is published before somebody of the staff has read it, whatever its
    channel: what was typed, imported or taken by telephone as what its author sent."""

    _name = "plpdma.contribution"
    _inherit = ["plpdma.contribution", "plpdma.publication.warning.mixin"]

    _published_depends = (
        "verbatim",
        "public_text",
        "contributor_name",
        "contributor_email",
        "contributor_street",
        "contributor_zip",
        "contributor_city",
        "name_consent",
        "partner_id",
        "program_id",
        "stakeholder_id",
    )

    moderation = fields.Selection(
        [
            ("pending", "To moderate"),
            ("accepted", "May be published"),
            ("refused", "Not published"),
        ],
        required=True,
        default="pending",
        index=True,
        copy=False,
        tracking=True,
        help="Whatever its channel, somebody of the staff reads it before it is "
        "published or quoted.",
    )
    is_publishable = fields.Boolean(
        string="Read, May Be Published",
        compute="_compute_is_publishable",
        inverse="_inverse_is_publishable",
        search="_search_is_publishable",
        groups=STAFF,
        help="Somebody of the staff has read the text to publish. Refusing it is an "
        "action, with its reason.",
    )
    moderation_criterion_id = fields.Many2one(
        "plpdma.moderation.criterion",
        check_company=True,
        index="btree_not_null",
        ondelete="restrict",
        copy=False,
        groups=STAFF,
        help="The criterion of moderation that the refusal cites, as its author is "
        "told it.",
    )
    moderation_criterion_told = fields.Char(
        string="Criterion as It Was Cited",
        compute="_compute_moderation_criterion_told",
        store=True,
        groups=STAFF,
        help="What the criterion was called when the refusal cited it, as its author "
        "was told: it may be called otherwise since.",
    )
    moderation_reason = fields.Char(
        string="Why It Is Not Published",
        copy=False,
        groups=STAFF,
        help="Told to its author, with the follow-up of their contribution.",
    )

    # In the order of the register.
    _published_idx = models.Index(
        "(program_id, date_received DESC, id DESC)"
        " WHERE read_by = 'public' AND moderation = 'accepted'"
    )

    # ------------------------------------------------------------------
    # Computes
    # ------------------------------------------------------------------
    @api.depends("moderation")
    def _compute_is_publishable(self):
        for contribution in self:
            contribution.is_publishable = contribution.moderation == "accepted"

    @api.depends("moderation_criterion_id")
    def _compute_moderation_criterion_told(self):
        """The words of the day: another name of the criterion changes them no more."""
        for contribution in self:
            criterion = contribution.moderation_criterion_id
            if criterion:
                criterion = criterion.with_context(lang=contribution._get_lang())
            contribution.moderation_criterion_told = criterion.name

    def _inverse_is_publishable(self):
        """Ticked, it is accepted; unticked, it is to be read again. What was refused
        stays so until it is ticked."""
        ticked = self.filtered("is_publishable")
        ticked._accept_publication()
        (self - ticked).filtered(lambda c: c.moderation == "accepted").write(
            {"moderation": "pending"}
        )

    @search_boolean
    def _search_is_publishable(self):
        return Domain("moderation", "=", "accepted")

    # ------------------------------------------------------------------
    # Constraints
    # ------------------------------------------------------------------
    @api.constrains("moderation", "moderation_criterion_id", "moderation_reason")
    def _check_moderation_reason(self):
        for record in self.sudo():
            # sudo: whether there is a reason is looked at, not which.
            if record.moderation != "refused":
                continue
            if not record.moderation_reason:
                raise ValidationError(
                    self.env._(
                        "Tell the author of %s why it is not published.",
                        record.reference,
                    )
                )
            if not record._has_moderation_criterion():
                raise ValidationError(
                    self.env._(
                        "Choose the criterion of moderation by which %s is not "
                        "published: its author is told which.",
                        record.reference,
                    )
                )

    def _has_moderation_criterion(self):
        """Whether the refusal cites its criterion."""
        self.ensure_one()
        return bool(self.moderation_criterion_id)

    @api.onchange("moderation_criterion_id")
    def _onchange_moderation_criterion(self):
        """The criterion's own words begin the reason."""
        if self.moderation_criterion_id and not self.moderation_reason:
            self.moderation_reason = self.moderation_criterion_id.description

    # ------------------------------------------------------------------
    # CRUD
    # ------------------------------------------------------------------
    def write(self, vals):
        """What somebody of the staff accepted is what they read: another text, unless
        they wrote it themselves, is to be read again."""
        if {"moderation", "is_publishable"} & vals.keys():
            return super().write(vals)
        if AUTHOR_FIELDS & vals.keys():
            return self._write_author(vals)
        return self._write_texts(vals)

    def _write_author(self, vals):
        """An author who is known anew, or who no longer agrees to be named, may stand
        in a text that was accepted: it is looked at again."""
        # sudo: whether the text names somebody is looked at, whoever changes it.
        clean = self.sudo().filtered(
            lambda c: c.moderation == "accepted" and not c.has_publication_warning
        )
        result = self._write_texts(vals)
        clean.filtered(
            lambda c: c.moderation == "accepted" and c.has_publication_warning
        ).moderation = "pending"
        return result

    def _write_texts(self, vals):
        if not {"public_text", "verbatim"} & vals.keys():
            return super().write(vals)
        texts = {
            contribution: contribution.register_text
            for contribution in self
            if contribution.moderation == "accepted"
        }
        result = super().write(vals)
        for contribution, text in texts.items():
            is_other = contribution.register_text != text
            if is_other and not contribution._was_typed_by_staff(vals):
                contribution.moderation = "pending"
        return result

    def _was_typed_by_staff(self, vals):
        """Whether the text that is published now is what somebody of the staff has just
        typed; nobody has read the rows of a file, nor the author's own words when the
        text that replaced them is taken away."""
        if self.env.context.get("import_file") or not self.env.user.has_group(STAFF):
            return False
        return ("public_text" if self.public_text else "verbatim") in vals

    # ------------------------------------------------------------------
    # Actions
    # ------------------------------------------------------------------
    def action_accept_knowingly(self):
        """Accept the contributions whatever their text holds, its passages having been
        looked at; safe to repeat.

        :return: notification, where a colleague decided otherwise meanwhile
        """
        self.check_access("write")
        if told := self._tell_decided_meanwhile("accepted"):
            return told
        self._accept_publication()
        return None

    def _tell_decided_meanwhile(self, moderation):
        """What the page shows is what is decided on: nothing is, where a colleague
        decided otherwise, or changed the text, since it was read.

        :param str moderation: what one is about to decide
        :return: notification that names them, none where all is as it was shown
        """
        seen = self.env.context.get(SEEN)
        if not seen:
            return None
        self.lock_for_update()
        self.invalidate_recordset()
        undecided = self.filtered(lambda c: c.moderation != moderation)
        others = undecided.filtered(lambda c: c.moderation != seen["moderation"])
        if not others:
            return undecided._tell_changed_meanwhile(seen)
        labels = dict(self._fields["moderation"]._description_selection(self.env))
        message = self.env._(
            "Decided by somebody else meanwhile, and left as it is: %s.",
            ", ".join(f"{c.reference} ({labels[c.moderation]})" for c in others),
        )
        return make_notification(message, "warning", sticky=True)

    def _tell_changed_meanwhile(self, seen):
        """:return: notification that names whose text is no longer what was read"""
        changed = self.filtered(lambda c: not c._is_as_read(seen))
        if not changed:
            return None
        return make_notification(changed._get_changed_message(), "warning", sticky=True)

    def _get_changed_message(self):
        return self.env._(
            "Changed by somebody else meanwhile: read %s again. Nothing is decided.",
            ", ".join(self.mapped("reference")),
        )

    def _is_as_read(self, seen):
        """Whether what would be published is what a page shows, and tells no more.

        :param dict seen: value by field, of those that the page shows
        """
        self.ensure_one()
        text = seen.get("register_text", self.register_text)
        is_warned = seen.get("has_publication_warning", True)
        return (text or "") == (self.register_text or "") and (
            is_warned or not self.has_publication_warning
        )

    def _accept_publication(self):
        self.filtered(lambda c: c.moderation != "accepted").write(
            {"moderation": "accepted", **NO_REFUSAL}
        )

    def action_refuse_publication(self):
        """Keep the contributions out of what the public reads; safe to repeat.

        :return: notification, where a colleague decided otherwise meanwhile
        :raise ValidationError: naming the one whose criterion is still to be chosen,
            or whose reason is still to be written
        """
        if told := self._tell_decided_meanwhile("refused"):
            # What the dialog saved of a refusal that does not take place.
            self.filtered(lambda c: c.moderation != "refused").write(NO_REFUSAL)
            return told
        self.filtered(lambda record: record.moderation != "refused").write(
            {"moderation": "refused"}
        )
        return None

    def action_open_refusal(self):
        """Ask why the contribution is not published.

        :return: window action of the dialog; notification, where a colleague decided
            otherwise meanwhile
        """
        self.ensure_one()
        if told := self._tell_decided_meanwhile("refused"):
            return told
        view = self.env.ref("plpdma_concertation.plpdma_contribution_view_form_refusal")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Do Not Publish"),
            "res_model": self._name,
            "res_id": self.id,
            "views": [(view.id, "form")],
            "target": "new",
            # Until the refusal is confirmed, a colleague may still decide, or write.
            "context": {SEEN: {name: self[name] for name in SEEN_FIELDS}},
        }

    def _describe_refusal(self):
        """The criterion and the reason why the contribution is not published, in one
        line, as its author is told them; nothing unless it was refused. In superuser
        mode."""
        self.ensure_one()
        if self.moderation != "refused":
            return False
        parts = (self.moderation_criterion_told, self.moderation_reason)
        return " – ".join(filter(None, parts))

    # ------------------------------------------------------------------
    # What it would tell
    # ------------------------------------------------------------------
    def _get_texts_to_publish(self):
        return [(None, self.register_text)]

    def _is_signed(self):
        return not self.name_consent

    def _get_text_authors(self, texts):
        return self._get_author_identity()
