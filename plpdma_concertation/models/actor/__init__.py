from . import (
    plpdma_next_step_mixin,
    plpdma_stakeholder,
    plpdma_service,
    plpdma_stakeholder_import,
    res_partner,
)
