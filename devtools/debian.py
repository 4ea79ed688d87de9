"""Debian packages, downloaded and unpacked into the cache, never installed.

A private apt state is used, so that the machine's own sources stay as they are and
no right is needed. Only the mirror is the machine's.
"""

import os
import re
import shutil
import subprocess
from pathlib import Path

from . import process
from .console import Problem, step

KEYRING = Path("/usr/share/keyrings/debian-archive-keyring.gpg")
PACKAGES = [
    "odoo-19/unstable",
    # Odoo's package links to these.
    "libjs-jquery/unstable",
    "libjs-underscore/unstable",
    "libjs-jquery-form/unstable",
    "fonts-roboto-unhinted/unstable",
    "fonts-montserrat/unstable",
    "fonts-inconsolata/unstable",
    "fonts-ocr-b/unstable",
    # Odoo's web client is drawn with version 4.7.
    "fonts-font-awesome/bookworm",
]
# Every translation but the French ones: two thirds of the package.
LEFT_OUT = ["*/i18n*/[a-eg-z]*.po", "*/i18n*/f[a-qs-z]*.po"]
# Seconds that another installation of packages is waited for.
PATIENCE = 300
PYTHON_PATH = Path("usr/lib/python3/dist-packages")
# The package leaves this file out; its absence is an error in the browser's console.
MISSING_SCRIPT = Path(
    "odoo/addons/mail/static/lib/selfie_segmentation/selfie_segmentation.js"
)


def mirror() -> str | None:
    """The Debian mirror this machine's apt is configured with, if any."""
    if not (shutil.which("apt-get") and shutil.which("dpkg-deb") and KEYRING.is_file()):
        return None
    listed = subprocess.run(
        ["apt-get", *_state_options(Path(os.devnull)), "update", "--print-uris"],
        capture_output=True,
        text=True,
    ).stdout
    for address, suite in re.findall(r"'([^']+)/dists/([^/']+)/InRelease'", listed):
        if suite in _main_suites():
            return address
    return None


def _main_suites() -> set[str]:
    """The names under which a Debian machine may list its main suite."""
    release = Path("/etc/os-release").read_text()
    if not re.search(r"^ID=\"?debian\"?$", release, re.MULTILINE):
        return set()
    codename = re.search(r"^VERSION_CODENAME=\"?(\w+)", release, re.MULTILINE)
    suites = {"oldstable", "stable", "testing", "unstable", "sid"}
    return suites | ({codename[1]} if codename else set())


def unpack(target: Path, packages: list[str]) -> None:
    """Download packages and unpack them below `target`."""
    state = target / ".apt"
    _write_source(state)
    options = [
        *_state_options(state),
        "-o",
        f"Dir::Etc::sourceparts={state}/sources.list.d",
        "-o",
        "Dir::Etc::sourcelist=/dev/null",
    ]
    failure = "The Debian packages could not be downloaded; is there a network?"
    process.run(["apt-get", "-q", *options, "--error-on=any", "update"], failure)
    process.run(["apt-get", "-q", *options, "download", *packages], failure, cwd=state)
    for archive in sorted(state.glob("*.deb")):
        _extract(archive, target)
    shutil.rmtree(state)


def _write_source(state: Path) -> None:
    address = mirror()
    if not address:
        raise Problem("No Debian mirror was found in the configuration of apt.")
    for folder in ("sources.list.d", "lists/partial", "cache/archives/partial"):
        (state / folder).mkdir(parents=True)
    (state / "sources.list.d" / "debian.sources").write_text(
        "Types: deb\n"
        f"URIs: {address}\n"
        "Suites: unstable bookworm\n"
        "Components: main\n"
        f"Signed-By: {KEYRING}\n"
    )


def _state_options(state: Path) -> list[str]:
    """The options of apt that keep it in a folder of its own."""
    settings = {
        "Dir::State": state,
        "Dir::State::lists": state / "lists",
        "Dir::State::status": "/var/lib/dpkg/status",
        "Dir::Cache": state / "cache",
        "APT::Sandbox::User": "",
        "Acquire::Languages": "none",
        "Acquire::Retries": "2",
    }
    return [f"-o{name}={value}" for name, value in settings.items()]


def _extract(archive: Path, target: Path) -> None:
    """Unpack one package, French translations only."""
    excluded = " ".join(f"--exclude='{pattern}'" for pattern in LEFT_OUT)
    process.run(
        [
            "bash",
            "-c",
            'set -o pipefail; dpkg-deb --fsys-tarfile "$1" '
            f'| tar -x --wildcards {excluded} -C "$2"',
            "unpack",
            archive,
            target,
        ],
        f"The package {archive.name} could not be unpacked.",
    )


def unpack_odoo(target: Path) -> None:
    """Odoo 19 with what its package links to."""
    step("Downloading and unpacking Odoo 19 (120 MB)")
    unpack(target, PACKAGES)
    script = target / PYTHON_PATH / MISSING_SCRIPT
    if not script.exists():
        script.parent.mkdir(parents=True, exist_ok=True)
        script.write_text("// Blurs the background of video calls: not packaged.\n")


def unpack_pip(target: Path) -> Path:
    """The wheel of pip, for a Debian whose Python came without it."""
    unpack(target, ["python3-pip-whl/bookworm"])
    return next(target.rglob("pip-*.whl"))


def install(packages: list[str]) -> None:
    """Install packages on the machine itself: root only.

    Another installation under way, as a new machine's own, is waited for.
    """
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    failure = f"Debian could not install {' '.join(packages)}."
    process.run(["apt-get", "-q", "update"], failure, env=environment)
    process.run(
        [
            "apt-get",
            "-q",
            "-o",
            f"DPkg::Lock::Timeout={PATIENCE}",
            "install",
            "-y",
            "--no-install-recommends",
            *packages,
        ],
        failure,
        env=environment,
    )


def may_install() -> bool:
    """Whether packages can be installed here."""
    return os.geteuid() == 0 and mirror() is not None
