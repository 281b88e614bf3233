"""The sign of a feed: the picture that the feed names, else that of its site. Never on the way of a refresh.

A site is asked for its page once, which names its sign as a rule, and only then for "/favicon.ico". What one feed was
told serves all of its site: nobody is asked twice in a day for the same.
"""

from __future__ import annotations

import contextlib
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from desktop_reader.errors import FetchError, ParseError
from desktop_reader.feeds import address
from desktop_reader.feeds.files import Kind, file_at, home_of
from desktop_reader.feeds.journey import asks_for_rest
from desktop_reader.feeds.limits import Limits
from desktop_reader.feeds.networks import Range
from desktop_reader.jobs.icons import KeepIcon
from desktop_reader.library import icons
from desktop_reader.library.icons import Unsigned
from desktop_reader.library.reader import Reader
from desktop_reader.records.refresh import Response
from desktop_reader.worker.errands import Errand
from desktop_reader.worker.finding import Work
from desktop_reader.worker.tasks import FindIcons
from desktop_reader.worker.waiting import host_of

_AMONG = 200
_LARGEST = 100_000
_LIMITS = Limits(picture_bytes=_LARGEST, page_bytes=2_000_000)
_PICTURES = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"GIF87a", b"GIF89a", b"\x00\x00\x01\x00", b"BM")
_SITES = 500
_SIGNS = 50
_DAY = 86400.0

T = TypeVar("T")


class _Lately(Generic[T]):
    """What was told within a day, by its name; the oldest is forgotten."""

    def __init__(self, most: int, clock: Callable[[], float] = time.monotonic) -> None:
        self._most = most
        self._clock = clock
        self._told: OrderedDict[str, tuple[float, T]] = OrderedDict()

    def get(self, name: str) -> T | None:
        found = self._told.get(name)
        return found[1] if found is not None and self._clock() - found[0] < _DAY else None

    def keep(self, name: str, value: T) -> None:
        self._told[name] = (self._clock(), value)
        self._told.move_to_end(name)
        while len(self._told) > self._most:
            self._told.popitem(last=False)


@dataclass(frozen=True, slots=True)
class Told:
    """What sites said lately: by host, where their sign is; by address, the picture, or that there is none."""

    pages: _Lately[tuple[str, ...]] = field(default_factory=lambda: _Lately(_SITES))
    pictures: _Lately[tuple[str, bytes | None]] = field(default_factory=lambda: _Lately(_SIGNS))


class Signs:
    """Finds what is to be fetched; pages are read by the helper process (``work``)."""

    def __init__(self, reader: Reader, work: Work) -> None:
        self._reader = reader
        self._work = work
        self._told = Told()

    def find(self) -> list[Errand]:
        """The signs that are to be looked for now."""
        due = icons.due(self._reader, int(time.time()), _AMONG)
        return [IconErrand(one, self._work, self._told) for one in due]


@dataclass(frozen=True, slots=True)
class IconErrand:
    """The sign of one feed."""

    feed: Unsigned
    work: Work = field(repr=False, compare=False)
    told: Told = field(default_factory=Told, repr=False, compare=False)

    @property
    def host(self) -> str:
        """That of the first address that is asked."""
        return host_of(named(self.feed) or site_of(self.feed))

    def run(self) -> KeepIcon | None:
        """Each address is asked once. That there is none is remembered; that there is no network is not."""
        where, picture = "", None
        try:
            home = home_of(self.feed.url, self.feed.home)
            own = named(self.feed)
            where, picture = self._picture(own, home) if own else ("", None)
            for place in self._named_by_site(home) if picture is None else ():
                where, picture = self._picture(place, home)
                if picture is not None:
                    break
        except FetchError as error:
            if error.cut_off:
                return None
        return KeepIcon(self.feed.feed, where if picture else "", picture, int(time.time()))

    def _named_by_site(self, home: Range | None) -> tuple[str, ...]:
        """Where the site's page says that its sign is, and then where it is if the page says nothing."""
        site = site_of(self.feed)
        places = self.told.pages.get(host_of(site))
        if places is None:
            page = _asked(site, "page", home)
            places = ()
            if page is not None:
                with contextlib.suppress(ParseError):
                    places = self.work(FindIcons(page.body, page.url, page.content_type))
            self.told.pages.keep(host_of(site), places)
        usual = address.join(site, "/favicon.ico")
        return tuple(dict.fromkeys((*places, usual) if usual else places))

    def _picture(self, place: str, home: Range | None) -> tuple[str, bytes | None]:
        """What lies there and where that is, if it is a sign."""
        place = address.without_credentials(place)
        found = self.told.pictures.get(place)
        if found is None:
            answer = _asked(place, "picture", home)
            found = (answer.url, answer.body) if answer is not None and is_sign(answer.body) else ("", None)
            self.told.pictures.keep(place, found)
        return found


def named(feed: Unsigned) -> str | None:
    """The picture that the feed names itself."""
    return feed.icon_url if (feed.icon_url or "").startswith(("http://", "https://")) else None


def site_of(feed: Unsigned) -> str:
    """The page that may name the sign: the feed's site, or the first page where the feed lies."""
    site = feed.site_url or ""
    if not site.startswith(("http://", "https://")):
        site = address.join(feed.url, "/") or feed.url
    return address.without_credentials(site)


def is_sign(body: bytes) -> bool:
    """Whether this is a small picture of a kind that the window paints; drawings that are programs (SVG) are none."""
    webp = body[:4] == b"RIFF" and body[8:12] == b"WEBP"
    return len(body) <= _LARGEST and (webp or body.startswith(_PICTURES))


def _asked(url: str, kind: Kind, home: Range | None) -> Response | None:
    """What is there, or None. Raises FetchError where nothing more is to be asked now."""
    try:
        answer = file_at(url, kind, home, limits=_LIMITS)
    except FetchError as error:
        if error.cut_off or asks_for_rest(error):
            raise
        return None
    return answer if isinstance(answer, Response) else None
