"""How a feed fares, derived from facts: every combination comes to a kind, a whole sentence and sensible remedies."""

from __future__ import annotations

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_reader.records.condition import NAMES, PACES, Kind, Remedy, condition, pace
from desktop_reader.records.facts import Facts
from desktop_reader.records.health import Health, Problem
from desktop_reader.records.sentence import DAY, HOUR, SPANS, Moment, Phrase, Sentence, Span, Value

NOW = 1_730_000_000
WEEKLY = tuple(NOW - 40 * DAY - 7 * DAY * n for n in range(8))

moments = st.integers(-(2**40), 2**40)
healths = st.one_of(
    st.just(Health()),
    st.builds(Health, st.sampled_from(Problem), st.text(max_size=20), st.integers(1, 99), st.none() | moments),
)
some_facts = st.builds(
    Facts,
    now=moments,
    url=st.text(max_size=20),
    old_url=st.none() | st.text(max_size=20),
    created_at=moments,
    checked_at=st.none() | moments,
    next_check_at=moments,
    not_before_at=moments,
    stopped=st.booleans(),
    health=healths,
    moving_to=st.none() | st.text(max_size=20),
    moved_at=st.none() | moments,
    published=st.lists(moments, max_size=20).map(lambda dates: tuple(sorted(dates, reverse=True))),
    took_ms=st.lists(st.integers(0, 10**7), max_size=5).map(tuple),
    has_answer=st.booleans(),
)


def write(value: Value) -> str:
    match value:
        case Moment(at):
            return f"<{at}>"
        case Span():
            count, unit = value.counted
            assert count >= 1
            one, many = SPANS[unit]
            return one if count == 1 else many.replace("%n", str(count))
        case Phrase(words):
            return words
        case _:
            return str(value)


def said(sentence: Sentence) -> str:
    return sentence.written(write)


@given(some_facts)
def test_every_feed_has_a_condition_in_whole_sentences(facts: Facts) -> None:
    how = condition(facts)
    assert NAMES[how.kind]
    for sentence in (how.sentence, *how.did):
        wanted = {name for _, name, _, _ in string.Formatter().parse(sentence.words) if name}
        assert wanted <= {name for name, _ in sentence.facts}
        assert said(sentence)
    assert all(sentence.words.endswith(".") for sentence in how.did)


@given(some_facts)
def test_a_fault_is_never_called_fine_and_nothing_else_is_called_a_fault(facts: Facts) -> None:
    how = condition(facts)
    well = (Kind.FINE, Kind.NEW, Kind.QUIET, Kind.MOVED, Kind.WAITING)
    if facts.health.ok:
        assert how.kind in (*well, Kind.SLOW)
    else:
        assert how.kind not in well
        assert not how.fine


@given(some_facts)
def test_what_one_can_do_can_be_done(facts: Facts) -> None:
    remedies = condition(facts).remedies
    assert len(set(remedies)) == len(remedies)
    if not facts.has_answer:
        assert Remedy.LOOK not in remedies
    if facts.not_before_at > facts.now:
        assert Remedy.ASK not in remedies, "a host that said 'not now' is left alone by hand, too"
    if facts.health.problem is Problem.PASSWORD:
        assert remedies[0] is Remedy.PASSWORD


@given(st.integers(1, 10**10), st.integers(1, 10**10))
def test_longer_spans_and_gaps_are_never_told_as_shorter(one: int, other: int) -> None:
    least, most = sorted((one, other))
    seconds = {"second": 1, "minute": 60, "hour": HOUR, "day": DAY, "month": 30 * DAY, "year": 365 * DAY}
    told = [count * seconds[unit] for count, unit in (Span(least).counted, Span(most).counted)]
    assert told[0] <= told[1] * 1.05  # 35 months are told in years, that are a few days longer than twelve months.
    assert PACES.index(pace(least).words) <= PACES.index(pace(most).words)


@pytest.mark.parametrize("problem", Problem)
def test_every_problem_has_its_kind(problem: Problem) -> None:
    assert not condition(Facts(NOW, checked_at=NOW, health=Health(problem, "x", 1, NOW))).fine


def test_a_weekly_feed_that_fell_silent() -> None:
    how = condition(Facts(NOW, checked_at=NOW, published=WEEKLY))
    assert how.kind is Kind.QUIET
    assert said(how.sentence) == "Nothing for 40 days; it used to post weekly."
    assert how.since_at == NOW - 40 * DAY
    assert how.remedies == (Remedy.SITE, Remedy.REMOVE)


@pytest.mark.parametrize(
    ("gap", "silence", "quiet"),
    [
        (HOUR, 13 * DAY, False),
        (HOUR, 15 * DAY, True),
        (7 * DAY, 27 * DAY, False),
        (7 * DAY, 29 * DAY, True),
        (200 * DAY, 700 * DAY, False),
        (200 * DAY, 900 * DAY, True),
    ],
)
def test_a_silence_is_measured_by_the_feeds_own_rhythm(gap: int, silence: int, quiet: bool) -> None:
    facts = Facts(NOW, checked_at=NOW, published=tuple(NOW - silence - gap * n for n in range(6)))
    assert (condition(facts).kind is Kind.QUIET) is quiet


def test_one_old_article_tells_no_rhythm() -> None:
    assert condition(Facts(NOW, checked_at=NOW, published=(NOW - 400 * DAY,))).kind is Kind.FINE
    how = condition(Facts(NOW, checked_at=NOW, published=(NOW - 800 * DAY,)))
    assert said(how.sentence) == "Nothing for 2 years."


def test_what_was_done_about_a_feed_that_fails() -> None:
    health = Health(Problem.NOT_FOUND, "404", 5, NOW - 3 * DAY)
    how = condition(Facts(NOW, checked_at=NOW, next_check_at=NOW + DAY, health=health, has_answer=True))
    assert how.kind is Kind.MISSING
    assert how.since_at == NOW - 3 * DAY
    assert [said(one) for one in how.did] == [
        "It failed 5 times in a row.",
        "We wait longer after each failure, now 24 hours.",
    ]
    assert how.remedies == (Remedy.FIND, Remedy.SITE, Remedy.LOOK, Remedy.REMOVE)


def test_a_feed_that_is_gone_is_asked_no_more() -> None:
    how = condition(Facts(NOW, checked_at=NOW, stopped=True, health=Health(Problem.GONE, "410", 1, NOW)))
    assert how.kind is Kind.GONE
    assert said(how.did[-1]) == "We do not ask it any more. Its articles stay."


def test_a_host_that_said_not_now() -> None:
    how = condition(Facts(NOW, checked_at=NOW - 99, not_before_at=NOW + HOUR))
    assert how.kind is Kind.WAITING
    assert f"<{NOW + HOUR}>" in said(how.sentence)
    blocked = Facts(NOW, checked_at=NOW, not_before_at=NOW + HOUR, health=Health(Problem.TOO_MANY, "429", 1, NOW))
    assert f"until <{NOW + HOUR}>" in said(condition(blocked).did[-1])


def test_a_slow_server_and_a_moved_feed() -> None:
    slow = condition(Facts(NOW, checked_at=NOW, took_ms=(12_000, 300, 14_000)))
    assert (slow.kind, said(slow.sentence)) == (
        Kind.SLOW,
        "It comes, but slowly: its last answers took about 12 seconds.",
    )
    assert condition(Facts(NOW, checked_at=NOW, took_ms=(12_000, 13_000))).kind is Kind.FINE
    moved = condition(Facts(NOW, url="https://b/", old_url="https://a/", checked_at=NOW, moved_at=NOW - DAY))
    assert (moved.kind, moved.since_at) == (Kind.MOVED, NOW - DAY)
    assert said(moved.did[0]) == "We asked at https://a/ before, and ask at https://b/ now."
    moving = condition(Facts(NOW, url="https://a/", checked_at=NOW, moving_to="https://b/"))
    assert moving.kind is Kind.FINE
    assert "https://b/" in said(moving.did[0])


def test_a_name_in_braces_stays_as_it_is() -> None:
    how = condition(Facts(NOW, health=Health(Problem.MALFORMED, "{0.__class__} {x}", 1, NOW)))
    assert said(how.sentence) == "The feed cannot be read ({0.__class__} {x}). What was there stays."
