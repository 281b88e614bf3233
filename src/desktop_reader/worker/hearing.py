"""Where a file really lies that is to be heard. Qt's player fetches it itself and follows whatever it is told; so the
way there is gone before by those who know where a feed may lead, and only what lies at its end is handed on.
"""

from __future__ import annotations

from desktop_reader.errors import FetchError, FileError
from desktop_reader.feeds import address
from desktop_reader.feeds.fetch import Ask, fetch
from desktop_reader.feeds.files import home_of
from desktop_reader.feeds.limits import Limits
from desktop_reader.records.health import Problem
from desktop_reader.records.network import Range
from desktop_reader.records.refresh import Response

_ENOUGH = 64 * 1024
# How lists begin that name other addresses, and pages that somebody is sent to before there is anything to hear.
_NO_SOUND = (b"#ext", b"[", b"<", b"{", b"ffconcat", b"v=0", b"rtsp", b"http", b"file")
_BLANK = b"\xef\xbb\xbf \t\r\n\x00"


def place_of(url: str, subscription: str, known: Range | None = None, limits: Limits | None = None) -> str:
    """The address at which the way to a sound ends. Waits for the server. ``subscription`` is the address of the feed
    that carries it, which lies at home where that is ``known``. Raises ReaderError with a sentence.
    """
    limits = limits or Limits()
    ask = Ask(0, url, accept="sound", max_bytes=_ENOUGH, home=home_of(subscription, known))
    try:
        answer = fetch(ask, limits)
    except FetchError as error:
        if error.problem is not Problem.UNSAFE_ADDRESS:
            raise
        words = "Its address leads into a private network ({place}), which a public feed may not do."
        raise FileError(words, place=error.detail) from error
    if not isinstance(answer, Response) or _is_no_sound(answer.body):
        raise FileError("What lies there is a list or a page, and no sound.")
    start = address.parts(url)
    # A password that stands in the address goes on to its own server only.
    return address.with_credentials(answer.url, start.userinfo if start.trusts(address.parts(answer.url)) else None)


def _is_no_sound(beginning: bytes) -> bool:
    return beginning.lstrip(_BLANK)[:16].lower().startswith(_NO_SOUND)
