import hashlib
import json

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import plaintext2html

from ...tools.groups import READERS, STAFF, TEAM
from ...tools.notifications import CLOSE
from .plpdma_response_arbiters import ARBITRATION_ACTIVITY

REWORK_ACTIVITY = "plpdma_concertation.mail_activity_type_rework"


# What the one who decides reads of the answer itself.
READ_FIELDS = (
    "name",
    "decision",
    "refusal_reason_id",
    "motivation",
    "effect",
    "follow_up_terms",
    "review_date",
    "arbiter_id",
)


class PlpdmaResponse(models.Model):
    """A response is submitted, then validated or given back: by whom, when, and on
    what they read."""

    _inherit = "plpdma.response"

    arbiter_id = fields.Many2one(
        "res.partner",
        string="Decided by",
        copy=False,
        check_company=True,
        index="btree_not_null",
        ondelete="restrict",
        tracking=True,
        groups=TEAM,
        help="The person who decided, even when somebody else records it.",
    )
    validated_by_id = fields.Many2one(
        "res.users", string="Recorded by", copy=False, readonly=True, groups=TEAM
    )
    date_submitted = fields.Datetime(
        string="Submitted on",
        compute="_compute_date_submitted",
        store=True,
        precompute=True,
        copy=False,
        help="When it began to await arbitration.",
    )
    date_validated = fields.Datetime(string="Validated on", copy=False, readonly=True)
    arbitration_note = fields.Text(
        string="Note from Whoever Decided",
        copy=False,
        readonly=True,
        groups=READERS,
        help="Written when the response was validated; for the staff and the élus.",
    )
    return_reason = fields.Text(copy=False, readonly=True, groups=READERS)

    # ------------------------------------------------------------------
    # Computes
    # ------------------------------------------------------------------
    @api.depends("state")
    def _compute_date_submitted(self):
        now = fields.Datetime.now()
        for response in self:
            is_submitted = response.state == "submitted"
            response.date_submitted = now if is_submitted else response.date_submitted

    # ------------------------------------------------------------------
    # Submitting
    # ------------------------------------------------------------------
    def action_submit(self):
        """Submit the drafts to arbitration; whoever arbitrates gets an activity.

        :raise ValidationError: when a response lacks its reasons
        """
        to_arbitrate = self._submit().filtered("program_id.needs_arbitration")
        for response in to_arbitrate:
            user = response._get_arbitration_user()
            if user:
                response.activity_schedule(ARBITRATION_ACTIVITY, user_id=user.id)
        to_arbitrate._notify_portal_arbiters()

    def _submit(self):
        """Have the drafts await their decision, whoever is asked for it.

        :return: those that were drafts
        :raise ValidationError: when a response lacks its reasons
        """
        self.check_access("write")
        # sudo: the right to write them was checked.
        drafts = self.sudo().filtered(lambda response: response.state != "submitted")
        drafts.write({"state": "submitted", "return_reason": False})
        drafts = drafts.with_env(self.env)
        drafts.activity_unlink([REWORK_ACTIVITY])
        return drafts

    def action_take_back(self):
        """Take the submitted responses back to change them, before anybody decides, and
        those that the user prepared until they are sent: what was decided on them is
        then decided anew. Nobody is asked to arbitrate them any more.

        :raise AccessError: for a user who may not write them
        """
        self.check_access("write")
        self._lock_to_judge()
        # sudo: the right to write them was checked.
        taken = self.sudo()._filter_taken_back()
        taken._put_back_to_draft(self.env._("Taken back to the draft by %s."))

    # ------------------------------------------------------------------
    # Deciding
    # ------------------------------------------------------------------
    def action_open_validate(self):
        """Show what was said and what is answered, then ask for one decision or the
        other.

        :return: window action of the dialog, or what was already decided
        """
        waiting = self.filtered(lambda response: not response.is_locked)
        if not waiting:
            return self._notify_decided()
        return waiting._action_open_arbitration(
            self.env._("Read and Decide"), "plpdma.response.arbitrate"
        )

    def action_validate(self, note=None, seen=None):
        """Validate the submitted responses, noting who decided and when; whoever
        prepared them is told. Those already validated do not change.

        Whoever decides by their mandate gives what they read with their decision: no
        author is refused unread, whatever the door. The dialog and the portal do it;
        another program reads it as ``default_seen`` in the context of what
        ``action_open_validate`` returns. A manager who records what an élu decided
        elsewhere gives none: the content is then what was submitted, which nobody
        changes before it is taken back.

        :param str note: what the one who decides wants to add; for the staff and the
            élus
        :param str seen: what ``_get_fingerprint`` gave when they began to read
        :return: a notification that says who had decided before and when, if any
        :raise AccessError: for a user who is neither manager nor an élu whose mandate
            lets them arbitrate, where the programme asks for arbitration
        :raise UserError: when a response is not what was read any more, or was read by
            nobody where a mandate decides
        """
        now = fields.Datetime.now()
        self._lock_to_judge()
        decided = self.filtered(lambda response: response.state == "validated")
        waiting = (self - decided)._as_arbiter()
        waiting.sudo(self.env.su)._check_may_validate()
        # The words answered change no more either.
        waiting._get_all_contributions()._lock_to_judge()
        waiting.sudo(self.env.su)._check_read(seen)
        waiting._check_seen(seen)
        is_staff = self.env.user.has_group(STAFF)
        for response in waiting:
            # An élu decides for themself; the staff records who decided.
            arbiter = is_staff and response.arbiter_id or self.env.user.partner_id
            response.write(
                {
                    "state": "validated",
                    "arbiter_id": arbiter.id,
                    "validated_by_id": self.env.uid,
                    "date_validated": now,
                    "arbitration_note": note,
                    "in_absence_of_id": response._find_absent(arbiter).id,
                }
            )
            response._notify_author()
        waiting.activity_feedback([ARBITRATION_ACTIVITY])
        return decided._notify_decided()

    def action_open_return(self):
        """Ask for the reason, then give the responses back.

        :return: window action of the dialog
        """
        return self._action_open_arbitration(
            self.env._("Return for Rework"), "plpdma.response.return"
        )

    def action_return(self, reason=None, seen=None):
        """Give the responses back to whoever prepared them; who returned them, when and
        why stays in the discussion.

        :param str reason: what must be reworked; told to the author
        :param str seen: what ``_get_fingerprint`` gave when they began to read
        :raise AccessError: for an élu whose mandate does not let them arbitrate
        :raise UserError: when a response is not what was read any more
        """
        self._lock_to_judge()
        returned = self.filtered(lambda response: response.state != "draft")
        returned = returned._as_arbiter()
        returned._check_seen(seen)
        returned._put_back_to_draft(self.env._("Returned for rework by %s."), reason)
        for response in returned:
            user = response._get_preparer()
            if user:
                response.activity_schedule(
                    REWORK_ACTIVITY, user_id=user.id, note=reason
                )

    def _put_back_to_draft(self, sentence, reason=None):
        """Undo the submission and the decision, and keep in the discussion who did and
        why, whatever becomes of them later.

        :param str sentence: what is kept, with the place of the person's name
        """
        self.write({"state": "draft"})
        self.write(
            {
                "return_reason": reason,
                "arbiter_id": False,
                "validated_by_id": False,
                "date_validated": False,
                "arbitration_note": False,
                "in_absence_of_id": False,
            }
        )
        body = sentence % self.env.user.partner_id.name
        if reason:
            body = plaintext2html(f"{body}\n\n{reason}")
        self._message_log_batch(bodies=dict.fromkeys(self.ids, body))
        self.activity_unlink([ARBITRATION_ACTIVITY])

    def _action_open_arbitration(self, name, wizard):
        return {
            "type": "ir.actions.act_window",
            "name": name,
            "res_model": wizard,
            "view_mode": "form",
            "target": "new",
            "context": {
                "default_response_ids": self.ids,
                "default_seen": self._get_fingerprint(),
            },
        }

    @api.model
    def _action_after_arbitration(self):
        """The end of the dialog; for an élu, who reads no draft, what still awaits
        them."""
        if self.env.user.has_group(STAFF):
            return dict(CLOSE)
        # As a new start: the way back would lead to what is already decided.
        after = self.env["plpdma.program"]._action_after_decision()
        return {**after, "target": "main"}

    # ------------------------------------------------------------------
    # What the one who decides has read
    # ------------------------------------------------------------------
    def _get_fingerprint(self):
        """Text that marks what one reads of these responses and of what they answer, to
        be given back with one's decision.

        :return: text that tells nothing of the content
        """
        return json.dumps({response.id: response._get_digests() for response in self})

    def _get_digests(self):
        """``{field: digest}`` of each part that is read."""
        self.ensure_one()
        # sudo: the same for everybody, whatever they may read; digests tell nothing.
        response = self.sudo()
        parts = {
            name: response._fields[name].convert_to_write(response[name], response)
            for name in self._get_read_fields()
        }
        parts["contribution_ids"] = [
            [contribution.id, contribution.verbatim, contribution.summary]
            for contribution in response._get_all_contributions().sorted("id")
        ]
        return {name: self._digest(name, value) for name, value in parts.items()}

    @api.model
    def _get_read_fields(self):
        """Names of the fields that the one who decides reads of the answer itself."""
        return READ_FIELDS

    def _digest(self, name, value):
        content = json.dumps([self.id, name, value], default=str)
        return hashlib.sha256(content.encode()).hexdigest()[:16]

    def _check_read(self, seen):
        """:param str seen: what ``_get_fingerprint`` gave, nothing where nobody read
        :raise UserError: for a response that the user decides on by their mandate, and
            did not open
        """
        if seen is not None:
            return
        for response in self._filter_decided_by_mandate():
            raise UserError(
                self.env._(
                    "%s is decided by whoever has read it: open it, read what was said "
                    "and what is answered, then decide.",
                    response._get_title(),
                )
            )

    def _check_seen(self, seen):
        """:param str seen: what ``_get_fingerprint`` gave; without it nothing is
            compared
        :raise UserError: naming what changed since
        """
        if seen is None:
            return
        read = self._parse_fingerprint(seen)
        for response in self:
            known = read.get(str(response.id))
            known = known if isinstance(known, dict) else {}
            changed = [
                self._fields[name]._description_string(self.env)
                for name, digest in response._get_digests().items()
                if known.get(name) != digest
            ]
            if changed:
                raise UserError(
                    self.env._(
                        "%(response)s changed since you began to read it: %(parts)s. "
                        "Read it again before you decide.",
                        response=response._get_title(),
                        parts=", ".join(changed),
                    )
                )

    def _was_read(self, seen):
        """Whether somebody has read something of this response, by what
        ``_get_fingerprint`` gave them."""
        self.ensure_one()
        known = self._parse_fingerprint(seen).get(str(self.id))
        known = known if isinstance(known, dict) else {}
        return any(
            known.get(name) == digest for name, digest in self._get_digests().items()
        )

    def _parse_fingerprint(self, seen):
        """``{part: digest}`` of what was read; empty if a page gave anything else."""
        try:
            read = json.loads(seen or "{}")
        except ValueError:
            return {}
        return read if isinstance(read, dict) else {}
