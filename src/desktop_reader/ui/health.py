"""A feed's condition in the reader's language: sentences, spans of time, what a refresh brought."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QLocale

from desktop_reader.records.asked import MOVED, Asked
from desktop_reader.records.condition import NAMES, Condition, Kind, Remedy
from desktop_reader.records.health import Problem
from desktop_reader.records.sentence import SPANS, Moment, Phrase, Sentence, Span, Value
from desktop_reader.ui.inspector.formats import Formats
from desktop_reader.ui.words import told_problem, translated

translate = QCoreApplication.translate

_SIGNS = {
    Kind.FINE: ("check-circle-filled", "ok"),
    Kind.NEW: ("info", "text2"),
    Kind.MOVED: ("arrow-right", "ok"),
    Kind.WAITING: ("pause", "text2"),
    Kind.QUIET: ("clock", "warn"),
    Kind.SLOW: ("clock", "warn"),
    Kind.OFFLINE: ("wifi-off", "warn"),
    Kind.GONE: ("dismiss", "bad"),
}


class Words:
    """Writes what ``records.condition`` derived; dates as ``formats`` has them."""

    def __init__(self, formats: Formats) -> None:
        self._formats = formats

    def sentence(self, sentence: Sentence) -> str:
        """Plain text; a server may have a word in it."""
        return sentence.written(self.value, translated)

    def value(self, value: Value) -> str:
        """A moment, a span, a phrase, a count or words as they are."""
        match value:
            case Moment(at):
                return self._formats.moment(at)
            case Span():
                return span(value)
            case Phrase(words):
                return translated(words)
            case int():
                return self._formats.number(value)
            case str():
                return value

    def since(self, condition: Condition) -> str:
        """Since when; empty where that does not matter."""
        if condition.since_at is None:
            return ""
        words = {
            Kind.QUIET: translate("Health", "The last article is of {date}."),
            Kind.NEW: translate("Health", "Added on {date}."),
            Kind.MOVED: translate("Health", "That was on {date}."),
        }.get(condition.kind, translate("Health", "Since {date}."))
        return words.format(date=self._formats.moment(condition.since_at))

    def outcome(self, asked: Asked) -> str:
        """What one refresh came to."""
        if asked.outcome in set(Problem):
            return told_problem(Problem(asked.outcome), asked.detail)
        said = []
        if asked.outcome == MOVED:
            said.append(translate("Health", "Moved to {url}").format(url=asked.detail))
        if asked.new:
            one = translate("Health", "1 new article")
            said.append(one if asked.new == 1 else translate("Health", "%n new articles", None, asked.new))
        if asked.updated:
            one = translate("Health", "1 article updated")
            said.append(one if asked.updated == 1 else translate("Health", "%n articles updated", None, asked.updated))
        return " · ".join(said) or translate("Health", "Nothing new")


def name(kind: Kind) -> str:
    """A kind in a word or two."""
    return translated(NAMES[kind])


def sign(kind: Kind) -> tuple[str, str]:
    """(icon, colour) of a kind."""
    return _SIGNS.get(kind, ("warning", "bad"))


def span(stretch: Span) -> str:
    """ "40 days"."""
    count, unit = stretch.counted
    one, many = SPANS[unit]
    return translated(one) if count == 1 else translated(many, count)


def took(milliseconds: int) -> str:
    """How long an answer took."""
    return translate("Health", "{seconds} s").format(seconds=QLocale().toString(milliseconds / 1000, "f", 2))


def remedy(one: Remedy) -> str:
    """The words on its button."""
    return {
        Remedy.ASK: translate("Health", "Ask again now"),
        Remedy.SITE: translate("Health", "Open the site"),
        Remedy.PASSWORD: translate("Health", "Enter a password…"),
        Remedy.LOOK: translate("Health", "Look at the answer"),
        Remedy.FIND: translate("Health", "Find the feed again…"),
        Remedy.REMOVE: translate("Health", "Unsubscribe"),
    }[one]
