from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from datetime import date as Day

from builder.diagnostics import Diagnostic, Example, Note, Rule, Severity
from builder.edtf import WEEKDAYS, Edtf, parse
from builder.models import Article, EditorNote, Event, TimeExpression
from builder.rules import Anchor, Site
from builder.times import find, may_mean

_WEEKDAY = rf"\b(?:{'|'.join(WEEKDAYS)})\b"
WEEK = 7
FAR = 270  # days: of what is as far off, a text tells the year
_YEAR = re.compile(r"\b(?:years?|(?:1[5-9]|20)\d\ds?)\b")
_OR_REMARK = "if it is the article that is wrong, say so in a note of the kind `correction` on these words"


def check(site: Site) -> Iterator[Diagnostic]:
    """Every date that the words in the article, or the article's own date, contradict."""
    for record in (*site.dossier.of(TimeExpression), *site.dossier.of(Event)):
        for anchor in site.anchored.of_record(record.id):
            seed, article = site.dossier.seeds[anchor.article], site.dossier.records[anchor.article]
            words = " ".join(seed.text[anchor.start : anchor.end].split())
            found = _faults(record.date, words) if isinstance(record, TimeExpression) else ()
            if isinstance(record, Event) and isinstance(article, Article):
                found = _of_another_year(record.date.exact_day, words, article.date.exact_day)
            fault = next(iter(found), None)
            if fault and not _is_remarked(site, anchor):
                notes = [Note("the words", seed.place(anchor.start, anchor.end))]
                message, help = fault
                yield RULE.at(site.dossier.place(record.id, "date"), message, help=help, notes=notes)
    yield from _not_later(site)


def _not_later(site: Site) -> Iterator[Diagnostic]:
    """Every part of a record that is said to be later, and is from before the first article."""
    # Where only some records are looked at, and maybe no article, too many are told, and then all are looked at.
    first = min((a.date.earliest for a in site.dossier.articles if a.date.earliest), default=site.dossier.day)
    for record in site.dossier.records.values():
        for number, part in enumerate(record.later):
            if first and part.known_from.latest and part.known_from.latest < first:
                message = f"`later` is for what came after the article, and {part.known_from} is before it"
                place = site.dossier.place(record.id, "later", number, "known_from")
                yield RULE.at(place, message, help="correct the date, or say it in the `body`")


def _of_another_year(date: Day | None, words: str, article: Day | None) -> Iterator[tuple[str, str]]:
    """How an event that is far from an article has, but for the year, the day that its passage names without one."""
    if date is None or article is None or abs(date - article).days <= FAR or _YEAR.search(words):
        return
    with suppress(ValueError):  # 29 February
        near = min((date.replace(year=article.year + n) for n in (-1, 0, 1)), key=lambda one: abs(one - article))
        days = (words[core:end] for _, end, core in find(words, 0, len(words)) if re.search(r"\d", words[core:end]))
        if WEEKDAYS[near.weekday()] in words or any(may_mean(day, parse(str(near))) for day in days):
            message = f"a text of {article} that names a day and no year means one near it, and the date is {date}"
            yield message, f"write {near}, or anchor the event to words that name no other day"


def _faults(date: Edtf, words: str) -> Iterator[tuple[str, str]]:
    """How words contradict a date, and what to do about it; an approximate date agrees with all."""
    if not may_mean(words, date):
        yield f"the text says {words}, and the date is {date.label}", f"give the date of the text; {_OR_REMARK}"
    if date.approximate or not (date.earliest and date.latest):
        return
    for weekday in map(str.capitalize, re.findall(_WEEKDAY, words, re.IGNORECASE)):
        after = date.earliest.toordinal() + (WEEKDAYS.index(weekday) - date.earliest.weekday()) % WEEK
        if after > date.latest.toordinal():
            near = [str(Day.fromordinal(day)) for day in (after - WEEK, after) if 0 < day <= Day.max.toordinal()]
            message = f"the text says {weekday}, and the date {date} is {_weekdays(date)}"
            yield message, f"the nearest are {' and '.join(near)}; {_OR_REMARK}"


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
    summary="the text names another year, month, season or day than the date has, or what came later came before it",
    why="""\
Readers trust the calendar date beside "Monday" and have no reason to count; beside "4 February", which a corrected text
may have for "3 February", they see that something is wrong, and so they do where "in October", "at Christmas" or "since
2018" has a date of another month or year. Either the date is a slip, and with it all that is called hindsight because
of it, or the article errs, which a note can say. An approximate date (`2012~`) agrees with all. An event whose passage
says "on Tuesday" is not of a year before or after, and what stands below `later` came after the article.
""",
    bad=Example("dates:\n  the-monday: {at: Monday, date: 2019-12-31}\n", seeds=_SEEDS),
    good=Example("dates:\n  the-monday: {at: Monday, date: 2019-12-30}\n", seeds=_SEEDS),
    check=check,
)
