"""The words around a passage: the sentence in which it stands, for the lists that lead back into the text."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from builder.seed import Block, Seed
from builder.values import Anchor, Passage

# A sentence longer than this is cut at words, so far from the marked words.
LONG = 420
AROUND = 160
_END = re.compile(r"[.!?…؟۔]+[\"'”’»)\]]*\s+(?=\S)|[。！？]+[”』」]*(?=\S)")
_GOES_ON = re.compile(r"[\"'“‘«(\[]*[^\W\d_]")
# After these a full stop ends no sentence; rather a sentence too many than half a one.
_ABBREVIATION = re.compile(
    r"\b(?:[A-Z]|Mr|Mrs|Ms|Dr|Prof|St|Sen|Rep|Gov|Gen|Lt|Col|Maj|Capt|Sgt|Adm|Jr|Sr|No|vs|e\.g|i\.e)\.\Z"
)
_LONGEST_ABBREVIATION = 5


@dataclass(frozen=True, slots=True)
class Part:
    """Words of a text, and the passage that they are, if any."""

    text: str
    passage: Passage | None = None


@dataclass(frozen=True, slots=True)
class Context:
    """A sentence, or several, with passages marked in it; `before` and `after` tell whether it was cut there."""

    article: str
    block: Block
    parts: tuple[Part, ...]
    before: bool = False
    after: bool = False

    def address(self, passage: Passage) -> str:
        """Where the passage stands: its own place, or the paragraph where it is not marked in the text."""
        marked = isinstance(passage, Anchor) or passage.linked
        return f"/articles/{self.article}/#{passage.fragment if marked else self.block.id}"


def contexts(seed: Seed, passages: Iterable[Passage]) -> list[Context]:
    """The sentences in which `passages` of one article stand, in the order of the text.

    Passages of one sentence share it; one that overlaps another has the sentence to itself.
    """
    rows: list[tuple[tuple[int, int], list[Passage]]] = []
    for passage in sorted(passages, key=lambda p: (p.start, p.end)):
        bounds = _bounds(seed, passage.start, passage.end)
        if rows and rows[-1][0] == bounds and rows[-1][1][-1].end <= passage.start:
            rows[-1][1].append(passage)
        else:
            rows.append((bounds, [passage]))
    return [_context(seed, bounds, marked) for bounds, marked in rows]


@lru_cache(maxsize=4096)
def sentences(text: str) -> tuple[tuple[int, int], ...]:
    """The sentences of a paragraph as spans, without the white space between them."""
    start, found = 0, []
    for match in _END.finditer(text):
        stop = match.start() + 1
        follows = _GOES_ON.match(text, match.end())
        abbreviated = _ABBREVIATION.search(text, max(start, stop - _LONGEST_ABBREVIATION), stop)
        if abbreviated or (follows and follows.group()[-1].islower()):
            continue
        found.append((start, start + len(text[start : match.end()].rstrip())))
        start = match.end()
    return (*found, (start, len(text)))


def around(seed: Seed, start: int, end: int) -> tuple[str, str]:
    """What stands before and behind some words in their sentence, or near them where it is long."""
    bounds = _bounds(seed, start, end)
    first, last = _window(seed.text, bounds, start, end)
    return "… " * (first > bounds[0]) + seed.text[first:start], seed.text[end:last] + " …" * (last < bounds[1])


def _bounds(seed: Seed, start: int, end: int) -> tuple[int, int]:
    first = _block(seed, start)
    last = _block(seed, max(start, end - 1))
    begins = [a for a, _ in _spans(seed, first) if a <= start]
    ends = [b for _, b in _spans(seed, last) if b >= end]
    return max(begins, default=first.start), max(min(ends, default=last.end), end)


def _block(seed: Seed, offset: int) -> Block:
    return seed.block_at(offset) or min(seed.blocks, key=lambda block: abs(block.start - offset))


def _spans(seed: Seed, block: Block) -> list[tuple[int, int]]:
    return [(block.start + a, block.start + b) for a, b in sentences(seed.text[block.start : block.end])]


def _context(seed: Seed, bounds: tuple[int, int], marked: list[Passage]) -> Context:
    start, end = _window(seed.text, bounds, marked[0].start, marked[-1].end)
    parts = []
    position = start
    for passage in marked:
        parts.append(Part(seed.text[position : passage.start]))
        parts.append(Part(seed.text[passage.start : passage.end], passage))
        position = passage.end
    parts.append(Part(seed.text[position:end]))
    shown = tuple(part for part in parts if part.text)
    block = _block(seed, marked[0].start)
    return Context(marked[0].article, block, shown, start > bounds[0], end < bounds[1])


def _window(text: str, bounds: tuple[int, int], first: int, last: int) -> tuple[int, int]:
    """What of a sentence is shown: all of it, or the words around the marked ones where it is long."""
    start, end = bounds
    if end - start <= LONG:
        return bounds
    if first - start > AROUND:
        start = max(first - AROUND, text.find(" ", first - AROUND, first) + 1)
    if end - last > AROUND:
        cut = last + AROUND
        end = max(last, text.rfind(" ", last, cut)) if " " in text[last:cut] else cut
    return start, end
