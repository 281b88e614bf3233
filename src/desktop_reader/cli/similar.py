"""The command ``similar``, and what ``show`` tells of similar articles."""

from __future__ import annotations

import contextlib
from argparse import Namespace

from desktop_reader.cli import output, reading
from desktop_reader.errors import LibraryError
from desktop_reader.library.reader import Reader
from desktop_reader.library.similar import similar as nearest
from desktop_reader.records.insight import SimilarReading
from desktop_reader.records.moments import iso

_SECONDS = 10.0  # That somebody waits for articles which are not understood yet; later questions find the rest.


def similar(options: Namespace) -> int:
    """``desktop-reader similar``."""
    with reading.reader(options.library) as door:
        number = door.article_named(options.id)
    _understand(options)
    with reading.reader(options.library) as door:
        found = nearest(door, number, options.limit)
        if options.json:
            output.print_json([facts(door, one) for one in found])
        else:
            output.print_lines(line for one in found for line in _lines(one))
    return 0


def facts(door: Reader, one: SimilarReading) -> output.Facts:
    """One of them, as ``similar --json`` and ``show --json`` give it out."""
    article = door.article(one.id)
    return {
        "id": one.uuid,
        "title": one.title,
        "url": article.url if article else None,
        "feed_id": one.feed_uuid,
        "feed": one.feed_title,
        "date": iso(one.published_at),
        "score": one.score,
        "shared": list(one.shared),
        "also_in": list(one.also_in),
    }


def _lines(one: SimilarReading) -> list[str]:
    day = (iso(one.published_at) or "")[:10]
    reasons = [", ".join(one.shared)] if one.shared else []
    if one.also_in:
        reasons.append(f"also in {', '.join(one.also_in)}")
    head = f"{one.uuid[:8]}  {one.score:4.0%}  {day}  {one.feed_title}: {' '.join(one.title.split())}"
    return [head, f"{'':10}{' · '.join(reasons)}"] if reasons else [head]


def _understand(options: Namespace) -> None:
    """What is not understood yet, the newest first. A library that cannot be written is taken as it is."""
    from desktop_reader.cli.changing import writer
    from desktop_reader.worker import understanding

    with contextlib.suppress(LibraryError), writer(options.library, patience=0) as library:
        understanding.catch_up(library, _SECONDS)
