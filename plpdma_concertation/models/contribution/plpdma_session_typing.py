"""Noting fast in a session: a block that is pasted, the next one, the last undone."""

from datetime import timedelta

from odoo import SUPERUSER_ID, api, fields, models
from odoo.exceptions import AccessError, RedirectWarning, UserError

from ...tools.cells import quote_cell
from ...tools.groups import STAFF
from ...tools.import_job import get_running_job
from ...tools.notifications import make_notification
from ...tools.pasted import read_table, write_rows
from .session_pasted import PastedLines

# Minutes within which what was just noted is taken back.
UNDO_MINUTES = 15
# Key of the context in which what is created is noted in its session: by its lines, by
# what is pasted, by its dialog.
NOTED_HERE = "plpdma_noted_here"
# That of the last contribution that the page tells may be taken back.
SEEN = "plpdma_seen_noted"


class PlpdmaSession(models.Model):
    """A session in which many contributions are noted one after the other."""

    _inherit = "plpdma.session"

    last_noted = fields.Char(
        string="Just Noted",
        compute="_compute_last_noted",
        help="What you noted last here, and may still take back.",
    )

    # What the page shows is what it takes back, whatever another window noted since.
    last_noted_id = fields.Integer(compute="_compute_last_noted")

    @api.depends("contribution_ids")
    @api.depends_context("uid", "lang")
    def _compute_last_noted(self):
        batches = self._get_last_noted()
        for session in self:
            noted = batches.get(session._origin)
            session.last_noted = noted and noted._describe_noted()
            session.last_noted_id = noted and noted[-1:].id

    # ------------------------------------------------------------------
    # CRUD
    # ------------------------------------------------------------------
    @api.model_create_multi
    def create(self, vals_list):
        """What is typed in the lines of a session is noted there."""
        typed = self.with_context(**{NOTED_HERE: True})
        return super(PlpdmaSession, typed).create(vals_list).with_env(self.env)

    def write(self, vals):
        """What is typed in the lines of a session is noted there."""
        if "contribution_ids" not in vals:
            return super().write(vals)
        typed = self.with_context(**{NOTED_HERE: True})
        return super(PlpdmaSession, typed).write(vals)

    # ------------------------------------------------------------------
    # Actions
    # ------------------------------------------------------------------
    def action_note_contribution(self):
        """Open a new contribution, which is noted in the session; whoever is met alone
        says it."""
        action = super().action_note_contribution()
        action["context"].update({NOTED_HERE: True, **self._get_only_speaker()})
        return action

    def _get_only_speaker(self):
        """Default values: the one whom an individual meeting is held with."""
        guests = self.participation_ids
        if self.format != "individual" or len(guests) != 1:
            return {}
        if self.env.user.has_group(STAFF):
            return {"default_stakeholder_id": guests.stakeholder_id.id}
        return {"default_participation_id": guests.id}

    def action_paste(self, text="", source=""):
        """Open the dialog that shows what each line of a block becomes, before anything
        is written.

        :param str text: the block as plain text, its cells parted by tabs
        :param str source: the same as HTML, if the clipboard holds it
        :return: window action of the dialog
        :raise AccessError: for whoever notes nothing in this session
        :raise UserError: when the session is cancelled
        """
        self.ensure_one()
        self._check_may_note()
        rows = read_table(source) if source else []
        dialog = self.env["plpdma.session.paste"].create(
            {
                "session_id": self.id,
                "content": write_rows(rows) if rows else text,
            }
        )
        return dialog._open()

    def action_undo_noted(self):
        """Take back what the user noted last in the session: one contribution, or all
        those that were pasted together; nothing, where the page showed another one.

        :return: notification that quotes it
        :raise UserError: when nothing was noted in the last minutes
        :raise RedirectWarning: when something else happened to it since
        """
        self.ensure_one()
        self.check_access("read")
        noted = self._get_last_noted().get(self)
        if not noted:
            raise UserError(
                self.env._(
                    "You noted nothing here in the last %s minutes.", UNDO_MINUTES
                )
            )
        said = noted._describe_noted()
        if self.env.context.get(SEEN, noted[-1:].id) != noted[-1:].id:
            message = self.env._(
                "Nothing was taken back: what you noted last here is %s, which this "
                "page did not show yet.",
                said,
            )
            return make_notification(message, "warning")
        noted.lock_for_update()
        noted.invalidate_recordset()
        noted._check_untouched()
        # sudo: neither agents nor facilitators delete contributions. These are the
        # user's own, noted a moment ago, of which nothing came yet.
        noted.sudo().unlink()
        message = self.env._("Taken back: %s", said)
        return make_notification(message, "success")

    # ------------------------------------------------------------------
    # Business
    # ------------------------------------------------------------------
    def _check_may_note(self):
        """:raise AccessError: for whoever does not note what is said in the session
        :raise UserError: when the session is cancelled
        """
        self.ensure_one()
        self.check_access("read")
        self.env["plpdma.contribution"].check_access("create")
        if not self.env.user.has_group(STAFF) and not self.is_run_by_user:
            raise AccessError(
                self.env._("What is said in this session is not yours to note.")
            )
        if self.state == "cancelled":
            raise UserError(
                self.env._(
                    "“%s” is cancelled: nothing is said in it.", self.display_name
                )
            )

    def _read_pasted(self, text):
        """What each line of a block becomes, as ``PastedLines.read_lines`` gives it."""
        self.ensure_one()
        return PastedLines(self, self.env.user.has_group(STAFF)).read_lines(text)

    def _get_last_noted(self):
        """``{session: contributions}`` that the user noted there last, in one go,
        during the last minutes: neither what a file brought, nor what was noted
        elsewhere and stands there since."""
        contributions = self.env["plpdma.contribution"]
        if not self.ids or not contributions.has_access("create"):
            return {}
        since = fields.Datetime.now() - timedelta(minutes=UNDO_MINUTES)
        recent = contributions.search(
            [
                ("session_id", "in", self.ids),
                ("create_uid", "=", self.env.uid),
                ("create_date", ">=", since),
                ("is_noted_here", "=", True),
            ],
            order="id",
        )
        # sudo: which ones are points of a letter is looked at, not shown.
        recent = recent.sudo().filtered(lambda one: not one.whole_id).sudo(False)
        return {
            session: noted.filtered(
                # One transaction has one time.
                lambda one, last=noted[-1:]: one.create_date == last.create_date
            )
            for session, noted in recent.grouped("session_id").items()
        }


class PlpdmaContribution(models.Model):
    """What was noted a moment ago, and may be taken back."""

    _inherit = "plpdma.contribution"

    is_noted_here = fields.Boolean(
        string="Noted in Its Session",
        copy=False,
        readonly=True,
        default=lambda self: self._is_being_noted(),
        help="Typed or pasted in the session where it stands.",
    )

    # ------------------------------------------------------------------
    # CRUD
    # ------------------------------------------------------------------
    def write(self, vals):
        """What goes to another session was not noted there."""
        result = super().write(vals)
        if "session_id" in vals:
            # sudo: those just written.
            moved = self.sudo().filtered("is_noted_here")
            if moved:
                moved.is_noted_here = False
        return result

    @api.model
    def _is_being_noted(self):
        """Whether what is created is noted in its session, and by no file."""
        return bool(self.env.context.get(NOTED_HERE)) and not get_running_job()

    @api.model
    def _get_earned_fields(self):
        return super()._get_earned_fields() | {"is_noted_here"}

    @api.model
    def _get_earned_sentences(self):
        return {
            **super()._get_earned_sentences(),
            "is_noted_here": self.env._("The lines of a session do."),
        }

    # ------------------------------------------------------------------
    # Actions
    # ------------------------------------------------------------------
    def action_note_next(self):
        """The dialog again, for the next one of the same session, participant, question
        and kind.

        :return: window action of the dialog
        :raise AccessError: for whoever notes nothing in its session
        :raise UserError: when the session is cancelled
        """
        self.ensure_one()
        self.check_access("read")
        session = self.session_id
        # Who speaks is told to nobody else.
        session._check_may_note()
        action = session.action_note_contribution()
        action["context"] = {
            **action["context"],
            **self._get_next_speaker(),
            "default_question_id": self.question_id.id,
            "default_kind": self.kind,
        }
        return action

    def _get_next_speaker(self):
        if self.env.user.has_group(STAFF):
            return {
                "default_stakeholder_id": self.stakeholder_id.id,
                "default_contributor_name": self.contributor_name,
            }
        # sudo: the participant is named by their line alone, to who has just chosen it.
        return {"default_participation_id": self.sudo().participation_id.id}

    # ------------------------------------------------------------------
    # Taking back
    # ------------------------------------------------------------------
    def _describe_noted(self):
        """The beginning of the text, or how many there are."""
        if len(self) == 1:
            # Named: two letters are the least of a term that is translated.
            return self.env._("“%(quoted)s”", quoted=quote_cell(self.verbatim))
        return self.env._("%s contributions", len(self))

    @api.model
    def _get_sequel_fields(self):
        """Names of the fields that tell what came of a contribution."""
        return ["co_author_ids", "delivery_ids", "duplicate_ids", "part_ids"]

    def _check_untouched(self):
        """:raise RedirectWarning: naming those to which something happened since they
        were noted, with the button that opens them"""
        # sudo: what happened is looked at, not shown.
        noted = self.sudo()
        added = noted._find_added((self.env.uid, SUPERUSER_ID))
        touched = noted.filtered(lambda one: one.id in added or not one._is_untouched())
        if touched:
            message = self.env._(
                "Something happened since to %s: open it instead.",
                ", ".join(touched[:10].mapped("reference")),
            )
            raise RedirectWarning(
                message, touched._open_beside(), self.env._("Open It")
            )

    def _open_beside(self):
        """Window action of a dialog on them: what is being typed beside stays."""
        action = {
            "type": "ir.actions.act_window",
            "name": self.env._("Contributions"),
            "res_model": self._name,
            "target": "new",
        }
        if len(self) == 1:
            return {**action, "views": [[False, "form"]], "res_id": self.id}
        domain = [("id", "in", self.ids)]
        return {**action, "views": [[False, "list"]], "domain": domain}

    def _is_untouched(self):
        self.ensure_one()
        return (
            self.state == "received"
            # The machine may put it in one that it proposes.
            and self.campaign_id.state != "confirmed"
            and self.write_date <= self.create_date
            and not any(self[name] for name in self._get_sequel_fields())
            and not self.message_ids.filtered(lambda m: m.message_type == "comment")
            and not self.message_attachment_count
        )
