"""What happened to an article: when it was opened, and what it said before it was changed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from desktop_reader.errors import LibraryError
from desktop_reader.library.bodies import undelta

if TYPE_CHECKING:
    from desktop_reader.library.reader import Reader


@dataclass(frozen=True, slots=True)
class Version:
    """An earlier version: its title and sanitised HTML, and when a newer one took its place."""

    title: str
    html: str
    replaced_at: int


def visits(reader: Reader, article: int) -> tuple[int, ...]:
    """When it was opened for reading, newest first."""
    sql = "SELECT opened_at FROM visit WHERE article_id = ? ORDER BY opened_at DESC"
    return tuple(at for (at,) in reader.select(sql, (article,)))


def count_versions(reader: Reader, article: int) -> int:
    """How many earlier versions are kept."""
    return int(reader.select("SELECT count(*) FROM revision WHERE article_id = ?", (article,))[0][0])


def versions(reader: Reader, article: int) -> list[Version]:
    """The earlier versions, newest first. Each is unpacked with the help of the one that replaced it."""
    rows = reader.select("SELECT coding, source FROM body WHERE id = ?", (article,))
    if not rows:
        return []
    sql = "SELECT title, delta, replaced_at FROM revision WHERE article_id = ? ORDER BY revision DESC"
    return versions_of(reader.unpack(*rows[0]), reader.select(sql, (article,)))


def versions_of(html: str, kept: Iterable[Sequence[Any]]) -> list[Version]:
    """The same of an article that is ``html`` now; ``kept`` are title, delta and replaced_at, newest first."""
    newer = html
    found: list[Version] = []
    for title, delta, replaced_at in kept:
        try:
            newer = undelta(delta, newer)
        except LibraryError:
            break  # Damaged: those before it need it too. "desktop-reader check" tells of it.
        found.append(Version(title, newer, replaced_at))
    return found
