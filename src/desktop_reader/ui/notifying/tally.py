"""How many notices were shown today, and which articles wait to be told of. Kept beside the settings, so that a restart
neither begins the day anew nor forgets what was put off. It is a convenience, not data: a file that makes no sense
counts as empty.
"""

from __future__ import annotations

import contextlib
import json
import math
from collections.abc import Iterable
from datetime import date, datetime
from pathlib import Path

from desktop_reader.errors import FileError
from desktop_reader.files import write_safely

MOST = 2_000
_LARGEST = 1_000_000


class Tally:
    """Of one library: articles of another are no articles here."""

    def __init__(self, file: Path, library: str) -> None:
        self._file = file
        self._library = library
        self._day = date.min
        self._told = 0
        self._waiting: dict[int, float] = {}
        with contextlib.suppress(OSError, ValueError, TypeError, AttributeError, KeyError, RecursionError):
            self._load()

    def told(self, today: date) -> int:
        """How many notices were shown today."""
        return self._told if today == self._day else 0

    def count(self, today: date) -> None:
        """One was shown."""
        self._day, self._told = today, self.told(today) + 1
        self._save()

    def put_off(self, articles: Iterable[int], until: datetime) -> None:
        """These are told of then; of more than can be told the newest."""
        self._waiting |= dict.fromkeys(articles, until.timestamp())
        self._waiting = dict(list(self._waiting.items())[-MOST:])
        self._save()

    def due(self, now: datetime) -> list[int]:
        """Those whose time has come."""
        return [article for article, at in self._waiting.items() if at <= now.timestamp()]

    def forget(self, articles: Iterable[int]) -> None:
        """They do not wait any more."""
        before = len(self._waiting)
        for article in articles:
            self._waiting.pop(article, None)
        if len(self._waiting) != before:
            self._save()

    @property
    def next_at(self) -> float | None:
        """When the first of them is due, in seconds since 1970; None when nothing waits."""
        return min(self._waiting.values(), default=None)

    def _load(self) -> None:
        if self._file.stat().st_size > _LARGEST:
            return
        kept = json.loads(self._file.read_text(encoding="utf-8"))
        self._day, self._told = date.fromisoformat(kept["day"]), max(0, int(kept["told"]))
        if kept["library"] == self._library:
            pairs = [(int(article), float(at)) for article, at in kept["waiting"][-MOST:]]
            self._waiting = {article: at for article, at in pairs if math.isfinite(at)}

    def _save(self) -> None:
        kept = {
            "day": self._day.isoformat(),
            "told": self._told,
            "library": self._library,
            "waiting": list(self._waiting.items()),
        }
        with contextlib.suppress(FileError):  # No reason to trouble anybody.
            write_safely(self._file, json.dumps(kept).encode(), private=True)
