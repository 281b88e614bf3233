"""Zip files: exports of Omnivore, and tables in a zip, as Pocket mailed them. Nothing of them is ever unpacked onto the
disk, so the names in them lead nowhere; and no more is unpacked than what is allowed, whatever they claim.
"""

from __future__ import annotations

import json
import zipfile
import zlib
from functools import partial
from pathlib import Path
from typing import Any

from desktop_reader.errors import FileError
from desktop_reader.feeds import sniff
from desktop_reader.feeds.foreign import table
from desktop_reader.feeds.foreign.listed import Listed, Made, saved
from desktop_reader.feeds.foreign.source import TEXT_LIMIT, article, moment
from desktop_reader.records.incoming import Foreign, Origin

MAGIC = b"PK\x03\x04"
MEMBERS_LIMIT = 200_000
_PART_LIMIT = 64 * 1024 * 1024
_WHOLE_LIMIT = 256 * 1024 * 1024
_ALL_READ = 98  # Per cent.


def read(path: Path) -> tuple[Origin, Listed]:
    """What is in it. Raises FileError where it is damaged, too large, or holds nothing that is known."""
    try:
        return _read(_Zip(path))
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, ValueError, OSError, EOFError) as error:
        raise FileError(
            "The zip file is damaged, or locked by a password ({reason}).", reason=str(error)[:200]
        ) from error


class _Zip:
    """A zip whose parts are read only as far as is allowed."""

    def __init__(self, path: Path) -> None:
        self._zip = zipfile.ZipFile(path)
        self.names = [name for name in self._zip.namelist() if not name.endswith("/")]
        self._left = _WHOLE_LIMIT
        if len(self.names) > MEMBERS_LIMIT:
            raise FileError("The zip file holds more than {limit} files. Split it.", limit=MEMBERS_LIMIT)

    def whole(self, name: str) -> bytes:
        """A part that is needed."""
        data = self.beginning(name, min(_PART_LIMIT, self._left) + 1)
        self._left -= len(data)
        if len(data) > _PART_LIMIT or self._left < 0:
            raise FileError("What is packed in the zip file is too large.")
        return data

    def beginning(self, name: str, most: int) -> bytes:
        """So many bytes of a part."""
        with self._zip.open(name) as part:
            return part.read(most)


def _read(packed: _Zip) -> tuple[Origin, Listed]:
    notes = sorted(name for name in packed.names if _is(name, "metadata", ".json"))
    if notes:
        return Origin.OMNIVORE, saved(_omnivore(packed, notes))
    tables = sorted(name for name in packed.names if _is(name, "", ".csv"))
    found: list[Made] = []
    whose: list[Origin] = []
    for name in tables:
        text = sniff.decode(packed.whole(name))
        names = table.columns(text)
        if names:
            whose.append(table.origin(names))
            found += table.read(text)
    if not whose:
        raise FileError("There is nothing in the zip file that can be imported.")
    return whose[0], saved(found)


def _is(name: str, start: str, end: str) -> bool:
    last = name.rpartition("/")[2].lower()
    return last.startswith(start) and last.endswith(end) and not name.startswith("__MACOSX/")


def _omnivore(packed: _Zip, notes: list[str]) -> list[Made]:
    texts = {}
    for name in packed.names:
        folder, _, last = name.rpartition("/")
        if folder.rpartition("/")[2] == "content" and last.lower().endswith((".html", ".htm")):
            texts[last.rpartition(".")[0]] = name
    found: list[Made] = []
    for note in notes:
        try:
            items = json.loads(packed.whole(note))
        except RecursionError as error:
            raise ValueError("too deep") from error
        if not isinstance(items, list):
            raise ValueError(f"{note[:80]}: no list")
        found += [partial(_article, packed, item, texts) for item in items if isinstance(item, dict)]
    return found


def _article(packed: _Zip, item: dict[str, Any], texts: dict[str, str]) -> Foreign | None:
    name = texts.get(str(item.get("slug") or ""))
    html = ""
    if name is not None:
        try:
            html = sniff.decode(packed.beginning(name, TEXT_LIMIT), "text/html; charset=utf-8")
        except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, OSError, EOFError):
            html = ""  # One text that is damaged: the link is kept all the same.
    said = item.get("labels")
    labels = [one.get("name") if isinstance(one, dict) else one for one in said] if isinstance(said, list) else []
    progress = item.get("readingProgress")
    return article(
        guid=item.get("url") or item.get("originalArticleUrl") or item.get("id"),
        url=item.get("url") or item.get("originalArticleUrl"),
        title=item.get("title"),
        text=html or str(item.get("description") or ""),
        author=item.get("author"),
        at=moment(item.get("savedAt")) or moment(item.get("publishedAt")),
        labels=labels,
        read=str(item.get("state") or "").lower() == "archived"
        or (isinstance(progress, int | float) and progress >= _ALL_READ),
    )
