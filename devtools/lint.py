"""`./dev lint`: the form of the code, with OCA's rules for Odoo 19."""

import subprocess
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from . import docs, guide, i18n, lanes, node, python
from .cache import ADDON_PATH, ROOT
from .console import say, warn

HELP = """\
Check the form of the code: ruff, pylint-odoo, OCA's hooks for modules and .po files,
prettier, eslint, the completeness of the translations, the pictures of the guide, and
the files and names that doc/ quotes.
--fix lets the tools correct what they can. On several processors the checks run beside
one another."""
TESTS = ADDON_PATH / "tests"
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
    looks = {name: partial(_run, command) for name, command in _checks(tools, fix)}
    looks["translations"] = partial(i18n.static_check, tools.venv / "bin" / "python")
    looks["pictures of the guide"] = guide.static_check
    looks["names in doc/"] = docs.static_check
    works = {name: partial(_passes, look) for name, look in looks.items()}
    # What corrects a file does not do so while another one reads it.
    passed = lanes.run(works, 1 if fix else lanes.width())
    failed = [name for name in works if not passed.get(name)]
    if failed:
        warn(f"These checks complain: {', '.join(failed)}.")
        return 1
    say("Every check passes.")
    return 0


def _checks(tools: Tools, fix: bool) -> Iterator[Check]:
    """Every check, as a command that fails when it complains."""
    # What takes longest comes first.
    pylint = tools.python("-m", "pylint", f"--rcfile={ROOT / '.pylintrc'}")
    # The words of the tests are nobody's to translate.
    words = "--disable=translation-required"
    yield "pylint-odoo on tests", [*pylint, words, TESTS]
    yield "pylint-odoo", [*pylint, f"--ignore={TESTS.name}", ADDON_PATH]
    ruff = tools.venv / "bin" / "ruff"
    sources = [*_files(PYTHON), ROOT / "dev"]
    yield "ruff", [ruff, "check", *(("--fix",) if fix else ()), *sources]
    yield "ruff format", [ruff, "format", *(() if fix else ("--diff",)), *sources]
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


def _passes(look: Callable[[], str]) -> bool:
    """Whether there is nothing to complain of; print what there is."""
    trouble = look()
    if trouble:
        say(trouble)
    return not trouble


def _run(command: list[str | Path]) -> str:
    """What a check says if it complains."""
    result = subprocess.run(
        [str(part) for part in command],
        cwd=ROOT,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    if not result.returncode:
        return ""
    return result.stdout.strip() or f"Exit code {result.returncode}."
