"""What an English time expression means for a text of a given day ("Friday", "over the weekend", "two weeks ago").

Newspapers count back from the day on which they appear, so a weekday is the last one before it, unless the words look
ahead. Proposals for an editor to confirm; nothing is dated by them.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from builder.edtf import MONTHS

WEEKDAYS = "monday tuesday wednesday thursday friday saturday sunday".split()
_COUNTS = {"a": 1, "one": 1, "two": 2, "three": 3}
_MONTH = "|".join(MONTHS)
_DAYTIME = "morning|afternoon|evening|night|day"


@dataclass(frozen=True, slots=True)
class Meaning:
    """A date as EDTF and why the words mean it, in a sentence for the editor."""

    date: str
    reason: str


def meaning(words: str, day: date) -> Meaning | None:
    """What `words` mean in a text that appeared on `day`; None where only the text around them can tell."""
    plain = " ".join(words.lower().replace("’", "'").removesuffix("'s").split())
    for pattern, read in _READERS:
        match = re.fullmatch(pattern, plain, re.IGNORECASE)
        if match:
            try:
                return read(match, day)
            except (ValueError, OverflowError):  # 31 June, or a count that leads out of the calendar
                return None
    return None


def _weekday(match: re.Match[str], day: date) -> Meaning:
    back = (day.weekday() - WEEKDAYS.index(match["weekday"])) % 7
    name = match["weekday"].capitalize()
    if match["which"] in ("this", "next", "coming"):
        ahead = 7 - back if match["which"] != "this" else -back % 7
        return Meaning(_days(day, ahead), f"The {name} after publication on {_long(day)}.")
    if match["which"] == "last" and not back:
        back = 7
    reason = f"The {name} before publication on {_long(day)}." if back else f"The day of publication, {_long(day)}."
    return Meaning(_days(day, -back), reason)


def _weekend(match: re.Match[str], day: date) -> Meaning:
    saturday = day - timedelta((day.weekday() + 2) % 7)
    if day.weekday() >= 5 and match["which"] == "last":
        saturday -= timedelta(7)
    if match["which"] in ("next", "coming") or (match["which"] == "this" and day.weekday() < 5):
        saturday += timedelta(7)
    weekend = f"{saturday}/{saturday + timedelta(1)}"
    where = "after" if saturday > day else "of" if saturday + timedelta(1) >= day else "before"
    return Meaning(weekend, f"The weekend {where} publication on {_long(day)}.")


def _near(offset: int, label: str) -> Callable[[re.Match[str], date], Meaning]:
    return lambda _match, day: Meaning(_days(day, offset), f"{label} publication on {_long(day)}.")


def _night(_match: re.Match[str], day: date) -> Meaning:
    return Meaning(f"{_days(day, -1)}/{day}", f"The night before publication on {_long(day)}.")


def _ago(match: re.Match[str], day: date) -> Meaning:
    count = _COUNTS.get(match["count"]) or int(match["count"])
    reason = f"Counted back from publication on {_long(day)}."
    if match["unit"] == "day":
        return Meaning(_days(day, -count), reason)
    if match["unit"] == "week":
        return Meaning(f"{day - timedelta(7 * count)}~", reason)
    if match["unit"] == "month":
        return Meaning(f"{_month(day, -count)}~", reason)
    return Meaning(f"{_year(day.year - count * (10 if match['unit'] == 'decade' else 1))}~", reason)


def _unit(match: re.Match[str], day: date) -> Meaning:
    """The week, month or year before, of or after publication."""
    offset = {"this": 0, "next": 1, "coming": 1}.get(match["which"], -1)
    where = {0: "of", 1: "after"}.get(offset, "before")
    reason = f"The {match['unit']} {where} publication on {_long(day)}."
    if match["unit"] == "week":
        monday = day - timedelta(day.weekday() - 7 * offset)
        return Meaning(f"{monday}/{monday + timedelta(6)}", reason)
    return Meaning(_month(day, offset) if match["unit"] == "month" else _year(day.year + offset), reason)


def _calendar_day(match: re.Match[str], day: date) -> Meaning:
    month = [name.lower() for name in MONTHS].index(match["month"]) + 1
    number = int(match["day"])
    if match["year"]:
        return Meaning(str(date(int(match["year"]), month, number)), "As the text says.")
    year = day.year if (month, number) <= (day.month, day.day) else day.year - 1
    return Meaning(str(date(year, month, number)), f"The last such day up to publication on {_long(day)}.")


def _calendar(match: re.Match[str], _day: date) -> Meaning:
    months = [name.lower() for name in MONTHS]
    when = match["year"] + (f"-{months.index(match['month']) + 1:02}" if match["month"] else "")
    if match["how"] in ("since", "from"):
        return Meaning(f"{when}/..", "As the text says.")
    return Meaning(f"../{when}" if match["how"] in ("until", "by") else when, "As the text says.")


def _days(day: date, offset: int) -> str:
    return str(day + timedelta(offset))


def _month(day: date, offset: int) -> str:
    months = day.year * 12 + day.month - 1 + offset
    return f"{_year(months // 12)}-{months % 12 + 1:02}"


def _year(number: int) -> str:
    return str(date(number, 1, 1).year).zfill(4)


def _long(day: date) -> str:
    return f"{WEEKDAYS[day.weekday()].capitalize()} {day.day} {MONTHS[day.month - 1]} {day.year}"


_LEAD = r"(?:(?:over|on|in|at|since|until|by|for|during) )?(?:the )?"
_WHICH = r"(?:(?P<which>last|past|previous|this|next|coming) )"
_READERS: tuple[tuple[str, Callable[[re.Match[str], date], Meaning]], ...] = (
    (rf"{_LEAD}{_WHICH}?(?P<weekday>{'|'.join(WEEKDAYS)})", _weekday),
    (rf"{_LEAD}{_WHICH}?weekend", _weekend),
    (r"overnight|last night", _night),
    (r"yesterday", _near(-1, "The day before")),
    (r"tomorrow", _near(1, "The day after")),
    (rf"today|tonight|this (?:{_DAYTIME})", _near(0, "The day of")),
    (r"(?P<count>a|one|two|three|\d{1,3}) (?P<unit>day|week|month|year|decade)s? ago", _ago),
    (rf"{_LEAD}{_WHICH}(?P<unit>week|month|year)", _unit),
    (rf"(?P<day>\d{{1,2}})(?:st|nd|rd|th)? (?P<month>{_MONTH})(?:,? (?P<year>\d{{4}}))?", _calendar_day),
    (rf"(?P<month>{_MONTH}) (?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?:,? (?P<year>\d{{4}}))?", _calendar_day),
    (rf"(?P<how>in|since|of|until|by|from) (?:(?P<month>{_MONTH}) )?(?P<year>\d{{4}})", _calendar),
)
