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

from builder.edtf import MONTHS
from builder.seed import Seed
from builder.selectors import Span
from builder.times import find

Sort = Literal["name", "acronym", "quotation", "time expression"]

_CAPITAL = r"\p{Lu}"
# Titles with a full stop.
_SHORTENED = "Adm Capt Col Cpl Dr Gen Gov Lt Maj Mr Mrs Ms Prof Rep Rev Sen Sgt".split()
TITLES = frozenset(
    """
    Admiral Ambassador Archbishop Ayatollah Baron Bishop Brigadier Captain Cardinal Chancellor Chief Colonel Commander
    Commodore Congressman Dame Detective Director Doctor Dr Emeritus Father General Governor Grand Imam Inspector
    Judge Justice King Lady Lieutenant Lord Madam Major Marshal Mayor Minister Mr Mrs Ms Mx Pope President Prime
    Prince Princess PC DI DS Professor Queen Rabbi Rear Representative Reverend Secretary Senator Sergeant Sheikh Sir
    Sultan Vice
    """.split()
) | set(_SHORTENED)
# In the Dockers' Union an apostrophe stands at the end of a word.
_NAME_WORD = rf"(?:St|{'|'.join(_SHORTENED)})\.(?= {_CAPITAL})"
_NAME_WORD += rf"|(?:al-|el-)?{_CAPITAL}[\w’'.]*[\w](?:-[\w]+)*(?:(?<=s)[’'](?= (?:and )?{_CAPITAL}))?|{_CAPITAL}"
_NAME_LINK = "of(?: the)?|the|and|&|for|al|bin|von|van|van de[nr]|de|de l[ao]s?|del|della|der|di|da|das|des|dos|du|e|y"
# "Hale, Pruitt & Co" is a firm.
_NAME_JOINT = rf"(?: (?:{_NAME_LINK}))?[ \u00a0]|, (?={_CAPITAL}[\w’'-]+ & )"
_NAME = regex.compile(rf"(?<![\w-])(?:{_NAME_WORD})(?:(?:{_NAME_JOINT})(?:{_NAME_WORD}))*")
_NEXT_CAPITAL = regex.compile(rf" {_CAPITAL}")
_ACRONYM = regex.compile(rf"(?<![\w]){_CAPITAL}(?:{_CAPITAL}+|(?:\.{_CAPITAL})+\.?)(?![\w])")
_QUOTATION = re.compile(r"“[^”\n]+”?|\"[^\"\n]+\"?|«[^»\n]+»?|„[^“”\n]+[“”]?")
_PATTERNS: dict[Sort, re.Pattern[str] | regex.Pattern[str]] = {"acronym": _ACRONYM, "quotation": _QUOTATION}
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
        """Whether one of some spans holds a time expression, or is a part of it, such as "Monday"."""
        start = self.start if self.core is None else self.core
        return any((a <= start and self.end <= b) or (self.start <= a and b <= self.end) for a, b in spans)


def detect(seed: Seed, known: Container[str] = ()) -> list[Found]:
    """Everything found in the text's blocks, in its order. A word in `known` is a name at a sentence's start, too."""
    lower = set(re.findall(r"(?<![\w])[a-z]\w*", seed.text))
    found = (one for block in seed.blocks for one in _in_block(seed.text, (block.start, block.end), lower, known))
    return sorted(found, key=lambda f: (f.start, -f.end, f.sort))


def _in_block(text: str, block: Span, lower: set[str], known: Container[str]) -> Iterator[Found]:
    for sort, pattern in _PATTERNS.items():
        yield from (Found(sort, *match.span()) for match in pattern.finditer(text, *block))
    times = [Found("time expression", *time) for time in find(text, *block)]
    names = list(_names(text, block, times, lower, known))
    yield from names
    yield from (t for t in times if not any(n.start <= (t.core or 0) and t.end <= n.end for n in names))


def _names(text: str, block: Span, times: list[Found], lower: set[str], known: Container[str]) -> Iterator[Found]:
    """Runs of capitalised words. A sentence's first word is capitalised anyway, so alone it is no name."""
    for run in _NAME.finditer(text, *block):
        for begin, end in _without_times(text, *run.span(), times):
            start = begin + _opener(text, begin, end, lower, known)
            words, before = text[start:end], text[max(0, start - 10) : start]
            is_language = " " not in words and LANGUAGE.search(words) and _IN_LANGUAGE.search(before)
            if len(words) > 1 and words not in MONTHS and not is_language:
                yield Found("name", start, end)


def _without_times(text: str, start: int, end: int, times: list[Found]) -> Iterator[Span]:
    """What of a run of capitalised words is outside time expressions: "On Monday Anna Keller", not "Black Friday"."""
    within = [(time.core or 0, time.end) for time in times if time.start < end and start < time.end]
    for begin, stop in within:
        ends_it = stop >= end and not (text[start:begin].islower() or start == begin or _is_start(text, start))
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
    after_dash = (first.lower() in lower or first.lower() in _ARTICLES) and _DASH.search(text, max(0, start - 3), start)
    if not (after_dash or _is_start(text, start)):
        return 0
    # "Van der Berg", "Minister of the Interior"
    is_part = rest and (first in TITLES or regex.fullmatch(_NAME_LINK, first.lower()))
    is_name = first.lower() not in lower and (rest or re.sub("[’']s?$", "", first) in known)
    if is_part or (is_name and not rest.startswith("the ")):  # "Neither the LWA"
        return 0
    following = _NEXT_CAPITAL.search(text, start + len(first), end)
    return following.start() + 1 - start if following else end - start
