"""What in a text a reader may need told: names, acronyms, quotations, time expressions.

Patterns, not models: they read capitals, quotation marks and calendar words (English). They serve the coverage report
and proposals to editors; nothing is annotated by them. Spans are code points of the seed's text.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

import regex

from builder.edtf import MONTHS, WEEKDAYS
from builder.seed import Seed
from builder.selectors import Span

Sort = Literal["name", "acronym", "quotation", "time expression"]

_CAPITAL = r"\p{Lu}"
# Titles with a full stop.
_SHORTENED = "Adm Capt Col Cpl Dr Gen Gov Lt Maj Mr Mrs Ms Prof Rep Rev Sen Sgt".split()
TITLES = frozenset(
    """
    Admiral Ambassador Archbishop Ayatollah Baron Bishop Brigadier Captain Cardinal Chancellor Chief Colonel Commander
    Commodore Congressman Dame Director Doctor Dr Emeritus Father General Governor Grand Imam Inspector Judge Justice
    King Lady Lieutenant Lord Madam Major Marshal Mayor Minister Mr Mrs Ms Mx Pope President Prime Prince Princess
    Professor Queen Rabbi Rear Representative Reverend Secretary Senator Sergeant Sheikh Sir Sultan Vice
    """.split()
) | set(_SHORTENED)
# In the Dockers' Union an apostrophe stands at the end of a word.
_NAME_WORD = rf"(?:St|{'|'.join(_SHORTENED)})\.(?= {_CAPITAL})"
_NAME_WORD += rf"|(?:al-|el-)?{_CAPITAL}[\w’'.]*[\w](?:-[\w]+)*(?:(?<=s)[’'](?= {_CAPITAL}))?|{_CAPITAL}"
_NAME_LINK = "of(?: the)?|the|and|&|for|al|bin|von|van|van de[nr]|de|de l[ao]s?|del|della|der|di|da|das|des|dos|du|e|y"
# "Hale, Pruitt & Co" is a firm.
_NAME_JOINT = rf"(?: (?:{_NAME_LINK}))?[ \u00a0]|, (?={_CAPITAL}[\w’'-]+ & )"
_NAME = regex.compile(rf"(?<![\w-])(?:{_NAME_WORD})(?:(?:{_NAME_JOINT})(?:{_NAME_WORD}))*")
_NEXT_CAPITAL = regex.compile(rf" {_CAPITAL}")
_ACRONYM = regex.compile(rf"(?<![\w]){_CAPITAL}(?:{_CAPITAL}+|(?:\.{_CAPITAL})+\.?)(?![\w])")
_QUOTATION = re.compile(r"“[^”\n]+”?|\"[^\"\n]+\"?|«[^»\n]+»?|„[^“”\n]+[“”]?")
_UNITS = "second minute hour day night morning afternoon evening week weekend month year decade century"
_UNIT = rf"(?:{'|'.join(_UNITS.split())})s?"
_DAYTIME = "(?: (?:morning|afternoon|evening|night))?"
_WEEKDAY = "|".join(WEEKDAYS)
# Small, "may", "march" and "fall" are other words.
_MONTH = rf"(?-i:{'|'.join(MONTHS)})"
_SEASON = "(?:spring|summer|autumn|winter)"
_YEAR, _DECADE = r"(?:1[5-9]|20)\d\d", r"(?:1[5-9]|20)\d0s"
_WHOLE = rf"(?:{_UNIT}|{_SEASON}|{_MONTH}(?: {_YEAR})?|{_YEAR})"
_WHICH = "(?:last|past|next|this|that|coming|previous|same|following|recent)"
_PART = "(?:(?:early|late|mid|earlier|later)[ -])?"
# How many, where the words do not count exactly, too.
NUMBERS = "one two three four five six seven eight nine ten eleven twelve twenty thirty forty fifty".split()
COUNT = rf"(?:an?|{'|'.join(NUMBERS)}|(?:a )?few|a couple of|several|many|\d{{1,3}})"
# What leads a time expression in and belongs to it.
LEAD = (
    "as (?:early|late|soon|recently|far back|long ago) as|(?:early|late|earlier|later) (?:in|on)|over|in|at|since|until"
    "|till|by|from|during|through|throughout|within|before|after|about|around|towards?"
)
# What only stands before one.
_BESIDE = "of|on|to|for|between|come"
_LEAD = re.compile(rf"(?<!\w)(?:(?:(?P<how>{LEAD})|(?P<beside>{_BESIDE})) )?(?P<the>the )?$", re.IGNORECASE)
# As far back as a lead is looked for.
_LEAD_LENGTH = 24
# A number behind these is a year only seldom.
_COUNTING = frozenset(("", *"over at within about around to for on come".split()))
# What means a time by itself.
_TIMES = (
    rf"{_PART}(?:the )?{_WHICH} (?:{COUNT} )?{_UNIT}\b(?:’s|'s)?",
    rf"(?:(?:{_WEEKDAY}),? )?\d{{1,2}}(?:st|nd|rd|th)?(?: of)? {_MONTH}(?:,? \d{{4}})?\b",
    rf"(?:(?:{_WEEKDAY}),? )?{_MONTH} \d{{1,2}}(?:st|nd|rd|th)?(?:,? \d{{4}})?\b",
    rf"(?:{_WHICH} )?(?:{_WEEKDAY})\b{_DAYTIME}",
    rf"(?:(?:last|this|next) )?{_PART}{_MONTH} {_YEAR}\b",
    rf"(?:last|this|next) {_PART}{_MONTH}\b|(?:early|late|mid)[ -]{_MONTH}\b(?! \d)",
    rf"(?:early|late|mid)[ -]{_YEAR}\b",
    rf"{_PART}{_DECADE}\b|\d{{1,2}}(?:st|nd|rd|th)[ -]century\b",
    rf"{_PART}(?:last|past|this|next|coming|following|previous|same) (?:{_SEASON}|fall)\b",
    r"(?:year|month|week)(?:[’']s |-)end\b|(?-i:Christmas|Easter|New Year)(?:[’']s)?\b(?: Day| Eve)?",
    rf"(?:early|late|earlier|later) in the {_UNIT}\b",
    rf"(?:start|beginning|middle|half|quarter|end|turn|close) of (?:the )?(?:{_WHICH} )?{_WHOLE}\b",
    rf"(?:yesterday|today|tomorrow|tonight|overnight|recently)\b{_DAYTIME}",
    rf"(?:{COUNT} )?{_UNIT} (?:ago|before|after|later|earlier)\b",
    rf"(?:over|at|during) the {_UNIT}\b|(?:in|for) (?:years|months|weeks|decades)\b|(?:in|within) {COUNT} {_UNIT}\b",
)
# What does so behind a lead.
_LED = (
    rf"(?P<year>{_YEAR})(?:(?:[-–]| to | and ){_YEAR})?\b",
    rf"{_PART}{_SEASON}\b(?:(?: of)? {_YEAR}\b)?",
    r"weekend\b",
    r"\d{1,2}(?:st|nd|rd|th)(?=[.,;:)”\"]|$| and\b)",
)
_MONTHS = rf"(?P<month>{_MONTH})(?:(?:[-–]| to | and ){_MONTH})?\b(?! \d)"
_TIME = re.compile("|".join((*_TIMES, f"(?P<led>{'|'.join(_LED)})", _MONTHS)), re.IGNORECASE)
# Without a lead these are mostly names, or other words.
_DOUBTFUL_MONTHS = frozenset("April August June March May".split())
# With which a time expression may begin, and then some.
_TIME_WORDS = frozenset(f"{word}{s}" for word in re.findall("[a-z]+", _TIME.pattern.lower()) for s in ("", "s"))
_TIME_WORDS -= {"the", "of", "and", "to"}
_WORD = re.compile(r"\w+")
_PATTERNS: dict[Sort, re.Pattern[str] | regex.Pattern[str]] = {
    "acronym": _ACRONYM,
    "quotation": _QUOTATION,
}
_SENTENCE_START = re.compile(r"(?:^|[.!?:]|^[\W\d]+|[\n\r])[\s”\"’)]*[“\"‘(]*$")

# "in German", "spoke Arabic": a language, not a name.
LANGUAGE = re.compile(
    r"(?:ish|ese|ic|[^l]ian|ean)$|(?:Dutch|French|German|Greek|Hebrew|Hindi|Italian|Latin|Swiss|Urdu|Welsh)$"
)
_IN_LANGUAGE = re.compile(r"\b(?:in|into|from|fluent|speaks?|spoke|speaking) $")
_DASH = re.compile(r"[—–-]\s+[“\"‘(]?$")
_ARTICLES = {"the", "a", "an"}


@dataclass(frozen=True, slots=True)
class Found:
    """Words that a reader may need told, and what sort of words they are."""

    sort: Sort
    start: int
    end: int
    core: int | None = None  # of a time expression: where it begins without what leads it in

    def is_in(self, spans: Iterable[Span]) -> bool:
        """Whether one of some spans holds the words. Of a time expression any part will do, such as "Monday"."""
        start = self.start if self.core is None else self.core
        return any(
            (a <= start and self.end <= b) or (self.core is not None and self.start <= a and b <= self.end)
            for a, b in spans
        )


def detect(seed: Seed, known: Container[str] = ()) -> list[Found]:
    """Everything found in the text's blocks, in its order. A word in `known` is a name at a sentence's start, too."""
    found = [Found(sort, *span) for sort, pattern in _PATTERNS.items() for span in _matches(pattern, seed)]
    times = list(_times(seed))
    names = list(_names(seed, times, known))
    times = [t for t in times if not any(n.start <= (t.core or 0) and t.end <= n.end for n in names)]
    return sorted([*found, *times, *names], key=lambda f: (f.start, -f.end, f.sort))


def _matches(pattern: re.Pattern[str] | regex.Pattern[str], seed: Seed) -> Iterator[tuple[int, int]]:
    for block in seed.blocks:
        for match in pattern.finditer(seed.text, block.start, block.end):
            yield match.span()


def _times(seed: Seed) -> Iterator[Found]:
    """Time expressions. Most words need not be tried."""
    last = 0
    for begin, end in _matches(_WORD, seed):
        word = seed.text[begin:end]
        if begin >= last and (word[0].isdigit() or word.lower() in _TIME_WORDS):
            block = seed.block_at(begin)
            found = _TIME.match(seed.text, begin, block.end if block else end)
            lead = _LEAD.search(seed.text, max(last, begin - _LEAD_LENGTH), begin) if found else None
            if found and lead and _is_time(found, lead):
                last = found.end()
                start = lead.start() if lead["how"] else lead.start("the") if lead["the"] else begin
                yield Found("time expression", start, last, begin)


def _is_time(found: re.Match[str], lead: re.Match[str]) -> bool:
    """Whether words that may mean a time do so behind what leads them in."""
    how = (lead["how"] or lead["beside"] or "").lower()
    if found["month"]:
        return bool(how) or found["month"] not in _DOUBTFUL_MONTHS
    if found["year"]:
        return how not in _COUNTING
    return not found["led"] or how not in ("", "to")


def _names(seed: Seed, times: list[Found], known: Container[str]) -> Iterator[Found]:
    """Runs of capitalised words. A sentence's first word is capitalised anyway, so alone it is no name."""
    lower = set(re.findall(r"(?<![\w])[a-z]\w*", seed.text))
    for run in _matches(_NAME, seed):
        for begin, end in _without_times(seed.text, *run, times):
            start = begin + _opener(seed.text, begin, end, lower, known)
            words, before = seed.text[start:end], seed.text[max(0, start - 10) : start]
            is_language = " " not in words and LANGUAGE.search(words) and _IN_LANGUAGE.search(before)
            if len(words) > 1 and words not in MONTHS and not is_language:
                yield Found("name", start, end)


def _without_times(text: str, start: int, end: int, times: list[Found]) -> Iterator[Span]:
    """What of a run of capitalised words is outside time expressions: "On Monday Anna Keller", not "Black Friday"."""
    within = [(time.core or 0, time.end) for time in times if time.start < end and start < time.end]
    for begin, stop in within:
        ends_it = stop >= end and start < begin and not _is_start(text, start)
        if not (ends_it or (begin == start and stop < end and text[max(0, start - 4) : start] == "the ")):
            yield from (match.span() for match in _NAME.finditer(text, start, max(start, begin)))
            start = min(stop, end)
    yield from (match.span() for match in _NAME.finditer(text, start, end)) if within else [(start, end)]


def _is_start(text: str, start: int) -> bool:
    """Whether a sentence begins at `start`."""
    return bool(_SENTENCE_START.search(text[max(0, start - 8) : start]))


def _opener(text: str, start: int, end: int, lower: set[str], known: Container[str]) -> int:
    """How much of a run of capitalised words only opens a sentence: all of it, its first word, or nothing."""
    first, _, rest = text[start:end].partition(" ")
    # "LONDON — The talks": behind a dash begins a sentence only where its first word can be no name.
    after_dash = first.lower() in lower | _ARTICLES and _DASH.search(text, max(0, start - 3), start)
    if not (after_dash or _is_start(text, start)):
        return 0
    # "Van der Berg", "Minister of the Interior"
    is_part = rest and (first in TITLES or regex.fullmatch(_NAME_LINK, first.lower()))
    is_name = first.lower() not in lower and (rest or re.sub("[’']s?$", "", first) in known)
    if is_part or (is_name and not rest.startswith("the ")):  # "Neither the LWA"
        return 0
    following = _NEXT_CAPITAL.search(text, start + len(first), end)
    return following.start() + 1 - start if following else end - start
