from . import contribute, follow, legal, open_data, programs, register
from . import changes
from . import documents
