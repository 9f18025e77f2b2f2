"""Which sentences of an editor's Markdown lack a citation.

Paragraphs and list items state something; headings, tables and code do not. A citation speaks for the
sentence that it stands in or follows, and for those before it in the same paragraph.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Literal

from builder.prose import Named, named

Span = tuple[int, int]
# A line of Markdown: what it is, and where its text stands, without the signs before it.
_Line = tuple[Literal["text", "item", "meaning", "nothing"], int, int]

_LINE = re.compile(r"[^\n]+|(?<=\n)(?=\n)")
_FENCE = re.compile(r"\s*(`{3,}|~{3,})")
_HEADING = re.compile(r"\s*#{1,6}[^#]")
_UNDERLINE = re.compile(r"\s*(=+|-+)\s*$")
# Addresses of links, expansions of abbreviations, attributes: they show nothing by themselves.
_DEFINITION = re.compile(r"\s*(\*?\[[^\]]+\]:\s|\{:.*\}\s*$)")
_TABLE_RULE = re.compile(r"\s*\|?\s*:?-+:?\s*(\|\s*:?-+:?\s*)*\|\s*(:?-+:?)?\s*$")
_QUOTED = re.compile(r"(?:\s*>)+ ?|")
_ITEM = re.compile(r"\s*(?:[-*+]|\d+[.)])\s+")
_TERM_MEANS = re.compile(r" {0,3}:\s+")
_CITATIONS = re.compile(r"(?:\s*\[@[^\[\]\n]+\])*\s*\Z")
# The end of a sentence, but not the full stop of "Mr." or of an initial.
_STOP = r"(?<!\b[A-Z])(?<!\b(?:Dr|Lt|Mr|Ms|No|St))(?<!\b(?:Col|Gen|Mrs))[.!?…。！？][\"'”’»)\]*_]*"
_SENTENCE_END = re.compile(_STOP + r"(?=\s)")
_ENDED = re.compile(_STOP + r"\Z")
# "On that word see [[is-it-a-proxy]]." points somewhere and states nothing.
_POINTER = re.compile(r"[^.!?…]*\b[Ss]ee\b[^.!?…]*\[\[[^.!?…]*[.)]*\s*\Z")
_FIRST_WORD = re.compile(r"[\[*_\"'“‘(«`]*\w")


@lru_cache(maxsize=65536)
def uncited(text: str) -> tuple[Span, ...]:
    """For each paragraph that ends without a citation, the part that lacks one."""
    return tuple(_uncited(text))


def _uncited(text: str) -> Iterator[Span]:
    citations = [name for name in named(text) if name.how == "cite"]
    for start, end in paragraphs(text):
        begin = _uncited_from(text, start, end, [name for name in citations if start <= name.start < end])
        first = None if begin is None else _FIRST_WORD.search(text, begin, end)
        # What ends in a colon leads in what follows, and that has citations of its own.
        if first and text[end - 1] != ":" and not _POINTER.match(text, first.start(), end):
            yield first.start(), end


def _uncited_from(text: str, start: int, end: int, citations: list[Named]) -> int | None:
    """Where the sentences begin that no citation follows."""
    if not citations:
        return start
    last = citations[-1]
    after = last.start + len(last.words)
    if _ENDED.search(_CITATIONS.sub("", text[start : last.start])):
        return after
    sentence_end = _SENTENCE_END.search(text, after, end)
    return sentence_end.end() if sentence_end else None


def paragraphs(text: str) -> Iterator[Span]:
    """The paragraphs and list items of a Markdown text, without headings, tables and code."""
    block: list[Span] = []
    for kind, start, end in _lines(text):
        if kind != "text":
            if kind != "meaning":  # what stands before a meaning is the term that it explains
                yield from _prose(text, block)
            block = []
        if kind != "nothing":
            block.append((start, end))
    yield from _prose(text, block)


def _prose(text: str, block: list[Span]) -> Iterator[Span]:
    """The span of a block of lines, unless it is a table or a heading that is underlined."""
    lines = [text[start:end] for start, end in block]
    if any(map(_TABLE_RULE.match, lines)):
        return
    if len(lines) > 1 and _UNDERLINE.match(lines[1]):
        block = block[2:]
    start, end = (block[0][0], block[-1][1]) if block else (0, 0)
    if prose := text[start:end].rstrip():
        yield start, start + len(prose)


def _lines(text: str) -> Iterator[_Line]:
    fence = ""
    in_list, after_blank = False, True
    for match in _LINE.finditer(text):
        opening = _FENCE.match(match[0])
        if fence or opening:
            closes = fence and opening and opening[1].startswith(fence)
            fence = "" if closes else fence or (opening[1] if opening else "")
            yield "nothing", *match.span()
            continue
        kind, start, end = found = _line(text, *match.span(), in_list=in_list, after_blank=after_blank)
        if start < end:
            goes_on = match[0].startswith((" ", "\t")) or not after_blank
            in_list = kind in ("item", "meaning") or (in_list and goes_on)
        after_blank = start == end
        yield found


def _line(text: str, start: int, end: int, *, in_list: bool, after_blank: bool) -> _Line:
    """What one line is, given what stands before it."""
    if after_blank and not in_list and text.startswith(("    ", "\t"), start, end):
        return "nothing", start, end
    quoted = _QUOTED.match(text, start, end)
    begin = quoted.end() if quoted else start
    if not text[begin:end].strip():
        return "nothing", end, end
    if _HEADING.match(text, begin, end) or _DEFINITION.match(text, begin, end):
        return "nothing", begin, end
    if meaning := _TERM_MEANS.match(text, begin, end):
        return "meaning", meaning.end(), end
    # Within a paragraph, a line that begins with "2009. " is no list.
    if (after_blank or in_list) and (item := _ITEM.match(text, begin, end)):
        return "item", item.end(), end
    return "text", begin, end
