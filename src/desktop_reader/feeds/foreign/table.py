"""Tables of links, as programs for reading later export them: Pocket, Instapaper, Readwise, Raindrop, others' CSV."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from functools import partial

from desktop_reader.errors import FileError
from desktop_reader.feeds import plain
from desktop_reader.feeds.foreign import passages
from desktop_reader.feeds.foreign.listed import Made
from desktop_reader.feeds.foreign.source import article, moment, web
from desktop_reader.records.incoming import Foreign, Origin

ROWS_LIMIT = 500_000
_FIELD_LIMIT = 8 * 1024 * 1024
_HEADER_LIMIT = 4096
_PARTS = re.compile(r'"((?:[^"\\]|\\.|"")*)"|\'((?:[^\'\\]|\\.)*)\'')

_TAGS = ("tags", "document tags", "labels")
_DATES = ("time_added", "timestamp", "saved date", "saved_at", "savedat", "created", "date_added", "published_at")
_TEXTS = ("selection", "excerpt", "description", "summary")
# A table of what was marked in books and pages, with their names and no addresses.
_OF_PASSAGES = frozenset(("highlight", "book title", "book author"))
# Rows of a browser or a program, not of a page.
_NO_PAGES = ("javascript:", "about:", "place:", "data:", "chrome:", "file:")
# Words of a state, folder or place that mean: done with it.
_DONE = frozenset(("archive", "archived", "read"))


def columns(head: str) -> list[str]:
    """The names of a table's columns, from its first line; empty where it is no table of links."""
    try:
        row = next(csv.reader(io.StringIO(head[:_HEADER_LIMIT])), [])
    except csv.Error:
        return []
    names = [name.strip().lower() for name in row]
    known = "url" in names or "link" in names or set(names) >= _OF_PASSAGES
    return names if len(names) > 1 and known else []


def origin(names: list[str]) -> Origin:
    """Whose table it is, by its columns."""
    there = frozenset(names)
    if {"title", "url", "time_added", "status"} <= there:
        return Origin.POCKET
    if {"url", "title", "selection", "folder"} <= there:
        return Origin.INSTAPAPER
    if {"url", "document tags", "saved date"} <= there or there >= _OF_PASSAGES:
        return Origin.READWISE
    return Origin.BOOKMARKS


def read(text: str, marked: Mapping[str, list[passages.Passage]] | None = None) -> list[Made]:
    """One article a row, with what was ``marked`` at its address. Rows that say nothing are left out; raises FileError
    for a table without end.
    """
    csv.field_size_limit(_FIELD_LIMIT)
    head, _, rest = text.partition("\n")
    names = columns(head)
    if _breaks_off(names, rest):
        raise FileError("The table breaks off before its end. Export or download it again, so that no row is lost.")
    found = _found(names, _rows(csv.reader(io.StringIO(rest, newline=""))), marked or {})
    if rest.count('"') % 2:  # A quote that is never closed takes all rows behind it into one field.
        lines = (row for line in rest.splitlines() for row in _rows(csv.reader([line])))
        alone = _found(names, (row for row in lines if any(map(web, row))), marked or {})
        found = max(found, alone, key=len)
    return found


def _breaks_off(names: list[str], rest: str) -> bool:
    """Whether the last row ends in its midst: an address that is cut would lead somewhere else."""
    last = rest[rest.rfind("\n") + 1 :]
    if not last.strip() or rest.count('"') % 2:
        return False
    row = next(_rows(csv.reader([last])), [])
    return len(row) < len(names) - 1 and '"' not in last


def _found(names: list[str], rows: Iterator[list[str]], marked: Mapping[str, list[passages.Passage]]) -> list[Made]:
    found: list[Made] = []
    books: dict[tuple[str, str], list[dict[str, str]]] = {}
    of_passages = set(names) >= _OF_PASSAGES
    for count, row in enumerate(rows):
        if count >= ROWS_LIMIT:
            raise FileError("The table holds more than {limit} rows. Split it.", limit=ROWS_LIMIT)
        fields = dict(zip(names, row, strict=False))
        if of_passages and fields.get("highlight"):
            books.setdefault((fields.get("book title") or "", fields.get("book author") or ""), []).append(fields)
        elif web(_address(fields)) or (len(row) == len(names) and _is_page(_address(fields))):
            found.append(partial(_article, fields, marked.get(_address(fields), ())))
    return [*found, *(partial(_book, some) for some in books.values())]


def _address(fields: Mapping[str, str]) -> str:
    return fields.get("url") or fields.get("link") or ""


def _is_page(address: str) -> bool:
    """Whether what is no address of the web names a page all the same: letters that were kept have none."""
    return plain.guid(address) is not None and not address.strip().lower().startswith(_NO_PAGES)


def _rows(reader: Iterator[list[str]]) -> Iterator[list[str]]:
    while True:
        try:
            row = next(reader, None)
        except csv.Error:  # NUL, or a field that is too long.
            continue
        if row is None:
            return
        yield row


def _book(rows: list[dict[str, str]]) -> Foreign:
    """A book, or a page, with all that was marked in it, as it stands there."""
    first = rows[0]
    title, author = first.get("book title") or "", first.get("book author") or ""
    labels = [label for row in rows for label in tags(_first(row, ("document tags",)))]
    marked = [(row["highlight"], row.get("note") or "") for row in sorted(rows, key=_place)]
    return article(
        guid=f"readwise:{author}:{title}",
        title=title,
        text=passages.below("", marked),
        author=author,
        at=max((at for row in rows if (at := moment(row.get("highlighted at"))) is not None), default=None),
        labels=labels,
        read=True,
    )


def _place(row: Mapping[str, str]) -> int:
    said = (row.get("location") or "").strip()
    return int(said) if said.isascii() and said.isdigit() and len(said) < 10 else 0


def _article(fields: Mapping[str, str], marked: Sequence[passages.Passage]) -> Foreign:
    url = _address(fields)
    folder = (fields.get("folder") or "").strip()
    states = {(fields.get(name) or "").strip().lower() for name in ("status", "state", "location")} | {folder.lower()}
    labels = tags(_first(fields, _TAGS))
    if folder and folder.lower() not in {*_DONE, "unread", "starred", "unsorted"}:
        labels.append(folder)
    title = fields.get("title") or ("" if web(url) else url)
    own = [("", fields.get("note") or ""), (fields.get("highlights") or "", ""), *marked]
    return article(
        guid=url,
        url=url,
        title="" if title.strip() == url.strip() and web(url) else title,
        text=passages.below(plain.as_html(_first(fields, _TEXTS)), own),
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
