"""What the window remembers over a restart: place and size, panes, folders, and what was being read."""

from __future__ import annotations

import contextlib
import json
from dataclasses import asdict, dataclass, fields
from pathlib import Path

from desktop_reader.errors import FileError
from desktop_reader.files import write_safely
from desktop_reader.records.query import Query, Scope, Sort

_ENDLESS = 1 << 63  # SQLite takes no larger number for an id,
_WIDEST = 1 << 20  # nor Qt for a width.


@dataclass(frozen=True, slots=True)
class WindowState:
    """``geometry`` is Qt's own, as hexadecimal text; ``wide``, ``usual`` and ``narrow`` are the widths of sidebar and
    list in a window of that much room, empty where they are as they come; ids are row ids of the library.
    """

    geometry: str = ""
    wide: tuple[int, ...] = ()
    usual: tuple[int, ...] = ()
    narrow: tuple[int, ...] = ()
    sidebar: bool = True
    closed: tuple[int, ...] = ()
    scope: str = Scope.UNREAD
    target: int | None = None
    sort: str = Sort.DATE
    reverse: bool = False
    unread_only: bool = False
    starred_only: bool = False
    article: int = 0
    inspector: bool = True

    @property
    def query(self) -> Query:
        """What was shown."""
        return Query(
            Scope(self.scope),
            self.target,
            sort=Sort(self.sort),
            reverse=self.reverse,
            unread_only=self.unread_only,
            starred_only=self.starred_only,
        )


def load(path: Path) -> WindowState:
    """The state in ``path``; the default where it is missing or makes no sense: it is a convenience, not data."""
    try:
        kept = json.loads(path.read_text(encoding="utf-8"))
        known = {f.name for f in fields(WindowState)}
        kept = {name: tuple(v) if isinstance(v, list) else v for name, v in kept.items() if name in known}
        state = WindowState(**kept)
        _check(state)
    except (OSError, ValueError, TypeError, AttributeError, RecursionError):
        return WindowState()
    return state


def save(state: WindowState, path: Path) -> None:
    """Keeps the state; a disk that does not take it is no reason to trouble somebody who leaves."""
    with contextlib.suppress(FileError):
        write_safely(path, json.dumps(asdict(state), indent=1).encode(), private=True)


def _check(state: WindowState) -> None:
    """Raises ValueError or TypeError when a value could not be used."""
    _ = state.query
    bytes.fromhex(state.geometry)
    target = () if state.target is None else (state.target,)
    if not all(isinstance(n, int) and abs(n) < _ENDLESS for n in (*state.closed, state.article, *target)):
        raise TypeError
    for widths in (state.wide, state.usual, state.narrow):
        if len(widths) not in (0, 2) or not all(isinstance(n, int) and 0 <= n < _WIDEST for n in widths):
            raise TypeError
    if not all(
        isinstance(on, bool)
        for on in (state.sidebar, state.inspector, state.reverse, state.unread_only, state.starred_only)
    ):
        raise TypeError
