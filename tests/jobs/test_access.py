"""How a private feed is asked is kept, and passwords leave the library."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from desktop_reader.feeds import secrets
from desktop_reader.jobs.access import SetAccess, entrusted, exposed
from desktop_reader.jobs.organise import RemoveFeed
from desktop_reader.library import access, fetching
from desktop_reader.library.writer import Writer
from desktop_reader.records.access import Access, Method, Secret
from tests.keyring_fake import FakeKeyring, secret_service
from tests.library_fixtures import answered, document, entry, follow, ok, opened

__all__ = ["secret_service"]


@pytest.fixture(autouse=True)
def fresh(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(secrets, "_session", {})


def urls(library: Writer) -> list[str]:
    return [url for (url,) in library.reader.select("SELECT url FROM feed ORDER BY id")]


def key(library: Writer, feed: int) -> str:
    return access.key_of(library.reader, feed) or ""


def test_what_is_set_travels_with_the_request(tmp_path: Path) -> None:
    with opened(tmp_path / "library.db") as library:
        feed, other = follow(library), follow(library, "https://example.org/other", slug="other")
        for one in (
            Access(key(library, feed), Method.BASIC, "jöe"),
            Access(key(library, feed), Method.HEADERS, headers=("X-Key", "X-Zwei")),
        ):
            SetAccess(feed, one).run(library)
            assert access.of(library.reader, feed) == one
            with library.transaction() as live:
                assert [state.request.access for state in fetching.states(live)] == [one, None]
        SetAccess(feed, None).run(library)
        assert access.of(library.reader, feed) is None
        assert access.of(library.reader, other) is None


def test_a_method_of_a_later_version_is_none_of_ours(tmp_path: Path) -> None:
    with opened(tmp_path / "library.db") as library:
        feed = follow(library)
        for method, headers in (("magic", "[]"), ("headers", "no json"), ("headers", '"text"')):
            with library.transaction() as live:
                live.exec_driver_sql("INSERT OR REPLACE INTO access VALUES (?, ?, '', ?)", (feed, method, headers))
                (state,) = fetching.states(live)
            assert state.access is None or state.access.headers == ()


def test_removing_a_feed_removes_its_secret(tmp_path: Path, secret_service: FakeKeyring) -> None:
    with opened(tmp_path / "library.db") as library:
        feed = follow(library)
        one = Access(key(library, feed), Method.BEARER)
        secrets.put(one.key, Secret("https://example.org/", ("t0ken",)))
        SetAccess(feed, one).run(library)
        RemoveFeed(feed).run(library)
        for thread in threading.enumerate():
            if thread.name == "forgetting":
                thread.join(5)
        assert secret_service.kept == {}
        assert library.reader.select("SELECT count(*) FROM access") == [(0,)]


def test_passwords_leave_every_address_that_the_library_has(tmp_path: Path, secret_service: FakeKeyring) -> None:
    path = tmp_path / "library.db"
    with opened(path) as library:
        feed = follow(library, "https://j%C3%B6e:s%2Fcret@example.org/feed", slug="one")
        follow(library, "https://example.org/a@b", slug="two")
        with library.transaction() as live:
            live.exec_driver_sql("UPDATE feed SET old_url = 'https://u:s%2Fcret@old.example/' WHERE id = ?", (feed,))
            there = "https://u:s%2Fcret@new.example/"
            live.exec_driver_sql("UPDATE feed_fetch SET moved_to = ? WHERE feed_id = ?", (there, feed))
        job = entrusted(exposed(library.reader))
        assert job is not None
        job.run(library)
        assert urls(library) == ["https://example.org/feed", "https://example.org/a@b"]
        found = access.of(library.reader, feed)
        assert found is not None
        assert (found.method, found.user) == (Method.BASIC, "jöe")
        assert secrets.get(found.key) == Secret("https://example.org/", ("s/cret",))
        assert exposed(library.reader) == []
        assert "cret@" not in str(
            library.reader.select("SELECT * FROM feed JOIN feed_fetch ON feed_id = id WHERE id = 1")
        )
    assert b"s%2Fcret" not in path.read_bytes()


def test_nothing_is_taken_out_that_the_keyring_has_not_kept(tmp_path: Path, secret_service: FakeKeyring) -> None:
    url = "https://joe:s3cret@example.org/feed"
    with opened(tmp_path / "library.db") as library:
        feed = follow(library, url)
        secret_service.locked = True
        assert entrusted(exposed(library.reader)) is None
        secret_service.locked = False
        job = entrusted(exposed(library.reader))
        assert job is not None
        with library.transaction() as live:
            fetching.move(live, feed, "https://joe:s3cret@example.org/new")
        job.run(library)
        assert urls(library) == ["https://joe:s3cret@example.org/new"], "it has moved meanwhile"
        assert access.of(library.reader, feed) is None


def test_a_feed_whose_bare_address_another_has_stays_as_it_is(tmp_path: Path, secret_service: FakeKeyring) -> None:
    both = ["https://example.org/feed", "https://joe:s3cret@example.org/feed"]
    with opened(tmp_path / "library.db") as library:
        for number, url in enumerate(both):
            follow(library, url, slug=f"feed-{number}")
        job = entrusted(exposed(library.reader))
        assert job is not None
        job.run(library)
        assert urls(library) == both
        assert [feed.url for feed in library.reader.feeds()] == [both[0], both[0]], "but nobody sees it"


def test_an_address_whose_password_cannot_be_sent_apart_stays(tmp_path: Path, secret_service: FakeKeyring) -> None:
    with opened(tmp_path / "library.db") as library:
        follow(library, "https://joe:a%0Ab@example.org/feed")
        assert entrusted(exposed(library.reader)) is None
        assert secret_service.kept == {}


def test_a_feed_that_became_one_with_another_leaves_no_secret_behind(
    tmp_path: Path, secret_service: FakeKeyring
) -> None:
    with opened(tmp_path / "library.db") as library:
        feed = follow(library)
        other = follow(library, "https://moved.example/feed", slug="other")
        keys = [key(library, one) for one in (feed, other)]
        for one, name in zip((feed, other), keys, strict=True):
            SetAccess(one, Access(name, Method.BEARER)).run(library)
            secrets.put(name, Secret("https://example.org", ("x",)))
        answered(library, feed, ok(moved_to="https://moved.example/feed"), document(entry("a")))
        assert len(secret_service.kept) == 2
        answered(library, feed, ok(moved_to="https://moved.example/feed"), document(entry("a")))
        for thread in threading.enumerate():
            if thread.name == "forgetting":
                thread.join(10)
        assert urls(library) == ["https://moved.example/feed"]
        assert [name for _, name in secret_service.kept] == [keys[1]]
