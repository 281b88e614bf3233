"""An article as one page of HTML for QTextDocument: feed, headline, who and when, the text, what it carries along."""

from __future__ import annotations

import re
from datetime import datetime
from html import escape, unescape
from urllib.parse import urlsplit

from PySide6.QtCore import QCoreApplication

from desktop_reader.records.article import Article
from desktop_reader.records.parsed import Enclosure
from desktop_reader.text.words import reading_minutes
from desktop_reader.ui.viewer.body import TooDeep, body
from desktop_reader.ui.viewer.style import PageStyle, Script, language_of, script_of, sheet

LONGEST_HTML = 400_000
LONGEST_TEXT = 200_000

_MONTHS = ("Jan.", "Feb.", "March", "April", "May", "June", "July", "Aug.", "Sept.", "Oct.", "Nov.", "Dec.")
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
    head = [f'<p class="k"{rtl}>{escape(article.feed_title)}</p>'] if article.feed_title else []
    if article.title:
        head.append(f'<p class="t"{rtl}>{escape(article.title)}</p>')
    head.append(f'<p class="m"{rtl}>{_meta(article)}</p>')
    carried = [_attachment(enclosure, rtl) for enclosure in article.enclosures if _worth_listing(enclosure, article)]
    if carried:
        carried.insert(0, '<p class="hr" style="-qt-paragraph-type:empty"><br></p>')
    whole = "".join((*head, _text(article.html, script), *carried))
    return f"<html><head><style>{sheet(style, script, language, whole)}</style></head><body>{whole}</body></html>"


def script_of_article(article: Article) -> Script:
    """The letters that most of it is written in, headline first."""
    return script_of(f"{article.title} {article.html[:4000]}")


def language_of_article(article: Article) -> str:
    """The language whose letter shapes are wanted."""
    return language_of(f"{article.title} {article.html[:2000]}", article.language)


def day(at: int) -> str:
    """A date as the reader writes it: ``Oct. 24, 2024``, in local time."""
    when = datetime.fromtimestamp(at)
    return f"{_MONTHS[when.month - 1]} {when.day}, {when.year}"


def host(url: str | None) -> str:
    """The name of a server as one says it: ``nhk.or.jp`` of ``https://www3.nhk.or.jp/…``."""
    try:
        name = urlsplit(url or "").hostname or ""
    except ValueError:
        return ""
    return re.sub(r"^www\d{0,2}\.", "", name)


def _meta(article: Article) -> str:
    reading = QCoreApplication.translate("Page", "%n min read", "", reading_minutes(article.words))
    items = [escape(article.author), day(article.published_at), reading if article.words else ""]
    name = host(article.url)
    if name and article.url and article.url.lower().startswith(("http://", "https://")):
        items.append(f'<a class="quiet" href="{escape(article.url)}">{escape(name)}</a>')
    return " · ".join(f"{_OPEN}{item}{_CLOSE}" for item in items if item)


def _text(html: str, script: Script) -> str:
    if len(html) <= LONGEST_HTML:
        try:
            return body(html, rtl=script.rtl)
        except TooDeep:
            pass
    note = QCoreApplication.translate("Page", "This article is too large to be laid out. Here are its words alone.")
    direction = ' dir="rtl"' if script.rtl else ""
    words = unescape(_TAGS.sub("", _PARTS.sub("\n", html[: 4 * LONGEST_TEXT])))[:LONGEST_TEXT]
    lines = (
        _UNBROKEN.sub(lambda run: run[0] + _ZERO_WIDTH_SPACE, " ".join(line.split())) for line in words.split("\n")
    )
    return f'<p class="cap">{escape(note)}</p>' + "".join(
        f'<p class="p"{direction}>{escape(line, quote=False)}</p>' for line in lines if line
    )


def _worth_listing(enclosure: Enclosure, article: Article) -> bool:
    if not enclosure.url.lower().startswith(("http://", "https://")):
        return False
    return not enclosure.type.startswith("image/") or escape(enclosure.url) not in article.html


def _attachment(enclosure: Enclosure, rtl: str) -> str:
    word = QCoreApplication.translate("Page", "Attachment")
    name = unescape(urlsplit(enclosure.url).path.rstrip("/").rpartition("/")[2]) or host(enclosure.url)
    link = f'<a class="a" href="{escape(enclosure.url)}">{_OPEN}{escape(name[:80])}{_CLOSE}</a>'
    facts = (escape(word), link, escape(enclosure.type), _size(enclosure.length))
    return f'<p class="att"{rtl}>{" · ".join(fact for fact in facts if fact)}</p>'


def _size(length: int | None) -> str:
    if not length or length < 1:
        return ""
    return f"{length / 1_000_000:.1f} MB" if length >= 100_000 else f"{max(1, round(length / 1000))} kB"
