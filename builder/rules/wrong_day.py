from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from datetime import date as Day
from typing import TYPE_CHECKING

from builder.diagnostics import Diagnostic, Example, Note, Rule, Severity
from builder.edtf import MONTHS, WEEKDAYS, Edtf
from builder.models import EditorNote, TimeExpression

if TYPE_CHECKING:
    from builder.values import Anchor, Site

_WEEKDAY = rf"\b(?:{'|'.join(WEEKDAYS)})\b"
_MONTH, _DAY = f"(?:{'|'.join(MONTHS)})", r"\d{1,2}(?:st|nd|rd|th)?"
_NAMED_DAY = re.compile(
    rf"(?:[Oo]n )?(?:[Tt]he )?(?:{_WEEKDAY},? )?(?:{_DAY}(?: of)? {_MONTH}|{_MONTH} {_DAY})(?:,? \d{{4}})?"
)
WEEK = 7
_OR_REMARK = "if it is the article that is wrong, say so in a note of the kind `correction` on these words"


def check(site: Site) -> Iterator[Diagnostic]:
    """Every date whose words in the article name a day or a weekday that it does not have."""
    for record in site.dossier.of(TimeExpression):
        for anchor in site.anchored.of_record(record.id):
            seed = site.dossier.seeds[anchor.article]
            words = " ".join(seed.text[anchor.start : anchor.end].split())
            fault = next(_faults(record.date, words), None)
            if fault and not _is_remarked(site, anchor):
                notes = [Note("the words", seed.place(anchor.start, anchor.end))]
                message, help = fault
                yield RULE.at(site.dossier.place(record.id, "date"), message, help=help, notes=notes)


def _faults(date: Edtf, words: str) -> Iterator[tuple[str, str]]:
    """How words contradict a date, and what to do about it; an approximate or open date agrees with all."""
    if date.approximate or not (date.earliest and date.latest):
        return
    if _NAMED_DAY.fullmatch(words) and not _has_day(date.days, words):
        yield f"the text says {words}, and the date {date} is another day", f"give the day of the text; {_OR_REMARK}"
    for weekday in map(str.capitalize, re.findall(_WEEKDAY, words, re.IGNORECASE)):
        after = date.earliest.toordinal() + (WEEKDAYS.index(weekday) - date.earliest.weekday()) % WEEK
        if after > date.latest.toordinal():
            near = [str(Day.fromordinal(day)) for day in (after - WEEK, after) if 0 < day <= Day.max.toordinal()]
            message = f"the text says {weekday}, and the date {date} is {_weekdays(date)}"
            yield message, f"the nearest are {' and '.join(near)}; {_OR_REMARK}"


def _has_day(days: tuple[Day, Day], words: str) -> bool:
    """Whether the day of a month that words name is one of `days`, of whatever year where they name none."""
    month = 1 + next(number for number, name in enumerate(MONTHS) if name in words)
    day, *years = map(int, re.findall(r"\d+", words))
    for year in years or range(days[0].year, days[1].year + 1):
        with suppress(ValueError):  # 31 June, 29 February
            if days[0] <= Day(year, month, day) <= days[1]:
                return True
    return False


def _weekdays(date: Edtf) -> str:
    first, last = (WEEKDAYS[day.weekday()] for day in date.days)
    return f"a {first}" if first == last else f"from a {first} to a {last}"


def _is_remarked(site: Site, anchor: Anchor) -> bool:
    """Whether a note on the words says that the article is wrong."""
    others = site.anchored.anchors[anchor.article]
    near = (site.dossier.records[a.record] for a in others if a.start < anchor.end and anchor.start < a.end)
    return any(isinstance(record, EditorNote) and record.kind in ("correction", "caution") for record in near)


_SEEDS = {"a.txt": "Protesters left on Monday.\n"}

RULE = Rule(
    id="wrong-day",
    severity=Severity.WARNING,
    summary="the text names another day, or weekday, than that of the date which it is said to mean",
    why="""\
Readers trust the calendar date beside "Monday" and have no reason to count; beside "4 February", which a corrected text
may have for "3 February", they see that something is wrong. Either the date is a slip, and with it all that is called
hindsight because of it, or the article errs, which a note can say.
""",
    bad=Example("dates:\n  the-monday: {at: Monday, date: 2019-12-31}\n", seeds=_SEEDS),
    good=Example("dates:\n  the-monday: {at: Monday, date: 2019-12-30}\n", seeds=_SEEDS),
    check=check,
)
