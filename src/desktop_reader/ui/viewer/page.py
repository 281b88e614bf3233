"""An article as one page of HTML for QTextDocument: feed, headline, who and when, the text."""

from __future__ import annotations

import re
from html import escape, unescape

from PySide6.QtCore import QCoreApplication, QUrl

from desktop_reader.records.article import Article
from desktop_reader.text.faces import few_faces
from desktop_reader.text.words import reading_minutes
from desktop_reader.ui.dates import day
from desktop_reader.ui.viewer import bounds, chips, effort
from desktop_reader.ui.viewer.body import TooMuch, body
from desktop_reader.ui.viewer.style import PageStyle, Script, language_of, script_of, sheet

LONGEST_HTML = 400_000
LONGEST_TEXT = 200_000
_LONGEST_LINE = 600

_PARTS = re.compile(r"<(?:/?(?:p|div|li|h[1-6]|tr|blockquote|pre|table)\b|br\b)[^<>]*>", re.I)
_TAGS = re.compile(r"<[^<>]*>")
_UNBROKEN = re.compile(r"\S{80}")
_ZERO_WIDTH_SPACE = "\u200b"
_OPEN, _CLOSE = "\u2068", "\u2069"  # What stands between them keeps its own direction.


def page(article: Article, style: PageStyle) -> str:
    """The whole page. ``article.html`` was sanitised, yet it is written anew, and as text alone when it is too big."""
    script = script_of_article(article)
    rtl = ' dir="rtl"' if script.rtl else ""
    language = language_of_article(article)
    head = [f'<p class="k"{rtl}>{escape(_short(article.feed_title))}</p>'] if article.feed_title else []
    if article.title:
        head.append(f'<p class="t"{rtl}>{escape(_short(article.title))}</p>')
    head.append(f'<p class="{"ml" if article.labels else "m"}"{rtl}>{_meta(article)}</p>')
    if article.labels:
        head.append(chips.html(article.labels, style.tokens, rtl))
    whole = "".join((*head, _text(article.html, script)))
    return f"<html><head><style>{sheet(style, script, language, whole)}</style></head><body>{whole}</body></html>"


def script_of_article(article: Article) -> Script:
    """The letters that most of it is written in, headline first."""
    return script_of(f"{article.title} {article.html[:4000]}")


def language_of_article(article: Article) -> str:
    """The language whose letter shapes are wanted."""
    return language_of(f"{article.title} {article.html[:2000]}", article.language)


def host(url: str | None) -> str:
    """The name of a server as one says it: ``nhk.or.jp`` of ``https://www3.nhk.or.jp/…``; in its plain letters, for
    those of other alphabets may look like them.
    """
    return re.sub(r"^www\d{0,2}\.", "", QUrl(url or "").host(QUrl.ComponentFormattingOption.FullyEncoded))


def _meta(article: Article) -> str:
    reading = QCoreApplication.translate("Page", "%n min read", "", reading_minutes(article.words))
    items = [escape(_short(article.author)), day(article.published_at), reading if article.words else ""]
    name = host(article.url)
    if name and article.url and article.url.lower().startswith(("http://", "https://")):
        items.append(f'<a class="quiet" href="{escape(article.url)}">{escape(name)}</a>')
    return " · ".join(f"{_OPEN}{item}{_CLOSE}" for item in items if item)


def _short(text: str) -> str:
    """A headline is laid out many times until it is balanced, so it is no longer than anybody reads."""
    return few_faces(text if len(text) <= _LONGEST_LINE else text[:_LONGEST_LINE] + "…")


def _text(html: str, script: Script) -> str:
    if len(html) <= LONGEST_HTML:
        try:
            calm = bounds.calm(html)
            begin = effort.enough(calm)
            return body(begin, rtl=script.rtl) + (_rest_is_missing() if len(begin) < len(calm) else "")
        except TooMuch:
            pass
    note = QCoreApplication.translate("Page", "This article is too large to be laid out. Here are its words alone.")
    direction = ' dir="rtl"' if script.rtl else ""
    begin = effort.enough(bounds.calm(html[: 4 * LONGEST_TEXT]))
    words = unescape(_TAGS.sub("", _PARTS.sub("\n", begin)))[:LONGEST_TEXT]
    lines = (
        _UNBROKEN.sub(lambda run: run[0] + _ZERO_WIDTH_SPACE, " ".join(line.split())) for line in words.split("\n")
    )
    paragraphs = bounds.bundles([escape(piece, quote=False) for line in lines if line for piece in bounds.pieces(line)])
    return f'<p class="cap">{escape(note)}</p>' + "".join(
        f'<p class="p"{direction}>{"<br>".join(paragraph)}</p>' for paragraph in paragraphs
    )


def _rest_is_missing() -> str:
    words = QCoreApplication.translate(
        "Page", "This article is too long to be shown whole. Open the original to read on."
    )
    return f'<p class="cap">{escape(words)}</p>'
