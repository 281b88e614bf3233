"""Which few of the first sentences say best what an article says.

Three small linear models, whose weights ``benchmarks/train_summaries.py`` finds and ``ranker_weights`` keeps:

1. how likely a person would use each *word* in a summary,
2. how likely each *pair* of neighbouring words, given its words,
3. what a *choice* of up to three sentences is worth, given the words and pairs it brings and how it looks.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

from desktop_reader.text import ranker_weights
from desktop_reader.text.shorten import at_clause, at_word
from desktop_reader.text.study import FIRST, LENGTH, Choice, Study, weighed

_CHOSEN = 3
_LEAST_CUT = 40
# A cut at a clause reads better than one at a word, if it does not waste much room.
_WELL_FILLED = 0.75
# A choice that ends with a whole sentence is taken rather than one that is better by less than this, which the scores
# of the cross-validation do not feel.
_WHOLE_BONUS = 0.04


def best(found: Sequence[str], title: str = "", room: int = LENGTH) -> Choice | None:
    """The choice that is worth most; ``None`` when none fits."""
    possible = choices(found, room)
    if not possible:
        return None
    study = Study(found, title)
    words = study.word_worths(ranker_weights.WORD)
    pairs = study.pair_worths(words, ranker_weights.PAIR)
    values = [weighed(ranker_weights.CHOICE, facts) for facts in study.choice_facts(possible, words, pairs)]
    return possible[preferred(possible, values)]


def preferred(possible: Sequence[Choice], values: Sequence[float], bonus: float = _WHOLE_BONUS) -> int:
    """The place of the best choice, with a little in favour of those that end with a whole sentence."""
    return max(range(len(possible)), key=lambda at: values[at] + (0.0 if possible[at].cut else bonus))


def choices(found: Sequence[str], room: int = LENGTH) -> list[Choice]:
    """Every choice of the first sentences that fits; a last one that does not fit is cut."""
    first = found[:FIRST]
    possible: list[Choice] = []
    for size in range(1, min(_CHOSEN, len(first)) + 1):
        for places in combinations(range(len(first)), size):
            left = room - sum([len(first[place]) + 1 for place in places[:-1]])
            last = first[places[-1]]
            if len(last) <= left:
                possible.append(Choice(places, last))
            elif left >= _LEAST_CUT:
                clause = at_clause(last, left)
                if len(clause) >= max(_LEAST_CUT, _WELL_FILLED * left):
                    possible.append(Choice(places, clause, cut=True))
                elif len(word := at_word(last, left)) >= _LEAST_CUT:
                    possible.append(Choice(places, word, cut=True))
    return possible
