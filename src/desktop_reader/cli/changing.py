"""Commands that change the library: add and refresh; and the door that all commands write through."""

from __future__ import annotations

import sys
import time
from argparse import Namespace
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from desktop_reader import paths, settings
from desktop_reader.cli import backups, output
from desktop_reader.errors import ReaderError
from desktop_reader.library import connect, lock, place
from desktop_reader.library.writer import Writer
from desktop_reader.records.access import without_credentials
from desktop_reader.records.health import SENTENCES, Problem
from desktop_reader.records.moments import iso
from desktop_reader.records.refresh import Outcome, Status

if TYPE_CHECKING:
    from desktop_reader.worker.finding import Finder


@contextmanager
def writer(path: Path, patience: float = lock.PATIENCE) -> Iterator[Writer]:
    """The writing door of the library at ``path``, made when missing. Raises InUseError when another program has the
    library and does not give it up within ``patience`` seconds.
    """
    connect.prepare(path)
    with lock.taken(path, patience) as held:
        _warn(path, held)
        if held.after_crash and (damage := connect.damage(path)) is not None:
            raise damage
        library = Writer(path)
        try:
            yield library
        finally:
            _mirror(library)
            library.close()


def add(options: Namespace) -> int:
    """``desktop-reader add``: goes on after a wrong address, and then ends with 1."""
    from desktop_reader.worker.finding import Finder
    from desktop_reader.worker.helper import Helper
    from desktop_reader.worker.once import catch_up
    from desktop_reader.worker.sheltering import shelter

    added: dict[int, None] = {}
    failed = 0
    with writer(options.library) as library, closing(Helper()) as helper, Finder(helper.run) as finder:
        for url in options.urls:
            try:
                for number in _followed(library, finder, url, options):
                    added[number] = None
            except ReaderError as error:
                failed += 1
                print(f"desktop-reader: {without_credentials(url)}: {error}", file=sys.stderr)
        shelter(library)
        catch_up(library)
        feeds = {feed.id: feed for feed in library.reader.feeds()}
    if options.json:
        output.print_json([output.feed_facts(feeds[number]) for number in added])
    else:
        output.print_lines(output.feed_line(feeds[number]) for number in added)
    return 1 if failed else 0


def refresh(options: Namespace) -> int:
    """``desktop-reader refresh``: a failing feed is told, and is no failure of the refresh unless all failed."""
    from desktop_reader.library import fetching
    from desktop_reader.worker import once

    with writer(options.library) as library:
        ids = [library.reader.feed_named(name) for name in options.feeds] or None
        now = int(time.time())
        with library.transaction() as live:
            states = fetching.states(live, ids)
            if options.due:
                wanted = {state.feed_id for state in fetching.due(live, now, len(states))}
                states = [state for state in states if state.feed_id in wanted]
        chosen = _chosen()
        asked = once.refresh(
            library,
            states,
            chosen.refresh_minutes * 60,
            options.jobs,
            by_hand=not options.due,
            unread_again=chosen.updated_unread,
            failed=lambda error: print(f"desktop-reader: {error}", file=sys.stderr),
        )
        outcomes = _with_progress(asked, len(states))
        feeds = {feed.id: feed for feed in library.reader.feeds()}
    backups.weekly(options.library)
    facts = [
        {
            "id": feeds[outcome.feed_id].uuid,
            "url": feeds[outcome.feed_id].url,
            "status": outcome.status.value,
            "new": outcome.new,
            "updated": outcome.updated,
            "error": _error(outcome),
        }
        for outcome in sorted(outcomes, key=lambda o: o.feed_id)
        if outcome.feed_id in feeds
    ]
    if options.json:
        output.print_json(facts)
    else:
        _print_refresh(facts)
    return 1 if outcomes and all(outcome.status is Status.FAILED for outcome in outcomes) else 0


def _followed(library: Writer, finder: Finder, url: str, options: Namespace) -> Iterator[int]:
    """Follows the feed at an address, and the others that its page offers when all are wanted."""
    from desktop_reader.jobs.subscribe import Subscribe, among
    from desktop_reader.worker.finding import meant

    there = among(((feed.id, feed.url) for feed in library.reader.feeds()), [meant(url)])
    if there is not None:
        _say_followed(library, there, url)
        yield there
        return
    best, *others = finder.find(url)
    for found in [best, *others] if options.all else [best]:
        try:
            found = finder.read(found)
        except ReaderError as error:
            print(f"desktop-reader: left out: {without_credentials(found.url)}: {error}", file=sys.stderr)
            continue
        job = Subscribe(
            found,
            int(time.time()),
            _chosen().refresh_minutes * 60,
            folder=options.folder.strip(),
            given_title=options.title,
        )
        changes = job.run(library)
        (number,) = changes.feeds
        if not changes.tree:
            _say_followed(library, number, url)
        yield number
    if others and not options.all:
        print(f"desktop-reader: {without_credentials(url)} offers more feeds (--all follows them):", file=sys.stderr)
        for one in others:
            print(f"  {without_credentials(one.url)}  {_shown(one.title)}".rstrip(), file=sys.stderr)


def _shown(text: str) -> str:
    """Words of others on one line, which cannot steer the terminal."""
    return "".join(c for c in " ".join(text.split()) if c.isprintable())


def _say_followed(library: Writer, number: int, url: str) -> None:
    feed = library.reader.feed(number)
    title = _shown(feed.title) if feed else ""
    print(f"desktop-reader: {without_credentials(url)}: you follow this already: “{title}”", file=sys.stderr)


def _mirror(library: Writer) -> None:
    """What was done is done; that the list of subscriptions beside the library is not that of now is told."""
    from desktop_reader.jobs import mirror

    try:
        mirror.renew(library.reader)
    except ReaderError as error:
        print(f"desktop-reader: {error}", file=sys.stderr)


def _warn(path: Path, held: lock.Held) -> None:
    if held.taken_from is not None:
        words = f"the library was left open on “{held.taken_from.host}”; it was taken over."
        print(f"desktop-reader: {words}", file=sys.stderr)
    for copy in place.conflict_copies(path):
        words = f"a sync service left another copy of the library, with other changes perhaps: {copy}"
        print(f"desktop-reader: {words}", file=sys.stderr)


def _error(outcome: Outcome) -> str | None:
    if outcome.status is Status.SKIPPED and outcome.not_before_at is not None:
        return f"The server asked not to be called before {iso(outcome.not_before_at)}."
    return outcome.health.sentence or None


def _print_refresh(facts: Sequence[output.Facts]) -> None:
    offline = SENTENCES[Problem.OFFLINE]
    if any(one["error"] == offline for one in facts):
        print(f"desktop-reader: {offline}", file=sys.stderr)  # Once: it is no fault of any feed.
    for one in facts:
        if one["error"] not in (None, offline):
            print(f"desktop-reader: {one['url']}: {one['error']}", file=sys.stderr)
    new, updated = sum(one["new"] for one in facts), sum(one["updated"] for one in facts)
    failed = sum(1 for one in facts if one["status"] == Status.FAILED)
    feeds, articles = output.counted(len(facts), "feed"), output.counted(new, "new article")
    print(f"{feeds}: {articles}, {updated:,} updated, {failed:,} failed.")


def _with_progress(outcomes: Iterator[Outcome], of: int) -> list[Outcome]:
    """Collects the outcomes and, on a terminal, draws a bar on stderr."""
    collected = []
    shown = sys.stderr.isatty() and of > 1
    for outcome in outcomes:
        collected.append(outcome)
        if shown:
            full = 30 * len(collected) // of
            print(f"\r[{'#' * full}{'.' * (30 - full)}] {len(collected)}/{of}", end="", file=sys.stderr, flush=True)
    if shown:
        print("\r\x1b[K", end="", file=sys.stderr, flush=True)
    return collected


def _chosen() -> settings.Settings:
    return settings.load(paths.config() / "settings.json")
