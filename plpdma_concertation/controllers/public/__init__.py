from . import changes, contribute, follow, programs, register
