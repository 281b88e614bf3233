"""``desktop-reader access``: how a private feed is asked. Secrets are typed or piped in, never given as arguments."""

from __future__ import annotations

import sys
from argparse import Namespace
from getpass import getpass

from desktop_reader.cli import output
from desktop_reader.cli.changing import writer
from desktop_reader.cli.reading import reader
from desktop_reader.errors import ReaderError
from desktop_reader.library import access as private
from desktop_reader.library.reader import Reader
from desktop_reader.records.access import Access, Method
from desktop_reader.records.feed import Feed

_LONGEST = 64 * 1024


def access(options: Namespace) -> int:
    """Without a method: tells how the feed is asked. The secrets go into the system's keyring, or nowhere."""
    if not (options.user is not None or options.password_stdin or options.token_stdin or options.header):
        if not options.remove:
            with reader(options.library) as door:
                feed = _feed(door, options.feed)
                _print(feed, private.of(door, feed.id), options)
            return 0
        _remove(options)
        return 0
    values = _values(options)
    with writer(options.library) as library:
        from desktop_reader.jobs.access import SetAccess
        from desktop_reader.worker.entrusting import entrust

        feed = _feed(library.reader, options.feed)
        asked = _access(private.key_of(library.reader, feed.id) or "", options)
        entrust(asked, feed.url, values)
        SetAccess(feed.id, asked).run(library)
    _print(feed, asked, options)
    return 0


def _remove(options: Namespace) -> None:
    from desktop_reader.jobs.access import SetAccess
    from desktop_reader.worker.entrusting import withdraw

    with writer(options.library) as library:
        feed = _feed(library.reader, options.feed)
        there = private.of(library.reader, feed.id)
        if there is not None:
            SetAccess(feed.id, None).run(library)
            withdraw(there.key)
    _print(feed, None, options)


def _feed(door: Reader, name: str) -> Feed:
    feed = door.feed(door.feed_named(name))
    assert feed is not None
    return feed


def _access(key: str, options: Namespace) -> Access:
    if options.header:
        return Access(key, Method.HEADERS, headers=tuple(options.header))
    return Access(key, Method.BEARER) if options.token_stdin else Access(key, Method.BASIC, options.user or "")


def _values(options: Namespace) -> tuple[str, ...]:
    if options.header:
        return tuple(_typed(f"{name}: ") for name in options.header)
    if options.token_stdin or options.password_stdin:
        return (_line(),)
    return (_typed("Password: "),)


def _typed(words: str) -> str:
    """What is typed unseen at a terminal, else the next line that is piped in."""
    return getpass(words) if sys.stdin.isatty() else _line()


def _line() -> str:
    line = sys.stdin.readline(_LONGEST)
    if not line:
        raise ReaderError("Nothing was given on standard input. Pipe the secret in, one line for each.")
    return line.rstrip("\r\n")


def _print(feed: Feed, how: Access | None, options: Namespace) -> None:
    facts: output.Facts = {
        "feed_id": feed.uuid,
        "method": None if how is None else how.method.value,
        "user": how.user if how is not None and how.method is Method.BASIC else None,
        "headers": [] if how is None else list(how.headers),
    }
    if options.json:
        output.print_json(facts)
    elif how is None:
        output.print_lines([f"{feed.title}: without a password"])
    else:
        with_ = {Method.BASIC: f"the name “{how.user}”", Method.BEARER: "a token"}
        words = with_.get(how.method, f"the headers {', '.join(how.headers)}")
        output.print_lines([f"{feed.title}: with {words}"])
