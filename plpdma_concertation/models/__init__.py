from . import (
    calendar_attendee,
    calendar_event,
    ir_fields,
    ir_sequence,
    plpdma_import_mixin,
    plpdma_catalogue_mixin,
    plpdma_program_mixin,
    plpdma_reference_mixin,
    plpdma_thread_mixin,
)
from . import (
    plpdma_college,
    plpdma_competitor_group,
    plpdma_refusal_reason,
    plpdma_role,
    plpdma_territory,
    plpdma_theme,
)
from . import (
    plpdma_program,
    plpdma_body,
    plpdma_stakeholder,
    plpdma_session,
    plpdma_question,
    plpdma_participation,
    plpdma_contribution,
    plpdma_response,
)
from . import res_partner
