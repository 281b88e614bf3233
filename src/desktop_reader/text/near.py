"""Which texts are copies of each other: an estimate of how many of their three-word sequences they share.

768 hash functions, of each the least value over all sequences, of each of these two bits (b-bit minwise hashing, Li
and König 2010): 192 bytes a text, as exact as four bits of 512. Sequences are compared, not words, so that two reports
of one event, which share their words, are no copies, while an agency's report that was shortened or begun anew is one.
"""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from desktop_reader.text.tokens import tokens

Hashes: TypeAlias = NDArray[np.uint32]

SIZE = 192
"""Bytes of a sketch."""

COPY = 0.485
"""Texts that share half are copies of each other; the estimate is as often below the truth as above it."""

_READ = 12_000
_SEQUENCE = 3
_ROUND = 128  # Hash functions at a time: so their values stay in the processor's cache.
_FUNCTIONS = 4 * SIZE
_CHANCE = 1 / 4  # Two bits are equal by chance.

_made = np.random.default_rng(20241036)
_FACTORS: Hashes = _made.integers(1, 1 << 32, _FUNCTIONS, dtype=np.uint32) | np.uint32(1)
_ADDED: Hashes = _made.integers(0, 1 << 32, _FUNCTIONS, dtype=np.uint32)


def sketch(title: str, text: str) -> bytes:
    """What is kept of a text to know its copies by; empty for a text without words."""
    sequences = _sequences(tokens(f"{title}\n{text}"[:_READ]))
    if not len(sequences):
        return b""
    least = np.empty(_FUNCTIONS, np.uint32)
    for start in range(0, _FUNCTIONS, _ROUND):
        some = slice(start, start + _ROUND)
        values = sequences[:, None] * _FACTORS[None, some]
        values += _ADDED[None, some]
        # The low bits of a product are weak: fold the high half onto them before comparing.
        values ^= values >> np.uint32(15)
        least[some] = values.min(axis=0)
    bits = (_mixed(least) & np.uint32(3)).astype(np.uint8).reshape(4, SIZE)
    four: NDArray[np.uint8] = bits[0] | bits[1] << 2 | bits[2] << 4 | bits[3] << 6
    return four.tobytes()


def shared(first: bytes, others: Sequence[bytes]) -> list[float]:
    """What share of all sequences of two texts both have, for the first with each of the others: 0 to 1."""
    whole = [len(other) == SIZE == len(first) for other in others]
    if not any(whole):
        return [0.0] * len(others)
    rows = np.frombuffer(b"".join(o if w else bytes(SIZE) for o, w in zip(others, whole, strict=True)), np.uint8)
    differ = rows.reshape(len(others), SIZE) ^ np.frombuffer(first, np.uint8)
    # One bit of each two that are not both the same.
    unequal = np.bitwise_count((differ | differ >> 1) & 0x55).sum(axis=1)
    shares = np.maximum((1 - unequal / _FUNCTIONS - _CHANCE) / (1 - _CHANCE), 0) * whole
    return [float(share) for share in shares]


def _sequences(words: list[str]) -> Hashes:
    """The different sequences of three words, as numbers; a shorter text is one sequence."""
    if not words:
        return np.empty(0, np.uint32)
    known = {word: zlib.crc32(word.encode("utf-8", "surrogatepass")) for word in set(words)}
    numbers = _mixed(np.fromiter(map(known.__getitem__, words), np.uint32, len(words)))
    length = min(_SEQUENCE, len(words))
    whole = np.zeros(len(words) - length + 1, np.uint32)
    for place in range(length):
        whole = _mixed(whole * np.uint32(0x9E3779B1) + numbers[place : place + len(whole)])
    return np.unique(whole)


def _mixed(values: Hashes) -> Hashes:
    """Every bit of the result depends on every bit of the value (the last steps of MurmurHash3)."""
    values = values ^ (values >> np.uint32(16))
    values = values * np.uint32(0x85EBCA6B)
    values = values ^ (values >> np.uint32(13))
    values = values * np.uint32(0xC2B2AE35)
    return values ^ (values >> np.uint32(16))
