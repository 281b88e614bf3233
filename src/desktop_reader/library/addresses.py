"""The addresses of articles, without reading the articles."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from desktop_reader.library.reader import Reader


def addresses(reader: Reader, numbers: Sequence[int]) -> list[str]:
    """Where the originals of these articles are, in their order; articles without an address are left out."""
    listed = ",".join(map(str, map(int, numbers)))
    found = dict(reader.select(f"SELECT id, url FROM body WHERE url IS NOT NULL AND id IN ({listed})"))
    return [found[number] for number in numbers if number in found]
