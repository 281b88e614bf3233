"""The articles of a feed that an entry of its document may be: looked up for ``library.identity`` to decide."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import Connection

from desktop_reader.library import identity, naming

_ANY = "SELECT 1 FROM article WHERE feed_id = ? LIMIT 1"
_OURS = """SELECT a.id, a.guid_hash, a.link_hash, a.text_hash, a.title, a.content_hash, a.fingerprint, a.published_at,
    b.guid, b.url FROM article AS a JOIN body AS b ON b.id = a.id WHERE a.feed_id = ?"""
_NEWEST = f"""{_OURS} AND a.id IN
    (SELECT id FROM state WHERE feed_id = ? ORDER BY published_at DESC, id DESC LIMIT ?)"""
_CHUNK = 225  # Entries asked for at once, so that no question grows too long.


def known(
    live: Connection, feed_id: int, entries: Sequence[identity.Pair], present: frozenset[bytes]
) -> list[identity.Known]:
    """Articles that an entry may be, and those that stand unchanged in the document, which are among the newest."""
    if not entries or not live.exec_driver_sql(_ANY, (feed_id,)).first():
        return []
    like = _Like(entries)
    newest = live.exec_driver_sql(_NEWEST, (feed_id, feed_id, 2 * (len(present) + len(entries)) + 50))
    rows: list[Any] = [row for row in newest if row.fingerprint in present or like(row)]
    for start in range(0, len(entries), _CHUNK):
        some = entries[start : start + _CHUNK]
        guids = {h.guid for _, h in some} | {naming.twin_hash(entry.guid) for entry, _ in some}
        named = f"""a.guid_hash IN ({_listed(guids)}) OR a.link_hash IN ({_listed(h.link for _, h in some)})
            OR a.text_hash IN ({_listed(h.text for _, h in some)})"""
        rows += live.exec_driver_sql(f"{_OURS} AND ({named})", (feed_id,)).all()
    found: dict[int, identity.Known] = {}
    for row in rows:
        said: list[Any] = [naming.guid_hash(row.guid), naming.link_hash(row.url), row.guid]
        found[row.id] = identity.Known(*row[:8], *said)
    return list(found.values())


def _listed(numbers: Iterable[int | None]) -> str:
    return ",".join(str(int(number)) for number in numbers if number is not None)


class _Like:
    """Whether one of the newest articles may be one of these entries under another name, or shares its name with it."""

    def __init__(self, entries: Sequence[identity.Pair]) -> None:
        self._titles = {entry.title for entry, _ in entries if entry.title}
        self._contents = {h.content for _, h in entries}
        self._guids = {h.guid for _, h in entries if h.guid is not None}
        self._links = {h.link for _, h in entries if h.link is not None}

    def __call__(self, row: Any) -> bool:
        return (
            row.title in self._titles
            or row.content_hash in self._contents
            or (row.guid_hash is None and naming.guid_hash(row.guid) in self._guids)
            or (row.link_hash is None and naming.link_hash(row.url) in self._links)
        )
