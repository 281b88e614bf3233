"""What is written down of faults: the log, the report that may be handed on, and the runs that did not end well."""

from __future__ import annotations

import faulthandler
import importlib
import logging
import os
import re
import sqlite3
import stat
import sys
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
import shiboken6
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from PySide6.QtCore import QObject
from sqlalchemy import create_engine

from desktop_reader.errors import FetchError, LibraryError, ReaderError
from desktop_reader.records.health import Problem
from desktop_reader.ui.faults import log, report, safe_mode
from desktop_reader.ui.faults.runs import Past, Run

_posix = pytest.mark.skipif(sys.platform == "win32", reason="rights of POSIX")


@pytest.fixture
def crashes_stay_here() -> Iterator[None]:
    """The tests' own fault handler is as it was."""
    was = faulthandler.is_enabled()
    yield
    if was:
        faulthandler.enable()


def test_the_log_is_bounded_and_its_owners_alone(tmp_path: Path) -> None:
    folder = tmp_path / "state"
    before = os.umask(0o022)
    try:
        file = log.begin(folder)
        for number in range(700):
            logging.getLogger("desktop_reader.x").warning("%s %s", number, "x" * 2000)
    finally:
        log.end(file)
        os.umask(before)
    files = sorted(folder.iterdir())
    assert [one.name for one in files] == [log.NAME, f"{log.NAME}.1"]
    assert all(one.stat().st_size <= log.LIMIT for one in files)
    assert "699 x" in files[0].read_text()
    if sys.platform != "win32":
        assert [stat.S_IMODE(one.stat().st_mode) for one in (folder, *files)] == [0o700, 0o600, 0o600]


@_posix
def test_a_log_that_others_could_read_is_closed_to_them(tmp_path: Path) -> None:
    (tmp_path / log.NAME).touch(mode=0o666)
    log.end(log.begin(tmp_path))
    assert stat.S_IMODE((tmp_path / log.NAME).stat().st_mode) == 0o600


def test_without_a_folder_there_is_no_log_and_no_fault(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    assert log.begin(tmp_path / "file") is None
    log.end(None)


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        (
            "https://ann:pass1@host.example:80/private/SECRET?key=SECRET#SECRET failed",
            "https://host.example:80/… failed",
        ),
        ("('https://host.example/SECRET', 3)", "('https://host.example/…', 3)"),
        ("Authorization: Basic SECRET==", "Authorization: …"),
        ("b'authorization', b'Bearer SECRET'", "b'authorization', …"),
        ("Set-Cookie: a=SECRET; b=SECRET", "Set-Cookie: …"),
        ("password='SEC RET', user=3", "password=…, user=3"),
        ("access_token=SECRET&x=1", "access_token=…&x=…"),
        ("X-Api-Key: SECRET", "X-Api-Key: …"),
        ("nothing at all: 12:30, a=b", "nothing at all: 12:30, a=b"),
        # Addresses as proxies, browsers, people and servers write them.
        ("socks5h://me:SECRET@127.0.0.1:9050", "socks5h://127.0.0.1:9050/…"),
        ("proxy me:SECRET@proxy.example:3128 refused", "proxy …@proxy.example:3128 refused"),
        ("http_proxy=http://me:SECRET@p:1", "http_proxy=http://p:1/…"),
        ("//user:SECRET@host.example/x", "//…@host.example/…"),
        ("https://user:pa/SECRET@host.example/x", "https://…/…"),
        ("https://me:a'SECRET@host.example/", "https://host.example/…"),
        ("https://[::1]:80/SECRET", "https://[::1]:80/…"),
        ("https://host.example/a'b\"c<SECRET>(SECRET)“SECRET” gone", "https://host.example/…” gone"),
        ("https:\\\\host.example\\SECRET", "https:\\\\host.example/…"),
        ("feed:https://h.example/SECRET.", "feed:https://h.example/…."),
        ("feed://u:SECRET@h.example/SECRET", "feed://h.example/…"),
        ("host.example/private/SECRET.xml is gone", "host.example/… is gone"),
        ("https%3A%2F%2Fhost.example%2FSECRET", "https…"),
        ("mailto:me@host.example?body=SECRET", "mailto:…"),
        # What a redirect or a request says.
        ("Location: /next/SECRET?t=SECRET", "Location: …"),
        ("GET /private/SECRET/feed HTTP/1.1", "GET … HTTP/1.1"),
        ("/feed?k=SECRET&page=2", "/feed?k=…&page=…"),
        ("X-Auth-Token: SECRET", "X-Auth-Token: …"),
        ("code=SECRET&k=SECRET refused", "code=…&k=… refused"),
        ("the server's code: 404", None),
        ("{'Authorization': 'Bearer SECRET'}", "{'Authorization': …"),
        ("Bearer SECRET.SECRET", "Bearer …"),
        ("sig=SECRET, key='SEC RET', pwd=SECRET session_id: SECRET", "sig=…, key=…, pwd=… session_id: …"),
        # And what is no secret: where in the program it was.
        ('File "/opt/Desktop Reader.app/Contents/feeds/fetch.py", line 3', None),
        ('File "/usr/lib/python3.11/site-packages/lxml/etree.so", line 3', None),
        ("KeyError: 'title' at 12:30:01, a.b.c = [1, 2]", None),
    ],
)
def test_no_secret_comes_into_the_log(said: str, kept: str | None) -> None:
    assert log.without_secrets(said) == (said if kept is None else kept)


@pytest.mark.parametrize("piece", ["x", "a-", "a.", "'", "https://", "?a&", "a:", "@", "key", "pass-", " ", "key = "])
def test_a_long_line_is_looked_through_in_one_go(piece: str) -> None:
    assert len(log.without_secrets(piece * 20_000)) <= 20_000 * (len(piece) + 2)


@given(st.from_regex(r"[a-zA-Z0-9_.~%-]{4,30}", fullmatch=True), st.sampled_from(["/", "/?", "/#", "/a/b?c="]))
def test_nothing_behind_the_host_of_an_address_is_kept(secret: str, before: str) -> None:
    cleaned = log.without_secrets(f"asked https://u:{secret}@host.example{before}{secret} twice")
    assert cleaned == "asked https://host.example/… twice"


def raised(error: Exception) -> Exception:
    try:
        raise error
    except Exception as caught:
        return caught


@pytest.mark.parametrize(
    ("error", "kept"),
    [
        (KeyError("My feed"), "KeyError"),
        (KeyError(17), "KeyError: 17"),
        (ValueError("odd: https://a.example/feed?key=3"), "ValueError"),
        (OSError(2, "No such file", "/home/ann/Letters to Bob/x.db"), None),
        (OSError("of My feed"), "OSError"),
        (RuntimeError("ann@mail.example wrote of feeds.ann.example, 192.168.1.20"), "RuntimeError"),
        (LibraryError("“{file}” is locked by {who}.", file="/home/ann/x.db", who="Bob"), "“…” is locked by …."),
        (FetchError(Problem.REFUSED, "feeds.ann.example"), "({detail})"),
        (RuntimeError("Internal C++ object (PySide6.QtWidgets.QLabel) already deleted."), None),
        (IndexError("list index out of range"), None),
        (sqlite3.OperationalError("no such column: diary"), "sqlite3.OperationalError: no such column: …"),
    ],
)
def test_a_report_has_nothing_of_what_is_read(error: Exception, kept: str | None) -> None:
    told = report.of(raised(error))
    last = told.splitlines()[-1]
    if isinstance(error, ReaderError):
        assert last.endswith((kept or "").replace("{detail}", "…")) or "(…)" in last
    elif isinstance(error, OSError) and error.errno:
        assert last == f"FileNotFoundError: [Errno 2] {os.strerror(2)}"
    else:
        assert last == (kept or f"{type(error).__name__}: {error}")
    assert "ann" not in told
    assert str(Path.home()) not in told
    assert 'File "test_faults.py"' in told


def fault(words: str, kind: str) -> Exception:
    """A real error that has these words in it, and no quotation marks around them."""
    live = sqlite3.connect(":memory:")
    live.execute("CREATE VIRTUAL TABLE search USING fts5(text)")
    table = {"a": {"b": 1}}
    try:
        match kind:
            case "ours":
                raise ValueError(f"there is no room for {words} in the list")
            case "note":
                raise OSError(0, f"of {words}", f"/{words}.html")
            case "search":
                live.execute("SELECT * FROM search WHERE search MATCH ?", (f"{words.split()[0]}:x",))
            case "attribute":
                getattr(table, words)
            case "type":
                type(words, (), {})().nothing_of_the_kind  # noqa: B018
            case "number":
                int(words)
            case "date":
                datetime.strptime(words, "%Y")
            case "xml":
                etree.fromstring(f"<a><{words.split()[0]}></a>")
            case "call":
                dict(**{words: 1}, **{words: 2})
            case "codec":
                words.encode("ascii")
            case "module":
                importlib.import_module(words)
            case "alchemy":
                with create_engine("sqlite://").connect() as connection:
                    connection.exec_driver_sql("SELECT nothing FROM nowhere WHERE a = ?", (words,))
            case "nested":
                try:
                    table[words]
                except KeyError as error:
                    raise RuntimeError(words) from error
    except Exception as error:
        return error
    finally:
        live.close()
    raise AssertionError(kind)


@pytest.mark.parametrize(
    "kind",
    [
        *("ours", "note", "search", "attribute", "type", "number", "date"),
        *("xml", "call", "codec", "module", "alchemy", "nested"),
    ],
)
@pytest.mark.parametrize("title", ["Überwachung im Krankenhaus", "Zweifel", "Letters to Zacharias, second part"])
def test_no_real_error_tells_a_title_that_stands_in_it_without_quotes(title: str, kind: str) -> None:
    title = title if kind != "codec" or not title.isascii() else f"{title} ü"
    error = fault(title, kind)
    told = report.of(error)
    assert any(word in f"{error} {error!r} {error.__cause__!r}" for word in title.split()), "it shows nothing"
    for word in re.findall(r"\w{6,}", title):
        assert word not in told
    assert 'File "test_faults.py"' in told
    assert type(error).__name__ in told


def test_what_is_about_the_program_is_told() -> None:
    def wrong(kind: str) -> None:
        nothing: Any = None
        match kind:
            case "attribute":
                nothing.feed_id  # noqa: B018
            case "argument":
                report.of(errror=nothing)  # type: ignore[call-arg]
            case "missing":
                Run()  # type: ignore[call-arg]
            case "add":
                "a" + nothing
            case "unpack":
                _first, _second = list(kind[:1])
            case "deleted":
                one = QObject()
                shiboken6.delete(one)
                one.objectName()

    importlib.import_module("desktop_reader.worker.exporting.folder")  # Only names that the program has are told.
    told = {}
    for kind in ("attribute", "argument", "missing", "add", "unpack", "deleted"):
        with pytest.raises(Exception) as caught:  # noqa: PT011
            wrong(kind)
        told[kind] = report.of(caught.value).splitlines()[-1]
    assert told == {
        "attribute": "AttributeError: 'NoneType' object has no attribute 'feed_id'",
        "argument": "TypeError: of() got an unexpected keyword argument …",
        "missing": "TypeError: Run.__init__() missing 1 required positional argument: 'folder'",
        "add": 'TypeError: can only concatenate str (not "NoneType") to str',
        "unpack": "ValueError: not enough values to unpack (expected 2, got 1)",
        "deleted": "RuntimeError: libshiboken: Internal C++ object (PySide6.QtCore.QObject) already deleted.",
    }


@given(st.text(min_size=3, max_size=40))
def test_no_words_of_the_readers_survive(words: str) -> None:
    for error in (KeyError(words), ValueError(words), LookupError(f"{words} {words}"), RuntimeError(f"in {words}")):
        last = report.of(error).splitlines()[-1]
        assert last == type(error).__name__


def test_a_report_names_the_cause_and_comes_to_an_end() -> None:
    first, second = raised(KeyError(1)), raised(ValueError("2"))
    first.__cause__, second.__cause__ = second, first
    told = report.of(first)
    assert [told.splitlines().count(kind) for kind in ("KeyError: 1", "ValueError")] == [1, 1]

    def deep(left: int) -> None:
        if left:
            deep(left - 1)
        raise RecursionError("deep")

    with pytest.raises(RecursionError) as caught:
        deep(400)
    assert len(report.of(caught.value)) < 13_000


@pytest.mark.usefixtures("crashes_stay_here")
class TestRuns:
    """A run that is not ended is left as by a crash: its lock goes, its file stays."""

    @staticmethod
    def crash(run: Run, dump: str = "") -> None:
        if dump:
            run.failed(dump)
        else:
            run._leave()

    def test_a_run_that_ends_well_leaves_nothing(self, tmp_path: Path) -> None:
        run = Run(tmp_path)
        assert run.begin() == Past()
        assert len(list((tmp_path / "runs").iterdir())) == 1
        run.end()
        assert list((tmp_path / "runs").iterdir()) == []
        assert Run(tmp_path).begin() == Past()

    def test_one_that_lives_is_no_failure(self, tmp_path: Path) -> None:
        first, second = Run(tmp_path), Run(tmp_path)
        first.begin()
        assert second.begin() == Past()
        first.end()
        second.end()

    def test_two_failed_starts_in_a_row_want_the_safe_mode(self, tmp_path: Path) -> None:
        seen = []
        for _ in range(3):
            run = Run(tmp_path)
            seen.append(run.begin())
            self.crash(run)
        assert [past.failed for past in seen] == [0, 1, 2]
        assert [past.wants_safe_mode for past in seen] == [False, False, True]

    def test_one_that_crashed_wants_it_at_once(self, tmp_path: Path) -> None:
        run = Run(tmp_path)
        run.begin()
        self.crash(run, "Fatal Python error: Aborted")
        past = Run(tmp_path).begin()
        assert past == Past(1, "Fatal Python error: Aborted", at_start=True)
        assert past.wants_safe_mode

    def test_a_start_that_stands_ends_the_row(self, tmp_path: Path) -> None:
        for _ in range(4):
            run = Run(tmp_path)
            run.begin()
            self.crash(run, "Fatal Python error: Aborted")
        run = Run(tmp_path)
        assert run.begin().failed == 4
        run.stands()
        self.crash(run)
        assert Run(tmp_path).begin() == Past(), "it was killed, which is no crash"

    def test_a_crash_of_a_window_that_stood_is_told_once_and_wants_no_safe_mode(self, tmp_path: Path) -> None:
        run = Run(tmp_path)
        run.begin()
        run.stands()
        self.crash(run, "Fatal Python error: Segmentation fault")
        second = Run(tmp_path)
        past = second.begin()
        assert (past.crash, past.wants_safe_mode) == ("Fatal Python error: Segmentation fault", False)
        second.end()
        assert Run(tmp_path).begin() == Past()

    def test_few_files_are_kept_and_strange_ones_do_no_harm(self, tmp_path: Path) -> None:
        for _ in range(12):
            run = Run(tmp_path)
            run.begin()
            self.crash(run)
        (tmp_path / "runs" / "run-strange.txt").write_bytes(os.urandom(100_000))
        (tmp_path / "runs" / "run-folder.txt").mkdir()
        past = Run(tmp_path).begin()
        assert 2 <= past.failed <= 7
        assert len(list((tmp_path / "runs").iterdir())) <= 8

    def test_without_a_folder_all_goes_on(self, tmp_path: Path) -> None:
        (tmp_path / "runs").touch()
        run = Run(tmp_path)
        assert run.begin() == Past()
        run.stands()
        run.failed("x")
        run.end()


def test_safe_mode_keeps_the_library_and_the_language_and_nothing_else() -> None:
    from desktop_reader.settings import Settings

    own = Settings(library="/x/a.db", language="ja", vault="/x/v", scheme="dark", notify=True, refresh_at_start=True)
    safe = safe_mode.settings_of(own)
    assert (safe.library, safe.language) == ("/x/a.db", "ja")
    assert (safe.vault, safe.refresh_minutes, safe.refresh_at_start, safe.notify, safe.remote_pictures) == (
        "", 0, False, False, False,
    )  # fmt: skip
    assert safe.scheme == Settings().scheme
