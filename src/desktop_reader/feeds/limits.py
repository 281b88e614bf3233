"""How long a server may take, how much it may send, and how often it may be called: one place, one reason each."""

from __future__ import annotations

from dataclasses import dataclass

from desktop_reader import __version__


@dataclass(frozen=True, slots=True)
class Limits:
    """What a fetch may cost the server and the reader. The defaults are polite; tests make them small."""

    connect_seconds: float = 10.0
    """A server that is there accepts within seconds, also by satellite and with TLS."""

    first_byte_seconds: float = 20.0
    """Feeds made on demand may think for a while; one that thinks longer will not end."""

    total_seconds: float = 60.0
    """All of one ask, redirects included: a server that sends one byte a second must not hold a place for ever."""

    feed_bytes: int = 32 * 1024 * 1024
    """After decompression. Twenty times the largest real feed met (1.6 MB), far below what hurts the memory."""

    page_bytes: int = 10 * 1024 * 1024
    """A web page whose article is wanted in full; larger ones are no articles."""

    picture_bytes: int = 5 * 1024 * 1024
    """A picture is decoded to many times its size."""

    header_bytes: int = 256 * 1024
    """Real headers are a few kB; a server without end must not fill the memory with them."""

    leftover_bytes: int = 64 * 1024
    """Of the body of an error or a redirect: read so that the connection can be used again, but no more than this."""

    redirects: int = 10
    """Real ones are at most three; more is a loop."""

    host_connections: int = 2
    """Polite: twenty feeds of one small server must not look like an attack."""

    connections: int = 16
    """Enough to keep a line busy; more would only start the servers' clocks at once."""

    first_answer_seconds: float = 2.0
    """So long a host has one connection only, if it does not answer before: then it has said "not now", or may be asked
    for more."""

    quick_seconds: float = 0.02
    """An answer within this time is no burden: it came from nearby, and the server has hardly worked."""

    rest_seconds: float = 1.0
    """After all others a connection rests as long as the answer took, at most this long."""

    retry_after_seconds: int = 30 * 24 * 3600
    """Longer than a month is a mistake of the server, and would lose the feed."""

    pause_seconds: int = 300
    """How long a host is left alone that says "too often" without saying for how long."""

    user_agent: str = f"DesktopReader/{__version__} (+https://desktop-reader.invalid/contact)"
    """Who asks, which version, and where to complain: always the same, for every reader alike."""
