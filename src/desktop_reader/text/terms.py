"""The terms of a text: what it is about, as small numbers that can be compared with those of any other text.

A term is a word cut to its first six letters, which brings the forms of a word together in most languages, or a pair
of neighbouring characters where words are not parted (``text.tokens``). It is kept in three bytes, as 21 bits of its
CRC-32 with about its count beside it: two words that happen to share a number do no harm among 64.

How much a term weighs is decided when texts are compared, by the frequencies of that moment. The commonest terms of a
text tell how many texts of its own language there are, so that the "the" of a rare language is as light as that of a
frequent one.
"""

from __future__ import annotations

import re
import zlib
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from desktop_reader.text.tokens import tokens

Numbers: TypeAlias = NDArray[np.uint32]
Floats: TypeAlias = NDArray[np.float32]

STEM = 6
KEPT = 64
COMMON = 3
READ = 6000
"""Characters of a text that are looked at: what comes later seldom changes what it is about."""

_BITS = 21
_BYTES = 3
_WORDS = 24
_TITLE = 2  # How many times more a word counts that stands in the title,
_LEAD = 160  # and one time more in the first characters of the text.
_LONGEST = 40  # Letters of a word that is shown: longer ones are addresses and the like.
_BUCKETS = 1 << 18
_KANA = re.compile("[\u3041-\u309f]+")  # What Japanese writes so is grammar, most of it.
# What is shown of a text that is cut into pairs: Chinese characters, Katakana or Hangul that stand together.
_ONE_SCRIPT = re.compile(
    "(?<![\u4e00-\u9fff])[\u4e00-\u9fff]{2,8}(?![\u4e00-\u9fff])|[\u30a1-\u30ff]{2,12}|[\uac00-\ud7a3]{2,8}"
)
_FEW = 8
_UNSEEN = 8  # Texts of the language that are taken to be somewhere: so in a few texts a word that two share is rare.
_EDGES = re.compile(r"^[\W_]+|[\W_]+$|['’]s$")
_NUMBER = np.uint32((1 << _BITS) - 1)
_COUNTS: Numbers = np.array([1, 2, 3, 4, 6, 9, 14, 24], np.uint32)  # Their logarithms matter, and there are three bits.
_BETWEEN = (_COUNTS[1:] + _COUNTS[:-1]) / 2


@dataclass(frozen=True, slots=True)
class Terms:
    """As they are kept: ``rare`` are those that tell most, ``common`` those that tell least, ``words`` how the first of
    them look.
    """

    rare: bytes
    common: bytes
    words: bytes


class Frequencies:
    """In how many texts each term stands. 2¹⁸ counters: where two terms share one, both look a little less rare."""

    def __init__(self, kept: bytes = b"") -> None:
        counted = np.frombuffer(kept, np.uint32) if kept else np.zeros(_BUCKETS + 1, np.uint32)
        self._counts: Numbers = counted[:-1].copy()
        self.texts = int(counted[-1])

    def packed(self) -> bytes:
        """What another one can be made of."""
        return np.append(self._counts, np.uint32(self.texts)).astype(np.uint32).tobytes()

    def add(self, stems: Iterable[str]) -> None:
        """One more text, with these different terms."""
        found = np.fromiter(map(number, stems), np.uint32)
        self._counts[np.unique(found & (_BUCKETS - 1))] += 1
        self.texts += 1

    def of(self, numbers: Numbers) -> Floats:
        """In how many texts these terms stand."""
        found: Floats = self._counts[numbers & (_BUCKETS - 1)].astype(np.float32)
        return found


def number(stem: str) -> int:
    """The bits that stand for a term; never 0, which means that there is none."""
    return zlib.crc32(stem.encode("utf-8", "surrogatepass")) >> 8 & (1 << _BITS) - 1 or 1


def stem(word: str) -> str:
    """The term that a word between blanks belongs to."""
    return word.casefold()[:STEM]


def stems_of(word: str) -> list[str]:
    """The terms that stand for one of the words that are kept: several where it is cut into pairs."""
    pieces = tokens(word)
    return [piece for piece in pieces if len(piece) > 1] if len(pieces) > 1 else [stem(word)]


def stems(title: str, text: str) -> Counter[str]:
    """The terms of a text and how often each stands there; more often where it says first what it is about."""
    found: Counter[str] = Counter()
    for part, times in ((text[:READ], 1), (title[:READ], _TITLE)):
        for word, count in Counter(tokens(part)).items():
            if len(word) > 1:
                found[word[:STEM]] += times * count
    for word in tokens(text[:_LEAD]):
        if word[:STEM] in found:  # The last one may be half a word.
            found[word[:STEM]] += 1
    return found


def described(
    title: str, text: str, found: Counter[str], frequencies: Frequencies, little: frozenset[str] = frozenset()
) -> Terms:
    """What is kept of a text with the terms ``found``, which ``frequencies`` have counted. ``little`` are words that
    tell nothing in its language: a library of a few articles does not know that by itself.
    """
    if not found:
        return Terms(b"", b"", b"")
    names = list(found)
    numbers = np.fromiter(map(number, names), np.uint32, len(names))
    counts = np.minimum(np.fromiter(found.values(), np.uint32, len(names)), 255)
    spread = frequencies.of(numbers)
    common = numbers[np.argsort(-spread, kind="stable")[:COMMON]]
    weights = _weights(counts, spread, _of_its_language(spread))
    weights[[place for place, name in enumerate(names) if name in little or _KANA.fullmatch(name)]] = 0
    rarest = np.argsort(-weights, kind="stable")[:KEPT]
    rarest = rarest[weights[rarest] > 0]
    words = _shown(title, text, [names[place] for place in rarest[:_WORDS]])
    return Terms(packed(numbers[rarest], counts[rarest]), packed(common), deflated(" ".join(words)))


def packed(numbers: Numbers, counts: Numbers | int = 1) -> bytes:
    """Terms with their counts, as they are kept."""
    about = np.searchsorted(_BETWEEN, counts).astype(np.uint32)
    kept = (numbers | about << np.uint32(_BITS)).astype("<u4")
    return kept.view(np.uint8).reshape(-1, 4)[:, :_BYTES].tobytes()


def numbers_of(kept: bytes) -> list[int]:
    """The terms of those that were kept, without their counts."""
    found: list[int] = (matrix([kept], len(kept) // _BYTES)[0] & _NUMBER).tolist()
    return found


def words_of(kept: bytes) -> list[str]:
    """The words that were kept."""
    return zlib.decompress(kept, wbits=-15).decode("utf-8", "surrogatepass").split() if kept else []


def is_grammar(word: str) -> bool:
    """Whether a pair of characters has Hiragana in it, and so is no word of its own."""
    return len(word) == 2 and bool(_KANA.search(word))


def matrix(kept: Sequence[bytes], width: int) -> Numbers:
    """What was kept of several texts, a row each, filled up with 0: terms with their counts."""
    size = _BYTES * width
    rows = np.frombuffer(b"".join(one[:size].ljust(size, b"\0") for one in kept), np.uint8)
    found = np.zeros((len(kept), width, 4), np.uint8)
    found[:, :, :_BYTES] = rows.reshape(len(kept), width, _BYTES)
    return found.view("<u4")[:, :, 0].astype(np.uint32, copy=False)


def vectors(rare: Numbers, common: Numbers, frequencies: Frequencies) -> tuple[Numbers, Floats]:
    """The terms of each row and their weights, of length 1 together; less where there are hardly any terms, for one
    word that two headlines share tells little.
    """
    numbers, counts = rare & _NUMBER, _COUNTS[rare >> np.uint32(_BITS)]
    spread = np.where(common > 0, frequencies.of(common), 0)
    weights = _weights(counts, frequencies.of(numbers), _of_its_language(spread)[:, None])
    weights[numbers == 0] = 0
    length = np.sqrt((weights * weights).sum(axis=1, keepdims=True))
    missing = np.sqrt(np.maximum(_FEW / np.maximum((numbers > 0).sum(axis=1, keepdims=True), 1), 1))
    return numbers, (weights / np.maximum(length * missing, 1e-9)).astype(np.float32)


def alike(numbers: Numbers, weights: Floats) -> Floats:
    """The cosine of the first row with every row."""
    order = np.argsort(numbers[0])
    own, worth = numbers[0][order], weights[0][order]
    place = np.minimum(np.searchsorted(own, numbers), len(own) - 1)
    shared = np.where((own[place] == numbers) & (numbers > 0), worth[place] * weights, 0)
    cosine: Floats = shared.sum(axis=1).astype(np.float32)
    return cosine


def _of_its_language(spread: Floats) -> Floats:
    """How many texts there are in the language of one: its three commonest terms stand in nearly all of them."""
    most = np.sort(spread, axis=-1)[..., ::-1][..., :COMMON]
    return np.asarray(most.sum(axis=-1) / np.maximum((most > 0).sum(axis=-1), 1), np.float32)


def _weights(counts: Numbers, spread: Floats, of: Floats) -> Floats:
    """Robertson and Spärck Jones's inverse document frequency, times the logarithm of the count."""
    seen = np.minimum(spread, of)
    rarity = np.log1p((of + _UNSEEN - seen + 0.5) / (seen + 0.5))
    return np.asarray(rarity * (1 + np.log(counts)), np.float32)


def deflated(words: str) -> bytes:
    """Words as they are kept: a quarter smaller in Latin letters, nearly half in others."""
    return zlib.compress(words.encode("utf-8", "surrogatepass"), 9, wbits=-15) if words else b""


def _shown(title: str, text: str, wanted: Sequence[str]) -> list[str]:
    """How the terms look where they first stand: the word between blanks, or the run of one script, that has them."""
    looks: dict[str, str] = {}
    whole = f"{title} {text[:READ]}"
    for run in _ONE_SCRIPT.findall(whole):
        for place in range(len(run) - 1):
            looks.setdefault(run[place : place + 2], run)
    for piece in whole.split():
        word = _EDGES.sub("", piece)
        if len(word) <= _LONGEST:
            looks.setdefault(stem(word), word)
    return list(dict.fromkeys(looks.get(one, one) for one in wanted))
