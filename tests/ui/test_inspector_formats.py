"""How the inspector writes: the seed's own values, another reader's values, and what no calendar knows."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Iterator
from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QLocale

from desktop_reader.ui.inspector.formats import Formats, elide, elide_address, short_address, summed_up
from tests.shared import SHARED, needs_shared

SEED = Formats()


@pytest.fixture
def tokyo(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    if not hasattr(time, "tzset"):
        pytest.skip("this system's time zone cannot be changed")
    monkeypatch.setenv("TZ", "Asia/Tokyo")
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


def at(moment: str) -> int:
    return int(datetime.strptime(moment, "%Y/%m/%d %H:%M").timestamp())


@needs_shared
def test_the_seeds_own_values() -> None:
    page = json.loads((SHARED / "seed" / "expected.json").read_text(encoding="utf-8"))
    for moment in ("created", "updated", "last_read"):
        assert SEED.moment(at(page[moment])) == page[moment]
    assert SEED.date(at(page["created"])) == page["date"]
    assert SEED.number(page["words"]) == "211"
    assert summed_up(page["summary"]) == page["summary"] + "…"
    assert short_address(page["url"]) == "nhk.or.jp/nhkworld/en/news/20241024_06"


def test_local_time(tokyo: None) -> None:
    assert SEED.moment(1_729_764_000) == "2024/10/24 19:00"
    assert SEED.date(1_729_764_000) == "Oct. 24, 2024"
    assert SEED.date(1_729_782_000) == "Oct. 25, 2024"  # Still the 24th in London.


def test_every_month_has_its_name() -> None:
    names = [SEED.date(at(f"2023/{month:02}/05 12:00")) for month in range(1, 13)]
    assert names[0] == "Jan. 5, 2023"
    assert names[4:9] == ["May 5, 2023", "June 5, 2023", "July 5, 2023", "Aug. 5, 2023", "Sept. 5, 2023"]
    assert len(set(names)) == 12


def test_large_numbers_have_their_thousands_parted() -> None:
    assert SEED.number(22480) == "22,480"
    german = Formats("locale", QLocale("de_DE"))
    assert german.number(22480) == "22.480"


@pytest.mark.parametrize(
    ("name", "date"), [("de_DE", "24. Okt. 2024"), ("en_GB", "24 Oct 2024"), ("ja_JP", "2024年10月24日")]
)
def test_a_locale_writes_its_own_way(name: str, date: str) -> None:
    formats = Formats("locale", QLocale(name))
    assert formats.date(at("2024/10/24 19:00")) == date
    assert re.search(r"19.00|7.00", formats.moment(at("2024/10/24 19:00")))


def test_no_locale_names_the_weekday_or_loses_the_day() -> None:
    for locale in QLocale.matchingLocales(
        QLocale.Language.AnyLanguage, QLocale.Script.AnyScript, QLocale.Country.AnyCountry
    ):
        date = Formats("locale", locale).date(at("2024/10/24 19:00"))
        thursday = locale.dayName(4, QLocale.FormatType.LongFormat)
        assert locale.toString(24) in date, locale.name()
        assert len(thursday) < 3 or thursday not in date, locale.name()


@given(st.integers(-(10**18), 10**18))
def test_any_year_that_a_feed_claims(when: int) -> None:
    assert re.fullmatch(r"\d{4}/\d\d/\d\d \d\d:\d\d", SEED.moment(when))
    assert SEED.date(when)


@pytest.mark.parametrize(
    ("url", "short"),
    [
        ("https://www.example.org/a/", "example.org/a"),
        ("HTTP://WWW2.Example.org", "Example.org"),
        ("https://reader:secret@example.org/a?b=c#d", "example.org/a?b=c#d"),
        ("https://www.org/", "www.org"),
        ("https://example.org/login@home", "example.org/login@home"),
        ("  https://example.org/a  ", "example.org/a"),
        ("", ""),
    ],
)
def test_addresses_as_one_says_them(url: str, short: str) -> None:
    assert short_address(url) == short


def test_the_middle_is_what_is_left_out() -> None:
    whole = "cef4287f-cf95-463d-b16d-e9045925ffae"
    assert elide(whole, lambda text: len(text) <= 23) == "cef4287f-cf…9045925ffae"
    assert elide(whole, lambda text: len(text) <= 36) == whole


def test_an_address_keeps_its_host_and_its_end() -> None:
    address = "nhk.or.jp/nhkworld/en/news/20241024_06"
    assert elide_address(address, lambda text: len(text) <= 24) == "nhk.or.jp/…/20241024_06"
    assert elide_address(address, lambda text: len(text) <= 20) == "nhk.or.jp/…241024_06"
    assert elide_address("a" * 60 + "/x", lambda text: len(text) <= 11) == "aaaaa…aaa/x"


@given(st.text(max_size=80), st.integers(1, 90))
def test_what_is_shortened_fits_and_loses_nothing_that_fits(text: str, room: int) -> None:
    def fits(shown: str) -> bool:
        return len(shown) <= room

    for shorten in (elide, elide_address):
        shown = shorten(text, fits)
        assert fits(shown)
        assert (shown == text) == fits(text) or "…" in text


@pytest.mark.parametrize(
    ("summary", "shown"),
    [
        ("It ended.", "It ended."),
        ('He said: "No."', 'He said: "No."'),
        ("終わった。", "終わった。"),
        ("cut off in the", "cut off in the…"),
        ("cut by its maker…", "cut by its maker…"),
        ("after a comma,", "after a comma…"),
        ("two\n lines.", "two lines."),
        ("", ""),
    ],
)
def test_a_summary_says_where_it_was_cut(summary: str, shown: str) -> None:
    assert summed_up(summary) == shown


@given(st.text(max_size=700))
def test_a_summary_is_never_longer_than_three_hundred(text: str) -> None:
    shown = summed_up(text)
    assert len(shown) <= 300
    flat = " ".join(text.split())
    assert shown == flat or flat.startswith(shown.removesuffix("…"))
