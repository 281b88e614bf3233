"""Lists of links in HTML: Pocket's ``ril_export.html``, Instapaper's, and the bookmarks of browsers."""

from __future__ import annotations

from functools import partial
from html.parser import HTMLParser

from desktop_reader.feeds.foreign.listed import Made
from desktop_reader.feeds.foreign.source import article, moment, web
from desktop_reader.feeds.foreign.table import tags
from desktop_reader.records.incoming import Foreign, Origin

_LIMIT = 500_000
_TITLE_LIMIT = 2_000


def origin(head: str) -> Origin | None:
    """Whose list a document that begins so is; None for any other page."""
    head = head[:8192].lower()
    if "<!doctype netscape-bookmark-file-1" in head:
        return Origin.BOOKMARKS
    if "time_added=" in head and ("pocket" in head or "<h1>" in head):
        return Origin.POCKET
    if "<title>instapaper" in head:
        return Origin.INSTAPAPER
    return None


def read(text: str) -> list[Made]:
    """One article a link."""
    found = _Links()
    found.feed(text)
    found.close()
    return found.articles


class _Links(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.articles: list[Made] = []
        self._under = ""
        self._heading = False
        self._link: dict[str, str] | None = None
        self._words: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in ("h1", "h2", "h3"):
            self._heading, self._words = True, []
        elif tag == "a":
            self._end()
            self._link = {name: value or "" for name, value in attrs}
            self._words = []

    def handle_endtag(self, tag: str) -> None:
        if tag in ("h1", "h2", "h3") and self._heading:
            self._under, self._heading = "".join(self._words)[:200].strip(), False
        elif tag == "a":
            self._end()

    def handle_data(self, data: str) -> None:
        if self._heading or self._link is not None:
            self._words.append(data[:_TITLE_LIMIT])

    def close(self) -> None:
        super().close()
        self._end()

    def _end(self) -> None:
        link, self._link = self._link, None
        if link is not None and web(link.get("href", "")) and len(self.articles) < _LIMIT:
            self.articles.append(partial(_article, link, "".join(self._words)[:_TITLE_LIMIT], self._under))


def _article(link: dict[str, str], title: str, under: str) -> Foreign:
    url = link["href"]
    return article(
        guid=url,
        url=url,
        title="" if title.strip() == url.strip() else title,
        at=moment(link.get("time_added") or link.get("add_date")),
        labels=tags(link.get("tags", "")),
        read="archive" in under.lower(),
        starred=under.lower() in ("starred", "liked"),
    )
