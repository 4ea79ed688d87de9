"""A mailbox of this machine, in as much of IMAP and of POP as Odoo speaks."""

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


class PopHandler(socketserver.StreamRequestHandler):
    """What is deleted goes when the client says good-bye, and not before."""

    def handle(self):
        self.deleted = set()
        self.waiting = sorted(set(self.server.messages) - self.server.seen)
        self.send("+OK ready")
        while line := self.rfile.readline().decode().strip():
            command, *arguments = line.split(" ")
            getattr(self, f"do_{command.lower()}", self.do_other)(arguments)
            if command.upper() == "QUIT":
                self.server.seen |= self.deleted
                return

    def send(self, line):
        self.wfile.write(line.encode() + b"\r\n")

    def do_other(self, arguments):
        self.send("+OK")

    def do_stat(self, arguments):
        self.send(f"+OK {len(self.waiting)} 1")

    def do_list(self, arguments):
        lines = [f"{number} 1" for number in range(1, len(self.waiting) + 1)]
        self.send("\r\n".join(["+OK", *lines, "."]))

    def do_retr(self, arguments):
        raw = self.server.messages[self.waiting[int(arguments[0]) - 1]]
        lines = [
            b"." + line if line.startswith(b".") else line for line in raw.splitlines()
        ]
        self.wfile.write(b"\r\n".join([b"+OK", *lines, b"."]) + b"\r\n")

    def do_dele(self, arguments):
        self.deleted.add(self.waiting[int(arguments[0]) - 1])
        self.send("+OK")


class Mailbox(socketserver.ThreadingTCPServer):
    """:param messages: bytes of each message that waits
    :param handler: how it speaks
    """

    allow_reuse_address = True
    daemon_threads = True

    def __init__(self, messages, handler=ImapHandler):
        super().__init__(("127.0.0.1", 0), handler)
        self.messages = dict(enumerate(messages, 1))
        self.seen = set()
        self.thread = threading.Thread(target=self.serve_forever, daemon=True)
        self.thread.start()

    def stop(self):
        self.shutdown()
        self.server_close()
        self.thread.join()
