"""What stands beside an article, worked out on a reading thread while the article is being painted."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from desktop_reader.library import aside, history, stories
from desktop_reader.library.reader import Reader
from desktop_reader.records.article import Article
from desktop_reader.records.insight import Insight

if TYPE_CHECKING:
    from desktop_reader.text.summary import Summary

_SUMMED_UP = 60_000  # Characters of text: a summary is made of an article's beginning.


def insight(reader: Reader, number: int) -> Insight | None:
    """Summary, similar readings and the reading record of an article; None when it is gone."""
    from desktop_reader.library.similar import similar
    from desktop_reader.text.words import reading_minutes

    article = reader.article(number)
    if article is None:
        return None
    made = summary_of(article)
    return Insight(
        article=number,
        summary=made.text,
        quoted=made.quoted,
        similar=similar(reader, number),
        words=article.words,
        minutes=reading_minutes(article.words),
        read_count=article.read_count,
        visits=history.visits(reader, number),
        versions=history.count_versions(reader, number),
        sources=stories.others(reader.select, number, aside.numbers(reader.select)),
    )


def summary_of(article: Article) -> Summary:
    """The article's summary, made of what is shown of it."""
    from desktop_reader.content.clean import shown
    from desktop_reader.content.plain import plain
    from desktop_reader.text.summary import summarise

    text = plain(shown(article).html)[:_SUMMED_UP]
    return summarise(text, article.title, article.description, article.language)


def changes(reader: Reader, number: int) -> tuple[str, str] | None:
    """The text of the last earlier version and of the present one, one block a line; None without an earlier one."""
    from desktop_reader.content.clean import shown
    from desktop_reader.content.plain import plain

    article = reader.article(number)
    earlier = history.versions(reader, number)
    if article is None or not earlier:
        return None
    before = shown(replace(article, title=earlier[0].title, html=earlier[0].html))
    now = shown(article)
    return f"{before.title}\n{plain(before.html)}", f"{now.title}\n{plain(now.html)}"
