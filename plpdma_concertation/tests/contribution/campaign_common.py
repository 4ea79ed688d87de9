"""Letters of campaigns as contributions, each of an author of its own."""

from itertools import count as count_from
from itertools import islice

from ..common import ConcertationCase
from ..tools.campaign_letters import CAMPAIGNS, make_letters

# Nobody writes twice, whatever the test.
NUMBERS = count_from(1)


class CampaignCase(ConcertationCase):
    def _send_texts(self, *texts, **vals):
        """Contributions of as many authors, one for each text."""
        return self._create_contributions(
            *(
                {
                    "verbatim": text,
                    "contributor_name": f"Auteur {number}",
                    "contributor_email": f"auteur{number}@p.example",
                    "moderation": "pending",
                    **vals,
                }
                for text, number in zip(texts, NUMBERS, strict=False)
            )
        )

    def _send_campaign(self, count=5, campaign=0, **vals):
        return self._send_texts(
            *(
                f"Bonjour,\n\n{CAMPAIGNS[campaign]}\n\nN{number} O{number}"
                for number in islice(NUMBERS, count)
            ),
            **vals,
        )

    def _send_letters(self, seed, **kwargs):
        """Letters of three campaigns among others.

        :return: the contributions, and the number of the campaign of each
        """
        letters = make_letters(seed, **kwargs)
        sent = self._send_texts(*(text for text, _campaign in letters))
        return sent, dict(zip(sent, (number for _t, number in letters), strict=True))

    def _detect(self, programs=None):
        self.env["plpdma.campaign"]._detect(programs or self.program)
        self.env.invalidate_all()
        return self._campaigns()

    def _campaigns(self, program=None):
        """The campaigns of the programme, as the agent reads them."""
        return self.agent_env["plpdma.campaign"].search(
            [("program_id", "=", (program or self.program).id)]
        )
