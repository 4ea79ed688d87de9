"""The groups of the concertation, and the sets of them that rights are given to.

Each is what ``has_groups`` and the ``groups`` of a field take: external ids, a comma
between two of them.
"""

STAFF = "plpdma_concertation.group_user"
MANAGER = "plpdma_concertation.group_manager"
ELECTED = "plpdma_concertation.group_elected"
FACILITATOR = "plpdma_concertation.group_facilitator"

# Facilitators run their sessions; they do not read the legal thread.
READERS = f"{STAFF},{ELECTED}"
EXPORTERS = READERS
RUNNERS = f"{STAFF},{FACILITATOR}"
# Those who work with the staff, and so may know who does what.
TEAM = f"{STAFF},{ELECTED},{FACILITATOR}"
