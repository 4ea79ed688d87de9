#!/usr/bin/env python3
"""Odoo's own gate, for messages in whatever charset: it takes each for UTF-8, and sends
back to its author one that is not.

    mailgate_bytes.py /path/to/odoo-mailgate.py --host=… (the options of that script)

With `--retry-status`, the mail server keeps the message and tries again later whenever
Odoo could not take it: a database that is away or a disk that is full is no reason to
send it back. Odoo's own gate does so only when nothing answers at all.
"""

import runpy
import sys

# What is told to the mail server: it failed for good, or for now (sysexits.h).
EX_SOFTWARE = 70
EX_TEMPFAIL = 75


class Message:
    """What the mail server hands over, as it is."""

    def encode(self):
        """:return: its bytes, which the gate asks for"""
        return sys.__stdin__.buffer.read()


class Input:
    """What the gate reads the message from."""

    def read(self):
        """:return: the message"""
        return Message()


if __name__ == "__main__":
    sys.argv = sys.argv[1:]
    sys.stdin = Input()
    try:
        runpy.run_path(sys.argv[0], run_name="__main__")
    except SystemExit as end:
        if end.code == EX_SOFTWARE and "--retry-status" in sys.argv:
            sys.exit(EX_TEMPFAIL)
        raise
