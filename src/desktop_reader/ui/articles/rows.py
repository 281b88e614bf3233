"""The rows that were looked at lately, and how more are had: one question for many neighbours."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Iterable, Sequence

from desktop_reader.records.article import ArticleRow

Fetch = Callable[[Sequence[int]], dict[int, ArticleRow]]
_KEPT = 1_000  # Almost a kilobyte each, and twenty of them are had again in a moment.


class RowCache:
    """Rows by article id, the longest unseen given up first. An id without an article is remembered as ``None``."""

    def __init__(self, fetch: Fetch, limit: int = _KEPT) -> None:
        self._fetch = fetch
        self._limit = limit
        self._rows: OrderedDict[int, ArticleRow | None] = OrderedDict()

    def __contains__(self, article: int) -> bool:
        return article in self._rows

    def get(self, article: int) -> ArticleRow | None:
        """The row, when it is here; looking makes it young again."""
        row = self._rows.get(article)
        if row is not None:
            self._rows.move_to_end(article)
        return row

    def held(self, articles: Iterable[int]) -> list[int]:
        """Those of these that are here."""
        return list(filter(self._rows.__contains__, articles))

    def load(self, articles: Iterable[int]) -> None:
        """Fetch those that are not here yet, in one question."""
        missing = [article for article in articles if article not in self._rows]
        if not missing:
            return
        fetched = self._fetch(missing)
        for article in missing:
            self._rows[article] = fetched.get(article)
        while len(self._rows) > self._limit:
            self._rows.popitem(last=False)

    def renew(self, articles: Iterable[int]) -> list[int]:
        """Fetch again those that are here; gives back the ids whose rows are different now."""
        held = self.held(articles)
        fetched = self._fetch(held) if held else {}
        altered = [article for article in held if fetched.get(article) != self._rows[article]]
        for article in altered:
            self._rows[article] = fetched.get(article)
        return altered

    def give_up(self, articles: Iterable[int]) -> None:
        """These could not be fetched: do not try again at every look."""
        for article in articles:
            self._rows.setdefault(article, None)

    def retry(self) -> None:
        """Look again for those that could not be had."""
        for article in [article for article, row in self._rows.items() if row is None]:
            del self._rows[article]

    def forget(self, articles: Iterable[int]) -> None:
        """Give these up; they are fetched again when they are looked at."""
        for article in articles:
            self._rows.pop(article, None)

    def clear(self) -> None:
        """Give all up."""
        self._rows.clear()
