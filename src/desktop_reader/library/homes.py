"""In which private network a host lay when somebody gave its address: there its feeds may lie, and nowhere else inside.

A name's owner decides where it leads, and may change that overnight: without this a feed of the internet could have the
router at home asked for what it likes. Kept in ``meta``, by host; addresses that say it themselves need no memory.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from desktop_reader.records.network import Range

if TYPE_CHECKING:
    from desktop_reader.library.reader import Reader
    from desktop_reader.library.writer import Transaction

_KEY = "home "
_ALL = f"SELECT key, value FROM meta WHERE key > '{_KEY}' AND key < '{_KEY.strip()}!'"
_NOTE = """INSERT INTO meta VALUES (?, ?)
    ON CONFLICT (key) DO UPDATE SET value = excluded.value WHERE value <> excluded.value"""

Homes = dict[str, Range]


def homes(reader: Reader) -> Homes:
    """Range by host."""
    return _read(reader.select(_ALL))


def homes_in(live: Transaction) -> Homes:
    """The same within a transaction."""
    return _read(live.exec_driver_sql(_ALL))


def home_at(known: Homes, url: str) -> Range | None:
    """Where a subscription's address was found; None for the internet, and for what nobody has found anywhere."""
    return known.get(_host(url)) if known else None


def note(live: Transaction, url: str, found: Iterable[tuple[str, Range]]) -> None:
    """Remembers where the host of a subscription's address lies, if it is among those that were ``found`` inside."""
    host = _host(url)
    kind = dict(found).get(host)
    if kind is not None:
        live.exec_driver_sql(_NOTE, (_KEY + host, kind.value))


def _read(rows: Iterable[Iterable[object]]) -> Homes:
    known = {str(key).removeprefix(_KEY): str(value) for key, value in rows}
    return {host: Range(value) for host, value in known.items() if value in set(Range)}


def _host(url: str) -> str:
    try:
        return urlsplit(url).hostname or ""
    except ValueError:
        return ""
