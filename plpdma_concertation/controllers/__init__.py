from . import export, plpdma_export, portal
