"""Through a proxy: it looks names up by itself, so we look before we send it, unless nobody else may hear the names."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import product

import pytest

from desktop_reader.errors import FetchError
from desktop_reader.feeds import address, fetch, journey
from desktop_reader.feeds.fetch import Ask, Fetcher
from desktop_reader.feeds.files import home_of, range_at
from desktop_reader.feeds.lookups import PATIENCE, Lookups
from desktop_reader.feeds.networks import Range, literal_range
from desktop_reader.feeds.surroundings import names_stay_with
from desktop_reader.records.health import Problem
from desktop_reader.records.refresh import Response
from tests.feeds.asking import RSS, body, problem, run
from tests.proxies import Proxy
from tests.servers import Site, without_proxy

INSIDE = ("127.0.0.1", "10.1.2.3", "192.168.1.1", "169.254.169.254", "100.64.0.1", "::1", "fd00::1", "::ffff:10.0.0.1")
SPECIAL = ("localhost", "a.localhost", "nas.local", "db.internal", "hass.home.arpa", "pi.lan", "router", "fritz.box")


@dataclass
class World:
    """What a name server here says (``here``), where the proxy goes (``proxy.names``), and a server behind it."""

    site: Site
    proxy: Proxy
    here: dict[str, tuple[str, ...]] = field(default_factory=dict)
    heard: list[str] = field(default_factory=list)
    now: float = 1000.0

    def ask(self, host: str) -> tuple[str, ...]:
        """As getaddrinfo does."""
        self.heard.append(host)
        if host not in self.here:
            raise OSError("no such name")
        return self.here[host]

    def url(self, host: str, path: str = "/feed") -> str:
        """Of the server, by a name that the proxy knows."""
        self.proxy.names.setdefault(host, "127.0.0.1")
        return self.site.url(path, host)


@pytest.fixture
def world(monkeypatch: pytest.MonkeyPatch) -> Iterator[World]:
    """A proxy that passes for one of a company, somewhere outside this computer."""
    without_proxy(monkeypatch)
    with Site() as site, Proxy() as proxy:
        there = World(site, proxy)
        site.serve("/feed", RSS)
        monkeypatch.setattr(fetch, "NAMES", Lookups(there.ask, lambda: there.now))
        monkeypatch.setattr(address, "literal_range", _outside(proxy.host))
        monkeypatch.setenv("all_proxy", proxy.url())
        yield there


def _outside(ip: str) -> Callable[[str], Range | None]:
    return lambda host: None if host == ip else literal_range(host)


def ask(url: str, **more: object) -> Response | FetchError:
    try:
        answer = fetch.fetch(Ask(1, url, **more))  # type: ignore[arg-type]
    except FetchError as error:
        return error
    assert isinstance(answer, Response)
    return answer


@pytest.mark.parametrize(("ip", "accept"), list(product(INSIDE, ("feed", "page", "picture"))))
def test_a_name_that_leads_inside_never_reaches_the_proxy(world: World, ip: str, accept: str) -> None:
    world.here |= {"turns.example": (ip,), "both.example": ("93.184.216.34", ip), "fine.example": ("93.184.216.34",)}
    for host in ("turns.example", "both.example", "Turns.Example."):
        url = world.url(host)
        assert problem(ask(url, accept=accept)) is Problem.UNSAFE_ADDRESS
        assert problem(ask(url.replace("http:", "https:"), accept=accept)) is Problem.UNSAFE_ADDRESS
        world.site.serve("/on", status=302, headers={"Location": url})
        assert problem(ask(world.url("fine.example", "/on"), accept=accept)) is Problem.UNSAFE_ADDRESS
    assert world.proxy.asked == ["fine.example"] * 3
    assert body(ask(world.url("fine.example"), accept=accept)) == RSS


def test_what_cannot_be_looked_up_here_is_left_to_the_proxy(world: World) -> None:
    assert body(ask(world.url("only-the-proxy-knows.example"))) == RSS
    assert world.heard == ["only-the-proxy-knows.example"]


@pytest.mark.parametrize("scheme", ["http", "socks5h"])
@pytest.mark.parametrize("host", SPECIAL)
def test_names_of_the_own_network_are_for_those_who_come_from_there(
    world: World, monkeypatch: pytest.MonkeyPatch, host: str, scheme: str
) -> None:
    monkeypatch.setenv("all_proxy", world.proxy.url(scheme))
    world.here["fine.example"] = ("93.184.216.34",)
    world.site.serve("/on", status=302, headers={"Location": world.url(host)})
    assert problem(ask(world.url(host))) is Problem.UNSAFE_ADDRESS
    assert problem(ask(world.url("fine.example", "/on"), allow_private=True)) is Problem.UNSAFE_ADDRESS
    assert world.proxy.asked == ["fine.example"]
    # The subscription is there itself: by its own address, on its own host, and with its pictures.
    world.site.serve("/here", status=302, headers={"Location": "/feed"})
    assert body(ask(world.url(host, "/here"), allow_private=True)) == RSS
    home = home_of(world.url(host))
    assert home in (Range.LOOPBACK, Range.UNKNOWN)
    if home is Range.UNKNOWN:
        assert body(ask(world.url(host), accept="picture", home=home)) == RSS
        assert problem(ask("http://192.168.1.1/", accept="picture", home=home)) is Problem.UNSAFE_ADDRESS


def test_a_subscription_at_home_stays_in_its_range(world: World) -> None:
    world.here |= {"wiki.example": ("10.0.0.5",), "docs.example": ("10.0.0.6",), "lo.example": ("127.0.0.1",)}
    wiki = world.url("wiki.example", "/wiki")
    for onward, fine in (("wiki.example", True), ("docs.example", True), ("lo.example", False)):
        world.site.serve("/wiki", status=302, headers={"Location": world.url(onward)})
        answer = ask(wiki, allow_private=True)
        if fine:
            assert isinstance(answer, Response)
            assert dict(answer.homes)["wiki.example"] is Range.PRIVATE  # Where it may lie from now on.
        else:
            assert problem(answer) is Problem.UNSAFE_ADDRESS
    # By the clock nobody gives leave; what is known of its home does.
    assert body(ask(world.url("wiki.example"), home=Range.PRIVATE)) == RSS
    assert problem(ask(world.url("wiki.example"))) is Problem.UNSAFE_ADDRESS
    assert "lo.example" not in world.proxy.asked


def test_a_name_that_hangs_keeps_nobody_else_waiting(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    held = threading.Event()

    def hanging(host: str) -> tuple[str, ...]:
        if host.startswith("slow"):
            held.wait(30)
        return ("93.184.216.34",)

    monkeypatch.setattr(fetch, "NAMES", Lookups(hanging, lambda: world.now))
    with Fetcher() as fetcher:
        for number in range(4):
            fetcher.add(Ask(number, world.url(f"slow{number}.example")))
        fetcher.add(Ask(9, world.url("quick.example")))
        first: list[int] = []
        for _ in range(200):
            first = first or [asked.key for asked, _ in fetcher.step(0.05)]
            if first:
                break
        assert first == [9]
        assert fetcher.pending == 4
        world.now += PATIENCE  # Nobody waits longer: there are networks that look up nothing.
        answers = run(fetcher)
    held.set()
    assert sorted(answers) == [0, 1, 2, 3]
    assert {body(answer) for answer in answers.values()} == {RSS}


def test_given_up_while_a_name_is_looked_up(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    held = threading.Event()
    monkeypatch.setattr(fetch, "NAMES", Lookups(lambda host: (str(held.wait(30)),), lambda: world.now))
    with Fetcher() as fetcher:
        fetcher.add(Ask(1, world.url("slow.example")))
        assert fetcher.step(0.05) == []
        assert fetcher.pending == 1
        fetcher.cancel()
        assert fetcher.pending == 0
    held.set()
    assert world.proxy.asked == []


@pytest.mark.parametrize("scheme", ["socks5h", "socks4a", "http at home"])
def test_for_a_proxy_that_hides_who_reads_no_name_is_looked_up(
    world: World, monkeypatch: pytest.MonkeyPatch, scheme: str
) -> None:
    if scheme == "http at home":
        monkeypatch.setattr(address, "literal_range", literal_range)  # It lies on this very computer, as Tor's do.
        monkeypatch.setenv("all_proxy", world.proxy.url())
    else:
        monkeypatch.setenv("all_proxy", world.proxy.url(scheme))
    world.here["turns.example"] = ("10.0.0.1",)
    if scheme != "socks4a":  # Which the small proxy does not speak.
        assert body(ask(world.url("turns.example"))) == RSS
        assert world.proxy.asked == ["turns.example"]
    for inside in ("http://10.0.0.1/", "http://127.1/", "http://router/"):
        assert problem(ask(inside)) is Problem.UNSAFE_ADDRESS
    looked_up: list[str] = []
    monkeypatch.setattr(socket, "getaddrinfo", lambda host, *_, **__: looked_up.append(host))
    assert range_at(world.url("turns.example")) is None
    assert world.heard == looked_up == []


def test_names_of_hidden_networks_are_never_looked_up(world: World) -> None:
    for host in ("abcdefghij.onion", "site.i2p", "SITE.I2P."):
        assert body(ask(world.url(host.lower().rstrip(".")))) == RSS
    assert world.heard == []


def test_which_proxies_keep_the_names() -> None:
    hiding = (
        "socks5h://tor.example:9050",
        "SOCKS4A://x:1",
        "http://127.0.0.1:8118",
        "localhost:8118",
        "http://[::1]:1",
    )
    telling = (
        "socks5://127.0.0.1:9050",
        "socks4://x:1",
        "http://me:secret@proxy.example:3128",
        "proxy:8080",
        "https://p",
    )
    assert all(map(names_stay_with, hiding))
    assert not any(map(names_stay_with, telling))


def test_a_name_is_looked_up_once_a_minute_and_threads_end() -> None:
    asked: list[str] = []
    now = [0.0]

    def looked_up(host: str) -> tuple[str, ...]:
        asked.append(host)
        return ("93.184.216.34",)

    names = Lookups(looked_up, lambda: now[0])
    for _ in range(3):
        for number in range(40):
            while names.addresses(f"n{number}.example") is None:
                assert sum(thread.name == "names" for thread in threading.enumerate()) <= 8
        assert len(asked) == 40
    now[0] += 61
    while names.addresses("n1.example") is None:
        pass
    assert len(asked) == 41
    for thread in threading.enumerate():
        if thread.name == "names":
            thread.join(5)
            assert not thread.is_alive()


def test_without_the_look_ahead_the_proxy_would_have_gone_inside(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    world.here["turns.example"] = ("127.0.0.1",)
    url = world.url("turns.example")
    assert problem(ask(url)) is Problem.UNSAFE_ADDRESS
    monkeypatch.setattr(journey.Journey, "leads_to", lambda *_: None)
    assert body(ask(url)) == RSS
