"""Every benchmark runs to its end, tiny, and prints its table. How fast anything is, is not asked here."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest

from benchmarks import corpus, language, prose, tongues
from benchmarks.__main__ import BENCHMARKS, main
from benchmarks.measure import Line, quantile, table

_TINY = ("--articles", "40", "--feeds", "2", "--entries", "3", "--runs", "1", "--seconds", "0.1")
_ROW = re.compile(r"^(?P<what>\S.*?) {2,}\d[\d.]* (s|ms|MB|B)\b", re.MULTILINE)
_EXPECTED = {
    "start": {"offscreen, empty: CPU to first paint", "offscreen, 40 articles: CPU to first paint"},
    "refresh304": {"CPU of the process, all in all", "of that: the refresh"},
    "digest": {"a feed digested, stored and searchable", "of that: digest: parse", "of that: search file"},
    "smooth": {"offscreen, idle: timer late, p99", "offscreen, refresh: repaint of the list, p95"},
    "organise": {"counts of 10 kept searches after 40 marks", "40 articles to Markdown"},
    "library": {
        "connect to the first painted screen",
        "folder by title: complete",
        "random jump, p95",
        "search as typed, p95",
        "… Thai, p95",
        "30 new rows on top",
        "mark all unread as read, worker",
        "store 30 new articles, searchable",
        "disk for 500 words, all included",
    },
}


@pytest.fixture
def kept(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    # From one run of the tests to the next where that may be, mostly for its byte code.
    cache: pytest.Cache | None = getattr(request.config, "cache", None)
    return tmp_path_factory.mktemp("kept") if cache is None else cache.mkdir("benchmarks")


@pytest.fixture
def small_tongues(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Forty articles need no words for a million."""
    for sizes, most in ((tongues._WORDS, 21_000), (tongues._NAMES, 5_000)):
        for code in sizes:
            monkeypatch.setitem(sizes, code, most)
    known = (tongues.tongue, prose.prose)
    for one in known:
        one.cache_clear()
    yield
    for one in known:
        one.cache_clear()


@pytest.mark.usefixtures("small_tongues")
@pytest.mark.parametrize("name", sorted(_EXPECTED))
def test_runs_and_prints_its_table(name: str, kept: Path, capfd: pytest.CaptureFixture[str]) -> None:
    code = main([name, *_TINY, "--screens", "offscreen", "--keep", str(kept)])
    told = capfd.readouterr()
    assert code == 0, told.err
    assert "load average" in told.out
    rows = {match["what"] for match in _ROW.finditer(told.out)}
    assert _EXPECTED[name] <= rows, told.out


def test_lists_what_there_is(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([]) == 0
    told = capsys.readouterr().out.splitlines()
    assert [line.split()[0] for line in told] == list(BENCHMARKS)


def test_an_unknown_name_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["smoth"]) == 2
    assert "smoth" in capsys.readouterr().err


def test_a_document_is_the_same_each_time_and_as_large_as_asked() -> None:
    assert corpus.document(3, 5) == corpus.document(3, 5) != corpus.document(4, 5)
    assert 30 * 5_000 < len(corpus.document(0, 30)) < 30 * 6_500


def test_a_library_is_made_once(tmp_path: Path) -> None:
    first = corpus.library(12, 3, tmp_path)
    made_at = first.stat().st_mtime_ns
    assert corpus.library(12, 3, tmp_path) == first
    assert first.stat().st_mtime_ns == made_at
    assert [path.name for path in first.parent.parent.iterdir()] == ["12-3"]


def test_words_are_unevenly_used() -> None:
    words = language.vocabulary()
    assert len(words) == len(set(words)) == 20_000
    text = " ".join(language.title(Random(seed)) for seed in range(500)).lower().split()
    assert text.count(words[0]) > 20 * max(1, text.count(words[1_000]))


def test_a_table_tells_the_median_its_target_and_the_ratio() -> None:
    told = table([Line("one", (30.0, 10.0, 20.0), "ms", 40.0, "noted"), Line("none", (), "s")])
    assert re.search(r"^one +20\.0 ms +10\.0 – 30\.0 +≤ 40\.0 ms +0\.50 +noted$", told, re.MULTILINE)
    assert re.search(r"^none +–$", told, re.MULTILINE)


def test_quantiles() -> None:
    assert quantile(range(100), 0.99) == 99
    assert quantile([3.0], 0.5) == 3.0
    assert quantile([], 0.5) == 0.0
