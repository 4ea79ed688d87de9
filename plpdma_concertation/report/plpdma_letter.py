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
    def _prepare_all_sheets(self, records):
        """One letter a person, with all that is to be posted to them: what these
        responses tell, and what others do that wait to be posted."""
        letters = {}
        for response in records.sorted("id"):
            for told in (response._get_letters(), response._get_letter_co_authors()):
                for person, together in (
                    told.sorted(lambda each: each._get_letter_rank())
                    .grouped(lambda each: each._get_letter_author())
                    .items()
                ):
                    letter = letters.setdefault((told._name, person), {})
                    letter.update(dict.fromkeys(together, response))
        for name in {name for name, _person in letters}:
            told = [each for key in letters if key[0] == name for each in letters[key]]
            for each in self.env[name].union(*told)._get_to_post_together():
                letter = letters.get((name, each._get_letter_author()))
                if letter is not None:
                    letter.setdefault(each, each.delivery_response_id)
        return [self._prepare_letter(letter) for letter in letters.values()]

    @api.model
    def _prepare_sheets(self, record):
        return self._prepare_all_sheets(record)

    @api.model
    def _prepare_letter(self, letter):
        """One letter: what its author said, and what is answered to each of it.

        :param dict letter: those whom it tells, one person, each with the response:
            contributions, or co-authors where it goes to one who signs them
        """
        told = next(iter(letter)).union(*letter)
        contributions = told._get_answered()
        partner = contributions.partner_id[:1]
        author = contributions[0].author_name
        if told != contributions:
            partner, author = partner.browse(), told[0].display_name
        first = letter[told[0]]
        sheet = self._prepare_sheet(
            first, partner.lang or first.company_id.partner_id.lang
        )
        env = sheet["record"].env
        answers = contributions.with_env(env)._arrange_answers(
            {
                each._get_answered().with_env(env): response.with_env(env)
                for each, response in letter.items()
            }
        )
        return {
            **sheet,
            "partner": partner,
            "author": author,
            "date": max(
                filter(
                    None,
                    (
                        response.date_sent or response.date_validated
                        for response in letter.values()
                    ),
                ),
                default=None,
            ),
            "answers": [
                {
                    **answer,
                    "decision": self._describe_outcome(answer["response"]),
                    "arbiter": answer["response"]._get_arbiter_name(),
                }
                for answer in answers
            ],
        }

    @api.model
    def _describe_outcome(self, response):
        parts = (response._get_decision_label(), response.refusal_reason_id.name)
        return " · ".join(filter(None, parts))


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
        """The response in force, or the one that the author received."""
        current = contribution._get_response_to_tell()
        if current.is_locked:
            return current
        return contribution.sent_response_id

    @api.model
    def _prepare_all_sheets(self, records):
        return [sheet for record in records for sheet in self._prepare_sheets(record)]

    @api.model
    def _prepare_sheets(self, record):
        if record.anonymous:
            return []
        response = self._get_response(record)
        letters = record.co_author_ids.filtered(lambda a: a._is_told_by_letter())
        sheets = [self._prepare_letter({author: response}) for author in letters]
        # Its author has the e-mail: only those who sign with them are written to.
        if letters and record.delivery in ("queued", "sent"):
            return sheets
        return [self._prepare_letter({record: response}), *sheets]
