"""``python -m benchmarks.train_summaries``: finds the weights of the summary's ranker, and says how good they are.

From the articles with summaries by people that lie beside the checkout, half of a collection of which nobody here has
seen the other half. The same every time: no chance but folds that are drawn with a fixed seed. Reports of one event
stay in one fold. With ``--write`` the weights of all articles go to ``text/ranker_weights.py``; without, only the
figures of the cross-validation are printed. Needs numpy.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

from benchmarks import rouge
from benchmarks.summaries import SETS, Article, articles, shown
from desktop_reader.text import ranker
from desktop_reader.text.study import Choice, Facts, Study, terms, weighed
from desktop_reader.text.summary import body

if TYPE_CHECKING:
    from numpy import float64
    from numpy.typing import NDArray

    Array = NDArray[float64]

_TARGET = Path(__file__).resolve().parents[1] / "src" / "desktop_reader" / "text" / "ranker_weights.py"
_FOLDS = 5
_SEEDS = (0, 1)
# What a choice is worth: a weighed sum of its three scores.
_WORTH = (1.5, 1.0, 1.0)
_LOGIT_PENALTY = 1.0
_RIDGE_PENALTY = 0.001
_BONUSES = (0.0, 0.005, 0.01, 0.02, 0.04)


@dataclass(frozen=True, slots=True)
class Lesson:
    """An article, what can be chosen of it, and how good each choice is."""

    article: Article
    study: Study
    choices: list[Choice]
    scores: list[rouge.Scores]
    wanted: frozenset[str]
    wanted_pairs: frozenset[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Weights:
    """Of the three models of the ranker."""

    word: list[float]
    pair: list[float]
    choice: list[float]


def lesson(article: Article) -> Lesson:
    """Everything that is to be known of one article."""
    found = body(article.text, article.title)
    study = Study(found, article.title)
    choices = ranker.choices(found)
    wanted = rouge.words(article.wanted)
    wanted_terms = terms(article.wanted)
    return Lesson(
        article,
        study,
        choices,
        [rouge.rouge(rouge.words(choice.text(found)), wanted) for choice in choices],
        frozenset(wanted_terms),
        frozenset(pairwise(wanted_terms)),
    )


def trained(lessons: Sequence[Lesson]) -> Weights:
    """The weights that fit these lessons."""
    word = _logistic(
        [facts for one in lessons for facts in one.study.words.values()],
        [word in one.wanted for one in lessons for word in one.study.words],
    )
    known = [one.study.pairs(one.study.word_worths(word)) for one in lessons]
    pair = _logistic(
        [facts for pairs in known for facts in pairs.values()],
        [pair in one.wanted_pairs for one, pairs in zip(lessons, known, strict=True) for pair in pairs],
    )
    return Weights(word, pair, _ridge(lessons, [facts(one, word, pair) for one in lessons]))


def facts(one: Lesson, word: Sequence[float], pair: Sequence[float]) -> list[Facts]:
    """What the third model sees of an article."""
    worths = one.study.word_worths(word)
    return one.study.choice_facts(one.choices, worths, one.study.pair_worths(worths, pair))


def values(one: Lesson, weights: Weights) -> list[float]:
    """What the choices of an article are worth."""
    return [weighed(weights.choice, row) for row in facts(one, weights.word, weights.pair)]


def _logistic(rows: list[Facts], labels: list[bool]) -> list[float]:
    import numpy as np

    table, wanted = np.array(rows), np.array(labels, dtype=float)
    weights = np.zeros(table.shape[1])
    for _ in range(12):
        chance = 1 / (1 + np.exp(-table @ weights))
        slope = table.T @ (wanted - chance) - _LOGIT_PENALTY * weights
        curve = (table * (chance * (1 - chance))[:, None]).T @ table + _LOGIT_PENALTY * np.eye(len(weights))
        weights = weights + np.linalg.solve(curve, slope)
    return [float(weight) for weight in weights]


def _ridge(lessons: Sequence[Lesson], tables: Sequence[list[Facts]]) -> list[float]:
    """Only differences within an article count, and every set counts the same."""
    import numpy as np

    sizes = {name: sum(one.article.set == name for one in lessons) for name in SETS}
    width = len(tables[0][0])
    curve, slope = np.eye(width) * _RIDGE_PENALTY, np.zeros(width)
    for one, table in zip(lessons, tables, strict=True):
        rows = np.array(table)
        worth = np.array(one.scores) @ np.array(_WORTH)
        rows, worth = rows - rows.mean(0), worth - worth.mean()
        share = len(lessons) / len(SETS) / sizes[one.article.set] / len(worth)
        curve, slope = curve + share * (rows.T @ rows), slope + share * (rows.T @ worth)
    return [float(weight) for weight in np.linalg.solve(curve, slope)]


def folds(lessons: Sequence[Lesson], seed: int) -> list[int]:
    """The fold of each lesson. The Vietnamese articles stand event by event, so they are parted in blocks."""
    chance = Random(seed)
    found = [0] * len(lessons)
    for name in SETS:
        places = [place for place, one in enumerate(lessons) if one.article.set == name]
        order = list(range(len(places)))
        if name == "vimds":
            for rank, place in enumerate(places):
                found[place] = rank * _FOLDS // len(places)
        else:
            chance.shuffle(order)
            for rank, place in zip(order, places, strict=True):
                found[place] = rank % _FOLDS
    return found


def validated(lessons: Sequence[Lesson], report: Callable[[str], None]) -> None:
    """Scores of articles that the weights have not seen, for several preferences for whole sentences."""
    taken: dict[tuple[float, str], list[tuple[rouge.Scores, bool]]] = {}
    for seed in _SEEDS:
        fold = folds(lessons, seed)
        for held in range(_FOLDS):
            weights = trained([one for one, place in zip(lessons, fold, strict=True) if place != held])
            for one, place in zip(lessons, fold, strict=True):
                if place != held:
                    continue
                worth = values(one, weights)
                for bonus in _BONUSES:
                    at = ranker.preferred(one.choices, worth, bonus)
                    whole = not one.choices[at].cut
                    taken.setdefault((bonus, one.article.set), []).append((one.scores[at], whole))
    for bonus in _BONUSES:
        line = f"bonus {bonus:<6}"
        for name in SETS:
            found = taken[bonus, name]
            share = sum(whole for _, whole in found) / len(found)
            line += f"  {name} {shown(rouge.mean(scores for scores, _ in found))} whole {share:.0%}"
        report(line)


def _written(weights: Weights, count: int) -> str:
    def row(name: str, numbers: Sequence[float]) -> str:
        return f"{name} = (\n" + "".join(f"    {number:.4f},\n" for number in numbers) + ")\n"

    return (
        '"""The weights of the ranker, in the order of the facts that ``study.Study`` finds.\n\n'
        "Written by ``python -m benchmarks.train_summaries --write``; not to be changed by hand. Learnt from\n"
        f"{count} articles with summaries by people: 500 of CNN, the CNN and Daily Mail part of FRANK, and\n"
        "Vietnamese news of ViMDS with their titles. Only these sums are kept of them, no text.\n"
        '"""\n\n' + row("WORD", weights.word) + row("PAIR", weights.pair) + row("CHOICE", weights.choice)
    )


def main(arguments: Sequence[str]) -> int:
    """Trains, tells, and writes where asked to."""
    lessons = [one for one in map(lesson, (a for name in SETS for a in articles(name))) if one.choices]
    validated(lessons, print)
    if "--write" in arguments:
        _TARGET.write_text(_written(trained(lessons), len(lessons)), encoding="utf-8")
        print(f"{_TARGET.name} written from {len(lessons)} articles")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
