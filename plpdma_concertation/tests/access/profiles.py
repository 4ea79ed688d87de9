"""The profiles, and the columns of the tables of rights."""

# The columns of the tables.
COLUMNS = ("elected", "facilitator", "agent", "manager", "participant")
# Each profile, and the columns that say its rights: whoever signs in on the portal also
# has those of a participant.
PROFILES = {
    "elected": ("elected",),
    "portal_elected": ("elected", "participant"),
    "facilitator": ("facilitator",),
    "portal_facilitator": ("facilitator", "participant"),
    "agent": ("agent",),
    "manager": ("manager",),
    "participant": ("participant",),
    "employee": (),
    "public": (),
}
STAFF_PROFILES = ("agent", "manager")
# Groups of fields, by the columns that read them.
STAFF = frozenset({"agent", "manager"})
READERS = STAFF | {"elected"}
# Those who work with the staff.
TEAM = READERS | {"facilitator"}
ELECTED = frozenset({"elected"})
FACILITATORS = frozenset({"facilitator"})
RUNNERS = STAFF | FACILITATORS
GROUPS = {
    "plpdma_concertation.group_user": STAFF,
    "plpdma_concertation.group_elected": {"elected"},
    "plpdma_concertation.group_facilitator": {"facilitator"},
    "plpdma_concertation.group_manager": {"manager"},
}
