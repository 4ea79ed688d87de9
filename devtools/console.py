"""What the person at the keyboard reads."""

import os
import sys


class Problem(Exception):
    """What went wrong and what to do about it, in plain sentences."""


def step(message: str) -> None:
    """Announce a piece of work that is about to start."""
    print(f"· {message}", flush=True)


def say(message: str = "") -> None:
    """Print a result."""
    print(message, flush=True)


def warn(message: str) -> None:
    """Print something to know that does not stop the run."""
    print(f"! {message}", file=sys.stderr, flush=True)


def on_continuous_integration() -> bool:
    """Whether what is missing must fail the run instead of being skipped."""
    return os.environ.get("CI", "").lower() in ("1", "true", "yes")
