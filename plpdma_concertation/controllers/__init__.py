from . import (
    attendance,
    export,
    plpdma_export,
    portal,
    portal_participant,
    public,
    reply,
)
