"""The record rules of each version: which of them an authority made its own.

Rules are kept from updates, for an authority to adapt them. An update can replace those
that are as they were shipped, by whichever version: `shipped_rules.json` has the marks
of all their texts, which `./dev rules` writes from the released versions.
"""

import hashlib
import json
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple
from xml.etree import ElementTree

SECURITY = Path(__file__).parent.parent / "security"
SHIPPED_FILE = SECURITY / "shipped_rules.json"


class Rule(NamedTuple):
    """The parts of a rule that an update may replace."""

    name: str
    domain: str


def read_rules(texts: Iterable[str | bytes]) -> dict[str, Rule]:
    """``{external id: rule}`` of some files' contents."""
    return {
        record.get("id"): Rule(
            record.findtext("field[@name='name']"),
            record.findtext("field[@name='domain_force']"),
        )
        for text in texts
        for record in ElementTree.fromstring(text).iter("record")
        if record.get("model") == "ir.rule"
    }


def get_present() -> dict[str, Rule]:
    """``{external id: rule}`` of this version."""
    return read_rules(
        path.read_bytes() for path in sorted(SECURITY.glob("rules_*.xml"))
    )


def get_marks() -> dict[str, dict[str, str]]:
    """``{external id: {version: mark}}``, of the versions that changed the text."""
    return json.loads(SHIPPED_FILE.read_text())


def get_mark(domain: str) -> str:
    """A short text that tells a rule's domain from another, however it is broken into
    lines."""
    words = " ".join(domain.split())
    return hashlib.sha256(words.encode()).hexdigest()[:16]
