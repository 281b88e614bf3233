"""What can be typed: the commands and their options."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

from desktop_reader import __version__, paths
from desktop_reader.cli import changing, reading, similar
from desktop_reader.library.similar import MOST
from desktop_reader.records.query import Sort


def parsed(arguments: Sequence[str]) -> argparse.Namespace:
    """The options with ``command``, the function to call. Exits with 2 and a sentence when the usage is wrong."""
    everywhere = argparse.ArgumentParser(add_help=False, argument_default=argparse.SUPPRESS)
    everywhere.add_argument("--library", type=Path, metavar="FILE", help="the library to use; made when missing")
    everywhere.add_argument("--json", action="store_true", help="one JSON document on standard output")
    parser = argparse.ArgumentParser(
        prog="desktop-reader",
        description="A feed and news reader whose library belongs to its reader. Without a command: opens the window.",
        parents=[everywhere],
    )
    parser.add_argument("--version", action="version", version=f"%(prog)s {__version__}")
    commands = parser.add_subparsers(metavar="COMMAND", required=True)

    def command(name: str, run: object, help: str) -> argparse.ArgumentParser:
        one = commands.add_parser(name, help=help, description=help, parents=[everywhere])
        one.set_defaults(command=run)
        return one

    one = command("add", changing.add, "follow feeds, by the address of the feed or of its site")
    one.add_argument("urls", nargs="+", metavar="URL")
    one.add_argument("--folder", default="", metavar="NAME", help="the folder to put them in; made when missing")
    one.add_argument("--title", metavar="T", help="your own title for the feed (one URL only)")

    one = command("import", changing.import_opml, "follow all feeds of an OPML file")
    one.add_argument("file", type=Path, metavar="FILE.opml")

    one = command("export", reading.export, "write all subscriptions as OPML")
    one.add_argument("format", choices=["opml"])
    one.add_argument("file", nargs="?", type=Path, metavar="FILE", help="where to; standard output when left out")

    one = command("refresh", changing.refresh, "ask feeds for news: all, the named ones, or what the schedule says")
    one.add_argument("feeds", nargs="*", metavar="FEED_ID")
    one.add_argument("--due", action="store_true", help="only what is due now")
    one.add_argument("--jobs", type=_positive, metavar="N", help="how many servers to wait for at once (16)")

    command("feeds", reading.feeds, "list the feeds")

    one = command("articles", reading.articles, "list articles")
    one.add_argument("--unread", action="store_true")
    one.add_argument("--starred", action="store_true")
    one.add_argument("--feed", metavar="ID")
    one.add_argument("--folder", metavar="SLUG", help="a category ID, as “feeds” lists them")
    one.add_argument("--search", default="", metavar="TEXT")
    one.add_argument("--sort", type=Sort, choices=list(Sort), default=Sort.DATE, metavar="|".join(Sort))
    one.add_argument("--limit", type=_number, default=0, metavar="N", help="at most so many; all when left out")
    one.add_argument("--offset", type=_number, default=0, metavar="N")

    one = command("show", reading.show, "show one article")
    one.add_argument("id", metavar="ID")
    form = one.add_mutually_exclusive_group()
    for name in ("html", "markdown", "text"):
        form.add_argument(f"--{name}", action="store_const", dest="form", const=name, help=f"only its {name}")
    form.add_argument("--source", action="store_const", dest="form", const="source", help="only its body as it came")
    one.add_argument("--count", action="store_true", help="count it as read, once more")

    one = command("summary", reading.summary, "sum up one article in at most 300 characters")
    one.add_argument("id", metavar="ID")

    one = command("similar", similar.similar, "find the articles nearest in meaning to one")
    one.add_argument("id", metavar="ID")
    one.add_argument("--limit", type=_positive, default=MOST, metavar="N", help="at most so many (5)")

    one = command("mark", changing.mark, "mark articles")
    one.add_argument("state", choices=list(changing.MARKS))
    one.add_argument("ids", nargs="+", metavar="ID")

    one = command("search", reading.search, 'find articles by words: prefix, "phrase", -word, OR')
    one.add_argument("search", metavar="TEXT")
    one.add_argument("--limit", type=_number, default=0, metavar="N", help="at most so many; all when left out")

    # Bytes that are no text stand in arguments as lone surrogates, which neither SQLite nor a server takes.
    options = parser.parse_args(list(arguments))
    for name in ("title", "folder", "search"):
        if getattr(options, name, None):
            setattr(options, name, getattr(options, name).encode("utf-8", "replace").decode())
    options.library = getattr(options, "library", paths.library()).expanduser()
    options.json = getattr(options, "json", False)
    if getattr(options, "title", None) and len(options.urls) > 1:
        parser.error("--title needs exactly one URL")
    return options


def _number(text: str) -> int:
    value = int(text)
    if value < 0:
        raise argparse.ArgumentTypeError(f"{text} is below 0")
    return value


def _positive(text: str) -> int:
    value = int(text)
    if value < 1:
        raise argparse.ArgumentTypeError(f"{text} is not at least 1")
    return value
