from . import (
    plpdma_figures,
    plpdma_figures_outcome,
    plpdma_program_home,
    plpdma_mandate_home,
    plpdma_mandate_news,
    plpdma_program_solicitation,
    plpdma_stakeholder_solicitation,
    plpdma_stakeholder_priority,
    plpdma_session_solicitation,
)
