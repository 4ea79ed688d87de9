"""Whom the guests of a session may ask, and in whose name they are written to."""

from odoo import api, models


class PlpdmaSession(models.Model):
    """A session that somebody handles, and in whose name its guests are written to."""

    _inherit = "plpdma.session"

    def _get_handler(self):
        """The user who handles the messages: the organiser, else the programme's
        manager; none when both have left."""
        self.ensure_one()
        return self.program_id._get_handler(self.user_id)

    def _get_contact(self):
        """``{"name", "phone", "email"}`` of the person to call or to write to about the
        session: its organiser, else the programme's manager, else the authority; nobody
        who has left."""
        self.ensure_one()
        # sudo: how to reach whoever organises, which each guest is given.
        session = self.sudo()
        return session.company_id._plpdma_get_contact(session._get_handler())

    def _get_sender(self):
        """Name and address in which the guests are written to, and to which they
        answer."""
        self.ensure_one()
        # sudo: as for ``_get_contact``.
        session = self.sudo()
        return (
            session._get_handler().email_formatted
            or session.company_id.email_formatted
            or self.env.user.email_formatted
        )

    def _get_author(self):
        """The contact in whose name the guests are written to, in superuser mode."""
        self.ensure_one()
        # sudo: as for ``_get_contact``.
        session = self.sudo()
        return session._get_handler().partner_id or session.company_id.partner_id

    def _name_authority(self):
        """``{"authority_in", "authority_start"}``: the authority within a sentence, and
        at its beginning."""
        self.ensure_one()
        company = self.company_id
        return {
            "authority_in": company._plpdma_get_name(),
            "authority_start": company._plpdma_get_name(start=True),
        }

    def _get_lang(self):
        """Code of the authority's language."""
        # sudo: of the authority, no more than the language.
        return self.sudo().company_id._plpdma_get_lang()

    @api.model
    def _has_left(self, partner):
        """Whether it is a colleague whose account is closed."""
        # sudo: only whether the account of whoever organised is closed.
        users = partner.sudo().with_context(active_test=False).user_ids
        users = users.filtered(lambda user: not user.share)
        return bool(users) and not any(users.mapped("active"))
