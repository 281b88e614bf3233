"""Labels: made, renamed, coloured, put in order, removed, and put on articles or taken off them.

What a deed on articles answers names only those that it changed: to do the opposite to just these takes it back.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from desktop_reader.errors import NotFoundError
from desktop_reader.jobs import Step, whole
from desktop_reader.library import labels, marking
from desktop_reader.records.changes import Changes
from desktop_reader.records.label import Label

if TYPE_CHECKING:  # The window makes these before it needs what the writer imports.
    from desktop_reader.library.writer import Writer

_ALL = Changes(labels=True)


@dataclass(frozen=True, slots=True)
class AddLabel:
    """A new label, on no article yet."""

    title: str
    colour: str = ""

    def run(self, library: Writer) -> Changes:
        """Where one is called so, it stays as it is."""
        with library.transaction() as live:
            labels.add(live, self.title, self.colour)
        return _ALL


@dataclass(frozen=True, slots=True)
class RenameLabel:
    """Another title."""

    label: int
    title: str

    def run(self, library: Writer) -> Changes:
        """No two have the same."""
        with library.transaction() as live:
            labels.rename(live, self.label, self.title)
        return _ALL


@dataclass(frozen=True, slots=True)
class RecolourLabel:
    """Another colour."""

    label: int
    colour: str

    def run(self, library: Writer) -> Changes:
        """By its name: see ``records.label``."""
        with library.transaction() as live:
            labels.recolour(live, self.label, self.colour)
        return _ALL


@dataclass(frozen=True, slots=True)
class OrderLabels:
    """Labels stand in this order."""

    labels: tuple[int, ...]

    def run(self, library: Writer) -> Changes:
        """The others behind them."""
        with library.transaction() as live:
            labels.order(live, self.labels)
        return _ALL


@dataclass(frozen=True, slots=True)
class RemoveLabel:
    """A label goes. ``Changes.state`` says which articles had it: with ``RestoreLabel`` they have it again."""

    label: int

    def run(self, library: Writer) -> Changes:
        """From all articles at once."""
        with library.transaction() as live:
            had = labels.articles(library.reader, self.label)
            labels.remove(live, self.label)
        return Changes(state=tuple(had), labels=True)


@dataclass(frozen=True, slots=True)
class RestoreLabel:
    """A label that was removed, or had not been made yet, on these articles."""

    label: Label
    articles: Sequence[int] = ()

    def run(self, library: Writer) -> Changes:
        """On those that are still there."""
        with library.transaction() as live:
            number = labels.restore(live, self.label)
            done = [
                article
                for start in range(0, len(self.articles), marking.AT_ONCE)
                for article in labels.put(live, number, self.articles[start : start + marking.AT_ONCE])
            ]
        return Changes(state=tuple(done), labels=True)


@dataclass(frozen=True, slots=True)
class MergeLabels:
    """What has a label has another one in its place, and the first one goes. ``Changes.state`` says what had it."""

    label: int
    into: int

    def run(self, library: Writer) -> Changes:
        """All of it or nothing."""
        with library.transaction() as live:
            if self.label == self.into or not labels.is_there(live, self.into):
                raise NotFoundError("This label is not in the library any more.")
            had = labels.articles(library.reader, self.label)
            for start in range(0, len(had), marking.AT_ONCE):
                labels.put(live, self.into, had[start : start + marking.AT_ONCE])
            labels.remove(live, self.label)
        return Changes(state=tuple(had), labels=True)


@dataclass(frozen=True, slots=True)
class SplitLabel:
    """A merged label is there again, on ``articles``; of these, ``added`` did not have the other one before."""

    label: Label
    articles: Sequence[int]
    into: int
    added: Sequence[int]

    def run(self, library: Writer) -> Changes:
        """All of it or nothing."""
        with library.transaction() as live:
            number = labels.restore(live, self.label)
            for start in range(0, len(self.articles), marking.AT_ONCE):
                labels.put(live, number, self.articles[start : start + marking.AT_ONCE])
            for start in range(0, len(self.added) if number != self.into else 0, marking.AT_ONCE):
                labels.take(live, self.into, self.added[start : start + marking.AT_ONCE])
        return Changes(state=tuple(self.articles), labels=True)


class _OnArticles:
    """Puts a label on articles, or takes it off."""

    __slots__ = ()
    on: ClassVar[bool]
    resumed: ClassVar[bool] = False
    label: int
    articles: Sequence[int]

    @property
    def long(self) -> bool:
        """With more articles than one transaction takes."""
        return len(self.articles) > marking.AT_ONCE

    def run(self, library: Writer) -> Changes:
        """All at once."""
        return whole(self.steps(library))

    def steps(self, library: Writer) -> Iterator[Step]:
        """What has the label at the beginning is let be, also when the reader takes it off between two steps."""
        ids: Sequence[int] = self.articles
        if self.long:
            ids = labels.others(library.reader, self.label, ids, self.on)
        change = labels.put if self.on else labels.take
        for start in range(0, max(len(ids), 1), marking.AT_ONCE):
            some = ids[start : start + marking.AT_ONCE]
            with library.transaction() as live:
                if not labels.is_there(live, self.label):
                    raise NotFoundError("This label is not in the library any more.")
                done = change(live, self.label, some)
            yield Step(Changes(state=done, labels=bool(done)), start + len(some), len(ids))


@dataclass(frozen=True, slots=True)
class PutLabel(_OnArticles):
    """These articles have the label."""

    label: int
    articles: Sequence[int]
    on = True


@dataclass(frozen=True, slots=True)
class TakeLabel(_OnArticles):
    """These articles do not have the label."""

    label: int
    articles: Sequence[int]
    on = False


@dataclass(frozen=True, slots=True)
class AddAndPut:
    """A new label, on these articles at once."""

    title: str
    articles: Sequence[int]
    colour: str = ""

    def run(self, library: Writer) -> Changes:
        """One that is called so already is taken; kept whole or not at all."""
        with library.transaction() as live:
            number = labels.add(live, self.title, self.colour)
            done = [
                article
                for start in range(0, len(self.articles), marking.AT_ONCE)
                for article in labels.put(live, number, self.articles[start : start + marking.AT_ONCE])
            ]
        return Changes(state=tuple(done), labels=True)
