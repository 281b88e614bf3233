"""What a search found, as the rows show it: the words to mark, and the piece of each article where they stand."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Iterable, Sequence

from desktop_reader.errors import ReaderError
from desktop_reader.records.article import ArticleRow
from desktop_reader.records.search import Term
from desktop_reader.text.highlight import spans

Excerpt = Callable[[int, Sequence[Term]], str]
"""The piece of an article's text with these words; empty when they are not in it."""


def no_excerpt(article: int, terms: Sequence[Term]) -> str:
    """For those who have no texts."""
    return ""


class Found:
    """Asks for the excerpts of rows that are painted, and keeps the latest."""

    def __init__(self, excerpt: Excerpt = no_excerpt, limit: int = 500) -> None:
        self.terms: tuple[Term, ...] = ()
        self._excerpt = excerpt
        self._limit = limit
        self._kept: OrderedDict[int, str] = OrderedDict()

    def look_for(self, terms: tuple[Term, ...]) -> None:
        """Other words from now on; none when nothing is searched."""
        if terms != self.terms:
            self.terms = terms
            self._kept.clear()

    def forget(self, articles: Iterable[int]) -> None:
        """Their texts are others now."""
        for article in articles:
            self._kept.pop(article, None)

    def snippet(self, row: ArticleRow) -> str:
        """What stands under the title: where the words are, unless the title has them all."""
        if not self.terms:
            return row.snippet
        found = self._kept.get(row.id)
        if found is None:
            found = self._kept[row.id] = self._ask(row)
            if len(self._kept) > self._limit:
                self._kept.popitem(last=False)
        return found or row.snippet

    def _ask(self, row: ArticleRow) -> str:
        if all(spans(row.title, (term,)) for term in self.terms):
            return ""
        try:
            return self._excerpt(row.id, self.terms)
        except ReaderError:
            return ""  # Whoever opens the article is told what is wrong with it.
