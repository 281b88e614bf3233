"""A web server of many feeds on the loopback, in a process of its own and as cheap as can be.

Every feed that is asked for with the ETag of its document gets a 304, else the whole document. Feeds lie at many ports,
each of which a reader must take for a server of its own, so that its politeness does not make one queue of them all.
``/grow/N`` lets the first N feeds have one new entry from then on.
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
    def __init__(self, served: list[tuple[bytes, bytes]], entries: int) -> None:
        self._served = served
        self._entries = entries
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
        place = head.split(b" ", 2)[1]
        if place.startswith(b"/grow/"):
            for number in range(int(place[6:])):
                document = self._served[number][1].partition(b"\r\n\r\n")[2]
                self._served[number] = _answer(number, corpus.one_more(number, self._entries, document), corpus.GROWN)
            return b"HTTP/1.1 204 No Content\r\n\r\n"
        try:
            tag, whole = self._served[int(place.strip(b"/").removesuffix(b".xml"))]
        except (ValueError, IndexError):
            return b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n"
        if b"if-none-match: " + tag in head.lower():
            return b"HTTP/1.1 304 Not Modified\r\nETag: " + tag + b"\r\n\r\n"
        return whole


def _answer(number: int, document: bytes, tag: bytes) -> tuple[bytes, bytes]:
    """A document's ETag, and the whole answer that has it."""
    kind = b"application/atom+xml" if number % 2 else b"application/rss+xml"
    lines = (b"Content-Type: " + kind, b"Content-Length: %d" % len(document), b"ETag: " + tag)
    return tag, b"HTTP/1.1 200 OK\r\n" + b"\r\n".join(lines) + b"\r\n\r\n" + document


async def _serve(feeds: int, entries: int) -> None:
    answers = [_answer(number, corpus.document(number, entries), corpus.UNCHANGED) for number in range(feeds)]
    loop = asyncio.get_running_loop()
    servers = [
        await loop.create_server(lambda: _Connection(answers, entries), "127.0.0.1", 0, backlog=100)
        for _ in range(min(len(answers), _PORTS))
    ]
    print(json.dumps([server.sockets[0].getsockname()[1] for server in servers]), flush=True)
    await loop.run_in_executor(None, sys.stdin.buffer.read)


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("feeds", type=int)
    parser.add_argument("entries", type=int)
    given = parser.parse_args()
    asyncio.run(_serve(given.feeds, given.entries))
