from . import portal, participant
