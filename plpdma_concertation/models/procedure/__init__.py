from . import plpdma_milestone, plpdma_timeline
