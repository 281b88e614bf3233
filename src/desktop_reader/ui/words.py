"""What comes from below the screen, in the reader's language.

Errors, sentences and phrases are English templates down there, marked for the translators; here they are looked up. The
command line shows them in English.
"""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from desktop_reader.errors import FeedError, ReaderError
from desktop_reader.records.health import SENTENCES, Problem
from desktop_reader.records.sentence import Phrase

_CONTEXT = "words"


def translated(template: str, count: int = -1) -> str:
    """A template in the reader's language; with the form for ``count`` where it has "%n" in it."""
    return QCoreApplication.translate(_CONTEXT, template, "", count)


def told(error: ReaderError) -> str:
    """An error's own sentence."""
    if isinstance(error, FeedError):
        return told_problem(error.problem, error.detail)
    facts = {name: translated(fact.words) if isinstance(fact, Phrase) else fact for name, fact in error.facts.items()}
    return translated(error.words).format(**facts)


def told_problem(problem: Problem, detail: str) -> str:
    """What is wrong with a feed."""
    return filled(SENTENCES[problem], detail)


def filled(template: str, detail: str) -> str:
    """A sentence with its detail, which is ours, or what a server or the system said; that stays as it is."""
    return translated(template).format(detail=translated(detail) if detail else "")
