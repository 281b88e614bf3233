"""The window in which a feed's name and password are given."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from PySide6.QtWidgets import QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from desktop_reader.feeds import secrets
from desktop_reader.library import access as private
from desktop_reader.library.reader import Reader
from desktop_reader.records.access import Access, Method
from desktop_reader.ui.dialogs.access import AccessDialog
from desktop_reader.worker.thread import Worker
from tests.documents import Item, rss
from tests.keyring_fake import FakeKeyring, secret_service
from tests.library_fixtures import follow, opened
from tests.servers import Reply, Request, Site, without_proxy

__all__ = ["secret_service"]

JOE = b"Basic am9lOnMzY3JldA=="  # joe:s3cret


@pytest.fixture
def url(site: Site, monkeypatch: pytest.MonkeyPatch) -> str:
    """A feed that asks for a password."""

    def answer(request: Request) -> Reply:
        known = request.header("authorization") == JOE
        return Reply(rss([Item(1)])) if known else Reply(b"", {"WWW-Authenticate": "Basic"}, 401)

    without_proxy(monkeypatch)
    monkeypatch.setattr(secrets, "_session", {})
    site.serve("/feed", answer)
    return site.url("/feed")


@pytest.fixture
def worker(tmp_path: Path, url: str) -> Iterator[Worker]:
    with opened(tmp_path / "library.db") as library:
        follow(library, url, title="Harbour")
    one = Worker(tmp_path / "library.db", 0)
    one.start()
    yield one
    one.close()


@pytest.fixture
def reader(worker: Worker, tmp_path: Path) -> Iterator[Reader]:
    one = Reader(tmp_path / "library.db")
    yield one
    one.close()


Show = Callable[[], AccessDialog]


@pytest.fixture
def show(worker: Worker, reader: Reader, qtbot: QtBot) -> Show:
    window = QWidget()
    qtbot.addWidget(window)
    window.show()

    def run() -> AccessDialog:
        (feed,) = reader.feeds()
        dialog = AccessDialog(worker, feed, lambda error: pytest.fail(str(error)), window)
        dialog.open()
        qtbot.waitUntil(dialog.save.isEnabled)
        return dialog

    return run


def known(reader: Reader) -> Access | None:
    return private.of(reader, 1)


def test_a_name_and_a_password_open_the_feed(
    show: Show, reader: Reader, qtbot: QtBot, secret_service: FakeKeyring, site: Site
) -> None:
    dialog = show()
    assert dialog.windowTitle() == "Name and password of “Harbour”"
    assert dialog.password.echoMode() is QLineEdit.EchoMode.Password
    assert not dialog.remove.isEnabled()
    dialog.user.setText("joe")
    dialog.password.setText("s3cret")
    with qtbot.waitSignal(dialog.accepted):
        dialog.save.click()
    qtbot.waitUntil(lambda: reader.feeds()[0].total == 1)
    assert [request.header("authorization") for request in site.requests] == [JOE]
    found = known(reader)
    assert found is not None
    assert (found.method, found.user) == (Method.BASIC, "joe")
    assert len(secret_service.kept) == 1


def test_what_is_known_is_shown_but_never_the_secret(
    show: Show, reader: Reader, qtbot: QtBot, secret_service: FakeKeyring
) -> None:
    first = show()
    first.method.setCurrentIndex(first.method.findData(Method.HEADERS))
    assert first.headers.isVisible()
    assert not first.password.isVisible()
    first.headers.setPlainText("X-Key: s3cret\n\nX-Two: b")
    with qtbot.waitSignal(first.accepted):
        first.save.click()
    qtbot.waitUntil(lambda: known(reader) is not None)
    second = show()
    assert second.method.currentData() == Method.HEADERS
    assert second.headers.toPlainText() == "X-Key: \nX-Two: \n"
    assert second.password.text() == second.token.text() == ""
    with qtbot.waitSignal(second.accepted):
        second.remove.click()
    qtbot.waitUntil(lambda: known(reader) is None)
    assert secret_service.kept == {}


@pytest.mark.parametrize("header", ["Cookie: a=b", "Host: a", "X Key: a", "X-Key:"])
def test_what_cannot_be_sent_is_said_and_may_be_mended(
    show: Show, reader: Reader, qtbot: QtBot, secret_service: FakeKeyring, header: str
) -> None:
    dialog = show()
    dialog.method.setCurrentIndex(dialog.method.findData(Method.HEADERS))
    dialog.headers.setPlainText(header)
    dialog.save.click()
    qtbot.waitUntil(dialog.save.isEnabled)
    assert dialog.told.text().endswith(".")
    assert not dialog.save_for_now.isVisible()
    assert known(reader) is None
    assert secret_service.kept == {}


def test_without_a_keyring_it_can_be_kept_until_the_end(
    show: Show, reader: Reader, qtbot: QtBot, tmp_path: Path
) -> None:
    dialog = show()
    dialog.user.setText("joe")
    dialog.password.setText("s3cret")
    assert not dialog.save_for_now.isVisible()
    dialog.save.click()
    qtbot.waitUntil(lambda: dialog.save_for_now.isVisible() and dialog.save_for_now.isEnabled())
    assert "There is no keyring" in dialog.told.text()
    assert known(reader) is None
    with qtbot.waitSignal(dialog.accepted):
        dialog.save_for_now.click()
    qtbot.waitUntil(lambda: reader.feeds()[0].total == 1)
    files = [file for file in tmp_path.rglob("*") if file.is_file()]
    assert files
    assert not any(b"s3cret" in file.read_bytes() for file in files)


def test_a_password_in_an_address_of_before_goes_to_the_keyring_at_the_start(
    tmp_path: Path, site: Site, url: str, qtbot: QtBot, secret_service: FakeKeyring
) -> None:
    path = tmp_path / "old.db"
    with opened(path) as library:
        follow(library, url.replace("//", "//joe:s3cret@"), title="Harbour")
    worker = Worker(path, 0)
    worker.start()
    with closing(Reader(path)) as reader:
        qtbot.waitUntil(lambda: reader.select("SELECT url FROM feed") == [(url,)])
        worker.refresh([1])
        qtbot.waitUntil(lambda: reader.feeds()[0].total == 1)
    worker.close()
    assert len(secret_service.kept) == 1
    assert b"s3cret" not in path.read_bytes()
