"""Whether all the tests that stand in the addon's files were run.

Odoo runs those of the modules that `tests/__init__.py` holds, and of each class its own
methods: a file that nobody imports, one that bears the name of another, a test that
only a base class has, and a second method of the same name vanish without a word.
"""

import ast
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from . import cache, selection
from .testlog import Report

BROWSER_TAG = "plpdma_browser"
# How much is printed of a long list.
SHOWN = 20
# What a class says to run the tests of its bases as well.
INHERITS = "allow_inherited_tests_method"


def trouble(report: Report, phases: list[str]) -> str | None:
    """What was not run though it stands in the files of the phases run.

    :return: sentences, "" if there is nothing to say, None if no phase runs such tests
    """
    wanted = list(_wanted(phases))
    if not wanted:
        return None
    absent = sorted((Counter(wanted) - Counter(set(report.started))).elements())
    if not absent:
        return ""
    lines = [f"{len(absent)} tests of {len(wanted)} were not run:", *absent[:SHOWN]]
    return "\n".join(lines + ["…"] * (len(absent) > SHOWN))


def _wanted(phases: list[str]) -> Iterator[str]:
    """The tests of the files, by the names that the report gives them."""
    paths = sorted(selection.TESTS.rglob("*.py"))
    classes = {path: list(_classes(path)) for path in paths}
    by_name = {node.name: node for nodes in classes.values() for node in nodes}
    for path, nodes in classes.items():
        module = ".".join(path.relative_to(cache.ROOT).with_suffix("").parts)
        for node in nodes:
            is_tour = BROWSER_TAG in selection.decorator_tags(node)
            if ("tours" if is_tour else "transactions") in phases:
                for method in _methods(node, by_name):
                    yield f"odoo.addons.{module}:{node.name}.{method}"


def _classes(path: Path) -> Iterator[ast.ClassDef]:
    body = ast.parse(path.read_text()).body
    return (node for node in body if isinstance(node, ast.ClassDef))


def _methods(node: ast.ClassDef, by_name: dict[str, ast.ClassDef]) -> list[str]:
    """The tests that a class is to run; one that is made to run some has at least one,
    whatever it is called."""
    methods = list(selection.test_methods(node))
    if any(ast.unparse(line) == f"{INHERITS} = True" for line in node.body):
        bases = [
            by_name[name]
            for base in node.bases
            if (name := ast.unparse(base)) in by_name
        ]
        inherited = {name for base in bases for name in _methods(base, by_name)}
        methods += sorted(inherited - set(methods))
    return methods or ["(no test of its own)"] * any(selection.decorator_tags(node))
