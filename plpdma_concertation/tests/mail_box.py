"""A mailbox of this machine, in as much of IMAP as Odoo speaks."""

import socketserver
import threading


class ImapHandler(socketserver.StreamRequestHandler):
    def handle(self):
        self.send("* OK ready")
        while line := self.rfile.readline().decode().strip():
            tag, command, *arguments = line.split(" ")
            getattr(self, f"do_{command.lower()}", self.do_other)(arguments)
            self.send(f"{tag} OK done")
            if command.upper() == "LOGOUT":
                return

    def send(self, line):
        self.wfile.write(line.encode() + b"\r\n")

    def do_other(self, arguments):
        pass

    def do_capability(self, arguments):
        self.send("* CAPABILITY IMAP4rev1")

    def do_select(self, arguments):
        self.send(f"* {len(self.server.messages)} EXISTS")

    def do_search(self, arguments):
        unseen = set(self.server.messages) - self.server.seen
        self.send(" ".join(["* SEARCH", *map(str, sorted(unseen))]))

    def do_fetch(self, arguments):
        raw = self.server.messages[int(arguments[0])]
        self.send(f"* {arguments[0]} FETCH (RFC822 {{{len(raw)}}}")
        self.wfile.write(raw)
        self.send(")")

    def do_store(self, arguments):
        change = set.add if arguments[1].startswith("+") else set.discard
        change(self.server.seen, int(arguments[0]))

    def do_logout(self, arguments):
        self.send("* BYE")


class Mailbox(socketserver.ThreadingTCPServer):
    """:param messages: bytes of each message that waits"""

    allow_reuse_address = True
    daemon_threads = True

    def __init__(self, messages):
        super().__init__(("127.0.0.1", 0), ImapHandler)
        self.messages = dict(enumerate(messages, 1))
        self.seen = set()
        self.thread = threading.Thread(target=self.serve_forever, daemon=True)
        self.thread.start()

    def stop(self):
        self.shutdown()
        self.server_close()
        self.thread.join()
