"""What the headers of an answer say, pure: validators, freshness, when to come back, where to go, how it is coded."""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from desktop_reader.records.refresh import Validators

_LONGEST_VALIDATOR = 4096
_FOREVER = 2**31 - 1
_MONTHS = {name: number for number, name in enumerate(b"jan feb mar apr may jun jul aug sep oct nov dec".split(), 1)}
_DATE = re.compile(rb"(\d{1,2})[ -]([A-Za-z]{3})[ -](\d{4}|\d\d) (\d\d):(\d\d):(\d\d)")
_ASCTIME = re.compile(rb"([A-Za-z]{3}) +(\d{1,2}) (\d\d):(\d\d):(\d\d) (\d{4})")
_MAX_AGE = re.compile(rb"(?:^|[\s,])max-age\s*=\s*\"?(\d+)", re.IGNORECASE)
_NOT_KEPT = re.compile(rb"(?:^|[\s,])no-(?:cache|store)(?:[\s,]|$)", re.IGNORECASE)
_LISTS = (b"cache-control", b"content-encoding")


@dataclass(frozen=True, slots=True)
class Head:
    """The status and the headers of one answer. Names are lower-case, values the bytes that came, blanks trimmed."""

    status: int = 0
    fields: dict[bytes, bytes] = field(default_factory=dict)

    @classmethod
    def read(cls, lines: Iterable[bytes]) -> Head:
        """Make a head of its raw lines, the status line first; what is no header is passed over."""
        status = 0
        fields: dict[bytes, bytes] = {}
        for line in lines:
            name, colon, value = line.partition(b":")
            if line.startswith(b"HTTP/"):
                status, fields = _status(line), {}
            elif colon:
                name, value = name.strip().lower(), value.strip()
                if name not in fields:
                    fields[name] = value
                elif name in _LISTS:
                    fields[name] += b", " + value
        return cls(status, fields)

    @property
    def validators(self) -> Validators:
        """ETag and Last-Modified, byte for byte. One that could not be sent back as one short line counts as none."""
        return Validators(_validator(self.fields.get(b"etag")), _validator(self.fields.get(b"last-modified")))

    @property
    def location(self) -> str | None:
        """Where a redirect leads, as it is written."""
        found = self.fields.get(b"location")
        return _text(found) if found else None

    @property
    def content_type(self) -> str:
        """The media type with its parameters, as it is written."""
        return _text(self.fields.get(b"content-type", b""))

    @property
    def codings(self) -> tuple[str, ...]:
        """What was done to the body to make it smaller, in the order in which it was done."""
        return tuple(_text(self.fields.get(b"content-encoding", b"")).lower().replace(",", " ").split())

    def retry_after(self, now: float, most: int) -> int | None:
        """How many seconds the server wants to be left alone, at most ``most``; None when it says nothing sensible."""
        said = self.fields.get(b"retry-after", b"")
        if said.isdigit():
            return most if len(said) > 12 else min(int(said), most)
        moment = http_date(said)
        return None if moment is None else min(max(0, int(moment - now)), most)

    def fresh_seconds(self, now: float) -> int | None:
        """How long the answer may be taken for new, by Cache-Control, else by Expires; None when it does not say."""
        control = self.fields.get(b"cache-control", b"")
        if _NOT_KEPT.search(control):
            return 0
        age = _MAX_AGE.search(control)
        if age:
            return _FOREVER if len(age[1]) > 9 else int(age[1])
        expires = self.fields.get(b"expires")
        if expires is None:
            return None
        moment = http_date(expires)
        if moment is None:
            return 0  # "0" and "-1" are no dates and mean: already stale
        date = http_date(self.fields.get(b"date", b""))
        return min(max(0, int(moment - (now if date is None else date))), _FOREVER)


def http_date(text: bytes) -> int | None:
    """Seconds since 1970 of a date in one of the three forms that HTTP knows; None for anything else."""
    if found := _DATE.search(text):
        day, month, year, hour, minute, second = found.groups()
    elif found := _ASCTIME.search(text):
        month, day, hour, minute, second, year = found.groups()
    else:
        return None
    number = _MONTHS.get(month.lower())
    if number is None or not 1 <= int(day) <= 31 or int(hour) > 23 or int(minute) > 59 or int(second) > 60:
        return None
    whole = int(year) if len(year) == 4 else int(year) + (1900 if int(year) >= 70 else 2000)
    if whole < 1:
        return None
    return calendar.timegm((whole, number, int(day), int(hour), int(minute), int(second)))


def _status(line: bytes) -> int:
    code = line.split(None, 2)[1:2]
    return int(code[0]) if code and code[0].isdigit() and len(code[0]) == 3 else 0


def _validator(value: bytes | None) -> bytes | None:
    # A control character sent back could end the header line and begin another one.
    if not value or len(value) > _LONGEST_VALIDATOR or any(byte < 32 and byte != 9 for byte in value):
        return None
    return value


def _text(value: bytes) -> str:
    try:
        return value.decode("utf-8")
    except UnicodeDecodeError:
        return value.decode("latin-1")
