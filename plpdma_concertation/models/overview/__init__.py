from . import (
    plpdma_figures,
    plpdma_program_home,
    plpdma_mandate_home,
    plpdma_mandate_news,
)
