"""Where Odoo itself comes from."""

import os
import shutil
from dataclasses import dataclass
from pathlib import Path

from . import cache, debian, process
from .console import Problem, step

UPSTREAM = "https://github.com/odoo/odoo.git"
BRANCH = "19.0"


@dataclass(frozen=True)
class Source:
    """A tree of Odoo's code."""

    python_path: Path
    addons_paths: tuple[Path, ...]

    @property
    def version(self) -> str:
        """What tells this Odoo from another one, for what is built from it."""
        release = self.python_path / "odoo" / "release.py"
        return cache.digest(str(self.python_path), release.read_bytes())


def ready() -> Source:
    """The user's own checkout, Debian's package, or a clone of upstream's branch."""
    own = os.environ.get("ODOO_PATH")
    if own:
        return checkout(Path(own).expanduser().resolve())
    unpacked = cache.folder() / "odoo"
    cloned = cache.folder() / "odoo-git"
    if cloned.is_dir() or (not unpacked.is_dir() and not debian.mirror()):
        return checkout(cache.build(cloned, BRANCH, clone))
    key = cache.digest(*debian.PACKAGES, *debian.LEFT_OUT)
    cache.build(unpacked, key, debian.unpack_odoo)
    return Source(unpacked / debian.PYTHON_PATH, ())


def checkout(path: Path) -> Source:
    """A source checkout, as upstream publishes it."""
    if not (path / "odoo" / "release.py").is_file():
        raise Problem(f"{path} is not a source checkout of Odoo (see ODOO_PATH).")
    return Source(path, (path / "addons",))


def clone(target: Path) -> None:
    """Upstream's branch, without its history."""
    if not shutil.which("git"):
        raise Problem("git is needed to fetch Odoo where apt has no Debian mirror.")
    step("Cloning Odoo 19 from its upstream")
    process.run(
        ["git", "clone", "-q", "--depth=1", f"--branch={BRANCH}", UPSTREAM, target],
        "Odoo could not be cloned; is there a network?",
    )
