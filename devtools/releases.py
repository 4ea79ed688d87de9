"""The versions that were released, as the history of this clone holds them."""

from dataclasses import dataclass
from pathlib import Path

from . import cache, process
from .console import Problem


@dataclass(frozen=True)
class Release:
    """The last commit of a version."""

    version: str
    commit: str
    # Whether the staff accepted or refused what is published.
    moderates: bool = True


# The work on 19.0.1.4.0 began before the version was raised: 19.0.1.3.0 is what it was
# before that, as what came between the two does not install.
RELEASES = (
    Release("19.0.1.0.0", "75da77224e3f779c63ad8917029851bfbce14d72", False),
    Release("19.0.1.1.0", "49a849c70e1d195519ea6c71d01d790dfd61b6a0", False),
    Release("19.0.1.2.0", "5fa222375a6a982bdc685a0ecbb59bf7d8af08ef", False),
    Release("19.0.1.3.0", "363ed96a894e562b14711389d3c2ff03fafc2e6d", False),
    Release("19.0.1.4.0", "b831565cb36773b14b8f51b1e5d172e006f86fa6"),
    Release("19.0.1.5.0", "1772ace2479fa1b86e2f79110cfc20854a43395a"),
    Release("19.0.1.6.0", "de7852988bc28ac0ac8eda34f9057ce2e56d646b"),
    Release("19.0.1.7.0", "3f6a9f9aaf94757ca8a270a94c215a27e2922e19"),
    Release("19.0.1.8.0", "b62e22accd7c74a660b866ac7cb1ecc1fe083d79"),
    Release("19.0.1.9.0", "5e7d29a1edd04d7c948e824886056924668cec69"),
    Release("19.0.1.10.0", "1ee5a667b15bd4a8bea22c139cb1d5c2cc3f10d5"),
    Release("19.0.1.11.0", "0f51c8ab04d632cd660c9a5ec005724410bd3b38"),
    Release("19.0.1.12.0", "2831647b968a277bfcf607ce4424632d2ffe195b"),
)


def missing() -> str:
    """What to do about the commits that this clone lacks, if any."""
    absent = [release.version for release in RELEASES if not _is_known(release.commit)]
    if not absent:
        return ""
    return (
        f"This copy of the repository lacks the commits of {', '.join(absent)}. "
        "A shallow clone gets them by `git fetch --unshallow`; what is no clone cannot "
        "be checked."
    )


def addons_path(release: Release) -> Path:
    """A folder that holds the addon as it was released."""
    path = cache.folder() / "releases" / release.commit
    with cache.lock("releases"):
        return cache.build(path, release.commit, lambda made: _unpack(release, made))


def _unpack(release: Release, target: Path) -> None:
    archive = target / "addon.tar"
    process.run(
        _git("archive", f"--output={archive}", release.commit, cache.ADDON),
        f"git does not give the addon at {release.version}:",
    )
    failure = f"The addon at {release.version} cannot be unpacked."
    process.run(["tar", "-xf", archive, "-C", target], failure)
    archive.unlink()


def _is_known(commit: str) -> bool:
    try:
        process.run(_git("cat-file", "-e", f"{commit}^{{commit}}"), "")
    except Problem:
        return False
    return True


def _git(*arguments: str) -> list[str]:
    """git in this repository, whoever owns its files."""
    trust = f"safe.directory={cache.ROOT}"
    return ["git", "-C", str(cache.ROOT), "-c", trust, *arguments]
