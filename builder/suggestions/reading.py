"""One article as proposals see it: what patterns find in it, and what is annotated already."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date as Day
from functools import cached_property
from itertools import pairwise

from builder.detect import Found, detect
from builder.filing import in_article
from builder.models import Actor, Article, Location, Record, Term
from builder.parts import Selector
from builder.seed import Seed
from builder.selectors import Miss, Span, describe, is_bare, resolve
from builder.suggestions.proposal import Occurrence
from builder.suggestions.spelling import (
    AROUND,
    Core,
    core,
    cores,
    is_like_a_persons,
    kind_told,
    short_forms,
    stands_for,
)
from builder.text import is_inside_word, letters
from builder.values import Dossier, MentionSpan, Site, grouped
from builder.yaml_reader import Plain

# A longer "name" or "quotation" is a slip of the patterns.
LONGEST = 2000
# Letters of the words before an acronym that are looked at, for each of its own.
_LONGEST_WORDS = 60
_JOINT = re.compile(r"[\w’'-]+ and [\w’'-]+")
# O’Brien’s is O’Brien.
_WORD = re.compile(r"[\w-]+(?:[’'][A-Z][\w-]*)*")


class Reading:
    """An article with what was found in it."""

    def __init__(self, site: Site, number: int, article: Article, known: frozenset[str]) -> None:
        self.number, self.article = number, article
        self.seed: Seed = site.dossier.seeds[article.id]
        self.mentions = site.anchored.mentions[article.id]
        self._dossier, self._records = site.dossier, site.dossier.records
        self.anchors = [(a.start, a.end, self._records[a.record]) for a in site.anchored.anchors[article.id]]
        self._dismissed = list(dismissed(site, article.id))
        self._known = known
        self.again = list(self._again())
        # Where somebody has said already who or what is meant.
        self.linked = [(m.start, m.end) for m in self.mentions] + [span for _, spans in self.again for span in spans]
        self._linked = self.letters(self.linked)

    def _again(self) -> Iterator[tuple[MentionSpan, list[Span]]]:
        """The words that an editor has linked in one place, and where they stand unlinked."""
        linked = self.letters((m.start, m.end) for m in self.mentions)
        seen = set()
        for mention in [m for m in self.mentions if m.explicit]:
            words = self.words(mention.start, mention.end)
            is_name = words.isalpha() and words[0].isupper() and core(words) is not None
            if (" " in words or is_name) and words not in seen:
                spans = find(Selector(exact=words, every=True), self.seed)
                new = [s for s in spans if not touches(s, linked) and not self._is_annotated(*s)]
                if new and not self._may_mean_others(words):
                    seen.add(words)
                    yield mention, new

    def _may_mean_others(self, words: str) -> bool:
        """Whether several may be named so for short: then who is meant is asked at each place."""
        named = (*self._dossier.of(Actor), *self._dossier.of(Location))
        return sum(any(words in short_forms(form) for form in record.forms) for record in named) > 1

    @cached_property
    def found(self) -> list[Found]:
        """What patterns find, without the capitals of somebody who shouts."""
        found = [f for f in detect(self.seed, self._known) if f.end - f.start <= LONGEST]
        quiet = [f for f in found if f.sort not in ("name", "acronym") or not _is_shouted(self.seed.text, f)]
        return [f for f in quiet if self.is_whole(f.start, f.end)]

    @cached_property
    def _cores(self) -> list[Core]:
        """The names in the text without what is not part of them, where no two are one."""
        times = self.letters((f.start, f.end) for f in self.found if f.sort == "time expression")
        names = [f for f in self.found if f.sort == "name" and not touches((f.start, f.end), times)]
        text, alone = self.seed.text, set(re.findall(r"\b[A-Z]\w+\b(?!['’]s)", self.seed.text))
        return [core for f in names for core in cores(text, f.start, f.end, alone)]

    @cached_property
    def joints(self) -> frozenset[str]:
        """Two words with "and" between them that may be one name: the first is nowhere without the second."""
        text = self.seed.text
        found: dict[str, set[str]] = {}
        for one, other in pairwise([*self._cores, Core(len(text), len(text), titled=False)]):
            joint, first = text[one.start : other.end], text[one.start : one.end]
            is_bare = not (first.isupper() or one.titled or other.titled)
            found.setdefault(first, set()).add(joint if is_bare and _JOINT.fullmatch(joint) else "")
        return frozenset(joints.pop() for joints in found.values() if len(joints) == 1) - {""}

    @cached_property
    def cores(self) -> list[Core]:
        """The names in the text without what is not part of them, in its order."""
        text = self.seed.text
        wholes = [whole for f in self.found if f.sort == "acronym" and (whole := self.spelled_out(f.start, f.end))]
        wholes = [(start, end) for start, end in wholes if text[start].isupper()]
        spans = [match.span() for joint in self.joints for match in re.finditer(rf"\b{re.escape(joint)}\b", text)]
        told = {text[slice(*span)] for span in spans if kind_told([("", text[span[1] :][:AROUND])]) == "organisation"}
        wholes += [span for span in spans if text[slice(*span)] in told]
        within = self.letters(wholes)
        rows = [c for c in self._cores if self.is_whole(c.start, c.end) and not touches((c.start, c.end), within)]
        rows += [Core(*whole, titled=False) for whole in wholes]
        # "Khamenei responded": at the beginning of a sentence, capitals alone do not tell a name.
        titled = {self.words(*span).split()[-1] for span in self._persons(rows)}
        others = {name.split()[-1] for c in rows if is_like_a_persons(name := self.words(c.start, c.end))}
        surnames = {name for name in titled | others if name.istitle() and len(name) > 2}
        taken = self.letters((row.start, row.end) for row in rows)
        for match in _WORD.finditer(self.seed.text):
            start, end = match.span()
            is_new = match[0] in surnames and not touches((start, end), taken)
            if is_new and self.seed.block_at(start) and self.is_whole(start, end):
                rows.append(Core(start, end, match[0] in titled))
        return sorted(rows)

    @cached_property
    def named(self) -> dict[int, list[Span]]:
        """What is linked, or named but for adjectives ("Iran-backed"), by the number of its block."""
        found = self.linked + [(c.start, c.end) for c in self.cores if not self.seed.text.startswith("-", c.end)]
        return grouped((block.number, span) for span in found if (block := self.seed.block_at(span[0])))

    def spelled_out(self, start: int, end: int) -> Span | None:
        """The words for whose first letters an acronym stands, where one of the two is in brackets behind the other."""
        text, block = self.seed.text, self.seed.block_at(start)
        if block is None:
            return None
        behind = re.compile(r"\s\(([^()\n]+)\)").match(text, end, block.end)
        if behind and stands_for(text[start:end], behind[1]):
            return behind.span(1)
        if text[end : end + 1] != ")" or not re.search(r"\s\($", text[start - 2 : start]):
            return None
        near = max(block.start, start - 2 - _LONGEST_WORDS * (end - start))
        words = [word.start() for word in re.compile(r"[^\s(]+").finditer(text, near, start - 2)]
        fitting = [at for at in words[-2 * (end - start) :] if stands_for(text[start:end], text[at : start - 2])]
        return (fitting[-1], start - 2) if fitting else None

    def _persons(self, cores: Sequence[Core]) -> list[Span]:
        known = [(m.start, m.end) for m in self.mentions if is_person(self._records[m.ref])]
        return known + [(c.start, c.end) for c in cores if c.titled]

    @cached_property
    def lower_words(self) -> frozenset[str]:
        """The words that the text also writes small."""
        return frozenset(re.findall(r"\b[a-z]\w*", self.seed.text))

    @property
    def day(self) -> Day | None:
        """The day of publication, where it is known to the day."""
        return self.article.date.exact_day

    def words(self, start: int, end: int) -> str:
        """The words of a span, on one line."""
        return self.seed.words(start, end)

    def who(self, start: int, end: int) -> str:
        """The id of the actor that the words name, or the name in them, or the words."""
        refs = (m.ref for m in self.mentions if m.start < end and start < m.end)
        known = (ref for ref in refs if self.is_actor(ref))
        named = (self.words(c.start, c.end) for c in self.cores if start <= c.start and c.end <= end)
        return next(known, None) or next(named, None) or self.words(start, end)

    def may_be_person(self, start: int, end: int) -> bool:
        """Whether words name a person, or nobody knows what."""
        record = self._records.get(self.who(start, end))
        return record is None or is_person(record)

    def is_actor(self, id: str) -> bool:
        """Whether an actor has this id."""
        return isinstance(self._records.get(id), Actor)

    def is_settled(self, start: int, end: int) -> bool:
        """Whether who or what the words mean has been said already, or need not be said."""
        return touches((start, end), self._linked) or self._is_annotated(start, end)

    def _is_annotated(self, start: int, end: int) -> bool:
        longest = 2 * (end - start)
        of_its_own = any(a <= start and end <= b and b - a <= longest for a, b, _ in self.anchors)
        return of_its_own or self.is_dismissed(start, end)

    def is_dismissed(self, start: int, end: int) -> bool:
        """Whether an editor does not want these words proposed."""
        return any(a <= start and end <= b for a, b in self._dismissed)

    def is_whole(self, start: int, end: int) -> bool:
        """Whether these are whole words without blanks around them, and no letter is parted from its marks."""
        view = self.seed.view
        ends = view.view_span(start, end)
        return is_bare(self.seed, start, end) and not any(is_inside_word(view.text, end) for end in ends)

    def letters(self, spans: Iterable[Span]) -> bytearray:
        """For each letter of the text whether it is in one of some spans."""
        return letters(self.seed.text, spans)

    def at(self, spans: Sequence[Span]) -> list[Plain]:
        """The selectors of some passages, as short as an editor would write them."""
        every = Selector(exact=self.words(*spans[0]), every=True)
        if len(spans) > 1 and find(every, self.seed) == tuple(spans):
            return [in_article(self._dossier, self.article.id, every)]
        return [in_article(self._dossier, self.article.id, describe(self.seed, *span)) for span in spans]

    def here(self, spans: Sequence[Span]) -> tuple[Occurrence, ...]:
        """Spans of this article as places of the dossier."""
        return tuple(Occurrence(self.article.id, *span) for span in spans)


def find(selector: Selector, seed: Seed) -> tuple[Span, ...]:
    """Where a selector's words stand."""
    spans = resolve(selector, seed)
    return () if isinstance(spans, Miss) else spans


def is_person(record: Record) -> bool:
    """Whether a record is of one person."""
    return isinstance(record, Actor) and record.kind == "person"


def short_names(dossier: Dossier) -> frozenset[str]:
    """The words by which texts may name again the actors and places that are known by more than one word."""
    forms = {form for record in (*dossier.of(Actor), *dossier.of(Location)) for form in record.forms}
    return frozenset(word for form in forms for word in short_forms(form))


def touches(span: Span, letters: bytearray) -> bool:
    """Whether one of some letters, as `Reading.letters` gives them, lies in a span."""
    return 1 in letters[slice(*span)]


def one_or_list(rows: list[Plain]) -> Plain:
    """Selectors as they are written: one stands for a list of one."""
    return rows[0] if len(rows) == 1 else rows


def _is_shouted(text: str, found: Found) -> bool:
    """Whether the words are capitals among capitals: a tweet's "BIG PRICE"."""
    words = text[found.start : found.end]
    before, after = text[max(0, found.start - 20) : found.start], text[found.end : found.end + 4]
    beside = re.search(r"\b[A-Z]{2,} $", before) or re.match(r" [A-Z]{2,}\b", after)
    return words.isupper() and (" " in words or beside is not None)


def everywhere(selector: Selector) -> Selector:
    """All places that a selector of what is dismissed means, which need not be one."""
    return selector.model_copy(update={"every": selector.occurrence is None})


def dismissed(site: Site, article: str) -> Iterator[Span]:
    """Where the words stand that an editor does not want proposed. Those of a text that has changed are nowhere."""
    dossier = site.dossier
    unwanted = [everywhere(selector) for selector in dossier.head.settings.dismissed]
    named = (*dossier.of(Actor), *dossier.of(Location), *dossier.of(Term))
    unmeant = [selector for record in named for selector in record.not_at]
    for selector in unwanted + unmeant:
        if selector.article in (None, article) and not selector.orphan:
            yield from find(selector, dossier.seeds[article])
