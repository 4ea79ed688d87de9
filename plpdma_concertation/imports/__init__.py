from . import (
    plpdma_import,
    plpdma_import_line,
    plpdma_import_changed,
    plpdma_import_completed,
    plpdma_import_contact,
    plpdma_import_undo,
    plpdma_import_filled,
    plpdma_contribution_refused,
)
