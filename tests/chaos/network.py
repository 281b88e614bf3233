"""What a feed must not make us ask: every form of a forbidden address on every road, names that lead inside later on,
passwords on their way to others, and servers without end.

Without the guard the same roads must lead inside: else it would only look as if they were closed.
"""

from __future__ import annotations

import contextlib
import gzip
import os
from collections.abc import Callable, Iterator
from typing import Any
from unittest import mock

from desktop_reader.errors import FetchError
from desktop_reader.feeds import address
from desktop_reader.feeds import fetch as fetch_module
from desktop_reader.feeds.credentials import Credentials
from desktop_reader.feeds.fetch import Ask, fetch
from desktop_reader.feeds.files import Kind, ask_for, file_at, home_of
from desktop_reader.feeds.journey import Journey
from desktop_reader.feeds.limits import Limits
from desktop_reader.feeds.lookups import Lookups
from desktop_reader.feeds.networks import literal_range
from desktop_reader.jobs.subscribe import Subscribe
from desktop_reader.library import fetching
from desktop_reader.library.homes import home_at, homes
from desktop_reader.library.writer import Writer
from desktop_reader.records.health import Problem
from desktop_reader.records.refresh import Response
from desktop_reader.worker.finding import find
from desktop_reader.worker.once import refresh
from tests.chaos.forms import Form, forms
from tests.chaos.outcome import Outcome
from tests.chaos.roads import ROADS, opened_library, work
from tests.chaos.stage import HURRIED, OUTSIDE, Stage, stage
from tests.documents import Item, rss
from tests.proxies import Proxy
from tests.servers import Raw, Reply, Request

INSIDE = "127.0.0.1"
SMALL = Limits(
    connect_seconds=1.0,
    first_byte_seconds=0.3,
    total_seconds=0.6,
    feed_bytes=50_000,
    page_bytes=50_000,
    picture_bytes=50_000,
    header_bytes=8_192,
    leftover_bytes=4_096,
    redirects=5,
    rest_seconds=0.0,
)
_KINDS: tuple[Kind, ...] = ("page", "picture")


def run(thorough: bool) -> Outcome:
    """All of it, or a twelfth of the forms."""
    told = Outcome()
    with stage() as there:
        given = forms(there.victim.port)[:: 1 if thorough else 12]
        told.counts["forms of an address"] = len(given)
        closed(there, given, told)
        later(there, told)
        passwords(there, told)
        endless(there, told)
        behind(there, given, told)
    with stage(guarded=False) as there:
        given = forms(there.victim.port)[:: 1 if thorough else 12]
        opened(there, given, told)
        opened_behind(there, given, told)
    return told


def closed(there: Stage, given: list[Form], told: Outcome) -> None:
    """No form leads inside on any road."""
    for name, road in ROADS.items():
        there.forget()
        told.count("ways tried with the guard", road(there, [one.url for one in given]))
        if there.reached:
            told.losses.append(f"{name} led inside {there.reached} times: {sorted(set(there.opened))[:5]}")


def opened(there: Stage, given: list[Form], told: Outcome) -> None:
    """Without the guard each road does."""
    for name, road in ROADS.items():
        there.forget()
        road(there, [one.url for one in given])
        told.count("times inside on the same roads without it", there.reached)
        if not there.reached:
            told.losses.append(f"{name} leads nowhere even without a guard, so it shows nothing")


def behind(there: Stage, given: list[Form], told: Outcome) -> None:
    """Nor does one behind a proxy, which looks names up itself: it is not even asked for them."""
    for scheme in ("http", "socks5h"):
        there.folder = there.folder / scheme  # The libraries that are there have addresses of other ways.
        there.folder.mkdir()
        with _proxied(there, scheme) as proxy:
            urls = [one.url for one in given if scheme == "http" or literal_range(_host(one.url)) is not None]
            for name, road in ROADS.items():
                there.forget()
                proxy.asked.clear()
                told.count("ways tried behind a proxy", road(there, urls))
                inside = {host for host in proxy.asked if there.names.get(host.rstrip(".").lower()) != OUTSIDE}
                inside -= {"public.example", "other.example", "example.com"}
                if there.victim.connections or inside:
                    told.losses.append(f"{name} behind {scheme} led inside: {sorted(inside)[:5]}")


def opened_behind(there: Stage, given: list[Form], told: Outcome) -> None:
    """Without the guard each road leads there through the proxy."""
    with _proxied(there, "http") as proxy, mock.patch.object(Journey, "leads_to", return_value=None):
        for name, road in ROADS.items():
            there.forget()
            proxy.asked.clear()
            road(there, [one.url for one in given])
            told.count("times inside behind a proxy without it", there.victim.connections)
            if not there.victim.connections:
                told.losses.append(f"{name} leads nowhere behind a proxy even without a guard, so it shows nothing")


@contextlib.contextmanager
def _proxied(there: Stage, scheme: str) -> Iterator[Proxy]:
    """A proxy that knows the same names, and passes for one outside this computer."""

    def ask(host: str) -> tuple[str, ...]:
        if host not in there.names:
            raise OSError("no such name")
        return (there.names[host],)

    def outside(host: str) -> Any:
        return None if host == OUTSIDE else literal_range(host)

    with (
        Proxy(there.names, OUTSIDE) as proxy,
        mock.patch.dict(os.environ, {"all_proxy": proxy.url(scheme)}),
        mock.patch.object(fetch_module, "NAMES", Lookups(ask)),
        mock.patch.object(address, "literal_range", outside),
    ):
        yield proxy


def _host(url: str) -> str:
    try:
        return address.parts(url).host
    except FetchError:
        return ""


def later(there: Stage, told: Outcome) -> None:
    """A name that led outside when it was given leads inside later; one that led inside then may go on."""
    there.victim.serve("/feed.xml", rss([Item(1)]))
    there.public.serve("/feed.xml", rss([Item(2)]))
    port = there.victim.port
    with opened_library(there, "later.db") as library:
        there.names |= {"turns.example": OUTSIDE, "nas.example": INSIDE, "moves.example": OUTSIDE}
        for name in ("turns.example", "nas.example"):
            _subscribed(library, f"http://{name}:{port}/feed.xml")
        _subscribed(library, there.url("/moving.xml", "moves.example"), there)
        there.public.serve("/moving.xml", status=301, headers={"Location": f"http://moved.example:{port}/feed.xml"})
        there.names["moved.example"] = OUTSIDE
        for _ in range(3):
            _refreshed(library)
        _expect(told, "a feed that moves for good is followed", "moved.example" in " ".join(_urls(library)))
        there.names |= {"turns.example": INSIDE, "moved.example": INSIDE}
        there.forget()
        _refreshed(library)
        came = [request.header("host") for request in there.victim.requests]
        _expect(told, "a feed that lay inside when it was given is asked", came == [f"nas.example:{port}".encode()])
        refused = [problem for problem in _problems(library) if problem is Problem.UNSAFE_ADDRESS]
        _expect(told, "two names that lead inside now are refused, and that is said", len(refused) == 2)
        url = f"http://turns.example:{port}/feed.xml"
        _expect(told, "they take nothing else inside", home_of(url, home_at(homes(library.reader), url)) is None)
        there.forget()
        there.victim.serve("/feed.xml", status=302, headers={"Location": "http://10.0.0.1/"})
        _refreshed(library)
        _expect(told, "one at home leads to no other network", set(there.opened) == {INSIDE})
        _moved_inside(there, library, told)


def _moved_inside(there: Stage, library: Writer, told: Outcome) -> None:
    url = there.url("/still.xml")
    _subscribed(library, url, there)
    there.public.serve("/still.xml", status=301, headers={"Location": there.victim.url("/feed.xml", INSIDE)})
    there.forget()
    for _ in range(3):
        _refreshed(library)
    asked = [one for one in there.victim.requests if (one.header("host") or b"").startswith(INSIDE.encode())]
    _expect(told, "a feed that says it moved inside stays where it is", url in _urls(library) and not asked)


def passwords(there: Stage, told: Outcome) -> None:
    """They go to whom they were given for, and to nobody else; nor do cookies."""
    key = Credentials(f"{there.url('/').rstrip('/')}/", (b"X-Api-Key: secret", b"Authorization: Bearer secret"))
    for status in (301, 302, 303, 307, 308):
        for own in (None, key):
            there.public.requests.clear()
            there.public.serve("/key", status=status, headers={"Location": "/same", "Set-Cookie": "id=secret"})
            there.public.serve("/same", status=status, headers={"Location": there.url("/there", "other.example")})
            there.public.serve("/there", b"<rss/>")
            fetch(Ask(1, there.url("/key", userinfo="" if own else "me:secret"), credentials=own), HURRIED)
            first, same, other = there.public.requests
            _expect(told, "a secret goes to its own host", _has_secret(first) and _has_secret(same))
            _expect(told, "no secret goes to another host", not _has_secret(other))
            _expect(told, "no cookie comes back", all(one.header("cookie") is None for one in (first, same, other)))
    start = address.parts("https://me:secret@a.example/")
    others = ("http://a.example/", "https://a.example:8443/", "https://b.a.example/", "https://a.example.org/")
    _expect(told, "nor does one go in the clear", not any(start.trusts(address.parts(one)) for one in others))


def endless(there: Stage, told: Outcome) -> None:
    """Each ends by itself, whatever was asked for."""

    def forever(piece: bytes) -> Iterator[bytes]:
        while there.public.pause(0):
            yield piece

    head = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"
    bomb = gzip.compress(b"<p>" + b"0" * 3_000_000)
    faults: dict[str, Callable[[Request], Any]] = {
        "a body without end": lambda _: Raw([head, b"\r\n", *[b"x" * 10_000] * 100]),
        "a slow one": lambda _: Raw(there.public.drip([head, b"\r\n", *[b"x"] * 100], 0.05)),
        "headers without end": lambda _: Raw([head, *[b"X-More: " + b"y" * 1_000 + b"\r\n"] * 1_000]),
        "a small file that unpacks to a large one": lambda _: Reply(bomb, {"Content-Encoding": "gzip"}),
        "redirects without end": lambda one: Reply(status=302, headers={"Location": f"{one.path}x"}),
        "silence": lambda _: there.public.silence(),
        "nothing that is HTTP": lambda _: Raw([b"220 welcome to my mail server\r\n"]),
    }
    there.public.serve("/well", b"<p>well</p>")
    for kind in _KINDS:
        answer = file_at(there.url("/well"), kind, limits=SMALL)
        _expect(told, "an honest answer comes", isinstance(answer, Response) and answer.body == b"<p>well</p>")
    for fault, script in faults.items():
        asks = [ask_for(0, there.url("/fault"), kind, limits=SMALL) for kind in _KINDS]
        for ask in (*asks, Ask(0, there.url("/fault"), max_bytes=SMALL.feed_bytes)):
            there.public.requests.clear()
            for turn in range(12):
                there.public.serve(f"/fault{'x' * turn}", script)
            try:
                fetch(ask, SMALL)
            except FetchError:
                ended = len(there.public.requests) <= SMALL.redirects + 1
            else:
                ended = False
            _expect(told, "servers without end are left", ended, fault)


def _subscribed(library: Writer, url: str, there: Stage | None = None) -> None:
    if there is not None:
        there.public.serve("/" + url.rpartition("/")[2], rss([Item(3)]))
    (found,) = find(url, work)
    Subscribe(found, 1, 3600).run(library)


def _refreshed(library: Writer) -> None:
    """As the clock does it; nobody insists."""
    with library.transaction() as live:
        states = fetching.states(live)
    list(refresh(library, states, 3600, by_hand=False, limits=HURRIED))


def _urls(library: Writer) -> list[str]:
    return [feed.url for feed in library.reader.feeds()]


def _problems(library: Writer) -> list[Problem | None]:
    return [feed.health.problem for feed in library.reader.feeds()]


def _has_secret(request: Request) -> bool:
    return b"secret" in request.raw or b"bWU6c2VjcmV0" in request.raw


def _expect(told: Outcome, what: str, held: bool, more: str = "") -> None:
    told.count(what)
    if not held:
        told.losses.append(f"not so: {what} {more}".strip())
