"""Rules in the window: made, tried before they are kept, switched, and what they did taken back."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QTextCursor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QCheckBox, QDialogButtonBox, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from desktop_reader.app import Application
from desktop_reader.jobs.label import AddLabel
from desktop_reader.jobs.rules import KeepRule
from desktop_reader.library import rules, runs
from desktop_reader.library.arrivals import arrived
from desktop_reader.library.rules import any_notifies
from desktop_reader.records.notice import Rules
from desktop_reader.records.query import Query, Scope
from desktop_reader.records.rule import HIDE, NOTIFY, QUIET, READ, STAR, Rule
from desktop_reader.ui.commands.hiding import hide
from desktop_reader.ui.commands.rules import word_of
from desktop_reader.ui.completing.choosing import Choosing
from desktop_reader.ui.notice import Notice
from desktop_reader.ui.notifying.telling import news_of
from desktop_reader.ui.rules import editor as module
from desktop_reader.ui.rules.dialog import RulesDialog
from desktop_reader.ui.rules.editor import RuleEditor
from desktop_reader.worker import trial
from tests.ui.program import Start, click, settle, start

__all__ = ["start"]  # A fixture.
ALL = 40


@pytest.fixture(autouse=True)
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_ASKED_AFTER_MS", 0)
    monkeypatch.setattr(trial, "DAYS", 30)
    monkeypatch.setattr("desktop_reader.worker.trial.recent", lambda reader, now, days: arrived(reader, 0))


def editor_of(qtbot: QtBot, program: Application) -> RuleEditor:
    qtbot.waitUntil(lambda: any(one.isVisible() for one in program.window.findChildren(RuleEditor)))
    (one,) = (one for one in program.window.findChildren(RuleEditor) if one.isVisible())
    return one


def listed(qtbot: QtBot, program: Application) -> RulesDialog:
    program.window.deck.action("rule.show").trigger()
    (dialog,) = program.window.findChildren(RulesDialog)
    return dialog


def save(editor: RuleEditor) -> None:
    click(editor.buttons.button(QDialogButtonBox.StandardButton.Save))


def tick(box: QCheckBox) -> None:
    """On its words: the room behind them is no part of it."""
    click(box, QPoint(12, box.height() // 2))


def said(program: Application) -> str:
    (notice,) = program.window.findChildren(Notice)
    return notice.accessibleName()


def kept(program: Application) -> list[Rule]:
    return rules.rules(program.reader)


def hidden(program: Application) -> int:
    return program.reader.count(Query(search="is:hidden"))


def buttons(dialog: RulesDialog) -> list[QPushButton]:
    """Those of the runs."""
    return dialog.runs.findChildren(QPushButton)


def test_the_search_of_a_rule_is_completed_as_in_the_search_field(start: Start, qtbot: QtBot) -> None:
    program = start()
    program.window.deck.action("rule.add").trigger()
    editor = editor_of(qtbot, program)
    (offered,) = editor.findChildren(Choosing)
    field = editor.wanted.search
    editor.activateWindow()
    qtbot.waitUntil(field.hasFocus)
    QTest.keyClicks(field, "feed:fer")
    assert offered.isVisible()
    QTest.keyClick(field, Qt.Key.Key_Tab)
    assert field.text() == "feed:Ferry "
    assert field.hasFocus(), "Tab has taken the row, and not gone on"
    assert not offered.isVisible()
    qtbot.waitUntil(lambda: editor.rows.count() > 0)

    QTest.keyClicks(field, "is:")
    assert offered.isVisible()
    QTest.keyClick(field, Qt.Key.Key_Down)
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert field.text() == "feed:Ferry is:unread "
    assert editor.isVisible(), "Enter has taken the row, and not saved the rule"
    QTest.keyClicks(field, "folder:")
    assert offered.isVisible()
    QTest.keyClick(field, Qt.Key.Key_Escape)
    assert not offered.isVisible()
    assert editor.isVisible(), "Escape puts away the list first"
    QTest.keyClick(field, Qt.Key.Key_Escape)
    assert not editor.isVisible()


def test_a_rule_shows_what_it_would_have_done_before_it_is_kept(start: Start, qtbot: QtBot) -> None:
    program = start()
    program.window.deck.action("rule.add").trigger()
    editor = editor_of(qtbot, program)
    ok = editor.buttons.button(QDialogButtonBox.StandardButton.Save)
    assert not ok.isEnabled()
    QTest.keyClicks(editor.wanted.search, "intitle:07 OR intitle:08")
    assert not ok.isEnabled(), "it does nothing yet"
    tick(editor.deeds[READ])
    qtbot.waitUntil(lambda: editor.rows.count() == 2)
    assert "2 of the 40 articles" in editor.said.text()
    assert "2 marked as read" in editor.said.text()
    assert editor.rows.item(0).text().startswith("Article 07")
    assert kept(program) == []
    unread = program.reader.smart_counts().unread
    save(editor)
    qtbot.waitUntil(lambda: bool(kept(program)))
    (rule,) = kept(program)
    assert (rule.title, rule.search, rule.deeds, rule.enabled) == (
        "intitle:07 OR intitle:08",
        "intitle:07 OR intitle:08",
        (READ,),
        True,
    )
    assert program.reader.smart_counts().unread == unread, "it was not to be done now"
    qtbot.waitUntil(lambda: said(program).startswith("Rule “intitle:07"))
    program.window.undo.undo()
    qtbot.waitUntil(lambda: kept(program) == [])


def test_a_selected_word_is_muted_and_that_is_taken_back_with_all_it_did(start: Start, qtbot: QtBot) -> None:
    program = start()
    view, deck = program.window.reading.view, program.window.deck
    assert not deck.action("rule.mute").isEnabled()
    program.browsing.open(program.reader.first_ids(Query(), 1)[0])
    settle()
    cursor = view.document().find("lighthouse")
    view.setTextCursor(cursor)
    settle()
    assert deck.action("rule.mute").isEnabled()
    (action,) = [one for one in view.menu_at(view.cursorRect().center()).actions() if one.text().startswith("Mute")]
    assert action.text() == "Mute “lighthouse”…"
    action.trigger()
    editor = editor_of(qtbot, program)
    assert (editor.title.text(), editor.wanted.search.text()) == ("Mute “lighthouse”", "intitle:lighthouse")
    assert editor.deeds[HIDE].isChecked()
    qtbot.waitUntil(editor.now.isEnabled)
    tick(editor.now)
    save(editor)
    qtbot.waitUntil(lambda: hidden(program) == ALL)
    qtbot.waitUntil(lambda: program.window.articles.model.rowCount() == 0)
    assert program.reader.smart_counts() == (0, 0, 0)
    qtbot.waitUntil(lambda: program.window.undo.can_undo)
    program.window.undo.undo()
    qtbot.waitUntil(lambda: hidden(program) == 0 and kept(program) == [])
    assert program.reader.smart_counts().unread == ALL - 2
    qtbot.waitUntil(lambda: program.window.articles.model.rowCount() == ALL - 2)


def test_saved_before_it_is_known_what_it_is_for_it_is_done_all_the_same(start: Start, qtbot: QtBot) -> None:
    program = start()
    program.window.deck.action("rule.add").trigger()
    editor = editor_of(qtbot, program)
    tick(editor.deeds[HIDE])
    QTest.keyClicks(editor.wanted.search, "lighthouse")
    qtbot.waitUntil(editor.now.isEnabled)
    tick(editor.now)
    QTest.keyClicks(editor.wanted.search, " -zeppelin")
    assert not editor.now.isEnabled(), "it is found out anew"
    save(editor)
    qtbot.waitUntil(lambda: hidden(program) == ALL)


@pytest.mark.parametrize(
    ("text", "word"), [("  ferry, ", "ferry"), ('"Two  words".', "Two words"), ("…!", ""), ("x" * 61, ""), ("", "")]
)
def test_what_can_be_muted(text: str, word: str) -> None:
    assert word_of(text) == word


def test_mistakes_show_where_they_stand_and_are_not_kept(start: Start, qtbot: QtBot) -> None:
    program = start()
    program.window.deck.action("rule.add").trigger()
    editor = editor_of(qtbot, program)
    tick(editor.deeds[STAR])
    QTest.keyClicks(editor.wanted.search, "lamp is:lost")
    ok = editor.buttons.button(QDialogButtonBox.StandardButton.Save)
    assert not ok.isEnabled()
    assert "is:lost" in editor.wanted.complaint.text()
    editor.wanted.by_pattern.setChecked(True)
    QTest.keyClicks(editor.wanted.pattern, "0[78] of")
    qtbot.waitUntil(lambda: editor.rows.count() == 2)
    assert ok.isEnabled()
    editor.wanted.pattern.moveCursor(QTextCursor.MoveOperation.End)
    QTest.keyClick(editor.wanted.pattern, Qt.Key.Key_Return)
    QTest.keyClicks(editor.wanted.pattern, "(open")
    assert not ok.isEnabled()
    (mark,) = editor.wanted.pattern.extraSelections()
    assert mark.cursor.selectedText() == "(open"
    assert editor.rows.count() == 0


def test_an_expression_that_never_ends_is_told_in_the_editor(start: Start, qtbot: QtBot) -> None:
    program = start()
    program.window.deck.action("rule.add").trigger()
    editor = editor_of(qtbot, program)
    tick(editor.deeds[STAR])
    editor.wanted.by_pattern.setChecked(True)
    editor.wanted.pattern.setPlainText(r"url=(\w+\W?)+\s$" + "\n" + r"title=(.*)*(.*)*(.*)*x$")
    qtbot.waitUntil(lambda: "takes too long" in editor.said.text(), timeout=15000)
    assert not editor.now.isEnabled()


def test_labels_and_notices_are_chosen(start: Start, qtbot: QtBot) -> None:
    program = start()
    program.worker.submit(AddLabel("Later"))
    qtbot.waitUntil(lambda: bool(program.reader.select("SELECT 1 FROM label")))
    program.window.deck.action("rule.add").trigger()
    editor = editor_of(qtbot, program)
    qtbot.waitUntil(editor.label.isEnabled)
    assert not editor.labels.isEnabled()
    tick(editor.label)
    assert editor.labels.isEnabled()
    tick(editor.deeds[QUIET])
    tick(editor.deeds[NOTIFY])
    assert not editor.deeds[QUIET].isChecked(), "not both"
    QTest.keyClicks(editor.wanted.search, "lighthouse")
    assert editor.rule().deeds == (NOTIFY, "label:1")


def test_the_list_switches_orders_and_removes(start: Start, qtbot: QtBot) -> None:
    program = start()
    for title in ("One", "Two"):
        program.worker.submit(KeepRule(Rule(0, title, title.lower(), deeds=(READ,))))
    qtbot.waitUntil(lambda: len(kept(program)) == 2)
    dialog = listed(qtbot, program)
    qtbot.waitUntil(lambda: dialog.rules.count() == 2)
    assert dialog.rules.item(0).text() == "One\none → mark as read"
    dialog.rules.setFocus()
    dialog.rules.setCurrentRow(0)
    QTest.keyClick(dialog.rules, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: [rule.enabled for rule in kept(program)] == [False, True])
    qtbot.waitUntil(lambda: dialog.rules.item(0).checkState() is Qt.CheckState.Unchecked)
    click(dialog.down)
    qtbot.waitUntil(lambda: [rule.title for rule in kept(program)] == ["Two", "One"])
    qtbot.waitUntil(lambda: dialog.rules.item(1).text().startswith("One"))
    assert dialog.rules.currentRow() == 1
    assert not dialog.down.isEnabled()
    program.window.undo.undo()
    qtbot.waitUntil(lambda: [rule.title for rule in kept(program)] == ["One", "Two"])
    program.window.undo.redo()
    qtbot.waitUntil(lambda: [rule.title for rule in kept(program)] == ["Two", "One"])
    qtbot.waitUntil(lambda: dialog.rules.item(1).text().startswith("One"))
    QTest.keyClick(dialog.rules, Qt.Key.Key_Delete)
    qtbot.waitUntil(lambda: [rule.title for rule in kept(program)] == ["Two"])
    qtbot.waitUntil(lambda: dialog.rules.count() == 1)
    program.window.undo.undo()
    qtbot.waitUntil(lambda: dialog.rules.count() == 2)
    assert {rule.title for rule in kept(program)} == {"One", "Two"}
    dialog.rules.setCurrentRow(0)
    click(dialog.change)
    editor = editor_of(qtbot, program)
    assert editor.title.text() == "Two"
    editor.title.setText("Third")
    save(editor)
    qtbot.waitUntil(lambda: "Third" in [rule.title for rule in kept(program)])
    qtbot.waitUntil(lambda: dialog.rules.item(0).text().startswith("Third"))


def test_what_a_rule_did_is_taken_back_run_by_run(start: Start, qtbot: QtBot) -> None:
    program = start()
    ids = program.reader.all_ids(Query(Scope.UNREAD))[:5]
    program.worker.submit(KeepRule(Rule(1, "Mute", "x", deeds=(HIDE,)), tuple(ids[:2])))
    program.worker.submit(KeepRule(Rule(2, "Stars", "x", deeds=(STAR,)), tuple(ids[2:])))
    qtbot.waitUntil(lambda: len(runs.runs(program.reader)) == 2)
    dialog = listed(qtbot, program)
    qtbot.waitUntil(lambda: len(buttons(dialog)) == 2)
    texts = [label.text() for label in dialog.runs.findChildren(QLabel)]
    assert any(text.startswith("Stars") and text.endswith("\n3 starred") for text in texts)
    assert any(text.startswith("Mute") and text.endswith("\n2 hidden, 2 marked as read") for text in texts)
    assert hidden(program) == 2
    click(next(one for one in buttons(dialog) if "Mute" in one.accessibleDescription()))
    qtbot.waitUntil(lambda: hidden(program) == 0)
    qtbot.waitUntil(lambda: any(one.text() == "Do it again" for one in buttons(dialog)))
    assert program.reader.smart_counts().unread == ALL - 2
    click(next(one for one in buttons(dialog) if one.text() == "Do it again"))
    qtbot.waitUntil(lambda: hidden(program) == 2)


def test_an_article_is_hidden_by_hand_found_and_shown_again(start: Start, qtbot: QtBot) -> None:
    program = start()
    article = program.reader.first_ids(Query(Scope.UNREAD), 1)[0]
    program.browsing.open(article)
    program.window.deck.action("article.hide").trigger()
    qtbot.waitUntil(lambda: hidden(program) == 1)
    qtbot.waitUntil(lambda: program.browsing.article == 0)
    qtbot.waitUntil(lambda: said(program).endswith("hidden"))
    program.window.undo.undo()
    qtbot.waitUntil(lambda: hidden(program) == 0)
    assert program.reader.rows([article])[article].unread
    hide(program.window.desk, [article])
    qtbot.waitUntil(lambda: hidden(program) == 1)
    hide(program.window.desk, [article])
    qtbot.waitUntil(lambda: hidden(program) == 0)
    qtbot.waitUntil(lambda: said(program).endswith("shown again"))
    assert QApplication.activeModalWidget() is None


def test_what_rules_say_of_a_notice_overrules_its_feed(start: Start, qtbot: QtBot) -> None:
    program = start()
    reader = program.reader
    first, second, third = reader.first_ids(Query(Scope.UNREAD), 3)
    program.worker.submit(KeepRule(Rule(1, "Always", "x", deeds=(NOTIFY,)), (first,)))
    program.worker.submit(KeepRule(Rule(2, "Never", "x", deeds=(QUIET,)), (second,)))
    qtbot.waitUntil(lambda: len(runs.runs(reader)) == 2)

    def told(**wish: bool) -> list[int]:
        news = news_of(reader, (first, second, third), (), Rules(**wish), first_too=True)  # type: ignore[arg-type]
        return [one.article for one in news]

    assert told(notify=False) == [first]
    assert sorted(told(notify=True)) == sorted([first, third])
    assert any_notifies(reader)


def test_a_second_label_and_one_that_is_gone_are_not_mixed_up(start: Start, qtbot: QtBot) -> None:
    program = start()
    for title in ("One", "Two"):
        program.worker.submit(AddLabel(title))
    for number, deeds in ((1, ("label:1", "label:2")), (2, (STAR, "label:9"))):
        program.worker.submit(KeepRule(Rule(number, str(number), "x", deeds=deeds)))
    qtbot.waitUntil(lambda: len(kept(program)) == 2)
    for rule, left in zip(kept(program), (("label:1", "label:2"), (STAR,)), strict=True):
        editor = RuleEditor(program.worker, program.theme, rule, program.window)
        qtbot.waitUntil(editor.label.isEnabled)
        assert editor.rule().deeds == left
        editor.close()
