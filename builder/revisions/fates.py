"""What becomes of an annotation when its text changes: kept, moved, doubtful or lost.

Likeness proposes, agreement decides. A passage is kept or moved only if its words stand as they were, in a sentence
that can be no other, with the same words beside them and the same names, numbers, dates and negations around them.
Everything else is an editor's to decide, however high its score.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise, product

from rapidfuzz import fuzz
from rapidfuzz.distance import Indel

from builder.parts import Selector
from builder.revisions.alignment import LETTERS, Alignment, Pair, likeness
from builder.revisions.sentences import Sentence
from builder.seed import Seed
from builder.selectors import Miss, Span, resolve
from builder.text import whole

# In a score the words count for more than the sentence they stand in: a note is about its words.
WORDS_SHARE, SENTENCE_SHARE = 0.6, 0.4
# Below this, what is found says something else.
LEAST_SCORE = 0.5
PROPOSALS = 5
# How many sentences of a passage are looked at to score a proposal: the work must not grow with their square.
PARTS = 8


class Fate(StrEnum):
    """What becomes of a passage."""

    KEPT = "kept"
    MOVED = "moved"
    DOUBTFUL = "doubtful"
    LOST = "lost"


# What needs no editor.
BY_ITSELF = (Fate.KEPT, Fate.MOVED)


@dataclass(frozen=True, slots=True)
class Proposal:
    """Where a passage may be in the new text."""

    spans: tuple[Span, ...]
    score: float


@dataclass(frozen=True, slots=True)
class Verdict:
    """The fate of one selector, why, and where it may go, best first; kept and moved ones have one place.

    `stands`: its words are as they were, whatever is around them.
    """

    fate: Fate
    reason: str
    spans: tuple[Span, ...]
    proposals: tuple[Proposal, ...]
    stands: bool = True


@dataclass(frozen=True, slots=True)
class _Carried:
    """A part of a passage within one sentence, in the view of the new text."""

    pair: Pair
    low: int
    high: int
    stands: bool  # its words are all there, side by side
    after_same: bool = False  # ... after the same word
    before_same: bool = False  # ... before the same word


def judge(alignment: Alignment, selector: Selector) -> Verdict | None:
    """The fate of what `selector` means in the old text; None where it means nothing there."""
    spans = resolve(selector, alignment.old)
    if isinstance(spans, Miss):
        return None
    if selector.every:
        return _judge_every(alignment, selector, spans)
    passage = _Passage(alignment, spans[0])
    if doubt := passage.change or passage.doubt:
        proposals = _ranked(passage)
        return Verdict(Fate.DOUBTFUL if proposals else Fate.LOST, doubt, spans, proposals, not passage.change)
    proposals = (Proposal((passage.place,), 1.0),)
    block = alignment.new.block_at(passage.place[0])
    if selector.exact is None and selector.start is None and block and passage.place != (block.start, block.end):
        return Verdict(Fate.DOUBTFUL, "the paragraph has grown", spans, proposals)
    if all(part.pair.in_place for part in passage.carried):
        return Verdict(Fate.KEPT, "the same place", spans, proposals)
    return Verdict(Fate.MOVED, "the same sentence, moved", spans, proposals)


def _judge_every(alignment: Alignment, selector: Selector, spans: tuple[Span, ...]) -> Verdict:
    """Words that are meant wherever they stand: kept if they stand where they stood, and nowhere else."""
    there = resolve(selector, alignment.new)
    if isinstance(there, Miss):
        return Verdict(Fate.LOST, "the words are gone", spans, (), stands=False)
    passages = (_Passage(alignment, span) for span in spans)
    known = {passage.place for passage in passages if not (passage.change or passage.doubt)}
    proposal = Proposal(there, 1.0)
    if set(there) <= known:
        return Verdict(Fate.KEPT, "the same words in the same places", spans, (proposal,))
    return Verdict(Fate.DOUBTFUL, "the words stand in new places, too", spans, (proposal,))


class _Passage:
    """A passage of the old view, the old sentences that it covers, and what of it stands in the new ones."""

    def __init__(self, alignment: Alignment, span: Span) -> None:
        self.alignment = alignment
        self.low, self.high = low, high = alignment.old.view.view_span(*span)
        self.covered = [n for n in sentences_at(alignment.olds, low, high) if _inside(alignment.olds[n], low, high)]
        pairs = [alignment.by_old[n] for n in self.covered if n in alignment.by_old]
        starts = {n: alignment.olds[n].start for n in self.covered[1:]}
        ends = {n: alignment.olds[n].end for n in self.covered[:-1]}
        parts = (_carry(alignment, p, starts.get(p.old, low), ends.get(p.old, high)) for p in pairs)
        self.carried = [part for part in parts if part is not None]

    @property
    def change(self) -> str:
        """What has become of its words; nothing if they stand as they were."""
        pairs = [part.pair for part in self.carried]
        if not pairs:
            return "its sentence is gone"
        if len(pairs) < len(self.covered):
            return "part of it is gone"
        if not all(part.stands for part in self.carried):
            return "its words have changed"
        if any(after.new != before.new + 1 for before, after in pairwise(pairs)):
            return "its sentences have been parted"
        return ""

    @property
    def doubt(self) -> str:
        """What stands against carrying words that stand over without a question; nothing if nothing does."""
        pairs = [part.pair for part in self.carried]
        olds, news = self.alignment.olds, self.alignment.news
        if any(olds[pair.old].weighty != news[pair.new].weighty for pair in pairs):
            return "a name, number, date or negation around it has changed"
        if not all(pair.sure for pair in pairs):
            all_same = all(pair.same for pair in pairs)
            return "another sentence may be meant" if all_same else "its sentence has changed"
        is_framed = self.carried[0].after_same and self.carried[-1].before_same
        return "" if is_framed else "the words beside it have changed"

    @property
    def place(self) -> Span:
        """Where it is in the new text, if there is no doubt."""
        return self.alignment.new.view.source_span(self.carried[0].low, self.carried[-1].high)


def sentences_at(sentences: Sequence[Sentence], low: int, high: int) -> range:
    first = bisect_right(sentences, low, key=lambda sentence: sentence.start) - 1
    return range(max(first, 0), bisect_left(sentences, high, key=lambda sentence: sentence.start))


def _inside(sentence: Sentence, low: int, high: int) -> range:
    """The numbers of the words of `sentence` that lie between two offsets, in part at least."""
    first = bisect_right(sentence.spans, low, key=lambda span: span[1])
    return range(first, bisect_left(sentence.spans, high, lo=first, key=lambda span: span[0]))


def _carry(alignment: Alignment, pair: Pair, low: int, high: int) -> _Carried | None:
    """Where the part of a passage that lies in an old sentence stands in the new one; None if it has none."""
    old, new = alignment.olds[pair.old], alignment.news[pair.new]
    inside = _inside(old, low, high)
    first, last = inside[0], inside[-1]
    places = _places(old, new)
    start = places[first + 1]
    stands = start is not None and places[first + 1 : last + 2] == list(range(start, start + len(inside)))
    if start is None or not stands or _letters(alignment.old, old, first) != _letters(alignment.new, new, start):
        span = _stretched(new, places, first + 1, last + 1)
        return _Carried(pair, *span, stands=False) if span else None
    end = start + last - first
    words, there = (old.spans[first][0], old.spans[last][1]), (new.spans[start][0], new.spans[end][1])
    edges = _edges(alignment, (low, high), words, there)
    return _Carried(pair, *edges, True, after_same=places[first] == start - 1, before_same=places[last + 2] == end + 1)


def _places(old: Sentence, new: Sentence) -> list[int | None]:
    """For each word of an old sentence its number in the new one; the beginning and the end count as words."""
    places: list[int | None] = [None] * len(old.words)
    for block in Indel.opcodes(old.words, new.words):
        if block.tag == "equal":
            places[block.src_start : block.src_end] = range(block.dest_start, block.dest_end)
    return [-1, *places, len(new.words)]


def _letters(seed: Seed, sentence: Sentence, number: int) -> str:
    """A word with the capital that may have been left out of account."""
    return seed.view.text[slice(*sentence.spans[number])]


def _edges(alignment: Alignment, span: Span, words: Span, there: Span) -> Span:
    """Where a passage whose words stand begins and ends, to the letter: with the quotes around it, or within a word."""
    old, new, (low, high), (start, end) = alignment.old.view.text, alignment.new.view.text, span, there
    opening, closing = old[low : words[0]], old[words[1] : high]
    if low > words[0] or new.endswith(opening, 0, start):
        start += low - words[0]
    if high < words[1] or new.startswith(closing, end):
        end += high - words[1]
    return start, end


def _stretched(new: Sentence, places: Sequence[int | None], first: int, last: int) -> Span | None:
    """From what is left of a passage's words to what stands in the place of the others; None if nothing does."""
    low, high = places[first], places[last]
    if low is None:
        low = 1 + next(place for place in reversed(places[:first]) if place is not None)
    if high is None:
        high = next(place for place in places[last + 1 :] if place is not None) - 1
    return (new.spans[low][0], new.spans[high][1]) if low <= high else None


def _candidates(passage: _Passage) -> Iterator[tuple[int, int]]:
    """Spans of the new view that a passage may have become."""
    alignment, low, high, carried = passage.alignment, passage.low, passage.high, passage.carried
    if carried:
        near = [part for part in carried if 0 <= part.pair.new - carried[0].pair.new <= 2 * len(passage.covered)]
        yield near[0].low, max(part.high for part in near)
    text, words = alignment.new.view.text, alignment.old.view.text[low:high]
    expected = low * len(text) // len(alignment.old.view.text)
    yield from sorted(whole(text, words), key=lambda span: abs(span[0] - expected))[:PROPOSALS]


def _ranked(passage: _Passage) -> tuple[Proposal, ...]:
    """Proposals with their scores, the best first; none whose words were another passage before."""
    alignment = passage.alignment
    words = alignment.old.view.text[passage.low : passage.high]
    found = []
    for start, end in dict.fromkeys(_candidates(passage)):
        there = sentences_at(alignment.news, start, end)
        pairs = product(passage.covered[:PARTS], there[:PARTS])
        context = max((likeness(alignment.olds[i], alignment.news[j]) for i, j in pairs), default=0.0)
        alike = fuzz.ratio(words[:LETTERS], alignment.new.view.text[start:end][:LETTERS]) / 100
        score = WORDS_SHARE * alike + SENTENCE_SHARE * context
        if score >= LEAST_SCORE and not all(_is_taken(alignment, j, start, end, passage.covered) for j in there):
            found.append(Proposal((alignment.new.view.source_span(start, end),), round(score, 3)))
    return tuple(sorted(found, key=lambda proposal: -proposal.score)[:PROPOSALS])


def _is_taken(alignment: Alignment, number: int, start: int, end: int, own: Sequence[int]) -> bool:
    """Whether the words between two offsets of a new sentence stood in the old text, outside the sentences `own`."""
    pair = alignment.by_new.get(number)
    if pair is None or not pair.sure or pair.old in own:
        return False
    new = alignment.news[number]
    there = set(_places(alignment.olds[pair.old], new))
    return all(place in there for place in _inside(new, start, end))
