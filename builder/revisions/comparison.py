"""Two texts side by side: what changed, sentence by sentence and word by word, and what becomes of each passage."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

import regex
from rapidfuzz.distance import Indel

from builder.contexts import around
from builder.models import Record
from builder.parts import Selector
from builder.revisions.alignment import Alignment, Pair, align, longest_rise
from builder.revisions.fates import BY_ITSELF, Fate, Proposal, Verdict, judge, sentences_at
from builder.revisions.sentences import CJK, Sentence
from builder.seed import Seed
from builder.selectors import Span
from builder.values import Dossier
from builder.yaml_reader import Path

Kind = Literal["same", "reworded", "moved", "inserted", "deleted"]
# What stays, what goes, what comes.
Difference = list[tuple[Literal["same", "old", "new"], str]]
# Longer texts differ as a whole: the work grows with the square of their length.
MOST_WORDS = 5000
_PARTS = regex.compile(
    rf"(?V1){CJK}|\d+(?:[.,:'’\u00a0\u202f]\d+)+|[[\w\p{{M}}\u200c\u200d]--{CJK}]+|\s+|.", regex.DOTALL
)


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a comparison: spans of both texts. A sentence that moved has one where it was and one where it is."""

    kind: Kind
    old: Span | None
    new: Span | None
    number: int  # of the old sentence, or -1
    away: bool = False  # where a sentence stood that has moved


@dataclass(frozen=True, slots=True)
class Passage:
    """One selector of a record, at `path` below it, and what becomes of it."""

    record: Record
    path: Path
    selector: Selector
    verdict: Verdict


@dataclass(frozen=True)
class Comparison:
    """Everything that `dossier compare` shows."""

    article: str
    alignment: Alignment
    passages: tuple[Passage, ...]

    @property
    def old(self) -> Seed:
        return self.alignment.old

    @property
    def new(self) -> Seed:
        return self.alignment.new

    @cached_property
    def rows(self) -> tuple[Row, ...]:
        """Both texts from beginning to end."""
        return tuple(_rows(self.alignment))

    @cached_property
    def changes(self) -> tuple[Row, ...]:
        """What is not the same, each change once."""
        return tuple(row for row in self.rows if row.kind != "same" and not row.away)

    @cached_property
    def summary(self) -> dict[str, int]:
        """How many passages have which fate."""
        counts = Counter(passage.verdict.fate for passage in self.passages)
        return {fate.value: counts[fate] for fate in Fate}

    @property
    def is_clear(self) -> bool:
        """Whether nothing is left to decide."""
        return all(passage.verdict.fate in BY_ITSELF for passage in self.passages)

    def difference(self, row: Row) -> Difference:
        """What changed in a line, word by word."""
        sides = (self.old, row.old), (self.new, row.new)
        return difference(*(seed.text[slice(*span)] if span else "" for seed, span in sides))

    def changed_words(self, passage: Passage, proposal: Proposal) -> Difference:
        """What a proposal changes in a passage's words, or, if they are the same, in the sentences they stand in."""
        old, new = passage.verdict.spans[0], proposal.spans[0]
        words = self.old.text[slice(*old)], self.new.text[slice(*new)]
        if words[0] != words[1]:
            return difference(*words)
        around = _around(self.old, self.alignment.olds, old), _around(self.new, self.alignment.news, new)
        return difference(*around) if around[0] != around[1] else []

    def in_context(self, proposal: Proposal) -> tuple[str, str, str]:
        """The words of a proposal, after what stands before them and before what stands behind."""
        start, end = proposal.spans[0]
        before, behind = around(self.new, start, end)
        return before, self.new.text[start:end], behind


def compare(dossier: Dossier, article: str, old: Seed, new: Seed, *, orphans_only: bool = False) -> Comparison:
    """Compare two states of an article's text and judge every selector that means something in the old one.

    Orphans quote an older text, so they are judged by themselves, when that is the old one.
    """
    alignment = align(old, new)
    found = ((record, *row) for record in dossier.records.values() for row in record.selectors())
    here = (row for row in found if dossier.article_of(row[2]) == article and row[2].orphan == orphans_only)
    passages = (Passage(*row, verdict) for row in here if (verdict := judge(alignment, row[2])))
    return Comparison(article, alignment, tuple(passages))


def _rows(alignment: Alignment) -> Iterator[Row]:
    stayed = set(longest_rise([(pair.old, pair.new) for pair in alignment.pairs if pair.in_place]))
    done = 0
    for number, sentence in enumerate(alignment.news):
        pair = alignment.by_new.get(number)
        there = _span(alignment.new, sentence)
        if pair is None:
            yield Row("inserted", None, there, -1)
        elif (pair.old, pair.new) not in stayed:
            yield Row("moved", _span(alignment.old, alignment.olds[pair.old]), there, pair.old)
        else:
            yield from _gone(alignment, done, pair.old)
            done = pair.old + 1
            kind: Kind = "same" if pair.same else "reworded"
            yield Row(kind, _span(alignment.old, alignment.olds[pair.old]), there, pair.old)
    yield from _gone(alignment, done, len(alignment.olds))


def _gone(alignment: Alignment, first: int, last: int) -> Iterator[Row]:
    for number in range(first, last):
        pair: Pair | None = alignment.by_old.get(number)
        span = _span(alignment.old, alignment.olds[number])
        if pair is None:
            yield Row("deleted", span, None, number)
        else:
            yield Row("moved", span, _span(alignment.new, alignment.news[pair.new]), number, away=True)


def _span(seed: Seed, sentence: Sentence) -> Span:
    return seed.view.source_span(sentence.start, sentence.end)


def _around(seed: Seed, sentences: Sequence[Sentence], span: Span) -> str:
    """The sentences in which a span lies, as they stand in the seed."""
    low, high = seed.view.view_span(*span)
    there = [sentences[number] for number in sentences_at(sentences, low, high)]
    return seed.text[slice(*seed.view.source_span(there[0].start, there[-1].end))] if there else ""


def difference(old: str, new: str) -> Difference:
    """What stays, goes and comes from one text to another, word by word."""
    before, after = _PARTS.findall(old), _PARTS.findall(new)
    if len(before) * len(after) > MOST_WORDS**2:
        return [("old", old), ("new", new)]
    found: Difference = []
    gone, come = "", ""
    for code in Indel.opcodes(before, after):
        left, right = "".join(before[code.src_start : code.src_end]), "".join(after[code.dest_start : code.dest_end])
        if code.tag == "equal" and not (left.isspace() and (gone or come)):
            found += [("old", gone), ("new", come), ("same", left)]
            gone, come = "", ""
        else:  # a blank between changed words changes with them
            gone, come = gone + left, come + right
    return [part for part in (*found, ("old", gone), ("new", come)) if part[1]]
