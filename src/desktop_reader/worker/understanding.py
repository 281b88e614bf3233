"""Understanding articles in the background: a few at a time to a helper process of its own, the newest first.

The helper loads the encoder, which takes a second and 150 MB, and ends when nothing came for a minute. What it finds
is kept on the writing thread in turns that come after everything else, so the reader's own deeds always overtake.
"""

from __future__ import annotations

import contextlib
import os
import queue
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial

from desktop_reader.errors import LibraryError, ReaderError
from desktop_reader.jobs.understand import KeepLearned
from desktop_reader.library import understanding
from desktop_reader.library.understanding import Learned, Meaning, Raw, Waiting
from desktop_reader.library.writer import Writer
from desktop_reader.records.changes import Changes
from desktop_reader.text import encoder
from desktop_reader.worker.helper import Helper

_BATCH = 40  # Half a second of the helper's work.
_DEADLINE = 120.0
_PATIENCE = 60.0


@dataclass(frozen=True, slots=True)
class Understand:
    """Articles → what they mean. ``directions``: also what only the encoder can tell."""

    articles: tuple[Raw, ...] = field(repr=False)
    frequencies: bytes = field(repr=False)
    directions: bool

    def run(self) -> Learned:
        """First all terms are counted, then each article chooses its rarest."""
        # Before numpy is there: its threads would only take memory and the other cores.
        os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
        from desktop_reader.text import near, terms
        from desktop_reader.text.tongue import little_words, tongue

        known = terms.Frequencies(self.frequencies)
        texts = [_title_and_text(article) for article in self.articles]
        found = [terms.stems(title, text) for title, text in texts]
        for article, counts in zip(self.articles, found, strict=True):
            if not article.counted:
                known.add(counts)
        meanings = []
        for article, (title, text), counts, direction in zip(
            self.articles, texts, found, self._directions(texts), strict=True
        ):
            language = tongue(f"{text}\n{title}")
            told = terms.described(title, text, counts, known, little_words(language))
            meanings.append(
                Meaning(
                    article.id,
                    article.published_at,
                    language,
                    told.rare,
                    told.common,
                    told.words,
                    near.sketch(title, text),
                    direction,
                )
            )
        return Learned(tuple(meanings), known.packed())

    def _directions(self, texts: Sequence[tuple[str, str]]) -> list[bytes]:
        if not self.directions:
            return [b""] * len(texts)
        readable = [encoder.readable(a.title, text) for a, (_, text) in zip(self.articles, texts, strict=True)]
        wanted = [place for place, text in enumerate(readable) if any(map(str.isalnum, text))]
        made = [b""] * len(texts)
        if wanted:
            rows = encoder.loaded().encode([readable[place] for place in wanted])
            for place, kept in zip(wanted, encoder.packed(rows), strict=True):
                made[place] = kept
        return made


def _title_and_text(article: Raw) -> tuple[str, str]:
    """The title and the text as it is shown; with the feed's description where there is hardly any. A title that is
    nothing but the beginning of the text tells nothing more, and is left out.
    """
    from desktop_reader.content.clean import clean
    from desktop_reader.content.plain import plain

    text = plain(clean(article.html, article.title))
    if len(text) < len(article.description):
        text = f"{article.description}\n{text}"
    beginning = " ".join(article.title.removesuffix("…").split())
    return "" if " ".join(text[: 2 * len(beginning)].split()).startswith(beginning) else article.title, text


class Understanding:
    """``look`` and all that is posted run on the writing thread; ``post`` brings a call there; ``finished`` is called
    there when nothing waits any more, ``changed`` with stories that were found.
    """

    def __init__(
        self,
        library: Writer,
        post: Callable[[Callable[[], None]], None],
        helper: Callable[[], Helper] = lambda: Helper(_DEADLINE),
        patience: float = _PATIENCE,
        finished: Callable[[], None] = lambda: None,
        changed: Callable[[Changes], None] = lambda changes: None,
    ) -> None:
        self._library = library
        self._changed = changed
        self._post = post
        self._make_helper = helper
        self._helper: Helper | None = None
        self._lock = threading.Lock()
        self._patience = patience
        self._finished = finished
        self._learned_some = False
        self._directions = bool(encoder.model_id())
        self._batch = _BATCH
        self._begun = self._busy = self._closed = False
        self._tasks: queue.SimpleQueue[tuple[Understand, tuple[Waiting, ...]] | None] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._run, name="understanding", daemon=True)
        self._thread.start()

    def look(self) -> None:
        """Hands the next articles to the helper, if some wait and none are on their way."""
        if self._busy or self._closed:
            return
        with understanding.opened(self._library.path) as file:
            if not self._begun:
                file.begin(encoder.model_id())
                self._begun = True
            if not self._directions:
                file.settle_for_words()
            asked = tuple(file.waiting(self._batch))
            if not asked:
                if self._learned_some:
                    self._learned_some = False
                    self._finished()
                return
            frequencies = file.frequencies()
        with self._library.transaction() as live:
            raw = understanding.raw(live, asked)
        self._busy = True
        self._tasks.put((Understand(tuple(raw), frequencies, self._directions), asked))

    def close(self) -> None:
        """Ends at once; what was under way still waits, and is done the next time."""
        self._closed = True
        self._tasks.put(None)
        self._end_helper()
        self._thread.join()

    def _run(self) -> None:
        while not self._closed:
            try:
                item = self._tasks.get(timeout=None if self._helper is None else self._patience)
            except queue.Empty:
                self._end_helper()
                continue
            if item is None:
                break
            task, asked = item
            learned: Learned | None = None
            with contextlib.suppress(ReaderError):
                learned = self._running().run(task)
            if not self._closed:
                self._post(partial(self._learned, task, asked, learned))
        self._end_helper()

    def _running(self) -> Helper:
        with self._lock:
            if self._helper is None:
                self._helper = self._make_helper()
            return self._helper

    def _end_helper(self) -> None:
        with self._lock:
            helper, self._helper = self._helper, None
        if helper is not None:
            helper.close()

    def _learned(self, task: Understand, asked: tuple[Waiting, ...], learned: Learned | None) -> None:
        self._busy = False
        if self._closed:
            return
        if learned is None and len(asked) > 1:
            self._batch = 1  # One of them ends the helper: find it.
        else:
            changes = KeepLearned(learned or _nothing(task), asked).run(self._library)
            if changes:
                self._changed(changes)
            self._batch = min(_BATCH, self._batch * 2) if learned is not None else 1
            self._learned_some = True
        self.look()


def _nothing(task: Understand) -> Learned:
    """Articles that cannot be understood are known to be like no other."""
    return Learned(tuple(Meaning(article.id, article.published_at) for article in task.articles), task.frequencies)


def catch_up(library: Writer, seconds: float, few: int = 0) -> None:
    """For the command line: the words of all articles at once, in this process; then, in a helper, the directions of
    the newest for so many seconds, unless no more than ``few`` wait.
    """
    from desktop_reader.library import telling  # It needs numpy.

    model = encoder.model_id()
    with understanding.opened(library.path) as file:
        file.begin(model)
        while asked := file.waiting(_BATCH * 5, understanding.NEW):
            with library.transaction() as live:
                raw = understanding.raw(live, asked)
            learned = _here(Understand(tuple(raw), file.frequencies(), directions=False))
            file.keep(learned, asked, direction_follows=bool(model))
            telling.tell(library, file, learned.meanings)
        if not model:
            file.settle_for_words()
        elif seconds > 0 and len(file.waiting(few + 1)) > few:
            _directions(library, file, seconds)


def _here(task: Understand) -> Learned:
    """In this process; an article that a bug of ours stumbles over does not keep the others from being understood."""
    try:
        return task.run()
    except (LibraryError, MemoryError):
        raise
    except Exception:
        if len(task.articles) == 1:
            return _nothing(task)
    learned: list[Meaning] = []
    frequencies = task.frequencies
    for article in task.articles:
        one = _here(Understand((article,), frequencies, task.directions))
        learned.extend(one.meanings)
        frequencies = one.frequencies
    return Learned(tuple(learned), frequencies)


def _directions(library: Writer, file: understanding.Understanding, seconds: float) -> None:
    until = time.monotonic() + seconds
    helper = Helper(_DEADLINE)
    batch = _BATCH
    try:
        while time.monotonic() < until and (asked := file.waiting(batch)):
            with library.transaction() as live:
                raw = understanding.raw(live, asked)
            task = Understand(tuple(raw), file.frequencies(), directions=True)
            try:
                learned = helper.run(task)
            except ReaderError:
                if batch > 1:
                    batch = 1
                    continue
                learned = _nothing(task)
            file.keep(learned, asked)
    finally:
        helper.close()
