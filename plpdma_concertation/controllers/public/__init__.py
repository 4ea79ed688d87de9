from . import contribute, follow, programs, register
