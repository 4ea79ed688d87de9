from . import download, person, web_export
