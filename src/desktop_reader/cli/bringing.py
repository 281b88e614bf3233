"""Commands that bring articles in from elsewhere: ``import`` and ``save``."""

from __future__ import annotations

import sys
import time
from argparse import Namespace
from collections.abc import Callable
from contextlib import closing
from functools import partial
from typing import TYPE_CHECKING

from desktop_reader.cli import exporting, handing, output
from desktop_reader.cli.changing import writer
from desktop_reader.cli.reading import reader
from desktop_reader.errors import InUseError, ReaderError
from desktop_reader.jobs import Job
from desktop_reader.records.access import without_credentials
from desktop_reader.records.changes import Changes
from desktop_reader.records.incoming import NAMES, WORDS, Kept
from desktop_reader.records.label import tidy
from desktop_reader.ui.instance.errand import SAVE, Errand

if TYPE_CHECKING:
    from desktop_reader.worker.foreign import Overview

_BAR = 30


def bring(options: Namespace) -> int:
    """``desktop-reader import``: feeds are followed and asked at the next refresh; articles keep their marks."""
    from desktop_reader.jobs.transfer import ImportOpml, deleting
    from desktop_reader.worker.importing import Importing
    from desktop_reader.worker.once import catch_up
    from desktop_reader.worker.sheltering import shelter

    if exporting.is_whole(options.file):
        return exporting.bring_back(options)
    added: set[int] = set()
    waiting: set[int] = set()
    with writer(options.library) as library:

        def follow(found: Overview) -> None:
            own = options.own or found.is_somebodys_own
            changes = ImportOpml(found.tree, int(time.time()), own=own).run(library)
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
    if kept.labels_left_out:
        left = output.counted(kept.labels_left_out, "label was", "labels were")
        told = f"{left} left out, for a library takes no more from elsewhere than 1,000"
        print(f"desktop-reader: {told}", file=sys.stderr)
    for number in sorted(waiting):
        where = without_credentials(feeds[number].url)
        print(f"desktop-reader: in your own network, so it waits until you refresh it alone: {where}", file=sys.stderr)
    if added and not options.own and (rules := deleting(found.tree)):
        left = f"left out for {output.counted(rules, 'feed')}: after how long read articles are deleted"
        print(f"desktop-reader: {left}. A list of your own is imported with --own.", file=sys.stderr)
    if options.json and not found.feeds:
        output.print_json([output.feed_facts(feeds[number]) for number in sorted(added)])
    elif options.json:
        facts = {"from": found.origin.value, "feeds": len(added), "new": kept.new, "known": kept.known}
        output.print_json([facts])
    else:
        _tell(found, kept, len(added))
    return 0


def save(options: Namespace) -> int:
    """``desktop-reader save``: goes on after an address that fails, and then ends with 1."""
    saved: list[int] = []

    def each(keep: Callable[[str], int]) -> int:
        failed = 0
        for url in options.urls:
            try:
                saved.append(keep(_meant(url)))
            except InUseError:
                raise
            except ReaderError as error:
                failed += 1
                print(f"desktop-reader: {without_credentials(url)}: {error}", file=sys.stderr)
        return failed

    try:
        failed = _save(options, each)
    except InUseError as refused:
        failed = each(partial(_handed, options, refused))
    with reader(options.library) as door:
        articles = [one for number in saved if (one := door.article(number)) is not None]
    if options.json:
        output.print_json([output.article_facts(article) for article in articles])
    else:
        output.print_lines(f"{article.uuid}  {' '.join(article.title.split())}" for article in articles)
    return 1 if failed else 0


def _save(options: Namespace, each: Callable[[Callable[[str], int]], int]) -> int:
    from desktop_reader.jobs.save_page import SavePage
    from desktop_reader.library.saved import page_read
    from desktop_reader.worker.helper import Helper
    from desktop_reader.worker.once import catch_up
    from desktop_reader.worker.saving import fetch_page

    with writer(options.library, handing.patience(options.library)) as library, closing(Helper()) as helper:

        def keep(url: str) -> int:
            entry = fetch_page(url, helper.run)
            changes = SavePage(entry, int(time.time()), labels=tuple(options.label)).run(library)
            return changes.new[0] if changes.new else page_read(library.reader, entry.guid or "")

        failed = each(keep)
        catch_up(library)
    return failed


def _handed(options: Namespace, refused: InUseError, url: str) -> int:
    """The window that has the library open saves the page, and puts the labels on it."""
    page = handing.handed(options.library, Errand(SAVE, words=(url,)), refused).article
    for label in filter(None, map(tidy, options.label)):
        handing.handed(options.library, Errand("put", (page,), (label,)), refused)
    return page


def _meant(url: str) -> str:
    """The address in our own scheme's, as a browser hands it over."""
    from desktop_reader.records.addresses import to_save

    return to_save(url) or url


def _tell(found: Overview, kept: Kept, new: int) -> None:
    if found.feeds:
        name = NAMES.get(found.origin) or WORDS[found.origin]
        feeds = f"{output.counted(new, 'feed')} added, " if found.tree.children else ""
        articles, known = output.counted(kept.new, "article"), output.counted(kept.known, "was", "were")
        print(f"From {name}: {feeds}{articles} added, {known} there already.")
    else:
        feeds = f"{output.counted(new, 'feed')} added. Read {'it' if new == 1 else 'them'} in: desktop-reader refresh"
        print(feeds if new else "All feeds were there already.")


def _progress(done: int, of: int) -> bool:
    if sys.stderr.isatty() and of:
        full = _BAR * min(done, of) // of
        print(f"\r[{'#' * full}{'.' * (_BAR - full)}] {done}/{of}", end="", file=sys.stderr, flush=True)
    return True


def _clear() -> None:
    if sys.stderr.isatty():
        print("\r\x1b[K", end="", file=sys.stderr, flush=True)
