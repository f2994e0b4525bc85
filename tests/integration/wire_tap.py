"""A wire with somebody on it: between one process and a server, it records, and can hold back.

A crash between two messages lasts a moment and never comes when it is wanted. Whoever holds one of
the two messages back can end the process in that moment, every time.
"""

import socket
import socketserver
import threading
from contextlib import suppress
from dataclasses import dataclass, field
from types import TracebackType
from typing import Self, cast

HOST = "127.0.0.1"
CHUNK = 65_536


class PassAll:
    """Holds nothing back."""

    def words(self, chunk: bytes) -> bytes:
        """What of the client's bytes goes on to the server."""
        return chunk

    def answers(self, chunk: bytes) -> bytes:
        """What of the server's bytes goes back to the client."""
        return chunk


class _Holding(PassAll):
    """Waits for the client to say a word for the n-th time."""

    def __init__(self, word: bytes, nth: int = 1) -> None:
        self._word = word
        self._left = nth
        self._tail = b""
        self.has_begun = threading.Event()

    def _place(self, chunk: bytes) -> int | None:
        """Where the n-th word begins in this chunk, or the rest of one begun before; else None."""
        seen, before = self._tail + chunk, len(self._tail)
        at = seen.find(self._word)
        while at >= 0:
            self._left -= 1
            if self._left == 0:
                return max(0, at - before)
            at = seen.find(self._word, at + len(self._word))
        self._tail = seen[-(len(self._word) - 1) :]
        return None


class HoldAnswers(_Holding):
    """The n-th word still reaches the server; nothing that the server says then comes back."""

    def words(self, chunk: bytes) -> bytes:
        """All of them; from the n-th on answers are held, and before it has gone on."""
        if not self.has_begun.is_set() and self._place(chunk) is not None:
            self.has_begun.set()
        return chunk

    def answers(self, chunk: bytes) -> bytes:
        """None any more, once it has begun."""
        return b"" if self.has_begun.is_set() else chunk


class HoldWords(_Holding):
    """The n-th word, and all that follows it, never reaches the server."""

    def __init__(self, word: bytes, nth: int = 1) -> None:
        super().__init__(word, nth)
        self.kept_back = bytearray()

    def words(self, chunk: bytes) -> bytes:
        """Those before the n-th."""
        place = 0 if self.has_begun.is_set() else self._place(chunk)
        if place is None:
            return chunk
        self.kept_back += chunk[place:]
        self.has_begun.set()
        return chunk[:place]


@dataclass(slots=True)
class Line:
    """One connection: all that its client and its server said, held back or not."""

    client: socket.socket
    server: socket.socket
    said: bytearray = field(default_factory=bytearray)
    heard: bytearray = field(default_factory=bytearray)


class WireTap:
    """A port of its own, which leads to another one on this machine."""

    def __init__(self, port: int, hold: PassAll | None = None) -> None:
        self._to = port
        self._hold = hold or PassAll()
        self.lines: list[Line] = []
        self._is_over = False
        self._server = _Server(self)

    @property
    def port(self) -> int:
        """Where to connect instead."""
        return int(self._server.server_address[1])

    def __enter__(self) -> Self:
        threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True).start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._server.shutdown()
        self._is_over = True
        for line in self.lines:
            _hang_up(line.client)
            _hang_up(line.server)
        self._server.server_close()  # waits for the threads

    def join(self, client: socket.socket) -> None:
        """Pass both ways until one side hangs up."""
        with socket.create_connection((HOST, self._to)) as server:
            line = Line(client, server)
            self.lines.append(line)
            if self._is_over:
                return
            back = threading.Thread(target=self._pass_answers, args=(line,))
            back.start()
            self._pass_words(line)
            back.join()

    def _pass_words(self, line: Line) -> None:
        with suppress(OSError):
            while chunk := line.client.recv(CHUNK):
                line.said += chunk
                line.server.sendall(self._hold.words(chunk))
        _hang_up(line.server)

    def _pass_answers(self, line: Line) -> None:
        with suppress(OSError):
            while chunk := line.server.recv(CHUNK):
                line.heard += chunk
                line.client.sendall(self._hold.answers(chunk))
        _hang_up(line.client)


def _hang_up(end: socket.socket) -> None:
    with suppress(OSError):
        end.shutdown(socket.SHUT_RDWR)


class _Server(socketserver.ThreadingTCPServer):
    def __init__(self, tap: WireTap) -> None:
        super().__init__((HOST, 0), _Caller)
        self.tap = tap


class _Caller(socketserver.BaseRequestHandler):
    def handle(self) -> None:
        with suppress(OSError):  # nobody listens there just now
            cast(_Server, self.server).tap.join(self.request)
