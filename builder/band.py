"""Time to scale: the years of a dossier as columns, and the days around an article as a band of what happened.

Both are pictures of the list that stands below them; lengths are the drawing's units.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date as Day
from datetime import timedelta
from itertools import pairwise

from builder.edtf import MONTHS
from builder.models import Event

WIDTH = 720
# Fewer events need no picture.
EVENTS_AT_LEAST = 4
# In a close-up of more events than this none is told from the other.
EVENTS_AT_MOST = 60
# Days without an event that end the close-up, and how long it may be: more days have no room for their names.
PAUSE = 7
DAYS_AT_MOST = 28
# The height of one event among the years; a column of more events than this is drawn no higher.
STEP, HIGHEST = 4, 24
# The height of a row of the close-up.
ROW = 16
# Years between two names on the axis, the first that leaves room for them.
INTERVALS = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000)
NAMES_AT_MOST = 14


@dataclass(frozen=True, slots=True)
class YearOf:
    """A year of the list: its number, its heading's id, how many events it has, and how many more are hindsight."""

    number: int
    id: str
    events: int
    later: int = 0


@dataclass(frozen=True, slots=True)
class Years:
    """Events by the year in which they began. `axis`: names of years, and where they stand."""

    columns: tuple[tuple[float, int, int, YearOf], ...]  # where it stands, how high its events and its hindsight are
    wide: float
    height: int
    axis: tuple[tuple[float, int], ...]
    width: int = WIDTH


@dataclass(frozen=True, slots=True)
class DayColumn:
    """A day of the close-up; `named`: with its month; `own`: one that an article tells of."""

    x: float
    width: float
    label: str
    named: bool
    own: bool


@dataclass(frozen=True, slots=True)
class CloseUp:
    """The days around an article, each as wide as any other."""

    days: tuple[DayColumn, ...]
    bars: tuple[tuple[Event, float, int, float], ...]  # from its first day to its last: left, how high, how wide
    height: int
    width: int = WIDTH


def years(found: Sequence[YearOf]) -> Years | None:
    """The years as columns, if there are enough of them to have a shape."""
    if len(found) < EVENTS_AT_LEAST:
        return None
    first, last = found[0].number, found[-1].number
    unit = WIDTH / (last - first + 1)
    heights = [(min(year.events, HIGHEST) * STEP, min(year.events + year.later, HIGHEST) * STEP) for year in found]
    columns = (
        (round((year.number - first) * unit, 1), known, whole - known, year)
        for (known, whole), year in zip(heights, found, strict=True)
    )
    interval = next((i for i in INTERVALS if (last - first) / i < NAMES_AT_MOST), INTERVALS[-1])
    named = (year for year in range(first, last + 1) if year % interval == 0)
    axis = tuple((round((year - first + 0.5) * unit, 1), year) for year in named)
    return Years(tuple(columns), round(max(unit - 1, 2), 1), max(whole for _, whole in heights), axis)


def close_up(events: Sequence[Event], day: Day | None, own_days: Collection[Day]) -> CloseUp | None:
    """The days around an article's `day` on which events follow each other closely."""
    dated = [(event, *span) for event in events if (span := _span(event))]
    window = _window([(first, last) for _, first, last in dated], day) if day else None
    if window is None:
        return None
    start, end = window
    inside = [
        (event, max(first, start), min(last, end)) for event, first, last in dated if start <= last and first <= end
    ]
    if not EVENTS_AT_LEAST <= len(inside) <= EVENTS_AT_MOST:
        return None
    unit = WIDTH / ((end - start).days + 1)
    rows = list(_rows([(first, last) for _, first, last in inside]))
    bars = (
        (event, round((first - start).days * unit + 2, 1), row * ROW, round(((last - first).days + 1) * unit - 4, 1))
        for (event, first, last), row in zip(inside, rows, strict=True)
    )
    columns = []
    for number in range((end - start).days + 1):
        shown = start + timedelta(number)
        named = shown in (start, end) or shown.day == 1
        label = f"{shown.day} {MONTHS[shown.month - 1][:3]}" if named else str(shown.day)
        columns.append(DayColumn(round(number * unit, 1), round(unit, 1), label, named, shown in own_days))
    return CloseUp(tuple(columns), tuple(bars), (max(rows) + 1) * ROW)


def _span(event: Event) -> tuple[Day, Day] | None:
    """The first and last day of an event that is dated to the day."""
    first, last = event.date.earliest, event.date.latest
    exact = event.date.precision in ("day", "interval")
    return (first, last) if exact and first and last and (last - first).days < DAYS_AT_MOST else None


def _window(spans: Sequence[tuple[Day, Day]], day: Day) -> tuple[Day, Day] | None:
    """From the article's day back and forth to the first long pause."""
    days = sorted({day, *(end for span in spans for end in span)})
    here = days.index(day)
    return _reach(days[here::-1]), _reach(days[here:])


def _reach(days: Sequence[Day]) -> Day:
    """How far one comes from the first of some days before a pause is too long, or the way."""
    for day, after in pairwise(days):
        if abs(after - day).days > PAUSE or abs(after - days[0]).days > DAYS_AT_MOST // 2:
            return day
    return days[-1]


def _rows(spans: Sequence[tuple[Day, Day]]) -> Iterator[int]:
    """For each span the lowest row that is free on all its days."""
    taken: set[tuple[int, Day]] = set()
    for first, last in spans:
        days = [first + timedelta(number) for number in range((last - first).days + 1)]
        row = next(row for row in range(len(spans)) if not any((row, day) in taken for day in days))
        taken |= {(row, day) for day in days}
        yield row
