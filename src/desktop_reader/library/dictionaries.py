"""Dictionaries for bodies: trained on the library's own articles, and older bodies packed anew with the newest one.

A dictionary is kept before any body needs it, and never goes. Packing anew walks from the newest body to the oldest in
small transactions, each with how far it came; a body is only replaced by what was unpacked to the same text again.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from desktop_reader.library import bodies

if TYPE_CHECKING:
    from desktop_reader.library.writer import Transaction

_FIRST = 1000  # Articles from which on a dictionary pays; then again each time there are ten times as many.
_ENOUGH = 1_500_000  # Bytes of HTML in them.
_SAMPLES, _LONGEST, _MOST = 4000, 8192, 8_000_000
_OF_EACH_FEED = 4
_BETTER = 0.97  # A new dictionary has to save so much, or packing all bodies anew is not worth it.
_CHUNK, _CHUNK_BYTES = 200, 2_000_000
_GIVEN_BACK = 64  # Pages of the file that one chunk gives back; it frees a dozen.


def due(live: Transaction) -> bool:
    """Whether there are so many articles that a dictionary, or a better one, may be had."""
    return _articles(live) >= max(_FIRST, 10 * int(_known(live, "trained") or 0))


def learn(live: Transaction) -> None:
    """Makes a dictionary; kept if it is worth it, then new bodies are packed with it from now on."""
    some = _samples(live)
    made = _made(live, some) if some else None
    if made is not None:
        live.exec_driver_sql("INSERT INTO dictionary SELECT coalesce(max(id), 1) + 1, ? FROM dictionary", (made,))
    # Many short articles are no reason to wait for ten times as many.
    _keep(live, "trained", str(_articles(live) if some else _articles(live) // 5))


def pack_anew(live: Transaction) -> bool:
    """Packs the next bodies anew; False when all are packed with the newest dictionary, as far as that is of use."""
    packing = bodies.packing(live)
    newest = packing.newest()
    number, before = (int(part) for part in (_known(live, "packed") or "0 0").split())
    if newest == bodies.ZSTD or (number == newest and before == 0):
        return False
    if number != newest:
        before = 1 + int(live.exec_driver_sql("SELECT coalesce(max(id), 0) FROM body").scalar_one())
    rows = _next(live, before)
    anew = {}
    for row in rows:
        if row["coding"] in (bodies.PLAIN, newest):
            continue
        html = packing.readable(row["coding"], row["source"])
        if html is None:
            continue  # Damaged: left for "desktop-reader check", which can tell of it.
        coding, source = packing.pack(html)
        if len(source) < len(row["source"]) and packing.unpack(coding, source) == html:
            anew[row["id"]] = {"coding": coding, "source": source}
    if anew:
        _replace(live, [row | anew.get(row["id"], {}) for row in rows])
    _keep(live, "packed", f"{newest} {rows[-1]['id'] if rows else 0}")
    return True


def _samples(live: Transaction) -> list[bytes]:
    """The beginnings of the newest articles of all feeds; none when there is too little to learn from."""
    feeds = live.exec_driver_sql("SELECT feed_id FROM feed_count WHERE total > 0 ORDER BY total DESC").scalars().all()
    each = max(_OF_EACH_FEED, _SAMPLES // max(len(feeds), 1))
    newest = """SELECT coding, source FROM body WHERE id IN
        (SELECT id FROM state WHERE feed_id = ? ORDER BY published_at DESC, id DESC LIMIT ?)"""
    packing = bodies.packing(live)
    found: list[bytes] = []
    size = 0
    for feed in feeds:
        for coding, source in live.exec_driver_sql(newest, (feed, each)).all():
            html = (packing.readable(coding, source) or "").encode("utf-8")[:_LONGEST]
            if html:
                found.append(html)
                size += len(html)
        if size > _MOST:
            break
    return found if size >= _ENOUGH else []


def _made(live: Transaction, some: list[bytes]) -> bytes | None:
    """A dictionary of three quarters of ``some``, if it packs the last quarter better than what there is."""
    judges = some[::4]
    made = bodies.trained([one for place, one in enumerate(some) if place % 4])
    if made is None:
        return None
    packing = bodies.packing(live)
    now = sum(len(packing.pack(one.decode("utf-8", "ignore"))[1]) for one in judges)
    return made if bodies.packed_size(judges, made) < _BETTER * now else None


def _next(live: Transaction, before: int) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = []
    size = 0
    sql = "SELECT * FROM body WHERE id < ? ORDER BY id DESC LIMIT ?"
    with live.exec_driver_sql(sql, (before, _CHUNK)) as result:
        for row in result.mappings():
            rows.append(dict(row))
            size += len(row["source"])
            if size > _CHUNK_BYTES:
                break
    return rows


def _replace(live: Transaction, rows: list[dict[str, Any]]) -> None:
    """Takes the rows out and puts them in again in their order: rows that only shrink would leave pages half empty,
    and nothing would be gained. The search file knows their text as it is, so they do not wait for it.
    """
    numbers = [(row["id"],) for row in rows]
    listed = ",".join(str(row["id"]) for row in rows)
    waiting = set(live.exec_driver_sql(f"SELECT id FROM unindexed WHERE id IN ({listed})").scalars())
    names = list(rows[0])
    live.exec_driver_sql("DELETE FROM body WHERE id = ?", numbers)
    live.exec_driver_sql(
        f"INSERT INTO body ({', '.join(names)}) VALUES ({', '.join('?' * len(names))})",
        [tuple(row[name] for name in names) for row in reversed(rows)],
    )
    untouched = [number for number in numbers if number[0] not in waiting]
    if untouched:
        live.exec_driver_sql("DELETE FROM unindexed WHERE id = ?", untouched)
    # The driver itself: a page is given back at each step of the answer, which has no rows for anybody else.
    bodies.packing(live).live.execute(f"PRAGMA incremental_vacuum({_GIVEN_BACK})").fetchall()


def _articles(live: Transaction) -> int:
    return int(live.exec_driver_sql("SELECT coalesce(sum(total), 0) FROM feed_count").scalar_one())


def _known(live: Transaction, key: str) -> str | None:
    value: str | None = live.exec_driver_sql("SELECT value FROM meta WHERE key = ?", (key,)).scalar()
    return value


def _keep(live: Transaction, key: str, value: str) -> None:
    live.exec_driver_sql("INSERT OR REPLACE INTO meta VALUES (?, ?)", (key, value))
