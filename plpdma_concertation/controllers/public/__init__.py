from . import contribute, follow, open_data, programs, register
from . import changes, documents
