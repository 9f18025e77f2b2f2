"""Time expressions without a date, and what they mean by the day on which the article appeared."""

from __future__ import annotations

from collections.abc import Iterator

from builder.models import TimeExpression
from builder.selectors import Span
from builder.suggestions.proposal import Suggestion
from builder.suggestions.reading import Reading, one_or_list
from builder.suggestions.timewords import meaning
from builder.text import normalised


def dates(reading: Reading) -> Iterator[Suggestion]:
    """One proposal for all places of the same words. What only the context tells is dated up to the article's day."""
    dated = [(a, b) for a, b, record in reading.anchors if isinstance(record, TimeExpression)] + reading.linked
    groups: dict[str, list[Span]] = {}
    for found in [f for f in reading.found if f.sort == "time expression"]:
        is_dated = any(a <= found.start and found.end <= b for a, b in dated)
        if not is_dated and not reading.is_dismissed(found.start, found.end):
            groups.setdefault(normalised(reading.words(found.start, found.end)), []).append((found.start, found.end))
    for spans in groups.values():
        words = reading.words(*spans[0])
        means = meaning(words, reading.day) if reading.day else None
        date = means.date if means else f"../{reading.article.date.latest or reading.article.date}"
        why = means.reason if means else "Only the text around it tells the date: to be completed."
        record = {"at": one_or_list(reading.at(spans)), "date": date, "body": why, "status": "draft"}
        yield Suggestion("time expression", reading.here(spans), words, why, 80 if means else 20, "dates", record)
