from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta
from typing import TYPE_CHECKING

from builder.diagnostics import Diagnostic, Example, Note, Rule, Severity
from builder.edtf import WEEKDAYS, Edtf
from builder.models import EditorNote, TimeExpression

if TYPE_CHECKING:
    from builder.values import Anchor, Site

_WEEKDAY = re.compile(rf"\b(?:{'|'.join(WEEKDAYS)})\b", re.IGNORECASE)
WEEK = 7


def check(site: Site) -> Iterator[Diagnostic]:
    """Every date whose words in the article name a weekday that it does not have."""
    for record in site.dossier.of(TimeExpression):
        for anchor in site.anchored.of_record(record.id):
            seed = site.dossier.seeds[anchor.article]
            for weekday in map(str.capitalize, _WEEKDAY.findall(seed.text, anchor.start, anchor.end)):
                if (cure := _cure(record.date, weekday)) and not _is_remarked(site, anchor):
                    message = f"the text says {weekday}, and the date {record.date} is {_weekdays(record.date)}"
                    notes = [Note("the words", seed.place(anchor.start, anchor.end))]
                    yield RULE.at(site.dossier.place(record.id, "date"), message, help=cure, notes=notes)


def _cure(date: Edtf, weekday: str) -> str:
    """What to do about a date without a certain weekday; nothing where it has one, or may have."""
    if date.approximate or not (date.earliest and date.latest):
        return ""
    ahead = timedelta((WEEKDAYS.index(weekday) - date.earliest.weekday()) % WEEK)
    if date.earliest + ahead <= date.latest:
        return ""
    after = date.earliest + ahead
    near = f"the nearest are {after - timedelta(WEEK)} and {after}"
    return f"{near}; if it is the article that is wrong, say so in a note of the kind `correction` on these words"


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
    id="wrong-weekday",
    severity=Severity.WARNING,
    summary="the text names another weekday than that of the date which it is said to mean",
    why="""\
Readers trust the calendar date beside "Monday" and have no reason to count. Either the date is a slip, and with it all
that is called hindsight because of it, or the article errs, which a note can say.
""",
    bad=Example("dates:\n  the-monday: {at: Monday, date: 2019-12-31}\n", seeds=_SEEDS),
    good=Example("dates:\n  the-monday: {at: Monday, date: 2019-12-30}\n", seeds=_SEEDS),
    check=check,
)
