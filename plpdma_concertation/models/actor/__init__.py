from . import (
    plpdma_stakeholder,
    plpdma_program_actor,
    plpdma_program_file_actor,
    plpdma_body_actor,
    plpdma_program_takeover_actor,
    plpdma_service,
    plpdma_stakeholder_import,
    plpdma_stakeholder_merge,
    plpdma_stakeholder_scales,
    res_partner,
    res_partner_letter,
    res_partner_clock,
)
