from collections import defaultdict

from odoo import api, models

# What the template of an authority calls if it tells several answers at once.
SEVERAL = "_get_told_answers"


class MailTemplate(models.Model):
    """The templates by which answers leave, which authorities adapt."""

    _inherit = "mail.template"

    def _plpdma_tells_several(self):
        """Whether the message that it writes tells several answers, in each language
        in which it was written."""
        self.ensure_one()
        # sudo: only whether it calls for them is looked at.
        field = self._fields["body_html"]
        texts = field._get_stored_translations(self.sudo()) or {}
        return bool(texts) and all(SEVERAL in (text or "") for text in texts.values())


class PlpdmaContribution(models.Model):
    """What the message that is being written to an author, or a co-author, tells."""

    _inherit = "plpdma.contribution"

    def _get_lines_being_written(self):
        """The lines of the message that is being written for this contribution, which
        are in the ledger already."""
        opened = self._get_opened_lines().filtered("response_id")[:1]
        return (opened | opened.other_ids).sorted("id")

    def _get_told_answers(self):
        """What the message tells, in the order in which it was sent.

        :return: list of dictionaries: the ``response``, its ``subject`` if any, the
            ``contributions`` that it answers, and those for which the message gave it
            ``before``
        """
        self.ensure_one()
        told = [
            (contribution, line.response_id)
            for line in self._get_lines_being_written()
            for contribution in line.contribution_ids
        ]
        if not told:
            response = self._get_response_to_tell()
            told = [(one, response) for one in self._get_answered_together()]
        return self._arrange_answers(told)

    @api.model
    def _arrange_answers(self, told):
        """Answers one after the other, in the order in which was sent what they answer.

        :param list told: the contributions of one person, each with its response
        :return: as ``_get_told_answers``
        """
        answers = []
        given = defaultdict(self.browse)
        for contribution, response in sorted(
            told, key=lambda pair: pair[0]._get_letter_rank()
        ):
            if not answers or answers[-1]["response"] != response:
                answers.append(
                    {
                        "response": response,
                        "subject": response.name,
                        "contributions": self.browse(),
                        "before": given[response],
                    }
                )
            # The words of one that gets several answers stand before the first.
            if all(contribution not in words for words in given.values()):
                answers[-1]["contributions"] |= contribution
            given[response] |= contribution
        return answers
