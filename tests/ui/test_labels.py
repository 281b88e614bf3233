# mypy: allow-untyped-calls
# (pytest-qt's keys and clicks have no types.)
"""Labels in the window: the card that puts them on articles, the sidebar's rows, the head of an article."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QMenu
from pytestqt.qtbot import QtBot

from desktop_reader.app import Application
from desktop_reader.library import labels
from desktop_reader.records.label import COLOURS, Label
from desktop_reader.records.query import Query, Scope
from desktop_reader.ui.commands import article as article_deeds
from desktop_reader.ui.commands import labels as label_deeds
from desktop_reader.ui.commands import menus
from desktop_reader.ui.labels.card import LabelCard
from desktop_reader.ui.labels.choices import Share, choices
from desktop_reader.ui.sidebar.tree import Key, Kind
from desktop_reader.ui.theme.tokens import LIGHT
from tests.ui.test_menus import ids, named, of_article, outside, window

__all__ = ["outside", "window"]  # Fixtures.

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints|grabbing|raise")


def there(window: Application) -> dict[str, set[int]]:
    """Which articles each label is on."""
    reader = window.reader
    return {one.title: set(labels.articles(reader, one.id)) for one in labels.labels(reader)}


def card_of(qtbot: QtBot, window: Application) -> LabelCard:
    """Opened by its key, in the list."""
    window.window.activateWindow()
    window.window.articles.view.setFocus()
    QTest.keyClick(window.window, Qt.Key.Key_L)
    qtbot.waitUntil(lambda: bool(window.window.findChildren(LabelCard)))
    return window.window.findChildren(LabelCard)[-1]


def shown(card: LabelCard) -> list[tuple[str, Share, bool]]:
    rows = [card._rows.at(row) for row in range(card._rows.rowCount())]
    return [(one.label.title, one.share, one.is_new) for one in rows if one is not None]


def scope(window: Application) -> Scope:
    return window.browsing.query.scope


def rows_of(window: Application) -> list[tuple[str, int]]:
    """The labels of the sidebar, with their numbers."""
    model = window.window.sidebar.model
    return [(node.title, node.count) for node in model._nodes if node.key.kind is Kind.LABEL]


def test_a_label_is_made_and_ticked_by_keys_alone(qtbot: QtBot, window: Application) -> None:
    view = window.window.articles.view
    view.pick(0)
    article = view.current()
    card = card_of(qtbot, window)
    assert shown(card) == []
    assert card.hint.isVisible()
    QTest.keyClicks(card.field, "Read later")
    assert shown(card) == [("Read later", Share.NONE, True)]
    QTest.keyClick(card.field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: shown(card) == [("Read later", Share.ALL, False)])
    assert there(window) == {"Read later": {article}}
    qtbot.waitUntil(lambda: rows_of(window) == [("Read later", 1)])
    QTest.keyClick(card.field, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: there(window) == {"Read later": set()})
    QTest.keyClick(card.field, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: there(window) == {"Read later": {article}})
    QTest.keyClicks(card.field, "to do")
    QTest.keyClick(card.field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: len(shown(card)) == 2)
    QTest.keyClick(card.field, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: not window.window.findChildren(LabelCard))
    assert view.hasFocus(), "the keyboard is where it was"
    assert there(window) == {"Read later": {article}, "to do": {article}}


def test_of_several_articles_some_have_it(qtbot: QtBot, window: Application) -> None:
    view, undo = window.window.articles.view, window.window.undo
    everything = list(window.reader.all_ids(Query()))
    deeds = label_deeds.LabelDeeds(window.window.desk)
    deeds.add_and_put("Some", everything[:2])
    deeds.add_and_put("None", [])
    qtbot.waitUntil(lambda: set(there(window)) == {"Some", "None"})
    view.pick(0)
    view.selectAll()
    card = card_of(qtbot, window)
    assert shown(card) == [("Some", Share.SOME, False), ("None", Share.NONE, False)]
    QTest.keyClick(card.field, Qt.Key.Key_Down)
    QTest.keyClick(card.field, Qt.Key.Key_Up)
    QTest.keyClick(card.field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: there(window)["Some"] == set(everything) and len(undo._past) == 3)
    undo.undo()
    qtbot.waitUntil(lambda: there(window)["Some"] == set(everything[:2]))
    qtbot.waitUntil(lambda: shown(card)[0][1] is Share.SOME)
    undo.redo()
    qtbot.waitUntil(lambda: shown(card)[0][1] is Share.ALL)
    QTest.mouseClick(card.list.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(60, card.list.sizeHintForRow(0) + 8))
    qtbot.waitUntil(lambda: there(window)["None"] == set(everything))
    QTest.mouseClick(card, Qt.MouseButton.LeftButton, pos=QPoint(card.width() - 4, 4))
    qtbot.waitUntil(lambda: not window.window.findChildren(LabelCard))


def test_very_many_are_asked_for_behind_the_window(
    qtbot: QtBot, window: Application, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(label_deeds, "FEW", 2)
    assert article_deeds.FEW > 2
    view = window.window.articles.view
    view.pick(0)
    view.selectAll()
    card = card_of(qtbot, window)
    QTest.keyClicks(card.field, "All")
    QTest.keyClick(card.field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: there(window) == {"All": set(window.reader.all_ids(Query()))})
    qtbot.waitUntil(lambda: shown(card) == [("All", Share.ALL, False)])


def test_the_menu_of_a_row_opens_the_card_for_it(qtbot: QtBot, window: Application) -> None:
    named(of_article(window, "The lamp"), "Labels…").trigger()
    (card,) = window.window.findChildren(LabelCard)
    QTest.keyClicks(card.field, "L")
    QTest.keyClick(card.field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: there(window) == {"L": {ids(window)["The lamp"]}})


def test_what_is_typed_finds_and_makes() -> None:
    known = [Label(1, "Über uns"), Label(2, "Work"), Label(3, "Homework"), Label(4, "東京")]
    assert [one.label.id for one in choices(known, {}, 1, "")] == [1, 2, 3, 4]
    assert [one.label.id for one in choices(known, {}, 1, "work")] == [2, 3]
    assert [one.label.id for one in choices(known, {}, 1, "uber")] == [1, 0]
    assert [one.label.title for one in choices(known, {}, 1, " new\tone ")] == ["new one"]
    assert [one.label.id for one in choices(known, {}, 1, "東京")] == [4]
    assert [one.share for one in choices(known[:3], {1: 2, 2: 1}, 2, "")] == [Share.ALL, Share.SOME, Share.NONE]


def label_row(window: Application, title: str) -> Key:
    found = labels.named(window.reader, title)
    assert found is not None
    return Key(Kind.LABEL, found.id)


def menu_of(window: Application, key: Key) -> QMenu:
    menu = QMenu(window.window)
    menus.sidebar_menu(window.window.desk, window.window.deck, str(key.kind), key.id, menu)
    return menu


def test_a_label_of_the_sidebar_is_shown_renamed_coloured_and_removed(qtbot: QtBot, window: Application) -> None:
    main, undo = window.window, window.window.undo
    some = list(window.reader.all_ids(Query()))[:3]
    label_deeds.LabelDeeds(main.desk).add_and_put("Sea", some)
    qtbot.waitUntil(lambda: rows_of(window) == [("Sea", 3)])
    key = label_row(window, "Sea")
    view, model = main.sidebar.view, main.sidebar.model
    view.setCurrentIndex(model.index_of(key))
    qtbot.waitUntil(lambda: main.articles.model.rowCount() == 3)
    assert scope(window) is Scope.LABEL

    named(menu_of(window, key), "Rename").trigger()
    (field,) = view.findChildren(QLineEdit)
    field.setText("Ocean")
    QTest.keyClick(field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: rows_of(window) == [("Ocean", 3)])
    colours = named(menu_of(window, key), "Colour").menu()
    assert isinstance(colours, QMenu)
    assert [action.isChecked() for action in colours.actions()].index(True) == 0
    named(colours, "Teal").trigger()
    qtbot.waitUntil(lambda: labels.labels(window.reader)[0].colour == "teal")
    named(menu_of(window, key), "Remove label").trigger()
    qtbot.waitUntil(lambda: rows_of(window) == [] and len(undo._past) == 4)
    assert scope(window) is Scope.UNREAD, "what was shown is not there any more"
    undo.undo()
    qtbot.waitUntil(lambda: there(window) == {"Ocean": set(some)})
    qtbot.waitUntil(lambda: rows_of(window) == [("Ocean", 3)])
    for _ in range(3):
        undo.undo()
    qtbot.waitUntil(lambda: there(window) == {})
    for _ in range(4):
        undo.redo()
    qtbot.waitUntil(lambda: not undo.can_redo and there(window) == {})


def test_a_new_label_is_named_in_its_row(qtbot: QtBot, window: Application) -> None:
    view = window.window.sidebar.view
    window.window.deck.action("label.add").trigger()
    qtbot.waitUntil(lambda: bool(view.findChildren(QLineEdit)))
    (field,) = view.findChildren(QLineEdit)
    assert field.text() == "New label"
    field.setText("  ")
    QTest.keyClick(field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: rows_of(window) == [("New label", 0)])
    window.window.deck.action("label.add").trigger()
    qtbot.waitUntil(lambda: len(rows_of(window)) == 2)
    assert [title for title, _ in rows_of(window)] == ["New label", "New label 2"]


def test_a_label_is_merged_into_another_and_taken_apart_again(qtbot: QtBot, window: Application) -> None:
    desk, undo = window.window.desk, window.window.undo
    deeds, everything = label_deeds.LabelDeeds(desk), list(window.reader.all_ids(Query()))
    deeds.add_and_put("Sea", everything[:2])
    deeds.add_and_put("Sea & <b>", everything[1:3])
    before = {"Sea": set(everything[:2]), "Sea & <b>": set(everything[1:3])}
    qtbot.waitUntil(lambda: there(window) == before and len(undo._past) == 2)
    menu = QMenu()
    label_deeds.label_menu(desk, 1, menu)
    into = next(action.menu() for action in menu.actions() if action.text() == "Merge into")
    assert isinstance(into, QMenu)
    assert [action.text() for action in into.actions()] == ["Sea && <b>"]
    into.actions()[0].trigger()
    qtbot.waitUntil(lambda: there(window) == {"Sea & <b>": set(everything[:3])} and len(undo._past) == 3)
    assert undo._past[-1].words == "“Sea” merged into “Sea & <b>”"
    undo.undo()
    qtbot.waitUntil(lambda: there(window) == before)
    undo.redo()
    qtbot.waitUntil(lambda: there(window) == {"Sea & <b>": set(everything[:3])})


def test_labels_are_put_in_order_by_keys(qtbot: QtBot, window: Application) -> None:
    main = window.window
    for title in ("A", "B", "C"):
        label_deeds.LabelDeeds(main.desk).add_and_put(title, [])
    qtbot.waitUntil(lambda: len(rows_of(window)) == 3)
    main.sidebar.view.setFocus()
    main.sidebar.view.setCurrentIndex(main.sidebar.model.index_of(label_row(window, "C")))
    QTest.keyClick(main.sidebar.view, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    qtbot.waitUntil(lambda: [title for title, _ in rows_of(window)] == ["A", "C", "B"])
    QTest.keyClick(main.sidebar.view, Qt.Key.Key_Delete)
    qtbot.waitUntil(lambda: [title for title, _ in rows_of(window)] == ["A", "B"] and len(main.undo._past) == 5)
    main.undo.undo()
    main.undo.undo()
    qtbot.waitUntil(lambda: [title for title, _ in rows_of(window)] == ["A", "B", "C"])


def test_numbers_follow_what_is_read(qtbot: QtBot, window: Application) -> None:
    everything = list(window.reader.all_ids(Query()))
    label_deeds.LabelDeeds(window.window.desk).add_and_put("Sea", everything)
    qtbot.waitUntil(lambda: rows_of(window) == [("Sea", 6)])
    article_deeds.ArticleDeeds(window.window.desk).toggle_read(everything[:2])
    qtbot.waitUntil(lambda: rows_of(window) == [("Sea", 4)])


def test_the_head_of_an_article_has_its_labels(qtbot: QtBot, window: Application) -> None:
    main, view = window.window, window.window.reading.view
    main.articles.view.pick(0)
    article = main.articles.view.current()
    qtbot.waitUntil(lambda: view.article is not None)
    assert view.sheet.chips == {}
    deeds = label_deeds.LabelDeeds(main.desk)
    deeds.add_and_put("Sea & <b>salt</b>", [article])
    deeds.add_and_put("Later", [article])
    qtbot.waitUntil(lambda: any(len(chips) == 2 for chips in view.sheet.chips.values()))
    (number,) = view.sheet.chips
    block = view.sheet.document.findBlockByNumber(number)
    assert block.text().replace("\xa0", " ").split("      ") == ["Sea & <b>salt</b>", " Later"]
    (first, second) = view.sheet.chips[number]
    assert (first[2].upper(), second[2].upper()) == (LIGHT.label(COLOURS[0]), LIGHT.label(COLOURS[1]))
    picture = view.viewport().grab().toImage()
    tint = QColor(LIGHT.tint(LIGHT.label(COLOURS[0]), LIGHT.page))
    seen = {picture.pixel(x, y) for x in range(0, picture.width(), 2) for y in range(0, 260, 2)}
    assert tint.rgb() in seen
    view.selectAll()
    view.copy()
    assert "salt" not in QApplication.clipboard().text(), "what is copied is the article"
    index = labels.named(window.reader, "Later")
    assert index is not None
    view.anchorClicked.emit(f"label:{index.id}")
    assert (window.browsing.query.scope, window.browsing.query.target) == (Scope.LABEL, index.id)


def test_a_row_of_the_list_has_a_dot_for_each_label(qtbot: QtBot, window: Application) -> None:
    main = window.window
    view = main.articles.view
    article = main.articles.model.id_at(3)
    height = view.rowHeight(3)
    label_deeds.LabelDeeds(main.desk).add_and_put("Sea", [article])
    dot = QColor(LIGHT.label(COLOURS[0])).rgb()

    def colours() -> set[int]:
        row = view.visualRect(main.articles.model.index(3, 0))
        picture = view.viewport().grab(row).toImage()
        return {picture.pixel(x, y) for x in range(picture.width()) for y in range(0, picture.height(), 2)}

    qtbot.waitUntil(lambda: dot in colours())
    assert view.rowHeight(3) == height
    row = main.articles.model.row(3)
    assert row is not None
    assert row.labels[0].title == "Sea"
    spoken = main.articles.model.index(3, 0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert ", Sea, " in spoken
    label_deeds.LabelDeeds(main.desk).recolour(row.labels[0].id, "green")
    green = QColor(LIGHT.label("green")).rgb()
    qtbot.waitUntil(lambda: green in colours() and dot not in colours())
