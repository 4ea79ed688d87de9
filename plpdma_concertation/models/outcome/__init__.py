from . import plpdma_commitment, plpdma_adaptation
