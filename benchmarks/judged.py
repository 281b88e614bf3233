"""Articles that people have judged, out of the folder ``understanding`` beside the checkout, as a library of ours.

They are of others and only measured with; the library lies in the cache and goes the way of every library: written,
indexed, understood. Articles without a date are given one far from all others, so that time tells nothing of them.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path
from time import process_time
from typing import Any
from uuid import UUID

from benchmarks.corpus import NEWEST

EVENTS = ("fnc", "ecbplus", "basil", "vimds")
_FEEDS = 25
_CHUNK = 200


@dataclass(frozen=True, slots=True)
class Story:
    """An article and the event that it tells of; articles of one event are to find each other."""

    title: str
    text: str
    event: str = ""
    day: str = ""


def folder() -> Path:
    """Where the judged articles lie."""
    told = os.environ.get("UNDERSTANDING_DATA")
    return Path(told) if told else Path(__file__).resolve().parents[2] / "shared" / "understanding" / "dev"


def records(name: str) -> list[dict[str, Any]]:
    """The lines of one of the files, or of any other of their kind."""
    path = Path(name) if Path(name).is_absolute() else folder() / f"{name}.jsonl"
    with open(path, encoding="utf-8") as file:
        return [json.loads(line) for line in file]


def stories(name: str) -> list[Story]:
    """The articles of an event set, or those that belong to no event."""
    return [
        Story(one["title"], _without_title(one["text"], one["title"]), one["event"], one["date"])
        for one in records(name)
    ]


def library(name: str, told: Callable[[], Iterable[Story]], cache: Path, sources: Sequence[str]) -> tuple[Path, float]:
    """A library of these articles, ids from 1 in their order, and the milliseconds that understanding one took."""
    code = hashlib.sha256(b"".join(Path(source).read_bytes() for source in (__file__, *sources))).hexdigest()[:16]
    made = cache / f"judged-{code}" / name
    spent = made / "milliseconds"
    if not spent.exists():
        made.mkdir(parents=True, exist_ok=True)
        for old in made.iterdir():
            old.unlink()
        spent.write_text(str(_make(made / "library.db", list(told()))), encoding="utf-8")
    return made / "library.db", float(spent.read_text(encoding="utf-8"))


def _make(path: Path, told: list[Story]) -> float:
    from sqlalchemy import insert

    from desktop_reader.jobs.understand import CatchUp
    from desktop_reader.library import connect, subscriptions, understanding
    from desktop_reader.library.schema import article, body, state
    from desktop_reader.library.writer import Writer
    from desktop_reader.text import encoder
    from desktop_reader.worker.understanding import Understand

    connect.prepare(path)
    writer = Writer(path)
    with writer.editing() as live:
        for number in range(_FEEDS):
            subscriptions.add_feed(live, f"http://127.0.0.1:1/{number}", f"Feed {number}", f"f-{number}", NEWEST)
    for start in range(0, len(told), _CHUNK):
        rows = [_rows(number, one) for number, one in enumerate(told[start : start + _CHUNK], start + 1)]
        with writer.transaction() as live:
            for place, table in enumerate((article, state, body)):
                live.execute(insert(table), [row[place] for row in rows])
        while writer.reader.unindexed(1):
            CatchUp(_CHUNK).run(writer)
    spent, count = 0.0, 0
    Understand((), b"", directions=True).run()
    encoder.loaded().encode(["Loaded before it is measured."])
    with understanding.opened(path) as file:
        file.begin(encoder.model_id())
        while asked := file.waiting(_CHUNK):
            began = process_time()
            with writer.transaction() as live:
                raw = understanding.raw(live, asked)
            file.keep(Understand(tuple(raw), file.frequencies(), directions=True).run(), asked)
            spent, count = spent + process_time() - began, count + len(asked)
    writer.close()
    return 1000 * spent / max(count, 1)


def _rows(number: int, one: Story) -> tuple[dict[str, Any], dict[str, Any], dict[str, Any]]:
    from desktop_reader.library import bodies
    from desktop_reader.library.store import title_key

    title = one.title or one.text.split("\n", 1)[0][:80]
    at, feed = _at(one.day, number), 1 + number % _FEEDS
    mark = number.to_bytes(12, "big")
    coding, source = bodies.pack("".join(f"<p>{escape(line)}</p>" for line in one.text.split("\n") if line.strip()))
    head = {
        "id": number,
        "uuid": UUID(int=number, version=4).bytes,
        "feed_id": feed,
        "guid_hash": number,
        "link_hash": number,
        "text_hash": number,
        "fingerprint": mark,
        "content_hash": mark[4:],
        "published_at": at,
        "created_at": at,
        "updated_at": at,
        "title": title,
        "title_key": title_key(title),
    }
    url = f"https://example.org/{number}"
    return (
        head,
        {"id": number, "feed_id": feed, "published_at": at},
        {"id": number, "guid": str(number), "url": url, "coding": coding, "source": source},
    )


def _at(day: str, number: int) -> int:
    from datetime import UTC, datetime

    try:
        return int(datetime.fromisoformat(day[:10]).replace(tzinfo=UTC).timestamp())
    except ValueError:
        return number * 30 * 86_400  # A month from any other without a date, and long before those with one.


def _without_title(text: str, title: str) -> str:
    return text[len(title) :].lstrip() if title and text.startswith(title) else text
