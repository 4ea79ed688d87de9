from . import (
    plpdma_response,
    plpdma_response_arbitrable,
    plpdma_contribution_delivery,
    plpdma_response_delivery,
    plpdma_contribution_register,
    plpdma_program_delivery,
    plpdma_co_author_delivery,
    plpdma_response_co_author,
    plpdma_response_reading,
    plpdma_response_model_text,
    plpdma_response_publication,
)
