"""From the name of a test to what Odoo calls a test tag."""

import ast
import difflib
from collections.abc import Iterator
from pathlib import Path

from . import cache
from .console import Problem


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
    paths = sorted((cache.ADDON_PATH / "tests").rglob("test_*.py"))
    root = cache.ADDON_PATH.parent
    files = {path.stem: f"*/{path.relative_to(root).as_posix()}" for path in paths}
    return dict(_names_within(paths)) | files


def _names_within(paths: list[Path]) -> Iterator[tuple[str, str]]:
    """The classes, methods and tags of some files."""
    for path in paths:
        for node in ast.parse(path.read_text()).body:
            if isinstance(node, ast.ClassDef):
                yield from _class_names(node)


def _class_names(node: ast.ClassDef) -> Iterator[tuple[str, str]]:
    selector = f"*/{cache.ADDON}:{node.name}"
    yield node.name, selector
    for tag in _decorator_tags(node):
        yield tag, f"{tag}/{cache.ADDON}"
    for method in node.body:
        if isinstance(method, ast.FunctionDef) and method.name.startswith("test"):
            yield method.name, f"*/{cache.ADDON}:.{method.name}"
            yield f"{node.name}.{method.name}", f"{selector}.{method.name}"


def _decorator_tags(node: ast.ClassDef) -> Iterator[str]:
    """The tags given by `@tagged(…)`."""
    for decorator in node.decorator_list:
        for argument in getattr(decorator, "args", ()):
            if isinstance(argument, ast.Constant) and isinstance(argument.value, str):
                if not argument.value.startswith("-"):
                    yield argument.value
