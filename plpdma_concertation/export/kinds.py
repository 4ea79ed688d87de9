"""Each kind of export, and what prepares it."""

from .export import Export
from .procedure_file import ProcedureFile

KINDS = {"procedure": ProcedureFile}


def open_export(env, options):
    """The export that is asked for.

    :param env: environment of whoever exports
    :param ExportOptions options: what is asked for
    :raise AccessError: when the user may not export that
    """
    return KINDS.get(options.kind, Export)(env, options)
