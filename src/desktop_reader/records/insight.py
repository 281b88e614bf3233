"""What stands beside an article: its summary, its nearest neighbours, how often and when it was read."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SimilarReading:
    """An article that is near to another one. ``score`` is 0 to 1; ``shared`` are words that both have, the rarest
    first, to say why; ``also_in`` are the titles of other feeds that carry the same text.
    """

    id: int
    uuid: str
    title: str
    feed_id: int
    feed_uuid: str
    feed_title: str
    published_at: int
    score: float
    shared: tuple[str, ...] = ()
    also_in: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Source:
    """An article of another feed that tells the same story."""

    id: int
    title: str
    feed_title: str


@dataclass(frozen=True, slots=True)
class Insight:
    """All of it for one article. ``quoted`` are the article's own sentences that the summary is made of; ``visits`` the
    times at which it was opened, newest first; ``versions`` how many earlier versions are kept; ``sources`` the others
    of its story.
    """

    article: int
    summary: str = ""
    quoted: tuple[str, ...] = ()
    similar: tuple[SimilarReading, ...] = ()
    words: int = 0
    minutes: int = 1
    read_count: int = 0
    visits: tuple[int, ...] = ()
    versions: int = 0
    sources: tuple[Source, ...] = ()
