"""The short form of ``tests.chaos.network``: a twelfth of the forms, on all roads."""

from __future__ import annotations

from tests.chaos import network
from tests.chaos.forms import forms
from tests.chaos.roads import ROADS


def test_no_feed_leads_inside_and_without_the_guard_each_road_does() -> None:
    told = network.run(thorough=False)
    assert told.losses == []
    ways = told.counts["ways tried with the guard"]
    assert isinstance(ways, int)
    assert ways > 300
    behind = told.counts["ways tried behind a proxy"]
    assert isinstance(behind, int)
    assert behind > 600
    assert told.counts["servers without end are left"] == 21


def test_there_are_enough_forms_and_each_is_there_once() -> None:
    given = [form.url for form in forms(8080)]
    assert len(set(given)) == len(given) > 350
    assert len(ROADS) == 12
