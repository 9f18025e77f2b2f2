"""What in a text a reader may need told: names, acronyms, quotations, time expressions.

Patterns, not models: they read capitals, quotation marks and calendar words (English). They serve the coverage report
and proposals to editors; nothing is annotated by them. Spans are code points of the seed's text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

import regex

from builder.edtf import MONTHS, WEEKDAYS
from builder.seed import Seed

Sort = Literal["name", "acronym", "quotation", "time expression"]

_CAPITAL = r"\p{Lu}"
_NAME_WORD = rf"(?:al-|el-)?{_CAPITAL}[\w’'.]*[\w](?:-[\w]+)*|{_CAPITAL}"
_NAME_LINK = "of|the|and|for|al|bin|von|van|van de[nr]|de|de l[ao]s?|del|della|der|di|da|das|des|dos|du"
_NAME = regex.compile(rf"(?<![\w-])(?:{_NAME_WORD})(?:(?: (?:{_NAME_LINK}))?[ \u00a0](?:{_NAME_WORD}))*")
_ACRONYM = regex.compile(rf"(?<![\w]){_CAPITAL}(?:{_CAPITAL}+|(?:\.{_CAPITAL})+\.?)(?![\w])")
_QUOTATION = re.compile(r"“[^”\n]+”?|\"[^\"\n]+\"?|«[^»\n]+»?|„[^“”\n]+[“”]?")
_UNITS = "second minute hour day night morning afternoon evening week weekend month year decade century"
_UNIT = rf"(?:{'|'.join(_UNITS.split())})s?"
# Small, "may", "march" and "fall" are other words.
_MONTH = rf"(?-i:{'|'.join(MONTHS)})"
_SEASON = "(?:spring|summer|autumn|winter)"
_YEAR, _DECADE = r"(?:1[5-9]|20)\d\d", r"(?:1[5-9]|20)\d0s"
_WHICH = "(?:last|past|next|this|that|coming|previous|same|following|recent)"
_PART = "(?:(?:early|late|mid|earlier|later)[ -])?"
# How many, where the words do not count exactly, too.
COUNT = r"(?:an?|one|two|three|four|five|six|seven|eight|nine|ten|(?:a )?few|a couple of|several|many|\d{1,3})"
_LEAD = "(?:over|on|in|at|since|until|by|for|during)"
_TIMES = (
    rf"(?:{_LEAD} )?(?:the )?{_PART}(?:the )?{_WHICH} (?:{COUNT} )?{_UNIT}\b(?:’s|'s)?",
    rf"(?:over|at|during) the {_UNIT}\b",
    r"(?:by|before|after|since|until) the weekend\b",
    rf"(?:(?:last|past|this|next|coming) )?(?:{'|'.join(WEEKDAYS)})\b",
    rf"\d{{1,2}}(?:st|nd|rd|th)? {_MONTH}(?:,? \d{{4}})?\b",
    rf"{_MONTH} \d{{1,2}}(?:st|nd|rd|th)?(?:,? \d{{4}})?\b",
    rf"(?:in|since|of|until|by|from) {_PART}(?:{_MONTH} )?{_YEAR}\b",
    rf"(?:in|since|until|by|from|during|last|this|next) {_PART}{_MONTH}\b(?! \d\d?\b)",
    rf"(?:early|late|mid)[ -](?:{_MONTH}(?! \d\d?\b)(?: {_YEAR})?|{_YEAR})\b",
    rf"(?:in|since|of|until|by|from|during) (?:the )?{_PART}{_DECADE}\b",
    rf"(?:(?:in|since|until|by|during|over|of) )?(?:the )?{_PART}(?:last|past|this|next|coming) (?:{_SEASON}|fall)\b",
    rf"(?:in|since|until|by|during|over) (?:the )?{_PART}{_SEASON}\b(?:(?: of)? {_YEAR}\b)?",
    r"(?:yesterday|today|tomorrow|tonight|overnight|recently)\b",
    rf"(?:(?:{COUNT}|the) )?{_UNIT} (?:ago|before|after|later|earlier)\b",
    r"(?:in|for) (?:years|months|weeks|decades)\b",
)
_TIME = re.compile("|".join(_TIMES), re.IGNORECASE)
# With which a time expression may begin, and then some.
_TIME_WORDS = frozenset(f"{word}{s}" for word in re.findall("[a-z]+", _TIME.pattern.lower()) for s in ("", "s"))
_WORD = re.compile(r"\w+")
_PATTERNS: dict[Sort, re.Pattern[str] | regex.Pattern[str]] = {
    "acronym": _ACRONYM,
    "quotation": _QUOTATION,
}
_SENTENCE_START = re.compile(r"(?:^|[.!?:]|^[\W\d]+|[\n\r])[\s”\"’)]*[“\"‘(]*$")

_DASH = re.compile(r"[—–-]\s+[“\"‘(]?$")
_ARTICLES = {"the", "a", "an"}


@dataclass(frozen=True, slots=True)
class Found:
    """Words that a reader may need told, and what sort of words they are."""

    sort: Sort
    start: int
    end: int


def detect(seed: Seed) -> list[Found]:
    """Everything found in the text's blocks, in its order."""
    found = [Found(sort, *span) for sort, pattern in _PATTERNS.items() for span in _matches(pattern, seed)]
    return sorted([*found, *_times(seed), *_names(seed)], key=lambda f: (f.start, -f.end, f.sort))


def _matches(pattern: re.Pattern[str] | regex.Pattern[str], seed: Seed) -> Iterator[tuple[int, int]]:
    for block in seed.blocks:
        for match in pattern.finditer(seed.text, block.start, block.end):
            yield match.span()


def _times(seed: Seed) -> Iterator[Found]:
    """Time expressions. Most words need not be tried."""
    last = 0
    for start, end in _matches(_WORD, seed):
        word = seed.text[start:end]
        if start >= last and (word[0].isdigit() or word.lower() in _TIME_WORDS):
            block = seed.block_at(start)
            if found := _TIME.match(seed.text, start, block.end if block else end):
                last = found.end()
                yield Found("time expression", start, last)


def _names(seed: Seed) -> Iterator[Found]:
    """Runs of capitalised words. A sentence's first word is capitalised anyway, so alone it is no name."""
    lower = set(re.findall(r"(?<![\w])[a-z]\w*", seed.text))
    for begin, end in _matches(_NAME, seed):
        start = begin + _opener(seed.text, begin, end, lower)
        words = seed.text[start:end]
        if words not in WEEKDAYS and words not in MONTHS and len(words) > 1:
            yield Found("name", start, end)


def _opener(text: str, start: int, end: int, lower: set[str]) -> int:
    """How much of a run of capitalised words only opens a sentence: all of it, its first word, or nothing."""
    first, _, rest = text[start:end].partition(" ")
    # "LONDON — The talks": behind a dash begins a sentence only where its first word can be no name.
    after_dash = first.lower() in lower | _ARTICLES and _DASH.search(text, max(0, start - 3), start)
    if not (after_dash or _SENTENCE_START.search(text[max(0, start - 8) : start])):
        return 0
    if rest and first.lower() not in lower:
        return 0
    return len(first) + 1 if rest[:1].isupper() else end - start
