"""Time expressions without a date, and what they mean by the day on which the article appeared.

Proposals for an editor to confirm; nothing is dated by them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from builder.models import TimeExpression
from builder.selectors import Span
from builder.suggestions.proposal import Suggestion
from builder.suggestions.reading import Reading, one_or_list
from builder.text import normalised
from builder.times import SAID, meaning
from builder.values import grouped

# “will close on Friday”, “is to meet them by May”: the clause before a time expression looks ahead of the article.
# A quotation is a clause of its own.
_AHEAD = re.compile(
    r"\b(?:will|won['’]t|shall|would|could|may|might|(?:is|are|was|were) (?:to|due|set|expected|planned|scheduled)"
    r"|expect(?:s|ed)?|plans?|hopes?|intends?|promise[ds]?)\b(?:(?![\"”»]\s)[^.;!?])*$"
)
_UNKNOWN = "Only the text around it tells the date: to be completed."
_QUOTED = "As if the speaker had counted from the article's day: to be confirmed. "


def dates(reading: Reading) -> Iterator[Suggestion]:
    """One proposal for all places of the same words. What only the context tells is dated up to the article's day."""
    dated = [(a, b) for a, b, record in reading.anchors if isinstance(record, TimeExpression)] + reading.linked
    found = [f for f in reading.found if f.sort == "time expression" and not f.is_in(dated)]
    spans = [(f.start, f.end) for f in found if not reading.is_dismissed(f.start, f.end)]
    quoted = reading.letters((f.start, f.end) for f in reading.found if f.sort == "quotation")
    by_words = grouped(
        ((normalised(reading.words(*span)), _is_ahead(reading, span), quoted[span[0]]), span) for span in spans
    )
    return (_dated(reading, same, is_ahead=ahead, is_quoted=bool(q)) for (_, ahead, q), same in by_words.items())


def _is_ahead(reading: Reading, span: Span) -> bool:
    """Whether the clause before the words looks ahead of the article."""
    block = reading.seed.block_at(span[0])
    return bool(block and _AHEAD.search(reading.seed.text, block.start, span[0]))


def _dated(reading: Reading, spans: list[Span], *, is_ahead: bool, is_quoted: bool) -> Suggestion:
    words = reading.words(*spans[0])
    means = meaning(words, reading.day, is_ahead=is_ahead) if reading.day else None
    when, why = means or (f"../{reading.article.date.latest or reading.article.date}", _UNKNOWN)
    score = 80 if means else 20
    if means and is_quoted and why != SAID:  # nobody knows when it was said
        score, why = 40, _QUOTED + why
    record = {"at": one_or_list(reading.at(spans)), "date": when, "body": why}
    return Suggestion("time expression", reading.here(spans), words, why, score, "dates", record)
