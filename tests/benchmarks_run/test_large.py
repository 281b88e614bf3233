"""The large libraries of the benchmark are what they are said to be, and the same each time."""

from __future__ import annotations

import sys
from collections import Counter
from importlib import import_module
from pathlib import Path

import numpy as np
import pytest

from benchmarks import library_plan, rows
from benchmarks.population import Population
from benchmarks.prose import LEAST, MOST, prose
from benchmarks.stages import in_parts, stage
from benchmarks.tongues import SHARES
from desktop_reader.content.plain import plain
from desktop_reader.content.sanitize import sanitize
from desktop_reader.library import bodies, naming
from desktop_reader.library.driver import dbapi


@pytest.mark.parametrize("language", SHARES)
def test_an_article_is_sanitised_html_and_its_text(language: str) -> None:
    for text in prose(language).articles([1, 2, 3, 3], np.random.default_rng(4)):
        assert sanitize(text.html).html == text.html
        assert plain(text.html) == text.text
        assert LEAST <= text.words <= MOST + 4
        assert text.title


def test_articles_are_the_same_each_time_and_all_different() -> None:
    numbers = range(1, 41)
    first, again = rows.rows(400, None, numbers), rows.rows(400, None, numbers)
    assert first == again
    columns = rows.COLUMNS["body"].split(", ")
    assert len({row[columns.index("source")] for row in first.tables["body"]}) == 40
    told = {number: (title, text) for number, title, _, text in rows.searchable(400, numbers)}
    heads = {row[0]: row for row in first.tables["article"]}
    title, content = (rows.COLUMNS["article"].split(", ").index(name) for name in ("title", "content_hash"))
    assert {number: row[title] for number, row in heads.items()} == {number: one[0] for number, one in told.items()}
    assert all(heads[number][content] == naming.content_hash(*one) for number, one in told.items())


def test_bodies_are_packed_with_the_dictionary_and_come_back() -> None:
    dictionary = bodies.trained(rows.samples(3_000)[:400])
    made = rows.rows(3_000, dictionary, range(1, 11)).tables["body"]
    live = dbapi.connect(":memory:")
    live.execute("CREATE TABLE dictionary (id, data)")
    live.execute("INSERT INTO dictionary VALUES (?, ?)", (rows.DICTIONARY, dictionary))
    packing = bodies.Packing(live)
    coding, source = (rows.COLUMNS["body"].split(", ").index(name) for name in ("coding", "source"))
    assert {row[coding] for row in made} == {rows.DICTIONARY}
    html = [text.html for text in rows.texts(Population(3_000), range(1, 11))]
    assert [packing.unpack(rows.DICTIONARY, row[source]) for row in made] == html  # type: ignore[arg-type]


def test_a_library_has_the_shape_that_it_is_said_to_have() -> None:
    people = Population(100_000)
    assert (people.feeds, people.folders) == (500, 40)
    feeds: Counter[int] = Counter()
    unread = starred = ascending = 0
    for start in range(1, 100_001, 5_000):
        some = people.arrivals(range(start, start + 5_000))
        feeds.update(some.feeds.tolist())
        unread += int(some.unread.sum())
        starred += int(some.starred.sum())
        ascending += int((np.diff(some.published_at) > 0).sum())
        assert (some.published_at <= some.came_at).all()
        assert not some.reads[some.unread].any()
    folders: Counter[int] = Counter()
    languages: Counter[str] = Counter()
    for feed, count in feeds.items():
        folders[people.folder_of[feed - 1]] += count
        languages[people.languages[feed - 1]] += count
    assert feeds.most_common(1)[0][0] == folders.most_common(1)[0][0] == 1
    assert 0.04 < feeds[1] / 100_000 < 0.07
    assert 0.07 < folders[1] / 100_000 < 0.11
    assert 0.75 < (languages["en"] + languages["de"]) / 100_000 < 0.85
    assert 0.09 < unread / 100_000 < 0.11
    assert 0.013 < starred / 100_000 < 0.017
    assert 0.4 < ascending / 100_000 < 0.9


def test_600_keys_each_class_with_its_share() -> None:
    plan = library_plan.plan(300)
    assert plan == library_plan.plan(300)
    assert Counter(name for name, _ in plan.keys) == library_plan.CLASSES
    assert sum(library_plan.CLASSES.values()) == 600
    assert all(typed == typed.strip() and typed for _, typed in plan.keys)


def test_news_are_other_articles_than_those_there() -> None:
    known = {text for _, _, _, text in rows.searchable(300, range(1, 301))}
    entries = [entry for batch in library_plan.batches(300) for entry in batch.entries]
    assert len({entry.guid for entry in entries}) == len(entries) == 2 * library_plan.ARRIVALS * library_plan.ENTRIES
    assert not known & {entry.content.text for entry in entries}


def test_a_stage_is_made_again_when_code_changes_but_not_when_words_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.syspath_prepend(str(tmp_path))
    code = tmp_path / "code_of_a_stage.py"
    made: list[Path] = []

    def folder(source: str) -> Path:
        code.write_text(source, encoding="utf-8")
        return stage("stage", tmp_path / "cache", [import_module("code_of_a_stage")], made.append)

    first = folder('"""One."""\n\n\ndef a() -> int:\n    """One."""\n    return 1\n')
    assert folder('"""Two."""\ndef a() -> int:\n    """Two."""  # three\n    return 1\n') == first
    assert folder("def a() -> int:\n    return 2\n") != first
    assert len(made) == 2
    sys.modules.pop("code_of_a_stage")


def test_nothing_is_kept_of_a_stage_that_failed(tmp_path: Path) -> None:
    def fail(folder: Path) -> None:
        (folder / "half").touch()
        raise OSError("full")

    with pytest.raises(OSError, match="full"):
        stage("stage", tmp_path, [sys.modules[__name__]], fail)
    assert not list(tmp_path.iterdir())


def test_parts_come_in_their_order() -> None:
    assert list(in_parts(7, 3, list)) == [[1, 2, 3], [4, 5, 6], [7]]
    assert list(in_parts(2, 3, list)) == [[1, 2]]
