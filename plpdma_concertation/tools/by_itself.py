"""What the machine writes while somebody does something else: nobody's change."""

from contextlib import contextmanager
from contextvars import ContextVar

# It is no key of the context, which whoever calls a method could fill in.
_writing = ContextVar("plpdma_by_itself", default=False)


@contextmanager
def by_itself():
    """Context manager inside which what is written follows from the dates, or from the
    absences: whoever acts changes something else."""
    token = _writing.set(True)
    try:
        yield
    finally:
        _writing.reset(token)


def is_by_itself():
    """Whether what is written now is the machine's."""
    return _writing.get()
