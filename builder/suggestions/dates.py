"""Time expressions without a date, and what English ones mean by the day on which the article appeared.

Newspapers count back from that day, so a weekday is the last one before it, unless the words look ahead. Proposals for
an editor to confirm; nothing is dated by them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date, timedelta

from builder.edtf import MONTHS, WEEKDAYS
from builder.models import TimeExpression
from builder.suggestions.proposal import Suggestion
from builder.suggestions.reading import Reading, one_or_list
from builder.text import normalised
from builder.values import grouped

_COUNTS = {"a": 1, "one": 1, "two": 2, "three": 3}
_MONTH_NUMBERS = {name.lower(): number for number, name in enumerate(MONTHS, 1)}
_MONTH = "|".join(MONTHS)
_DAYTIME = "morning|afternoon|evening|night|day"
# A date as EDTF, and why the words mean it; `{}` stands for "publication" and its day.
Meaning = tuple[str, str]


def dates(reading: Reading) -> Iterator[Suggestion]:
    """One proposal for all places of the same words. What only the context tells is dated up to the article's day."""
    dated = [(a, b) for a, b, record in reading.anchors if isinstance(record, TimeExpression)] + reading.linked
    found = [(f.start, f.end) for f in reading.found if f.sort == "time expression"]
    open_ones = [
        s for s in found if not any(a <= s[0] and s[1] <= b for a, b in dated) and not reading.is_dismissed(*s)
    ]
    for spans in grouped((normalised(reading.words(*span)), span) for span in open_ones).values():
        words = reading.words(*spans[0])
        unknown = f"../{reading.article.date.latest or reading.article.date}"
        means = meaning(words, reading.day) if reading.day else None
        when, why = means or (unknown, "Only the text around it tells the date: to be completed.")
        record = {"at": one_or_list(reading.at(spans)), "date": when, "body": why}
        yield Suggestion("time expression", reading.here(spans), words, why, 80 if means else 20, "dates", record)


def meaning(words: str, day: date) -> Meaning | None:
    """What `words` mean in a text that appeared on `day`, and a sentence that says why; None where only the text
    around them can tell."""
    plain = " ".join(words.lower().replace("’", "'").removesuffix("'s").split())
    for pattern, read in _READERS:
        if match := re.fullmatch(pattern, plain, re.IGNORECASE):
            try:
                when, why = read(match, day)
            except (ValueError, OverflowError):  # 31 June, or a count that leads out of the calendar
                return None
            weekday = WEEKDAYS[day.weekday()]
            return when, why.format(f"publication on {weekday} {day.day} {MONTHS[day.month - 1]} {day.year}")
    return None


def _weekday(match: re.Match[str], day: date) -> Meaning:
    name = match["weekday"].capitalize()
    back = (day.weekday() - WEEKDAYS.index(name)) % 7
    if match["which"] in ("this", "next", "coming"):
        return _days(day, -back % 7 if match["which"] == "this" else 7 - back), f"The {name} after {{}}."
    if not back and match["which"] != "last":
        return str(day), "The day of {}."
    return _days(day, -(back or 7)), f"The {name} before {{}}."


def _weekend(match: re.Match[str], day: date) -> Meaning:
    saturday = day - timedelta((day.weekday() + 2) % 7)
    if day.weekday() >= 5 and match["which"] == "last":
        saturday -= timedelta(7)
    if match["which"] in ("next", "coming") or (match["which"] == "this" and day.weekday() < 5):
        saturday += timedelta(7)
    sunday = saturday + timedelta(1)
    return (
        f"{saturday}/{sunday}",
        f"The weekend {'after' if saturday > day else 'of' if sunday >= day else 'before'} {{}}.",
    )


def _ago(match: re.Match[str], day: date) -> Meaning:
    count, reason = _COUNTS.get(match["count"]) or int(match["count"]), "Counted back from {}."
    match match["unit"]:
        case "day":
            return _days(day, -count), reason
        case "week":
            return f"{_days(day, -7 * count)}~", reason
        case "month":
            return f"{_month(day, -count)}~", reason
        case unit:
            return f"{_year(day.year - count * (10 if unit == 'decade' else 1))}~", reason


def _unit(match: re.Match[str], day: date) -> Meaning:
    """The week, month or year before, of or after publication."""
    unit, offset = match["unit"], {"this": 0, "next": 1, "coming": 1}.get(match["which"], -1)
    monday = day - timedelta(day.weekday() - 7 * offset) if unit == "week" else day
    when = {
        "week": f"{monday}/{monday + timedelta(6)}",
        "month": _month(day, offset),
        "year": _year(day.year + offset),
    }[unit]
    return when, f"The {unit} {('of', 'after', 'before')[offset]} {{}}."


def _calendar_day(match: re.Match[str], day: date) -> Meaning:
    month, number = _MONTH_NUMBERS[match["month"]], int(match["day"])
    if match["year"]:
        return str(date(int(match["year"]), month, number)), "As the text says."
    year = day.year if (month, number) <= (day.month, day.day) else day.year - 1
    return str(date(year, month, number)), "The last such day up to {}."


def _calendar(match: re.Match[str], _day: date) -> Meaning:
    when = match["year"] + (f"-{_MONTH_NUMBERS[match['month']]:02}" if match["month"] else "")
    pattern = {"since": "{}/..", "from": "{}/..", "until": "../{}", "by": "../{}"}.get(match["how"], "{}")
    return pattern.format(when), "As the text says."


def _days(day: date, offset: int) -> str:
    return str(day + timedelta(offset))


def _month(day: date, offset: int) -> str:
    months = day.year * 12 + day.month - 1 + offset
    return f"{_year(months // 12)}-{months % 12 + 1:02}"


def _year(number: int) -> str:
    return str(date(number, 1, 1).year).zfill(4)


_LEAD = r"(?:(?:over|on|in|at|since|until|by|for|during) )?(?:the )?"
_WHICH = r"(?:(?P<which>last|past|previous|this|next|coming) )"
_READERS: tuple[tuple[str, Callable[[re.Match[str], date], Meaning]], ...] = (
    (rf"{_LEAD}{_WHICH}?(?P<weekday>{'|'.join(WEEKDAYS)})", _weekday),
    (rf"{_LEAD}{_WHICH}?weekend", _weekend),
    (r"overnight|last night", lambda _, day: (f"{_days(day, -1)}/{day}", "The night before {}.")),
    (r"yesterday", lambda _, day: (_days(day, -1), "The day before {}.")),
    (r"tomorrow", lambda _, day: (_days(day, 1), "The day after {}.")),
    (rf"today|tonight|this (?:{_DAYTIME})", lambda _, day: (str(day), "The day of {}.")),
    (r"(?P<count>a|one|two|three|\d{1,3}) (?P<unit>day|week|month|year|decade)s? ago", _ago),
    (rf"{_LEAD}{_WHICH}(?P<unit>week|month|year)", _unit),
    (rf"(?P<day>\d{{1,2}})(?:st|nd|rd|th)? (?P<month>{_MONTH})(?:,? (?P<year>\d{{4}}))?", _calendar_day),
    (rf"(?P<month>{_MONTH}) (?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?:,? (?P<year>\d{{4}}))?", _calendar_day),
    (rf"(?P<how>in|since|of|until|by|from) (?:(?P<month>{_MONTH}) )?(?P<year>\d{{4}})", _calendar),
)
