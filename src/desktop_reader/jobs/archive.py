"""Lines of another library, or of this one as it was, kept here."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from desktop_reader.library.archive_in import Incoming
from desktop_reader.records.archive import Line
from desktop_reader.records.changes import Changes

if TYPE_CHECKING:
    from desktop_reader.library.writer import Writer


@dataclass(frozen=True, slots=True)
class KeepLines:
    """Some lines, in their order, sanitised already. Done again it changes nothing, so whoever was interrupted begins
    anew.
    """

    lines: tuple[tuple[str, Line], ...] = field(repr=False)

    def run(self, library: Writer) -> Changes:
        """In one transaction."""
        with library.editing() as session:
            incoming = Incoming(session)
            for kind, line in self.lines:
                incoming.keep(kind, line)
            incoming.finish()
        return Changes(
            new=tuple(incoming.new),
            state=tuple(dict.fromkeys(incoming.state)),
            feeds=frozenset(incoming.feeds),
            tree=incoming.tree,
            labels=incoming.labels,
            searches=incoming.searches,
            back=incoming.tree,
        )
