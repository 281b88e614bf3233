"""A made-up language: always the same words, as unevenly used as real ones, so that sizes and indexes are lifelike."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from itertools import accumulate
from random import Random

_WORDS = 20_000
_PARAGRAPHS = 3_000
_ONSETS = ("b", "d", "f", "g", "h", "k", "l", "m", "n", "p", "r", "s", "t", "v", "st", "tr", "gr", "sh", "")
_VOWELS = ("a", "e", "i", "o", "u", "ai", "ea", "ou")
_CODAS = ("", "", "", "n", "r", "s", "l", "t", "nd", "rk")


@dataclass(frozen=True, slots=True)
class Paragraph:
    """The same sentences as HTML and as plain text, and how many words they are."""

    html: str
    text: str
    words: int


@cache
def vocabulary() -> tuple[str, ...]:
    """All words, the most frequent first, which are the shortest."""
    chance = Random("words")
    found: dict[str, None] = {}
    while len(found) < _WORDS:
        syllables = 1 + (len(found) > 60) + (len(found) > 2_000) * chance.randrange(3)
        found["".join(c for _ in range(syllables) for c in map(chance.choice, (_ONSETS, _VOWELS, _CODAS)))] = None
    return tuple(found)


def title(chance: Random) -> str:
    """A headline."""
    return _sentence(chance, chance.randint(4, 10)).rstrip(".")


def prose(chance: Random, size: int) -> list[Paragraph]:
    """Paragraphs that are ``size`` characters of HTML together, or a little more."""
    pool, taken, length = _paragraphs(), [], 0
    while length < size:
        paragraph = pool[chance.randrange(len(pool))]
        taken.append(paragraph)
        length += len(paragraph.html)
    return taken


@cache
def _paragraphs() -> tuple[Paragraph, ...]:
    # Made once and shuffled into articles: drawing every word anew would cost more than storing it.
    chance = Random("paragraphs")
    return tuple(_paragraph(chance, number) for number in range(_PARAGRAPHS))


def _paragraph(chance: Random, number: int) -> Paragraph:
    sentences = [_sentence(chance, chance.randint(6, 18)) for _ in range(chance.randint(3, 6))]
    text = " ".join(sentences)
    words = len(text.split())
    marked = list(sentences)
    link = f'<a href="https://example.org/{number}?from=feed">{sentences[0]}</a>'
    match number % 8:
        case 0:
            return Paragraph(f"<h2>{sentences[0]}</h2><p>{' '.join(sentences[1:])}</p>", text, words)
        case 1:
            items = "".join(f"<li>{sentence}</li>" for sentence in sentences)
            return Paragraph(f"<ul>{items}</ul>", "\n".join(sentences), words)
        case 2:
            return Paragraph(f"<blockquote><p>{text}</p></blockquote>", text, words)
        case 3:
            picture = f'<img src="https://example.org/{number}.jpg" alt="" width="640" height="360">'
            return Paragraph(f"<figure>{picture}</figure><p>{text}</p>", text, words)
        case 4:
            marked[-1] = f"<em>{sentences[-1]}</em>"
        case _:
            marked[0] = link
    return Paragraph(f'<p class="body">{" ".join(marked)}</p>', text, words)


@cache
def _weights() -> list[float]:
    return list(accumulate(1 / (rank + 2.7) for rank in range(_WORDS)))


def _sentence(chance: Random, length: int) -> str:
    return " ".join(chance.choices(vocabulary(), cum_weights=_weights(), k=length)).capitalize() + "."
