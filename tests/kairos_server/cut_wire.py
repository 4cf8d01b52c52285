# SPDX-License-Identifier: MIT
"""A way to a back end on loopback that can be cut at any byte, slowed, sliced, or usurped."""

from __future__ import annotations

import select
import socket
import ssl
import struct
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import Literal, NamedTuple
from urllib.parse import urlsplit

Way = Literal["up", "down"]
_AT_ONCE = struct.pack("ii", 1, 0)
PORTAL = (
    b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 25\r\n"
    b"Connection: close\r\n\r\n<h1>Bienvenue Wi-Fi</h1>\n"
)


class Cut(NamedTuple):
    """The connection ends once that many bytes went that way: closed, or reset."""

    way: Way
    at: int
    is_reset: bool


class _Ended(Exception):
    """This connection is cut here."""


class FaultyWire:
    """Counts what passes each way. Its settings may be changed between two requests."""

    def __init__(self, address: str) -> None:
        parts = urlsplit(address)
        assert parts.hostname
        assert parts.port
        self._server = (parts.hostname, parts.port)
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listening.getsockname()[1]
        self._threads: list[threading.Thread] = []
        self._open = True
        self._ended = threading.Event()
        # Closing the one wakes whoever waits for the other.
        self._waking, self._woken = socket.socketpair()
        self._cut: Cut | None = None
        self.passed: dict[Way, int] = {"up": 0, "down": 0}
        self.most = 65536
        """Bytes that pass at once."""
        self.pause = 0.0
        """Seconds after each piece: bytes a second are `most / pause`."""
        self.usurped = False
        """Whether a captive portal answers instead."""
        self.tls: ssl.SSLContext | None = None
        """The certificate that is shown, None for plain HTTP."""

    @property
    def address(self) -> str:
        """Where a post reaches the back end."""
        return f"{'https' if self.tls else 'http'}://127.0.0.1:{self.port}"

    def cut(self, cut: Cut | None) -> None:
        """Count from nothing, and end one connection at this byte."""
        self.passed = {"up": 0, "down": 0}
        self._cut = cut

    @property
    def is_whole(self) -> bool:
        """Whether the cut that was asked for is still to come."""
        return self._cut is not None

    def serve(self) -> None:
        """Carry every connection, each on its own thread, until closed."""
        while self._open:
            client, _ = self._listening.accept()
            thread = threading.Thread(target=self._carry, args=(client,), name="faulty wire")
            self._threads.append(thread)
            thread.start()

    def close(self) -> None:
        """Let go of every connection."""
        self._open = False
        self._ended.set()
        self._waking.close()
        # accept() is not woken by a closing.
        socket.create_connection(self._listening.getsockname()).close()

    def join(self) -> None:
        """Wait for the last connection."""
        for thread in self._threads:
            thread.join(30)
            assert not thread.is_alive(), "a connection was left open"
        self._woken.close()
        self._listening.close()

    def _carry(self, client: socket.socket) -> None:
        with suppress(OSError, _Ended), client:
            if self.tls is not None:
                client = self.tls.wrap_socket(client, server_side=True)
            if self.usurped:
                client.recv(65536)
                client.sendall(PORTAL)
                return
            with client, socket.create_connection(self._server) as server:
                self._exchange(client, server)

    def _exchange(self, client: socket.socket, server: socket.socket) -> None:
        for end in (client, server):
            # As the programs at both ends: a second piece would wait 40 ms for a receipt.
            end.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        ends: dict[socket.socket, tuple[Way, socket.socket]] = {
            client: ("up", server),
            server: ("down", client),
        }
        while self._open:
            for source in self._ready(list(ends)):
                way, target = ends[source]
                piece = source.recv(self.most)
                if not piece:
                    return
                self._pass(way, piece, target, (client, server))

    def _ready(self, ends: Sequence[socket.socket]) -> Sequence[socket.socket]:
        """Those from which something can be read, none at the end; what TLS holds counts."""
        held = [end for end in ends if isinstance(end, ssl.SSLSocket) and end.pending()]
        ready = held or select.select([*ends, self._woken], [], [])[0]
        return [end for end in ready if end is not self._woken]

    def _pass(
        self, way: Way, piece: bytes, target: socket.socket, both: tuple[socket.socket, ...]
    ) -> None:
        cut = self._cut
        left = cut.at - self.passed[way] if cut and cut.way == way else len(piece) + 1
        going = piece[: max(0, left)]
        is_cut = cut is not None and left <= len(piece)
        # Noted before whoever receives it can ask, and ask for another cut.
        self.passed[way] += len(going)
        if is_cut:
            self._cut = None
        target.sendall(going)
        if self.pause:
            self._ended.wait(self.pause)
        if cut and is_cut:
            if cut.is_reset:
                for end in both:
                    end.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _AT_ONCE)
            raise _Ended


@contextmanager
def faulty_wire(address: str) -> Iterator[FaultyWire]:
    """A wire to this back end, closed at the end with all its connections."""
    wire = FaultyWire(address)
    thread = threading.Thread(target=wire.serve, name="faulty wires")
    thread.start()
    try:
        yield wire
    finally:
        wire.close()
        thread.join(30)
        wire.join()
