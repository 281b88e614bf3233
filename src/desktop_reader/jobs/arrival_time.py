"""When an answer came: by this computer's clock, unless that was moved and the server's tells the better time.

A clock that is years off would date what comes, and make everything old or new; so would a server's. Of the two, that
one is believed which goes on from where the library's last refresh was.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from desktop_reader.feeds.headers import http_date

if TYPE_CHECKING:
    from desktop_reader.library.writer import Transaction
    from desktop_reader.records.asked import Received

DAY = 86400
_DATE = re.compile(r"^date:\s*(.{10,60})$", re.IGNORECASE | re.MULTILINE)
_LAST = "SELECT max(checked_at) FROM feed_fetch WHERE problem IS NULL"


def arrived_at(live: Transaction, received: Received | None, now: int) -> int:
    """The moment to write down; when a feed is asked next is a matter of the own clock all the same."""
    found = _DATE.search(received.head) if received is not None else None
    server = http_date(found[1].encode("latin-1", "replace")) if found else None
    if server is None or abs(server - now) < DAY:
        return now
    last = live.exec_driver_sql(_LAST).scalar()
    if last is None or server < last - DAY:
        return now
    return server if server < now or now < last - DAY else now
