"""A thousand publishers on one loopback server, in a month that goes by as quickly as it is told to. It remembers what
it gave away whole.

Most publish as one should; others forget validators, fail for days, move, go away and come back, say "too often", break
off in the middle, or hand out a page where the feed was. A captive portal stands before all of them when it is told to.
"""

from __future__ import annotations

import asyncio
import json
import threading
from bisect import bisect_right
from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from email.utils import formatdate
from html import escape
from random import Random

from tests.documents import Item, rss

DAY = 86_400
BEGIN = 1_730_003_600
_SHOWN = 20
_BACKLOG = 4
_WORDS = (
    *("harbour", "lighthouse", "keeper", "ship", "weather", "course", "anchor", "tide", "gull", "rope", "lantern"),
    *("storm", "pilot", "buoy", "chart", "compass", "deck", "engine", "ferry", "galley", "hull", "island", "jetty"),
    *("keel", "lagoon", "mast", "net", "oar", "pier", "quay", "reef", "sail", "tug", "vessel", "wharf", "yacht"),
)

Answer = tuple[int, list[tuple[str, str]], bytes, int]
"""Status, headers, body, and how much of the body is sent."""


@dataclass
class Publisher:
    """One feed. ``times`` are those of its articles, ``rewritten`` when one of them was."""

    number: int
    times: list[int]
    rewritten: list[tuple[int, int]]
    served: dict[str, str] = field(default_factory=dict)
    """The title under which each article was given away last."""

    @property
    def kind(self) -> int:
        """Of twenty kinds."""
        return self.number % 20

    @property
    def host(self) -> str:
        """Two feeds of a host in one case of ten."""
        return f"shared{self.number // 20}.example" if self.kind in (15, 16) else f"f{self.number}.example"

    @property
    def url(self) -> str:
        """Where it is found in the beginning."""
        return f"http://{self.host}/{self.number}"

    @property
    def last_url(self) -> str:
        """And in the end."""
        return f"http://new{self.number}.example/{self.number}" if self.kind == 10 else self.url

    def items(self, now: int) -> list[Item]:
        """The newest, as they are now."""
        last = bisect_right(self.times, now)
        times = [0] * last
        for at, which in self.rewritten:
            if at <= now and which < last:
                times[which] += 1
        return [self._item(which, times[which]) for which in range(max(0, last - _SHOWN), last)][::-1]

    def tag(self, now: int) -> str:
        """What changes with them."""
        return f"{bisect_right(self.times, now)}-{sum(at <= now for at, _ in self.rewritten)}"

    def changed_at(self, now: int) -> int:
        """When they changed last."""
        return max([at for at in (*self.times, *(at for at, _ in self.rewritten)) if at <= now], default=0)

    def _item(self, which: int, revision: int) -> Item:
        chance = Random(self.number * 10_007 + which * 11 + revision)
        words = " ".join(chance.choices(_WORDS, k=120))
        title = f"{words.split()[0]} {self.number}-{which} revision {revision}"
        number = self.number * 1000 + which  # Its link is nobody else's.
        return Item(number, title, f"<p>{words}</p>", self.times[which], f"urn:{self.number}:{which}")


class World:
    """``now`` is told by whoever turns the clock; ``portal`` stands before everybody or not."""

    def __init__(self, feeds: int, days: int, seed: int) -> None:
        self.now = BEGIN
        self.portal = False
        self.calm = False
        """In the end everybody answers as one should."""
        self.publishers = [_publisher(number, days, seed) for number in range(feeds)]
        self.asked: Counter[int] = Counter()
        self._loop = asyncio.new_event_loop()
        self._server = self._loop.run_until_complete(asyncio.start_server(self._serve, "127.0.0.1", 0, backlog=1024))
        self.port: int = self._server.sockets[0].getsockname()[1]
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Everybody goes."""
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._server.close()
        for task in asyncio.all_tasks(self._loop):
            task.cancel()
        self._loop.run_until_complete(asyncio.sleep(0))
        self._loop.close()

    @property
    def day(self) -> int:
        """Of the month, from 0."""
        return (self.now - BEGIN) // DAY

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while True:
                head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
                target = head[0].split(" ")[1]
                headers = {name.lower(): value for name, _, value in (line.partition(": ") for line in head[1:])}
                status, more, body, sent = self._answered(headers.get("host", ""), target, headers)
                self.asked[status] += 1
                lines = [f"HTTP/1.1 {status} So", *(f"{name}: {value}" for name, value in more)]
                if status != 304:
                    lines.append(f"Content-Length: {len(body)}")
                writer.write("\r\n".join([*lines, "", ""]).encode() + body[:sent])
                await writer.drain()
                if sent < len(body):
                    break
        except (OSError, asyncio.IncompleteReadError, asyncio.CancelledError):
            pass
        finally:
            writer.close()

    def _answered(self, host: str, target: str, headers: dict[str, str]) -> Answer:
        if host == "portal.example":
            return _page("Log in to the network")
        name = target.strip("/")
        if not name.isdecimal() or int(name) >= len(self.publishers):
            return _nothing(404)
        publisher = self.publishers[int(name)]
        if self.portal:
            if publisher.number % 2:
                return _page("Log in to the network")
            return 302, [("Location", "http://portal.example/login")], b"", 0
        return (None if self.calm else self._odd(publisher)) or self._feed(publisher, host, headers)

    def _odd(self, publisher: Publisher) -> Answer | None:
        kind, day, hour = publisher.kind, self.day, self.now // 3600
        if kind == 7 and (day + publisher.number) % 3 == 1:
            return _nothing(500 + hour % 4)
        if kind == 8 and 8 <= day % 20 <= 11:
            return _nothing(404)
        if kind == 11 and (day + publisher.number) % 4 == 2:
            return 429, [("Retry-After", "7200")], b"", 0
        if kind == 13 and (day + publisher.number) % 5 == 1:
            return _page("Our site is being mended")
        return None

    def _feed(self, publisher: Publisher, host: str, headers: dict[str, str]) -> Answer:
        kind = publisher.kind
        if kind == 9 and host == publisher.host:
            return 302, [("Location", f"http://other{publisher.number}.example/{publisher.number}")], b"", 0
        if kind == 10 and (self.day >= 10 or self.calm) and host == publisher.host:
            return 301, [("Location", publisher.last_url)], b"", 0
        tag, changed = f'"{publisher.tag(self.now)}"', formatdate(publisher.changed_at(self.now), usegmt=True)
        validators = {0: [("Last-Modified", changed)], 1: [("Last-Modified", changed)], 2: [], 3: []}.get(
            kind, [("ETag", tag)]
        )
        if validators and (headers.get("if-none-match") == tag or headers.get("if-modified-since") == changed):
            return 304, validators, b"", 0
        items = publisher.items(self.now)
        written, media = _FORMS.get(kind, (rss, "application/rss+xml"))
        body = written(items, f"Publisher {publisher.number}")
        if kind == 12 and not self.calm and self.now // 3600 % 3 == 1:
            return 200, [*validators, ("Content-Type", media)], body, len(body) * 2 // 3
        publisher.served |= {item.guid: item.title for item in items}
        return 200, [*validators, ("Content-Type", media)], body, len(body)


def _publisher(number: int, days: int, seed: int) -> Publisher:
    chance = Random(seed + number)
    gap = DAY / 2 if number % 10 == 4 else chance.uniform(8, 14) * DAY
    at = BEGIN - _BACKLOG * gap
    times = []
    while at < BEGIN + (days + 1) * DAY:
        times.append(int(at))
        at += gap * chance.uniform(0.7, 1.3)
    late = [which for which, published in enumerate(times) if published > BEGIN - gap]
    rewritten = sorted((times[w] + chance.randrange(3600, 2 * DAY), w) for w in late if chance.random() < 0.1)
    return Publisher(number, times, rewritten)


def _atom(items: list[Item], title: str) -> bytes:
    entries = "".join(
        f"<entry><title>{escape(one.title)}</title><id>{one.guid}</id><link href='{one.link}'/>"
        f"<updated>{_iso(one.at)}</updated><content type='html'>{escape(one.html)}</content></entry>"
        for one in items
    )
    head = f"<title>{title}</title><id>urn:{title.replace(' ', '-')}</id><updated>{_iso(BEGIN)}</updated>"
    return f"<?xml version='1.0'?><feed xmlns='http://www.w3.org/2005/Atom'>{head}{entries}</feed>".encode()


def _json(items: list[Item], title: str) -> bytes:
    entries = [
        {"id": one.guid, "url": one.link, "title": one.title, "content_html": one.html, "date_published": _iso(one.at)}
        for one in items
    ]
    return json.dumps({"version": "https://jsonfeed.org/version/1.1", "title": title, "items": entries}).encode()


_FORMS = {4: (_atom, "application/atom+xml"), 5: (_atom, "application/atom+xml"), 6: (_json, "application/feed+json")}


def _iso(at: int) -> str:
    days, left = divmod(at, DAY)
    day = date.fromordinal(date(1970, 1, 1).toordinal() + days)
    return f"{day.isoformat()}T{left // 3600:02}:{left // 60 % 60:02}:{left % 60:02}Z"


def _page(words: str) -> Answer:
    body = f"<!doctype html><html><head><title>{words}</title></head><body><p>{words}.</p></body></html>".encode()
    return 200, [("Content-Type", "text/html")], body, len(body)


def _nothing(status: int) -> Answer:
    body = b"nothing here"
    return status, [("Content-Type", "text/plain")], body, len(body)
