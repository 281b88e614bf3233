"""Keeping what a refresh brought: articles, their state and bodies, inside a transaction that the caller holds."""

from __future__ import annotations

import unicodedata
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, Table, delete, insert, select, text, update

from desktop_reader.errors import LibraryError
from desktop_reader.library import acquainted, again, bodies, identity, naming, pages, removal
from desktop_reader.library.schema import article, body, enclosure, revision, state
from desktop_reader.library.search import Searchable
from desktop_reader.records.refresh import Digest, DigestedEntry

_NEWEST_FINGERPRINTS = """SELECT article.fingerprint FROM article JOIN state ON state.id = article.id
    WHERE state.feed_id = ? ORDER BY state.published_at DESC, state.id DESC LIMIT ?"""
_LAST_ID = text("SELECT seq FROM sqlite_sequence WHERE name = 'article'")


@dataclass(frozen=True, slots=True)
class Stored:
    """Ids of the articles that came, and of those whose title or text changed; and of both, what can be found.

    ``unread`` are those of the latter that became unread again.
    """

    new: tuple[int, ...]
    updated: tuple[int, ...]
    texts: tuple[Searchable, ...] = ()
    unread: tuple[int, ...] = ()


def fingerprints(live: Connection, feed_id: int, most: int = 4000) -> frozenset[bytes]:
    """The fingerprints of the feed's newest articles, and of entries whose articles were deleted: what a digest need
    not prepare again.
    """
    newest = live.exec_driver_sql(_NEWEST_FINGERPRINTS, (feed_id, most))
    return frozenset(newest.scalars()) | removal.dead_fingerprints(live, feed_id)


def store(live: Connection, feed_id: int, digest: Digest, now: int, unread_again: bool = False) -> Stored:
    """Keeps the entries of ``digest``: new ones unread, changed ones in place with their older version beside them, and
    none whose article was deleted. A changed one stays read, unless it is ``unread_again`` or the reader wants that of
    this feed, and its text was rewritten.

    The document's last entry is kept first, so that its first is the newest row where dates say nothing.
    """
    entries = identity.usable(digest.entries, digest.site_url)
    present = frozenset(digest.known)
    used = {entry.fingerprint for entry, _ in entries}
    copies = [entry.fingerprint for entry in digest.entries if entry.fingerprint not in used]
    decisions = _of_the_living(live, feed_id, entries, present, copies)
    new: list[int] = []
    updated: list[int] = []
    texts: list[Searchable] = []
    coming = Coming(live, feed_id, now)
    for decision in reversed(decisions):
        if decision.known is None:
            number = coming.add(decision)
            new.append(number)
        else:
            number = decision.known.id
            _change(live, decision, decision.known, now)
            if decision.changed:
                updated.append(number)
        entry = decision.entry
        texts.append(Searchable(number, entry.title, entry.author, entry.content.text))
    coming.keep()
    unread: tuple[int, ...] = ()
    if updated and again.is_wanted(live, feed_id, unread_again):
        unread = again.mark_rewritten(live, bodies.packing(live), updated)
    return Stored(tuple(new), tuple(updated), tuple(texts), unread)


def bring(live: Connection, feed_id: int, digest: Digest, now: int) -> tuple[Stored, dict[bytes, int]]:
    """Keeps those entries of ``digest`` that the feed has not, and changes none that it has: they come from elsewhere,
    and what the feed itself said is newer. The second answer is the article of each entry, by its fingerprint.
    """
    decisions = _of_the_living(live, feed_id, identity.usable(digest.entries, digest.site_url), frozenset(), ())
    coming = Coming(live, feed_id, now)
    numbers: dict[bytes, int] = {}
    new: list[int] = []
    texts: list[Searchable] = []
    for decision in reversed(decisions):
        entry = decision.entry
        if decision.known is None:
            number = coming.add(decision)
            new.append(number)
            texts.append(Searchable(number, entry.title, entry.author, entry.content.text))
        else:
            number = decision.known.id
        numbers[entry.fingerprint] = number
    coming.keep()
    return Stored(tuple(new), (), tuple(texts)), numbers


def _of_the_living(
    live: Connection, feed_id: int, entries: Sequence[identity.Pair], present: frozenset[bytes], copies: Sequence[bytes]
) -> list[identity.Decision]:
    """What to do with the entries. The dead are recognised for good, so that their next digest costs nothing, and so
    are ``copies``, which the document has of others: where these are known and left out, they must not seem to be new.
    """
    buried = _buried(live, feed_id, entries)
    known = acquainted.known(live, feed_id, entries, present)
    there = {k.guid for k in known}
    # Known by their guid, they must not be taken for another article that has their link.
    dead = [entry for entry, h in entries if h.guid in buried and h.guid not in there]
    left = [(entry, h) for entry, h in entries if h.guid not in buried or h.guid in there] if dead else entries
    removal.keep_fingerprints(live, feed_id, [*copies, *(entry.fingerprint for entry in dead)], present)
    return [
        decision
        for decision in identity.decide(left, known, present)
        if decision.known is not None or not identity.is_dead(decision.entry, decision.hashes, buried)
    ]


def _buried(live: Connection, feed_id: int, entries: Sequence[identity.Pair]) -> frozenset[int]:
    if not removal.has_dead(live, feed_id):
        return frozenset()
    names = {number for _, h in entries for number in (h.guid, h.link, h.text) if number is not None}
    names |= {twin for entry, _ in entries if (twin := naming.twin_hash(entry.guid)) is not None}
    return removal.buried(live, feed_id, names)


def title_key(title: str) -> str:
    """What titles are sorted by: without case, accents, and quotes or brackets at the beginning."""
    plain = title.casefold()
    if not plain.isascii():
        plain = "".join(c for c in unicodedata.normalize("NFKD", plain) if not unicodedata.combining(c))
    return plain.lstrip("\"'“”‘’«»„‚([{<¿¡…·*-–— ")[:80]


class Coming:
    """Articles that are new, kept all at once: one by one they would take twice as long."""

    def __init__(self, live: Connection, feed_id: int, now: int) -> None:
        self._live = live
        self._feed_id = feed_id
        self._now = now
        self._next = 0
        self._heads: list[dict[str, object]] = []
        self._bodies: list[dict[str, object]] = []
        self._enclosures: list[dict[str, object]] = []

    def add(self, decision: identity.Decision, before: Mapping[str, object] | None = None) -> int:
        """Gives the article its id, which nobody had before. ``before`` is what was so of it in another library."""
        entry, h = decision.entry, decision.hashes
        self._next = 1 + (self._next or self._live.execute(_LAST_ID).scalar() or 0)
        self._heads.append(
            _head(decision)
            | {
                "id": self._next,
                "uuid": uuid.uuid4().bytes,
                "feed_id": self._feed_id,
                "guid_hash": h.guid,
                "published_at": _date(entry, self._now),
                "created_at": self._now,
                "updated_at": self._now,
            }
            | dict(before or {})
        )
        self._bodies.append({"id": self._next} | _body(self._live, entry))
        self._enclosures += _enclosures(self._next, entry)
        return self._next

    def keep(self) -> None:
        """Writes what was added."""
        if not self._heads:
            return
        states = [{name: head[name] for name in ("id", "feed_id", "published_at")} for head in self._heads]
        _insert(self._live, article, self._heads)
        _insert(self._live, state, states)
        _insert(self._live, body, self._bodies)
        _insert(self._live, enclosure, self._enclosures)


def _insert(live: Connection, table: Table, rows: Sequence[dict[str, object]]) -> None:
    """Through the driver itself: to have every value looked at by SQLAlchemy takes as long as to write it."""
    if rows:
        names = list(rows[0])
        holes = ", ".join("?" * len(names))
        sql = f"INSERT INTO {table.name} ({', '.join(names)}) VALUES ({holes})"
        live.exec_driver_sql(sql, [tuple(row.values()) for row in rows])


def _change(live: Connection, decision: identity.Decision, known: identity.Known, now: int) -> None:
    entry, h = decision.entry, decision.hashes
    head = _head(decision)
    if h.guid is not None:
        head["guid_hash"] = h.guid
    coding, source = live.execute(select(body.c.coding, body.c.source).where(body.c.id == known.id)).one()
    before = bodies.packing(live).readable(coding, source)
    if before is None:  # Damaged. What comes now is whole again; older versions cannot be read without the lost one.
        if decision.changed:
            live.execute(delete(revision).where(revision.c.article_id == known.id))
    elif decision.changed:
        _keep_older(live, known, before, entry, now)
        pages.overtake(live, known.id, known.title, before, entry.title, entry.content.html)
    elif before != entry.content.html:
        _pack_older_anew(live, known.id, before, entry.content.html)
    if decision.changed:
        head |= {"updated_at": now, "revision": article.c.revision + 1}
    live.execute(update(article).where(article.c.id == known.id).values(head))
    live.execute(update(body).where(body.c.id == known.id).values(_body(live, entry)))
    live.execute(delete(enclosure).where(enclosure.c.article_id == known.id))
    _enclose(live, known.id, entry)


def _keep_older(live: Connection, known: identity.Known, before: str, entry: DigestedEntry, now: int) -> None:
    number = live.execute(select(article.c.revision).where(article.c.id == known.id)).scalar_one()
    older = bodies.delta(before, entry.content.html)
    live.execute(
        insert(revision),
        {"article_id": known.id, "revision": number, "replaced_at": now, "title": known.title, "delta": older},
    )


def keep_other_version(live: Connection, number: int, title: str, html: str, own: str, now: int) -> None:
    """What another copy of an article said becomes its newest earlier version. ``own`` is its own HTML."""
    count = live.execute(select(article.c.revision).where(article.c.id == number)).scalar_one()
    _pack_older_anew(live, number, own, html)
    live.execute(
        insert(revision),
        {"article_id": number, "revision": count, "replaced_at": now, "title": title, "delta": bodies.delta(html, own)},
    )
    live.execute(update(article).where(article.c.id == number).values(revision=count + 1))


def _pack_older_anew(live: Connection, number: int, before: str, after: str) -> None:
    """Only the markup is different: no version of its own, but the newest older one needs the new HTML to unpack."""
    last = select(revision.c.revision, revision.c.delta).where(revision.c.article_id == number)
    row = live.execute(last.order_by(revision.c.revision.desc()).limit(1)).first()
    if row is None:
        return
    try:
        older = bodies.undelta(row.delta, before)
    except LibraryError:
        return  # The text that it needs was lost. If that is what came now, it can be unpacked again.
    that = (revision.c.article_id == number) & (revision.c.revision == row.revision)
    live.execute(update(revision).where(that).values(delta=bodies.delta(older, after)))


def _head(decision: identity.Decision) -> dict[str, object]:
    entry, h = decision.entry, decision.hashes
    return {
        "link_hash": h.link,
        "text_hash": h.text,
        "fingerprint": entry.fingerprint,
        "content_hash": h.content,
        "words": entry.content.words,
        "language": entry.content.language,
        "title": entry.title,
        "title_key": title_key(entry.title),
        "author": entry.author,
        "snippet": entry.content.snippet,
        "image": entry.content.image,
    }


def _body(live: Connection, entry: DigestedEntry) -> dict[str, object]:
    coding, source = bodies.packing(live).pack(entry.content.html)
    return {
        "guid": entry.guid,
        "url": entry.url,
        "comments": entry.comments,
        "description": entry.description,
        "coding": coding,
        "source": source,
    }


def _enclose(live: Connection, number: int, entry: DigestedEntry) -> None:
    rows = _enclosures(number, entry)
    if rows:
        live.execute(insert(enclosure), rows)


def _enclosures(number: int, entry: DigestedEntry) -> list[dict[str, object]]:
    return [
        {"article_id": number, "position": position, "url": e.url, "type": e.type, "length": e.length}
        for position, e in enumerate(entry.enclosures)
    ]


def _date(entry: DigestedEntry, now: int) -> int:
    """Published as given; a date in the future, or none, counts as the time of arrival."""
    given = entry.published_at if entry.published_at is not None else entry.updated_at
    return given if given is not None and given <= now else now
