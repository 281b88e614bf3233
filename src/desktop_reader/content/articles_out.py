"""Articles as Markdown files: facts on top, then the text. Pure, so that the helper process does it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from html import escape, unescape

from desktop_reader.content import front_matter
from desktop_reader.content.clean import shown
from desktop_reader.content.plain import plain
from desktop_reader.records.exported import Outgoing
from desktop_reader.records.moments import moments
from desktop_reader.records.parsed import Enclosure
from desktop_reader.text.summary import summarise

_SUMMED_UP = 60_000  # Characters of text: a summary is made of an article's beginning.
_PICTURE = re.compile(r'(<img\b[^>]* src=")([^"]*)(")')
_ELSEWHERE = "https://picture.invalid/"  # A place of nobody, by which pictures are found again in the Markdown.


@dataclass(frozen=True, slots=True)
class ToMarkdown:
    """Articles → the text of their files. ``pictures`` are addresses of those that lie beside the files, and where."""

    articles: tuple[Outgoing, ...]
    pictures: Mapping[str, str] = field(default_factory=dict)

    def run(self) -> tuple[str, ...]:
        """Some ten milliseconds each."""
        return tuple(markdown_file(one, self.pictures) for one in self.articles)


def facts(one: Outgoing) -> dict[str, front_matter.Value]:
    """The front matter of an article whose HTML is as it is shown: what there is of every one, in one order; then what
    some have, by which a new library has the same article of the same subscription again.
    """
    article, feed = one.article, one.followed
    there: dict[str, front_matter.Value] = {
        "id": article.uuid,
        "title": article.title,
        "url": article.url,
        "author": article.author,
        "feed": article.feed_title,
        "category_id": article.category_id,
        **moments(article),
        "read": not article.unread,
        "read_count": article.read_count,
        "words": article.words,
        "starred": article.starred,
        "labels": list(one.labels),
        "summary": summary(one),
        "similar": [f"{title} <{url}>" if url else title for title, url in one.similar],
    }
    some: dict[str, front_matter.Value] = {
        "feed_url": feed.url,
        "feed_title": feed.title,
        "feed_paused": feed.paused,
        "folders": list(feed.folders),
        "guid": article.guid,
        "language": article.language,
        "description": article.description,
        "comments": article.comments,
        "files": [file_fact(file) for file in article.enclosures],
    }
    return there | {name: value for name, value in some.items() if value}


def file_fact(file: Enclosure) -> str:
    """An attached file as the front matter tells it: its address, which has no blanks, its kind and its length."""
    return " ".join([file.url, file.type or "-", *([] if file.length is None else [str(file.length)])])


def markdown_file(one: Outgoing, pictures: Mapping[str, str]) -> str:
    """The whole text of an article's file."""
    from desktop_reader.content.markdown import markdown

    one = replace(one, article=shown(one.article))
    article = one.article
    beside: list[str] = []

    def marked(found: re.Match[str]) -> str:
        place = pictures.get(unescape(found[2]))
        if place is None:
            return found[0]
        beside.append(place)
        return f"{found[1]}{_ELSEWHERE}{article.uuid}/{len(beside) - 1}{found[3]}"

    html = _PICTURE.sub(marked, article.html) if pictures else article.html
    text = markdown(f"{_heading(article.title)}{html}")
    for number, place in enumerate(beside):
        text = text.replace(f"]({_ELSEWHERE}{article.uuid}/{number})", f"]({place})")
    parts = [text]
    parts.append(listed_files(article.enclosures))
    body = "\n\n".join(part for part in parts if part)
    return f"{front_matter.write(facts(one))}\n{body}\n"


def without_frame(text: str, title: str, files: Sequence[Enclosure]) -> str:
    """The text of such a file without what stands around the article itself: its title, and the files below it."""
    from desktop_reader.content.markdown import markdown

    heading, below = markdown(_heading(title)), listed_files(files)
    text = text.strip("\n")
    if heading and f"{text}\n".startswith(f"{heading}\n"):
        text = text[len(heading) :]
    return text.removesuffix(below)


def listed_files(files: Sequence[Enclosure]) -> str:
    """The addresses of attached files as a list, those that a browser opens."""
    from desktop_reader.content.markdown import markdown

    urls = [file.url for file in files if file.url.lower().startswith(("http://", "https://"))]
    return markdown(f"<ul>{''.join(_line(url) for url in urls)}</ul>") if urls else ""


def summary(one: Outgoing) -> str:
    """At most 300 characters; empty when there is too little to sum up."""
    article = one.article
    text = plain(article.html)[:_SUMMED_UP]
    return summarise(text, article.title, article.description, article.language).text


def pictures_of(html: str) -> list[str]:
    """The addresses of the pictures in sanitised HTML, each once."""
    return list(dict.fromkeys(unescape(found[2]) for found in _PICTURE.finditer(html)))


def _heading(title: str) -> str:
    return f"<h1>{escape(title)}</h1>" if title.strip() else ""


def _line(url: str) -> str:
    return f'<li><a href="{escape(url)}">{escape(url)}</a></li>'
