"""The sign of a feed: the picture that the feed names, else that of its site. Never on the way of a refresh."""

from __future__ import annotations

import time
from dataclasses import dataclass

from desktop_reader.errors import FetchError
from desktop_reader.feeds import address
from desktop_reader.feeds.files import file_at, home_of
from desktop_reader.feeds.journey import asks_for_rest
from desktop_reader.feeds.limits import Limits
from desktop_reader.jobs.icons import KeepIcon
from desktop_reader.library import icons
from desktop_reader.library.icons import Unsigned
from desktop_reader.library.reader import Reader
from desktop_reader.records.refresh import Response
from desktop_reader.worker.errands import Errand
from desktop_reader.worker.waiting import host_of

_AMONG = 200
_LARGEST = 100_000
_LIMITS = Limits(picture_bytes=_LARGEST)
_PICTURES = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"GIF87a", b"GIF89a", b"\x00\x00\x01\x00", b"BM")


def find(reader: Reader) -> list[Errand]:
    """The signs that are to be looked for now."""
    return [IconErrand(one) for one in icons.due(reader, int(time.time()), _AMONG)]


@dataclass(frozen=True, slots=True)
class IconErrand:
    """The sign of one feed."""

    feed: Unsigned

    @property
    def host(self) -> str:
        """That of the first address that is tried."""
        places = candidates(self.feed)
        return host_of(places[0]) if places else ""

    def run(self) -> KeepIcon | None:
        """Each address is asked once. That there is none is remembered; that there is no network is not."""
        for place in candidates(self.feed):
            try:
                answer = file_at(place, "picture", home_of(self.feed.url), limits=_LIMITS)
            except FetchError as error:
                if error.cut_off:
                    return None
                if asks_for_rest(error):
                    break
                continue
            if isinstance(answer, Response) and is_sign(answer.body):
                return KeepIcon(self.feed.feed, answer.url, answer.body, int(time.time()))
        return KeepIcon(self.feed.feed, "", None, int(time.time()))


def candidates(feed: Unsigned) -> list[str]:
    """Where the sign may lie, the likeliest first."""
    site = feed.site_url if (feed.site_url or "").startswith(("http://", "https://")) else feed.url
    named = feed.icon_url if (feed.icon_url or "").startswith(("http://", "https://")) else None
    places = [named, address.join(site or "", "/favicon.ico")]
    return list(dict.fromkeys(address.without_credentials(place) for place in places if place))


def is_sign(body: bytes) -> bool:
    """Whether this is a small picture of a kind that the window paints; drawings that are programs (SVG) are none."""
    webp = body[:4] == b"RIFF" and body[8:12] == b"WEBP"
    return len(body) <= _LARGEST and (webp or body.startswith(_PICTURES))
