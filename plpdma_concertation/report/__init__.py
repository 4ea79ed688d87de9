from . import plpdma_export, plpdma_publication, plpdma_register, table, xlsx
