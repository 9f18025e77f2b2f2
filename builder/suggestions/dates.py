"""Time expressions without a date, and what they mean by the day on which the article appeared.

Proposals for an editor to confirm; nothing is dated by them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from builder import edtf
from builder.edtf import WEEKDAYS
from builder.models import TimeExpression
from builder.rules.open_question import CONFIRM
from builder.selectors import Span
from builder.suggestions.proposal import Suggestion
from builder.suggestions.reading import Reading, one_or_list
from builder.text import normalised
from builder.times import meaning
from builder.values import grouped

# What parts sentences, and clauses within one; whole quotations before a time expression say nothing of it.
_SENTENCE = re.compile(r"[.;!?]|[\"”»]\s|\n\s*\n")
_CLAUSE = re.compile(
    r"[,:–—(“„«\"]|\b(?:after|although|and|as|because|before|but|if|since|so|than|that|when|where|which|while|whose?)\b"
)
_QUOTATION = re.compile(r"[“„«\"][^“”„«»\"]*[”»\"]")
# How verbs tell whether a clause is ahead of the article. What was to happen may have come to nothing.
_TENSES = {
    re.compile(r"\b(?:(?:was|were) (?:to|due|set|expected|planned|scheduled)|had (?:hoped|planned|wanted) to)\b"): None,
    re.compile(
        r"\b(?:will|won['’]t|shall|may|might|(?:would|could)(?! not| have)|(?:is|are) (?:to|set|expected)|due|scheduled"
        r"|plans?|planned for|expects?|hopes?|intends?|(?:wants?|aims?|going|promise[ds]?|agree[sd]?|decide[sd]?) to"
        r"|voted .* to|next [a-z]+ (?!was)[a-z]*s|begins|starts|ends|opens|closes|resumes|meets|takes)\b"
    ): True,
    re.compile(  # but not "is closed"
        r"\b(?:(?<!is )(?<!are )(?<!be )(?!hundred)[a-z]{2,}(?<!e)ed|agreed|was|were|had|did|been|said|told|took|came"
        r"|went|met|sat|began|left|saw|found|held|made|gave|got|fell|rose|ran|won|lost|quit|struck|shot|sank|spoke|wrote"
        r"|broke|fled|brought|fought|caught|bought|built|sent|spent|kept|led|knew|grew|drew|threw|became|heard|stood|paid)\b"
    ): False,
}
# How many letters beside a time expression are read.
NEAR = 300
_UNKNOWN = f"Only the text around it tells the date{CONFIRM}"
_QUOTED = f"As if the speaker had counted from the article's day{CONFIRM}"
_NEAREST = f"The text does not tell which is meant; the nearest{CONFIRM}"


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


def _is_ahead(reading: Reading, span: Span) -> bool | None:
    """Whether the verbs beside the words look ahead of the article; those before them, if any."""
    text, (start, end) = reading.seed.text, span
    before = _SENTENCE.split(_QUOTATION.sub("", text[max(0, start - NEAR) : start]))[-1]
    behind = _SENTENCE.split(text[end : end + NEAR])[0]
    clauses = [*reversed(_CLAUSE.split(before)), *_CLAUSE.split(behind)]
    if before.endswith("of ") or behind.startswith(("’", "'")):  # the strike of 3 May, Friday's strike
        clauses = []
    return next((told for clause in clauses for tense, told in _TENSES.items() if tense.search(clause)), None)


def _dated(reading: Reading, spans: list[Span], *, is_ahead: bool | None, is_quoted: bool) -> Suggestion:
    words, day = reading.words(*spans[0]), reading.day
    means = meaning(words, day, is_ahead=is_ahead) if day else None
    when = means.when if means else f"../{reading.article.date.latest or reading.article.date}"
    question, why = ("", "As the text says.") if means else (_UNKNOWN, "")
    if means and day and not means.is_said:
        publication = f"{WEEKDAYS[day.weekday()]} {edtf.parse(str(day)).label}"
        why = f"{edtf.parse(when).label}, counted from publication on {publication}."
        if is_quoted or not means.is_sure:  # nobody knows when it was said, or of which it speaks
            question = _QUOTED if is_quoted else _NEAREST
    score = 20 if not means else 80 if means.is_sure and not question else 40
    # Why it is this date is not for the record: the date may be corrected.
    record = {"at": one_or_list(reading.at(spans)), "date": when} | ({"body": question} if question else {})
    why = f"{question} {why}".strip()
    return Suggestion("time expression", reading.here(spans), words, why, score, "dates", record)
