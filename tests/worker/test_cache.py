"""Files kept on disk: there again, within a limit, and never more than a miss when something is wrong."""

from __future__ import annotations

import os
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from desktop_reader.records.refresh import Validators
from desktop_reader.worker.cache import Cache

URL = "https://example.org/a.png"


class Clock:
    def __init__(self) -> None:
        self.now = 1_000_000.0

    def __call__(self) -> float:
        self.now += 1
        return self.now


def files(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


def test_a_file_is_there_again_with_what_its_server_said(tmp_path: Path) -> None:
    validators = Validators(b'"\xe9 1"', b"Thu, 24 Oct 2024 10:00:00 GMT")
    Cache(tmp_path, 1000).keep(URL, b"one\ntwo\x00", validators)
    found = Cache(tmp_path, 1000).get(URL)
    assert found is not None
    assert (found.body, found.validators) == (b"one\ntwo\x00", validators)
    assert Cache(tmp_path, 1000).get(URL + "?2") is None


def test_those_used_least_go_first_and_the_limit_holds(tmp_path: Path) -> None:
    cache = Cache(tmp_path, 10_000, Clock())
    for number in range(8):
        cache.keep(f"{URL}?{number}", b"x" * 1000, Validators())
    assert cache.get(f"{URL}?0") is not None
    for number in range(8, 14):
        cache.keep(f"{URL}?{number}", b"x" * 1000, Validators())
        assert sum(path.stat().st_size for path in files(tmp_path)) <= 10_000
    assert cache.get(f"{URL}?0") is not None
    assert cache.get(f"{URL}?1") is None
    assert cache.get(f"{URL}?13") is not None


def test_another_session_counts_what_is_there(tmp_path: Path) -> None:
    for number in range(30):
        Cache(tmp_path, 10_000, Clock()).keep(f"{URL}?{number}", b"x" * 1000, Validators())
    assert sum(path.stat().st_size for path in files(tmp_path)) <= 10_000


def test_what_is_too_large_is_not_kept(tmp_path: Path) -> None:
    Cache(tmp_path, 500).keep(URL, b"x" * 600, Validators())
    Cache(tmp_path, 0).keep(URL, b"", Validators())
    assert files(tmp_path) == []


@given(st.binary(max_size=40), st.integers(0, 200))
def test_a_damaged_file_is_a_miss_or_what_was_kept(tmp_path_factory, junk: bytes, at: int) -> None:  # type: ignore[no-untyped-def]
    folder = tmp_path_factory.mktemp("cache")
    cache = Cache(folder, 10_000)
    cache.keep(URL, b"the body", Validators(b'"1"'))
    (path,) = files(folder)
    whole = path.read_bytes()
    path.write_bytes(whole[:at] + junk)
    found = cache.get(URL)
    assert found is None or len(found.body) == len(b"the body")


def test_a_disk_that_takes_nothing_is_no_error(tmp_path: Path) -> None:
    (tmp_path / "cache").write_text("not a folder")
    cache = Cache(tmp_path / "cache", 10_000)
    cache.keep(URL, b"x", Validators())
    assert cache.get(URL) is None
    assert os.listdir(tmp_path) == ["cache"]


def test_the_size_is_counted_the_limit_changed_and_all_deleted(tmp_path: Path) -> None:
    cache = Cache(tmp_path, 10_000, Clock())
    assert cache.size() == 0
    for number in range(8):
        cache.keep(f"{URL}?{number}", b"x" * 1000, Validators())
    assert cache.size() == sum(path.stat().st_size for path in files(tmp_path))
    cache.set_limit(5_000)
    assert 0 < cache.size() <= 5_000
    assert cache.get(f"{URL}?7") is not None
    cache.clear()
    assert (cache.size(), files(tmp_path)) == (0, [])
    cache.keep(URL, b"again", Validators())
    assert cache.get(URL) is not None
