from . import (
    plpdma_publication_mixin,
    plpdma_program,
    plpdma_mandate,
    plpdma_notice,
    plpdma_body,
    plpdma_facilitator,
    plpdma_delivery,
    mail_mail,
)
