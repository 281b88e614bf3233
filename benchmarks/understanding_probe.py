"""In a process of its own: how well similar articles are found among those that people have judged."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from math import log2
from pathlib import Path
from statistics import fmean
from typing import TYPE_CHECKING

from benchmarks import judged
from benchmarks.judged import EVENTS, Story

if TYPE_CHECKING:
    from desktop_reader.library.neighbours import Neighbours

_FIRST = 5
_RANKED = 60


@dataclass(frozen=True, slots=True)
class Ranking:
    """What was found for one article: the listed ones with their copies behind them."""

    listed: list[int]
    with_copies: list[int]


def events(cache: Path, beside: str) -> dict[str, list[float]]:
    """P@5, MAP and nDCG@5 of each event set, with all articles of ``beside`` in the same library."""
    found: dict[str, list[float]] = {}
    for name in EVENTS:
        told = judged.stories(f"ev_{name}")
        made = partial(_with, told, beside)
        path, _ = judged.library(f"{name}-{Path(beside).stem}", made, cache, _sources())
        found[name] = _judged(path, [one.event for one in told])
    return found


def crowd(cache: Path, beside: str) -> dict[str, list[float]]:
    """The same with all event sets and very many others in one library, which takes long enough once."""
    each = {name: judged.stories(f"ev_{name}") for name in EVENTS}
    told = [one for stories in each.values() for one in stories]
    path, _ = judged.library(f"all-{Path(beside).stem}", partial(_with, told, beside), cache, _sources())
    every = [one.event for one in told]
    found: dict[str, list[float]] = {}
    start = 0
    for name, stories in each.items():
        found[name] = _judged(path, every, range(start, start + len(stories)))
        start += len(stories)
    return found


def pairs(cache: Path) -> dict[str, float]:
    """SemEval-2022 task 8: success@5 in one language and across, and how the scores go with people's."""
    told = judged.records("sim_semeval22")
    places: dict[str, int] = {}
    for one in told:
        for side in "12":
            places.setdefault(one[f"text{side}"], len(places) + 1)
    path, spent = judged.library("semeval", lambda: [Story("", text) for text in places], cache, _sources())
    door = _door(path)
    successes: dict[bool, list[float]] = {True: [], False: []}
    ours: list[float] = []
    theirs: list[float] = []
    across: list[bool] = []
    for one in told:
        first, second = places[one["text1"]], places[one["text2"]]
        if first == second:
            continue
        other = one["lang1"] != one["lang2"]
        ours.append(door.compared(first, [second])[second])
        theirs.append(float(one["sim"]))
        across.append(other)
        if theirs[-1] >= 3:
            for question, answer in ((first, second), (second, first)):
                listed = _ranking(door, question, _FIRST).with_copies
                successes[other].append(answer in listed)
    foreign = [place for place, other in enumerate(across) if other]
    return {
        "mono": fmean(successes[False]),
        "cross": fmean(successes[True]),
        "pearson": _pearson(ours, theirs),
        "pearson across": _pearson([ours[p] for p in foreign], [theirs[p] for p in foreign]),
        "milliseconds": spent,
    }


def lee(cache: Path) -> float:
    """Lee et al. 2005: how the scores of 50 short texts go with people's."""
    texts = (judged.folder() / "lee.cor").read_text("latin-1").splitlines()
    told = [[float(v) for v in line.split()] for line in _lines("similarities0-1.txt")]
    whole = [*texts, *_lines("lee_background.cor")]
    path, _ = judged.library("lee", lambda: [Story("", text) for text in whole], cache, _sources())
    door = _door(path)
    ours: list[float] = []
    theirs: list[float] = []
    for row in range(len(texts)):
        scores = door.compared(row + 1, range(row + 2, len(texts) + 1))
        ours.extend(scores[other] for other in range(row + 2, len(texts) + 1))
        theirs.extend(told[row][row + 1 :])
    return _pearson(ours, theirs)


def copies(share: float) -> tuple[float, float, int]:
    """Recall and precision of copies among all judged articles; what a copy is, is told by exact sequences."""
    from desktop_reader.text import near
    from desktop_reader.text.tokens import tokens

    names = (*(f"ev_{name}" for name in EVENTS), "distractors_allsides")
    texts = [one.text[:6000] for name in names for one in judged.stories(name)]
    sets = [frozenset(zip(w, w[1:], w[2:], strict=False)) for w in map(tokens, texts)]
    sketches = [near.sketch("", text) for text in texts]
    wanted: set[tuple[int, int]] = set()
    found: set[tuple[int, int]] = set()
    shared: dict[tuple[str, ...], list[int]] = {}
    for place, own in enumerate(sets):
        candidates: dict[int, int] = {}
        for sequence in own:
            for other in shared.setdefault(sequence, []):
                candidates[other] = candidates.get(other, 0) + 1
            shared[sequence].append(place)
        for other, both in candidates.items():
            if both / (len(own) + len(sets[other]) - both) >= share:
                wanted.add((other, place))
        for other, estimate in enumerate(near.shared(sketches[place], sketches[:place])):
            if estimate >= (near.COPY if share == 0.5 else share):
                found.add((other, place))
    right = len(wanted & found)
    return right / max(len(wanted), 1), right / max(len(found), 1), len(wanted)


def _with(told: Sequence[Story], beside: str) -> list[Story]:
    return [*told, *judged.stories(beside)]


def _judged(path: Path, events: Sequence[str], asked: Sequence[int] | None = None) -> list[float]:
    """P@5, MAP, nDCG@5 with copies counted where they stand; then P@5 of the listed articles alone."""
    door = _door(path)
    members: dict[str, set[int]] = {}
    for number, event in enumerate(events, 1):
        members.setdefault(event, set()).add(number)
    values: list[tuple[float, ...]] = []
    for place in range(len(events)) if asked is None else asked:
        number, event = place + 1, events[place]
        wanted = members[event] - {number}
        if not wanted:
            continue
        ranking = _ranking(door, number, _RANKED)
        first = min(_FIRST, len(wanted))
        hits = [one in wanted for one in ranking.with_copies]
        precise = [sum(hits[: place + 1]) / (place + 1) for place, hit in enumerate(hits) if hit]
        gain = sum(1 / log2(place + 2) for place, hit in enumerate(hits[:_FIRST]) if hit)
        ideal = sum(1 / log2(place + 2) for place in range(first))
        listed = sum(one in wanted for one in ranking.listed[:_FIRST]) / first
        values.append((sum(hits[:_FIRST]) / first, sum(precise) / len(wanted), gain / ideal, listed))
    return [fmean(column) for column in zip(*values, strict=True)]


def _ranking(door: Neighbours, number: int, most: int) -> Ranking:
    near = door.of(number, most)
    whole = [other for one in near for other in (one.row.id, *one.copies)]
    return Ranking([one.row.id for one in near], whole[:most])


def _door(path: Path) -> Neighbours:
    from desktop_reader.library.neighbours import Neighbours

    return Neighbours(path)


def _sources() -> list[str]:
    from desktop_reader.library import segments, understanding
    from desktop_reader.text import encoder, near, terms, tokens
    from desktop_reader.worker import understanding as worker

    return [str(m.__file__) for m in (understanding, segments, encoder, near, terms, tokens, worker)]


def _pearson(ours: Sequence[float], theirs: Sequence[float]) -> float:
    from statistics import correlation

    return correlation(ours, theirs)


def _lines(name: str) -> list[str]:
    return (judged.folder() / name).read_text("latin-1").splitlines()


def main(what: str, cache: Path, *words: str) -> object:
    """The figures of one of the functions above."""
    match what:
        case "events":
            return events(cache, words[0])
        case "crowd":
            return crowd(cache, words[0])
        case "pairs":
            return pairs(cache) | {"lee": lee(cache)}
        case _:
            return [copies(0.5), copies(0.8)]


if __name__ == "__main__":
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    print(json.dumps(main(sys.argv[1], Path(sys.argv[2]), *sys.argv[3:])))
