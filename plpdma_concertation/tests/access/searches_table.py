"""The table of what each reader finds by the search box."""

from .doors_table import ELECTED_POINTS, SESSION_POINTS, STAFF_POINTS, row

# What is found by its words; what finds nothing is not counted, grouped nor told by its
# exclusion either.
SEARCHES = {
    "plpdma.contribution": row(
        staff="pending refused staff members public own name email consent actor file"
        f" answer unpublished other {STAFF_POINTS}",
        elus=f"pending refused members public own answer unpublished {ELECTED_POINTS}",
        portal_facilitator="pending refused staff members public own answer"
        f" {SESSION_POINTS}",
        participant="own",
    ),
    "plpdma.response": row(
        staff="draft submitted validated unpublished answer other",
        elus="submitted validated unpublished answer",
        facilitators="answer",
        participant="answer",
        stranger="answer",
    ),
    "register": row(public="public answer point sample"),
}
