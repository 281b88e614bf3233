"""A whole library as lines of JSON: what each kind of line holds. The same names are written and read.

The first line names format and version. Then come folders (a folder behind the one that it lies in), feeds, labels,
kept searches, rules, articles, and a last line that says how many articles there are: a file without it was cut off.
Times are seconds since 1970, UTC. Whoever adds a field here gives it a form that ends with ``?``, so that older files
are read as well; a change of meaning needs another version.
"""

from __future__ import annotations

import re
from typing import Any

FORMAT, VERSION = "desktop-reader library", 1

HEAD = {"format": FORMAT, "version": VERSION}

_INT = 2**63
_LONGEST = 32 * 1024 * 1024
_MOST = 100_000
_UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_HEX = re.compile(r"(?:[0-9a-f]{2}){1,64}")

Line = dict[str, Any]

SHAPES: dict[str, dict[str, str]] = {
    "folder": {"slug": "text", "title": "text", "parent": "text?", "position": "int"},
    "feed": {
        "uuid": "uuid", "slug": "text", "url": "text", "old_url": "text?", "site_url": "text?", "icon_url": "text?",
        "title": "text", "given_title": "text?", "description": "text", "language": "text?", "folder": "text?",
        "position": "int", "created_at": "int", "updated_at": "int", "full_text": "flag", "stopped": "flag",
        "unread_again": "flag?", "keep": "keep?", "access": "access?",
    },
    "forgotten": {"feed": "uuid", "numbers": "[int]", "marks": "[hex]"},
    "keep": {"days": "int?", "most": "int?"},
    "access": {"method": "text", "user": "text", "headers": "[text]"},
    "label": {"title": "text", "colour": "text", "position": "int"},
    "search": {"title": "text", "search": "text", "position": "int"},
    "rule": {
        "title": "text", "search": "text", "pattern": "text", "deeds": "[text]", "enabled": "flag", "position": "int",
        "created_at": "int",
    },
    "article": {
        "uuid": "uuid", "feed": "uuid", "guid": "text?", "url": "text?", "comments": "text?", "title": "text",
        "author": "text", "published_at": "int", "created_at": "int", "updated_at": "int", "is_read": "flag",
        "starred": "flag", "read_count": "int", "last_read_at": "int?", "starred_at": "int?", "hidden_at": "int?",
        "labels": "[text]", "visits": "[visit]", "words": "int", "language": "text?", "snippet": "text",
        "image": "text?", "description": "text", "html": "text?", "enclosures": "[enclosure]", "page": "page?",
        "revision": "int", "revisions": "[revision]", "guid_hash": "int?", "link_hash": "int?", "text_hash": "int",
        "fingerprint": "hex", "content_hash": "hex",
    },
    "visit": {"opened_at": "int", "through": "flag"},
    "enclosure": {"url": "text", "type": "text", "length": "int?"},
    "page": {"fetched_at": "int", "url": "text", "problem": "text?", "html": "text"},
    "revision": {"revision": "int", "replaced_at": "int", "title": "text", "html": "text"},
    "end": {"articles": "int"},
}  # fmt: skip

KINDS = ("folder", "feed", "forgotten", "keep", "label", "search", "rule", "article", "end")
"""The kinds that have lines of their own."""


def is_head(line: object) -> bool:
    """Whether this is the first line of such a file, of whatever version."""
    return isinstance(line, dict) and line.get("format") == FORMAT


def checked(line: object) -> tuple[str, Line]:
    """The kind of a line and its fields, all of them and no others. Raises ValueError, which names what is odd."""
    if not isinstance(line, dict) or line.get("kind") not in KINDS:
        raise ValueError("kind")
    kind = str(line["kind"])
    return kind, _shaped(line, kind)


def _shaped(value: object, name: str) -> Line:
    if not isinstance(value, dict):
        raise ValueError(name)
    return {field: _fitting(value.get(field), form, field) for field, form in SHAPES[name].items()}


def _fitting(value: Any, form: str, field: str) -> Any:
    if form.endswith("?"):
        return None if value is None else _fitting(value, form[:-1], field)
    if form.startswith("["):
        if not isinstance(value, list) or len(value) > _MOST:
            raise ValueError(field)
        return [_fitting(one, form[1:-1], field) for one in value]
    if form in SHAPES:
        return _shaped(value, form)
    good = {
        "text": lambda: isinstance(value, str) and len(value) <= _LONGEST,
        "int": lambda: type(value) is int and -_INT <= value < _INT,
        "flag": lambda: value in (0, 1) and type(value) in (int, bool),
        "uuid": lambda: isinstance(value, str) and _UUID.fullmatch(value) is not None,
        "hex": lambda: isinstance(value, str) and _HEX.fullmatch(value) is not None,
    }[form]()
    if not good:
        raise ValueError(field)
    if form == "text":
        return value.encode("utf-8", "replace").decode()  # SQLite takes no halves of letters.
    return bool(value) if form == "flag" else value
