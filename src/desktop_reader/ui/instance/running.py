"""Does in the window what a command has asked for, as if it had been done there: seen at once, and to be undone."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication

from desktop_reader.errors import NotFoundError, ReaderError
from desktop_reader.jobs import Job
from desktop_reader.jobs.mark import MarkRead, MarkUnread, Star, Unstar
from desktop_reader.library import labels, rules, runs
from desktop_reader.records.changes import Changes
from desktop_reader.ui.commands import marked
from desktop_reader.ui.commands.desk import Desk
from desktop_reader.ui.commands.labels import LabelDeeds
from desktop_reader.ui.commands.saving_pages import save_typed
from desktop_reader.ui.instance.errand import RULES, SAVE, Answer, Errand
from desktop_reader.ui.undo import Deed

translate = QCoreApplication.translate
_MARKS: dict[str, marked.Mark] = {"read": MarkRead, "unread": MarkUnread, "star": Star, "unstar": Unstar}


class Running:
    """Calls with an errand and with who is to be told the answer."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def __call__(self, errand: Errand, answer: Callable[[Answer], None]) -> None:
        """Answers once, soon or when a server has answered."""
        if errand.deed in _MARKS:
            self._mark(_MARKS[errand.deed], errand.numbers, answer)
        elif errand.deed in RULES:
            self._rule(errand, answer)
        elif errand.deed == SAVE:
            save_typed(self._desk, errand.words[0], lambda found: answer(_saved(found)))
        else:
            self._label(errand, answer)

    def _mark(self, mark: marked.Mark, articles: tuple[int, ...], answer: Callable[[Answer], None]) -> None:
        def undone(changes: Changes) -> Deed | None:
            return marked.deed(mark, changes) if changes.state else None

        self._do(mark(articles), undone, answer)

    def _rule(self, errand: Errand, answer: Callable[[Answer], None]) -> None:
        try:
            job, deed = self._of_rule(errand.deed, errand.numbers[0])
        except ReaderError as error:
            answer(_altered(error))
        else:
            self._do(job, lambda _: deed, answer)

    def _of_rule(self, deed: str, number: int) -> tuple[Job, Deed | None]:
        """What is to be done, and how it is undone where it alters anything."""
        from desktop_reader.jobs.rules import EnableRule, KeepRule, RedoRun, RemoveRule, UndoRun

        job: Job
        if deed == "rule undo":
            title, undone = runs.rule_of(self._desk.reader, number)
            words = translate("commands", "Taken back what “{title}” did").format(title=title)
            job = UndoRun(number)
            return job, None if undone else Deed(words, RedoRun(number), job)
        rule = rules.rule(self._desk.reader, number)
        if deed == "rule remove":
            words = translate("commands", "Rule “{title}” removed; what it did stays done").format(title=rule.title)
            job = RemoveRule(number)
            return job, Deed(words, KeepRule(rule), job)
        on = deed == "rule on"
        words = (
            translate("commands", "Rule “{title}” switched on")
            if on
            else translate("commands", "Rule “{title}” switched off")
        )
        job = EnableRule(number, on)
        back = EnableRule(number, not on)
        return job, None if rule.enabled == on else Deed(words.format(title=rule.title), back, job)

    def _do(self, job: Job, undone: Callable[[Changes], Deed | None], answer: Callable[[Answer], None]) -> None:
        def done(changes: Changes | Exception) -> None:
            if isinstance(changes, Changes) and (deed := undone(changes)) is not None:
                self._desk.undo.push(deed)
            answer(_altered(changes))

        self._desk.worker.submit(job, done)

    def _label(self, errand: Errand, answer: Callable[[Answer], None]) -> None:
        deeds = LabelDeeds(self._desk, lambda changes: answer(_altered(changes)))
        title, *more = errand.words
        label = labels.named(self._desk.reader, title)
        if label is None and errand.deed in ("put", "add"):
            deeds.add_and_put(title, errand.numbers, *more)
        elif label is None:
            answer(_altered(NotFoundError("This label is not in the library any more.")))
        elif errand.deed == "put":
            deeds.put(label.id, errand.numbers)
        elif errand.deed == "take":
            deeds.take(label.id, errand.numbers)
        elif errand.deed == "rename":
            deeds.rename(label.id, more[0])
        elif errand.deed == "colour" and label.colour != more[0]:
            deeds.recolour(label.id, more[0])
        elif errand.deed == "remove":
            deeds.remove(label.id)
        else:
            answer(Answer())  # It is so already.


def _altered(changes: Changes | Exception) -> Answer:
    return Answer(len(changes.state)) if isinstance(changes, Changes) else Answer(error=_sentence(changes))


def _saved(found: int | Exception) -> Answer:
    return Answer(article=found) if isinstance(found, int) else Answer(error=_sentence(found))


def _sentence(error: Exception) -> str:
    return str(error) if isinstance(error, ReaderError) else f"{type(error).__name__}: {error}"
