"""A scripted web server on the loopback, for every test that talks HTTP. It does what it is told, right or wrong.

::

    with Site() as site:
        site.serve("/feed.xml", b"<rss/>", headers={"ETag": '"1"'})      # the same answer every time
        site.serve("/busy", status=429, headers={"Retry-After": "60"})
        site.serve("/now", lambda request: Reply(b"hello " + request.path.encode()))
        site.serve("/odd", lambda request: Raw([b"HTTP/1.1 200 OK\\r\\n\\r\\n", b"no length"]))
        ... site.url("/feed.xml") ...
        assert site.requests[0].header("user-agent")

Headers may be text or bytes; bytes go out exactly as they are. The fixture ``site`` is one such server for one test.
"""

from __future__ import annotations

import os
import socket
import ssl
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType

import pytest

Text = str | bytes
Headers = Mapping[str, Text] | Iterable[tuple[str, Text]]


@dataclass(frozen=True)
class Request:
    """What a client sent: the method, the target as it stood there, and the headers as the bytes they were."""

    method: str
    path: str
    headers: tuple[tuple[str, bytes], ...]
    raw: bytes = field(repr=False)
    connection: int = 0

    def header(self, name: str) -> bytes | None:
        """The value of the first header of that name, or None."""
        return next((value for key, value in self.headers if key.lower() == name.lower()), None)


@dataclass(frozen=True)
class Reply:
    """A well-made answer: the length is added, the connection stays open."""

    body: Text = b""
    headers: Headers = ()
    status: int = 200

    def to_bytes(self) -> bytes:
        body = _bytes(self.body)
        pairs = list(self.headers.items() if isinstance(self.headers, Mapping) else self.headers)
        if self.status != 304 and not any(name.lower() in ("content-length", "transfer-encoding") for name, _ in pairs):
            pairs.append(("Content-Length", str(len(body))))
        lines = [f"HTTP/1.1 {self.status} Scripted".encode()]
        lines += [name.encode() + b": " + _bytes(value) for name, value in pairs]
        return b"\r\n".join(lines) + b"\r\n\r\n" + (b"" if self.status == 304 else body)


@dataclass(frozen=True)
class Raw:
    """Pieces that are sent as they are, one after the other, before the connection is closed."""

    pieces: Iterable[bytes]


Answer = Reply | Raw | Text
Script = Callable[[Request], Answer]


class Site:
    """One server. ``requests`` is what it was asked, ``busiest`` how many connections were open at once."""

    def __init__(self, host: str = "127.0.0.1", certificate: tuple[Path, Path] | None = None) -> None:
        self.host = host
        self.requests: list[Request] = []
        self.connections = 0
        self.busiest = 0
        self._scripts: dict[str, Answer | Script] = {}
        self._open: set[socket.socket] = set()
        self._threads: list[threading.Thread] = []
        self._lock = threading.Lock()
        self._stopping = threading.Event()
        self._tls: ssl.SSLContext | None = None
        if certificate is not None:
            self._tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            self._tls.load_cert_chain(*certificate)
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        self._listener = socket.create_server((host, 0), family=family, backlog=128)
        self.port: int = self._listener.getsockname()[1]
        self._acceptor = threading.Thread(target=self._accept, daemon=True)
        self._acceptor.start()

    def url(self, path: str = "/", host: str | None = None, userinfo: str = "") -> str:
        """The address of a path here; ``host`` is another name for the same computer, such as localhost."""
        name = host or (f"[{self.host}]" if ":" in self.host else self.host)
        return f"{'https' if self._tls else 'http'}://{userinfo + '@' if userinfo else ''}{name}:{self.port}{path}"

    def serve(self, path: str, body: Answer | Script = b"", headers: Headers = (), status: int = 200) -> None:
        """Answer a target (with its query, else without) so from now on."""
        self._scripts[path] = body if not isinstance(body, str | bytes) else Reply(body, headers, status)

    def pause(self, seconds: float) -> bool:
        """Sleep inside a script, but no longer than the server lives; False when it is being stopped."""
        return not self._stopping.wait(seconds)

    def drip(self, pieces: Iterable[bytes], seconds: float) -> Iterator[bytes]:
        """The pieces for a ``Raw``, each after a pause."""
        for piece in pieces:
            if not self.pause(seconds):
                return
            yield piece

    def silence(self) -> Raw:
        """An answer that never comes."""
        return Raw(self.drip([b""], 3600))

    def asked(self, path: str) -> list[Request]:
        """The requests for one target."""
        return [request for request in self.requests if request.path == path]

    def close(self) -> None:
        """Stop at once, also in the middle of an answer."""
        self._stopping.set()
        with suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        self._acceptor.join(5)
        with self._lock:
            for connection in self._open:
                with suppress(OSError):
                    connection.shutdown(socket.SHUT_RDWR)
            threads = list(self._threads)
        for thread in threads:
            thread.join(5)

    def __enter__(self) -> Site:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _accept(self) -> None:
        while not self._stopping.is_set():
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            with self._lock:
                self.connections += 1
                number = self.connections
                self._open.add(connection)
                self.busiest = max(self.busiest, len(self._open))
                thread = threading.Thread(target=self._serve_connection, args=(connection, number), daemon=True)
                self._threads.append(thread)
            thread.start()

    def _serve_connection(self, plain: socket.socket, number: int) -> None:
        connection = plain
        try:
            with suppress(OSError, ValueError):
                # Nagle's algorithm would hold back the second piece of every answer.
                plain.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                if self._tls:
                    connection = self._tls.wrap_socket(plain, server_side=True)
                    with self._lock:
                        self._open.discard(plain)
                        self._open.add(connection)
                with connection.makefile("rb") as incoming:
                    while not self._stopping.is_set() and (request := _read(incoming, number)):
                        self.requests.append(request)
                        if not self._answer(connection, request):
                            break
        finally:
            with self._lock:
                self._open.discard(connection)
                self._open.discard(plain)
            connection.close()
            plain.close()

    def _answer(self, connection: socket.socket, request: Request) -> bool:
        script = self._scripts.get(request.path, self._scripts.get(request.path.partition("?")[0]))
        answer = script(request) if callable(script) else script
        if isinstance(answer, Raw):
            for piece in answer.pieces:
                connection.sendall(piece)
            return False
        if answer is None:
            answer = Reply(b"nothing here", status=404)
        connection.sendall((answer if isinstance(answer, Reply) else Reply(answer)).to_bytes())
        return True


@pytest.fixture
def site(monkeypatch: pytest.MonkeyPatch) -> Iterator[Site]:
    """A scripted server for one test; a proxy of the machine's environment does not stand before it."""
    without_proxy(monkeypatch)
    with Site() as served:
        yield served


def without_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    """Forget every proxy that the environment names."""
    for name in list(os.environ):
        if name.lower().endswith("_proxy"):
            monkeypatch.delenv(name)


def _read(incoming: Iterable[bytes], number: int) -> Request | None:
    lines: list[bytes] = []
    for line in incoming:
        if line in (b"\r\n", b"\n"):
            break
        lines.append(line)
    else:
        return None
    method, path, _ = lines[0].decode("latin-1").split(" ", 2)
    pairs = [line.rstrip(b"\r\n").partition(b":") for line in lines[1:]]
    headers = tuple((name.decode("latin-1"), value.strip(b" \t")) for name, _, value in pairs)
    return Request(method, path, headers, b"".join(lines), number)


def _bytes(text: Text) -> bytes:
    return text if isinstance(text, bytes) else text.encode()
