"""Front matter between lines of ``+++``, as Hugo and Zola have it: TOML."""

from __future__ import annotations

import tomllib
from datetime import date, datetime
from typing import Any

from desktop_reader.content.front_matter import Value

_FENCE = "+++"
_LARGEST = 256 * 1024


def split(text: str) -> tuple[dict[str, Value], str]:
    """The facts and the text below; no facts, and the text as it is, where there is no such front matter or it cannot
    be read.
    """
    first, _, rest = text.removeprefix("\ufeff").partition("\n")
    front, fence, below = rest[:_LARGEST].partition(f"\n{_FENCE}")
    if first.rstrip() != _FENCE or not fence:
        return {}, text
    try:
        said = tomllib.loads(front)
    except (tomllib.TOMLDecodeError, RecursionError):
        return {}, text
    kinds = said.get("taxonomies")
    told = {**said, **kinds} if isinstance(kinds, dict) else said
    return {name: _plain(value) for name, value in told.items()}, (below + rest[_LARGEST:]).partition("\n")[2]


def _plain(value: Any) -> Value:
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, list):
        return [str(one) for one in value]
    return value if isinstance(value, str | int | bool) else str(value)
