"""What several deeds of sharing need: the articles read, the work done beside the window's thread, faults told."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from PySide6.QtCore import QStandardPaths

from desktop_reader.library.reader import Reader
from desktop_reader.records.article import Article
from desktop_reader.records.exported import Followed, Outgoing
from desktop_reader.ui.dates import day
from desktop_reader.ui.reading import to_show
from desktop_reader.ui.sharing.documents import Shared
from desktop_reader.ui.viewer.enclosures import listed, name_of
from desktop_reader.ui.viewer.page import language_of_article, script_of_article

if TYPE_CHECKING:
    from desktop_reader.ui.commands.desk import Desk
    from desktop_reader.worker.tasks import Task

T = TypeVar("T")
Work = Callable[["Task[Any]"], Any]

_numbers = count()


def read(desk: Desk, ids: Callable[[Reader], Sequence[int]], then: Callable[[list[Article]], None]) -> None:
    """The articles as they are shown; ``then`` on the window's thread."""

    def question(reader: Reader) -> list[Article]:
        found = (to_show(reader, number)[0] for number in ids(reader))
        return [desk.links.article(article) for article in found if article is not None]

    # Of each kind only the latest is answered, and each of these is wanted.
    desk.worker.ask(f"share {next(_numbers)}", question, then)


def outgoing(desk: Desk, articles: Sequence[Article], then: Callable[[list[Outgoing]], None]) -> None:
    """Articles as they were read, with what a file says of them: labels and similar readings. Where they come from is
    left out: these are handed on, and the address of a private feed is a key.
    """

    from desktop_reader.library.exporting import outgoings

    def question(reader: Reader) -> list[Outgoing]:
        beside = {one.article.id: one for one in outgoings(reader, [article.id for article in articles])}
        return [replace(beside.get(one.id, Outgoing(one)), article=one, followed=Followed()) for one in articles]

    desk.worker.ask(f"share {next(_numbers)}", question, then)


def markdown(run: Work, some: Sequence[Outgoing]) -> tuple[str, ...]:
    """The texts of articles as an export writes them into files, facts on top."""
    from desktop_reader.content.articles_out import ToMarkdown

    texts: tuple[str, ...] = run(ToMarkdown(tuple(some)))
    return texts


def work(desk: Desk, deed: Callable[[Work], T], then: Callable[[T], None]) -> None:
    """Does it on another thread; ``deed`` gets who runs tasks in the helper process. A fault is told."""

    def done(result: Any) -> None:
        if isinstance(result, Exception):
            desk.problems.tell(result)
        else:
            then(result)

    if desk.worker.read_only:  # There is nobody else who works then.
        desk.worker.ask(f"share {next(_numbers)}", lambda _: _with_own_helper(deed), done)
    else:
        desk.worker.work(deed, done)


def shared(article: Article) -> Shared:
    """What of an article goes out."""
    return Shared(
        title=article.title,
        url=article.url or "",
        feed=article.feed_title,
        author=article.author,
        day=day(article.published_at),
        date=datetime.fromtimestamp(article.published_at).date().isoformat(),
        html=article.html,
        language=language_of_article(article),
        rtl=script_of_article(article).rtl,
        files=tuple((name_of(one), one.url) for one in listed(article)),
    )


class Folder:
    """Where something was written last; the next is likely to belong there, too."""

    last: Path | None = None

    @classmethod
    def to_begin_in(cls) -> Path:
        """The folder that a dialog shows first."""
        if cls.last is not None:
            return cls.last
        found = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        return Path(found) if found else Path.home()


def _with_own_helper(deed: Callable[[Work], T]) -> T:
    from desktop_reader.worker.helper import Helper

    with contextlib.closing(Helper()) as helper:
        return deed(helper.run)
