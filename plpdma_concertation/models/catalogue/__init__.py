from . import (
    plpdma_college,
    plpdma_competitor_group,
    plpdma_moderation_criterion,
    plpdma_purpose,
    plpdma_refusal_reason,
    plpdma_role,
    plpdma_technique,
    plpdma_territory,
    plpdma_theme,
    plpdma_theme_keywords,
    plpdma_territory_import,
)
