"""How the tests of the fetcher ask, and how they look at what comes back."""

from __future__ import annotations

import time

from desktop_reader.errors import FetchError
from desktop_reader.feeds.fetch import Ask, Fetcher, Outcome, fetch
from desktop_reader.feeds.limits import Limits
from desktop_reader.records.health import Problem
from desktop_reader.records.refresh import Response, Validators
from tests.servers import Request, Script, Site

RSS = b"<rss><channel><title>Seen</title></channel></rss>"
QUICK = Limits(connect_seconds=0.5, first_byte_seconds=0.4, total_seconds=0.8, header_bytes=8192, leftover_bytes=4096)
WARM = Validators(b'"1"', b"Sun, 06 Nov 1994 08:49:37 GMT")


def get(site: Site, path: str = "/feed", validators: Validators | None = None, limits: Limits | None = None) -> Outcome:
    return get_url(site.url(path), validators, limits)


def get_url(url: str, validators: Validators | None = None, limits: Limits | None = None) -> Outcome:
    ask = Ask(1, url, validators or Validators(), "feed", 1_000_000, allow_private=True)
    try:
        return fetch(ask, limits)
    except FetchError as error:
        return error


def body(outcome: Outcome) -> bytes:
    assert isinstance(outcome, Response), outcome
    return outcome.body


def problem(outcome: Outcome) -> Problem:
    assert isinstance(outcome, FetchError), outcome
    assert str(outcome)
    return outcome.problem


def slowly(site: Site) -> Script:
    def answer(request: Request) -> bytes:
        site.pause(0.02)
        return RSS

    return answer


def run(fetcher: Fetcher, seconds: float = 10) -> dict[int, Outcome]:
    deadline = time.monotonic() + seconds
    outcomes: dict[int, Outcome] = {}
    while fetcher.pending:
        assert time.monotonic() < deadline, f"{fetcher.pending} asks hang"
        for ask, outcome in fetcher.step(0.1):
            assert ask.key not in outcomes, "an ask ended twice"
            outcomes[ask.key] = outcome
    return outcomes


def conditional(etag: bytes | None = None, modified: bytes | None = None) -> dict[str, bytes]:
    pairs = {"ETag": etag, "Last-Modified": modified}
    return {name: value for name, value in pairs.items() if value is not None}
