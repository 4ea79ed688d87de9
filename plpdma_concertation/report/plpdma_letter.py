from odoo import api, models
from odoo.exceptions import UserError

from ..tools.groups import STAFF


class ReportLetter(models.AbstractModel):
    """The letters to the authors who have no e-mail address."""

    _name = "report.plpdma_concertation.report_letter"
    _inherit = ["plpdma.document.mixin"]
    _description = "Letters to the Authors"

    _printed_model = "plpdma.response"
    _printed_for = STAFF

    @api.model
    def _get_title(self):
        return self.env._("Response Letters")

    @api.model
    def _get_nothing_message(self):
        return self.env._(
            "No author awaits a letter: they have an e-mail address, or gave no name. "
            "Print the letter of one of them from their contribution."
        )

    @api.model
    def _check_printable(self, records):
        drafts = records.filtered(lambda response: not response.is_locked)
        if drafts:
            raise UserError(
                self.env._(
                    "A letter is printed once its response is validated. Not validated "
                    "yet: %s.",
                    ", ".join(drafts.mapped("reference")),
                )
            )

    @api.model
    def _prepare_sheets(self, record):
        by_author = (
            record._get_letters().sorted("id").grouped(lambda c: c._get_letter_author())
        )
        by_co_author = record._get_letter_co_authors().grouped(
            lambda author: author._get_letter_author()
        )
        return [
            *(
                self._prepare_letter(record, contributions)
                for contributions in by_author.values()
            ),
            *(
                self._prepare_letter(record, authors.contribution_id, authors[0])
                for authors in by_co_author.values()
            ),
        ]

    @api.model
    def _prepare_letter(self, response, contributions, co_author=None):
        """Dictionary of what one letter holds: what its author said, and what is
        answered to it.

        :param contributions: all by the same author
        :param co_author: the person who signed them too, where the letter goes to them
        """
        partner = contributions.partner_id
        if co_author:
            partner = partner.browse()
        sheet = self._prepare_sheet(
            response, response.company_id._plpdma_get_lang(partner)
        )
        response = sheet["record"]
        return {
            **sheet,
            "partner": partner,
            "author": co_author.display_name
            if co_author
            else contributions[0].author_name,
            "contributions": contributions.with_env(response.env),
            "decision": " · ".join(
                filter(
                    None,
                    (
                        response._get_decision_label(),
                        response.refusal_reason_id.name,
                    ),
                )
            ),
            "arbiter": response._get_arbiter_name(),
        }


class ReportContributionLetter(models.AbstractModel):
    """The letter to the author of a contribution, e-mail address or not."""

    _name = "report.plpdma_concertation.report_contribution_letter"
    _inherit = ["report.plpdma_concertation.report_letter"]
    _description = "Letter to the Author"

    _printed_model = "plpdma.contribution"

    @api.model
    def _get_nothing_message(self):
        return self.env._(
            "These contributions are anonymous: there is nobody to write to."
        )

    @api.model
    def _check_printable(self, records):
        silent = records.filtered(lambda c: not self._get_response(c))
        if silent:
            raise UserError(
                self.env._(
                    "A letter is printed once its response is validated. Still without "
                    "one: %s.",
                    ", ".join(silent.mapped("reference")),
                )
            )

    @api.model
    def _get_response(self, contribution):
        """The response in force once it is validated, else the one that the author
        received, if any."""
        current = contribution._get_response_to_tell()
        if current.is_locked:
            return current
        return contribution.sent_response_id

    @api.model
    def _prepare_sheets(self, record):
        if record.anonymous:
            return []
        response = self._get_response(record)
        letters = record.co_author_ids.filtered(lambda a: a._is_told_by_letter())
        sheets = [self._prepare_letter(response, record, author) for author in letters]
        # Its author has the e-mail: only those who sign with them are written to.
        if letters and record.delivery in ("queued", "sent"):
            return sheets
        return [self._prepare_letter(response, record), *sheets]
