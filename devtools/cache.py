"""The one folder where everything that can be rebuilt lives, and its locks."""

import contextlib
import fcntl
import functools
import hashlib
import os
import shutil
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from .console import Problem, step

ROOT = Path(__file__).resolve().parent.parent
ADDON = "plpdma_concertation"
ADDON_PATH = ROOT / ADDON

SETUP_MEGABYTES = 1500
DATABASE_MEGABYTES = 300
RUN_MEGABYTES = 50
KEPT_LOGS = 10


def default_folder() -> Path:
    """Root's cache stays out of private homes: its PostgreSQL runs as another user."""
    if os.environ.get("PLPDMA_CACHE"):
        return Path(os.environ["PLPDMA_CACHE"])
    if os.geteuid() == 0:
        return Path("/var/cache", ADDON)
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache", ADDON)


@functools.cache
def folder() -> Path:
    """The cache folder, created if need be."""
    path = default_folder().expanduser().resolve()
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise Problem(
            f"The cache folder {path} cannot be created: {error.strerror}. "
            "PLPDMA_CACHE names another one."
        ) from error
    return path


def checkout_folder() -> Path:
    """What belongs to this checkout only: configuration and logs."""
    path = folder() / "checkouts" / checkout_id()
    path.mkdir(parents=True, exist_ok=True)
    return path


def new_log_folder(purpose: str) -> Path:
    """Where a run keeps its logs; the oldest runs' are removed."""
    logs = checkout_folder() / "logs"
    logs.mkdir(exist_ok=True)
    for old in sorted(logs.iterdir())[:-KEPT_LOGS]:
        shutil.rmtree(old, ignore_errors=True)
    path = logs / f"{time.strftime('%Y%m%d-%H%M%S')}-{purpose}-{os.getpid()}"
    path.mkdir()
    return path


@functools.cache
def checkout_id() -> str:
    """A short name for this checkout, so that two of them never share a database."""
    return hashlib.sha256(str(ROOT).encode()).hexdigest()[:8]


def digest(*parts: str | bytes) -> str:
    """A short fingerprint of the inputs of a piece of work."""
    total = hashlib.sha256()
    for part in parts:
        total.update(part.encode() if isinstance(part, str) else part)
        total.update(b"\0")
    return total.hexdigest()[:16]


def digest_tree(path: Path) -> str:
    """A fingerprint of the files below a folder, byte-code left out."""
    files = sorted(
        file
        for file in path.rglob("*")
        if file.is_file() and "__pycache__" not in file.parts
    )
    return digest(
        *(
            part
            for file in files
            for part in (str(file.relative_to(path)), file.read_bytes())
        )
    )


def ensure_room(megabytes: int) -> None:
    """Say at once that the disk is too small, rather than half-way."""
    free = shutil.disk_usage(folder()).free // 1_000_000
    if free < megabytes:
        raise Problem(
            f"Only {free} MB are free in {folder()}, and {megabytes} MB are needed. "
            "Make room, or let PLPDMA_CACHE name a folder on another disk."
        )


@contextlib.contextmanager
def lock(name: str, waiting: str = "") -> Iterator[None]:
    """Hold an exclusive lock; it vanishes with the process, however that ends.

    Another holder is waited for, after saying the sentence `waiting`.
    """
    with open(_lock_path(name), "w") as file:
        if not try_lock(file, fcntl.LOCK_EX):
            if waiting:
                step(waiting)
            fcntl.flock(file, fcntl.LOCK_EX)
        yield


def try_lock(file, kind: int) -> bool:
    """Take a lock on an open file if nobody is in the way."""
    try:
        fcntl.flock(file, kind | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


@contextlib.contextmanager
def lock_or_refuse(name: str, refusal: str) -> Iterator[None]:
    """Hold an exclusive lock, or stop with the sentence `refusal`."""
    with open(_lock_path(name), "w") as file:
        if not try_lock(file, fcntl.LOCK_EX):
            raise Problem(refusal)
        yield


def _lock_path(name: str) -> Path:
    path = folder() / "locks" / f"{name}.lock"
    path.parent.mkdir(parents=True, exist_ok=True)
    return path


def build(path: Path, key: str, maker: Callable[[Path], None]) -> Path:
    """Have `path` made by `maker` once for each `key`.

    The stamp is written last: what an interrupted run leaves has none, and is made
    again.
    """
    stamp = path / ".complete"
    if stamp.is_file() and stamp.read_text() == key:
        return path
    ensure_room(SETUP_MEGABYTES)
    shutil.rmtree(path, ignore_errors=True)
    path.mkdir(parents=True)
    maker(path)
    stamp.write_text(key)
    return path
