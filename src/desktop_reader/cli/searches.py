"""The command ``searches``: searches that are kept, listed with what they find, made, changed and removed."""

from __future__ import annotations

import argparse
import sys
from argparse import Namespace
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from desktop_reader.cli import output
from desktop_reader.cli.changing import writer
from desktop_reader.cli.parts import parts, text
from desktop_reader.cli.reading import reader, understood
from desktop_reader.errors import NotFoundError
from desktop_reader.library import saved_searches
from desktop_reader.records.query import Query
from desktop_reader.records.saved_search import SavedSearch

if TYPE_CHECKING:
    from desktop_reader.jobs import Job
    from desktop_reader.library.reader import Reader


def add_to(parser: argparse.ArgumentParser, everywhere: argparse.ArgumentParser) -> None:
    """What can be typed behind ``searches``."""
    part = parts(parser, everywhere)

    def of_search(name: str, run: Callable[[Namespace], int], help: str) -> argparse.ArgumentParser:
        one = part(name, run, help)
        one.add_argument("number", type=int, metavar="SEARCH", help="its number, as “searches” lists it")
        return one

    part("list", listed, "list the kept searches, with how many unread articles each finds")
    one = part("add", _add, "keep a search")
    one.add_argument("search", metavar="TEXT", help='words, "phrase", -word, OR, intitle:, feed:, is:unread …')
    one.add_argument("--name", dest="called", type=text, default="", metavar="T", help="what it is called")
    of_search("rename", _rename, "call a search otherwise").add_argument("called", type=text, metavar="NAME")
    of_search("edit", _edit, "look for something else").add_argument("search", metavar="TEXT")
    of_search("remove", _remove, "keep a search no more")


def listed(options: Namespace) -> int:
    """``desktop-reader searches``: those that are kept."""
    with reader(options.library) as door:
        _print(door, saved_searches.saved_searches(door), options)
    return 0


def _add(options: Namespace) -> int:
    from desktop_reader.jobs.saved_search import AddSearch

    return _done(options, AddSearch(options.called, understood(options.search)), None)


def _rename(options: Namespace) -> int:
    from desktop_reader.jobs.saved_search import RenameSearch

    return _done(options, RenameSearch(options.number, options.called), options.number)


def _edit(options: Namespace) -> int:
    from desktop_reader.jobs.saved_search import EditSearch

    return _done(options, EditSearch(options.number, understood(options.search)), options.number)


def _remove(options: Namespace) -> int:
    from desktop_reader.jobs.saved_search import RemoveSearch

    with writer(options.library) as library:
        if options.number not in {one.id for one in saved_searches.saved_searches(library.reader)}:
            raise NotFoundError("There is no search {number}.", number=options.number)
        RemoveSearch(options.number).run(library)
        if options.json:
            output.print_json([])
    return 0


def _done(options: Namespace, job: Job, number: int | None) -> int:
    """Tells of the search, the newest where none is named."""
    with writer(options.library) as library:
        job.run(library)
        there = saved_searches.saved_searches(library.reader)
        number = max(one.id for one in there) if number is None else number
        if options.json:
            _print(library.reader, [one for one in there if one.id == number], options)
    return 0


def _print(door: Reader, some: Sequence[SavedSearch], options: Namespace) -> None:
    facts = [
        {
            "id": one.id,
            "title": one.title,
            "search": one.search,
            "unread": door.count(Query(search=one.search, unread_only=True)),
        }
        for one in some
    ]
    if options.json:
        output.print_json(facts)
    elif facts:
        output.print_lines(f"{one['id']:>3}  {one['unread']:>6}  {one['title']}  ({one['search']})" for one in facts)
    else:
        print("No searches are kept yet. Keep one: desktop-reader searches add “is:unread words:>500”", file=sys.stderr)
