"""Which names can only be of the reader's own network, and where a subscription is at home."""

from __future__ import annotations

import socket
from typing import Any

import pytest

from desktop_reader.feeds.files import home_of, range_at
from desktop_reader.feeds.networks import Range, is_local


@pytest.mark.parametrize(
    "host",
    [
        "nas",
        "NAS.",
        "nas.local",
        "feeds.home.arpa",
        "wiki.internal",
        "router.lan",
        "a.b.localhost",
        "fritz.box",
        "127.1",
    ],
)
def test_names_that_nobody_on_the_internet_can_own(host: str) -> None:
    assert is_local(host)


@pytest.mark.parametrize(
    "host", ["", "example.org", "local.example", "lan.example.", "fritz.box.example", "8.8.8.8", "134744072"]
)
def test_names_that_somebody_may_own(host: str) -> None:
    assert not is_local(host)


def test_a_name_of_the_internet_says_nothing_by_where_it_leads_today(monkeypatch: pytest.MonkeyPatch) -> None:
    def resolved(*_: Any, **__: Any) -> list[Any]:
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("192.168.1.7", 80))]

    monkeypatch.setattr(socket, "getaddrinfo", resolved)
    assert range_at("http://feeds.example/") is Range.PRIVATE
    assert home_of("http://feeds.example/") is None
    assert home_of("http://feeds.example/", Range.LOOPBACK) is Range.LOOPBACK
    assert home_of("http://nas.local/", Range.LOOPBACK) is Range.PRIVATE
