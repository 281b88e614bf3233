"""A few helper processes that work on many articles, in order and never far ahead of who takes the results."""

from __future__ import annotations

import contextlib
import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import replace
from queue import SimpleQueue
from types import TracebackType
from typing import Any, TypeVar

from desktop_reader.content.addresses import links_without_tracking
from desktop_reader.errors import ReaderError
from desktop_reader.records.exported import Outgoing
from desktop_reader.text.tracking import without_tracking
from desktop_reader.worker.helper import Helper
from desktop_reader.worker.tasks import Task

T = TypeVar("T")
Batch = Sequence[Outgoing]
Made = tuple[Outgoing, Any]

AT_ONCE = 20
_MOST = 4


class Crew:
    """``size`` processes; 0 does all the work on the calling thread, for tests. Use it in a ``with``.

    With ``strip_tracking`` the links of articles go without what only tells by which way somebody comes.
    """

    strip_tracking = True

    def __init__(self, size: int | None = None) -> None:
        size = min(_MOST, os.cpu_count() or 1) if size is None else size
        self._helpers = [Helper() for _ in range(size)]
        self._idle: SimpleQueue[Helper] = SimpleQueue()
        for helper in self._helpers:
            self._idle.put(helper)
        self._pool = ThreadPoolExecutor(size, "exporting") if size else None

    def __enter__(self) -> Crew:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """Ends the processes; what they are at is given up."""
        for helper in self._helpers:
            helper.close()
        if self._pool is not None:
            self._pool.shutdown(cancel_futures=True)

    def made(self, articles: Iterable[Outgoing], task: Callable[[Batch], Task[Sequence[Any]]]) -> Iterator[Made]:
        """Each article with what ``task`` makes of it, in order; with None where nothing could be made."""
        waiting: deque[tuple[Batch, Future[list[Any]]]] = deque()
        with contextlib.suppress(StopIteration):
            source = _batches(map(_bare, articles) if self.strip_tracking else articles)
            while True:
                while self._pool is not None and len(waiting) <= len(self._helpers) and (batch := next(source, None)):
                    waiting.append((batch, self._pool.submit(self._done, batch, task)))
                if self._pool is None:
                    batch = next(source)
                    yield from zip(batch, _done(batch, task, _here), strict=True)
                elif waiting:
                    batch, result = waiting.popleft()
                    yield from zip(batch, result.result(), strict=True)
                else:
                    return

    def _done(self, batch: Batch, task: Callable[[Batch], Task[Sequence[Any]]]) -> list[Any]:
        helper = self._idle.get()
        try:
            return _done(batch, task, helper.run)
        finally:
            self._idle.put(helper)


def _done(
    batch: Batch, task: Callable[[Batch], Task[Sequence[Any]]], run: Callable[[Task[Any]], Sequence[Any]]
) -> list[Any]:
    """One by one where all at once did not work: only what is odd shall be missing."""
    try:
        return list(run(task(batch)))
    except ReaderError:
        if len(batch) == 1:
            return [None]
    return [result for one in batch for result in _done([one], task, run)]


def _bare(one: Outgoing) -> Outgoing:
    url = one.article.url and without_tracking(one.article.url)
    article = replace(one.article, url=url, html=links_without_tracking(one.article.html))
    return replace(one, article=article, similar=tuple((title, without_tracking(to)) for title, to in one.similar))


def _here(task: Task[Any]) -> Any:
    return task.run()


def _batches(articles: Iterable[Outgoing]) -> Iterator[Batch]:
    batch: list[Outgoing] = []
    for one in articles:
        batch.append(one)
        if len(batch) == AT_ONCE:
            yield batch
            batch = []
    if batch:
        yield batch
