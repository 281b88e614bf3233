"""Statistics as documents: JSON with stable keys, and one table of comma-separated values. Pure."""

from __future__ import annotations

import csv
import io
from typing import Any

from desktop_reader.records.moments import iso
from desktop_reader.records.statistics import Rhythm, Statistics, Tally, Weights

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")

_COLUMNS = (
    "kind",
    "name",
    "title",
    "arrived",
    "opened",
    "read_through",
    "starred",
    "openings",
    "words_opened",
    "words_read",
    "last_article",
    "condition",
    "bytes",
)
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def document(found: Statistics, name: str) -> dict[str, Any]:
    """All that was counted, for JSON; ``name`` is of what: a feed, a folder, or all."""
    first, last = (found.days[0][0], found.days[-1][0]) if found.days else (None, None)
    return {
        "of": name,
        "window_days": found.window.days,
        "first_day": first and first.isoformat(),
        "last_day": last and last.isoformat(),
        **_tally(found.total),
        "openings": found.openings,
        "words_opened": found.words_opened,
        "words_read": found.words_read,
        "days": [{"day": day.isoformat(), **_tally(tally)} for day, tally in found.days],
        "opened_by_hour": _by_weekday(found.opened_at),
        "arrived_by_hour": _by_weekday(found.arrived_at),
        "feeds": [
            {
                "id": feed.uuid,
                "title": feed.title,
                **_tally(feed.tally),
                "opened_per_arrived": feed.tally.ratio and round(feed.tally.ratio, 4),
                "last_article": iso(feed.last_at),
                "condition": str(feed.condition.kind),
                "fine": feed.condition.fine,
            }
            for feed in found.feeds
        ],
        "weights": {**weighed(found.weights), "articles": found.weights.articles, "average": found.weights.average},
    }


def table(found: Statistics, name: str) -> str:
    """The same as rows: the whole, each day, each hour of the week in which something was, each feed, each weight."""
    out = io.StringIO()
    rows = csv.DictWriter(out, _COLUMNS, restval="", lineterminator="\r\n")
    rows.writeheader()
    rows.writerow(
        {
            "kind": "all",
            "title": _harmless(name),
            **_tally(found.total),
            "openings": found.openings,
            "words_opened": found.words_opened,
            "words_read": found.words_read,
        }
    )
    for day, tally in found.days:
        rows.writerow({"kind": "day", "name": day.isoformat(), **_tally(tally)})
    for weekday, (opened, arrived) in enumerate(zip(found.opened_at, found.arrived_at, strict=True)):
        for hour in range(24):
            if opened[hour] or arrived[hour]:
                at = f"{WEEKDAYS[weekday]} {hour:02}"
                rows.writerow({"kind": "hour", "name": at, "arrived": arrived[hour], "openings": opened[hour]})
    for feed in found.feeds:
        rows.writerow(
            {
                "kind": "feed",
                "name": feed.uuid,
                "title": _harmless(feed.title),
                **_tally(feed.tally),
                "last_article": iso(feed.last_at) or "",
                "condition": str(feed.condition.kind),
            }
        )
    for what, size in weighed(found.weights).items():
        rows.writerow({"kind": "weight", "name": what, "bytes": size})
    return out.getvalue()


def weighed(weights: Weights) -> dict[str, int]:
    """Bytes by what they are."""
    return {
        "library": weights.library,
        "search": weights.search,
        "pictures": weights.pictures,
        "copies": weights.copies,
    }


def _tally(tally: Tally) -> dict[str, int]:
    return {
        "arrived": tally.arrived,
        "opened": tally.opened,
        "read_through": tally.through,
        "starred": tally.starred,
    }


def _by_weekday(rhythm: Rhythm) -> dict[str, list[int]]:
    return {name: list(hours) for name, hours in zip(WEEKDAYS, rhythm, strict=True)}


def _harmless(title: str) -> str:
    """A title that a spreadsheet does not take for a formula: a feed may call itself what it likes."""
    title = " ".join(title.split())
    return f"'{title}" if title.startswith(_FORMULA) else title
