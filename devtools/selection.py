"""From the name of a test to what Odoo calls a test tag."""

import ast
import difflib
from collections.abc import Iterator
from pathlib import Path

from . import cache
from .console import Problem

TESTS = cache.ADDON_PATH / "tests"


def tags(names: list[str]) -> str:
    """Odoo's `--test-tags` for test classes, methods, files and tags."""
    known = _known()
    return ",".join(_tag(name.removesuffix(".py"), known) for name in names)


def _tag(name: str, known: dict[str, str]) -> str:
    if name not in known:
        near = difflib.get_close_matches(name, known, n=3, cutoff=0.5)
        hint = f" Did you mean {', '.join(near)}?" if near else ""
        raise Problem(f"No test class, method, file or tag is called {name}.{hint}")
    return known[name]


def _known() -> dict[str, str]:
    """Every name a test can be called by, and its tag; a file before a method of the
    same name, which Class.method still calls."""
    paths = _paths()
    files = {path.stem: f"*{_file_tag(path)}" for path in paths}
    return dict(_names_within(paths)) | files


def _paths() -> list[Path]:
    """The files of tests, in whatever folder."""
    return sorted(TESTS.rglob("test_*.py"))


def _file_tag(path: Path) -> str:
    return f"/{path.relative_to(cache.ROOT).as_posix()}"


def half() -> list[str]:
    """The tags of the files that together hold half of the tests: the largest first,
    each on the side that has fewer."""
    tags, counts = [], [0, 0]
    for count, path in sorted(
        ((_count(path), path) for path in _paths()), reverse=True
    ):
        side = counts.index(min(counts))
        counts[side] += count
        if side == 0:
            tags.append(_file_tag(path))
    return sorted(tags)


def _count(path: Path) -> int:
    """How many tests stand in a file."""
    classes = (
        n for n in ast.parse(path.read_text()).body if isinstance(n, ast.ClassDef)
    )
    return sum(len(list(test_methods(node))) for node in classes)


def _names_within(paths: list[Path]) -> Iterator[tuple[str, str]]:
    """The classes, methods and tags of some files."""
    for path in paths:
        for node in ast.parse(path.read_text()).body:
            if isinstance(node, ast.ClassDef):
                yield from _class_names(node)


def _class_names(node: ast.ClassDef) -> Iterator[tuple[str, str]]:
    selector = f"*/{cache.ADDON}:{node.name}"
    yield node.name, selector
    for tag in decorator_tags(node):
        yield tag, f"{tag}/{cache.ADDON}"
    for name in test_methods(node):
        yield name, f"*/{cache.ADDON}:.{name}"
        yield f"{node.name}.{name}", f"{selector}.{name}"


def test_methods(node: ast.ClassDef) -> Iterator[str]:
    """The names of the tests of a class."""
    for method in node.body:
        if isinstance(method, ast.FunctionDef) and method.name.startswith("test"):
            yield method.name


def decorator_tags(node: ast.ClassDef) -> Iterator[str]:
    """The tags given by `@tagged(…)`."""
    for decorator in node.decorator_list:
        if ast.unparse(getattr(decorator, "func", decorator)) != "tagged":
            continue
        for argument in decorator.args:
            if isinstance(argument, ast.Constant) and isinstance(argument.value, str):
                if not argument.value.startswith("-"):
                    yield argument.value
