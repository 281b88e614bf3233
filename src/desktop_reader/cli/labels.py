"""The command ``label``: labels listed, made, changed, removed, put on articles and taken off them."""

from __future__ import annotations

import argparse
import sys
from argparse import Namespace
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from desktop_reader.cli import output
from desktop_reader.cli.handing import done
from desktop_reader.cli.parts import parts, text
from desktop_reader.cli.reading import reader, understood
from desktop_reader.errors import NotFoundError
from desktop_reader.library import labels
from desktop_reader.records.label import COLOURS, Label, tidy
from desktop_reader.records.query import Query
from desktop_reader.ui.instance.errand import Errand, in_parts

if TYPE_CHECKING:
    from desktop_reader.jobs import Job
    from desktop_reader.library.reader import Reader


def add_to(parser: argparse.ArgumentParser, everywhere: argparse.ArgumentParser) -> None:
    """What can be typed behind ``label``."""
    part = parts(parser, everywhere)

    def of_label(name: str, run: Callable[[Namespace], int], help: str) -> argparse.ArgumentParser:
        one = part(name, run, help)
        one.add_argument("label", type=text, metavar="NAME")
        return one

    def on_articles(name: str, run: Callable[[Namespace], int], help: str) -> None:
        one = of_label(name, run, help)
        one.add_argument("ids", nargs="*", metavar="ID", help="articles, as “articles” lists them")
        one.add_argument("--search", default="", metavar="TEXT", help="all that this finds")

    part("list", listed, "list the labels, with how many articles have each")
    one = of_label("add", _add, "make a label")
    one.add_argument("--colour", default="", choices=COLOURS, metavar="|".join(COLOURS))
    of_label("rename", _rename, "call a label otherwise").add_argument("to", type=text, metavar="NEW_NAME")
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

    title, colour = options.label, options.colour
    return _done(options, AddLabel(title, colour), Errand("add", words=(tidy(title), colour)), title)


def _rename(options: Namespace) -> int:
    from desktop_reader.jobs.label import RenameLabel

    label = _label(options)
    return _done(
        options, RenameLabel(label.id, options.to), Errand("rename", words=(label.title, tidy(options.to))), options.to
    )


def _recolour(options: Namespace) -> int:
    from desktop_reader.jobs.label import RecolourLabel

    label = _label(options)
    errand = Errand("colour", words=(label.title, options.to))
    return _done(options, RecolourLabel(label.id, options.to), errand, label.title)


def _remove(options: Namespace) -> int:
    from desktop_reader.jobs.label import RemoveLabel

    label = _label(options)
    return _done(options, RemoveLabel(label.id), Errand("remove", words=(label.title,)), "")


def _put(options: Namespace) -> int:
    from desktop_reader.jobs.label import AddAndPut, PutLabel

    with reader(options.library) as door:
        articles = _articles(door, options)
        label = labels.named(door, options.label)
    job = AddAndPut(options.label, articles) if label is None else PutLabel(label.id, articles)
    count = done(options.library, job, in_parts("put", articles, tidy(options.label)))
    return _tell(options, count, "put on")


def _take(options: Namespace) -> int:
    from desktop_reader.jobs.label import TakeLabel

    label = _label(options)
    with reader(options.library) as door:
        articles = _articles(door, options)
    count = done(options.library, TakeLabel(label.id, articles), in_parts("take", articles, label.title))
    return _tell(options, count, "taken off")


def _done(options: Namespace, job: Job, errand: Errand, title: str) -> int:
    done(options.library, job, [errand])
    if options.json:
        with reader(options.library) as door:
            label = labels.named(door, title) if title else None
            _print(door, [label] if label is not None else [], options)
    return 0


def _label(options: Namespace) -> Label:
    with reader(options.library) as door:
        return _named(door, options.label)


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


def _tell(options: Namespace, count: int, words: str) -> int:
    with reader(options.library) as door:
        label = _named(door, options.label)
        if options.json:
            _print(door, [label], options)
        else:
            output.print_lines([f"“{label.title}” {words} {output.counted(count, 'article')}."])
    return 0


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
