"""How links go out of the program: to where they say, and without telling by which way somebody comes."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from urllib.parse import unquote

from PySide6.QtCore import QUrl, QUrlQuery

from desktop_reader.records.article import Article
from desktop_reader.text.tracking import without_tracking

_SCHEMES = ("http", "https", "mailto")
_OF_A_LETTER = ("to", "cc", "bcc", "subject", "body", "in-reply-to")
_BEFORE_THE_SERVER = re.compile(r"^(https?://)[^/?#]*@", re.I)


def outward(url: QUrl) -> str:
    """Where a link leads, as it is shown and opened: the server's true name in plain letters, and nothing before it
    that looks like another. Empty for all that is not for the browser or for mail.
    """
    if url.scheme().lower() not in _SCHEMES:
        return ""
    if url.scheme().lower() == "mailto":
        url = _letter(url)
    return _BEFORE_THE_SERVER.sub(r"\1", url.toString(QUrl.ComponentFormattingOption.FullyEncoded))


def _letter(url: QUrl) -> QUrl:
    """Of what is said of a letter only its words: some programs for mail would attach a file that a link names."""
    said = QUrlQuery()
    for name, value in QUrlQuery(url).queryItems():
        if unquote(name).lower() in _OF_A_LETTER:
            said.addQueryItem(name, value)
    plain = QUrl(url)
    plain.setQuery(said)
    return plain


@dataclass(slots=True)
class Links:
    """``stripped`` is the reader's wish. What the library keeps stays as it came, so that the wish works at once."""

    stripped: bool = True

    def address(self, url: str) -> str:
        """An address as it is opened, copied and sent."""
        return without_tracking(url) if self.stripped else url

    def addresses(self, urls: Iterable[str]) -> list[str]:
        """Several of them."""
        return [self.address(url) for url in urls]

    def article(self, article: Article) -> Article:
        """An article as it is shown and goes out, with all its links."""
        if not self.stripped:
            return article
        from desktop_reader.content.addresses import links_without_tracking  # Not before the window is there.

        url = article.url and without_tracking(article.url)
        return replace(article, url=url, html=links_without_tracking(article.html))
