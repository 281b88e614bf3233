"""A search in the list: the quick answer at once, all of it after the typing rests, nothing moved under the reader."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from desktop_reader.records.changes import Changes
from desktop_reader.records.query import Query, Scope, Sort
from desktop_reader.ui.articles.asking import Kind
from desktop_reader.ui.articles.model import ArticleModel
from tests.ui.articles_fake import NOON, Later, Library

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")

BEST = Query(search="1", sort=Sort.BEST)
NEWEST = Query(search="1")


def shown(model: ArticleModel) -> list[int]:
    return [model.id_at(row) for row in range(model.rowCount())]


def searched(library: Library, query: Query) -> tuple[ArticleModel, Later]:
    """A search whose quick answer is there."""
    ask = Later(library)
    model = ArticleModel(library, ask, lambda: NOON)
    model.open(Query())
    model.open(query)
    assert Kind.SEARCH in ask.waiting
    ask.answer(Kind.SEARCH)
    ask.waiting.clear()
    return model, ask


def rests(qtbot: QtBot, ask: Later) -> None:
    """The reader types no more."""
    qtbot.waitUntil(lambda: Kind.LIST in ask.waiting, timeout=2_000)


def test_few_results_are_all_there_at_once(qtbot: QtBot) -> None:
    library = Library(100)
    model, ask = searched(library, NEWEST)
    assert shown(model) == [n for n in range(100, 0, -1) if "1" in str(n)]
    assert (model.about, model.searching) == (None, False)
    qtbot.wait(250)
    assert not ask.waiting


def test_many_results_begin_with_the_first_and_say_about_how_many(qtbot: QtBot) -> None:
    library = Library(2_000)
    model, ask = searched(library, NEWEST)
    everything = list(library._in(NEWEST))
    assert shown(model) == everything[:200]
    assert (model.about, model.searching) == (len(everything) // 10 * 10, True)
    assert not ask.waiting  # not while somebody types
    rests(qtbot, ask)
    with qtbot.waitSignal(model.about_changed), qtbot.assertNotEmitted(model.modelReset):
        ask.answer()
    assert shown(model) == everything
    assert (model.about, model.searching) == (None, False)


def test_the_best_ones_change_places_only_as_long_as_nobody_reads(qtbot: QtBot) -> None:
    library = Library(2_000)
    model, ask = searched(library, BEST)
    quick = shown(model)
    rests(qtbot, ask)
    with qtbot.waitSignals([model.moving, model.moved], order="strict"):
        ask.answer()
    assert shown(model) == list(library.all_ids(BEST))
    assert shown(model)[:200] != quick

    model, ask = searched(library, BEST)
    rests(qtbot, ask)
    model.keep_order()
    with qtbot.waitSignal(model.rowsInserted), qtbot.assertNotEmitted(model.modelReset):
        ask.answer()
    assert shown(model)[:200] == quick
    assert sorted(shown(model)) == sorted(library._in(BEST))


def test_the_next_key_asks_anew_and_the_older_answers_change_nothing(qtbot: QtBot) -> None:
    library = Library(2_000)
    model, ask = searched(library, NEWEST)
    rests(qtbot, ask)
    stale = ask.waiting[Kind.LIST]
    before = shown(model)
    model.open(Query(search="19"))
    stale[1](stale[0](library))
    assert shown(model) == before  # the rows stay until the answer is there
    assert model.searching
    ask.answer(Kind.SEARCH)
    assert shown(model) == [n for n in range(2_000, 0, -1) if "19" in str(n)][:200]


def test_nothing_found_yet_is_not_said_to_be_nothing(qtbot: QtBot) -> None:
    library = Library(500)
    library.quickly = 0
    model, ask = searched(library, NEWEST)
    assert (model.rowCount(), model.searching) == (0, True)
    rests(qtbot, ask)
    with qtbot.waitSignal(model.about_changed):
        ask.answer()
    assert shown(model) == list(library._in(NEWEST))


def test_what_comes_and_goes_meanwhile_keeps_nobody_waiting_and_is_there_in_the_end(qtbot: QtBot) -> None:
    library = Library(2_000)
    model, ask = searched(library, NEWEST)
    rests(qtbot, ask)
    question, answered = ask.waiting.pop(Kind.LIST)
    answer = question(library)
    new = library.add_on_top(20)
    library.remove(1_999)
    model.apply(Changes(new=new, removed=(1_999,)))
    model.keep_order()
    assert not ask.waiting  # a search that takes long would never end while feeds are refreshed
    answered(answer)
    assert not model.searching
    ask.answer()
    assert shown(model) == list(library._in(NEWEST))


def test_new_results_come_to_a_whole_search(qtbot: QtBot) -> None:
    library = Library(100)
    model, ask = searched(library, NEWEST)
    model.apply(Changes(new=library.add_on_top(20)))
    ask.answer()
    assert shown(model) == list(library._in(NEWEST))


def test_new_ones_before_the_first_answer_come_after_it(qtbot: QtBot) -> None:
    library = Library(100)
    ask = Later(library)
    model = ArticleModel(library, ask, lambda: NOON)
    model.open(Query())
    model.open(NEWEST)
    question, answered = ask.waiting.pop(Kind.SEARCH)
    answer = question(library)
    model.apply(Changes(new=library.add_on_top(20)))
    answered(answer)
    ask.answer()
    assert shown(model) == list(library._in(NEWEST))


def test_a_list_that_needs_a_look_at_all_of_it_leaves_the_old_rows_until_then(qtbot: QtBot) -> None:
    library = Library(1_000)
    ask = Later(library)
    model = ArticleModel(library, ask, lambda: NOON)
    model.open(Query(Scope.FEED, target=3))
    before = shown(model)
    by_title = Query(Scope.FEED, target=4, sort=Sort.TITLE)
    model.open(by_title)
    assert shown(model) == before
    assert not model.searching
    model.apply(Changes(new=library.add_on_top(7)))
    with qtbot.waitSignal(model.opened):
        ask.answer()
    ask.answer()
    assert shown(model) == list(library._in(by_title))


def test_a_list_that_nobody_counted_grows_when_it_is(qtbot: QtBot) -> None:
    library = Library(1_000)
    ask = Later(library)
    model = ArticleModel(library, ask, lambda: NOON)
    model.open(Query(Scope.TODAY))
    assert model.rowCount() == 64
    with qtbot.waitSignal(model.rowsInserted), qtbot.assertNotEmitted(model.arrived):
        ask.answer()
    assert shown(model) == list(range(1_000, 0, -1))
