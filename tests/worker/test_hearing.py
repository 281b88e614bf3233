"""The way to a file that is heard, gone before Qt's player goes it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from desktop_reader.errors import FetchError, FileError, ReaderError
from desktop_reader.feeds import fetch, journey
from desktop_reader.feeds.limits import Limits
from desktop_reader.feeds.networks import literal_range, range_of
from desktop_reader.records.network import Range
from desktop_reader.worker.hearing import place_of
from tests.servers import Raw, Reply, Request, Site, site

__all__ = ["site"]  # the fixture

OUTSIDE = "127.0.0.9"
FEED = "https://podcast.example/feed.xml"
MP3 = b"ID3\x04\x00" + b"\xff\xfb\x90\x64" * 2000
QUICK = Limits(first_byte_seconds=1.0, total_seconds=2.0)


@pytest.fixture
def public(monkeypatch: pytest.MonkeyPatch, site: Site) -> Site:
    """A server of the internet; ``site`` is one at home. Each test closes none: they are closed at its end."""
    monkeypatch.setattr(fetch, "range_of", lambda ip: None if ip == OUTSIDE else range_of(ip))
    monkeypatch.setattr(journey, "literal_range", lambda host: None if host == OUTSIDE else literal_range(host))
    site.serve("/talk.mp3", MP3)
    outside = Site(OUTSIDE)
    monkeypatch.setattr(site, "close", _both(site.close, outside.close))
    outside.serve("/talk.mp3", MP3)
    return outside


def _both(first: object, second: object) -> object:
    def close() -> None:
        first()  # type: ignore[operator]
        second()  # type: ignore[operator]

    return close


def test_the_end_of_the_way_is_handed_on_and_little_is_asked_for(public: Site) -> None:
    public.serve("/counted", status=302, headers={"Location": "/signed?key=1"})
    public.serve("/signed", lambda one: Reply(MP3[:1024], {"Content-Range": "bytes 0-1023/8005"}, 206))
    assert place_of(public.url("/counted"), FEED) == public.url("/signed?key=1")
    for request in public.requests:
        assert request.method == "GET"
        assert request.header("range") == b"bytes=0-1023"
        assert request.header("accept-encoding") == b"identity"
        assert request.header("referer") is request.header("cookie") is None


def test_a_server_that_gives_all_of_it_is_left_after_its_beginning(public: Site) -> None:
    sent = [0]

    def endless(request: Request) -> Raw:
        def pieces() -> Iterator[bytes]:
            yield b"HTTP/1.1 200 OK\r\nContent-Type: audio/mpeg\r\n\r\n"
            while public.pause(0) and sent[0] < 200_000_000:
                sent[0] += 100_000
                yield b"\xff\xfb\x90\x64" * 25_000

        return Raw(pieces())

    public.serve("/endless", endless)
    assert place_of(public.url("/endless"), FEED, limits=QUICK) == public.url("/endless")
    assert sent[0] < 50_000_000
    public.serve("/long", lambda one: Reply(MP3, {"Content-Length": "900000000"}))
    assert place_of(public.url("/long"), FEED, limits=QUICK) == public.url("/long")


@pytest.mark.parametrize("hops", [0, 1, 3])
def test_none_leads_inside(public: Site, site: Site, hops: int) -> None:
    inside = (site.url("/talk.mp3"), site.url("/talk.mp3", "localhost"), site.url("/talk.mp3", "2130706433"))
    for url in (*inside, "http://192.168.1.1/admin", "http://169.254.169.254/latest/", "http://[::ffff:10.0.0.1]/"):
        for hop in range(hops):
            public.serve(f"/{hop}", status=302, headers={"Location": f"/{hop + 1}" if hop + 1 < hops else url})
        with pytest.raises(FileError, match="private network"):
            place_of(public.url("/0") if hops else url, FEED)
    assert site.requests == []


def test_a_podcast_at_home_is_heard_at_home(public: Site, site: Site) -> None:
    feed = site.url("/feed.xml")
    assert place_of(site.url("/talk.mp3"), feed) == site.url("/talk.mp3")
    assert place_of(site.url("/talk.mp3"), "http://nas.example/feed", Range.LOOPBACK) == site.url("/talk.mp3")
    with pytest.raises(FileError, match="private network"):
        place_of("http://192.168.1.1/", feed)


@pytest.mark.parametrize(
    "beginning",
    [
        b"#EXTM3U\n#EXTINF:1,\nhttp://192.168.1.1/\n",
        b"\xef\xbb\xbf#EXTM3U\n",
        b"[playlist]\nFile1=http://10.0.0.1/",
        b"<?xml version='1.0'?><MPD/>",
        b"  <!doctype html><p>Log in first",
        b"ffconcat version 1.0\nfile /etc/passwd\n",
        b"v=0\r\no=- 0 0 IN IP4 10.0.0.1\r\n",
        b"http://10.0.0.1/a.mp3\n",
    ],
)
def test_a_list_that_would_lead_the_player_on_is_no_sound(public: Site, beginning: bytes) -> None:
    public.serve("/talk.mp3", beginning)
    with pytest.raises(FileError, match="no sound"):
        place_of(public.url("/talk.mp3"), FEED)


@pytest.mark.parametrize(
    "beginning", [b"OggS\x00\x02", b"fLaC\x00", b"RIFF\x24\x08\x00\x00WAVE", b"\x00\x00\x00 ftypM4A ", b"#!AMR\n\x3c"]
)
def test_other_kinds_of_sound_are(public: Site, beginning: bytes) -> None:
    public.serve("/talk.mp3", beginning)
    assert place_of(public.url("/talk.mp3"), FEED) == public.url("/talk.mp3")


def test_a_password_goes_on_to_its_own_server_only(public: Site) -> None:
    public.serve("/mine", status=302, headers={"Location": "/talk.mp3"})
    assert place_of(public.url("/mine", userinfo="me:key"), FEED) == public.url("/talk.mp3", userinfo="me:key")
    with Site(OUTSIDE) as other:
        other.serve("/talk.mp3", MP3)
        public.serve("/theirs", status=302, headers={"Location": other.url("/talk.mp3")})
        assert place_of(public.url("/theirs", userinfo="me:key"), FEED) == other.url("/talk.mp3")
        assert other.requests[0].header("authorization") is None


def test_what_is_not_there_is_said(public: Site) -> None:
    for url in (
        public.url("/gone.mp3"),
        "ftp://podcast.example/a.mp3",
        "file:///etc/passwd",
        "http://nobody.invalid/a",
    ):
        with pytest.raises(ReaderError) as caught:
            place_of(url, FEED, limits=QUICK)
        assert isinstance(caught.value, FetchError)
        assert str(caught.value)
