from odoo import api, models

from ..tools.civility import find_civility
from ..tools.moments import describe_day


class PlpdmaLetterMixin(models.AbstractModel):
    """A document that is put in an envelope with a window: to whom, from whom, when,
    about what, and signed by whom."""

    _name = "plpdma.letter.mixin"
    _inherit = ["plpdma.document.mixin"]
    _description = "Printed Letter"

    _is_made_public = None

    @api.model
    def _prepare_letter_frame(
        self,
        program,
        recipient,
        *,
        date=None,
        civility=None,
        references=(),
        about="",
        last_words="",
    ):
        """Dictionary of what surrounds the words of a letter, in the language of the
        programme's environment.

        :param program: the programme in whose name it is written
        :param list recipient: lines of the address, the name first
        :param date: day of the letter; today without it
        :param str civility: ``madame`` or ``monsieur``, where it is known
        :param references: lines that say what the exchange is called on both sides
        :param str about: what it is about, in one line
        :param str last_words: what stands before the closing words, and is never cut
            from them
        """
        env = program.env
        # sudo: the letterhead of the authority, which every letter shows.
        company = program.company_id.sudo()
        day = date or company._plpdma_get_today()
        salutation = self._get_salutation(env, civility)
        contact = program._get_service_contact()
        return {
            "recipient": list(filter(None, recipient)),
            "place_date": self._describe_place_date(env, company, day),
            "references": references,
            "about": about,
            "salutation": salutation,
            "last_words": last_words,
            "closing": env._(
                "Please accept, %s, the expression of our best regards.", salutation
            ),
            "signatory": program._get_signatory(day),
            "contact": contact,
        }

    @api.model
    def _get_recipient(self, contribution):
        """Lines of the envelope of an author, their name first: the address that they
        gave, else that of their contact."""
        # sudo: of the contact, what an envelope bears.
        partner = contribution.partner_id.sudo()
        if partner and not (
            contribution.contributor_street or contribution.contributor_city
        ):
            return partner._plpdma_get_postal_lines(contribution.company_id)
        return [contribution.author_name, *contribution._get_postal_lines()]

    @api.model
    def _get_salutation(self, env, civility):
        return {
            "madame": env._("Madam"),
            "monsieur": env._("Sir"),
        }.get(civility) or env._("Madam, Sir")

    @api.model
    def _describe_place_date(self, env, company, day):
        """« Confluence-le-Bourg, le 27 novembre 2026 »."""
        text = describe_day(env, day)
        if not company.city:
            return text
        return env._("%(place)s, on %(date)s", place=company.city, date=text)

    @api.model
    def _find_civility(self, partner, name=None, given=None):
        """How somebody is greeted: as is noted with what they wrote, or of their
        contact, else as their name begins."""
        # sudo: only how they are greeted is read of the contact.
        partner = partner.sudo()
        return given or partner._plpdma_get_civility() or find_civility(name)
