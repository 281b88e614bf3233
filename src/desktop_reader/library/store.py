"""Keeping what a refresh brought: articles, their state and bodies, inside a transaction that the caller holds."""

from __future__ import annotations

import unicodedata
import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, delete, insert, or_, select, update

from desktop_reader.library import bodies, identity
from desktop_reader.library.schema import article, body, enclosure, revision, state
from desktop_reader.records.refresh import Digest, DigestedEntry

_KNOWN = (
    article.c.id,
    article.c.guid_hash,
    article.c.link_hash,
    article.c.text_hash,
    article.c.title,
    article.c.content_hash,
    article.c.fingerprint,
    body.c.guid,
    body.c.url,
)
_CHUNK = 300  # Values in one IN (…): three lists of them stay below SQLite's old limit of 999.


@dataclass(frozen=True, slots=True)
class Stored:
    """Ids of the articles that came, and of those whose title or text changed; and of both, what can be found: title,
    author and text.
    """

    new: tuple[int, ...]
    updated: tuple[int, ...]
    texts: tuple[tuple[int, str], ...] = ()


def fingerprints(live: Connection, feed_id: int, most: int = 4000) -> frozenset[bytes]:
    """The fingerprints of the feed's newest articles: what a digest need not prepare again."""
    newest = select(article.c.fingerprint).join(state, state.c.id == article.c.id).where(state.c.feed_id == feed_id)
    newest = newest.order_by(state.c.published_at.desc(), state.c.id.desc()).limit(most)
    return frozenset(live.execute(newest).scalars())


def store(live: Connection, feed_id: int, digest: Digest, now: int) -> Stored:
    """Keeps the entries of ``digest``: new ones unread, changed ones in place with their older version beside them.

    The document's last entry is kept first, so that its first is the newest row where dates say nothing.
    """
    entries = identity.usable(digest.entries, digest.site_url)
    present = frozenset(digest.known)
    decisions = identity.decide(entries, _known(live, feed_id, entries, present), present)
    new: list[int] = []
    updated: list[int] = []
    texts: list[tuple[int, str]] = []
    for decision in reversed(decisions):
        if decision.known is None:
            number = _add(live, feed_id, decision, now)
            new.append(number)
        else:
            number = decision.known.id
            _change(live, decision, decision.known, now)
            if decision.changed:
                updated.append(number)
        entry = decision.entry
        texts.append((number, f"{entry.title}\n{entry.author}\n{entry.content.text}"))
    return Stored(tuple(new), tuple(updated), tuple(texts))


def title_key(title: str) -> str:
    """What titles are sorted by: without case, accents, and quotes or brackets at the beginning."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", title.casefold()) if not unicodedata.combining(c))
    return plain.lstrip("\"'“”‘’«»„‚([{<¿¡…·*-–— ")[:80]


def _known(
    live: Connection,
    feed_id: int,
    entries: Sequence[tuple[DigestedEntry, identity.Hashes]],
    present: frozenset[bytes],
) -> list[identity.Known]:
    """Articles that an entry may be, and those that stand unchanged in the document, which are among the newest."""
    if not entries:
        return []
    ours = select(*_KNOWN).join(body, body.c.id == article.c.id).where(article.c.feed_id == feed_id)
    newest = select(state.c.id).where(state.c.feed_id == feed_id)
    newest = newest.order_by(state.c.published_at.desc(), state.c.id.desc()).limit(2 * len(present) + 50)
    rows = [row for row in live.execute(ours.where(article.c.id.in_(newest))) if row.fingerprint in present]
    for start in range(0, len(entries), _CHUNK):
        some = [h for _, h in entries[start : start + _CHUNK]]
        by_any = or_(
            article.c.guid_hash.in_([h.guid for h in some if h.guid is not None]),
            article.c.link_hash.in_([h.link for h in some if h.link is not None]),
            article.c.text_hash.in_([h.text for h in some]),
        )
        rows += live.execute(ours.where(by_any)).all()
    found: dict[int, identity.Known] = {}
    for row in rows:
        said_guid, said_link = identity.guid_hash(row.guid), identity.link_hash(row.url)
        found[row.id] = identity.Known(*row[:7], said_guid=said_guid, said_link=said_link)
    return list(found.values())


def _add(live: Connection, feed_id: int, decision: identity.Decision, now: int) -> int:
    entry, h = decision.entry, decision.hashes
    published_at = _date(entry, now)
    head = _head(decision) | {
        "uuid": uuid.uuid4().bytes,
        "feed_id": feed_id,
        "guid_hash": h.guid,
        "published_at": published_at,
        "created_at": now,
        "updated_at": now,
    }
    (number,) = live.execute(insert(article), head).inserted_primary_key or (0,)
    live.execute(insert(state), {"id": number, "feed_id": feed_id, "published_at": published_at})
    live.execute(insert(body), {"id": number} | _body(entry))
    _enclose(live, number, entry)
    return int(number)


def _change(live: Connection, decision: identity.Decision, known: identity.Known, now: int) -> None:
    entry, h = decision.entry, decision.hashes
    head = _head(decision)
    if h.guid is not None:
        head["guid_hash"] = h.guid
    coding, source = live.execute(select(body.c.coding, body.c.source).where(body.c.id == known.id)).one()
    before = bodies.unpack(coding, source)
    if decision.changed:
        _keep_older(live, known, before, entry, now)
        head |= {"updated_at": now, "revision": article.c.revision + 1}
    elif before != entry.content.html:
        _pack_older_anew(live, known, before, entry.content.html)
    live.execute(update(article).where(article.c.id == known.id).values(head))
    live.execute(update(body).where(body.c.id == known.id).values(_body(entry)))
    live.execute(delete(enclosure).where(enclosure.c.article_id == known.id))
    _enclose(live, known.id, entry)


def _keep_older(live: Connection, known: identity.Known, before: str, entry: DigestedEntry, now: int) -> None:
    number = live.execute(select(article.c.revision).where(article.c.id == known.id)).scalar_one()
    older = bodies.delta(before, entry.content.html)
    live.execute(
        insert(revision),
        {"article_id": known.id, "revision": number, "replaced_at": now, "title": known.title, "delta": older},
    )


def _pack_older_anew(live: Connection, known: identity.Known, before: str, after: str) -> None:
    """Only the markup is different: no version of its own, but the newest older one needs the new HTML to unpack."""
    last = select(revision.c.revision, revision.c.delta).where(revision.c.article_id == known.id)
    row = live.execute(last.order_by(revision.c.revision.desc()).limit(1)).first()
    if row is not None:
        anew = bodies.delta(bodies.undelta(row.delta, before), after)
        that = (revision.c.article_id == known.id) & (revision.c.revision == row.revision)
        live.execute(update(revision).where(that).values(delta=anew))


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


def _body(entry: DigestedEntry) -> dict[str, object]:
    coding, source = bodies.pack(entry.content.html)
    return {
        "guid": entry.guid,
        "url": entry.url,
        "comments": entry.comments,
        "description": entry.description,
        "coding": coding,
        "source": source,
    }


def _enclose(live: Connection, number: int, entry: DigestedEntry) -> None:
    rows = [
        {"article_id": number, "position": position, "url": e.url, "type": e.type, "length": e.length}
        for position, e in enumerate(entry.enclosures)
    ]
    if rows:
        live.execute(insert(enclosure), rows)


def _date(entry: DigestedEntry, now: int) -> int:
    """Published as given; a date in the future, or none, counts as the time of arrival."""
    given = entry.published_at if entry.published_at is not None else entry.updated_at
    return given if given is not None and given <= now else now
