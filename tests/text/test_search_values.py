"""The values of fields: what each means, and whether a wrong one may still become right."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop_reader.text import search_values
from desktop_reader.text.search_values import VALUES, Asks, Filter

TODAY = date(2024, 3, 15)


@pytest.fixture(autouse=True)
def today(monkeypatch: pytest.MonkeyPatch) -> None:
    class Frozen(date):
        @classmethod
        def today(cls) -> Frozen:
            return cls(TODAY.year, TODAY.month, TODAY.day)

    monkeypatch.setattr(search_values, "date", Frozen)


def day(year: int, month: int = 1, number: int = 1) -> int:
    return date(year, month, number).toordinal()


@pytest.mark.parametrize(
    ("said", "first"),
    [
        ("2024", day(2024)),
        ("2024-05", day(2024, 5)),
        ("2024-5", day(2024, 5)),
        ("2024/05/31", day(2024, 5, 31)),
        ("2024.5.1", day(2024, 5, 1)),
        ("2024-02-29", day(2024, 2, 29)),
        ("2024-12", day(2024, 12)),
        ("2024-12-31", day(2024, 12, 31)),
        ("٢٠٢٤", day(2024)),
        ("today", TODAY.toordinal()),
        ("Yesterday", TODAY.toordinal() - 1),
        ("0d", TODAY.toordinal()),
        ("7d", TODAY.toordinal() - 7),
        ("2W", TODAY.toordinal() - 14),
        ("3m", TODAY.toordinal() - 90),
        ("1y", TODAY.toordinal() - 365),
        ("99999y", 1),
        ("0001", 1),
        ("9998-12-31", day(9998, 12, 31)),
    ],
)
def test_dates(said: str, first: int) -> None:
    """From a day on, that day too; before it, that day not."""
    assert VALUES["after"](said) == Filter(Asks.PUBLISHED, low=first)
    assert VALUES["before"](said) == Filter(Asks.PUBLISHED, high=first)


@pytest.mark.parametrize(
    ("said", "may_go_on"),
    [
        ("2", True),
        ("202", True),
        ("20245", True),
        ("2024-", True),
        ("2024-1-", True),
        ("2024-13", True),
        ("t", True),
        ("tod", True),
        ("yest", True),
        ("7", True),
        ("2023-02-29", False),
        ("2024-00-01", False),
        ("2024-05-32", False),
        ("31.12.2024", False),
        ("todays", False),
        ("next week", False),
        ("7x", False),
        ("9999-12-31", False),
        ("0000-01-01", False),
        ("-", True),
    ],
)
def test_no_dates(said: str, may_go_on: bool) -> None:
    for name in ("after", "before"):
        found = VALUES[name](said)
        assert not isinstance(found, Filter)
        assert found[1] is may_go_on
        assert "{value}" in found[0]


@pytest.mark.parametrize(
    ("said", "low", "high"),
    [
        (">500", 501, None),
        (">=500", 500, None),
        ("<500", None, 500),
        ("<=500", None, 501),
        ("500", 500, 501),
        ("=500", 500, 501),
        ("300-500", 300, 501),
        ("<0", None, 0),
        ("0", 0, 1),
        (">9999999", 10_000_000, None),
        ("500-300", 500, 301),
    ],
)
def test_lengths(said: str, low: int | None, high: int | None) -> None:
    assert VALUES["words"](said) == Filter(Asks.LENGTH, low=low, high=high)


@pytest.mark.parametrize(
    ("said", "may_go_on"),
    [
        (">", True),
        ("<=", True),
        ("=", True),
        ("300-", True),
        ("many", False),
        (">>5", False),
        ("5x", False),
        ("-5", False),
    ],
)
def test_no_lengths(said: str, may_go_on: bool) -> None:
    found = VALUES["words"](said)
    assert not isinstance(found, Filter)
    assert found[1] is may_go_on


def test_states_languages_and_names() -> None:
    for state in ("unread", "read", "starred", "labelled"):
        assert VALUES["is"](state.upper()) == Filter(Asks.IS, state)
    for code in ("de", "DEU", "zh-TW", "zh-Hant-TW"):
        assert VALUES["lang"](code) == Filter(Asks.LANGUAGE, code.lower())
    for name, asks in (("feed", Asks.FEED), ("folder", Asks.FOLDER), ("label", Asks.LABEL)):
        assert VALUES[name]("Größe 5") == Filter(asks, "Größe 5")
    for name, said, may_go_on in (
        *(("is", said, True) for said in ("u", "re", "lab")),
        *(("is", said, False) for said in ("new", "reader", "un read")),
        *(
            ("lang", said, may)
            for said, may in (("d", True), ("deutsch", False), ("de-", False), ("de%", False), ("中", True))
        ),
    ):
        found = VALUES[name](said)
        assert not isinstance(found, Filter), said
        assert found[1] is may_go_on, said


@settings(max_examples=300, deadline=None)
@given(
    st.sampled_from(sorted(VALUES)), st.one_of(st.text(min_size=1, max_size=20), st.from_regex(r"[<>=\d./dwmy-]{1,12}"))
)
def test_every_value_is_a_filter_or_a_sentence(name: str, said: str) -> None:
    found = VALUES[name](said)
    if isinstance(found, Filter):
        assert found.low is None or found.low >= 0
        assert found.high is None or found.high >= 0
    else:
        sentence, may_go_on = found
        assert said in sentence.format(value=said)
        assert isinstance(may_go_on, bool)


@given(st.dates(date(1900, 1, 1), date(2900, 1, 1)))
def test_each_article_is_either_before_a_day_or_not(when: date) -> None:
    before, after = VALUES["before"](when.isoformat()), VALUES["after"](when.isoformat())
    assert before == Filter(Asks.PUBLISHED, high=when.toordinal())
    assert after == Filter(Asks.PUBLISHED, low=when.toordinal())
    assert VALUES["before"](f"{when:%Y-%m}") == Filter(
        Asks.PUBLISHED, high=(when - timedelta(when.day - 1)).toordinal()
    )
