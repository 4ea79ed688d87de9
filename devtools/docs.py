"""What the pages of doc/ say of the source: each file and each name that they quote."""

import re
from collections.abc import Iterator
from pathlib import Path

from .cache import ADDON_PATH, ROOT

FOLDER = ROOT / "doc"
WALKS = FOLDER / "walks.md"
SOURCES = ("*.py", "*.xml", "*.js", "*.json")
QUOTED = re.compile(r"`([^`\n]+)`")
FILE = re.compile(r"[\w./-]+\.(?:py|xml|js|json|csv|md)")
# A private method or a constant of the source.
NAME = re.compile(r"(?:[\w.]+\.)?(_[a-z]\w+|[A-Z]{3,}_[A-Z_]+)")
# A step of a walk: its file, and what happens there.
STEP = re.compile(r"^\| \d \| `([^`]+)` \| (.+) \|$", re.MULTILINE)
CALLED = re.compile(r"`([A-Za-z_]\w+)`")
LONGEST_WALK = 6
PROCEDURE = FOLDER / "procedure.md"
# A fact of the procedure: where it stands, its tests, how sure it is.
FACT = re.compile(r"^\| (?!Fact )([^|]+)" + r" \| ([^|]+)" * 3 + r" \|$", re.MULTILINE)
# What no table of a procedure may leave out.
LAWS = (
    *("R541-41-20", "R541-41-22", "R541-41-23", "R541-41-24", "R541-41-25"),
    *("R541-41-26", "R541-41-27", "R541-41-28", "L123-19-1", "CRPA L131-1"),
    *("CRPA L112-11", "R112-11-1", "L112-12", "L231-1", "L231-4", "CRPA L312-1-2"),
    *("RGPD, article 13", "RGPD 6(1)(e)", "loi 2005-102, article 47"),
)


def static_check() -> str:
    """What is amiss in the pages for developers; empty if nothing."""
    return "\n".join([*_check_quotes(), *_check_walks(), *_check_procedure()])


def _check_quotes() -> Iterator[str]:
    """Each file and each name that a page quotes is in the source."""
    words = {word for path in _sources() for word in _words(path)}
    for page in sorted(FOLDER.glob("*.md")):
        for quoted in dict.fromkeys(QUOTED.findall(page.read_text())):
            if FILE.fullmatch(quoted) and not _find(quoted):
                yield f"doc/{page.name}: there is no file {quoted}."
            elif (match := NAME.fullmatch(quoted)) and match[1] not in words:
                yield f"doc/{page.name}: nothing is called {quoted}."


def _check_walks() -> Iterator[str]:
    """A walk is short, never comes back, and finds what it names where it says."""
    walks = WALKS.read_text().split("\n## ")[1:]
    for walk in walks:
        title = walk.splitlines()[0]
        steps = STEP.findall(walk)
        files = [name for name, _said in steps]
        if not 2 <= len(files) <= LONGEST_WALK or len({*files}) < len(files):
            yield f"doc/walks.md, {title}: at most {LONGEST_WALK} files, each once."
        for name, said in steps:
            path = _find(name)
            known = _words(path) if path else set()
            for called in CALLED.findall(said):
                if called not in known:
                    yield f"doc/walks.md, {title}: no {called} in {name}."


def _check_procedure() -> Iterator[str]:
    """Each fact of the procedure has its test, which tests something; no law is left
    out."""
    text = PROCEDURE.read_text()
    facts = FACT.findall(text)
    rows = [line for line in text.splitlines() if re.match(r"\| (?!Fact \|)", line)]
    if len(facts) != len(rows):
        yield "doc/procedure.md: a row has not its four columns."
    for fact, _where, tests, _certainty in facts:
        named = [one for one in QUOTED.findall(tests) if one.endswith(".py")]
        if not named:
            yield f"doc/procedure.md, {fact}: no test."
        for name in named:
            path = ADDON_PATH / "tests" / name
            if not path.exists() or "def test_" not in path.read_text():
                yield f"doc/procedure.md, {fact}: nothing is tested in {name}."
    told = " ".join(fact for fact, *_rest in facts)
    for law in LAWS:
        if law not in told:
            yield f"doc/procedure.md: no row tells of {law}."


def _sources() -> Iterator[Path]:
    for folder in (ADDON_PATH, ROOT / "devtools", ROOT / "bench"):
        for pattern in SOURCES:
            yield from folder.rglob(pattern)


def _words(path: Path) -> set[str]:
    return set(re.findall(r"\w+", path.read_text()))


def _find(name: str) -> Path | None:
    """The file that a page names, from where it stands or by its name alone."""
    for folder in (ADDON_PATH, ROOT, ADDON_PATH / "tests", FOLDER):
        if (folder / name).exists():
            return folder / name
    return next(ADDON_PATH.rglob(name), None) if "/" not in name else None
