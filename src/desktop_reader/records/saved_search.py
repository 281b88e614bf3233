"""A search that was kept, as a folder that fills itself."""

from __future__ import annotations

from dataclasses import dataclass

LONGEST = 80
"""Characters of a title."""


@dataclass(frozen=True, slots=True)
class SavedSearch:
    """``search`` is as it was typed: what was wrong with it then is wrong still, and told where it stands."""

    id: int
    title: str
    search: str
    position: int = 0
