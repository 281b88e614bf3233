"""Three days of thirty feeds: the short form of ``python3 dev.py chaos month``."""

from __future__ import annotations

import sys
from dataclasses import replace
from typing import Any

import pytest

from tests.chaos import month
from tests.chaos.month import Day, leaks
from tests.chaos.month_world import BEGIN, DAY, World


@pytest.mark.skipif(sys.platform != "linux", reason="counts by /proc")
def test_three_days_lose_nothing_and_leak_nothing() -> None:
    outcome = month.run(thorough=False)
    assert outcome.losses == []
    assert int(outcome.counts["articles given away, all there once"]) >= 120
    assert int(outcome.counts["deeds of the reader, all there"]) >= 1
    assert {"answers of 200", "answers of 302", "answers of 304", "answers of 500"} <= outcome.counts.keys()


FULL = Day(5, "fine", 0, 0, 200_000, 250_000, 200_000, 0, 12, 35, 4, 2, 500)


@pytest.mark.parametrize(
    ("more", "told"),
    [
        ({}, ""),
        ({"own": 219_000, "rss": 270_000}, ""),
        ({"own": 221_000}, "memory (own)"),
        ({"rss": 276_000}, "memory (rss)"),
        ({"threads": 13}, "threads"),
        ({"files": 37}, ""),
        ({"files": 38}, "files"),
        ({"children": 3}, "children"),
        ({"widgets": 501}, "widgets"),
        ({"sockets": 40}, "sockets"),
    ],
)
def test_a_leak_would_be_seen(more: dict[str, Any], told: str) -> None:
    days = [replace(FULL, day=day) for day in range(1, 6)] + [replace(FULL, day=day, **more) for day in range(6, 31)]
    found = leaks(days)
    assert [told in one for one in found] == ([True] if told else [])


def test_publishers_publish_all_the_month_and_rewrite_some() -> None:
    world = World(20, 30, 1)
    try:
        last = BEGIN + 30 * DAY
        for publisher in world.publishers:
            assert publisher.items(BEGIN)
            assert publisher.tag(BEGIN) != publisher.tag(last)
        titles = {item.title for one in world.publishers for item in one.items(last)}
        assert any("revision 1" in title for title in titles)
        assert len(titles) == sum(len(one.items(last)) for one in world.publishers)
    finally:
        world.close()
