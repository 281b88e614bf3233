from datetime import datetime

import pytest
from PySide6.QtCore import QDate, QLocale

from desktop_reader.ui.articles import when

ENGLISH = QLocale("en_US")
NOW = datetime(2024, 10, 24, 15, 30).timestamp()


def at(*moment: int) -> int:
    return int(datetime(*moment).timestamp())  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("moment", "said"),
    [
        ((2024, 10, 24, 15, 29, 40), "now"),
        ((2024, 10, 24, 15, 34), "now"),  # a server's clock runs ahead
        ((2024, 10, 24, 15, 25), "5m"),
        ((2024, 10, 24, 13, 20), "2h"),
        ((2024, 10, 24, 0, 10), "15h"),
        ((2024, 10, 23, 23, 59), "Yesterday"),
        ((2024, 10, 21, 12, 0), "Mon"),
        ((2024, 10, 18, 12, 0), "Oct 18"),
        ((2024, 1, 2, 12, 0), "Jan 2"),
        ((2023, 12, 31, 12, 0), "12/31/23"),
        ((2024, 11, 3, 12, 0), "Nov 3"),  # from the future
    ],
)
def test_short(moment: tuple[int, ...], said: str) -> None:
    assert when.short(at(*moment), NOW, ENGLISH) == said


def test_late_evening_is_not_yesterday_after_midnight() -> None:
    assert when.short(at(2024, 10, 23, 23, 0), datetime(2024, 10, 24, 1, 30).timestamp(), ENGLISH) == "2h"


@pytest.mark.parametrize(
    ("name", "said"),
    [("de_DE", "2. Jan"), ("ja_JP", "1月2日"), ("es_ES", "2 de ene"), ("hu_HU", "jan. 2."), ("fr_FR", "2 janv")],
)
def test_days_are_written_as_the_locale_does(name: str, said: str) -> None:
    assert when.short(at(2024, 1, 2, 12, 0), NOW, QLocale(name)).startswith(said)


def test_every_locale_names_the_day_and_not_the_year() -> None:
    every = QLocale.matchingLocales(QLocale.Language.AnyLanguage, QLocale.Script.AnyScript, QLocale.Country.AnyCountry)
    for long_format in {locale.dateFormat(QLocale.FormatType.LongFormat) for locale in every}:
        said = when.day_and_month(long_format)
        assert "d" in said
        assert "M" in said
        assert "y" not in said.replace("'", "")
        assert "dddd" not in said
        assert said == said.strip(" ,")
        assert "24" in QLocale.c().toString(QDate(2024, 10, 24), said)


@pytest.mark.parametrize(
    ("moment", "said"),
    [
        ((2024, 10, 24, 15, 29, 40), "just now"),
        ((2024, 10, 24, 15, 29), "1 minute ago"),
        ((2024, 10, 24, 15, 20), "10 minutes ago"),
        ((2024, 10, 24, 14, 20), "1 hour ago"),
        ((2024, 10, 24, 13, 20), "2 hours ago"),
        ((2024, 10, 23, 8, 0), "yesterday"),
        ((2023, 10, 23, 8, 0), "Monday, October 23, 2023"),
    ],
)
def test_spoken(moment: tuple[int, ...], said: str) -> None:
    assert when.spoken(at(*moment), NOW, ENGLISH) == said


@pytest.mark.parametrize("odd", [-(2**62), -1, 0, 2**62])
def test_any_number_a_feed_may_claim_is_survived(odd: int) -> None:
    assert when.short(odd, NOW, ENGLISH)
    assert when.spoken(odd, NOW, ENGLISH)
