"""What of the news is told, and when; and that a notice says nothing but words."""

from __future__ import annotations

import unicodedata
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_reader.records.notice import (
    LONGEST_LINE,
    Rules,
    escaped,
    plain,
    quiet_until,
    told_at,
    told_later,
    without_markup,
)

NIGHT = Rules(notify=True, quiet=(22 * 60, 7 * 60))
MOMENTS = st.datetimes(datetime(2024, 1, 1), datetime(2025, 12, 30))
MINUTES = st.integers(0, 24 * 60 - 1)


def at(hour: int, minute: int = 0, day: int = 24) -> datetime:
    return datetime(2024, 10, day, hour, minute)


@pytest.mark.parametrize(
    ("now", "end"),
    [
        (at(21, 59), None),
        (at(22), at(7, day=25)),
        (at(23, 59), at(7, day=25)),
        (at(0), at(7)),
        (at(6, 59), at(7)),
        (at(7), None),
    ],
)
def test_the_night_is_quiet_over_midnight(now: datetime, end: datetime | None) -> None:
    assert quiet_until(now, NIGHT) == end


def test_quiet_hours_in_the_day_and_none_at_all() -> None:
    siesta = Rules(quiet=(13 * 60, 15 * 60))
    assert quiet_until(at(14), siesta) == at(15)
    assert quiet_until(at(16), siesta) is None
    assert quiet_until(at(3), Rules(quiet=(60, 60))) is None
    assert quiet_until(at(3), Rules()) is None


def test_news_come_at_once_until_the_days_number_is_used_up() -> None:
    rules = Rules(notify=True, a_day=2, digest_at=19 * 60)
    assert told_at(at(9), 0, rules) is None
    assert told_at(at(9), 1, rules) is None
    assert told_at(at(9), 2, rules) == at(19)
    assert told_at(at(20), 2, rules) == at(19, day=25), "the next digest is tomorrow's"
    assert told_at(at(9), 0, Rules(notify=True, a_day=0, digest_at=19 * 60)) == at(19), "the digest alone"


def test_in_quiet_hours_nothing_is_told_and_no_digest_falls_into_them() -> None:
    assert told_at(at(23), 0, NIGHT) == at(7, day=25)
    late = Rules(notify=True, a_day=0, digest_at=23 * 60, quiet=(22 * 60, 7 * 60))
    assert told_at(at(9), 0, late) == at(7, day=25)


def test_later_is_in_an_hour_or_when_the_quiet_hours_end() -> None:
    assert told_later(at(9), NIGHT) == at(10)
    assert told_later(at(21, 30), NIGHT) == at(7, day=25)


@given(MOMENTS, st.integers(0, 30), st.integers(0, 20), MINUTES, st.none() | st.tuples(MINUTES, MINUTES))
def test_whatever_is_put_off_comes_later_within_two_days_and_never_in_quiet_hours(
    now: datetime, told: int, a_day: int, digest: int, quiet: tuple[int, int] | None
) -> None:
    rules = Rules(notify=True, a_day=a_day, digest_at=digest, quiet=quiet)
    for moment in (told_at(now, told, rules), told_later(now, rules)):
        if moment is not None:
            assert now < moment <= now + timedelta(days=2, hours=1)
            assert quiet_until(moment, rules) is None
    if told < a_day and quiet is None:
        assert told_at(now, told, rules) is None


def test_a_feeds_own_wish_goes_before_the_rule_for_all() -> None:
    some = Rules(notify=False, feeds={"a": True, "b": False})
    assert (some.wants("a"), some.wants("b"), some.wants("c")) == (True, False, False)
    everything = Rules(notify=True, feeds={"b": False})
    assert (everything.wants("b"), everything.wants("c")) == (False, True)
    assert some.wants_any()
    assert not Rules(feeds={"b": False}).wants_any()


@pytest.mark.parametrize(
    ("title", "line"),
    [
        ("  Two\n\tlines ", "Two lines"),
        ("\u202eevil\u202c \u2066x\u2069", "evil x"),
        ("nul\x00 bell\x07 esc\x1b[31m", "nul bell esc[31m"),
        ("Z" + "\u0301" * 50 + "algo", "Z\u0301\u0301\u0301algo"),
        ("می\u200cخواهم 👩\u200d🚀", "می\u200cخواهم 👩\u200d🚀"),
        ("lone \ud800 half", "lone half"),
        ("", ""),
        ("x" * 200, "x" * (LONGEST_LINE - 1) + "…"),
    ],
)
def test_a_title_becomes_one_harmless_line(title: str, line: str) -> None:
    assert plain(title) == line


@given(st.text(st.characters(exclude_categories=())))
def test_no_title_brings_control_characters_or_turns_the_line(title: str) -> None:
    line = plain(title)
    assert len(line) <= LONGEST_LINE
    assert not [c for c in line if unicodedata.category(c)[0] in "CZ" and c not in " \u200c\u200d"]
    assert plain(line) == line
    line.encode()


@given(st.text())
def test_markup_is_words(text: str) -> None:
    assert "<" not in escaped(text)
    assert ">" not in escaped(text)
    assert "<" not in without_markup(text)
    assert escaped(text).replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&") == text


def test_where_markup_may_or_may_not_be_understood_nothing_looks_like_it() -> None:
    assert without_markup("<b>a</b> & b &lt;i&gt; &#60;") == "‹b›a‹/b› & b ＆lt;i＆gt; ＆#60;"
