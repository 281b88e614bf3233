"""Pictures of articles: fetched beside the window, only when allowed, never from a private network, bounded."""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop_reader.feeds import fetch
from desktop_reader.feeds.limits import Limits
from desktop_reader.records.refresh import Validators
from desktop_reader.worker.cache import Cache
from desktop_reader.worker.images import Images
from tests.servers import Site

PICTURE = b"\x89PNG not really"


class Album:
    """Pictures, and who was told what on which thread."""

    def __init__(self, cache: Cache | None = None) -> None:
        self.allowed = True
        self.images = Images(lambda: self.allowed, cache)
        self.came: dict[str, bytes | None] = {}
        self.threads: set[int] = set()
        self._new = threading.Condition()

    def fetch(self, url: str) -> None:
        def done(data: bytes | None) -> None:
            with self._new:
                self.came[url] = data
                self.threads.add(threading.get_ident())
                self._new.notify()

        self.images.fetch(url, done)

    def wait(self, count: int) -> None:
        with self._new:
            assert self._new.wait_for(lambda: len(self.came) == count, 15)


@pytest.fixture
def album() -> Iterator[Album]:
    one = Album()
    yield one
    one.images.close()


@pytest.fixture
def at_home(monkeypatch: pytest.MonkeyPatch) -> None:
    """The scripted server lies in a private network; here it counts as one of the web."""
    monkeypatch.setattr(fetch, "range_of", lambda ip: None)
    monkeypatch.setattr(fetch, "literal_range", lambda host: None)
    monkeypatch.setattr("desktop_reader.feeds.journey.literal_range", lambda host: None)


@pytest.mark.usefixtures("at_home")
def test_pictures_come_on_another_thread_without_cookies_and_referrer(album: Album, site: Site) -> None:
    site.serve("/a.png", PICTURE, headers=(("Content-Type", "image/png"), ("Set-Cookie", "a=b")))
    for number in range(12):
        album.fetch(site.url(f"/a.png?{number}"))
    album.wait(12)
    assert set(album.came.values()) == {PICTURE}
    assert threading.get_ident() not in album.threads
    assert all(r.header("cookie") is None and r.header("referer") is None for r in site.requests)
    assert site.busiest <= Limits().host_connections


@pytest.mark.usefixtures("at_home")
def test_what_cannot_be_had_is_none(album: Album, site: Site) -> None:
    site.serve("/large.png", b"x" * (Limits().picture_bytes + 1))
    site.serve("/broken.png", status=500)
    for path in ("/large.png", "/broken.png", "/missing.png"):
        album.fetch(site.url(path))
    album.fetch("data:image/png;base64,AAAA")
    album.wait(4)
    assert set(album.came.values()) == {None}


def test_nothing_is_fetched_from_a_private_network(album: Album, site: Site) -> None:
    site.serve("/a.png", PICTURE)
    album.fetch(site.url("/a.png"))
    album.fetch(site.url("/a.png", host="localhost"))
    album.wait(2)
    assert set(album.came.values()) == {None}
    assert site.requests == []


def test_nothing_is_fetched_that_is_not_allowed(album: Album, site: Site) -> None:
    album.allowed = False
    album.fetch(site.url("/a.png"))
    assert album.came == {site.url("/a.png"): None}
    assert site.requests == []
    assert album.images._downloads is None


@pytest.mark.usefixtures("at_home")
def test_closing_gives_up_what_is_under_way_and_fetches_no_more(album: Album, site: Site) -> None:
    site.serve("/slow.png", lambda request: site.silence())
    album.fetch(site.url("/slow.png"))
    ends = time.monotonic() + 10
    while not site.requests and time.monotonic() < ends:
        time.sleep(0.01)
    began = time.monotonic()
    album.images.close()
    assert time.monotonic() - began < 1
    assert album.came == {}
    album.fetch(site.url("/later.png"))
    assert album.came == {site.url("/later.png"): None}
    album.images.close()
    assert not [thread for thread in threading.enumerate() if thread.name == "downloads"]


def gone_by(cache: Cache, seconds: float) -> Cache:
    """The same files, by a clock that was so much behind when they were kept."""
    cache._clock = lambda: time.time() - seconds
    return cache


def came(folder: Path, url: str, *, kept_ago: float = 0.0) -> bytes | None:
    """What a session of its own is given."""
    album = Album(gone_by(Cache(folder, 1_000_000), kept_ago))
    try:
        album.fetch(url)
        album.wait(1)
    finally:
        album.images.close()
    return album.came[url]


@pytest.mark.usefixtures("at_home")
def test_a_picture_is_fetched_once_and_there_offline(site: Site, tmp_path: Path) -> None:
    site.serve("/a.png", PICTURE, headers={"ETag": '"1"'})
    url = site.url("/a.png")
    assert came(tmp_path, url) == PICTURE
    assert came(tmp_path, url) == PICTURE
    assert len(site.requests) == 1
    site.close()
    assert came(tmp_path, url) == PICTURE


@pytest.mark.usefixtures("at_home")
def test_an_old_picture_is_asked_for_conditionally(site: Site, tmp_path: Path) -> None:
    site.serve("/a.png", PICTURE, headers={"ETag": '"1"'})
    url = site.url("/a.png")
    came(tmp_path, url, kept_ago=8 * 86400)
    site.serve("/a.png", status=304)
    assert came(tmp_path, url) == PICTURE
    assert [request.header("if-none-match") for request in site.requests] == [None, b'"1"']
    assert came(tmp_path, url) == PICTURE
    assert len(site.requests) == 2


@pytest.mark.usefixtures("at_home")
def test_an_old_picture_serves_while_its_server_does_not(site: Site, tmp_path: Path) -> None:
    site.serve("/a.png", PICTURE)
    url = site.url("/a.png")
    came(tmp_path, url, kept_ago=8 * 86400)
    site.serve("/a.png", status=500)
    assert came(tmp_path, url) == PICTURE
    site.serve("/a.png", b"another")
    assert came(tmp_path, url) == b"another"


@pytest.mark.usefixtures("at_home")
def test_many_threads_may_ask_at_the_same_time(album: Album, site: Site) -> None:
    site.serve("/a.png", PICTURE)
    asking = [
        threading.Thread(target=album.fetch, args=(site.url(f"/a.png?{number}"),), daemon=True) for number in range(20)
    ]
    for thread in asking:
        thread.start()
    album.wait(20)
    assert len([thread for thread in threading.enumerate() if thread.name == "downloads"]) == 1


def test_the_first_picture_does_not_make_the_window_wait_for_what_fetching_imports() -> None:
    code = (
        "import sys, threading; from desktop_reader.worker.images import Images; images = Images(lambda: True);"
        "sys.setswitchinterval(10); images._begin = lambda: None;"
        "images.fetch('http://127.0.0.1:9/x.png', print); print('pycurl' in sys.modules); images.close()"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "False\n"


def test_what_is_kept_is_counted_and_deleted_beside_the_window(tmp_path: Path) -> None:
    cache = Cache(tmp_path / "pictures", 100_000)
    cache.keep("https://a.example/1.png", PICTURE, Validators())
    album = Album(cache)
    told: list[tuple[int, int]] = []
    new = threading.Event()

    def tell(size: int) -> None:
        told.append((size, threading.get_ident()))
        new.set()

    album.images.ask_size(tell)
    assert new.wait(15)
    new.clear()
    album.images.set_limit(50_000)
    album.images.clear(tell)
    assert new.wait(15)
    album.images.close()
    assert told[0][0] > 0
    assert told[1][0] == 0
    assert threading.get_ident() not in {thread for _, thread in told}
    new.clear()
    album.images.ask_size(tell)
    assert not new.wait(0.05), "closed"


@pytest.mark.usefixtures("at_home")
def test_nobody_is_asked_for_what_only_counts_readers_or_is_no_picture_of_the_web(album: Album, site: Site) -> None:
    """Not even by an article that came before this was known."""
    site.serve("/a.png", PICTURE)
    site.serve("/pixel.gif", PICTURE)
    odd = ["file:///etc/hostname", "ftp://127.0.0.1/a.png", "qrc:/a.png", "/etc/hostname", "", "//e.org/a\\b.png"]
    for url in (site.url("/pixel.gif"), *odd, site.url("/a.png")):
        album.fetch(url)
    album.wait(len(odd) + 2)
    assert [url for url, data in album.came.items() if data] == [site.url("/a.png")]
    assert [request.path for request in site.requests] == ["/a.png"]


@pytest.mark.usefixtures("at_home")
def test_names_and_passwords_in_the_address_of_a_picture_are_told_to_nobody(album: Album, site: Site) -> None:
    site.serve("/a.png", PICTURE)
    album.fetch(site.url("/a.png").replace("http://", "http://somebody:secret@"))
    album.wait(1)
    assert all(request.header("authorization") is None for request in site.requests)
