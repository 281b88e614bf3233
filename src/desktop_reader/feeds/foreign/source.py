"""What articles are taken from, and how a thing of another program is made an entry that is fit to keep."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Protocol

from desktop_reader.feeds import dates, links, plain
from desktop_reader.feeds.opml import OutlineTree
from desktop_reader.records.incoming import Foreign, Form
from desktop_reader.records.parsed import Enclosure, ParsedEntry

TEXT_LIMIT = 8 * 1024 * 1024
"""Characters of one article; what is longer is cut."""

_MOST_LABELS = 50
_MOST_FILES = 20


class Source(Protocol):
    """``feeds`` are the addresses whose articles there are, or that of the saved pages; ``tree`` what to follow."""

    @property
    def tree(self) -> OutlineTree:
        """The subscriptions; none where there are only pages."""

    @property
    def feeds(self) -> Sequence[str]:
        """One place for each feed."""

    @property
    def total(self) -> int:
        """How many articles there are in all."""

    def articles(self, feed: int, after: int, most: int) -> tuple[list[Foreign], int | None]:
        """Up to ``most`` articles of the feed in this place behind ``after`` (0 at first), and where to go on from;
        None when there are no more.
        """


def article(
    *,
    guid: object = None,
    url: object = None,
    title: object = None,
    text: object = None,
    author: object = None,
    at: int | None = None,
    updated_at: int | None = None,
    comments: object = None,
    files: Iterable[tuple[object, object]] = (),
    labels: Iterable[object] = (),
    read: object = False,
    starred: object = False,
    form: Form = Form.HTML,
    language: str | None = None,
) -> Foreign:
    """An article of whatever was found in the places for these; what is none of that is left out."""
    address = web(url)
    enclosures = [(links.absolute(_text(file)), plain.fold(_text(kind))[:100]) for file, kind in files]
    entry = ParsedEntry(
        guid=plain.guid(_text(guid)),
        url=address,
        title=plain.title(_text(title)),
        author=plain.title(_text(author))[:500],
        html=plain.clean(_text(text)[:TEXT_LIMIT]),
        published_at=at,
        updated_at=updated_at,
        enclosures=tuple(Enclosure(file, kind) for file, kind in enclosures[:_MOST_FILES] if file),
        comments=web(comments),
        language=language,
        base_url=address,
    )
    words = dict.fromkeys(word for one in labels if (word := plain.title(_text(one))))
    return Foreign(entry, bool(read), bool(starred), tuple(words)[:_MOST_LABELS], form)


def moment(value: object) -> int | None:
    """A date as programs keep it: a number of seconds or milliseconds, or words."""
    if isinstance(value, bool) or value is None:
        return None
    if isinstance(value, str):
        return dates.seconds(value)
    if not isinstance(value, int | float) or not abs(value) < 1e17:
        return None
    seconds = int(value)
    if seconds > 10**11:  # In seconds that would be in the year 5000.
        seconds //= 10**6 if seconds > 10**14 else 1000
    try:
        return dates.bounded(seconds)
    except OverflowError:
        return None


def web(said: object) -> str | None:
    """An address that can be asked for; None for a relative one, a command, a file."""
    found = links.web(_text(said).strip())
    return found if found and found[:8].lower().startswith(("http://", "https://")) else None


def _text(value: object) -> str:
    if isinstance(value, bytes):
        return value.decode("utf-8", "replace")
    if isinstance(value, str):
        return value
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else ""
