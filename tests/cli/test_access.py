"""``desktop-reader access`` and what becomes of passwords in addresses, against a server that asks for one."""

from __future__ import annotations

import io
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from desktop_reader.feeds import secrets
from desktop_reader.records.health import SENTENCES, Problem
from tests.cli.test_commands import Terminal
from tests.documents import Item, rss
from tests.keyring_fake import FakeKeyring, secret_service
from tests.servers import Reply, Request, Site, without_proxy

__all__ = ["secret_service"]

FEED = rss([Item(1)])
JOE = b"Basic am9lOnMzY3JldA=="  # joe:s3cret


@pytest.fixture
def run(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Terminal:
    without_proxy(monkeypatch)
    monkeypatch.setattr(secrets, "_session", {})
    return Terminal(tmp_path / "library.db", capsys)


@pytest.fixture
def piped(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    return lambda text: monkeypatch.setattr(sys, "stdin", io.StringIO(text))


@pytest.fixture
def private(site: Site) -> Site:
    def answer(request: Request) -> Reply:
        known = (JOE, b"Bearer t0ken")
        if request.header("authorization") in known or request.header("x-key") == b"k3y":
            return Reply(FEED)
        return Reply(b"who are you?", {"WWW-Authenticate": "Basic"}, 401)

    site.serve("/feed", answer)
    return site


def followed(run: Terminal, tmp_path: Path, url: str) -> str:
    """The id of a feed that was imported, so that nobody is asked yet."""
    opml = tmp_path / "list.opml"
    opml.write_text(f"<opml version='2.0'><body><outline type='rss' text='Own' xmlUrl='{url}'/></body></opml>")
    run("import", str(opml))
    number: str = run.json("feeds")[-1]["id"]
    return number


def health(run: Terminal, *, fine: bool = True) -> str:
    run("refresh", code=0 if fine else 1)
    words: str = run.json("feeds")[0]["health"]
    return words


def bytes_of(folder: Path) -> bytes:
    """All that stands in the library's files."""
    return b"".join(file.read_bytes() for file in folder.glob("library*") if file.is_file())


def test_a_feed_asks_for_a_password_and_gets_it(
    run: Terminal, private: Site, tmp_path: Path, piped: Callable[[str], None], secret_service: FakeKeyring
) -> None:
    feed = followed(run, tmp_path, private.url("/feed"))
    assert health(run, fine=False) == SENTENCES[Problem.PASSWORD]
    for arguments, lines, facts in (
        (("--user", "joe", "--password-stdin"), "s3cret\n", {"method": "basic", "user": "joe", "headers": []}),
        (("--token-stdin",), "t0ken\n", {"method": "bearer", "user": None, "headers": []}),
        (("--header", "X-Key", "--header", "X-Two"), "k3y\n2\n", {"method": "headers", "headers": ["X-Key", "X-Two"]}),
    ):
        piped(lines)
        told = run.json("access", feed, *arguments)
        assert told == told | facts
        assert health(run) == "fine"
        assert run.json("access", feed) == told
    assert private.requests[-1].header("x-two") == b"2"
    assert private.requests[-1].header("authorization") is None
    assert len(secret_service.kept) == 1
    run("access", feed, "--remove")
    assert secret_service.kept == {}
    assert health(run, fine=False) == SENTENCES[Problem.PASSWORD]
    assert run.json("access", feed)["method"] is None
    stored = bytes_of(tmp_path)
    assert stored
    assert not any(secret in stored for secret in (b"s3cret", b"t0ken", b"k3y"))


def test_a_new_password_makes_everything_news(
    run: Terminal, site: Site, tmp_path: Path, piped: Callable[[str], None], secret_service: FakeKeyring
) -> None:
    site.serve("/feed", FEED, headers={"ETag": '"1"'})
    feed = followed(run, tmp_path, site.url("/feed"))
    assert health(run) == "fine"
    piped("t0ken\n")
    run("access", feed, "--token-stdin")
    run("refresh")
    assert [request.header("if-none-match") for request in site.requests] == [None, None]


@pytest.mark.parametrize(
    ("arguments", "lines"),
    [
        (("--header", "Cookie"), "a=b\n"),
        (("--header", "Host"), "a\n"),
        (("--user", "a:b"), "c\n"),
        (("--token-stdin",), ""),
        (("--token-stdin",), "\n"),
    ],
)
def test_what_cannot_be_sent_changes_nothing(
    run: Terminal,
    tmp_path: Path,
    piped: Callable[[str], None],
    secret_service: FakeKeyring,
    arguments: tuple[str, ...],
    lines: str,
) -> None:
    feed = followed(run, tmp_path, "https://a.example/feed")
    piped(lines)
    run("access", feed, *arguments, code=1)
    assert run.error.startswith("desktop-reader: ")
    assert secret_service.kept == {}
    assert run.json("access", feed)["method"] is None


def test_without_a_keyring_nothing_is_kept_and_a_sentence_says_so(
    run: Terminal, tmp_path: Path, piped: Callable[[str], None]
) -> None:
    feed = followed(run, tmp_path, "https://a.example/feed")
    piped("s3cret\n")
    run("access", feed, "--user", "joe", "--password-stdin", code=1)
    assert "no keyring" in run.error
    assert run.json("access", feed)["method"] is None
    assert b"s3cret" not in bytes_of(tmp_path)


def test_a_locked_keyring_keeps_the_feed_from_being_asked_at_all(
    run: Terminal, private: Site, tmp_path: Path, piped: Callable[[str], None], secret_service: FakeKeyring
) -> None:
    feed = followed(run, tmp_path, private.url("/feed"))
    other = followed(run, tmp_path, private.url("/feed?2"))
    for one in (feed, other):
        piped("s3cret\n")
        run("access", one, "--user", "joe", "--password-stdin")
    secret_service.locked, secret_service.asked = True, 0
    assert "is locked" in health(run, fine=False)
    assert private.requests == []
    assert secret_service.asked == 1, "who does not unlock it is not asked again for the next feed"
    secret_service.locked = False
    assert health(run) == "fine"


def test_a_password_in_an_address_goes_to_the_keyring(
    run: Terminal, private: Site, tmp_path: Path, secret_service: FakeKeyring
) -> None:
    feed = followed(run, tmp_path, private.url("/feed", userinfo="joe:s3cret"))
    assert health(run) == "fine"
    assert run.json("feeds")[0]["url"] == private.url("/feed")
    assert run.json("access", feed)["user"] == "joe"
    (kept,) = secret_service.kept.values()
    assert "s3cret" in kept
    assert b"s3cret" not in bytes_of(tmp_path)
    followed(run, tmp_path, private.url("/feed", userinfo="joe:s3cret"))
    assert len(run.json("feeds")) == 1, "the same list again brings nothing new"
    assert private.requests[-1].header("authorization") == JOE


def test_adding_takes_the_password_out_as_well(run: Terminal, private: Site, secret_service: FakeKeyring) -> None:
    (added,) = run.json("add", private.url("/feed", userinfo="joe:s3cret"))
    assert added["url"] == private.url("/feed")
    assert run.json("access", added["id"])["method"] == "basic"
    assert health(run) == "fine"


def test_without_a_keyring_it_stays_in_the_address_and_is_shown_to_nobody(
    run: Terminal, private: Site, tmp_path: Path
) -> None:
    followed(run, tmp_path, private.url("/feed", userinfo="joe:s3cret"))
    assert health(run) == "fine"
    assert private.requests[0].header("authorization") == JOE
    for command in (("feeds",), ("refresh",), ("export", "opml"), ("articles",)):
        for words in (run(*command), run("--json", *command) if command[0] != "export" else ""):
            assert "s3cret" not in words
            assert "joe" not in words
    assert private.url("/feed") in run("export", "opml")
    private.serve("/feed", status=500)
    run("refresh", code=1)
    assert "s3cret" not in run.error
    assert "s3cret" not in run("feeds")


def test_a_feed_that_moves_to_another_host_does_not_take_the_password_there(
    run: Terminal, private: Site, tmp_path: Path, secret_service: FakeKeyring
) -> None:
    followed(run, tmp_path, private.url("/feed", userinfo="joe:s3cret"))
    with Site("127.0.0.2") as elsewhere:
        elsewhere.serve("/feed", FEED)
        private.serve("/feed", status=301, headers={"Location": elsewhere.url("/feed")})
        for _ in range(3):
            run("refresh")
        assert run.json("feeds")[0]["url"] == elsewhere.url("/feed")
        assert len(elsewhere.requests) == 3
        assert all(request.header("authorization") is None for request in elsewhere.requests)
