"""Articles whose facts are derived again, because the method is better than when they came.

A walk from the newest article to the oldest. How far it came stands in ``meta`` and moves in the transaction that keeps
what was derived, so that it goes on wherever it was broken off. What a refresh changed meanwhile is passed over: the
present method has made that.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from desktop_reader.library import bodies, naming

if TYPE_CHECKING:
    from desktop_reader.library.writer import Transaction

_CHUNK, _CHUNK_CHARACTERS = 200, 2_000_000


@dataclass(frozen=True, slots=True)
class Walk:
    """All articles with ids below ``before`` are still to come; ``done`` of so many are behind."""

    version: int
    before: int
    done: int
    of: int


@dataclass(frozen=True, slots=True)
class Kept:
    """An article as it is kept, with what the facts are derived of. ``language`` is its own, or else its feed's;
    ``html`` is None when it is damaged.
    """

    id: int
    fingerprint: bytes
    title: str
    author: str
    language: str | None
    image: str | None
    html: str | None = field(repr=False)


@dataclass(frozen=True, slots=True)
class Facts:
    """What was derived of an article; not to be kept when another ``fingerprint`` stands there by now."""

    id: int
    fingerprint: bytes
    title: str
    author: str
    text: str = field(repr=False)
    words: int
    snippet: str
    image: str | None
    language: str | None


@dataclass(frozen=True, slots=True)
class Renewed:
    """Ids of the articles with other facts than before; and facts of those whose text is another."""

    ids: tuple[int, ...]
    texts: tuple[Facts, ...]


def walk(live: Transaction, version: int) -> Walk | None:
    """The walk that leads to ``version``, from where it is. None: the facts are of that version, or of a newer one."""
    derived = int(_known(live, "derived") or 0)
    said = _known(live, "deriving")
    under_way = Walk(*map(int, said.split())) if said else None
    if version <= derived or (under_way is not None and under_way.version > version):
        return None
    if under_way is not None and under_way.version == version:
        return under_way
    newest = live.exec_driver_sql("SELECT coalesce(max(id), 0) FROM article").scalar_one()
    total = live.exec_driver_sql("SELECT coalesce(sum(total), 0) FROM feed_count").scalar_one()
    return Walk(version, newest + 1, 0, total)


def next_kept(live: Transaction, at: Walk, most: int = _CHUNK) -> list[Kept]:
    """The next articles of the walk, newest first; none when it is at its end."""
    sql = """SELECT a.id, a.fingerprint, a.title, a.author, coalesce(a.language, f.language) AS language, a.image,
          b.coding, b.source
        FROM article AS a JOIN body AS b ON b.id = a.id JOIN feed AS f ON f.id = a.feed_id
        WHERE a.id < ? ORDER BY a.id DESC LIMIT ?"""
    packing = bodies.packing(live)
    found: list[Kept] = []
    size = 0
    with live.exec_driver_sql(sql, (at.before, most)) as rows:
        for row in rows:
            html = packing.readable(row.coding, row.source)
            found.append(Kept(row.id, row.fingerprint, row.title, row.author, row.language, row.image, html))
            size += len(html or "")
            if size > _CHUNK_CHARACTERS:
                break
    return found


def keep(live: Transaction, at: Walk, asked: Sequence[Kept], derived: Iterable[Facts]) -> Renewed:
    """Keeps what was derived of the articles ``asked``, which are behind the walk now."""
    ids: list[int] = []
    texts: list[Facts] = []
    for facts in derived:
        changed = _renew(live, facts)
        if changed is not None:
            ids.append(facts.id)
        if changed:
            texts.append(facts)
    done = at.done + len(asked)
    _put(live, replace(at, before=asked[-1].id, done=done, of=max(at.of, done)))
    return Renewed(tuple(ids), tuple(texts))


def finish(live: Transaction, at: Walk) -> None:
    """All facts are of the walk's version now."""
    live.exec_driver_sql("INSERT OR REPLACE INTO meta VALUES ('derived', ?)", (str(at.version),))
    live.exec_driver_sql("DELETE FROM meta WHERE key = 'deriving'")


def _renew(live: Transaction, facts: Facts) -> bool | None:
    """Whether the text is another; None when all is as it was, or not to be touched."""
    from desktop_reader.library.store import title_key  # It brings SQLAlchemy, which the helper process does without.

    row = live.exec_driver_sql(
        """SELECT words, snippet, image, language, title_key, content_hash, published_at, created_at FROM article
        WHERE id = ? AND fingerprint = ?""",
        (facts.id, facts.fingerprint),
    ).first()
    if row is None:
        return None
    content = naming.content_hash(facts.title, facts.text)
    now = (facts.words, facts.snippet, facts.image, facts.language, title_key(facts.title), content)
    if tuple(row[:6]) == now:
        return None
    live.exec_driver_sql(
        """UPDATE article SET words = ?, snippet = ?, image = ?, language = ?, title_key = ?, content_hash = ?
        WHERE id = ?""",
        (*now, facts.id),
    )
    if row.content_hash == content:
        return False
    # An article that came without a date has that of its arrival.
    said_at = row.published_at if row.published_at != row.created_at else None
    text_hash = naming.text_hash(facts.title, said_at, facts.text)
    live.exec_driver_sql("UPDATE article SET text_hash = ? WHERE id = ?", (text_hash, facts.id))
    live.exec_driver_sql("INSERT OR IGNORE INTO unindexed VALUES (?)", (facts.id,))
    return True


def _known(live: Transaction, key: str) -> str | None:
    value: str | None = live.exec_driver_sql("SELECT value FROM meta WHERE key = ?", (key,)).scalar()
    return value


def _put(live: Transaction, at: Walk) -> None:
    value = f"{at.version} {at.before} {at.done} {at.of}"
    live.exec_driver_sql("INSERT OR REPLACE INTO meta VALUES ('deriving', ?)", (value,))
