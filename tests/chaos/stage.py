"""A small internet on the loopback for the network's chaos tests: somebody outside, somebody inside, and a name server.

``127.0.0.9`` passes for an address of the internet; whatever else is opened is noted, and nothing leaves the computer.
"""

from __future__ import annotations

import contextlib
import os
import socket
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from unittest import mock

import pycurl

from desktop_reader.feeds import fetch, files, journey
from desktop_reader.feeds.limits import Limits
from desktop_reader.feeds.networks import literal_range, range_of
from tests.chaos.forms import names
from tests.servers import Site

OUTSIDE = "127.0.0.9"
HURRIED = Limits(connect_seconds=1.0, first_byte_seconds=0.5, total_seconds=2.0, rest_seconds=0.0)


@dataclass
class Stage:
    """``public`` is asked as ``public.example``, ``victim`` must not be asked at all. ``names`` is what the name server
    says; ``opened`` are the addresses, other than that of ``public``, to which somebody was allowed to connect.
    """

    public: Site
    victim: Site
    folder: Path
    guarded: bool = True
    names: dict[str, str] = field(default_factory=dict)
    opened: list[str] = field(default_factory=list)

    def url(self, path: str, host: str = "public.example", userinfo: str = "") -> str:
        """Of something outside."""
        return self.public.url(path, host, userinfo)

    @property
    def reached(self) -> int:
        """How often somebody came where nobody may."""
        return self.victim.connections + len(self.opened)

    def forget(self) -> None:
        """Counts from nothing."""
        self.victim.connections = 0
        self.victim.requests.clear()
        self.opened.clear()


@contextlib.contextmanager
def stage(*, guarded: bool = True) -> Iterator[Stage]:
    """With the guard as it is, or without one: then the same roads have to lead inside, or the tests show nothing."""
    with (
        Site(OUTSIDE) as public,
        Site("0.0.0.0") as victim,
        tempfile.TemporaryDirectory(prefix="chaos-network-") as folder,
        contextlib.ExitStack() as patches,
    ):
        there = Stage(public, victim, Path(folder), guarded)
        there.names = names() | dict.fromkeys(("public.example", "other.example"), OUTSIDE)
        plain = {name: said for name, said in os.environ.items() if not name.lower().endswith("_proxy")}
        patches.enter_context(mock.patch.dict(os.environ, plain, clear=True))
        _pretend(there, patches)
        if not guarded:
            patches.enter_context(mock.patch.object(journey.Journey, "may_reach", return_value=True))
            patches.enter_context(mock.patch.object(journey.Journey, "unsafe", return_value=None))
        yield there


def _pretend(there: Stage, patches: contextlib.ExitStack) -> None:
    line: Any = fetch._Line
    depart, opening = line.depart, line._open

    def departing(self: Any, way: journey.Journey) -> None:
        depart(self, way)
        if literal_range(way.at.host) is None:
            ip = there.names.get(way.at.host, "198.51.100.1")
            said = f"[{ip}]" if ":" in ip else ip
            self.curl.setopt(pycurl.RESOLVE, [f"{way.at.host}:{way.at.port}:{said}"])

    def opened(self: Any, purpose: int, where: Any) -> Any:
        given = opening(self, purpose, where)
        ip = str(where[3][0])
        if isinstance(given, socket.socket) and ip != OUTSIDE:
            there.opened.append(ip)
            if not ip.startswith("127."):
                given.close()
                return pycurl.SOCKET_BAD
        return given

    def resolved(host: str, port: int, *_: Any, **__: Any) -> list[Any]:
        if host not in there.names:
            raise OSError("no such name")
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (there.names[host], port))]

    patches.enter_context(mock.patch.object(line, "depart", departing))
    patches.enter_context(mock.patch.object(line, "_open", opened))
    for module in (fetch, files):  # A server that says nothing is not worth half a minute here.
        patches.enter_context(mock.patch.object(module, "Limits", return_value=HURRIED))
    patches.enter_context(mock.patch.object(fetch, "range_of", lambda ip: None if ip == OUTSIDE else range_of(ip)))
    patches.enter_context(mock.patch("desktop_reader.feeds.files.socket.getaddrinfo", resolved))
