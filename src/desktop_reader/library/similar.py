"""Articles that are near to one: by the rare words they share, weighted by how rare each is.

The words' frequencies come from the search file itself, so nothing else has to be kept. (The weight is the inverse
document frequency of Robertson and Spärck Jones, as in BM25.)
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict

from desktop_reader.library.reader import Reader
from desktop_reader.text import tokens

_TERMS = 20  # Rare words asked for: more cost time and add little.
_COMMON = 0.1  # A word that stands in a tenth of all articles tells nothing.
_PER_TERM = 3000
_NEAR_ENOUGH = 0.22  # Share of the words' weight that must be found in the other article.


def similar(reader: Reader, number: int, text: str, most: int = 5) -> list[int]:
    """Ids of the nearest articles, nearest first; fewer than ``most`` when nothing is near enough, never ``number``."""
    counts = Counter(word for word in tokens.indexable(text.casefold()).split() if len(word) > 1)
    total = reader.indexed_count()
    weighed: list[tuple[float, str]] = []
    for word, times in counts.items():
        documents = reader.documents_with(word)
        if 1 < documents <= max(total * _COMMON, 4):
            rarity = math.log(1 + (total - documents + 0.5) / (documents + 0.5))
            weighed.append((rarity * (1 + math.log(times)), word))
    weighed.sort(reverse=True)
    chosen = weighed[:_TERMS]
    scores: defaultdict[int, float] = defaultdict(float)
    for weight, word in chosen:
        for other in reader.articles_with(word, _PER_TERM):
            scores[other] += weight
    scores.pop(number, None)
    enough = _NEAR_ENOUGH * sum(weight for weight, _ in chosen)
    near = sorted((n for n, score in scores.items() if score >= enough), key=lambda n: (-scores[n], -n))
    return _different(reader, number, near, most)


def _different(reader: Reader, number: int, near: list[int], most: int) -> list[int]:
    """The first ``most`` of ``near`` whose titles differ: two copies of one report tell no more than one."""
    rows = reader.rows([number, *near[: most * 4]])
    seen = {rows[number].title.casefold()} if number in rows else set()
    result: list[int] = []
    for other in near[: most * 4]:
        if other in rows and rows[other].title.casefold() not in seen and len(result) < most:
            seen.add(rows[other].title.casefold())
            result.append(other)
    return result
