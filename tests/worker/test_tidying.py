"""What was unsubscribed from goes for good when its hour is over, by the clock or at the next start, not before."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from desktop_reader.jobs.arrange import SetAside
from desktop_reader.library import aside
from desktop_reader.library.writer import Writer
from desktop_reader.records.changes import Changes
from desktop_reader.worker.tidying import Tidying
from tests.library_fixtures import came, entry, follow, opened, rows


class Later:
    """A loop that runs when it is told to."""

    def __init__(self, library: Writer) -> None:
        self.calls: list[Callable[[], None]] = []
        self.kept: list[Changes] = []
        self.tidying = Tidying(library, self.calls.append, lambda changes, _: self.kept.append(changes), lambda: None)

    def run(self) -> None:
        while self.calls:
            self.calls.pop(0)()


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Writer]:
    with opened(tmp_path / "library.db") as library:
        for number in range(2):
            feed = follow(library, f"https://{number}.example/")
            came(library, feed, *(entry(f"g{n}", title=f"T{n}") for n in range(3)))
        yield library


def left(library: Writer) -> list[int]:
    return [feed for (feed,) in rows(library.path, "SELECT id FROM feed ORDER BY id")]


def pass_by(monkeypatch: pytest.MonkeyPatch, seconds: float) -> None:
    now = time.time()
    monkeypatch.setattr(time, "time", lambda: now + seconds)


@pytest.mark.parametrize(("seconds", "there"), [(aside.KEPT - 60, [1, 2]), (aside.KEPT + 60, [2])])
@pytest.mark.parametrize("start", [True, False])
def test_its_hour_is_waited_for(
    library: Writer, monkeypatch: pytest.MonkeyPatch, seconds: float, there: list[int], start: bool
) -> None:
    SetAside((1,)).run(library)
    pass_by(monkeypatch, seconds)
    loop = Later(library)
    loop.tidying.begin() if start else loop.tidying.remove_lapsed()
    loop.run()
    assert left(library) == there
    assert len(rows(library.path, "SELECT * FROM article")) == 3 * len(there)


def test_what_comes_back_while_it_waits_for_its_turn_stays(library: Writer, monkeypatch: pytest.MonkeyPatch) -> None:
    SetAside((1, 2)).run(library)
    pass_by(monkeypatch, aside.KEPT + 60)
    loop = Later(library)
    loop.tidying.remove_lapsed()  # The first one goes at once, the other waits.
    with library.transaction() as live:
        assert aside.bring_back(live, 2)
    loop.run()
    assert left(library) == [2]
    assert [feed.id for feed in library.reader.feeds()] == [2]
    loop.tidying.remove_lapsed()
    assert loop.calls == []
