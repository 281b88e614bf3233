"""Commands that bring articles in from elsewhere: ``import`` and ``save``."""

from __future__ import annotations

import sys
import time
from argparse import Namespace
from contextlib import closing
from typing import TYPE_CHECKING

from desktop_reader.cli import exporting, output
from desktop_reader.cli.changing import writer
from desktop_reader.errors import InUseError, ReaderError
from desktop_reader.jobs import Job
from desktop_reader.records.access import without_credentials
from desktop_reader.records.changes import Changes
from desktop_reader.records.incoming import NAMES, WORDS, Kept

if TYPE_CHECKING:
    from desktop_reader.library.writer import Writer
    from desktop_reader.worker.foreign import Overview

_BAR = 30


def bring(options: Namespace) -> int:
    """``desktop-reader import``: feeds are followed and asked at the next refresh; articles keep their marks."""
    from desktop_reader.jobs.transfer import ImportOpml
    from desktop_reader.worker.importing import Importing
    from desktop_reader.worker.once import catch_up
    from desktop_reader.worker.sheltering import shelter

    if exporting.is_whole(options.file):
        return exporting.bring_back(options)
    added: set[int] = set()
    waiting: set[int] = set()
    with writer(options.library) as library:
        before = len(library.reader.feeds())

        def follow(found: Overview) -> None:
            # A library of another program is somebody's own; a mere list may be from anywhere.
            changes = ImportOpml(found.tree, int(time.time()), own=bool(found.feeds)).run(library)
            added.update(changes.feeds)
            waiting.update(changes.waiting)

        def keep(job: Job) -> Changes:
            return job.run(library)

        try:
            found, kept = Importing(options.file, keep, _progress, options.wanted).run(follow)
        finally:
            _clear()
            shelter(library)
        catch_up(library)
        feeds = {feed.id: feed for feed in library.reader.feeds()}
    for address in found.tree.left_out:
        print(f"desktop-reader: left out, for it is no web address: {without_credentials(address)}", file=sys.stderr)
    for number in sorted(waiting):
        where = without_credentials(feeds[number].url)
        print(f"desktop-reader: in your own network, so it waits until you refresh it alone: {where}", file=sys.stderr)
    if options.json and not found.feeds:
        output.print_json([output.feed_facts(feeds[number]) for number in sorted(added)])
    elif options.json:
        facts = {"from": found.origin.value, "feeds": len(added), "new": kept.new, "known": kept.known}
        output.print_json([facts])
    else:
        _tell(found, kept, max(0, len(feeds) - before))
    return 0


def save(options: Namespace) -> int:
    """``desktop-reader save``: goes on after an address that fails, and then ends with 1. A window that has the library
    open saves the pages itself, if they are to have no labels.
    """
    try:
        return _save(options)
    except InUseError:
        from desktop_reader.ui.instance.pages import hand_over

        urls = [_meant(url) for url in options.urls]
        if options.label or not hand_over(options.library, urls):
            raise
    if options.json:
        output.print_json([{"url": url, "handed_over": True} for url in urls])
    else:
        print("Handed over to the window that has this library open.")
    return 0


def _save(options: Namespace) -> int:
    from desktop_reader.jobs.save_page import SavePage
    from desktop_reader.worker.helper import Helper
    from desktop_reader.worker.once import catch_up
    from desktop_reader.worker.saving import fetch_page

    saved: list[int] = []
    failed = 0
    with writer(options.library) as library, closing(Helper()) as helper:
        for url in options.urls:
            try:
                entry = fetch_page(_meant(url), helper.run)
                changes = SavePage(entry, int(time.time()), labels=tuple(options.label)).run(library)
                saved += [_number(library, entry.guid or "", changes)]
            except ReaderError as error:
                failed += 1
                print(f"desktop-reader: {without_credentials(url)}: {error}", file=sys.stderr)
        catch_up(library)
        articles = [one for number in saved if (one := library.reader.article(number)) is not None]
    if options.json:
        output.print_json([output.article_facts(article) for article in articles])
    else:
        output.print_lines(f"{article.uuid}  {' '.join(article.title.split())}" for article in articles)
    return 1 if failed else 0


def _meant(url: str) -> str:
    """The address in our own scheme's, as a browser hands it over."""
    from desktop_reader.records.addresses import to_save

    return to_save(url) or url


def _number(library: Writer, guid: str, changes: Changes) -> int:
    from desktop_reader.library import saved

    if changes.new:
        return changes.new[0]
    with library.transaction() as live:
        return saved.page(live, guid) or 0


def _tell(found: Overview, kept: Kept, new: int) -> None:
    if found.feeds:
        name = NAMES.get(found.origin) or WORDS[found.origin]
        feeds = f"{new} feeds added, " if found.tree.children else ""
        print(f"From {name}: {feeds}{kept.new} articles added, {kept.known} were there already.")
    else:
        print(f"{new} feeds added. Read them in: desktop-reader refresh" if new else "All feeds were there already.")


def _progress(done: int, of: int) -> bool:
    if sys.stderr.isatty() and of:
        full = _BAR * min(done, of) // of
        print(f"\r[{'#' * full}{'.' * (_BAR - full)}] {done}/{of}", end="", file=sys.stderr, flush=True)
    return True


def _clear() -> None:
    if sys.stderr.isatty():
        print("\r\x1b[K", end="", file=sys.stderr, flush=True)
