"""A small proxy on the loopback, as a company or a reader's own computer has one: HTTP with CONNECT, and SOCKS 5, both
on one port. It looks names up by its own list, as real ones do, and goes wherever that says.

::

    with Proxy({"wiki.example": "127.0.0.1"}) as proxy:
        monkeypatch.setenv("all_proxy", proxy.url("socks5h"))
        ...
        assert proxy.asked == ["wiki.example"]
"""

from __future__ import annotations

import contextlib
import re
import socket
import struct
import threading
from types import TracebackType
from urllib.parse import urlsplit


class Proxy:
    """``asked`` are the hosts that it was asked for, in order; those that are not in ``names`` are not to be had."""

    def __init__(self, names: dict[str, str] | None = None, host: str = "127.0.0.9") -> None:
        self.host = host
        self.names = names if names is not None else {}
        self.asked: list[str] = []
        self._open: set[socket.socket] = set()
        self._threads: list[threading.Thread] = []
        self._lock = threading.Lock()
        self._listener = socket.create_server((host, 0), backlog=64)
        self.port: int = self._listener.getsockname()[1]
        self._acceptor = threading.Thread(target=self._accept, daemon=True)
        self._acceptor.start()

    def url(self, scheme: str = "http", userinfo: str = "") -> str:
        """How it is named in the environment."""
        return f"{scheme}://{userinfo + '@' if userinfo else ''}{self.host}:{self.port}"

    def __enter__(self) -> Proxy:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        with contextlib.suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        self._acceptor.join(5)
        with self._lock:
            for one in self._open:
                with contextlib.suppress(OSError):
                    one.shutdown(socket.SHUT_RDWR)
        for thread in self._threads:
            thread.join(5)
        for one in self._open:
            one.close()

    def _accept(self) -> None:
        while True:
            try:
                client, _ = self._listener.accept()
            except OSError:
                return
            thread = threading.Thread(target=self._serve, args=(client,), daemon=True)
            self._threads.append(thread)
            thread.start()

    def _serve(self, client: socket.socket) -> None:
        self._note(client)
        with contextlib.suppress(OSError, ValueError, struct.error), client:
            if client.recv(1, socket.MSG_PEEK) == b"\x05":
                self._socks(client)
            else:
                self._http(client)

    def _http(self, client: socket.socket) -> None:
        head = b""
        while b"\r\n\r\n" not in head:
            piece = client.recv(65536)
            if not piece:
                return
            head += piece
        method, target, _ = head.split(b"\r\n", 1)[0].decode("latin-1").split(" ", 2)
        place = urlsplit(f"//{target}" if method == "CONNECT" else target)
        server = self._to(place.hostname or "", place.port or 80)
        if server is None:
            client.sendall(b"HTTP/1.1 502 Not found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
        elif method == "CONNECT":
            client.sendall(b"HTTP/1.1 200 Well\r\n\r\n")
            self._through(client, server)
        else:
            path = re.sub(r"^https?://[^/?#]*", "", target) or "/"
            rest = head.split(b"\r\n", 1)[1].replace(b"\r\n\r\n", b"\r\nConnection: close\r\n\r\n", 1)
            server.sendall(f"{method} {path} HTTP/1.1\r\n".encode("latin-1") + rest)
            server.settimeout(5)
            self._answer(client, server)

    def _answer(self, client: socket.socket, server: socket.socket) -> None:
        with server, server.makefile("rb") as incoming:
            head = bytearray()
            length = 0
            for line in incoming:
                head += line
                if line.lower().startswith(b"content-length:"):
                    length = int(line.partition(b":")[2])
                if line == b"\r\n":
                    break
            client.sendall(bytes(head) + incoming.read(length))

    def _socks(self, client: socket.socket) -> None:
        _, count = client.recv(2)
        client.recv(count)
        client.sendall(b"\x05\x00")
        _, _, _, kind = _exactly(client, 4)
        if kind == 3:
            host = _exactly(client, _exactly(client, 1)[0]).decode("latin-1")
        else:
            family, size = (socket.AF_INET, 4) if kind == 1 else (socket.AF_INET6, 16)
            host = socket.inet_ntop(family, _exactly(client, size))
        (port,) = struct.unpack("!H", _exactly(client, 2))
        server = self._to(host, port)
        client.sendall(bytes((5, 4 if server is None else 0, 0, 1)) + b"\x00" * 6)
        if server is not None:
            self._through(client, server)

    def _to(self, host: str, port: int) -> socket.socket | None:
        self.asked.append(host)
        try:
            socket.inet_aton(host)
            ip = host
        except OSError:
            ip = self.names.get(host.rstrip("."), "")
        if not ip.startswith("127."):
            return None  # Nothing leaves this computer.
        server = socket.socket()
        self._note(server)
        server.settimeout(5)
        server.connect((ip, port))
        server.settimeout(None)
        return server

    def _through(self, client: socket.socket, server: socket.socket) -> None:
        with server:
            back = threading.Thread(target=_pour, args=(server, client), daemon=True)
            back.start()
            _pour(client, server)
            back.join(5)

    def _note(self, one: socket.socket) -> None:
        with self._lock:
            self._open.add(one)


def _pour(out_of: socket.socket, into: socket.socket) -> None:
    with contextlib.suppress(OSError):
        while piece := out_of.recv(65536):
            into.sendall(piece)
        into.shutdown(socket.SHUT_WR)


def _exactly(client: socket.socket, size: int) -> bytes:
    got = b""
    while len(got) < size:
        piece = client.recv(size - len(got))
        if not piece:
            raise OSError("it hung up")
        got += piece
    return got
