"""`./dev lint`: the form of the code, with OCA's rules for Odoo 19."""

import subprocess
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from . import i18n, node, python
from .cache import ADDON_PATH, ROOT
from .console import say, step, warn

HELP = """\
Check the form of the code: ruff, pylint-odoo, OCA's hooks for modules and .po files,
prettier, eslint, and the completeness of the translations. --fix lets the tools correct
what they can."""
PYTHON = (".py",)
JAVASCRIPT = (".js", ".mjs")
PRETTY = (*JAVASCRIPT, ".xml", ".css", ".scss", ".yml")
Check = tuple[str, list[str | Path]]


@dataclass(frozen=True)
class Tools:
    """Where the linters are."""

    venv: Path
    node: node.Node

    def python(self, *arguments: str | Path) -> list[str | Path]:
        """A command of the linters' Python environment."""
        return [self.venv / "bin" / "python", *arguments]


def run(fix: bool) -> int:
    """Run every check; tell which ones complain."""
    packages = node.ready()  # It installs the linters of Python too.
    tools = Tools(python.linters(), packages)
    failed = [name for name, command in _checks(tools, fix) if not _pass(name, command)]
    trouble = i18n.static_check(tools.venv / "bin" / "python")
    step("translations")
    if trouble:
        say(trouble)
        failed.append("translations")
    if failed:
        warn(f"These checks complain: {', '.join(failed)}.")
        return 1
    say("Every check passes.")
    return 0


def _checks(tools: Tools, fix: bool) -> Iterator[Check]:
    """Every check, as a command that fails when it complains."""
    ruff = tools.venv / "bin" / "ruff"
    sources = [*_files(PYTHON), ROOT / "dev"]
    yield "ruff", [ruff, "check", *(("--fix",) if fix else ()), *sources]
    yield "ruff format", [ruff, "format", *(() if fix else ("--diff",)), *sources]
    pylint = ("-m", "pylint", f"--rcfile={ROOT / '.pylintrc'}")
    yield "pylint-odoo", tools.python(*pylint, "--ignore=tests", ADDON_PATH)
    # The words of the tests are nobody's to translate.
    yield (
        "pylint-odoo, tests",
        tools.python(*pylint, "--disable=translation-required", ADDON_PATH / "tests"),
    )
    yield (
        "oca-checks-odoo-module",
        tools.python("-m", "oca_pre_commit_hooks.cli", ADDON_PATH),
    )
    catalogues = sorted((ADDON_PATH / "i18n").glob("*.po*"))
    # The format is that of Odoo's own export, and a term that reads the same in French
    # is translated, not left empty.
    po_checks = ("--disable=po-pretty-format", *catalogues)
    yield (
        "oca-checks-po",
        tools.python("-m", "oca_pre_commit_hooks.cli_po", *po_checks),
    )
    plugin = tools.node.packages / "@prettier" / "plugin-xml" / "src" / "plugin.js"
    yield (
        "prettier",
        tools.node.command(
            "prettier/bin/prettier.cjs",
            *("--plugin", plugin, "--log-level=warn", "--write" if fix else "--check"),
            *_files(PRETTY),
        ),
    )
    yield (
        "eslint",
        tools.node.command(
            "eslint/bin/eslint.js",
            *("--max-warnings=0", *(("--fix",) if fix else ())),
            *_files(JAVASCRIPT),
        ),
    )


def _files(suffixes: Iterable[str]) -> list[Path]:
    """The project's own files of some kinds; third-party libraries left out."""
    return sorted(
        path
        for path in ROOT.rglob("*")
        if path.suffix in suffixes
        and not any(part.startswith(".") for part in path.relative_to(ROOT).parts[:-1])
        and not {"node_modules", "lib"} & set(path.relative_to(ROOT).parts)
    )


def _pass(name: str, command: list[str | Path]) -> bool:
    """Run a check; print what it says if it complains."""
    step(name)
    result = subprocess.run(
        [str(part) for part in command],
        cwd=ROOT,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    if result.returncode:
        say(result.stdout.strip())
    return result.returncode == 0
