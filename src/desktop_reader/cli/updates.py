"""``desktop-reader updates``: whether articles of a feed become unread again when their text was rewritten."""

from __future__ import annotations

from argparse import Namespace

from desktop_reader import paths, settings
from desktop_reader.cli import output
from desktop_reader.cli.changing import writer
from desktop_reader.cli.reading import reader
from desktop_reader.library import again


def updates(options: Namespace) -> int:
    """Without a wish: prints what is done with the feed. With one: keeps it."""
    if options.wanted is not None or options.as_others:
        from desktop_reader.jobs.again import UnreadAgain

        with writer(options.library) as library:
            UnreadAgain(library.reader.feed_named(options.feed), options.wanted).run(library)
    with reader(options.library) as door:
        number = door.feed_named(options.feed)
        feed = door.feed(number)
        own = again.wish(door, number)
    of_all = settings.load(paths.config() / "settings.json").updated_unread
    facts: output.Facts = {
        "feed_id": feed.uuid if feed else None,
        "own": own is not None,
        "unread_again": of_all if own is None else own,
    }
    if options.json:
        output.print_json(facts)
    else:
        print(
            "What was rewritten becomes unread again" if facts["unread_again"] else "What was read stays read",
            "in this feed." if facts["own"] else "in this feed, as in all others.",
        )
    return 0
