"""Dates as feeds write them."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_reader.feeds import dates


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("Fri, 01 Mar 2024 12:30:05 GMT", "2024-03-01T12:30:05"),
        ("Fri, 1 Mar 2024 12:30 +0130", "2024-03-01T11:00:00"),
        ("1 March 2024 7:30 PM EST", "2024-03-02T00:30:00"),
        ("Friday, March 1st, 2024 12:30:05", "2024-03-01T12:30:05"),
        ("Fri Mar  1 12:30:05 2024", "2024-03-01T12:30:05"),
        ("Fri Mar 01 12:30:05 PST 2024", "2024-03-01T20:30:05"),
        ("Fri, 01 Mar 24 12:30:05 GMT-05:00", "2024-03-01T17:30:05"),
        ("Fri, 01-Mar-2024 12:30:05 UTC", "2024-03-01T12:30:05"),
        ("Fr, 01 Mär 2024 12:30:05 +0100", "2024-03-01T11:30:05"),
        ("ven., 1 févr. 2024 12:30", "2024-02-01T12:30:00"),
        ("Mar, 31 Dic 2024 10:00:00 +0000", "2024-12-31T10:00:00"),
        ("01 Mar 1999", "1999-03-01T00:00:00"),
        ("01 Mar 99 01:02:03 Z", "1999-03-01T01:02:03"),
        ("Sat, 31 Dec 2016 23:59:60 GMT", "2017-01-01T00:00:00"),
        ("Fri, 01 Mar 2024 24:00:00 GMT", "2024-03-02T00:00:00"),
        ("Fri, 31 Dec 2021 23:59:59 +9999999999", "2021-12-31T23:59:59"),
        ("2024-03-01T12:30:05Z", "2024-03-01T12:30:05"),
        ("2024-03-01T12:30:05.123456-08:00", "2024-03-01T20:30:05"),
        ("2024-03-01T12:30+0200", "2024-03-01T10:30:00"),
        ("2024-03-01 12:30:05 -0500", "2024-03-01T17:30:05"),
        ("2024-03-01 12:30:05 UTC", "2024-03-01T12:30:05"),
        ("2024-3-1", "2024-03-01T00:00:00"),
        ("2024/03/01 12:30", "2024-03-01T12:30:00"),
        ("2024-03", "2024-03-01T00:00:00"),
        ("2024", "2024-01-01T00:00:00"),
        ("20240301", "2024-03-01T00:00:00"),
        ("20240301T123005Z", "2024-03-01T12:30:05"),
        ("20240301123005", "2024-03-01T12:30:05"),
        ("1709296205", "2024-03-01T12:30:05"),
        ("1709296205123", "2024-03-01T12:30:05"),
        ("12/31/2023 10:00 PM", "2023-12-31T22:00:00"),
        ("31/12/2023", "2023-12-31T00:00:00"),
        ("31.12.2023 08:15", "2023-12-31T08:15:00"),
        ("2024年3月1日（金）12:00", "2024-03-01T12:00:00"),
        ("2024年03月01日 12時30分05秒", "2024-03-01T12:30:05"),
        ("2024년 3월 1일 12:00", "2024-03-01T12:00:00"),
        ("pt, 1 mar 2024 12:00:00 +0100", "2024-03-01T11:00:00"),
        ("1 października 2024", "2024-10-01T00:00:00"),
        ("12 Ağustos 2024 10:00", "2024-08-12T10:00:00"),
        ("сер, 5 червня 2024", "2024-06-05T00:00:00"),
        ("keskiviikko 6. maaliskuuta 2024", "2024-03-06T00:00:00"),
        ("5. desember 2024 kl. 14:30", "2024-12-05T14:30:00"),
    ],
)
def test_dates_that_can_be_meant(written: str, meant: str) -> None:
    assert dates.seconds(written) == int(datetime.fromisoformat(meant).replace(tzinfo=UTC).timestamp())


@pytest.mark.parametrize(
    "written",
    [
        "",
        "   ",
        "now",
        "0",
        "-1",
        "1e309",
        "2020-02-30",
        "Feb 29 2023",
        "Thu, 99 Foo 2020 99:99:99",
        "2020-13-45T25:61:61Z",
        "0000-00-00T00:00:00Z",
        "-0001-01-01T00:00:00Z",
        "0001-01-01T00:00:00+14:00",
        "Fri, 31 Dec 9999 23:59:59 -1200",
        "Sat, 01 Jan 10000 00:00:00 GMT",
        "1969-12-31",
        "1970-01-01T00:00:00Z",
        "2101-01-01",
        "9" * 400,
        "1" * 13000,
        "Mon," + " " * 30000 + "x",
        "2024-03-01T99:99",
    ],
)
def test_impossible_dates_are_none(written: str) -> None:
    assert dates.seconds(written) is None


def test_no_text_is_no_date() -> None:
    assert dates.seconds(None) is None


MOMENTS = st.datetimes(datetime(1970, 1, 2), datetime(2100, 12, 30)).map(lambda moment: moment.replace(microsecond=0))


@given(
    MOMENTS,
    st.sampled_from(
        ["%a, %d %b %Y %H:%M:%S GMT", "%Y-%m-%dT%H:%M:%SZ", "%a %b %d %H:%M:%S %Y", "%d %B %Y %H:%M:%S", "%Y%m%d%H%M%S"]
    ),
)
def test_every_moment_survives_every_usual_way_to_write_it(moment: datetime, form: str) -> None:
    assert dates.seconds(moment.strftime(form)) == int(moment.replace(tzinfo=UTC).timestamp())


@given(
    st.text(max_size=60)
    | st.from_regex(r"[0-9]{1,4}[-/. ][A-Za-z0-9]{1,4}[-/. ][0-9]{1,5}[T ,]?[0-9:+Z. -]{0,20}", fullmatch=True)
)
def test_no_text_raises(text: str) -> None:
    moment = dates.seconds(text)
    assert moment is None or 0 < moment < 4_133_980_800
