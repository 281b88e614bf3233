"""Work that the clock does beside reading: catching up the search file."""

from __future__ import annotations

from dataclasses import dataclass

from desktop_reader.content.clean import clean
from desktop_reader.content.plain import plain
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
            (number, library.remembered_text(number) or _words(heading, html))
            for number, heading, html in waiting
            if html is not None
        ]
        library.index(texts, gone=[number for number, _, html in waiting if html is None])
        return Changes()


def _words(heading: str, html: str) -> str:
    """What can be found: title and author, which are the lines of ``heading``, and the text as it is shown."""
    title = heading.partition("\n")[0]
    return f"{heading}\n{plain(clean(html, title))}"
