"""One refresh from beginning to end on the caller's thread: for the command line and for tests."""

from __future__ import annotations

import queue
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import replace

from desktop_reader.feeds.limits import Limits
from desktop_reader.jobs.refresh import Settled
from desktop_reader.jobs.understand import CatchUp
from desktop_reader.library.fetching import FetchState
from desktop_reader.library.writer import Writer
from desktop_reader.records.refresh import Outcome
from desktop_reader.worker import understanding
from desktop_reader.worker.digesting import Digesting
from desktop_reader.worker.downloads import Downloads
from desktop_reader.worker.helper import Helper
from desktop_reader.worker.refreshing import Refreshing
from desktop_reader.worker.ruling import Ruling

_FEW_ARTICLES = 40
_SECONDS = 5.0  # That somebody at a terminal waits for directions.


def refresh(
    library: Writer,
    states: Sequence[FetchState],
    wish_seconds: int,
    connections: int | None = None,
    *,
    by_hand: bool = True,
    unread_again: bool = False,
    limits: Limits | None = None,
    failed: Callable[[Exception], None] | None = None,
) -> Iterator[Outcome]:
    """Asks these feeds and keeps what they say; gives each feed's outcome as soon as it is kept. ``by_hand`` or because
    they are due. With ``unread_again``, articles whose text was rewritten become unread.

    The search file is caught up at the end, and the rules are carried out. Closing the iterator early gives up
    what is outstanding.
    """
    inbox: queue.SimpleQueue[Callable[[], None]] = queue.SimpleQueue()
    ready: list[Outcome] = []

    def settled(kept: Settled) -> None:
        ready.extend(kept.outcomes)

    limits = limits or Limits()
    limits = limits if connections is None else replace(limits, connections=connections)
    digesting = Digesting(Helper(), Helper)
    refreshing = Refreshing(library, lambda arrived: Downloads(arrived, limits), digesting, inbox.put, settled)
    refreshing.wish_seconds = wish_seconds
    refreshing.unread_again = unread_again
    try:
        yield from refreshing.start(states, int(time.time()), by_hand=by_hand)
        while refreshing.busy:
            try:
                inbox.get(timeout=0.5)()
            except queue.Empty:
                refreshing.tick()
            yield from ready
            ready.clear()
    finally:
        try:
            refreshing.stop()
        finally:
            digesting.close()
        catch_up(library, failed)
    yield from ready


def catch_up(library: Writer, failed: Callable[[Exception], None] | None = None) -> None:
    """Brings the search file up to date, carries out the rules on what has come, and finds out what is known of the
    articles' words. ``failed`` hears of rules that were switched off.

    Their directions take the encoder's second to begin with, so after a few articles they are left to whoever asks for
    similar ones, and after many only the newest are found out here.
    """
    while library.reader.unindexed(1):
        CatchUp().run(library)
    with closing(Ruling(library, failed or (lambda _: None))) as ruling:
        ruling.look()
    understanding.catch_up(library, _SECONDS, few=_FEW_ARTICLES)
