from textwrap import shorten

from odoo import api, models

from ...tools.words import fold

SUMMARY_LENGTH = 80
# Words by which a request is made, folded.
REQUESTING = (
    "demand",
    "pourriez",
    "pouvez",
    "souhait",
    "voudr",
    "merci de",
    "faudrait",
)


class PlpdmaContribution(models.Model):
    """What the screen « Split » proposes, which whoever splits confirms by saving."""

    _inherit = "plpdma.contribution"

    @api.readonly
    def get_split_proposal(self, start, stop):
        """What is proposed for a passage: the place that it names and the themes of the
        letter, else its place; the kind that its words tell; its first words; and other
        themes, each with the words that made it, which nobody takes but by a key.

        :param int start: first code point of the passage; ``stop``: after the last one
        :return: dictionary: ``kind``, ``stance``, ``summary``, ``territory_id``,
            ``theme_ids``, ``theme_proposals``
        :raise AccessError: for a user who may not change the letter
        :raise UserError: for what is no passage of the text
        """
        letter = self._get_letter()
        letter.ensure_one()
        letter.check_access("write")
        letter._check_passages([(start, stop)])
        [proposal] = letter._describe_split_proposals([(start, stop)])
        return proposal

    @api.readonly
    def get_split(self):
        """Also the passages that are proposed."""
        letter = self._get_letter()
        return {**super().get_split(), "proposals": letter._propose_passages()}

    def _describe_split_proposals(self, passages):
        """What is proposed for passages of the letter: a dictionary for each."""
        self.ensure_one()
        program = self.program_id
        choices = program._get_submission_choices(self.session_id)
        places = self.env["plpdma.territory"].browse(choices["territory_id"])
        proposer = program._get_offered_themes()
        described = []
        for start, stop in passages:
            passage = self.verbatim[start:stop]
            place = _find_named(places, fold(passage))
            themes = self._propose_themes(proposer, passage)
            described.append(
                {
                    "kind": self._propose_kind(passage),
                    "stance": self.stance or "",
                    "summary": shorten(passage, SUMMARY_LENGTH, placeholder="…"),
                    "territory_id": (
                        place if len(place) == 1 else self.territory_id
                    ).id,
                    "theme_ids": self.theme_ids.ids,
                    "theme_proposals": self.theme_ids._describe_proposals(themes),
                }
            )
        return described

    def _propose_kind(self, passage):
        if passage.rstrip().endswith("?"):
            return "question"
        words = fold(passage)
        if any(word in words for word in REQUESTING):
            return "request"
        return self.kind

    def _propose_passages(self):
        """Of a message of a campaign that its author wrote more in: what all say makes
        one observation, each passage of its author's own another.

        :return: list of dictionaries, in the order of the text: ``start``, ``stop``,
            ``is_common``, and what is proposed for the passage
        """
        self.ensure_one()
        campaign = self.campaign_id
        if self.state == "split" or not campaign:
            return []
        own = [
            (part["quote_start"], part["quote_stop"])
            for part in self._get_personal_passages()
        ]
        common = own and self._find_common_passage(campaign, own)
        if not common:
            return []
        passages = sorted([*own, common[1:]])
        return [
            {
                "start": start,
                "stop": stop,
                "is_common": (start, stop) == common[1:],
                **proposal,
            }
            for (start, stop), proposal in zip(
                passages, self._describe_split_proposals(passages), strict=True
            )
        ]


def _find_named(records, words):
    """Those whose name stands in the words.

    :param str words: folded
    """
    return records.filtered(lambda record: _is_named(fold(record.name), words))


def _is_named(name, words):
    return len(name) > 3 and f" {name} " in f" {' '.join(words.split())} "
