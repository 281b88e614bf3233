"""What can be typed: the commands and their options."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

from desktop_reader import __version__
from desktop_reader.cli import (
    access,
    backups,
    bringing,
    changing,
    checking,
    entry,
    exporting,
    health,
    keeping,
    labels,
    marking,
    reading,
    rules,
    searches,
    similar,
    stats,
    updates,
)
from desktop_reader.library.similar import MOST
from desktop_reader.records.incoming import Origin
from desktop_reader.records.query import Sort

_MENU = (
    ("--install-desktop-entry", entry.install, "where pip installed it: an entry in the menu, for this user"),
    ("--remove-desktop-entry", entry.remove, "take that entry out of the menu again"),
)
"""Deeds without a word of their own: they are done once, and not to the library."""
_WINDOW = (
    "Instead of a command: addresses and files to open in the window, with --refresh, --next-unread, --minimized (in"
    " the tray) or --safe-mode (nothing by itself); or --quit, which ends the window that is open, and opens none."
)


def parsed(arguments: Sequence[str]) -> argparse.Namespace:
    """The options with ``command``, the function to call. Exits with 2 and a sentence when the usage is wrong."""
    everywhere = argparse.ArgumentParser(add_help=False, argument_default=argparse.SUPPRESS)
    everywhere.add_argument("--library", type=Path, metavar="FILE", help="the library to use; made when missing")
    everywhere.add_argument("--read-only", action="store_true", help="change nothing in the library")
    everywhere.add_argument("--json", action="store_true", help="one JSON document on standard output")
    parser = argparse.ArgumentParser(
        prog="desktop-reader",
        description="A feed and news reader whose library belongs to its reader. Without a command: opens the window.",
        epilog=_WINDOW,
        parents=[everywhere],
    )
    parser.add_argument("--version", action="version", version=f"%(prog)s {__version__}")
    menu = parser.add_mutually_exclusive_group()
    for name, deed, said in _MENU:
        menu.add_argument(name, action="store_const", dest="command", const=deed, help=said)
    parser.set_defaults(name="desktop entry")
    commands = parser.add_subparsers(metavar="COMMAND", required=not {name for name, _, _ in _MENU} & set(arguments))

    def command(name: str, run: object, help: str) -> argparse.ArgumentParser:
        one = commands.add_parser(name, help=help, description=help, parents=[everywhere])
        one.set_defaults(command=run, name=name)
        return one

    one = command("add", changing.add, "follow feeds, by the address of the feed or of its site")
    one.add_argument("urls", nargs="+", metavar="URL")
    one.add_argument("--folder", default="", metavar="NAME", help="the folder to put them in; made when missing")
    one.add_argument("--title", metavar="T", help="your own title for the feed (one URL only)")
    one.add_argument("--all", action="store_true", help="all feeds that a page offers, not only the first")

    said = "bring in feeds and articles: OPML, other readers' libraries, lists for reading later, folders of files"
    one = command("import", bringing.bring, said)
    one.add_argument("file", type=Path, metavar="FILE|FOLDER")
    one.add_argument("--as", dest="wanted", type=Origin, choices=list(Origin), metavar="KIND", help=", ".join(Origin))
    one.add_argument("--own", action="store_true", help="a list of your own: also how long it says articles are kept")

    one = command("save", bringing.save, "keep web pages among the saved pages")
    one.add_argument("urls", nargs="+", metavar="URL")
    one.add_argument("--label", action="append", default=[], metavar="NAME", help="put this label on them")

    said = "write articles, the subscriptions or the whole library: as Markdown, EPUB, HTML, JSON lines or OPML"
    exporting.options_of(command("export", exporting.export, said))

    said = "bring a folder of Markdown files in step with the library, and take over the labels that were edited there"
    exporting.vault_options(command("vault", exporting.vault, said))

    one = command("refresh", changing.refresh, "ask feeds for news: all, the named ones, or what the schedule says")
    one.add_argument("feeds", nargs="*", metavar="FEED_ID")
    one.add_argument("--due", action="store_true", help="only what is due now")
    one.add_argument("--jobs", type=_positive, metavar="N", help="how many servers to wait for at once (16)")

    command("feeds", reading.feeds, "list the feeds")

    one = command("health", health.health, "how feeds fare: all, those in trouble first, or one with what was done")
    one.add_argument("feed", nargs="?", metavar="FEED_ID")
    part = one.add_mutually_exclusive_group()
    part.add_argument("--log", action="store_true", help="the last refreshes of this feed")
    part.add_argument("--answer", action="store_true", help="the last answer of its server, without secrets")

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
    one.add_argument("--full", action="store_true", help="its full text, fetched from its page when it is not here")
    one.add_argument("--count", action="store_true", help="count it as read, once more")

    one = command("summary", reading.summary, "sum up one article in at most 300 characters")
    one.add_argument("id", metavar="ID")

    one = command("similar", similar.similar, "find the articles nearest in meaning to one")
    one.add_argument("id", metavar="ID")
    one.add_argument("--limit", type=_positive, default=MOST, metavar="N", help="at most so many (5)")

    one = command("mark", marking.mark, "mark articles")
    one.add_argument("state", choices=list(marking.MARKS))
    one.add_argument("ids", nargs="+", metavar="ID")

    one = command("search", reading.search, 'find articles: words, "phrase", -word, OR, intitle:, feed:, is:unread …')
    one.add_argument("search", metavar="TEXT")
    one.add_argument("--sort", type=Sort, choices=list(Sort), default=Sort.BEST, metavar="|".join(Sort))
    one.add_argument("--limit", type=_number, default=0, metavar="N", help="at most so many; all when left out")

    one = command("stats", stats.stats, "what came and what was read; nobody else is told")
    one.add_argument("--window", type=stats.window, default="30d", metavar="30d|4w|1y|all", help="how far back (30d)")
    which = one.add_mutually_exclusive_group()
    which.add_argument("--feed", metavar="ID")
    which.add_argument("--folder", metavar="SLUG", help="a category ID, as “feeds” lists them")
    one.add_argument("--csv", action="store_true", help="one table of comma-separated values")

    one = command("rules", rules.listed, "what is done with articles when they arrive; lists the rules")
    rules.add_to(one, everywhere)

    labels.add_to(command("label", labels.listed, "your labels, and the articles that have them"), everywhere)
    searches.add_to(command("searches", searches.listed, "searches that are kept, as the sidebar has them"), everywhere)

    one = command("check", checking.check, "look the library through, and mend what a crash or a hand left wrong")
    one.add_argument("--dry-run", action="store_true", help="only tell what is wrong")

    one = command("backup", backups.backup, "make a backup of the library now, beside it")
    one.add_argument("--list", action="store_true", help="only list the backups that there are")

    said = "put a backup in the place of the library, also of a damaged or missing one, which is kept aside"
    one = command("restore", backups.restore, said)
    one.add_argument(
        "backup", nargs="?", metavar="BACKUP", help="its name or time, as “backup --list” has it, or a file (newest)"
    )

    one = command("keep", keeping.keep, "how long articles are kept; a rule deletes at once what it says, and daily")
    one.add_argument("feed", nargs="?", metavar="FEED_ID", help="the rule of this feed; of all others when left out")
    one.add_argument("--days", type=_positive, metavar="N", help="delete read articles older than so many days")
    one.add_argument("--most", type=_positive, metavar="N", help="… when the feed has so many newer ones")
    always = one.add_mutually_exclusive_group()
    always.add_argument("--for-ever", action="store_true", help="keep everything")
    always.add_argument("--as-others", action="store_true", help="the feed has no rule of its own")
    one.add_argument("--dry-run", action="store_true", help="only count what would be deleted")

    one = command("updates", updates.updates, "whether rewritten articles of a feed become unread again")
    one.add_argument("feed", metavar="FEED_ID")
    way = one.add_mutually_exclusive_group()
    way.add_argument("--unread", action="store_const", dest="wanted", const=True, help="they do")
    way.add_argument("--read", action="store_const", dest="wanted", const=False, help="what was read stays read")
    way.add_argument("--as-others", action="store_true", help="as the preferences say for all feeds")

    one = command("access", access.access, "how a private feed is asked: a password, a token or headers of its own")
    one.add_argument("feed", metavar="FEED_ID")
    one.add_argument("--user", metavar="NAME", help="with this name and a password, which is asked for")
    one.add_argument("--password-stdin", action="store_true", help="the password is the first line that is piped in")
    way = one.add_mutually_exclusive_group()
    way.add_argument("--token-stdin", action="store_true", help="with a token, the first line that is piped in")
    way.add_argument("--header", action="append", metavar="NAME", help="with this header; its value is asked for")
    way.add_argument("--remove", action="store_true", help="like a feed that anybody may read")

    # Bytes that are no text stand in arguments as lone surrogates, which neither SQLite nor a server takes.
    options = parser.parse_args(list(arguments))
    for name in ("title", "folder", "search"):
        if getattr(options, name, None):
            setattr(options, name, getattr(options, name).encode("utf-8", "replace").decode())
    options.library = getattr(options, "library", None)
    options.read_only = getattr(options, "read_only", False)
    options.json = getattr(options, "json", False)
    if getattr(options, "title", None) and len(options.urls) > 1:
        parser.error("--title needs exactly one URL")
    if getattr(options, "title", None) and getattr(options, "all", False):
        parser.error("--title does not go with --all")
    by_name = options.name == "access" and (options.user is not None or options.password_stdin)
    if by_name and (options.token_stdin or options.header or options.remove):
        parser.error("--user goes with a password only")
    if options.name == "keep" and (options.days or options.most) and (options.for_ever or options.as_others):
        parser.error("--days and --most do not go with --for-ever or --as-others")
    if options.name == "health" and (options.log or options.answer) and not options.feed:
        parser.error("--log and --answer need a FEED_ID")
    if options.name == "keep" and options.as_others and not options.feed:
        parser.error("--as-others needs a FEED_ID")
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
