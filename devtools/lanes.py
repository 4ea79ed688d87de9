"""Pieces of work done beside one another, each in a process of its own.

What a piece prints is kept, and printed whole when it ends.
"""

import multiprocessing
import os
import sys
import tempfile
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from typing import IO, Any

from .console import Problem, say, step, warn

# The work is what the process already knows: nothing needs to be sent to it.
FORK = multiprocessing.get_context("fork")
Work = Callable[[], Any]


@dataclass
class Lane:
    """A piece of work that is being done."""

    name: str
    process: multiprocessing.Process
    receiver: Connection
    output: IO[str]

    def print(self) -> None:
        """Print what it said, whole, below its name."""
        self.output.seek(0)
        step(self.name)
        if text := self.output.read().rstrip("\n"):
            say(text)
        self.output.close()


def width() -> int:
    """How many pieces of work go on at once."""
    return min(4, len(os.sched_getaffinity(0)))


def run(works: dict[str, Work], count: int) -> dict[str, Any]:
    """Do the works, `count` of them at a time, in the order in which they are given.

    :return: what each gave, by its name; one that broke off has none
    """
    waiting = list(works.items())
    running: list[Lane] = []
    results: dict[str, Any] = {}
    try:
        while waiting or running:
            while waiting and len(running) < count:
                running.append(_start(*waiting.pop(0)))
            for receiver in wait([lane.receiver for lane in running]):
                [lane] = [lane for lane in running if lane.receiver is receiver]
                try:
                    results[lane.name] = lane.receiver.recv()
                except EOFError:
                    warn(f"{lane.name} broke off.")
                running.remove(lane)
                lane.process.join()
                lane.print()
    finally:
        # Interrupted: each leaves nothing behind when it is asked to stop.
        for lane in running:
            lane.process.terminate()
        for lane in running:
            lane.process.join()
            lane.print()
    return results


def _start(name: str, work: Work) -> Lane:
    """Have a work done by another process."""
    output = tempfile.TemporaryFile("w+", encoding="utf-8", errors="replace")
    receiver, sender = FORK.Pipe(duplex=False)
    process = FORK.Process(target=_do, args=(work, output, sender), name=name)
    process.start()
    # The process alone holds it now: when it ends, the other end knows.
    sender.close()
    return Lane(name, process, receiver, output)


def _do(work: Work, output: IO[str], sender: Connection) -> None:
    """In the process: do the work and send what it gives."""
    # A Ctrl-C is for whoever started us, who then asks us to stop.
    os.setsid()
    for stream in (sys.stdout, sys.stderr):
        stream.flush()
        os.dup2(output.fileno(), stream.fileno())
    try:
        sender.send(work())
    except Problem as problem:
        warn(str(problem))
    except KeyboardInterrupt:
        warn("Interrupted.")
    except Exception:
        warn(traceback.format_exc())
