"""Which sentences of an editor's Markdown lack a citation.

Paragraphs and list items state something; headings, tables and code do not. A citation speaks for the
sentence that it stands in or follows, and for those before it in the same paragraph.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import dropwhile

from builder.prose import Named, named

Span = tuple[int, int]

# Lines of which none is blank; a line without the signs of a quotation before it.
_BLOCK = re.compile(r"(?:^(?![ \t>]*$).+\n?)+", re.MULTILINE)
_LINE = re.compile(r"^(?:[ \t]*>)* ?(?P<text>.*)", re.MULTILINE)
_FENCED = re.compile(r"^[ \t]*(?P<fence>`{3,}|~{3,}).*?(?:^[ \t]*(?P=fence)[^\n]*|\Z)", re.MULTILINE | re.DOTALL)
_HEADING = re.compile(r"\s*#{1,6}[^#]")
_UNDERLINE = re.compile(r"\s*(=+|-+)\s*$")
# Addresses of links, expansions of abbreviations, attributes: they show nothing by themselves.
_DEFINITION = re.compile(r"\s*(\*?\[[^\]]+\]:\s|\{:.*\}\s*$)")
_TABLE_RULE = re.compile(r"\s*\|?\s*:?-+:?\s*(\|\s*:?-+:?\s*)*\|\s*(:?-+:?)?\s*$")
_ITEM = re.compile(r"\s*(?:[-*+]|\d+[.)])\s+")
_TERM_MEANS = re.compile(r" {0,3}:\s+")
_CITATIONS = re.compile(r"(?:\s*\[@[^\[\]\n]+\])*\s*\Z")
# The end of a sentence, but not the full stop of "Mr." or of an initial.
_STOP = r"[.!?…。！？](?<!\b[A-Z].)(?<!\b(?:Dr|Lt|Mr|Ms|No|St).)(?<!\b(?:Col|Gen|Mrs).)[\"'”’»)\]*_]*"
_SENTENCE_END = re.compile(_STOP + r"(?=\s)")
_ENDED = re.compile(_STOP + r"\Z")
# "On that word see [[is-it-a-proxy]]." points somewhere and states nothing.
_POINTER = re.compile(r"[^.!?…]*\b[Ss]ee\b[^.!?…]*\[\[[^.!?…]*[.)]*\s*\Z")
_FIRST_WORD = re.compile(r"[\[*_\"'“‘(«`]*\w")


@lru_cache(maxsize=65536)
def uncited(text: str) -> tuple[Span, ...]:
    """For each paragraph that ends without a citation, the part that lacks one."""
    citations = [name for name in named(text) if name.how == "cite"]
    found = []
    for start, end in paragraphs(text):
        begin = _uncited_from(text, start, end, [name for name in citations if start <= name.start < end])
        first = None if begin is None else _FIRST_WORD.search(text, begin, end)
        # What ends in a colon leads in what follows, and that has citations of its own.
        if first and text[end - 1] != ":" and not _POINTER.match(text, first.start(), end):
            found.append((first.start(), end))
    return tuple(found)


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
    text = _FENCED.sub(lambda fenced: re.sub(r"\S", " ", fenced[0]), text)
    in_list = False
    for block in _BLOCK.finditer(text):
        lines = list(_LINE.finditer(text, *block.span()))
        if not in_list:  # what is indented is code
            lines = list(dropwhile(lambda line: line[0].startswith(("    ", "\t")), lines))
        if not lines or any(_TABLE_RULE.match(line["text"]) for line in lines):
            continue
        begins_list = _ITEM.match(lines[0]["text"]) or _TERM_MEANS.match(lines[-1]["text"])
        in_list = bool(begins_list) or (in_list and block[0].startswith((" ", "\t")))
        for start, end in _of_block(lines, in_list=in_list):
            if words := text[start:end].rstrip():
                yield start, start + len(words)


def _of_block(lines: list[re.Match[str]], *, in_list: bool) -> Iterator[Span]:
    """The paragraphs of lines between which none is blank."""
    spans: list[Span] = []
    for number, line in enumerate(lines):
        words = line["text"]
        if len(spans) == 1 and _UNDERLINE.match(words):  # a heading
            spans = []
            continue
        states = not (_HEADING.match(words) or _DEFINITION.match(words))
        meaning = _TERM_MEANS.match(words)
        # Within a paragraph, a line that begins with "2009. " is no list.
        sign = meaning or (_ITEM.match(words) if number == 0 or in_list else None)
        in_list = in_list or bool(meaning)
        if sign or not states:
            if spans and not meaning:  # what stands before a meaning is the term that it explains
                yield spans[0][0], spans[-1][1]
            spans = []
        if states:
            spans.append((line.start("text") + (sign.end() if sign else 0), line.end()))
    if spans:
        yield spans[0][0], spans[-1][1]
