"""Directions as they are kept: near to what the encoder told, and their signs to how near they are."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from desktop_reader.text import encoder


def rows(count: int, seed: int = 5) -> NDArray[np.float32]:
    made = np.random.default_rng(seed).uniform(-1, 1, size=(count, 512))
    made[1::2] = 0.8 * made[0::2][: len(made[1::2])] + 0.2 * made[1::2]  # Every second one is near to the one before.
    return np.asarray(made / np.linalg.norm(made, axis=1, keepdims=True), np.float32)


def test_cosines_are_nearly_those_of_the_whole_numbers() -> None:
    whole = rows(100)
    kept = encoder.packed(whole)

    assert {len(one) for one in kept} == {encoder.SIZE}
    found = encoder.cosines(kept[0], kept)
    assert found[0] == pytest.approx(1, abs=1e-5)
    assert np.abs(found - whole @ whole[0]).max() < 0.02


def test_what_has_no_direction_is_near_to_nothing() -> None:
    one, other = encoder.packed(rows(2))
    assert encoder.cosines(one, [b"", other, b""])[[0, 2]].tolist() == [0, 0]
    assert encoder.cosines(b"", [one, other]).tolist() == [0, 0]
    assert encoder.cosines(one, []).tolist() == []


@given(st.integers(0, 2**32 - 1))
def test_as_many_signs_differ_as_numbers_do(seed: int) -> None:
    whole = rows(2, seed)
    first, second = map(encoder.signs, encoder.packed(whole))
    assert len(first) == 64
    differ = (int.from_bytes(first) ^ int.from_bytes(second)).bit_count()
    assert differ == int(((whole[0] >= 0) != (whole[1] >= 0)).sum())
