"""The browser and the PDF engine, installed where that is allowed."""

import shutil

from . import cache, debian, process
from .console import Problem, step, warn
from .odoo import Odoo

# The names Odoo's tests look for.
BROWSERS = ("google-chrome", "chromium", "chromium-browser", "google-chrome-stable")
PDF_LIBRARIES = ("libxrender1", "libxext6", "libx11-6", "libfontconfig1")


def ensure(odoo: Odoo) -> None:
    """Have both, or say what is missing and go on."""
    with cache.lock("setup", "Waiting for the set-up of another ./dev"):
        if not any(shutil.which(browser) for browser in BROWSERS):
            _install("Chromium", ["chromium"], "browser tests are skipped")
        if not _prints(odoo):
            _install("the PDF engine", [*PDF_LIBRARIES], "PDFs are skipped")


def find(odoo: Odoo) -> str | None:
    """The browser, installed where that is allowed; none if there is none."""
    ensure(odoo)
    return next(filter(None, map(shutil.which, BROWSERS)), None)


def _install(name: str, packages: list[str], consequence: str) -> None:
    advice = f"install {' '.join(packages)} as root"
    if not debian.may_install():
        warn(f"{name} is missing: {consequence} ({advice}).")
        return
    step(f"Installing {name}")
    try:
        debian.install(packages)
    except Problem as problem:
        warn(f"{name} is missing: {consequence}. {problem}")


def _prints(odoo: Odoo) -> bool:
    """Whether a PDF engine runs."""
    program = shutil.which("wkhtmltopdf", path=odoo.environment["PATH"])
    if not program:
        return False
    try:
        process.run([program, "--version"], "")
    except Problem:
        return False
    return True
