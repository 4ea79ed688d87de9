"""Running other programs without leaving any of them behind."""

import contextlib
import os
import signal
import subprocess
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TextIO

from .console import Problem

Command = Sequence[str | Path]
FULL_DISK = "No space left on device"
# How much of a program's output, from its end, is about what made it fail.
RELEVANT = 5_000
# The options of a program whose output is read here.
READABLE = {
    "stdout": subprocess.PIPE,
    "stderr": subprocess.STDOUT,
    "text": True,
    "errors": "replace",
}


def heed_signals() -> None:
    """Take being asked to stop for a Ctrl-C, but for signals set to be ignored."""

    def interrupt(*_signal) -> None:
        raise KeyboardInterrupt

    for number in (signal.SIGTERM, signal.SIGHUP):
        if signal.getsignal(number) is not signal.SIG_IGN:
            signal.signal(number, interrupt)


def stop_group(process: subprocess.Popen) -> None:
    """Stop a process and everything it started."""
    for number, patience in ((signal.SIGTERM, 15), (signal.SIGKILL, 5)):
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, number)
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(patience)
            return


def is_alive(number: int) -> bool:
    """Whether a process of this number exists."""
    try:
        os.kill(number, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


@contextlib.contextmanager
def started(command: Command, **options) -> Iterator[subprocess.Popen]:
    """Start a program that does not outlive the block."""
    process = subprocess.Popen(
        [str(part) for part in command], start_new_session=True, **options
    )
    try:
        yield process
    finally:
        stop_group(process)


def run(
    command: Command,
    failure: str,
    *,
    env: Mapping[str, str] | None = None,
    stdin: str = "",
    cwd: Path | None = None,
    **options,
) -> str:
    """Run a program quietly and return its output; say `failure` if it fails."""
    options |= {"env": env, "cwd": cwd, "stdin": subprocess.PIPE, **READABLE}
    try:
        with started(command, **options) as process:
            output, _nothing = process.communicate(stdin)
    except OSError as error:
        raise Problem(f"{failure} ({error})") from error
    if process.returncode:
        raise Problem(explain(failure, output))
    return output


def explain(failure: str, output: str) -> str:
    """A sentence, and the last lines of the program it is about."""
    if FULL_DISK in output[-RELEVANT:]:
        return f"{failure} The disk is full: make room and start again."
    tail = [f"    {line[:160]}" for line in output.strip().splitlines()[-10:]]
    return "\n".join([failure, *tail])


def kept(lines: Iterable[str], log: TextIO) -> Iterator[str]:
    """Pass the lines of a program on, after writing them to a log."""
    for line in lines:
        log.write(line)
        yield line.rstrip("\n")


def hand_over(command: Command, env: Mapping[str, str], stdin=None) -> int:
    """Run a program that owns the terminal: Ctrl-C is for it, not for us."""
    process = subprocess.Popen([str(part) for part in command], env=env, stdin=stdin)
    previous = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        return process.wait()
    finally:
        signal.signal(signal.SIGINT, previous)
        if process.poll() is None:
            process.terminate()
            process.wait()
