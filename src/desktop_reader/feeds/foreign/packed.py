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
from desktop_reader.feeds.foreign import kept, passages, table
from desktop_reader.feeds.foreign.listed import Listed, Made, saved
from desktop_reader.feeds.foreign.source import TEXT_LIMIT
from desktop_reader.records.incoming import Foreign, Origin

MAGIC = b"PK\x03\x04"
MEMBERS_LIMIT = 200_000
_PART_LIMIT = 64 * 1024 * 1024
_WHOLE_LIMIT = 256 * 1024 * 1024


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
    marked = _annotations(packed)
    found: list[Made] = []
    whose: list[Origin] = []
    for name in tables:
        text = sniff.decode(packed.whole(name))
        names = table.columns(text)
        if names:
            whose.append(table.origin(names))
            found += table.read(text, marked)
    if not whose:
        raise FileError("There is nothing in the zip file that can be imported.")
    return whose[0], saved(found)


def _is(name: str, start: str, end: str) -> bool:
    last = name.rpartition("/")[2].lower()
    return last.startswith(start) and last.endswith(end) and not name.startswith("__MACOSX/")


def _omnivore(packed: _Zip, notes: list[str]) -> list[Made]:
    texts = _beside(packed, "content", (".html", ".htm"))
    marked = _beside(packed, "highlights", (".md",))
    found: list[Made] = []
    for note in notes:
        items = _json(packed, note)
        if not isinstance(items, list):
            raise ValueError(f"{note[:80]}: no list")
        found += [partial(_article, packed, item, texts, marked) for item in items if isinstance(item, dict)]
    return found


def _beside(packed: _Zip, folder: str, ends: tuple[str, ...]) -> dict[str, str]:
    """What lies in a folder of the zip, by the name without its ending."""
    found = {}
    for name in packed.names:
        place, _, last = name.rpartition("/")
        if place.rpartition("/")[2] == folder and last.lower().endswith(ends):
            found[last.rpartition(".")[0]] = name
    return found


def _json(packed: _Zip, name: str) -> object:
    try:
        return json.loads(packed.whole(name))
    except RecursionError as error:
        raise ValueError("too deep") from error


def _annotations(packed: _Zip) -> dict[str, list[passages.Passage]]:
    """What was marked in the pages of Pocket, by their addresses."""
    found: dict[str, list[passages.Passage]] = {}
    for name in packed.names:
        if "annotations" in name.split("/")[:-1] and name.endswith(".json"):
            said = _json(packed, name)
            for one in said if isinstance(said, list) else []:
                if isinstance(one, dict):
                    found.setdefault(str(one.get("url")), []).extend(passages.in_objects(one.get("highlights")))
    return found


def _article(packed: _Zip, item: dict[str, Any], texts: dict[str, str], marked: dict[str, str]) -> Foreign:
    slug = str(item.get("slug") or "")
    notes = passages.in_markdown(_text(packed, marked.get(slug)))
    return kept.of_list(item, _text(packed, texts.get(slug)), tuple(notes))


def _text(packed: _Zip, name: str | None) -> str:
    if name is None:
        return ""
    try:
        return sniff.decode(packed.beginning(name, TEXT_LIMIT), "text/html; charset=utf-8")
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, OSError, EOFError):
        return ""  # One text that is damaged: the link is kept all the same.
