"""When an answer came: by this computer's clock, unless that was moved and the server's tells the better time.

A clock that is years off would date what comes, and make everything old or new; so would a server's. Of the two, that
one is believed which goes on from where the library's last refresh was. At the very first refresh there is none: then
the own clock is wrong when several servers agree with each other and not with it, or when it stands before the program.
"""

from __future__ import annotations

import re
import statistics
from typing import TYPE_CHECKING

from desktop_reader.feeds.address import host_of
from desktop_reader.feeds.headers import http_date

if TYPE_CHECKING:
    from desktop_reader.library.reader import Reader
    from desktop_reader.library.writer import Transaction
    from desktop_reader.records.asked import Received

DAY = 86400
OLDEST = 1767225600
"""2026/01/01: no clock that is right stands before it, for this version was not written yet."""

_ENOUGH = 3  # Servers that must agree.
_MINUTES = 600
_DATE = re.compile(r"^date:\s*(.{10,60})$", re.IGNORECASE | re.MULTILINE)
_LAST = "SELECT max(checked_at) FROM feed_fetch WHERE problem IS NULL"


def arrived_at(live: Transaction, received: Received | None, now: int, away: int = 0) -> int:
    """The moment to write down; when a feed is asked next is a matter of the own clock all the same. ``away`` is how
    far the servers of a first refresh found the own clock to be from theirs, if they agree: then no single one counts.
    """
    if away:
        return now + away
    server = said(received)
    if server is None or abs(server - now) < DAY:
        return now
    last = live.exec_driver_sql(_LAST).scalar()
    if last is None:
        return server if now < OLDEST <= server else now
    if server < last - DAY:
        return now
    return server if server < now or now < last - DAY else now


def said(received: Received | None) -> int | None:
    """The time that a server tells with its answer."""
    found = _DATE.search(received.head) if received is not None else None
    return http_date(found[1].encode("latin-1", "replace")) if found else None


def is_first(reader: Reader) -> bool:
    """Whether nobody ever answered, so that nothing shows whether the own clock is right."""
    return reader.select(_LAST)[0][0] is None


class Witnesses:
    """What the servers of a refresh say of the own clock, each host once."""

    def __init__(self) -> None:
        self._differences: dict[str, int] = {}

    def hear(self, received: Received | None, now: int) -> None:
        """Notes what one says, if it says anything."""
        server = said(received)
        if received is not None and server is not None:
            self._differences.setdefault(host_of(received.url), server - now)

    @property
    def doubtful(self) -> bool:
        """Whether one says something else than the own clock, and too few have been heard to tell who is right."""
        some = self._differences.values()
        return len(some) < _ENOUGH and any(abs(one) >= DAY for one in some)

    @property
    def away(self) -> int:
        """The seconds by which the own clock is wrong; 0 as long as that is not shown by several that agree."""
        some = self._differences.values()
        middle = int(statistics.median(some)) if some else 0
        agree = sum(abs(one - middle) < _MINUTES for one in some)
        return middle if abs(middle) >= DAY and agree >= _ENOUGH and 2 * agree > len(some) else 0
