"""The person who comes instead of a participant: announced, invited and told too, then
noted as having come."""

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain
from odoo.tools import email_normalize
from odoo.tools.sql import escape_psql

from ...tools.addresses import get_display_name, get_email_error, get_mailbox
from ...tools.calendar_file import CANCEL, REQUEST
from ...tools.groups import STAFF
from ...tools.mail_layout import LAYOUT
from ...tools.names import clean_line, get_name_error
from .calendar_attendee_message import WITHDRAWALS

# Messages that one mailbox takes in a day: whoever holds a link may write it there.
MESSAGES_PER_DAY = 5
DAY = 24 * 60
TEMPLATE = "plpdma_concertation.mail_template_session_stand_in"


class PlpdmaParticipation(models.Model):
    """A participant announces a stand-in: they are invited, told of changes, and told
    when they are no longer expected."""

    _inherit = "plpdma.participation"

    stand_in_name = fields.Char(
        string="Stand-in",
        copy=False,
        groups=STAFF,
        help="Who comes instead, as the participant announced it.",
    )
    stand_in_email = fields.Char(string="Stand-in's E-mail", copy=False, groups=STAFF)

    # ------------------------------------------------------------------
    # Constraints
    # ------------------------------------------------------------------
    @api.constrains("stand_in_name", "stand_in_email")
    def _check_stand_in(self):
        for line in self:
            errors = self._get_stand_in_errors(line.stand_in_name, line.stand_in_email)
            if errors:
                raise ValidationError("\n".join(errors.values()))

    @api.model
    def _get_stand_in_errors(self, name, email):
        errors = {}
        if error := get_name_error(self.env, clean_line(name)):
            errors["stand_in_name"] = error
        elif clean_line(name) and not get_display_name(name):
            errors["stand_in_name"] = self.env._(
                "Write a name alone: no address, and no link."
            )
        error = get_email_error(self.env, email)
        if error:
            errors["stand_in_email"] = error
        return errors

    # ------------------------------------------------------------------
    # CRUD
    # ------------------------------------------------------------------
    @api.model_create_multi
    def create(self, vals_list):
        """Whoever is announced from the beginning is invited."""
        lines = super().create(vals_list)
        lines._follow_stand_ins({})
        return lines

    def write(self, vals):
        """Whoever is announced is invited; whoever no longer is gets told so.

        A participant who does not come is not stood in for. One who is asked again has
        not said that nobody comes in their stead.
        """
        if not {"stand_in_name", "stand_in_email", "rsvp"} & vals.keys():
            return super().write(vals)
        if vals.get("rsvp") in ("declined", "tentative"):
            vals = {**vals, "stand_in_name": False, "stand_in_email": False}
        before = self._get_stand_in_addresses()
        result = super().write(vals)
        self._follow_stand_ins(before)
        return result

    def unlink(self):
        """The stand-in of a participant taken off the list is not expected either."""
        # sudo: see _follow_stand_ins.
        self.sudo()._tell_stand_ins("removal")
        return super().unlink()

    def _get_stand_in_addresses(self):
        # sudo: see _follow_stand_ins.
        return {
            line: (line.stand_in_name, email_normalize(line.stand_in_email))
            for line in self.sudo()
        }

    def _follow_stand_ins(self, before):
        """Invite those who are announced, tell those who no longer are.

        :param dict before: name and address that each line had
        """
        # sudo: participants announce their stand-in by a link, without an account;
        # whoever may write the line has them written to.
        for line, known in self._get_stand_in_addresses().items():
            old, new = before.get(line, (False, False))[1], known[1]
            if old != new:
                if old:
                    line._tell_stand_ins("removal", *before[line])
                line._tell_stand_ins("invitation")

    # ------------------------------------------------------------------
    # Who came instead
    # ------------------------------------------------------------------
    def action_note_stand_in(self):
        """Note that those who were announced came instead; safe to repeat."""
        for line in self.filtered("stand_in_name"):
            if line.attendance != "represented":
                line.write(
                    {
                        "attendance": "represented",
                        "represented_by_id": line._get_stand_in_contact().id,
                    }
                )

    def _get_stand_in_contact(self):
        """The contact of the stand-in, within the same organisation or with the same
        address; made if need be."""
        self.ensure_one()
        family = self.partner_id.commercial_partner_id
        same = Domain("id", "child_of", family.ids)
        email = email_normalize(self.stand_in_email)
        if email:
            same |= Domain("email_normalized", "=", email)
        contacts = self.env["res.partner"]
        return contacts.search(
            same
            & Domain("name", "=ilike", escape_psql(self.stand_in_name))
            & Domain("company_id", "in", (False, self.company_id.id)),
            limit=1,
        ) or contacts.create(
            {
                "name": self.stand_in_name,
                "email": self.stand_in_email,
                "parent_id": family.is_company and family.id,
                "company_id": self.company_id.id,
            }
        )

    # ------------------------------------------------------------------
    # Writing to them
    # ------------------------------------------------------------------
    def _tell_stand_ins(self, purpose, name=None, email=None):
        """Write to the stand-ins of coming planned sessions who have an address, with
        the file of their calendar; the ledger follows it.

        :param str purpose: as in the ledger
        :param str name: who was announced before, with their address
        """
        # sudo: a parameter of the system.
        parameters = self.env["ir.config_parameter"].sudo()
        if parameters.get_param("calendar.block_mail") or self.env.context.get(
            "no_mail_to_attendees"
        ):
            return
        now = fields.Datetime.now()
        by_message = {}
        for line in self:
            event = line.session_id.calendar_event_id
            address = email_normalize(email or line.stand_in_email)
            if not address or not event.active or event.start <= now:
                continue
            if not line._may_write_to(address):
                continue
            mail = line._make_stand_in_mail(
                purpose, name or line.stand_in_name, address
            )
            if mail:
                [vals] = line._prepare_deliveries(purpose)
                by_message[mail.mail_message_id] = {
                    **vals,
                    "notice_id": False,
                    "is_for_stand_in": True,
                }
        self.env["plpdma.delivery"]._follow_messages(purpose, by_message, True)

    def _may_write_to(self, address):
        """Whether an address that a participant gave, without an account, is written to
        once more; else the ledger says that it is not."""
        # sudo: how often the address was written to is counted.
        limiter = self.env["plpdma.rate.limit"].sudo()
        mailbox = get_mailbox(address)
        if self.env.user.has_group(STAFF) or limiter._hit(
            "stand_in", mailbox, MESSAGES_PER_DAY, DAY
        ):
            return True
        [vals] = self._prepare_deliveries("invitation")
        self.env["plpdma.delivery"]._note_withheld(
            "invitation",
            [{**vals, "notice_id": False, "is_for_stand_in": True, "email": address}],
        )
        return False

    def _make_stand_in_mail(self, purpose, name, address):
        """The message in the queue; none where its words were deleted."""
        self.ensure_one()
        template = self.env.ref(TEMPLATE, raise_if_not_found=False)
        if not template:
            return self.env["mail.mail"]
        session = self.session_id
        method = CANCEL if purpose in WITHDRAWALS else REQUEST
        if purpose == "removal":
            session._raise_for_one()
        content = session._get_calendar_file(method, address, lang=self._get_lang())
        attachment = session._make_calendar_attachment(method, content)
        template = template.with_context(
            plpdma_purpose=purpose, plpdma_stand_in=name, plpdma_address=address
        )
        mail_id = template.send_mail(
            self.id,
            email_values={
                "email_to": address,
                "recipient_ids": [],
                "auto_delete": False,
                # Kept with the session: the participation may go away.
                "model": False,
                "res_id": False,
            },
            email_layout_xmlid=template.email_layout_xmlid or LAYOUT,
        )
        mail = self.env["mail.mail"].browse(mail_id)
        mail.attachment_ids |= attachment
        session._give_to_message(attachment, mail.mail_message_id)
        return mail

    def _prepare_stand_in(self):
        """Dictionary of the words of the message to the person who comes instead."""
        self.ensure_one()
        purpose = self.env.context.get("plpdma_purpose", "invitation")
        session = self.session_id
        known = session._get_known()
        if purpose not in WITHDRAWALS or not session.told_date_start:
            known = session._get_announced()
        name, start, stop, location = known
        invitation = self._prepare_invitation()
        return {
            **invitation,
            "name": name if purpose in WITHDRAWALS else invitation["name"],
            "stand_in": self.env.context.get("plpdma_stand_in") or self.stand_in_name,
            "participant": self.partner_id.name,
            "moment": session._describe_moment(start, stop),
            "location": location,
            "is_change": purpose == "change",
            "is_removal": purpose == "removal",
            "is_cancelled": purpose == "cancellation" and not session._is_put_off(),
            "is_put_off": purpose == "cancellation" and session._is_put_off(),
        }

    def _get_stand_in_subject(self):
        """Subject of the message to whoever comes instead of the participant."""
        self.ensure_one()
        purpose = self.env.context.get("plpdma_purpose")
        return self.session_id._get_message_subject(purpose)


class PlpdmaSession(models.Model):
    """A session of which somebody announced a stand-in."""

    _inherit = "plpdma.session"

    has_stand_in = fields.Boolean(compute="_compute_has_stand_in", groups=STAFF)

    @api.depends("participation_ids.stand_in_name")
    def _compute_has_stand_in(self):
        for session in self:
            session.has_stand_in = any(
                session.participation_ids.mapped("stand_in_name")
            )
