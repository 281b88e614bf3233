"""A copy of the library that can be put in its place, and where it comes from."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path


class Kind(StrEnum):
    """Why a copy was made. REPLACED is none: it is the library itself, which a restore has put aside."""

    WEEKLY = "weekly"
    BY_HAND = "by-hand"
    UPDATE = "update"
    REPAIR = "repair"
    REPLACED = "replaced"


@dataclass(frozen=True, slots=True)
class Backup:
    """One copy; ``made_at`` in seconds since 1970. ``articles`` is None where that cannot be read."""

    path: Path
    kind: Kind
    made_at: int
    size: int
    articles: int | None = None
