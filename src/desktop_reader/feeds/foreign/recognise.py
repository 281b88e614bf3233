"""What a file or folder is, told by what is in it and not by its name, and opened as a source of articles."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from desktop_reader.errors import FileError
from desktop_reader.feeds import opml, sniff
from desktop_reader.feeds.foreign import bookmarks, database, fluent, folder, kept, packed, table
from desktop_reader.feeds.foreign.database import Database
from desktop_reader.feeds.foreign.liferea import TABLES as OF_LIFEREA
from desktop_reader.feeds.foreign.liferea import Liferea
from desktop_reader.feeds.foreign.listed import Listed, saved
from desktop_reader.feeds.foreign.quiterss import TABLES as OF_QUITERSS
from desktop_reader.feeds.foreign.quiterss import QuiteRss
from desktop_reader.feeds.foreign.rssguard import TABLES as OF_RSS_GUARD
from desktop_reader.feeds.foreign.rssguard import RssGuard
from desktop_reader.feeds.foreign.source import Source
from desktop_reader.records.incoming import NAMES, Origin

SIZE_LIMIT = 256 * 1024 * 1024
"""Of a file that is read whole."""

_HEAD = 16 * 1024
OWN = frozenset(("article", "state", "feed_count"))
_TABLES = (
    (OF_RSS_GUARD, Origin.RSS_GUARD, RssGuard),
    (OF_QUITERSS, Origin.QUITERSS, QuiteRss),
    (OF_LIFEREA, Origin.LIFEREA, Liferea),
)


def is_database(path: Path) -> bool:
    """Whether it is an SQLite file, of which a copy is to be opened. Raises FileError."""
    return not path.is_dir() and head(path).startswith(database.MAGIC)


def opened(path: Path, wanted: Origin | None = None) -> tuple[Origin, Source]:
    """The source, as what it is, or as what it is ``wanted`` to be. Raises FileError or OpmlError with a sentence."""
    origin, source = _opened(path, wanted)
    if not source.total and origin is not Origin.OPML and not source.tree.children:
        raise FileError("There is nothing in “{file}” that can be imported.", file=path.name)
    if wanted is not None and wanted is not origin:
        raise FileError("This is not of {program}.", program=NAMES.get(wanted, wanted.value))
    return origin, source


def head(path: Path) -> bytes:
    """The beginning of a file. Raises FileError."""
    try:
        if path.exists() and not path.is_file():  # A pipe would be waited for.
            raise FileError("“{file}” is no file.", file=path)
        with path.open("rb") as file:
            return file.read(_HEAD)
    except OSError as error:
        raise FileError("“{file}” cannot be read ({reason}).", file=path, reason=error.strerror) from error


def _opened(path: Path, wanted: Origin | None) -> tuple[Origin, Source]:
    if path.is_dir() or wanted is Origin.FILES:
        return Origin.FILES, saved(folder.read(path))
    first = head(path)
    if not first.strip():
        raise FileError("“{file}” is empty.", file=path.name)
    if first.startswith(database.MAGIC):
        return _database(path)
    if first.startswith(packed.MAGIC):
        return packed.read(path)
    return _text(path, first, wanted)


def _database(path: Path) -> tuple[Origin, Source]:
    data = Database(path)
    for tables, origin, source in _TABLES:
        if tables <= data.tables:
            return origin, source(data)
    if data.tables >= OWN:
        raise FileError("This is a library of Desktop Reader. Export it as JSON lines, and import what is exported.")
    raise FileError("This database is of no program whose articles can be imported.")


def _text(path: Path, first: bytes, wanted: Origin | None) -> tuple[Origin, Source]:
    beginning = sniff.decode(first).lstrip("\ufeff \t\r\n")
    form = path.suffix.lower()
    if beginning.startswith(("{", "[")) and form not in folder.FORMS:
        return _json(path)
    names = table.columns(beginning.partition("\n")[0])
    if names and form not in folder.FORMS:
        return table.origin(names) if wanted is not Origin.BOOKMARKS else wanted, saved(table.read(_whole(path)))
    links = bookmarks.origin(beginning)
    if links is not None:
        return links, saved(bookmarks.read(_whole(path)))
    if form in folder.FORMS:
        return Origin.FILES, saved(folder.read(path))
    if sniff.kind(beginning) is sniff.Kind.OTHER and path.suffix.lower() not in (".opml", ".xml"):
        raise FileError("“{file}” is of no program whose articles can be imported.", file=path.name)
    tree = opml.read(_bytes(path))
    return Origin.OPML, Listed({}, tree)


def _json(path: Path) -> tuple[Origin, Source]:
    try:
        data: Any = json.loads(sniff.decode(_bytes(path)).removeprefix("\ufeff"))
    except (ValueError, RecursionError) as error:
        raise FileError("“{file}” breaks off, or is no export of a reader. Export it again.", file=path.name) from error
    if fluent.is_fluent(data):
        return Origin.FLUENT, fluent.read(data)
    found = kept.read(data)
    if found is None:
        raise FileError("“{file}” is of no program whose articles can be imported.", file=path.name)
    return found


def _whole(path: Path) -> str:
    return sniff.decode(_bytes(path))


def _bytes(path: Path) -> bytes:
    try:
        if path.stat().st_size > SIZE_LIMIT:
            raise FileError("“{file}” is larger than {limit} MB.", file=path.name, limit=SIZE_LIMIT >> 20)
        return path.read_bytes()
    except OSError as error:
        raise FileError("“{file}” cannot be read ({reason}).", file=path, reason=error.strerror) from error
