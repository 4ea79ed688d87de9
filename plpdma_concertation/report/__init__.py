from . import plpdma_document_mixin
from . import plpdma_letter_mixin
from . import (
    plpdma_acknowledgement,
    plpdma_attendance_sheet,
    plpdma_bilan,
    plpdma_bilan_heard,
    plpdma_bilan_quotes,
    plpdma_closing,
    plpdma_convocation,
    plpdma_dashboard,
    plpdma_letter,
    plpdma_letter_address,
    plpdma_measure_sheet,
    plpdma_minutes,
    plpdma_procedure_file,
    plpdma_publication_table,
    plpdma_synthesis,
    plpdma_technique_sheet,
)
