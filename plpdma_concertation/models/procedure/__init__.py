from . import (
    plpdma_milestone,
    plpdma_milestone_dates,
    plpdma_milestone_requirements,
    plpdma_milestone_warnings,
    plpdma_milestone_publication,
    plpdma_timeline,
    plpdma_session_procedure,
    plpdma_program_procedure,
)
