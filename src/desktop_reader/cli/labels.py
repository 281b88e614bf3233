"""The command ``label``: labels listed, made, changed, removed, put on articles and taken off them."""

from __future__ import annotations

import argparse
import sys
from argparse import Namespace
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from desktop_reader.cli import output
from desktop_reader.cli.changing import writer
from desktop_reader.cli.reading import reader, understood
from desktop_reader.errors import NotFoundError
from desktop_reader.library import labels
from desktop_reader.records.label import COLOURS, Label
from desktop_reader.records.query import Query

if TYPE_CHECKING:
    from desktop_reader.jobs import Job
    from desktop_reader.library.reader import Reader


def add_to(parser: argparse.ArgumentParser, everywhere: argparse.ArgumentParser) -> None:
    """What can be typed behind ``label``."""
    parts = parser.add_subparsers(metavar="DEED")

    def part(name: str, run: Callable[[Namespace], int], help: str) -> argparse.ArgumentParser:
        one = parts.add_parser(name, help=help, description=help, parents=[everywhere])
        one.set_defaults(command=run)
        return one

    def of_label(name: str, run: Callable[[Namespace], int], help: str) -> argparse.ArgumentParser:
        one = part(name, run, help)
        one.add_argument("label", type=_text, metavar="NAME")
        return one

    def on_articles(name: str, run: Callable[[Namespace], int], help: str) -> None:
        one = of_label(name, run, help)
        one.add_argument("ids", nargs="*", metavar="ID", help="articles, as “articles” lists them")
        one.add_argument("--search", default="", metavar="TEXT", help="all that this finds")

    part("list", listed, "list the labels, with how many articles have each")
    one = of_label("add", _add, "make a label")
    one.add_argument("--colour", default="", choices=COLOURS, metavar="|".join(COLOURS))
    of_label("rename", _rename, "call a label otherwise").add_argument("to", type=_text, metavar="NEW_NAME")
    of_label("colour", _recolour, "give a label another colour").add_argument(
        "to", choices=COLOURS, metavar="|".join(COLOURS)
    )
    of_label("remove", _remove, "remove a label, from all articles as well")
    on_articles("put", _put, "put a label on articles; it is made when missing")
    on_articles("take", _take, "take a label off articles")


def listed(options: Namespace) -> int:
    """``desktop-reader label``: those that there are."""
    with reader(options.library) as door:
        _print(door, labels.labels(door), options)
    return 0


def _add(options: Namespace) -> int:
    from desktop_reader.jobs.label import AddLabel

    return _done(options, lambda _: AddLabel(options.label, options.colour), options.label)


def _rename(options: Namespace) -> int:
    from desktop_reader.jobs.label import RenameLabel

    return _done(options, lambda door: RenameLabel(_named(door, options.label).id, options.to), options.to)


def _recolour(options: Namespace) -> int:
    from desktop_reader.jobs.label import RecolourLabel

    return _done(options, lambda door: RecolourLabel(_named(door, options.label).id, options.to), options.label)


def _remove(options: Namespace) -> int:
    from desktop_reader.jobs.label import RemoveLabel

    return _done(options, lambda door: RemoveLabel(_named(door, options.label).id), "")


def _put(options: Namespace) -> int:
    from desktop_reader.jobs.label import AddLabel, PutLabel

    with writer(options.library) as library:
        articles = _articles(library.reader, options)
        AddLabel(options.label).run(library)
        done = PutLabel(_named(library.reader, options.label).id, articles).run(library).state
        _tell(library.reader, options, len(done), "put on")
    return 0


def _take(options: Namespace) -> int:
    from desktop_reader.jobs.label import TakeLabel

    with writer(options.library) as library:
        label = _named(library.reader, options.label)
        done = TakeLabel(label.id, _articles(library.reader, options)).run(library).state
        _tell(library.reader, options, len(done), "taken off")
    return 0


def _done(options: Namespace, job: Callable[[Reader], Job], title: str) -> int:
    with writer(options.library) as library:
        job(library.reader).run(library)
        if options.json:
            label = labels.named(library.reader, title) if title else None
            _print(library.reader, [label] if label is not None else [], options)
    return 0


def _articles(door: Reader, options: Namespace) -> Sequence[int]:
    """Those that are named, and those that are found: all of them, or none when a name is wrong."""
    named = [door.article_named(name) for name in options.ids]
    found = door.all_ids(Query(search=understood(options.search))) if options.search.strip() else ()
    if not named and not options.search.strip():
        raise NotFoundError("Name articles by their IDs, or find them with --search.")
    return tuple(dict.fromkeys((*named, *found)))


def _named(door: Reader, title: str) -> Label:
    label = labels.named(door, title)
    if label is None:
        raise NotFoundError("There is no label “{name}”. They are listed by “desktop-reader label”.", name=title)
    return label


def _tell(door: Reader, options: Namespace, count: int, words: str) -> None:
    label = _named(door, options.label)
    if options.json:
        _print(door, [label], options)
    else:
        output.print_lines([f"“{label.title}” {words} {count} articles."])


def _print(door: Reader, some: Sequence[Label], options: Namespace) -> None:
    counts = {one.id: one for one in labels.counts(door)}
    facts = [
        {
            "id": label.id,
            "title": label.title,
            "colour": label.colour,
            "unread": counts[label.id].unread if label.id in counts else 0,
            "total": counts[label.id].total if label.id in counts else 0,
        }
        for label in some
    ]
    if options.json:
        output.print_json(facts)
    elif facts:
        output.print_lines(f"{_counted(one):>13}  {one['colour']:7}  {one['title']}" for one in facts)
    else:
        print("No labels yet. Make one: desktop-reader label add “Read later”", file=sys.stderr)


def _counted(facts: output.Facts) -> str:
    return f"{facts['unread']}/{facts['total']}"


def _text(typed: str) -> str:
    """Bytes that are no text stand in arguments as lone surrogates, which SQLite does not take."""
    return typed.encode("utf-8", "replace").decode()
