from . import download, web_export
