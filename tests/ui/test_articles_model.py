# mypy: allow-untyped-calls
# (pytest-qt's keys and clicks have no types.)
from array import array

import pytest
from PySide6.QtCore import QModelIndex, Qt
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from desktop_reader.errors import LibraryError
from desktop_reader.records.article import ArticleRow
from desktop_reader.records.changes import Changes
from desktop_reader.records.query import Query, Scope, Sort
from desktop_reader.ui.articles.asking import Kind
from desktop_reader.ui.articles.model import ArticleModel
from desktop_reader.ui.articles.rows import RowCache
from tests.ui.articles_fake import NOON, Later, Library, Now

BIG = 200_000
ALL, UNREAD = Query(), Query(Scope.UNREAD)


def opened(library: Library, query: Query = ALL, ask: Now | None = None) -> ArticleModel:
    model = ArticleModel(library, ask or Now(library), lambda: NOON)
    model.open(query)
    return model


def shown(model: ArticleModel) -> list[int]:
    return [model.id_at(row) for row in range(model.rowCount())]


def test_open_answers_at_once_and_fills_later(qtbot: QtBot) -> None:
    library = Library(BIG)
    ask = Later(library)
    model = opened(library, ask=ask)
    assert model.rowCount() == BIG
    assert library.asked == ["head"]
    assert [model.id_at(row) for row in (0, 63, 500, BIG - 1)] == [BIG, BIG - 63, BIG - 500, 1]
    assert library.asked == ["head", "ids_at", "ids_near_end"]
    assert model.id_at(150_000) == model.id_at(150_001) == 0  # in the middle: not known yet, and not asked for
    assert library.asked == ["head", "ids_at", "ids_near_end"]
    with qtbot.waitSignal(model.filled), qtbot.assertNotEmitted(model.moved):
        ask.answer()
    assert model.id_at(150_000) == 50_000
    library.asked.clear()
    assert model.id_at(1_000) == BIG - 1_000
    assert library.asked == []


def test_rows_are_fetched_with_their_neighbours_and_kept(qapp: object) -> None:
    library = Library(BIG)
    model = opened(library)
    library.asked.clear()
    for row in range(140, 160):
        found = model.row(row)
        assert found is not None
        assert found.id == BIG - row
    assert library.asked == ["rows"]


def test_the_cache_gives_up_what_was_not_seen_for_longest() -> None:
    library = Library(100)
    cache = RowCache(library.rows, limit=10)
    cache.load(range(1, 11))
    cache.get(1)
    cache.load([11])
    assert 1 in cache
    assert 2 not in cache
    assert 11 in cache


def test_of_a_list_that_was_scrolled_through_a_thousand_rows_are_kept(qapp: object) -> None:
    model = opened(Library(5_000))
    assert all(model.row(place) is not None for place in range(0, 5_000, 10))
    assert len(model._rows._rows) == 1_000


def test_a_row_that_was_read_stays_in_unread(qtbot: QtBot) -> None:
    library = Library(1_000)
    model = opened(library, UNREAD)
    before = shown(model)
    assert model.row(3) is not None
    library.set(before[3], unread=False)
    library.asked.clear()
    with qtbot.waitSignal(model.dataChanged) as told:
        model.apply(Changes(state=(before[3],)))
    assert told.args is not None
    assert [index.row() for index in told.args[:2]] == [3, 3]
    row = model.row(3)
    assert row is not None
    assert not row.unread
    assert shown(model) == before
    assert library.asked == ["rows"]


def test_changes_of_rows_nobody_saw_ask_nothing(qtbot: QtBot) -> None:
    library = Library(1_000)
    model = opened(library)
    library.asked.clear()
    with qtbot.assertNotEmitted(model.dataChanged):
        model.apply(Changes(state=(5, 6, 7)))
    assert library.asked == []


def test_many_marked_rows_are_given_up_and_fetched_when_painted(qtbot: QtBot) -> None:
    library = Library(1_000)
    model = opened(library)
    for row in range(200):
        model.row(row)
    for article in range(801, 1_001):
        library.set(article, unread=False)
    with qtbot.waitSignal(model.dataChanged):
        model.apply(Changes(state=tuple(range(1, 1_001))))
    rows = [model.row(place) for place in range(200)]
    assert all(row is not None and not row.unread for row in rows)


def test_new_ones_go_where_they_belong_and_read_ones_stay(qtbot: QtBot) -> None:
    library = Library(1_000)
    model = opened(library, UNREAD)
    before = shown(model)
    library.set(before[5], unread=False)
    model.apply(Changes(state=(before[5],)))
    new = library.add_on_top(4)
    with qtbot.waitSignal(model.arrived) as told:
        model.apply(Changes(new=new))
    assert told.args == [2]
    assert shown(model) == [1_004, 1_002, *before]


def test_new_ones_from_a_slow_feed_go_between(qapp: object) -> None:
    library = Library(300)
    model = opened(library)
    library.listed.insert(10, 400)
    library.listed.insert(50, 401)
    model.apply(Changes(new=(400, 401)))
    assert shown(model) == library.listed.tolist()


def test_hundreds_of_scattered_ones_come_in_one_piece(qtbot: QtBot) -> None:
    library = Library(1_000)
    model = opened(library)
    new = tuple(range(2_000, 2_200))
    for place, article in enumerate(new):
        library.listed.insert(place * 5, article)
    with qtbot.waitSignals([model.moving, model.modelReset, model.moved], order="strict"):
        model.apply(Changes(new=new))
    assert shown(model) == library.listed.tolist()


def test_an_answer_to_an_older_question_changes_nothing(qapp: object) -> None:
    library = Library(500)
    ask = Later(library)
    model = opened(library, ask=ask)
    stale = ask.waiting[Kind.LIST]
    model.open(Query(Scope.FEED, target=3))
    stale[1](array("q", [1, 2, 3]))
    assert model.rowCount() == 72
    assert model.id_at(0) % 7 == 3


def test_rows_removed_while_the_question_was_out_are_asked_for_again(qapp: object) -> None:
    library = Library(100)
    ask = Later(library)
    model = opened(library, ask=ask)
    ask.answer()
    new = library.add_on_top(3)
    model.apply(Changes(new=new))
    question, answered = ask.waiting[Kind.CHANGE]
    answer = question(library)
    library.remove(100, 50)
    model.apply(Changes(removed=(100, 50)))
    ask.answer()
    answered(answer)  # to the older question
    assert shown(model) == library.listed.tolist()


def test_news_before_the_list_was_whole(qapp: object) -> None:
    library = Library(1_000)
    ask = Later(library)
    model = opened(library, ask=ask)
    new = library.add_on_top(2)
    library.remove(990)
    model.apply(Changes(new=new, removed=(990,)))
    ask.answer()
    ask.answer()
    assert shown(model) == library.listed.tolist()


def test_an_article_read_before_the_list_was_whole_stays(qapp: object) -> None:
    library = Library(1_000)
    ask = Later(library)
    model = opened(library, UNREAD, ask)
    before = [1_000 - 2 * row for row in range(500)]
    library.set(998, unread=False)
    model.apply(Changes(state=(998,)))
    ask.answer()
    assert shown(model) == before


def test_removed_rows_go(qapp: object) -> None:
    library = Library(400)
    model = opened(library)
    library.remove(400, 399, 200, 1)
    model.apply(Changes(removed=(400, 399, 200, 1, 9_999)))
    assert shown(model) == library.listed.tolist()
    gone = tuple(range(2, 400, 3))
    library.remove(*(article for article in gone if article in library.listed))
    model.apply(Changes(removed=gone))
    assert shown(model) == library.listed.tolist()


def test_an_article_that_comes_back_is_seen_again(qapp: object) -> None:
    library = Library(50)
    model = opened(library)
    library.remove(50)
    assert model.row(0) is None  # gone, and nobody said so yet
    model.apply(Changes(removed=(50,)))
    library.listed.insert(0, 50)
    model.apply(Changes(new=(50,)))
    row = model.row(0)
    assert row is not None
    assert row.id == 50


def test_a_search_leaves_the_rows_until_its_answer_is_there(qtbot: QtBot) -> None:
    library = Library(500)
    ask = Later(library)
    model = opened(library, Query(Scope.FEED, target=3), ask)
    before = shown(model)
    model.open(Query(search="77"))
    library.add_on_top(1)
    model.apply(Changes(new=(501,)))
    assert shown(model) == before
    with qtbot.waitSignal(model.opened):
        ask.answer()
    assert shown(model) == [477, 377, 277, 177, 77]


def next_unread(model: ArticleModel, after: int) -> int | None:
    told: list[int | None] = []
    model.find_unread(after, told.append)
    assert len(told) == 1
    return told[0]


@pytest.mark.parametrize("query", [ALL, Query(search="1"), Query(sort=Sort.TITLE)])
def test_next_unread_near_and_far(qapp: object, query: Query) -> None:
    library = Library(3_000, all_read=True)
    library.quickly = 5_000
    for article in (11, 1_200):
        library.set(article, unread=True)
    model = opened(library, query)
    rows = sorted(row for row, article in enumerate(shown(model)) if article in (11, 1_200))
    assert [next_unread(model, after) for after in (-1, rows[0], rows[1])] == [rows[0], rows[1], rows[0]]
    library.set(11, unread=False)
    library.set(1_200, unread=False)
    model.apply(Changes(state=(11, 1_200)))
    assert next_unread(model, -1) is None


def test_next_unread_begins_below_and_goes_round(qapp: object) -> None:
    model = opened(Library(10))
    assert [next_unread(model, row) for row in (-1, 0, 1, 8)] == [0, 2, 2, 0]


def test_next_unread_far_away_looks_at_few_rows(qapp: object) -> None:
    library = Library(BIG, all_read=True)
    library.set(3, unread=True)
    model = opened(library)
    assert next_unread(model, 10) == BIG - 3
    assert library.fetched <= 256


def test_each_press_while_the_answer_is_out_is_a_step(qapp: object) -> None:
    library = Library(1_000, all_read=True)
    for article in (10, 20, 30):
        library.set(article, unread=True)
    ask = Later(library)
    model = opened(library, ask=ask)
    ask.answer()
    told: list[int | None] = []
    for _ in range(2):
        model.find_unread(0, told.append)
    assert told == []
    ask.answer()
    assert told == [980]  # the second one


def find(model: ArticleModel, article: int) -> int | None:
    told: list[int | None] = []
    model.find(article, told.append)
    assert len(told) == 1
    return told[0]


def test_any_article_is_found(qapp: object) -> None:
    library = Library(BIG)
    model = opened(library)
    assert [find(model, article) for article in (1, BIG, BIG + 1)] == [BIG - 1, 0, None]
    assert model.row_of(1) is None  # nobody has seen it
    model.row(BIG - 1)
    assert model.row_of(1) == BIG - 1
    assert model.row_of(0) is None


def test_what_is_looked_for_before_the_list_is_whole_is_found_then(qapp: object) -> None:
    library = Library(1_000)
    ask = Later(library)
    model = opened(library, ask=ask)
    told: list[int | None] = []
    model.find(400, told.append)
    ask.answer()
    ask.answer()
    assert told == [600]
    model.find(400, told.append)
    model.open(UNREAD)
    ask.answer()
    assert told == [600]  # another list: nobody wants to know any more


def test_other_feed_titles_are_fetched_again(qtbot: QtBot) -> None:
    library = Library(10)
    model = opened(library)
    model.row(0)
    library.set(10, feed_title="Renamed")
    with qtbot.waitSignal(model.dataChanged):
        model.apply(Changes(tree=True))
    row = model.row(0)
    assert row is not None
    assert row.feed_title == "Renamed"


def test_a_screen_reader_hears_the_state_the_title_and_the_time(qapp: object) -> None:
    library = Library(10)
    library.set(10, title="A headline", feed_title="NHK World", published_at=NOON - 7_200)
    model = opened(library)
    said = model.data(model.index(0, 0), Qt.ItemDataRole.AccessibleTextRole)
    assert said == "Unread, Starred, A headline, NHK World, 2 hours ago"


def test_qt_finds_no_fault(qtmodeltester: ModelTester) -> None:
    library = Library(300)
    model = opened(library)
    qtmodeltester.check(model, force_py=True)
    new = library.add_on_top(3)
    model.apply(Changes(new=new))
    library.remove(5)
    model.apply(Changes(removed=(5,)))
    assert model.rowCount(QModelIndex()) == 302


def test_a_library_that_cannot_be_read_is_told_once_and_tried_again(qtbot: QtBot) -> None:
    library = Library(100)
    model = opened(library)
    read = library.rows

    def broken(ids: object) -> dict[int, ArticleRow]:
        raise LibraryError("The disk is gone.")

    model._rows._fetch = broken
    heard: list[object] = []
    model.failed.connect(heard.append)
    for row in range(20):
        assert model.row(row) is None
    qtbot.waitUntil(lambda: len(heard) == 1)
    model._rows._fetch = read
    model.open(ALL)
    assert model.row(0) is not None


def test_changes_before_anything_was_opened_ask_nothing(qapp: object) -> None:
    library = Library(100)
    model = ArticleModel(library, Now(library))
    model.apply(Changes(new=(100,), state=(1,), removed=(2,)))
    assert library.asked == []
    assert model.rowCount() == 0
