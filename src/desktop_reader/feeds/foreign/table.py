"""Tables of links, as programs for reading later export them: Pocket, Instapaper, Readwise Reader, and others' CSV."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Mapping
from functools import partial

from desktop_reader.errors import FileError
from desktop_reader.feeds import plain
from desktop_reader.feeds.foreign.listed import Made
from desktop_reader.feeds.foreign.source import article, moment, web
from desktop_reader.records.incoming import Foreign, Origin

ROWS_LIMIT = 500_000
_FIELD_LIMIT = 8 * 1024 * 1024
_HEADER_LIMIT = 4096
_PARTS = re.compile(r'"((?:[^"\\]|\\.|"")*)"|\'((?:[^\'\\]|\\.)*)\'')

_TAGS = ("tags", "document tags", "labels")
_DATES = ("time_added", "timestamp", "saved date", "saved_at", "savedat", "created", "date_added", "published_at")
_TEXTS = ("selection", "note", "excerpt", "description", "summary")
# Words of a state, folder or place that mean: done with it.
_DONE = frozenset(("archive", "archived", "read"))


def columns(head: str) -> list[str]:
    """The names of a table's columns, from its first line; empty where it is no table of links."""
    try:
        row = next(csv.reader(io.StringIO(head[:_HEADER_LIMIT])), [])
    except csv.Error:
        return []
    names = [name.strip().lower() for name in row]
    return names if len(names) > 1 and ("url" in names or "link" in names) else []


def origin(names: list[str]) -> Origin:
    """Whose table it is, by its columns."""
    there = frozenset(names)
    if {"title", "url", "time_added", "status"} <= there:
        return Origin.POCKET
    if {"url", "title", "selection", "folder"} <= there:
        return Origin.INSTAPAPER
    if {"url", "document tags", "saved date"} <= there:
        return Origin.READWISE
    return Origin.BOOKMARKS


def read(text: str) -> list[Made]:
    """One article a row that has an address. Rows that are broken are left out; raises FileError for a table without
    end.
    """
    csv.field_size_limit(_FIELD_LIMIT)
    head, _, rest = text.partition("\n")
    names = columns(head)
    found = _found(names, _rows(csv.reader(io.StringIO(rest, newline=""))))
    if rest.count('"') % 2:  # A quote that is never closed takes all rows behind it into one field.
        alone = _found(names, (row for line in rest.splitlines() for row in _rows(csv.reader([line]))))
        found = max(found, alone, key=len)
    return found


def _found(names: list[str], rows: Iterator[list[str]]) -> list[Made]:
    found: list[Made] = []
    for row in rows:
        if len(found) >= ROWS_LIMIT:
            raise FileError("The table holds more than {limit} rows. Split it.", limit=ROWS_LIMIT)
        fields = dict(zip(names, row, strict=False))
        if web(fields.get("url") or fields.get("link") or ""):
            found.append(partial(_article, fields))
    return found


def _rows(reader: Iterator[list[str]]) -> Iterator[list[str]]:
    while True:
        try:
            row = next(reader, None)
        except csv.Error:  # NUL, or a field that is too long.
            continue
        if row is None:
            return
        yield row


def _article(fields: Mapping[str, str]) -> Foreign:
    url = fields.get("url") or fields.get("link") or ""
    folder = (fields.get("folder") or "").strip()
    states = {(fields.get(name) or "").strip().lower() for name in ("status", "state", "location")} | {folder.lower()}
    labels = tags(_first(fields, _TAGS))
    if folder and folder.lower() not in {*_DONE, "unread", "starred", "unsorted"}:
        labels.append(folder)
    title = fields.get("title") or ""
    return article(
        guid=url,
        url=url,
        title="" if title.strip() == url.strip() else title,
        text=plain.as_html(_first(fields, _TEXTS)),
        author=fields.get("author"),
        at=moment(_first(fields, _DATES)),
        labels=labels,
        read=bool(states & _DONE) or _is_all(fields.get("reading progress") or ""),
        starred=folder.lower() == "starred" or (fields.get("favorite") or "").strip().lower() in ("true", "1", "yes"),
    )


def tags(said: str) -> list[str]:
    """Tags as the programs write them: ``a|b``, ``a, b``, ``["a", "b"]`` or ``['a', 'b']``."""
    said = said.strip()
    if said.startswith("[") and said.endswith("]"):
        quoted = [re.sub(r"\\(.)", r"\1", one[1] or one[2]).replace('""', '"') for one in _PARTS.finditer(said)]
        parts = quoted or said[1:-1].split(",")
    else:
        parts = said.split("|") if "|" in said else said.split(",")
    return [part for one in parts if (part := one.strip())]


def _first(fields: Mapping[str, str], names: tuple[str, ...]) -> str:
    return next((value for name in names if (value := (fields.get(name) or "").strip())), "")


def _is_all(progress: str) -> bool:
    try:
        return float(progress) >= 0.98
    except ValueError:
        return False
