"""The whole library, line by line, as ``records.archive`` says. What is derived and can be made again stays here."""

from __future__ import annotations

import json
import uuid
from array import array
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from desktop_reader.errors import LibraryError
from desktop_reader.library import again, aside, bodies, labels, retention
from desktop_reader.library.exporting import feeds_of
from desktop_reader.records.access import without_credentials
from desktop_reader.records.archive import HEAD, Line

if TYPE_CHECKING:
    from desktop_reader.library.reader import Reader

_AT_ONCE = 200
_FEEDS = f"""SELECT f.id, f.uuid, f.slug, f.url, f.old_url, f.site_url, f.icon_url, f.title, f.given_title,
    f.description, f.language, o.slug, f.position, f.created_at, f.updated_at, f.full_text,
    coalesce(t.stopped, 0), a.method, a.user, a.headers
  FROM feed AS f LEFT JOIN folder AS o ON o.id = f.folder_id LEFT JOIN feed_fetch AS t ON t.feed_id = f.id
    LEFT JOIN access AS a ON a.feed_id = f.id WHERE f.id NOT IN ({aside.IDS}) ORDER BY f.id"""
_ARTICLES = """SELECT a.id, a.uuid, f.uuid, b.guid, b.url, b.comments, a.title, a.author, a.published_at, a.created_at,
    a.updated_at, s.is_read, s.starred, s.read_count, s.last_read_at, s.starred_at, h.at, a.words, a.language,
    a.snippet, a.image, b.description, b.coding, b.source, p.fetched_at, p.url, p.problem, p.coding, p.source,
    a.revision, a.guid_hash, a.link_hash, a.text_hash, a.fingerprint, a.content_hash
  FROM article AS a JOIN state AS s ON s.id = a.id JOIN body AS b ON b.id = a.id JOIN feed AS f ON f.id = a.feed_id
    LEFT JOIN page AS p ON p.article_id = a.id LEFT JOIN hidden AS h ON h.article_id = a.id
  WHERE a.id IN (%s) ORDER BY a.id"""
_RULES = """SELECT title, search, pattern, deeds, enabled, position, created_at FROM rule
  WHERE position >= 0 ORDER BY position, id"""  # Below are those that were removed.
_FORGOTTEN = 1000
_FEED = (
    "slug url old_url site_url icon_url title given_title description language folder position created_at updated_at"
    " full_text stopped"
)


def lines(reader: Reader, only: Sequence[int] | None = None) -> Iterator[Line]:
    """All lines; with ``only`` those of these articles, with their feeds, and what the whole library shares."""
    yield dict(HEAD)
    yield from _folders(reader)
    wanted = feeds_of(reader, only) if only is not None else None
    yield from _feeds(reader, wanted)
    for days, most in reader.select("SELECT days, most FROM retention WHERE feed_id = 0"):
        yield {"kind": "keep", "days": days, "most": most}
    titles = {one.id: one.title for one in labels.labels(reader)}
    for label in labels.labels(reader):
        yield {"kind": "label", "title": label.title, "colour": label.colour, "position": label.position}
    for title, search, position in reader.select(
        "SELECT title, search, position FROM saved_search ORDER BY position, id"
    ):
        yield {"kind": "search", "title": title, "search": search, "position": position}
    yield from _rules(reader, titles)
    ids = numbers(reader, only)
    count = 0
    for start in range(0, len(ids), _AT_ONCE):
        for line in _articles(reader, ids[start : start + _AT_ONCE]):
            count += 1
            yield line
    yield {"kind": "end", "articles": count}


def numbers(reader: Reader, only: Sequence[int] | None = None) -> array[int]:
    """The articles that ``lines`` has, in its order."""
    if only is not None:
        return array("q", sorted(set(only)))
    return reader.listed(f"SELECT id FROM state WHERE feed_id NOT IN ({aside.IDS}) ORDER BY id")


def text(line: Line) -> str:
    """A line as it is written."""
    return json.dumps(line, ensure_ascii=False, separators=(",", ":")) + "\n"


def _folders(reader: Reader) -> Iterator[Line]:
    folders = reader.folders()
    slugs = {one.id: one.slug for one in folders}
    seen: set[int] = set()

    def inside(parent: int | None) -> Iterator[Line]:
        for one in folders:
            if one.parent_id == parent and one.id not in seen:
                seen.add(one.id)
                yield {
                    "kind": "folder",
                    "slug": one.slug,
                    "title": one.title,
                    "parent": slugs.get(parent) if parent is not None else None,
                    "position": one.position,
                }
                yield from inside(one.id)

    yield from inside(None)


def _feeds(reader: Reader, wanted: frozenset[int] | None) -> Iterator[Line]:
    rules = retention.rules(reader)
    forgotten: list[Line] = []
    for number, raw, *row in reader.select(_FEEDS):
        if wanted is not None and number not in wanted:
            continue
        line: Line = {"kind": "feed", "uuid": _uuid(raw)} | _named(_FEED, row[:15])
        for name in ("url", "old_url"):
            line[name] = line[name] and without_credentials(line[name])
        rule = rules.get(number)
        line["full_text"], line["stopped"] = bool(line["full_text"]), bool(line["stopped"])
        line["unread_again"] = again.wish(reader, number)
        line["keep"] = rule and {"days": rule.days, "most": rule.most}
        line["access"] = _access(*row[15:])
        yield line
        forgotten += _forgotten(reader, number, line["uuid"])
    yield from forgotten


def _access(method: str | None, user: str, headers: str) -> Line | None:
    if method is None:
        return None
    try:
        names = json.loads(headers)
    except ValueError:
        names = []
    return {"method": method, "user": user, "headers": [str(name) for name in names] if isinstance(names, list) else []}


def _forgotten(reader: Reader, feed: int, name: str) -> Iterator[Line]:
    hashes = [one for (one,) in reader.select("SELECT hash FROM tombstone WHERE feed_id = ? ORDER BY hash", (feed,))]
    for start in range(0, len(hashes), _FORGOTTEN):
        some = hashes[start : start + _FORGOTTEN]
        yield {
            "kind": "forgotten",
            "feed": name,
            "numbers": [one for one in some if isinstance(one, int)],
            "marks": [one.hex() for one in some if isinstance(one, bytes)],
        }


def _rules(reader: Reader, labels: dict[int, str]) -> Iterator[Line]:
    for title, search, pattern, raw, enabled, position, created_at in reader.select(_RULES):
        try:
            deeds = [_with_title(str(deed), labels) for deed in json.loads(raw)]
        except (ValueError, TypeError):
            continue  # It does nothing here either.
        yield {
            "kind": "rule",
            "title": title,
            "search": search,
            "pattern": pattern,
            "deeds": [deed for deed in deeds if deed],
            "enabled": bool(enabled),
            "position": position,
            "created_at": created_at,
        }


def _with_title(deed: str, labels: dict[int, str]) -> str:
    """Labels go by their titles: numbers mean something else in another library."""
    if not deed.startswith("label:"):
        return deed
    number = deed.removeprefix("label:")
    return f"label:{labels[int(number)]}" if number.isdigit() and int(number) in labels else ""


def _articles(reader: Reader, ids: Sequence[int]) -> Iterator[Line]:
    some = ",".join(str(int(number)) for number in ids)
    named = labels.of_articles(reader, ids)
    visits = _grouped(reader, f"SELECT * FROM visit WHERE article_id IN ({some}) ORDER BY article_id, opened_at")
    files = _grouped(
        reader,
        f"""SELECT article_id, url, type, length FROM enclosure WHERE article_id IN ({some})
        ORDER BY article_id, position""",
    )
    older = _grouped(
        reader,
        f"""SELECT article_id, revision, replaced_at, title, delta FROM revision WHERE article_id IN ({some})
        ORDER BY article_id, revision DESC""",
    )
    for row in reader.select(_ARTICLES % some):
        number = row[0]
        html = _unpacked(reader, row[22], row[23])
        page = None
        if row[24] is not None:
            full = _unpacked(reader, row[27], row[28]) if row[28] else ""
            page = {"fetched_at": row[24], "url": row[25], "problem": row[26], "html": full or ""}
        yield {
            "kind": "article",
            "uuid": _uuid(row[1]),
            "feed": _uuid(row[2]),
            **_named("guid url comments title author published_at created_at updated_at", row[3:11]),
            "is_read": bool(row[11]),
            "starred": bool(row[12]),
            **_named("read_count last_read_at starred_at hidden_at", row[13:17]),
            "labels": [label.title for label in named.get(number, ())],
            "visits": [{"opened_at": at, "through": bool(through)} for at, through in visits.get(number, ())],
            **_named("words language snippet image description", row[17:22]),
            "html": html,
            "enclosures": [_named("url type length", file) for file in files.get(number, ())],
            "page": page,
            "revision": row[29],
            "revisions": _versions(html, older.get(number, ())),
            **_named("guid_hash link_hash text_hash", row[30:33]),
            "fingerprint": row[33].hex(),
            "content_hash": row[34].hex(),
        }


def _versions(html: str | None, rows: Sequence[Sequence[Any]]) -> list[Line]:
    """Each earlier version whole; those behind a damaged one are lost with it."""
    found: list[Line] = []
    if html is None:
        return found
    for number, replaced_at, title, delta in rows:
        try:
            html = bodies.undelta(delta, html)
        except LibraryError:
            break
        found.append({"revision": number, "replaced_at": replaced_at, "title": title, "html": html})
    return found


def _unpacked(reader: Reader, coding: int, source: bytes) -> str | None:
    try:
        return reader.unpack(coding, source)
    except LibraryError:
        return None  # It is damaged: "desktop-reader check" tells which. All the others go out.


def _named(names: str, values: Sequence[Any]) -> Line:
    return dict(zip(names.split(), values, strict=True))


def _grouped(reader: Reader, sql: str) -> dict[int, list[Sequence[Any]]]:
    found: dict[int, list[Sequence[Any]]] = {}
    for number, *fields in reader.select(sql):
        found.setdefault(number, []).append(fields)
    return found


def _uuid(raw: bytes) -> str:
    return str(uuid.UUID(bytes=raw))
