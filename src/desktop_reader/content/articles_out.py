"""Articles as Markdown files: facts on top, then the text. Pure, so that the helper process does it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from html import escape, unescape

from desktop_reader.content import front_matter
from desktop_reader.content.clean import shown
from desktop_reader.content.plain import plain
from desktop_reader.records.exported import Outgoing
from desktop_reader.records.moments import moments
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
    """The front matter of an article whose HTML is as it is shown."""
    article = one.article
    return {
        "id": article.uuid,
        "title": article.title,
        "url": article.url,
        "author": article.author,
        "feed": article.feed_title,
        "category_id": article.category_id,
        **moments(article),
        "read_count": article.read_count,
        "words": article.words,
        "starred": article.starred,
        "labels": list(one.labels),
        "summary": summary(one),
        "similar": [f"{title} <{url}>" if url else title for title, url in one.similar],
    }


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
    title = f"<h1>{escape(article.title)}</h1>" if article.title.strip() else ""
    text = markdown(f"{title}{html}")
    for number, place in enumerate(beside):
        text = text.replace(f"]({_ELSEWHERE}{article.uuid}/{number})", f"]({place})")
    parts = [text]
    files = [file.url for file in article.enclosures if file.url.lower().startswith(("http://", "https://"))]
    if files:
        parts.append(markdown(f"<ul>{''.join(_line(url) for url in files)}</ul>"))
    body = "\n\n".join(part for part in parts if part)
    return f"{front_matter.write(facts(one))}\n{body}\n"


def summary(one: Outgoing) -> str:
    """At most 300 characters; empty when there is too little to sum up."""
    article = one.article
    text = plain(article.html)[:_SUMMED_UP]
    return summarise(text, article.title, article.description, article.language).text


def pictures_of(html: str) -> list[str]:
    """The addresses of the pictures in sanitised HTML, each once."""
    return list(dict.fromkeys(unescape(found[2]) for found in _PICTURE.finditer(html)))


def _line(url: str) -> str:
    return f'<li><a href="{escape(url)}">{escape(url)}</a></li>'
