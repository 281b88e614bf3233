"""The articles of a feed that an entry of its document may be: looked up for ``library.identity`` to decide."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, or_, select

from desktop_reader.library import identity, naming
from desktop_reader.library.schema import article, body, state

_KNOWN = (
    article.c.id,
    article.c.guid_hash,
    article.c.link_hash,
    article.c.text_hash,
    article.c.title,
    article.c.content_hash,
    article.c.fingerprint,
    article.c.published_at,
    body.c.guid,
    body.c.url,
)
_ANY = "SELECT 1 FROM article WHERE feed_id = ? LIMIT 1"
_CHUNK = 225  # Entries asked for at once: their four lists of values stay below SQLite's old limit of 999.


def known(
    live: Connection, feed_id: int, entries: Sequence[identity.Pair], present: frozenset[bytes]
) -> list[identity.Known]:
    """Articles that an entry may be, and those that stand unchanged in the document, which are among the newest."""
    if not entries or not live.exec_driver_sql(_ANY, (feed_id,)).first():
        return []
    ours = select(*_KNOWN).join(body, body.c.id == article.c.id).where(article.c.feed_id == feed_id)
    newest = select(state.c.id).where(state.c.feed_id == feed_id)
    newest = newest.order_by(state.c.published_at.desc(), state.c.id.desc()).limit(
        2 * (len(present) + len(entries)) + 50
    )
    like = _Like(entries)
    rows = [
        row for row in live.execute(ours.where(article.c.id.in_(newest))) if row.fingerprint in present or like(row)
    ]
    for start in range(0, len(entries), _CHUNK):
        some = entries[start : start + _CHUNK]
        guids = {h.guid for _, h in some} | {naming.twin_hash(entry.guid) for entry, _ in some}
        by_any = or_(
            article.c.guid_hash.in_(guids - {None}),
            article.c.link_hash.in_([h.link for _, h in some if h.link is not None]),
            article.c.text_hash.in_([h.text for _, h in some]),
        )
        rows += live.execute(ours.where(by_any)).all()
    found: dict[int, identity.Known] = {}
    for row in rows:
        said = (naming.guid_hash(row.guid), naming.link_hash(row.url), row.guid)
        found[row.id] = identity.Known(*row[:8], *said)
    return list(found.values())


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
