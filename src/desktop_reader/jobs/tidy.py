"""Work that the clock does beside reading: catching up the search file."""

from __future__ import annotations

from dataclasses import dataclass

from desktop_reader.content.clean import clean
from desktop_reader.content.plain import plain
from desktop_reader.library.search import Searchable
from desktop_reader.library.writer import Writer
from desktop_reader.records.changes import Changes


@dataclass(frozen=True, slots=True)
class CatchUpSearch:
    """Brings at most ``most`` articles into the search file; run again while ``reader.unindexed(1)`` has some."""

    most: int = 100

    def run(self, library: Writer) -> Changes:
        """The newest first."""
        waiting = library.reader.unindexed(self.most)
        texts = [
            library.remembered_text(number) or Searchable(number, title, author, plain(clean(html, title)))
            for number, title, author, html in waiting
            if html is not None
        ]
        library.index(texts, gone=[one[0] for one in waiting if one[3] is None])
        return Changes()
