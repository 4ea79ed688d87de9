from . import plpdma_figures
