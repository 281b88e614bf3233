"""The one tree of errors that are raised on purpose; anything else is a bug.

::

    ReaderError                 something the user, the network or the disk did; never a bug
    ├── FeedError               kept on the feed's row, shown as its health in words; never a dialog
    │   ├── FetchError          the server or the way to it
    │   │   └── NotNowError     it was not asked, for it said "too often" to another question
    │   └── ParseError          the document
    ├── LibraryError            locked, full, newer, damaged; says what to do
    │   ├── InUseError          another program or another computer has it
    │   ├── ReadOnlyError       it may be read, not written
    │   ├── DamagedError        it is there in parts, or not any more; ``jobs.mending`` saves what can be had
    │   └── MissingError        it was named, and is not there
    ├── OpmlError               told to the user who chose the file
    ├── SearchError             a search that cannot be understood
    ├── NotFoundError           an id, a folder or a file that is not there; told to the user who named it
    ├── KeyringError            the system's keyring is not there, or has nothing for this
    │   └── LockedError         it waits to be unlocked
    └── FileError               a file that cannot be read or written

Foreign errors are translated at four doors (``feeds.fetch``, ``feeds.parse``, ``feeds.secrets``,
``library.complaints``), nowhere else.
``str(error)`` is one English sentence that says what to do; ``words`` and ``facts`` are the same for a translator.
"""

from __future__ import annotations

from desktop_reader.records.asked import Received
from desktop_reader.records.health import SENTENCES, Problem


class ReaderError(Exception):
    """A known fault: ``words`` is an English template, ``facts`` what belongs into it."""

    def __init__(self, words: str, **facts: object) -> None:
        super().__init__(words, facts)
        self.words = words
        self.facts = facts

    def __str__(self) -> str:
        return self.words.format(**self.facts)

    def __reduce__(self) -> tuple[object, ...]:
        # Crosses from the helper process, so it must survive pickling with its facts.
        return (_made_again, (type(self), self.words, self.facts))


class FeedError(ReaderError):
    """A feed could not be brought up to date. ``retry_after`` is how many seconds the server wants to be left alone."""

    def __init__(
        self, problem: Problem, detail: str = "", *, status: int | None = None, retry_after: int | None = None
    ) -> None:
        super().__init__(SENTENCES[problem], detail=detail)
        self.problem = problem
        self.detail = detail
        self.status = status
        self.retry_after = retry_after

    def __reduce__(self) -> tuple[object, ...]:
        return (_remade, (type(self), self.problem, self.detail, self.status, self.retry_after))


class FetchError(FeedError):
    """The server, the network, or the address. ``host`` is who said it, ``cut_off`` that nobody was reached at all,
    as where there is no network; ``received`` is what came all the same.
    """

    host: str = ""
    cut_off: bool = False
    received: Received | None = None


class NotNowError(FetchError):
    """Not asked, for its server said "not now" a moment ago. No fault of the feed."""


class ParseError(FeedError):
    """The document."""


class LibraryError(ReaderError):
    """The library file: locked, full, read-only, newer, damaged."""


class InUseError(LibraryError):
    """Another program or another computer has the library open for writing."""


class ReadOnlyError(LibraryError):
    """The library may be read, not written."""


class DamagedError(LibraryError):
    """The library is broken, emptied, or gone although it was there."""


class MissingError(LibraryError):
    """The library was named and is not there. The fact ``to``, if any, is where it was moved to."""


class OpmlError(ReaderError):
    """A list of subscriptions that cannot be read or written."""


class SearchError(ReaderError):
    """A search that cannot be understood."""


class NotFoundError(ReaderError):
    """Something was named that is not in the library."""


class KeyringError(ReaderError):
    """The system's keyring is not there, or has nothing for this."""


class LockedError(KeyringError):
    """The keyring waits to be unlocked."""


class FileError(ReaderError):
    """A file that cannot be read or written."""


def _made_again(kind: type[ReaderError], words: str, facts: dict[str, object]) -> ReaderError:
    return kind(words, **facts)


def _remade(
    kind: type[FeedError], problem: Problem, detail: str, status: int | None, retry_after: int | None
) -> FeedError:
    return kind(problem, detail, status=status, retry_after=retry_after)
