"""``desktop-reader health``: how feeds fare, in words; the log of a feed's refreshes; its last answer."""

from __future__ import annotations

import sys
import time
from argparse import Namespace
from datetime import datetime

from desktop_reader.cli import output
from desktop_reader.cli.reading import reader
from desktop_reader.errors import NotFoundError
from desktop_reader.library import asked
from desktop_reader.library.reader import Reader
from desktop_reader.records.asked import Asked, LastAnswer
from desktop_reader.records.condition import NAMES, Condition, condition
from desktop_reader.records.facts import Facts
from desktop_reader.records.feed import Feed
from desktop_reader.records.moments import iso
from desktop_reader.records.sentence import SPANS, Moment, Phrase, Sentence, Span, Value


def health(options: Namespace) -> int:
    """Of all feeds, those in trouble first, or of one. ``--log`` and ``--answer`` need one."""
    with reader(options.library) as door:
        number = door.feed_named(options.feed) if options.feed else None
        if number is not None and options.log:
            _print_log(asked.log(door, number), options.json)
        elif number is not None and options.answer:
            _print_answer(asked.last_answer(door, number), options.json)
        else:
            _print_conditions(door, number, options.json)
    return 0


def _print_conditions(door: Reader, number: int | None, as_json: bool) -> None:
    facts = asked.facts(door, int(time.time()), None if number is None else [number])
    feeds = {feed.id: feed for feed in door.feeds()}
    found = [(feeds[feed], condition(known), known) for feed, known in facts.items() if feed in feeds]
    found.sort(key=lambda one: one[1].fine)
    if as_json:
        documents = [_as_facts(*one) for one in found]
        output.print_json(documents if number is None else documents[0])
    elif found:
        output.print_lines(line for one in found for line in _lines(*one, whole=number is not None))
    else:
        print("No feeds yet. Add one: desktop-reader add https://example.com/", file=sys.stderr)


def _as_facts(feed: Feed, how: Condition, known: Facts) -> output.Facts:
    return {
        "id": feed.uuid,
        "title": feed.title,
        "condition": str(how.kind),
        "fine": how.fine,
        "sentence": english(how.sentence),
        "since": iso(how.since_at),
        "did": [english(one) for one in how.did],
        "failures": known.health.failures,
        "last_checked": iso(known.checked_at),
        "next_check": None if known.stopped else iso(known.next_check_at),
        "not_before": iso(known.not_before_at or None),
        "last_article": iso(known.published[0]) if known.published else None,
        "usual_gap_seconds": known.gap,
    }


def _lines(feed: Feed, how: Condition, known: Facts, *, whole: bool) -> list[str]:
    head = f"{feed.uuid[:8]}  {NAMES[how.kind]}: {' '.join(feed.title.split())}"
    lines = [head, f"          {english(how.sentence)}"] if whole or not how.fine else [head]
    if not whole:
        return lines
    if how.since_at is not None:
        lines.append(f"          Since {_moment(how.since_at)}.")
    lines += [f"          {english(one)}" for one in how.did]
    if known.checked_at is not None:
        lines.append(f"          Last asked {_moment(known.checked_at)}.")
    if not known.stopped and known.next_check_at > known.now:
        lines.append(f"          Next asked {_moment(known.next_check_at)}.")
    return lines


def _print_log(log: list[Asked], as_json: bool) -> None:
    if as_json:
        output.print_json(
            [
                {
                    "at": iso(one.at),
                    "outcome": one.outcome,
                    "status": one.status or None,
                    "new": one.new,
                    "updated": one.updated,
                    "took_ms": one.took_ms,
                    "bytes": one.size,
                    "detail": one.detail,
                }
                for one in log
            ]
        )
        return
    output.print_lines(
        f"{_moment(one.at)}  {one.outcome:16}  {one.status or '':>3}  {one.new:>4} new  {one.updated:>4} updated"
        f"  {one.took_ms:>6} ms  {one.size:>9} bytes  {one.detail}".rstrip()
        for one in log
    )


def _print_answer(answer: LastAnswer | None, as_json: bool) -> None:
    if answer is None:
        raise NotFoundError("No answer of this feed was kept yet. Refresh it first: desktop-reader refresh FEED_ID")
    text = answer.body.decode("utf-8", "replace")
    if as_json:
        output.print_json(
            {
                "at": iso(answer.at),
                "url": answer.url,
                "status": answer.status,
                "head": answer.head.split("\n"),
                "bytes": answer.size,
                "body": text,
            }
        )
    else:
        output.print_lines([answer.url, answer.head, "", text])


def english(sentence: Sentence) -> str:
    """A sentence as the command line shows it."""
    return sentence.written(_written)


def _written(value: Value) -> str:
    match value:
        case Moment(at):
            return _moment(at)
        case Span():
            count, unit = value.counted
            one, many = SPANS[unit]
            return one if count == 1 else many.replace("%n", str(count))
        case Phrase(words):
            return words
        case _:
            return str(value)


def _moment(at: int) -> str:
    try:
        return datetime.fromtimestamp(at).strftime("%Y/%m/%d %H:%M")
    except (OSError, OverflowError, ValueError):
        return str(at)  # A feed may claim any year.
