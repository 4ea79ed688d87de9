"""Contributions whose words are looked for."""

from ..common import ConcertationCase


class SearchCase(ConcertationCase):
    """What is found is counted as well: the two never differ."""

    def _find(self, text, user=None, **options):
        contributions = self.agent_env["plpdma.contribution"]
        contributions = contributions.with_user(user or self.user_agent)
        domain = [("text_search", "ilike", text), ("program_id", "=", self.program.id)]
        found = contributions.search(domain, **options)
        self.assertEqual(contributions.search_count(domain), len(found))
        return found.with_env(self.agent_env)

    def _say(self, *texts, **vals):
        return self._create_contributions(*({"verbatim": t, **vals} for t in texts))
