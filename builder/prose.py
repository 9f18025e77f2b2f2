"""Wiki-links and citations in editors' Markdown: `[[id]]`, `[[id|text]]`, `[@source]`, `[@source, p. 3]`.

One grammar for those who look for references and for the Markdown extension that renders them. Several sources
may stand in one pair of brackets: `[@one; @two, p. 3]`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache

# Nobody nests deeper by hand, and a Markdown parser's work grows with the square of the depth.
MAX_DEPTH = 20
_MARKERS = re.compile(rf"^[ \t]*(?:(?:[-+*]|\d+[.)])[ \t]+|>[ \t]*){{{MAX_DEPTH},}}|^[ \t]{{100}}", re.MULTILINE)
_BRACKETS = re.compile(r"\n[ \t]*\n|\[|\]\(?|\)")
_STEPS = {"[": (1, 0), "]": (-1, 0), "](": (-1, 1), ")": (0, -1)}
# A line may end within the words, a paragraph may not.
_WORDS = r"(?:[^\[\]\n]|\n(?![ \t]*\n))+"
WIKI_LINK = rf"\[\[(?P<id>[^\[\]|\n]+)(?:\|(?P<words>{_WORDS}))?\]\]"
# `[@somebody](address)` and `[@somebody][name]` are links of Markdown's own.
CITATION = rf"\[(?P<sources>@{_WORDS})\](?!\(|\[(?![@\[]))"
# Code spans and fences, in which nothing is a link, and escaped characters.
_LITERAL = r"(?<!`)(?P<tick>`+)(?!`).+?(?<!`)(?P=tick)(?!`)|^(?P<fence>~{3,}+|`{3,}+).*?^(?P=fence)|\\."
# What begins none of them is passed over at a glance.
_ANY = re.compile(rf"(?=[`~\\\[])(?:{_LITERAL}|(?P<link>{WIKI_LINK})|(?P<cite>{CITATION}))", re.MULTILINE | re.DOTALL)

_PARAGRAPH = re.compile(r"(?:[^\n]|\n(?![ \t]*(?:\n|\Z)))+")
_BRACKET = re.compile(r"\\?[\[\]]")
# What can only be meant for a link or a citation: how it opens, and what stands before a closing bracket too many.
_OPENS = re.compile(r"\[[ \t]*(?:\[|@\w)")
_CLOSES = re.compile(r"(?<![\w\[])(?:@\w[^\[\]\n]*|\[?[^\s\[\]]*\])\Z")
_WORD = re.compile(r"[\[ \t]*[^\s.;:!?\]]*\]*")


@dataclass(frozen=True, slots=True)
class Named:
    """One naming of a record within a text: its id, the words that name it, where they begin and the id in them."""

    id: str
    how: str  # link | cite
    words: str
    start: int
    at: int


def named(text: str) -> Iterator[Named]:
    """Every wiki-link and citation in `text`, outside code, in order."""
    for match in _ANY.finditer(text) if "[" in text else ():
        if match["link"]:
            id = match["id"].strip()
            yield Named(id, "link", match["link"], match.start(), match.start("id") + match["id"].index(id))
        elif match["cite"]:
            at = match.start("sources")
            for part, (id, _) in zip(match["sources"].split(";"), cited(match["sources"]), strict=True):
                yield Named(id, "cite", match["cite"], match.start(), at + part.index(id))
                at += len(part) + 1


@lru_cache(maxsize=65536)
def strays(text: str) -> tuple[tuple[int, int], ...]:
    """Where brackets that are meant for a link or a citation make none, and would be published as they stand.

    Each is the span of its bracket and the word there.
    """
    if not ("[" in text or "]" in text):
        return ()
    rest = without_links(text)
    starts = (start for paragraph in _PARAGRAPH.finditer(rest) for start in _strays(rest, *paragraph.span()))
    words = (_WORD.match(text, start) for start in starts)
    return tuple(word.span() for word in words if word)


def without_links(text: str) -> str:
    """`text` with blanks for its code, links, citations and escaped characters; escaped brackets stay."""
    return _ANY.sub(lambda m: m[0] if m[0] in (r"\[", r"\]") else re.sub(r"[^\n]", " ", m[0]), text)


def _strays(text: str, start: int, end: int) -> list[int]:
    """Where in a paragraph brackets are wrong by themselves; what is right has been blanked out."""
    opened: list[int] = []
    closed: dict[int, int] = {}
    wrong: set[int] = set()
    for bracket in _BRACKET.finditer(text, start, end):
        at = bracket.start()
        if bracket[0].endswith("["):
            opened.append(at)
        elif opened:
            closed[opened.pop()] = at
        elif before := _CLOSES.search(text[max(start, at - 200) : at] + "]" * text.startswith("]", at + 1)):
            wrong.add(max(start, at - 200) + before.start())
    wrong.update(at for at in opened if _OPENS.match(text, at, end))
    for at, last in closed.items():
        if (opening := _OPENS.match(text, at, end)) and not text.startswith(("(", "["), last + 1):
            inner = closed.get(opening.end() - 1, last)  # [[the] president] has a word in brackets, and no link
            if not text[inner + 1 : last].strip():
                wrong.add(at)
    return sorted(at for at in wrong if at - 1 not in wrong)


def is_too_deep(text: str) -> bool:
    """Whether lists, quotations or the brackets of links are nested beyond what anybody writes."""
    if len(text) < MAX_DEPTH:
        return False
    if _MARKERS.search(text):
        return True
    square = round_ = 0
    for bracket in _BRACKETS.findall(text) if text.count("[") >= MAX_DEPTH else ():
        up, across = _STEPS.get(bracket, (-square, -round_))  # a paragraph closes them all
        square, round_ = max(0, square + up), max(0, round_ + across)
        if square >= MAX_DEPTH or round_ >= MAX_DEPTH:
            return True
    return False


def written_at(text: str, id: str) -> Iterator[int]:
    """Where the letters of `id` stand in the wiki-links and citations of `text`."""
    return (name.at for name in named(text) if name.id == id)


def cited(inside: str) -> list[tuple[str, str]]:
    """The sources in the brackets of a citation, each with its locator (or an empty text)."""
    found = []
    for part in inside.split(";"):
        id, _, locator = part.strip().removeprefix("@").partition(",")
        found.append((id.strip(), locator.strip()))
    return found


def substituted(text: str, link: Callable[[str, str], str], cite: Callable[[list[tuple[str, str]]], str]) -> str:
    """`text` with each wiki-link replaced by `link(id, words)`, each citation by `cite(its sources and locators)`."""

    def replacement(match: re.Match[str]) -> str:
        if match["link"]:
            return link(match["id"].strip(), match["words"] or "")
        return cite(cited(match["sources"])) if match["cite"] else match[0]

    return _ANY.sub(replacement, text) if "[" in text else text
