from odoo import models

from ...tools.mail_layout import LAYOUT
from ...tools.moments import describe_day


class PlpdmaAbsence(models.Model):
    """An absence in words, and whoever replaces told of it."""

    _inherit = "plpdma.absence"

    def _describe(self):
        """« A, replaced by B from … to … »."""
        self.ensure_one()
        # sudo: the names of two colleagues.
        absence = self.sudo()
        if not absence.substitute_id:
            return self.env._(
                "%(absent)s, absent from %(start)s to %(end)s, replaced by nobody",
                absent=absence.user_id.name,
                start=describe_day(self.env, self.date_start),
                end=describe_day(self.env, self.date_end),
            )
        return self.env._(
            "%(absent)s, replaced by %(substitute)s from %(start)s to %(end)s",
            absent=absence.user_id.name,
            substitute=absence.substitute_id.name,
            start=describe_day(self.env, self.date_start),
            end=describe_day(self.env, self.date_end),
        )

    def _tell(self, what):
        """One message to whoever replaces, if somebody does and did not note it.

        :param str what: ``noted``, ``changed`` or ``cancelled``
        """
        self.ensure_one()
        # sudo: the address and the language of a colleague.
        person = self.substitute_id.sudo()
        if not person or person == self.env.user:
            return
        absence = self.with_context(lang=person.lang)
        subjects = {
            "noted": absence.env._("You replace somebody"),
            "changed": absence.env._("A replacement by you has changed"),
            "cancelled": absence.env._("A replacement by you is cancelled"),
        }
        self.env["mail.thread"].message_notify(
            partner_ids=person.partner_id.ids,
            subject=subjects[what],
            email_layout_xmlid=LAYOUT,
            body="\n".join(
                f"{sentence}."
                for sentence in (absence._describe(), self.note)
                if sentence
            ),
        )
