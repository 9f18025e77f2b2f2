"""Dates as editors write them: Extended Date/Time Format (EDTF, ISO 8601-2), level 1 without times.

Our own because the published parser takes 0.3 s to import and 10 ms a date, and fails on open intervals
(docs/decisions). Days outside the years 1 to 9999 are refused.
"""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date

MONTHS = ("January February March April May June July August September October November December").split()
SEASONS = {21: ("spring", 3), 22: ("summer", 6), 23: ("autumn", 9), 24: ("winter", 12)}
_DATE = re.compile(r"(\d{2}(?:\d\d|\dX|XX))(?:-(\d\d|XX)(?:-(\d\d|XX))?)?([?~%]?)", re.ASCII)
_QUALIFIER = {"": "", "~": "about ", "?": "probably ", "%": "probably about "}


@dataclass(frozen=True, slots=True)
class Edtf:
    """A date of stated precision. `earliest` and `latest` are the first and last day it can mean (None: open)."""

    text: str
    earliest: date | None
    latest: date | None
    precision: str  # day | month | season | year | decade | century | interval
    label: str  # in British English: "27 December 2019"
    approximate: bool = False

    def __str__(self) -> str:
        return self.text

    @property
    def exact_day(self) -> date | None:
        """The day, if the date is exactly one."""
        return self.earliest if self.precision == "day" and not self.approximate else None

    @property
    def days(self) -> tuple[date, date]:
        """First and last day; of an interval that is open on one side, the day of the other."""
        return (self.earliest or self.latest or date.min, self.latest or self.earliest or date.max)

    @property
    def sort_key(self) -> tuple[date, date]:
        """Orders by first day, then the shorter span first."""
        return (self.earliest or date.min, self.latest or date.max)


def parse(text: str) -> Edtf:
    """The date that `text` means. Raises `ValueError` with a sentence for the editor."""
    if "/" in text:
        return _interval(text)
    match = _DATE.fullmatch(text)
    if not match:
        raise ValueError(f"`{text}` is not a date: write 2019-12-27, 2019-12, 2019, 1979-11~ or 2019-12-27/2019-12-29")
    year, month, day, qualifier = match.groups()
    earliest, latest, precision, label = _parts(text, year, month, day)
    return Edtf(text, earliest, latest, precision, _QUALIFIER[qualifier] + label, bool(qualifier))


def _parts(text: str, year: str, month: str | None, day: str | None) -> tuple[date, date, str, str]:
    if "X" in year:
        if month:
            raise ValueError(f"`{text}`: an unspecified year cannot have a month")
        low, high = int(year.replace("X", "0")), int(year.replace("X", "9"))
        precision = "century" if year.endswith("XX") else "decade"
        return _day(text, max(low, 1), 1, 1), _day(text, high, 12, 31), precision, f"{low}s"
    number = int(year)
    if month is None or month == "XX":
        if day not in (None, "XX"):
            raise ValueError(f"`{text}`: a day needs its month")
        return _day(text, number, 1, 1), _day(text, number, 12, 31), "year", str(number)
    if int(month) in SEASONS and day is None:
        name, first = SEASONS[int(month)]
        end_year, end_month = (number, first + 2) if first < 12 else (number + 1, 2)
        end = _last_day(text, end_year, end_month)
        return _day(text, number, first, 1), end, "season", f"{name} {number}"
    first_day = _day(text, number, int(month), 1)
    month_name = f"{MONTHS[int(month) - 1]} {number}"
    if day is None or day == "XX":
        return first_day, _last_day(text, number, int(month)), "month", month_name
    exact = _day(text, number, int(month), int(day))
    return exact, exact, "day", f"{exact.day} {month_name}"


def _day(text: str, year: int, month: int, day: int) -> date:
    try:
        return date(year, month, day)
    except ValueError as error:
        raise ValueError(f"`{text}` is no day of the calendar: {error}") from None


def _last_day(text: str, year: int, month: int) -> date:
    return _day(text, year, month, monthrange(year, month)[1] if year <= 9999 else 28)


def _interval(text: str) -> Edtf:
    sides = text.split("/")
    if len(sides) != 2 or not any(side not in ("", "..") for side in sides):
        raise ValueError(f"`{text}` is not an interval: write 2019-12-27/2019-12-29 or 2019-12-27/..")
    begin, end = (None if side in ("", "..") else parse(side) for side in sides)
    if begin and end and begin.sort_key[0] > end.sort_key[1]:
        raise ValueError(f"`{text}` ends before it begins")
    if begin and end:
        label = _range_label(begin, end)
    else:
        label = f"from {begin.label}" if begin else f"until {end.label if end else ''}"
    approximate = any(side.approximate for side in (begin, end) if side)
    return Edtf(text, begin.earliest if begin else None, end.latest if end else None, "interval", label, approximate)


def _range_label(begin: Edtf, end: Edtf) -> str:
    first, last = begin.label.split(" "), end.label.split(" ")
    if len(first) == len(last) == 3 and not (begin.approximate or end.approximate):
        shared = 2 if first[1:] == last[1:] else 1 if first[2] == last[2] else 0
        return f"{' '.join(first[: 3 - shared])} to {end.label}"
    return f"{begin.label} to {end.label}"
