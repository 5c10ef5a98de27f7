"""A small mail server on the loopback address that takes letters, refuses them, hangs up or says nothing, as a test tells it."""

import socketserver
import threading
import time


class Server(socketserver.ThreadingTCPServer):
    """`answers` maps "CONNECT", "MAIL", "RCPT", "DATA" and "END" to a reply (bytes), "hang up" or a number of seconds of silence.

    `taken` are (recipient, message) of every letter it said yes to.
    """

    allow_reuse_address = True
    daemon_threads = True
    block_on_close = False

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Conversation)
        self.taken, self.answers, self.refused = [], {}, {}
        self.lock = threading.Lock()

    @property
    def port(self):
        return self.server_address[1]


class HungUp(Exception):
    """The server has put the telephone down."""


class Conversation(socketserver.StreamRequestHandler):
    def handle(self):
        try:
            self._talk()
        except (HungUp, OSError):
            return

    def _say(self, at, reply):
        told = self.server.answers.get(at, reply)
        if told == "hang up":
            raise HungUp
        if isinstance(told, int | float):
            time.sleep(told)
            raise HungUp
        self.wfile.write(told + b"\r\n")
        return told

    def _talk(self):
        self._say("CONNECT", b"220 ready")
        to = ""
        while line := self.rfile.readline():
            verb = line[:4].upper().strip()
            if verb in (b"EHLO", b"HELO"):
                self.wfile.write(b"250 ready\r\n")
            elif verb == b"MAIL":
                self._say("MAIL", b"250 ok")
            elif verb == b"RCPT":
                to = line.split(b"<")[1].split(b">")[0].decode()
                self._say("RCPT", self.server.refused.get(to, b"250 ok"))
            elif verb == b"DATA":
                if self._say("DATA", b"354 go on").startswith(b"354"):
                    self._take(to)
            elif verb == b"QUIT":
                self.wfile.write(b"221 bye\r\n")
                return
            else:
                self.wfile.write(b"250 ok\r\n")

    def _take(self, to):
        lines = []
        while (line := self.rfile.readline()) not in (b".\r\n", b""):
            lines.append(line)
        if "END" not in self.server.answers:
            # What it says yes to it has.
            with self.server.lock:
                self.server.taken.append((to, b"".join(lines).decode()))
        self._say("END", b"250 taken")
