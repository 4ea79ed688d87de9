from . import (
    base_import,
    base_partner_merge,
    plpdma_contribution_merge,
    plpdma_export,
    plpdma_response_arbitrate,
    plpdma_response_return,
    plpdma_session_feedback,
    plpdma_session_invite,
    plpdma_session_minutes,
    privacy_lookup,
)
