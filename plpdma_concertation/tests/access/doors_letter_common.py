"""The world of the table of doors: a letter and its points, a campaign and its
messages."""

from odoo.fields import Command

from .doors_words import WORDS
from .samples_common import AccessCase


class LetterDoorsCase(AccessCase):
    @classmethod
    def _mark_letter(cls, program, place):
        """A letter that everybody might read, was it not for its second point."""
        words = [WORDS[name] for name in ("point", "closed", "rest")]
        common = {
            "program_id": program.id,
            "session_id": place.id,
            "user_id": cls.user_agent.id,
            "verbatim": "\n".join(words),
            "moderation": "accepted",
            "confidentiality": "public",
        }
        letter, repeat = program.env["plpdma.contribution"].create([common] * 2)
        repeat._merge_into(letter)
        stop = len(words[0])
        points = letter._split(
            [
                {"quote_start": 0, "quote_stop": stop},
                {
                    "quote_start": stop + 1,
                    "quote_stop": stop + 1 + len(words[1]),
                    "confidentiality": "staff",
                    "summary": words[1],
                },
                # What stands between the two, and overlaps the second.
                {"quote_start": stop - 1, "quote_stop": stop + 1 + len(words[1])},
            ]
        )
        names = ("letter", "repeat", "point", "closed", "overlap")
        for name, one in zip(names, letter | repeat | points, strict=True):
            cls._keep(name, one)

    @classmethod
    def _mark_campaign(cls, program, place):
        """Messages that say the same, one of which adds something of its own that
        nobody has read, and one that is kept to the staff."""
        contributions = program.env["plpdma.contribution"]
        messages = contributions.create(
            [
                {
                    "program_id": program.id,
                    "session_id": place.id,
                    "user_id": cls.user_agent.id,
                    "verbatim": " ".join([WORDS["sample"], *words]),
                    "moderation": "accepted",
                    "confidentiality": "public",
                    "stance": "favourable",
                    **vals,
                }
                for words, vals in (
                    ((), {}),
                    ((), {}),
                    ((WORDS["added"],), {"moderation": "pending"}),
                    ((WORDS["hidden"],), {"confidentiality": "staff"}),
                )
            ]
        )
        campaign = program.env["plpdma.campaign"].create(
            {
                "name": WORDS["campaign"],
                "program_id": program.id,
                "contribution_ids": [Command.set(messages.ids)],
            }
        )
        campaign.action_confirm()
        names = ("sample", "similar", "added", "hidden")
        for name, one in zip(names, messages, strict=True):
            cls._keep(name, one)
        cls._keep("own", campaign)
