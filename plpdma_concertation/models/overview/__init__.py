from . import (
    plpdma_contribution_change,
    plpdma_figures,
    plpdma_figures_tally,
    plpdma_dashboard,
    plpdma_dashboard_heard,
    plpdma_dashboard_flow,
    plpdma_dashboard_ahead,
    plpdma_program_dashboard,
    plpdma_program_home,
    plpdma_mandate_home,
    plpdma_mandate_news,
)
