"""Labels that the reader edited outside, in the front matter of a vault's files, put on and taken off here."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import TYPE_CHECKING

from desktop_reader.library import labels
from desktop_reader.records.changes import Changes
from desktop_reader.records.exported import Relabelled

if TYPE_CHECKING:
    from desktop_reader.library.writer import Writer

_NUMBER = "SELECT id FROM article WHERE uuid = ?"


@dataclass(frozen=True, slots=True)
class Relabel:
    """These articles; labels that there are not yet are made."""

    wishes: tuple[Relabelled, ...]

    def run(self, library: Writer) -> Changes:
        """All in one transaction. An article that is gone has no labels."""
        done: dict[int, None] = {}
        with library.transaction() as live:
            for wish in self.wishes:
                number = live.exec_driver_sql(_NUMBER, (uuid.UUID(wish.uuid).bytes,)).scalar()
                if number is None:
                    continue
                for title in wish.added:
                    if title.strip():
                        done |= dict.fromkeys(labels.put(live, labels.add(live, title), [number]))
                for title in wish.removed:
                    there = live.exec_driver_sql("SELECT id FROM label WHERE title = ?", (title,)).scalar()
                    if there is not None:
                        done |= dict.fromkeys(labels.take(live, there, [number]))
        return Changes(state=tuple(done), labels=bool(done))
