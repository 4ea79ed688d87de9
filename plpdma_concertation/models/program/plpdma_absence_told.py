from odoo import models

from ...tools.groups import MANAGER
from ...tools.mail_layout import LAYOUT
from ...tools.moments import describe_day
from ...tools.period import describe_days


class PlpdmaAbsence(models.Model):
    """What is told of an absence, and to whom: nobody is told what they did
    themselves."""

    _inherit = "plpdma.absence"

    def _describe(self):
        """« A, replaced by B from … to … », or « on … »."""
        self.ensure_one()
        # sudo: the names of two colleagues.
        absence = self.sudo()
        if not absence.substitute_id:
            return self.env._(
                "%(absent)s, absent %(days)s, replaced by nobody",
                absent=absence.user_id.name,
                days=self._describe_days(),
            )
        return self.env._(
            "%(absent)s, replaced by %(substitute)s %(days)s",
            absent=absence.user_id.name,
            substitute=absence.substitute_id.name,
            days=self._describe_days(),
        )

    def _describe_days(self):
        """When it lasts, as a sentence goes on with it."""
        self.ensure_one()
        first, last = (
            describe_day(self.env, day) for day in (self.date_start, self.date_end)
        )
        return describe_days(self.env, first, last)

    def _describe_return(self):
        """Sentence on who is back: a colleague may have noted it."""
        self.ensure_one()
        # sudo: the names of two colleagues.
        absence = self.sudo()
        if not absence.substitute_id:
            return self.env._("%s is back.", absence.user_id.name)
        return self.env._(
            "%(absent)s is back: %(substitute)s replaces them no longer.",
            absent=absence.user_id.name,
            substitute=absence.substitute_id.name,
        )

    def _tell(self, field, what):
        """One message to whoever replaces, or to whoever is absent.

        :param str field: the field that names them
        :param str what: ``noted``, ``changed`` or ``cancelled``
        """
        self.ensure_one()
        # sudo: the address and the language of a colleague.
        person = self.sudo()[field]
        if not person or person == self.env.user:
            return
        absence = self.with_context(lang=person.lang)
        subject, by = absence._word_event(field, what)
        absence._write_to(person, subject, [absence._describe(), by, self.note])

    def _word_event(self, field, what):
        """``(subject, sentence on who did it)``, the sentence for whoever is absent:
        they did not."""
        env = self.env
        if field == "substitute_id":
            subjects = {
                "noted": env._("You replace somebody"),
                "changed": env._("A replacement by you has changed"),
                "cancelled": env._("A replacement by you is cancelled"),
            }
            return subjects[what], ""
        name = env.user.name
        return {
            "noted": (env._("Your absence is noted"), env._("Noted by %s", name)),
            "changed": (
                env._("Your absence was changed"),
                env._("Changed by %s", name),
            ),
            "cancelled": (
                env._("Your absence was removed"),
                env._("Removed by %s", name),
            ),
        }[what]

    def _tell_unreplaced(self):
        """The managers are told that whoever was to replace no longer may, or is not
        here either: they, and whoever took the rights away, may choose somebody
        else."""
        self.ensure_one()
        # sudo: who manages the concertation of an authority.
        managers = (
            self.env["res.users"]
            .sudo()
            .search(
                [
                    ("all_group_ids", "in", self.env.ref(MANAGER).ids),
                    ("company_ids", "in", self.company_id.ids),
                ]
            )
        )
        for manager in managers:
            absence = self.with_context(lang=manager.lang)
            absence._write_to(
                manager,
                absence.env._("Somebody absent is replaced no longer"),
                [
                    absence._describe(),
                    absence._find_lacking(absence.substitute_id) or absence.gap_notice,
                    absence.env._(
                        "Until somebody else is chosen, what is to be done stays with "
                        "whoever is absent"
                    ),
                ],
            )

    def _write_to(self, person, subject, sentences):
        self.env["mail.thread"].message_notify(
            partner_ids=person.partner_id.ids,
            subject=subject,
            email_layout_xmlid=LAYOUT,
            body="\n".join(
                f"{sentence.removesuffix('.')}." for sentence in sentences if sentence
            ),
        )
