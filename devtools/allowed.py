"""The only warnings an Odoo log may contain: none of them is the addon's."""

from .testlog import Allowed

ALLOWED = (
    Allowed(
        r"odoo\.addons\.\w+\.tests\..*",
        "Chrome executable not found",
        "the test is skipped, which is counted and said",
    ),
    Allowed(
        r"odoo\.http",
        "base_import.controllers.main.set_file> called ignoring args",
        "core's import screen sends its upload route more than it takes",
    ),
)
