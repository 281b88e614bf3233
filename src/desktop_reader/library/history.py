"""What happened to an article: when it was opened, and what it said before it was changed."""

from __future__ import annotations

from dataclasses import dataclass

from desktop_reader.errors import LibraryError
from desktop_reader.library.bodies import undelta
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
    newer = reader.unpack(*rows[0])
    found: list[Version] = []
    sql = "SELECT title, delta, replaced_at FROM revision WHERE article_id = ? ORDER BY revision DESC"
    for title, delta, replaced_at in reader.select(sql, (article,)):
        try:
            newer = undelta(delta, newer)
        except LibraryError:
            break  # Damaged: those before it need it too. "desktop-reader check" tells of it.
        found.append(Version(title, newer, replaced_at))
    return found
