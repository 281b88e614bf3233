"""Lists of links in HTML: Pocket's ``ril_export.html``, Instapaper's, and the bookmarks of browsers."""

from __future__ import annotations

from functools import partial
from html.parser import HTMLParser

from desktop_reader.errors import FileError
from desktop_reader.feeds import plain
from desktop_reader.feeds.foreign.listed import Made
from desktop_reader.feeds.foreign.source import article, moment, web
from desktop_reader.feeds.foreign.table import tags
from desktop_reader.records.incoming import Foreign, Origin

_LIMIT = 500_000
_TITLE_LIMIT = 2_000
_DEEPEST = 100


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
    """One article a link. Raises FileError for a list that was cut."""
    found = _Links()
    found.feed(text)
    found.close()
    if "<html" in text[:8192].lower() and "</html" not in text[-8192:].lower():
        raise FileError("The list breaks off before its end. Export or download it again, so that no link is lost.")
    return found.articles


class _Links(HTMLParser):
    """A link is complete when the next thing begins: what is said about it stands behind it."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.articles: list[Made] = []
        self._under = ""
        self._folders: list[str] = []
        self._link: dict[str, str] | None = None
        self._title = ""
        self._about = ""
        self._words: list[str] | None = None
        """What is being said of ``_of``; None between things."""
        self._of = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in ("h1", "h2", "h3", "a", "dt", "dl", "dd"):
            self._told()
            if tag != "dd":
                self._end()
            self._words, self._of = (None if tag in ("dt", "dl") else []), tag
        if tag == "a":
            self._link = {name: value or "" for name, value in attrs}

    def handle_endtag(self, tag: str) -> None:
        if tag in ("h1", "h2", "h3") and self._words is not None and self._of == tag:
            self._under = "".join(self._words)[:200].strip()
            if tag == "h3":  # A folder of a browser, which has its links in a list behind it.
                self._folders = [*self._folders[:_DEEPEST], self._under]
            self._words = None
        elif tag == "a":
            self._told()
        elif tag == "dl":
            self._told()
            self._end()
            self._folders = self._folders[:-1]

    def handle_data(self, data: str) -> None:
        if self._words is not None:
            self._words.append(data[:_TITLE_LIMIT])

    def close(self) -> None:
        super().close()
        self._told()
        self._end()

    def _told(self) -> None:
        said, self._words = "".join(self._words or ())[:_TITLE_LIMIT], None
        if self._of == "a":
            self._title = self._title or said
        elif self._of == "dd":
            self._about = self._about or said

    def _end(self) -> None:
        link, self._link = self._link, None
        if link is not None and web(link.get("href", "")) and len(self.articles) < _LIMIT:
            folder = self._folders[-1] if self._folders else ""
            self.articles.append(partial(_article, link, self._title, self._about, self._under, folder))
        self._title = self._about = ""


def _article(link: dict[str, str], title: str, about: str, under: str, folder: str) -> Foreign:
    url = link["href"]
    return article(
        guid=url,
        url=url,
        title="" if title.strip() == url.strip() else title,
        text=plain.as_html(about),
        at=moment(link.get("time_added") or link.get("add_date")),
        labels=[*tags(link.get("tags", "")), *([folder] if folder else [])],
        read="archive" in under.lower(),
        starred=under.lower() in ("starred", "liked"),
    )
