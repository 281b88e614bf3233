"""The whole program against a scripted server, with a clock that a test can move: what the numbered rules are kept by.

::

    def test_C01_...(reader, site):
        site.serve("/feed", rss([Item(1)]), headers={"ETag": '"1"'})
        reader.follow(site.url("/feed"))
        reader.refresh()                    # by schedule: what is due
        reader.clock.forward(HOUR * 2)
        reader.refresh(by_hand=True)        # all, at once
        assert site.requests[1].header("if-none-match") == b'"1"'

Every deed is a command of the command line with its own library file, read in and closed again, so between two of them
the program has ended. Only the helper process outlives a command: see ``tests.lending``.
"""

from __future__ import annotations

import contextlib
import io
import json
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any
from xml.sax.saxutils import quoteattr

import pytest

from desktop_reader import cli
from desktop_reader.feeds.limits import Limits
from desktop_reader.worker import once
from tests.library_fixtures import made
from tests.servers import without_proxy

MINUTE, HOUR, DAY = 60, 3600, 86400
QUICK = Limits(connect_seconds=0.5, first_byte_seconds=0.5, total_seconds=1.0)
"""For servers that hang. Where the rules say 90 s or 180 s, the true limits are compared, not waited for."""


class Clock:
    """The wall clock, that a test moves; it goes on as it always does."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        real = time.time
        self._ahead = 0.0
        monkeypatch.setattr(time, "time", lambda: real() + self._ahead)

    def forward(self, seconds: float) -> None:
        """So much later."""
        self._ahead += seconds

    def to_the_hour(self) -> None:
        """A little after the next full hour, so that two hours later is two hours of the clock later."""
        self._ahead += HOUR - time.time() % HOUR + MINUTE


class Reader:
    """Desktop Reader as somebody at a terminal has it."""

    def __init__(self, folder: Path, clock: Clock) -> None:
        self.clock = clock
        self.path = made(folder)
        self._folder = folder

    def follow(self, *urls: str) -> None:
        """Brings in a list of subscriptions, which asks nobody."""
        outlines = "".join(f"<outline type='rss' text='A feed' xmlUrl={quoteattr(url)}/>" for url in urls)
        opml = self._folder / "subscriptions.opml"
        opml.write_text(f"<opml version='2.0'><head/><body>{outlines}</body></opml>", encoding="utf-8")
        self.run("import", str(opml))

    def add(self, url: str) -> None:
        """Follows a feed at once."""
        self.run("add", url)

    def refresh(self, *urls: str, by_hand: bool = False) -> dict[str, Any]:
        """Asks what is due, or by hand all, or these; gives what became of each feed, by its address."""
        ids = [self.feeds()[url]["id"] for url in urls]
        facts = self.run("refresh", *ids, *([] if by_hand or urls else ["--due"]))
        return {one["url"]: one for one in facts}

    def feeds(self) -> dict[str, Any]:
        """The subscriptions by their addresses."""
        return {feed["url"]: feed for feed in self.run("feeds")}

    def health(self, url: str) -> str:
        """A feed's health in words."""
        words: str = self.feeds()[url]["health"]
        return words

    def articles(self) -> dict[str, Any]:
        """All articles by their titles, of which no two may be the same."""
        found = self.run("articles", "--limit", "1000")
        assert len({one["title"] for one in found}) == len(found), "an article came twice"
        return {one["title"]: one for one in found}

    def run(self, *arguments: str) -> Any:
        """One command; what it prints as JSON. A refresh in which all failed ends with 1, which is no fault of ours."""
        printed, complained = io.StringIO(), io.StringIO()
        with contextlib.redirect_stdout(printed), contextlib.redirect_stderr(complained):
            code = cli.run(["--library", str(self.path), "--json", *arguments])
        assert code == 0 or (arguments[0] == "refresh" and printed.getvalue()), complained.getvalue()
        return json.loads(printed.getvalue())


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    return Clock(monkeypatch)


@pytest.fixture
def reader(tmp_path: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch) -> Reader:
    without_proxy(monkeypatch)
    return Reader(tmp_path, clock)


@pytest.fixture
def limited(monkeypatch: pytest.MonkeyPatch) -> Callable[[Limits], None]:
    """Sets the limits of all that is fetched from now on."""
    return lambda limits: monkeypatch.setattr(once, "Limits", lambda: limits)
