"""Commands that look: feeds, articles, show, search. They never write, so they work on a read-only library."""

from __future__ import annotations

import sys
import time
from argparse import Namespace
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from desktop_reader.cli import output
from desktop_reader.errors import SearchError
from desktop_reader.library import connect
from desktop_reader.library.reader import Reader
from desktop_reader.records.article import Article
from desktop_reader.records.moments import iso
from desktop_reader.records.query import Query, Scope
from desktop_reader.text.search_query import parse


@contextmanager
def reader(path: Path) -> Iterator[Reader]:
    """The reading door of the library at ``path``; a library is made when there is none."""
    connect.prepare(path)
    door = Reader(path)
    try:
        yield door
    finally:
        door.close()


def feeds(options: Namespace) -> int:
    """``desktop-reader feeds``."""
    with reader(options.library) as door:
        listed = door.feeds()
    if options.json:
        output.print_json([output.feed_facts(feed) for feed in listed])
    elif listed:
        output.print_lines(output.feed_line(feed) for feed in listed)
    else:
        print("No feeds yet. Add one: desktop-reader add https://example.com/", file=sys.stderr)
    return 0


def understood(typed: str) -> str:
    """``typed``, when every part of it means something; raises SearchError."""
    search = parse(f"{typed} ")
    if search.mistakes:
        raise SearchError(search.mistakes[0].sentence, **dict(search.mistakes[0].fields))
    if typed.strip() and search.tree is None:
        raise SearchError("In “{value}” there is nothing to look for. Write a word.", value=typed.strip())
    return typed


def articles(options: Namespace) -> int:
    """``desktop-reader articles``."""
    with reader(options.library) as door:
        query = Query()
        if options.feed:
            query = Query(Scope.FEED, target=door.feed_named(options.feed))
        elif options.folder:
            query = door.category(options.folder)
        query = replace(
            query,
            search=understood(options.search),
            unread_only=options.unread,
            starred_only=options.starred,
            sort=options.sort,
        )
        ids = door.ids_at(query, options.offset, options.limit or -1)
        _list(door, ids, options.json)
    return 0


def search(options: Namespace) -> int:
    """``desktop-reader search``."""
    with reader(options.library) as door:
        query = Query(search=understood(options.search), sort=options.sort)
        _list(door, door.first_ids(query, options.limit or -1), options.json)
    return 0


def show(options: Namespace) -> int:
    """``desktop-reader show``. With ``--count`` it counts as reading."""
    with reader(options.library) as door:
        number = door.article_named(options.id)
    if options.count:
        from desktop_reader.cli.changing import writer
        from desktop_reader.jobs.mark import Open

        with writer(options.library) as library:
            Open(number, int(time.time())).run(library)
    html: str | None = None
    if options.full:
        from desktop_reader.cli.full import full_text

        with reader(options.library) as door:
            article = _there(door, number)
        html = full_text(options.library, article).html
    with reader(options.library) as door:
        article = _there(door, number)
        if html is not None:
            article = replace(article, html=html)
        if options.form and not options.json:
            output.print_lines([_forms(article)[options.form]])
        elif options.json:
            output.print_json(_whole(door, article))
        else:
            _print_page(article)
    return 0


def summary(options: Namespace) -> int:
    """``desktop-reader summary``. ``quoted`` are the sentences of the text that it is made of."""
    from desktop_reader.worker.insight import summary_of

    with reader(options.library) as door:
        article = _there(door, door.article_named(options.id))
    found = summary_of(article)
    if options.json:
        output.print_json({"id": article.uuid, "summary": found.text, "quoted": list(found.quoted)})
    elif found.text:
        output.print_lines([found.text])
    else:
        print("There is too little to sum up.", file=sys.stderr)
    return 0


def _list(door: Reader, ids: Sequence[int], as_json: bool) -> None:
    found = (article for article in map(door.article, ids) if article is not None)  # One at a time: they are large.
    if as_json:
        output.print_json([output.article_facts(article) for article in found])
    else:
        output.print_lines(output.article_line(article) for article in found)


def _there(door: Reader, number: int) -> Article:
    article = door.article(number)
    assert article is not None, "it was named a moment ago, and articles go only with their feed"
    return article


def _forms(article: Article) -> dict[str, str]:
    from desktop_reader.content.clean import shown
    from desktop_reader.content.markdown import markdown
    from desktop_reader.content.plain import plain

    html = shown(article).html
    return {"text": plain(html), "markdown": markdown(html), "html": html, "source": article.html}


def _whole(door: Reader, article: Article) -> output.Facts:
    from desktop_reader.cli.similar import facts
    from desktop_reader.worker.insight import insight

    beside = insight(door, article.id)
    assert beside is not None, "the article is there, so this is too"
    return output.article_facts(article) | {
        "reading_minutes": beside.minutes,
        "opened": [iso(at) for at in beside.visits],
        "earlier_versions": beside.versions,
        "summary": beside.summary,
        "quoted": list(beside.quoted),
        "similar": [facts(door, one) for one in beside.similar],
        "enclosures": [{"url": e.url, "type": e.type, "length": e.length} for e in article.enclosures],
        **_forms(article),
    }


def _print_page(article: Article) -> None:
    from desktop_reader.text.words import reading_minutes

    text = _forms(article)["text"]
    day = (iso(article.published_at) or "")[:10]
    by = f" · {article.author}" if article.author else ""
    length = f"{output.counted(article.words, 'word')} · {reading_minutes(article.words)} min"
    lines = [article.title, f"{article.feed_title}{by} · {day} · {length}", article.url or "", "", text]
    output.print_lines(lines)
