"""Which sentence of a new text is which of the old one.

Sentences that occur once in both texts are the pegs; the longest run of them that kept its order is what stayed in
its place, the others have moved. What was not found whole is compared with what is left over. A sentence of the new
text answers for one of the old text at most: a look-alike that stood there all along is not taken for another.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from rapidfuzz import fuzz

from builder.revisions.sentences import Sentence, sentences
from builder.seed import Seed
from builder.values import grouped

# Below this, two sentences share words but not what they say.
LEAST_LIKENESS = 0.6
# A sentence may be taken for a reworded one without a question from here on: one short word in five.
SURE_LIKENESS = 0.8
# ... if the next best differs from it at least so many times as much (Lowe's ratio test for matching features).
SURE_RATIO = 2.0
# How much likeness a sentence may lack and still go before one that stands elsewhere.
IN_PLACE = 0.1
# A sentence of fewer words may be another of the same words, or nearly: "He declined to comment."
DISTINCT_WORDS = 6
# How many sentences are looked at for one that was not found whole, and how common a word may be to lead to them.
CANDIDATES = 8
COMMON = 40
# How many letters of a sentence are compared.
LETTERS = 2000


@dataclass(frozen=True, slots=True)
class Pair:
    """An old sentence and the new one that it became. `sure`: nothing else could be meant."""

    old: int
    new: int
    likeness: float
    in_place: bool
    sure: bool

    @property
    def same(self) -> bool:
        """Whether it has the same words."""
        return self.likeness == 1


@dataclass(frozen=True)
class Alignment:
    """Two texts, sentence by sentence."""

    old: Seed
    new: Seed
    olds: Sequence[Sentence]
    news: Sequence[Sentence]
    pairs: Sequence[Pair]

    @cached_property
    def by_old(self) -> dict[int, Pair]:
        return {pair.old: pair for pair in self.pairs}

    @cached_property
    def by_new(self) -> dict[int, Pair]:
        return {pair.new: pair for pair in self.pairs}


class Index:
    """Sentences by their rarer words, for finding those like another one without comparing all."""

    def __init__(self, sentences: Sequence[Sentence], numbers: Collection[int]) -> None:
        self.numbers = grouped((word, number) for number in numbers for word in set(sentences[number].words))
        self.twins = grouped((sentences[number].words, number) for number in numbers)

    def like(self, words: tuple[str, ...]) -> list[int]:
        """The sentences that have the same words, or share most of the rarest of them."""
        rows = sorted((self.numbers.get(word, []) for word in set(words)), key=len)
        counts = Counter(number for row in rows[:12] if len(row) <= COMMON for number in row)
        return [*self.twins.get(words, [])[:2], *(number for number, _ in counts.most_common(CANDIDATES))]


def likeness(one: Sentence, other: Sentence) -> float:
    """How alike two sentences are, letter by letter: from 0 to 1, the same words."""
    if one.words == other.words:
        return 1.0
    return min(fuzz.ratio(" ".join(one.words)[:LETTERS], " ".join(other.words)[:LETTERS]) / 100, 0.999)


def _held(one: Sentence, other: Sentence) -> float:
    """How alike the shorter of two sentences is to a part of the longer one; 0 if they are nearly as long."""
    short, long = sorted((one.words, other.words), key=len)
    if len(short) < DISTINCT_WORDS or len(short) * 1.2 > len(long):
        return 0.0
    return fuzz.partial_ratio(" ".join(short)[:LETTERS], " ".join(long)[:LETTERS]) / 100


def align(old: Seed, new: Seed) -> Alignment:
    """Pair the sentences of two texts, in a time that grows with their length."""
    olds, news = sentences(old, new)
    return Alignment(old, new, olds, news, sorted(_Aligner(olds, news).pairs(), key=lambda pair: pair.old))


class _Aligner:
    """The steps of `align`; `free_old` and `free_new` are what they left over, by the gap between pegs."""

    def __init__(self, olds: Sequence[Sentence], news: Sequence[Sentence]) -> None:
        self.olds, self.news = olds, news
        there = _once(news)
        anchors = [(i, there[words]) for words, i in _once(olds).items() if words in there]
        pegs = longest_rise(anchors)
        self.pegs, self.moved = pegs, set(anchors) - set(pegs)
        self.gap_of_old = _gaps([i for i, _ in pegs], len(olds))
        self.gap_of_new = _gaps([j for _, j in pegs], len(news))
        once_old, once_new = {i for i, _ in anchors}, {j for _, j in anchors}
        self.free_old = grouped((gap, i) for i, gap in enumerate(self.gap_of_old) if i not in once_old)
        self.free_new = grouped((gap, j) for j, gap in enumerate(self.gap_of_new) if j not in once_new)

    def pairs(self) -> Iterator[Pair]:
        repeated = self._repeated()
        reworded = list(self._reworded())
        stayed = {(-1, -1), (len(self.olds), len(self.news)), *self.pegs, *repeated}
        beside = stayed | {(pair.old, pair.new) for pair in reworded if pair.in_place}
        reworded = [replace(pair, sure=pair.sure and bool(_beside(pair.old, pair.new) & beside)) for pair in reworded]
        yield from reworded
        company = stayed | {(p.old, p.new) for p in reworded if self._differs_in_numbers(p)}
        for i, j in self.pegs:
            is_distinct = len(self.olds[i].words) >= DISTINCT_WORDS and _beside(i, j) & beside
            is_sure = bool(is_distinct) or _beside(i, j) <= company or self._is_itself(i, j)
            yield Pair(i, j, 1.0, in_place=True, sure=is_sure)
        for i, j in repeated:  # what stands several times is known by what stands beside it
            yield Pair(i, j, 1.0, in_place=True, sure=_beside(i, j) <= company)
        for i, j in self.moved:
            yield Pair(i, j, 1.0, in_place=False, sure=self._is_itself(i, j))

    def _repeated(self) -> list[tuple[int, int]]:
        """Sentences that occur several times, paired where a gap of both texts has as many of them."""
        found: list[tuple[int, int]] = []
        for gap in self.free_old.keys() & self.free_new.keys():
            old = grouped((self.olds[i].words, i) for i in self.free_old[gap])
            new = grouped((self.news[j].words, j) for j in self.free_new[gap])
            for words in old.keys() & new.keys():
                if len(old[words]) == len(new[words]):
                    found += zip(old[words], new[words], strict=True)
        for free, taken in ((self.free_old, {i for i, _ in found}), (self.free_new, {j for _, j in found})):
            for gap, numbers in free.items():
                free[gap] = [number for number in numbers if number not in taken]
        return found

    def _differs_in_numbers(self, pair: Pair) -> bool:
        """Whether a sentence stayed in its place and names and denies what it did: beside it the same is meant."""
        old, new = ([w for w in side.weighty if not w.isdigit()] for side in (self.olds[pair.old], self.news[pair.new]))
        return pair.in_place and pair.likeness >= SURE_LIKENESS and old == new

    def _is_itself(self, i: int, j: int) -> bool:
        """Whether a sentence found whole, in other company, is no other: not one that anybody may say, and no rival's.

        A rival is one much like it that has gone from where it stands now, or come to where it stood.
        """
        gone = (self.olds[rival] for rival in self.free_old.get(self.gap_of_new[j], [])[:CANDIDATES])
        come = (self.news[rival] for rival in self.free_new.get(self.gap_of_old[i], [])[:CANDIDATES])
        known = len(self.olds[i].words) >= DISTINCT_WORDS or bool(_beside(i, j) & self.moved)
        return known and not any(likeness(self.olds[i], rival) >= SURE_LIKENESS for rival in (*gone, *come))

    def _reworded(self) -> Iterator[Pair]:
        """What was not found whole, each with the one most like it, the most alike first."""
        found = dict(self._candidates())
        of_old, of_new = grouped((one.old, one) for one in found), grouped((one.new, one) for one in found)
        done: set[tuple[str, int]] = set()
        for one in sorted(found, key=lambda c: (-c.likeness - IN_PLACE * c.in_place, c.old, c.new)):
            ends = {("old", one.old), ("new", one.new)}
            if ends & done or one.likeness < LEAST_LIKENESS:
                continue
            done |= ends
            others = [other for other in (*of_old[one.old], *of_new[one.new]) if other is not one]
            rival = max(map(found.__getitem__, others), default=0.0)
            old, new = self.olds[one.old], self.news[one.new]
            agrees = old.weighty == new.weighty and old.words[0] in new.words  # it may have been a name
            agrees = agrees and len(old.words) >= DISTINCT_WORDS
            clear = one.likeness >= SURE_LIKENESS and 1 - rival > SURE_RATIO * (1 - one.likeness)
            yield replace(one, sure=one.in_place and agrees and clear)

    def _candidates(self) -> Iterator[tuple[Pair, float]]:
        """What was not found whole, with what stands in the same place, and with what has the same rare words.

        Beside each pair stands how alike they are, or the one and a part of the other: a full stop may be missing.
        """
        free_old = [i for numbers in self.free_old.values() for i in numbers]
        free_new = [j for numbers in self.free_new.values() for j in numbers]
        in_old, in_new = Index(self.olds, free_old), Index(self.news, free_new)
        pairs = {(i, j) for i in free_old for j in in_new.like(self.olds[i].words)}
        pairs |= {(i, j) for j in free_new for i in in_old.like(self.news[j].words)}
        for i, j in pairs:
            alike = likeness(self.olds[i], self.news[j])
            rivalry = max(alike, _held(self.olds[i], self.news[j]))
            if rivalry >= LEAST_LIKENESS:
                yield Pair(i, j, alike, in_place=self.gap_of_new[j] == self.gap_of_old[i], sure=False), rivalry


def _beside(i: int, j: int) -> set[tuple[int, int]]:
    return {(i - 1, j - 1), (i + 1, j + 1)}


def _once(texts: Sequence[Sentence]) -> dict[tuple[str, ...], int]:
    """The sentences that occur once, by their words."""
    groups = grouped((sentence.words, number) for number, sentence in enumerate(texts))
    return {words: numbers[0] for words, numbers in groups.items() if len(numbers) == 1}


def longest_rise(anchors: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The longest choice of `anchors`, which are in the order of the old text, that is in that of the new one, too."""
    lowest: list[int] = []  # for each length of a rise, the lowest end that one has
    ends: list[int] = []
    before: list[int] = []
    for number, (_, j) in enumerate(anchors):
        length = bisect_left(lowest, j)
        before.append(ends[length - 1] if length else -1)
        lowest[length : length + 1] = [j]
        ends[length : length + 1] = [number]
    rise: list[tuple[int, int]] = []
    number = ends[-1] if ends else -1
    while number >= 0:
        rise.append(anchors[number])
        number = before[number]
    return rise[::-1]


def _gaps(pegs: list[int], count: int) -> list[int]:
    """For each of `count` sentences, how many pegs stand before it."""
    return [bisect_left(pegs, number) for number in range(count)]
