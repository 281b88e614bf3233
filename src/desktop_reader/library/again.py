"""Which feeds' articles become unread again when their text was rewritten: the reader's wish, for all or for one feed.

That of all feeds is one of the settings; a feed's own is a row of ``meta``, by its UUID.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from desktop_reader.library import marking
from desktop_reader.library.history import versions_of
from desktop_reader.text.rewriting import is_rewritten

if TYPE_CHECKING:
    from desktop_reader.library.bodies import Packing
    from desktop_reader.library.reader import Reader
    from desktop_reader.library.writer import Transaction

_KEY = "'unread again ' || hex(uuid)"
_WISH = f"SELECT meta.value FROM feed JOIN meta ON meta.key = {_KEY} WHERE feed.id = ?"
_LATEST = 4  # A feed that gives out two versions by turns says nothing new with either.


def wish(reader: Reader, feed_id: int) -> bool | None:
    """What the reader wants of this feed; None where it is as all others are."""
    rows = reader.select(_WISH, (feed_id,))
    return rows[0][0] == "1" if rows else None


def set_wish(live: Transaction, feed_id: int, wanted: bool | None) -> bool:
    """Keeps it; whether it is another than before."""
    before = live.exec_driver_sql(_WISH, (feed_id,)).scalar()
    after = None if wanted is None else str(int(wanted))
    forget(live, feed_id)
    if after is not None:
        live.exec_driver_sql(f"INSERT INTO meta SELECT {_KEY}, ? FROM feed WHERE id = ?", (after, feed_id))
    return before != after


def forget(live: Transaction, feed_id: int) -> None:
    """The feed has no wish of its own, or is removed in this transaction."""
    live.exec_driver_sql(f"DELETE FROM meta WHERE key = (SELECT {_KEY} FROM feed WHERE id = ?)", (feed_id,))


def is_wanted(live: Transaction, feed_id: int, of_all: bool) -> bool:
    """Whether it is done with this feed, where ``of_all`` is done with those that have no wish of their own."""
    own = live.exec_driver_sql(_WISH, (feed_id,)).scalar()
    return of_all if own is None else own == "1"


def mark_rewritten(live: Transaction, packing: Packing, changed: Sequence[int]) -> tuple[int, ...]:
    """Makes those unread, of articles that were just changed, that really say something else than any of their last
    versions; and says which.
    """
    read = live.exec_driver_sql(
        f"SELECT id FROM state WHERE is_read = 1 AND id IN ({marking.listed(changed)})"
        " AND id NOT IN (SELECT article_id FROM hidden)"
    )
    found = tuple(number for (number,) in read.all() if _is_new(live, packing, number))
    if found:
        live.exec_driver_sql(f"UPDATE state SET is_read = 0 WHERE id IN ({marking.listed(found)})")
    return found


def _is_new(live: Transaction, packing: Packing, number: int) -> bool:
    title, coding, source = live.exec_driver_sql(
        "SELECT title, coding, source FROM article JOIN body USING (id) WHERE id = ?", (number,)
    ).one()
    html = packing.readable(coding, source)
    if html is None:
        return False
    rows = live.exec_driver_sql(
        "SELECT title, delta, replaced_at FROM revision WHERE article_id = ? ORDER BY revision DESC LIMIT ?",
        (number, _LATEST),
    )
    earlier = versions_of(html, rows.all())
    return bool(earlier) and all(is_rewritten(one.title, one.html, title, html) for one in earlier)
