"""Rules: making and changing them, and taking back what they did."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication
from shiboken6 import isValid

from desktop_reader.library import rules as kept
from desktop_reader.records.changes import Changes
from desktop_reader.records.rule import HIDE, Rule, Run
from desktop_reader.ui.commands.command import Command
from desktop_reader.ui.commands.desk import Desk
from desktop_reader.ui.theme.theme import Theme
from desktop_reader.ui.undo import Deed

if TYPE_CHECKING:
    from desktop_reader.jobs import Job
    from desktop_reader.ui.rules.dialog import RulesDialog

translate = QCoreApplication.translate
_LONGEST_WORD = 60


def commands(desk: Desk, theme: Theme) -> list[Command]:
    """All commands on rules."""
    ruling, tr = Ruling(desk, theme), translate

    def selected() -> bool:
        return bool(word_of(desk.reading.view.textCursor().selectedText()))

    desk.reading.view.mute_wanted.connect(ruling.mute)
    return [
        Command("rule.show", tr("commands", "Rules…"), ruling.show, (), "filter", group="library"),
        Command("rule.add", tr("commands", "New rule…"), ruling.add, (), "", writes=True, group="library"),
        Command(
            "rule.mute",
            tr("commands", "Mute the selected word…"),
            ruling.mute_selected,
            (),
            "speaker",
            selected,
            writes=True,
            group="article",
        ),
    ]


class Ruling:
    """What is done to rules and by them; the dialogs' signals come here."""

    def __init__(self, desk: Desk, theme: Theme) -> None:
        self._desk = desk
        self._theme = theme
        self._dialog: RulesDialog | None = None
        desk.undo.changed.connect(self._reload)

    def show(self) -> None:
        """The list of them."""
        from desktop_reader.ui.rules.dialog import RulesDialog

        if self._dialog is None or not isValid(self._dialog):
            dialog = self._dialog = RulesDialog(self._desk.worker, self._desk.window)
            dialog.wanted.connect(self.edit)
            dialog.removed.connect(self.remove)
            dialog.switched.connect(self.switch)
            dialog.ordered.connect(self._order)
            dialog.undo_wanted.connect(self.take_back)
            dialog.redo_wanted.connect(self.do_again)
        self._dialog.show()
        self._dialog.raise_()
        self._dialog.activateWindow()

    def add(self) -> None:
        """A new one, of what is searched for just now."""
        search = self._desk.browsing.query.search.strip()
        self.edit(Rule(0, "", search))

    def mute_selected(self) -> None:
        """Of the selected word."""
        self.mute(self._desk.reading.view.textCursor().selectedText())

    def mute(self, text: str) -> None:
        """A rule that hides what has a word in its title, to be looked at before it is kept."""
        word = word_of(text)
        if word and not self._desk.worker.read_only:
            search = f'intitle:"{word}"' if " " in word else f"intitle:{word}"
            title = translate("commands", "Mute “{word}”").format(word=word)
            self.edit(Rule(0, title, search, deeds=(HIDE,)))

    def edit(self, rule: Rule) -> None:
        """Another form for a rule, or a first one where its id is 0."""
        from desktop_reader.ui.completing.choosing import Choosing
        from desktop_reader.ui.completing.offers import FieldOffers
        from desktop_reader.ui.rules.editor import RuleEditor

        parent = self._dialog if self._dialog is not None and isValid(self._dialog) else self._desk.window
        editor = RuleEditor(self._desk.worker, self._theme, rule, parent)
        Choosing(self._theme, editor.wanted.search, FieldOffers(self._desk))
        editor.made.connect(lambda made, articles: self._keep(rule, made, articles))
        editor.open()

    def remove(self, rule: Rule) -> None:
        """What it did stays done."""
        from desktop_reader.jobs.rules import KeepRule, RemoveRule

        words = translate("commands", "Rule “{title}” removed; what it did stays done").format(title=rule.title)
        self._do(RemoveRule(rule.id), words, KeepRule(rule))

    def switch(self, rule: Rule, on: bool) -> None:
        """On or off."""
        from desktop_reader.jobs.rules import EnableRule

        words = (
            translate("commands", "Rule “{title}” switched on")
            if on
            else translate("commands", "Rule “{title}” switched off")
        )
        self._do(EnableRule(rule.id, on), words.format(title=rule.title), EnableRule(rule.id, not on))

    def take_back(self, run: Run) -> None:
        """What a rule did at one time."""
        from desktop_reader.jobs.rules import RedoRun, UndoRun

        words = translate("commands", "Taken back what “{title}” did").format(title=run.title)
        self._do(UndoRun(run.id), words, RedoRun(run.id))

    def do_again(self, run: Run) -> None:
        """What was taken back."""
        from desktop_reader.jobs.rules import RedoRun, UndoRun

        words = translate("commands", "Done again what “{title}” did").format(title=run.title)
        self._do(RedoRun(run.id), words, UndoRun(run.id))

    def _keep(self, before: Rule, rule: Rule, articles: Sequence[int]) -> None:
        from desktop_reader.jobs.rules import KeepRule, RemoveRule

        if before.id:
            words = translate("commands", "Rule “{title}” changed").format(title=rule.title)
            self._do(KeepRule(rule, articles), words, KeepRule(before))
            return
        rule = replace(rule, id=kept.next_id(self._desk.reader))
        words = translate("commands", "Rule “{title}” made").format(title=rule.title)
        self._do(KeepRule(rule, articles), words, RemoveRule(rule.id, with_deeds=True))

    def _order(self, ids: Sequence[int]) -> None:
        from desktop_reader.jobs.rules import OrderRules

        before = tuple(rule.id for rule in kept.rules(self._desk.reader))
        words = translate("commands", "The rules have another order")
        self._do(OrderRules(tuple(ids)), words, OrderRules(before))

    def _do(self, job: Job, words: str, back: Job) -> None:
        def done(changes: Changes | Exception) -> None:
            if isinstance(changes, Exception):
                self._desk.problems.tell(changes)
                self._shown_anew()
            else:
                self._desk.undo.push(Deed(words, back, job))

        self._desk.worker.submit(job, done)

    def _reload(self) -> None:
        """Something was done or taken back: the list is asked when that is over."""
        from desktop_reader.jobs.rules import ForgetRuns

        if self._dialog is not None and isValid(self._dialog) and not self._desk.worker.read_only:
            self._desk.worker.submit(ForgetRuns(), lambda _: self._shown_anew())

    def _shown_anew(self) -> None:
        if self._dialog is not None and isValid(self._dialog):
            self._dialog.reload()


def word_of(text: str) -> str:
    """What can be muted of a selection; empty where that is more than a few words."""
    line = " ".join(text.replace('"', " ").split()).strip(" .,;:!?()[]…“”„«»‘’")
    return line if 0 < len(line) <= _LONGEST_WORD and any(c.isalnum() for c in line) else ""
