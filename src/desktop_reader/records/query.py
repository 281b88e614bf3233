"""What the reader is looking at: which articles, in which order."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Scope(StrEnum):
    """Where to look. FEED, FOLDER and LABEL need ``Query.target``; a folder counts its subfolders in."""

    ALL = "all"
    TODAY = "today"
    UNREAD = "unread"
    STARRED = "starred"
    FEED = "feed"
    FOLDER = "folder"
    LABEL = "label"


class Sort(StrEnum):
    """In which order. Dates, words and reads begin with the largest, titles and feeds with A; BEST is for searches,
    the best match first, and means DATE where nothing is searched. FAIR is by days, and within each day first the
    newest of every feed, then the second of every feed: who seldom writes stands above who writes all the time. In
    a search it means DATE.
    """

    BEST = "best"
    DATE = "date"
    TITLE = "title"
    FEED = "feed"
    WORDS = "words"
    READS = "reads"
    FAIR = "fair"


@dataclass(frozen=True, slots=True)
class Query:
    """A view of the library. ``target`` is a feed's, folder's or label's row id; ``since_at`` bounds TODAY (local
    midnight). ``without`` are feeds that are set aside; the reader itself puts them in, and whether ``hidden`` articles
    are left out (False): where nothing is said and the search does not ask for them. With ``folded`` the same story
    told by several feeds is one row.
    """

    scope: Scope = Scope.ALL
    target: int | None = None
    search: str = ""
    unread_only: bool = False
    starred_only: bool = False
    sort: Sort = Sort.DATE
    reverse: bool = False
    since_at: int | None = None
    without: tuple[int, ...] = ()
    hidden: bool | None = None
    folded: bool = False
