"""What is asked of a large library: 600 keystrokes in classes, the filters, and new articles that arrive.

Made before the measured process starts, so that nothing of it is in that process's memory.
"""

from __future__ import annotations

import hashlib
import pickle
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from random import Random

from desktop_reader.records.content import Content
from desktop_reader.records.refresh import DigestedEntry

CLASSES = {
    "common words": 60,
    "usual words": 60,
    "rare words": 60,
    "two and three words": 90,
    "beginnings of 1 to 6 letters": 60,
    "Chinese, Japanese, Korean": 60,
    "Cyrillic": 40,
    "Thai": 30,
    "accents": 30,
    "phrases": 40,
    "-word": 30,
    "OR": 20,
    "intitle:": 20,
}
"""How many keystrokes there are of each."""

ARRIVALS, ENTRIES = 12, 30
"""So many batches come while somebody looks, and so many again while nobody does."""


@dataclass(frozen=True, slots=True)
class Plan:
    """``keys``: class, and what stands in the field after the key. ``feed`` and ``folder`` are the largest."""

    keys: tuple[tuple[str, str], ...]
    feed: int
    folder: int
    label: int
    small_feed: int
    since_at: int


@dataclass(frozen=True, slots=True)
class Batch:
    """New entries of one feed."""

    feed: int
    now: int
    entries: tuple[DigestedEntry, ...] = field(repr=False)


def plan(articles: int) -> Plan:
    """For a library of so many articles."""
    from benchmarks.population import LABELS, NEWEST, Population

    population = Population(articles)
    keys = tuple((name, typed) for name, count in CLASSES.items() for typed in islice(_typed(name, articles), count))
    return Plan(keys, 1, 1, 1 + LABELS // 2, population.feeds, NEWEST - 43_200)


def batches(articles: int) -> list[Batch]:
    """Feeds in turn, each with news that came after all the library has."""
    from benchmarks import rows
    from benchmarks.population import NEWEST, Population

    languages = Population(articles).languages
    found = []
    for turn in range(2 * ARRIVALS):
        feed = 1 + turn * 7 % len(languages)
        start = articles + 1 + turn * ENTRIES
        now = NEWEST + 3_600 * (turn + 1)
        texts = rows.fresh(articles, feed, start, ENTRIES)
        entries = tuple(
            DigestedEntry(
                fingerprint=hashlib.blake2b(text.html.encode(), digest_size=12).digest(),
                guid=f"fresh-{start + place}",
                url=f"https://www.feed-{feed}.example/fresh/{start + place}",
                title=text.title,
                author="",
                published_at=now - 60 * place,
                updated_at=None,
                content=Content(text.html, text.text, text.words, text.text[:200].replace("\n", " "), None),
            )
            for place, text in enumerate(texts)
        )
        found.append(Batch(feed, now, entries))
    return found


def save(articles: int, folder: Path) -> Path:
    """Writes both into ``folder``, which ``load`` and ``load_batches`` read."""
    (folder / "plan").write_bytes(pickle.dumps(plan(articles)))
    (folder / "batches").write_bytes(pickle.dumps(batches(articles)))
    return folder


def load(folder: Path) -> Plan:
    """What to ask."""
    made: Plan = pickle.loads((folder / "plan").read_bytes())
    return made


def load_batches(folder: Path) -> list[Batch]:
    """What arrives."""
    made: list[Batch] = pickle.loads((folder / "batches").read_bytes())
    return made


def _typed(name: str, articles: int) -> Iterator[str]:
    """The field after each key, one search after the other, without end."""
    chance = Random(f"keys {name}")
    make = _SEARCHES[name]
    while True:
        before, typed = make(chance, articles)
        for end in range(1, len(typed) + 1):
            if not typed[end - 1].isspace():
                yield before + typed[:end]


def _word(code: str, low: int, high: int) -> Callable[[Random], str]:
    def pick(chance: Random) -> str:
        from benchmarks.tongues import tongue

        words = tongue(code).words
        return words[chance.randrange(low, min(high, len(words)))]

    return pick


_COMMON, _USUAL, _RARER = _word("en", 3, 120), _word("en", 300, 4_000), _word("en", 8_000, 120_000)


def _name(chance: Random, articles: int) -> str:
    """One that stands in an article of this library."""
    words = [word.strip(".,") for word in _some_text(chance, articles, "en").split()]
    return chance.choice([word for word in words if word.istitle() and len(word) > 6] or [_RARER(chance)]).lower()


def _phrase(chance: Random, articles: int) -> str:
    """Words that follow each other somewhere."""
    words = _some_text(chance, articles, "en").replace(",", "").replace(".", "").split()
    start = chance.randrange(max(1, len(words) - 3))
    return " ".join(words[start : start + chance.choice((2, 2, 3))]).lower()


def _some_text(chance: Random, articles: int, language: str) -> str:
    from benchmarks import rows

    return chance.choice(rows.sample(articles).get(language) or [_word(language, 0, 20_000)(chance)])


def _east_asian(chance: Random, articles: int) -> tuple[str, str]:
    text = _some_text(chance, articles, chance.choice(("zh", "ja", "ko")))
    start = chance.randrange(max(1, len(text) - 40))
    run = max(text[start : start + 40].replace("，", " ").replace("、", " ").replace("。", " ").split(), key=len)
    return "", run[: chance.randint(1, 4)]


def _several(chance: Random, articles: int) -> tuple[str, str]:
    """The last word is being typed."""
    words = [chance.choice((_COMMON, _USUAL, _USUAL, _RARER))(chance) for _ in range(chance.choice((1, 1, 2)))]
    return " ".join(words) + " ", chance.choice((_COMMON, _USUAL, _USUAL, _RARER))(chance)


_SEARCHES: dict[str, Callable[[Random, int], tuple[str, str]]] = {
    "common words": lambda chance, articles: ("", _COMMON(chance)),
    "usual words": lambda chance, articles: ("", _USUAL(chance)),
    "rare words": lambda chance, articles: ("", _name(chance, articles)),
    "two and three words": _several,
    "beginnings of 1 to 6 letters": lambda chance, articles: ("", _RARER(chance)[:6]),
    "Chinese, Japanese, Korean": _east_asian,
    "Cyrillic": lambda chance, articles: ("", _word("ru", 5, chance.choice((100, 3_000, 30_000)))(chance)),
    "Thai": lambda chance, articles: ("", _word("th", 50, 10_000)(chance)),
    "accents": lambda chance, articles: ("", _word("de", 20, chance.choice((200, 5_000, 40_000)))(chance)),
    "phrases": lambda chance, articles: ("", f'"{_phrase(chance, articles)}"'),
    "-word": lambda chance, articles: (f"{_USUAL(chance)} ", f"-{chance.choice((_COMMON, _USUAL))(chance)}"),
    "OR": lambda chance, articles: (f"{_USUAL(chance)} OR ", chance.choice((_USUAL, _RARER))(chance)),
    "intitle:": lambda chance, articles: ("", f"intitle:{chance.choice((_COMMON, _USUAL))(chance)}"),
}
