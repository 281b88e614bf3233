"""The command ``mark``: read, unread, star, unstar."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Callable

from desktop_reader.cli import output
from desktop_reader.cli.handing import done
from desktop_reader.cli.reading import reader
from desktop_reader.jobs import Job
from desktop_reader.jobs.mark import MarkRead, MarkUnread, Star, Unstar
from desktop_reader.ui.instance.errand import in_parts

MARKS: dict[str, Callable[[tuple[int, ...]], Job]] = {
    "read": MarkRead,
    "unread": MarkUnread,
    "star": Star,
    "unstar": Unstar,
}


def mark(options: Namespace) -> int:
    """``desktop-reader mark``: all of them, or none when an id is wrong."""
    with reader(options.library) as door:
        ids = tuple(door.article_named(name) for name in options.ids)
    done(options.library, MARKS[options.state](ids), in_parts(options.state, ids))
    if options.json:
        with reader(options.library) as door:
            found = map(door.article, ids)
            output.print_json([output.article_facts(article) for article in found if article is not None])
    return 0
