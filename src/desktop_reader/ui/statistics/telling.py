"""How numbers, days and hours are said on the statistics page, in the reader's language."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import QCoreApplication, QDate, QLocale, QTime

from desktop_reader.records.statistics import Tally
from desktop_reader.ui.dates import is_english
from desktop_reader.ui.statistics.bins import Bin

translate = QCoreApplication.translate

_YEAR = re.compile(r"[\s,./-]*y+(?:년|年)?[\s,./-]*(?:'?г'?\.?)?")
_WEEKDAY = re.compile(r"[\s,،、]*dddd?[\s,،、]*")
_LONG_MONTH = re.compile(r"MMMM")


class Telling:
    """In one locale."""

    def __init__(self, locale: QLocale | None = None) -> None:
        self._locale = locale or QLocale()
        long = _LONG_MONTH.sub("MMM", self._locale.dateFormat(QLocale.FormatType.LongFormat))
        self._day = _WEEKDAY.sub(" ", long).strip()
        self._without_year = _YEAR.sub(" ", self._day).strip(" ,.") or self._day

    def number(self, count: int) -> str:
        """Its thousands parted."""
        return f"{count:,}" if is_english(self._locale) else self._locale.toString(count)

    def share(self, ratio: float | None) -> str:
        """In per cent; a dash where there is none."""
        if ratio is None:
            return "–"
        return translate("Statistics", "{number} %").format(number=self.number(round(ratio * 100)))

    def size(self, size: int) -> str:
        """Bytes, in a unit that makes few figures."""
        return self._locale.formattedDataSize(size, 1, QLocale.DataSizeFormat.DataSizeSIFormat)

    def day(self, day: date) -> str:
        """With its year."""
        return self._locale.toString(QDate(day.year, day.month, day.day), self._day)

    def short(self, one: Bin, among: Sequence[Bin]) -> str:
        """Under a bar: as little as tells it from the others."""
        first = QDate(one.first.year, one.first.month, one.first.day)
        if (one.last - one.first).days > 31:
            return self._locale.toString(first, "yyyy")
        many = (among[-1].last - among[0].first).days
        if many > 2 * 366:
            return self._locale.toString(first, "MMM yyyy")
        return self._locale.toString(first, self._without_year)

    def of_bin(self, one: Bin) -> str:
        """What a bar says."""
        days = self.day(one.first)
        if one.last != one.first:
            days = translate("Statistics", "{first} to {last}").format(first=days, last=self.day(one.last))
        return f"{days}\n{self.of_tally(one.tally)}"

    def of_tally(self, tally: Tally) -> str:
        """All four numbers."""
        words = translate(
            "Statistics", "{arrived} arrived · {opened} opened · {through} read through · {starred} starred"
        )
        return words.format(
            arrived=self.number(tally.arrived),
            opened=self.number(tally.opened),
            through=self.number(tally.through),
            starred=self.number(tally.starred),
        )

    def weekday(self, number: int, *, long: bool = False) -> str:
        """From Monday = 0."""
        kind = QLocale.FormatType.LongFormat if long else QLocale.FormatType.ShortFormat
        return self._locale.standaloneDayName(number + 1, kind)

    def first_weekday(self) -> int:
        """With which a week begins here, from Monday = 0."""
        return self._locale.firstDayOfWeek().value - 1

    def hour(self, hour: int) -> str:
        """When it begins."""
        return self._locale.toString(QTime(hour % 24, 0), QLocale.FormatType.ShortFormat)
