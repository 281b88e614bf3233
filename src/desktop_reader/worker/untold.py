"""What was altered and not told yet: who listens hears of many small changes at once, twice a second at most."""

from __future__ import annotations

import time
from collections.abc import Callable

from desktop_reader.records.changes import Changes

EVERY = 0.5
"""Seconds between two tellings that nobody waits for."""


class Untold:
    """Belongs to the loop's thread; ``changed`` is called there. True while there is something to tell."""

    def __init__(self, changed: Callable[[Changes], None]) -> None:
        self._changed = changed
        self._pending: list[Changes] = []
        self._told_at = 0.0

    def __bool__(self) -> bool:
        return bool(self._pending)

    def add(self, changes: Changes) -> None:
        """Something was altered."""
        self._pending.append(changes)

    def tell_if_due(self) -> None:
        """Tells it all as one, unless something was told a moment ago."""
        if self._pending and time.monotonic() - self._told_at >= EVERY:
            self.tell()

    def tell(self) -> None:
        """Tells it all as one, now: somebody waits for it."""
        self._told_at = time.monotonic()
        changes = Changes.joined(self._pending)
        self._pending.clear()
        if changes:
            self._changed(changes)
