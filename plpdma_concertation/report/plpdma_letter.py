from functools import partial

from odoo import api, models
from odoo.exceptions import UserError

from ..tools.groups import STAFF
from ..tools.moments import describe_day


class ReportLetter(models.AbstractModel):
    """The letters to the authors who have no e-mail address."""

    _name = "report.plpdma_concertation.report_letter"
    _inherit = ["plpdma.letter.mixin"]
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
        people = [
            (response, told)
            for response in records.sorted("id")
            for told in (
                response._get_letters(),
                response._get_letter_co_authors(),
                *response._get_hearing_by_post(),
            )
        ]
        everybody = {}
        for _response, told in people:
            everybody[told._name] = everybody.get(told._name, told) | told
        # What else waits to be posted to the same people leaves in the same envelope.
        people += self.env["plpdma.response"]._get_pairs(
            *(told._get_to_post_together() for told in everybody.values() if told)
        )
        letters = {}
        for response, told in people:
            for each in told.sorted("id"):
                key = (told._name, each._get_letter_author())
                if each in everybody[told._name] or key in letters:
                    letters.setdefault(key, {})[each, response] = None
        return [
            self._prepare_letter(
                self.env[name].union(*(each for each, _response in letter)),
                [
                    (contribution, response)
                    for each, response in letter
                    for contribution in each._get_told_of(response)
                ],
            )
            for (name, _person), letter in letters.items()
        ]

    @api.model
    def _prepare_sheets(self, record):
        return self._prepare_all_sheets(record)

    @api.model
    def _prepare_letter(self, told, pairs):
        """One letter: what its author said, and what is answered to each of it.

        :param told: the person to whom it goes: their contributions, or the co-author
            that they are
        :param list pairs: the contributions of which it tells, each with its response
        """
        contributions = told._get_answered()
        partner = contributions.partner_id[:1]
        author = contributions[0].author_name
        civility = contributions[0].contributor_civility
        if told != contributions:
            partner, author, civility = partner.browse(), told[0].display_name, None
        first = pairs[0][1]
        sheet = self._prepare_sheet(first, first.company_id._plpdma_get_lang(partner))
        env = sheet["record"].env
        pairs = [(point.with_env(env), answer.with_env(env)) for point, answer in pairs]
        points = pairs[0][0].union(*(point for point, _response in pairs))
        responses = pairs[0][1].union(*(answer for _point, answer in pairs))
        # Those who sign with the author gave no address of their own.
        lines = [author]
        if told == contributions:
            lines = self._get_recipient(contributions[0].with_env(env))
            lines += self._get_missing_lines(contributions.with_env(env))
        return {
            **sheet,
            "partner": partner,
            "author": author,
            "say_day": partial(describe_day, env),
            "letter": self._prepare_letter_frame(
                sheet["record"].program_id,
                lines,
                date=self._get_letter_day(told),
                civility=self._find_civility(partner, author, civility),
                references=self._get_references(responses, points),
                about=self._describe_subject(points),
                last_words=env._("Thank you for having taken part."),
            ),
            "answers": [
                {
                    **answer,
                    "decision": self._describe_outcome(answer["response"]),
                    "arbiter": answer["response"]._describe_arbiter(),
                }
                for answer in points._arrange_answers(pairs)
            ],
            "waiting": points._get_letter_waiting() - points,
        }

    @api.model
    def _get_letter_day(self, told):
        """The day that the letter bears: none, for that on which it is printed, while
        it is still to post; a copy of what was told has that on which it was."""
        if any(each._get_delivery_group() != "told" for each in told):
            return None
        # sudo: of the messages, only their day.
        days = [line._get_day() for line in told.sudo().delivery_id]
        return max(filter(None, days), default=None)

    @api.model
    def _get_missing_lines(self, contributions):
        """What stands on the envelope in place of an address: whoever prints it is
        told so, and by which reference."""
        letter = contributions[0]._get_answer_way() == "letter"
        if not letter or any(one._has_postal_address() for one in contributions):
            return []
        references = ", ".join(contributions._get_letter().mapped("reference"))
        return [contributions.env._("No postal address known: %s", references)]

    @api.model
    def _get_references(self, responses, points):
        """List of lines: what the authority and its reader call this exchange."""
        env = responses.env
        ours = ", ".join(responses.mapped("reference"))
        theirs = [
            env._(
                "%(reference)s of %(date)s",
                reference=letter.reference,
                date=describe_day(env, letter.date_received),
            )
            for letter in points._get_letter()
        ]
        return [
            env._("Our references: %s", ours),
            env._("Your references: %s", ", ".join(theirs)),
        ]

    @api.model
    def _describe_subject(self, points):
        letters = points._get_letter()
        references = ", ".join(letters.mapped("reference"))
        if len(letters) == 1:
            return points.env._("our response to your contribution %s", references)
        return points.env._("our response to your contributions %s", references)

    @api.model
    def _describe_outcome(self, response):
        parts = (response._get_decision_label(), response.refusal_reason_id.name)
        return " · ".join(filter(None, parts))


class ReportContributionLetter(models.AbstractModel):
    """The letter to the author of a contribution, e-mail address or not; one that was
    split is answered on all its points."""

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
        silent = records._get_letter().filtered(lambda c: not self._get_answers(c))
        if silent:
            raise UserError(
                self.env._(
                    "A letter is printed once its response is validated. Still without "
                    "one: %s.",
                    ", ".join(silent.mapped("reference")),
                )
            )

    @api.model
    def _get_answers(self, letter):
        """The response to each point of a letter, where there is one."""
        answers = {
            point: self._get_response(point) for point in letter._get_letter_parts()
        }
        return {point: response for point, response in answers.items() if response}

    @api.model
    def _get_response(self, contribution):
        """The response in force once it is validated, else the one that the author
        received, if any."""
        current = contribution._get_response_to_tell()
        if current.is_locked:
            return current
        return contribution.sent_response_id

    @api.model
    def _prepare_all_sheets(self, records):
        """One letter for all the points of it that are printed."""
        return [
            sheet
            for letter in records._get_letter()
            for sheet in self._prepare_sheets(letter)
        ]

    @api.model
    def _prepare_sheets(self, record):
        if record.anonymous:
            return []
        answers = self._get_answers(record)
        pairs = list(answers.items())
        letters = record.co_author_ids.filtered(lambda a: a._is_told_by_letter())
        sheets = [self._prepare_letter(author, pairs) for author in letters]
        # Its author has the e-mail: only those who sign with them are written to.
        points = next(iter(answers)).union(*answers)
        if letters and all(point.delivery in ("queued", "sent") for point in points):
            return sheets
        return [self._prepare_letter(points, pairs), *sheets]
