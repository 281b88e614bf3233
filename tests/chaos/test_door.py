"""The short form of ``tests.chaos.door``."""

from __future__ import annotations

import random
import sys

import pytest

from desktop_reader.ui.instance.wish import read
from tests.chaos import door


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="looks at the window's process as Linux shows it")
def test_a_window_that_is_besieged_goes_on_and_grows_by_nothing() -> None:
    told = door.run(thorough=False)
    assert told.losses == []
    assert told.counts["hostile messages"] == 300
    assert told.counts["callers at once"] == 200
    assert told.counts["honest callers that were answered in between"] == 10


def test_most_of_what_is_said_is_no_wish() -> None:
    chance = random.Random(1)
    refused = 0
    for _ in range(400):
        try:
            wish = read(door.message(chance).partition(b"\n")[0])
        except ValueError:
            refused += 1
        else:
            assert not any((wish.addresses, wish.files, wish.quit, wish.refresh, wish.errand))
    assert refused > 250
