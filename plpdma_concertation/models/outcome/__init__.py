from . import (
    plpdma_commitment,
    plpdma_response_commitment,
    plpdma_adaptation,
    plpdma_session_outcome,
    plpdma_program_outcome,
    plpdma_stakeholder_outcome,
    plpdma_service_outcome,
)
