from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import email_normalize, formataddr, plaintext2html
from odoo.tools.mail import email_split_tuples, unfold_references

from ...tools.addresses import get_own_domain
from ...tools.groups import STAFF
from ...tools.mail_subject import tells_forward
from ...tools.words import fold

CONFIRM_AUTHOR = "plpdma_concertation.mail_activity_type_confirm_author"
# What the message itself says, and the actions decide.
MESSAGE_FIELDS = {
    "author_to_confirm",
    "cut_text",
    "date_written",
    "forwarded_by_id",
    "forwarded_by",
    "intake_error",
    "message_key",
}


class PlpdmaContribution(models.Model):
    """Who wrote a message that a colleague brings along: proposed, then confirmed."""

    _inherit = "plpdma.contribution"

    forwarded_by_id = fields.Many2one(
        "res.users",
        string="Forwarded by",
        copy=False,
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
        groups=STAFF,
    )
    forwarded_by = fields.Char(
        string="Forwarded from",
        copy=False,
        readonly=True,
        groups=STAFF,
        help="Name and address of a colleague who forwarded it, and is no user here: a "
        "reception desk, or the town hall.",
    )
    author_to_confirm = fields.Boolean(
        string="Author to Confirm",
        copy=False,
        readonly=True,
        groups=STAFF,
        help="A colleague forwarded the message: its author, as it says, is confirmed "
        "before they are told of it.",
    )
    proposed_name = fields.Char(string="Author Named", copy=False, groups=STAFF)
    proposed_email = fields.Char(string="Address Named", copy=False, groups=STAFF)

    _author_to_confirm_idx = models.Index("(program_id) WHERE author_to_confirm")

    # ------------------------------------------------------------------
    # Computes
    # ------------------------------------------------------------------
    @api.depends("author_to_confirm", "proposed_name", "proposed_email")
    def _compute_author_name(self):
        """The author is named, as proposed, until an agent confirms them."""
        result = super()._compute_author_name()
        for contribution in self.filtered("author_to_confirm"):
            if not contribution.author_name:
                contribution.author_name = self.env._(
                    "%s (to confirm)",
                    contribution.proposed_name or contribution.proposed_email or "?",
                )
        return result

    # ------------------------------------------------------------------
    # Facts
    # ------------------------------------------------------------------
    @api.model
    def _get_earned_fields(self):
        return super()._get_earned_fields() | MESSAGE_FIELDS

    @api.model
    def _get_earned_sentences(self):
        read = self.env._("What a message says is noted when it arrives.")
        return {
            **super()._get_earned_sentences(),
            **dict.fromkeys(MESSAGE_FIELDS, read),
            "author_to_confirm": self.env._("Confirm the author by the button."),
        }

    # ------------------------------------------------------------------
    # Reading it
    # ------------------------------------------------------------------
    @api.model
    def _prepare_forwarded(self, mail, forwarded, program):
        """Values of a contribution that a colleague brings along: its author is
        proposed, until an agent confirms it."""
        forwarder = self._find_own_user(email_normalize(mail.sender[1]))
        note = forwarded.note.text
        cut = "\n\n".join(filter(None, (forwarded.note.cut, forwarded.text.cut)))
        subject = forwarded.subject or mail.subject
        return {
            "summary": subject,
            "verbatim": forwarded.text.text
            or subject
            or self._get_words_of_none(mail, program),
            "cut_text": cut,
            "internal_note": plaintext2html(note) if note else False,
            "forwarded_by_id": forwarder.id,
            "forwarded_by": not forwarder and formataddr(mail.sender),
            "author_to_confirm": True,
            # When it reached the agent is not known to our server.
            "received_at": False,
            "proposed_name": forwarded.name,
            "proposed_email": email_normalize(forwarded.email),
            "date_written": forwarded.date,
        }

    @api.model
    def _find_forwarded(self, mail, program):
        """``Forwarded``: the message that a colleague brings along, or None.

        An agent is known by their address. Any other colleague, who need be no user
        here (a reception desk), is known by theirs, or by one of the authority's own
        domain, and by what shows that they bring a message along: what they say is a
        note. Anybody else who forwards a message speaks by it; so does whoever fills
        in the form of a site of ours.

        :param mail: ``IncomingMail``
        """
        if mail.is_listed and mail.written_by[1] != mail.sender[1]:
            # A list, which is nobody's colleague.
            return None
        domains = self._get_office_domains(program)

        def passes_on(email, is_shown):
            return is_shown and get_own_domain(email) in domains

        sender, is_shown = email_normalize(mail.sender[1]), mail.shows_forward
        if is_shown and not tells_forward(mail.get("Subject")):
            is_shown = not self._find_represented(mail, program)
        is_brought = (
            self._find_staff(sender)
            or passes_on(sender, is_shown)
            or (is_shown and self._is_own_address(sender))
        )
        if not is_brought:
            return None
        return mail.find_forwarded(self._is_own_address, passes_on)

    @api.model
    def _is_passed_on(self, mail, program):
        """Whether a colleague brings somebody's message along, or says so, whichever
        one their programme names as the one that it answers: a letter of its own.

        :param mail: ``IncomingMail``
        """
        # sudo: whether it is known is asked, nothing of it is shown.
        known = self.env["mail.message"].sudo()
        parents = unfold_references(mail.get("In-Reply-To"))
        if (
            not mail.is_forward
            and not mail.holds_forward
            and known.search([("message_id", "in", parents)], limit=1)
        ):
            # An answer, whatever the one that it answers was called.
            return False
        sender = email_normalize(mail.sender[1])
        says_so = mail.is_forward and self._is_own_address(sender)
        return bool(says_so or self._find_forwarded(mail, program))

    @api.model
    def _get_office_domains(self, program):
        """Set of the domains of the authority's own addresses, without those where
        anybody has a mailbox."""
        # sudo: whoever brings the message may not read the programme; of it, only
        # domains are compared.
        program = program.sudo()
        emails = (
            program.company_id.email,
            program.service_email,
            program.alias_id.alias_full_name,
        )
        return {get_own_domain(email_normalize(email)) for email in emails} - {""}

    @api.model
    def _find_staff(self, email):
        """The agent whose address it is, in superuser mode; none for anybody else."""
        # sudo: whoever brings the message may not read who is of the staff.
        users = self.env["res.users"].sudo()
        email = email_normalize(email)
        return email and users.search(
            [
                ("email_normalized", "=", email),
                ("share", "=", False),
                ("all_group_ids", "in", self.env.ref(STAFF).ids),
            ],
            limit=1,
        )

    @api.model
    def _is_own_address(self, email):
        """Whether an address is one of ours: a colleague's, or a mailbox; or a name, as
        our own server writes its colleagues."""
        if email and "@" not in email:
            return self._is_colleague_name(email)
        email = email_normalize(email)
        return bool(email) and (self._is_own_mailbox(email) or self._is_own_user(email))

    @api.model
    def _is_own_mailbox(self, email):
        """Whether a normalised address is a mailbox of the authority, and nobody's."""
        # sudo: whether an address is known is asked, nothing more.
        env = self.env(su=True)
        return bool(
            env["mail.alias.domain"]._find_aliases([email])
            or env["res.company"].search_count([("email", "=ilike", email)], limit=1)
        )

    @api.model
    def _is_own_user(self, email):
        """Whether a normalised address is a colleague's."""
        return bool(self._find_own_user(email))

    @api.model
    def _find_own_user(self, email):
        """The colleague whose normalised address it is, in superuser mode, if any."""
        # sudo: whoever brings the message may not read who has an account here.
        users = self.env["res.users"].sudo()
        domain = [("email_normalized", "=", email), ("share", "=", False)]
        return users.search(domain, limit=1) if email else users

    @api.model
    def _is_colleague_name(self, name):
        """Whether a name is that of a colleague, in whichever order it is written."""
        words = sorted(fold(name).split())
        # sudo: whether a name is known is asked, nothing more.
        users = (
            self.env["res.users"].sudo().search_fetch([("share", "=", False)], ["name"])
        )
        return len(words) > 1 and any(
            sorted(fold(user.name).split()) == words for user in users
        )

    # ------------------------------------------------------------------
    # Actions
    # ------------------------------------------------------------------
    def action_confirm_author(self):
        """Make the author named in a forwarded message that of the contribution; they
        are then told that it was received. Safe to repeat.

        :raise UserError: naming those of which nobody is named as the author
        """
        waiting = self._get_waiting_for_author()
        nameless = waiting.filtered(
            lambda record: not record.proposed_name and not record.proposed_email
        )
        if nameless:
            raise UserError(
                self.env._(
                    "Write who the author of %s is first.",
                    ", ".join(nameless.mapped("reference")),
                )
            )
        for contribution in waiting:
            contribution._set_author(
                contribution.proposed_name, contribution.proposed_email
            )
        waiting._tell_received()

    def action_keep_forwarder(self):
        """Make the colleague who sent the message its author: they forwarded nobody's.
        Safe to repeat.

        :raise UserError: naming those that no colleague sent
        """
        waiting = self._get_waiting_for_author()
        sent_by_none = waiting.filtered(
            lambda one: not one.forwarded_by_id and not one.forwarded_by
        )
        if sent_by_none:
            raise UserError(
                self.env._(
                    "No colleague sent %s: write who its author is, then confirm.",
                    ", ".join(sent_by_none.mapped("reference")),
                )
            )
        for contribution in waiting:
            # sudo: of the colleague, name and address, as their message gave them.
            user = contribution.forwarded_by_id.sudo()
            sender = email_split_tuples(contribution.forwarded_by or "")
            contribution._set_author(
                *(sender[0] if sender else (user.name, user.email))
            )
        waiting._tell_received()

    def _get_waiting_for_author(self):
        """The contributions, locked, whose author is to be confirmed.

        :raise AccessError: for a user who may not
        """
        if not self.env.su and not self.env.user.has_group(STAFF):
            raise AccessError(
                self.env._("Only agents and managers say who the author is.")
            )
        self.check_access("write")
        # Clicked twice, it is done once.
        return self.try_lock_for_update().filtered("author_to_confirm")

    def _set_author(self, name, email):
        self.ensure_one()
        # sudo: the action that calls it has checked who confirms, and that it waits.
        self.sudo().write(
            {
                "contributor_name": name,
                "contributor_email": email_normalize(email) or email,
                "author_to_confirm": False,
                "proposed_name": False,
                "proposed_email": False,
            }
        )
        # sudo: the agent's activity is done, whoever confirmed.
        self.sudo().activity_feedback([CONFIRM_AUTHOR])

    # ------------------------------------------------------------------
    # Business
    # ------------------------------------------------------------------
    def _check_authors_confirmed(self):
        """:raise UserError: naming those of which it is not known yet whom to tell"""
        waiting = self.filtered("author_to_confirm")
        if waiting:
            raise UserError(
                self.env._(
                    "The author of these contributions is not confirmed yet: %s. "
                    "Confirm who wrote them, then send the response.",
                    ", ".join(waiting.mapped("reference")),
                )
            )

    def _tell_received(self):
        """Tell those who wrote them that they are received."""
        self._send_receipt()
        # sudo: which of them were confirmed is looked at, for whoever confirms the
        # author.
        self.sudo().co_author_ids._send_receipt()

    def _ask_author(self, mail):
        """Ask the agent who forwarded a message to confirm its author; whoever handles
        it, where another colleague forwarded it. Whose messages it brings along beside
        is told.

        :param mail: ``IncomingMail``
        """
        for contribution in self:
            # sudo: whether who forwarded it is an agent is looked at, by the mail gate.
            forwarder = contribution.forwarded_by_id.sudo()
            agent = forwarder.filtered(lambda user: user.has_group(STAFF))
            to_do = {} if agent else {"summary": self._get_confirm_summary()}
            agent = agent or contribution.user_id
            forwarded = self._find_forwarded(mail, contribution.program_id)
            if forwarded and forwarded.others:
                to_do["note"] = contribution._get_others_told(forwarded.others)
            contribution.activity_schedule(CONFIRM_AUTHOR, user_id=agent.id, **to_do)

    def _get_others_told(self, others):
        """:param others: ``[(name, address)]`` of who wrote them: the note is read by
        more people than may know them
        """
        env = self._with_office_lang(self.program_id[:1]).env
        return plaintext2html(
            env._(
                "Other messages come with it, which are no contributions yet: %s. "
                "Their words are in “What Was Left Out”: register them.",
                len(others),
            )
        )

    def _get_confirm_summary(self):
        env = self._with_office_lang(self.program_id[:1]).env
        return env._("Confirm who wrote the message, before they are told")
