#!/usr/bin/env python3
"""Odoo's own gate, for messages in whatever charset: it takes each for UTF-8, and sends
back to its author one that is not.

    mailgate_bytes.py /path/to/odoo-mailgate.py --host=… (the options of that script)
"""

import runpy
import sys


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
    runpy.run_path(sys.argv[0], run_name="__main__")
