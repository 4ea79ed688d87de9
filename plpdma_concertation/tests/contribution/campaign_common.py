"""Letters of campaigns as contributions, each of an author of its own."""

from ..common import ConcertationCase
from ..tools.campaign_letters import CAMPAIGNS, make_letters


class CampaignCase(ConcertationCase):
    def _send(self, *texts, **vals):
        """Contributions of as many authors, one for each text."""
        self.sent = getattr(self, "sent", 0)
        vals_list = []
        for text in texts:
            self.sent += 1
            vals_list.append(
                {
                    "verbatim": text,
                    "contributor_name": f"Auteur {self.sent}",
                    "contributor_email": f"auteur{self.sent}@p.example",
                    "moderation": "pending",
                    **vals,
                }
            )
        return self._create_contributions(*vals_list)

    def _send_campaign(self, count=5, campaign=0, **vals):
        return self._send(
            *(f"Bonjour,\n\n{CAMPAIGNS[campaign]}\n\nN{n} O{n}" for n in range(count)),
            **vals,
        )

    def _send_letters(self, seed, **kwargs):
        """Letters of three campaigns among others.

        :return: the contributions, and the number of the campaign of each
        """
        letters = make_letters(seed, **kwargs)
        sent = self._send(*(text for text, _campaign in letters))
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
