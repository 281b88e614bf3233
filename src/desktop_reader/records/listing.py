"""How a list of articles begins."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Head:
    """The first ``ids`` of a list, and how many it has; ``None`` when nobody has counted them."""

    ids: Sequence[int]
    total: int | None
