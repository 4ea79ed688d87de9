"""`./dev rules`: the marks of the record rules that each released version shipped."""

import importlib.util
import json
from types import ModuleType

from . import cache, releases
from .console import Problem, say

HELP = """\
Write security/shipped_rules.json from the released versions (devtools/releases.py):
by these marks, an update tells the record rules that it may replace from those that an
authority adapted. To run once a version is released."""


def _load() -> ModuleType:
    """The addon's own reading of them, without Odoo."""
    path = cache.ADDON_PATH / "tools" / "shipped_rules.py"
    spec = importlib.util.spec_from_file_location(path.stem, path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


shipped_rules = _load()


def run() -> int:
    """Write the file."""
    if missing := releases.missing():
        raise Problem(missing)
    shipped_rules.SHIPPED_FILE.write_text(_content())
    say(f"{shipped_rules.SHIPPED_FILE.relative_to(cache.ROOT)} is up to date.")
    return 0


def compare() -> str:
    """What is amiss in the file; empty if nothing."""
    if shipped_rules.SHIPPED_FILE.read_text() == _content():
        return ""
    return "security/shipped_rules.json is not up to date: run `./dev rules`."


def _content() -> str:
    """Of each rule, the versions that changed its text."""
    marks: dict[str, dict[str, str]] = {}
    for release in releases.RELEASES:
        folder = releases.addons_path(release) / cache.ADDON / "security"
        files = (path.read_bytes() for path in sorted(folder.glob("*.xml")))
        for name, rule in shipped_rules.read_rules(files).items():
            mark = shipped_rules.get_mark(rule.domain)
            known = marks.setdefault(name, {})
            if mark not in known.values():
                known[release.version] = mark
    return json.dumps(marks, indent=2, sort_keys=True) + "\n"
