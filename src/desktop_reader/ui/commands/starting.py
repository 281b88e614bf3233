"""Following several feeds at once whose addresses are known: those of the first start."""

from __future__ import annotations

import time
from collections.abc import Sequence
from functools import partial

from desktop_reader.records.arrangement import Turn
from desktop_reader.records.changes import Changes
from desktop_reader.ui.commands.desk import Desk
from desktop_reader.ui.commands.organise import added
from desktop_reader.ui.undo import Deed
from desktop_reader.ui.welcome.starters import Starter


def follow(desk: Desk, chosen: Sequence[Starter]) -> None:
    """They are asked at once, and all of them are taken back together."""
    from desktop_reader.jobs.arrange import Noted
    from desktop_reader.jobs.subscribe import Found, Subscribe

    turns: list[tuple[Turn, str]] = []
    feeds: set[int] = set()
    left = [len(chosen)]

    def told(title: str, changes: Changes | Exception) -> None:
        left[0] -= 1
        if isinstance(changes, Exception):
            desk.problems.tell(changes)
        else:
            feeds.update(changes.feeds)
            if changes.turn:
                turns.append((changes.turn, title))
        if not left[0]:
            _end(desk, turns, feeds)

    for one in chosen:
        found = Found(one.address, one.title, one.site)
        job = Noted(Subscribe(found, int(time.time()), desk.worker.wish_seconds))
        desk.worker.submit(job, partial(told, one.title))


def _end(desk: Desk, turns: Sequence[tuple[Turn, str]], feeds: set[int]) -> None:
    from desktop_reader.jobs.arrange import Arrange

    if turns:
        turn, titles = Turn.joined([turn for turn, _ in turns]), [title for _, title in turns]
        desk.undo.push(Deed(added(titles, len(titles)), Arrange(turn.back), Arrange(turn.again)))
    if feeds:
        desk.worker.refresh(sorted(feeds))
