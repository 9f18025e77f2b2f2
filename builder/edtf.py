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
WEEKDAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()
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


class Misread(ValueError):
    """What is wrong with a date, or another value, and in `help` how to write it."""

    def __init__(self, message: str, help: str) -> None:
        super().__init__(message)
        self.help = help


def parse(text: str) -> Edtf:
    """The date that `text` means. Raises `Misread` with sentences for the editor."""
    meant = _meant(text)
    if "/" in text and not meant:
        return _interval(text)
    match = _DATE.fullmatch(text)
    if not match:
        raise Misread(f"`{text}` is not a date in the form year-month-day", f"write {meant}" if meant else _FORMS)
    year, month, day, qualifier = match.groups()
    earliest, latest, precision, label = _parts(text, year, month, day)
    return Edtf(text, earliest, latest, precision, _QUALIFIER[qualifier] + label, bool(qualifier))


_FORMS = (
    "write a day as 2019-12-27, a month as 2019-12, a year as 2019, its spring to winter as 2019-21 to 2019-24; "
    "from-to as 2019-12-27/2019-12-29, about as 2019~"
)
_NUMBERS = re.compile(r"(\d{1,4})([-./ ])(\d{1,2})\2(\d{1,4})|(\d{4})(\d\d)(\d\d)", re.ASCII)
_IN_WORDS = re.compile(
    r"(?:(\d{1,2})(?:st|nd|rd|th)?\.?[ -])?([a-z]{3})[a-z]*\.?,?[ -](?:(\d{1,2})(?:st|nd|rd|th)?,? )?(\d{4})",
    re.IGNORECASE | re.ASCII,
)
_YEARS = re.compile(r"(\d{4}) ?[-–—] ?(\d{4})", re.ASCII)
_WITH_TIME = re.compile(r"(\d{4}-\d\d-\d\d)[T ]\d\d:\d\d.*", re.ASCII)


def _meant(text: str) -> str:
    """What a date in a usual form that is not ours would be in ours; both days, where month and day may be mixed up."""
    if years := _YEARS.fullmatch(text):
        return f"{years[1]}/{years[2]}"
    if timed := _WITH_TIME.fullmatch(text):
        return f"{timed[1]}, and the time below `time`"
    if words := _IN_WORDS.fullmatch(text):
        names = dict(enumerate(MONTHS, 1)) | {number: name for number, (name, _) in SEASONS.items()}
        meant = [number for number, name in names.items() if name.lower().startswith(words[2].lower())]
        day = words[1] or words[3]
        if meant and meant[0] in SEASONS:
            return "" if day else f"{words[4]}-{meant[0]}"
        return _joined(words[4], str(meant[0]), day) if meant else ""
    numbers = _NUMBERS.fullmatch(text)
    if numbers is None or _DATE.fullmatch(text):
        return ""
    first, sign, second, last = numbers[1] or numbers[5], numbers[2], numbers[3] or numbers[6], numbers[4] or numbers[7]
    if len(first) == 4:
        return _joined(first, second, last)
    if len(last) != 4:
        return ""
    days = [_joined(last, first, second), _joined(last, second, first)]
    return " or ".join(dict.fromkeys(day for day in (days[1:] if sign == "." else days) if day))


def _joined(year: str, month: str, day: str | None) -> str:
    """A day or a month in our form; nothing where the calendar has none."""
    try:
        first = date(int(year), int(month), int(day or 1))
    except ValueError:
        return ""
    return str(first) if day else str(first)[:7]


def _parts(text: str, year: str, month: str | None, day: str | None) -> tuple[date, date, str, str]:
    if "X" in year:
        if month:
            raise Misread(f"`{text}` has a month, but no certain year", "write the decade alone, 201X, or the year")
        low, high = int(year.replace("X", "0")), int(year.replace("X", "9"))
        precision = "century" if year.endswith("XX") else "decade"
        return _day(text, max(low, 1), 1, 1), _day(text, high, 12, 31), precision, f"{low}s"
    number = int(year)
    if month is None or month == "XX":
        if day not in (None, "XX"):
            raise Misread(f"`{text}` has a day, but no month", "write the month, or the year alone")
        return _day(text, number, 1, 1), _day(text, number, 12, 31), "year", str(number)
    if int(month) in SEASONS and day is None:
        name, first = SEASONS[int(month)]
        end_year, end_month = (number, first + 2) if first < 12 else (number + 1, 2)
        end = _last_day(text, end_year, end_month)
        label = f"{name} {number}" + f"/{end_year % 100:02}" * (end_year > number)
        return _day(text, number, first, 1), end, "season", label
    is_month = day in (None, "XX")
    first_day = _day(text, number, int(month), 1 if is_month else int(day or 1))
    month_name = f"{MONTHS[int(month) - 1]} {number}"
    if is_month:
        return first_day, _last_day(text, number, int(month)), "month", month_name
    return first_day, first_day, "day", f"{first_day.day} {month_name}"


def _day(text: str, year: int, month: int, day: int) -> date:
    try:
        return date(year, month, day)
    except ValueError:
        if not 1 <= year <= 9999:
            help = "the years are 0001 to 9999"
        elif 1 <= month <= 12:
            help = f"{MONTHS[month - 1]} {year} has {monthrange(year, month)[1]} days"
        else:
            swapped = _joined(str(year), str(day), str(month)) if _NUMBERS.match(text) else ""
            help = "the months are 01 to 12" + (f": write {swapped}" if swapped else "")
        raise Misread(f"`{text}` is no day of the calendar", help) from None


def _last_day(text: str, year: int, month: int) -> date:
    return _day(text, year, month, monthrange(year, month)[1] if year <= 9999 else 28)


def _interval(text: str) -> Edtf:
    sides = text.split("/")
    if len(sides) != 2 or not any(side not in ("", "..") for side in sides):
        raise Misread(
            f"`{text}` has no beginning and end", "write 2019-12-27/2019-12-29, or 2019-12-27/.. for since then"
        )
    begin, end = (None if side in ("", "..") else parse(side) for side in sides)
    if begin and end and begin.sort_key[0] > end.sort_key[1]:
        raise Misread(f"`{text}` ends before it begins", f"write {end}/{begin}")
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
