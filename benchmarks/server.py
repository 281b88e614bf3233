"""A web server of many feeds on the loopback, in a process of its own and as cheap as can be.

Every feed that asks with the ETag of ``corpus.UNCHANGED`` gets a 304, else its whole document. Feeds lie at many ports,
each of which a reader must take for a server of its own, so that its politeness does not make one queue of them all.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from benchmarks import corpus

_PORTS = 200


@contextlib.contextmanager
def serving(feeds: int, entries: int) -> Iterator[list[str]]:
    """The addresses of so many feeds of so many entries, served while the block lasts."""
    command = [sys.executable, "-m", "benchmarks.server", str(feeds), str(entries)]
    root = Path(__file__).resolve().parent.parent
    process = subprocess.Popen(command, cwd=root, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    assert process.stdin is not None
    assert process.stdout is not None
    try:
        ports = json.loads(process.stdout.readline())
        yield [f"http://127.0.0.1:{ports[number % len(ports)]}/{number}.xml" for number in range(feeds)]
    finally:
        process.stdin.close()  # It ends with its input, so also when whoever started it is killed.
        process.wait()
        process.stdout.close()


class _Connection(asyncio.Protocol):
    def __init__(self, documents: list[bytes]) -> None:
        self._documents = documents
        self._unread = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        self._unread += data
        while b"\r\n\r\n" in self._unread:
            head, _, self._unread = self._unread.partition(b"\r\n\r\n")
            self._transport.write(self._answer(head))

    def _answer(self, head: bytes) -> bytes:
        if b"if-none-match: " + corpus.UNCHANGED in head.lower():
            return b"HTTP/1.1 304 Not Modified\r\nETag: " + corpus.UNCHANGED + b"\r\n\r\n"
        try:
            number = int(head.split(b" ", 2)[1].strip(b"/").removesuffix(b".xml"))
            return self._documents[number]
        except (ValueError, IndexError):
            return b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n"


def _answers(feeds: int, entries: int) -> list[bytes]:
    made = []
    for number in range(feeds):
        document = corpus.document(number, entries)
        kind = b"application/atom+xml" if number % 2 else b"application/rss+xml"
        lines = (b"Content-Type: " + kind, b"Content-Length: %d" % len(document), b"ETag: " + corpus.UNCHANGED)
        made.append(b"HTTP/1.1 200 OK\r\n" + b"\r\n".join(lines) + b"\r\n\r\n" + document)
    return made


async def _serve(answers: list[bytes]) -> None:
    loop = asyncio.get_running_loop()
    servers = [
        await loop.create_server(lambda: _Connection(answers), "127.0.0.1", 0, backlog=100)
        for _ in range(min(len(answers), _PORTS))
    ]
    print(json.dumps([server.sockets[0].getsockname()[1] for server in servers]), flush=True)
    await loop.run_in_executor(None, sys.stdin.buffer.read)


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("feeds", type=int)
    parser.add_argument("entries", type=int)
    given = parser.parse_args()
    asyncio.run(_serve(_answers(given.feeds, given.entries)))
