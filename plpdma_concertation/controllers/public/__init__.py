from . import contribute, follow, legal, open_data, programs, register
from . import changes
from . import contribute, follow, open_data, programs, register
from . import changes, documents
