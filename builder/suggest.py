"""What an editor might annotate next: each proposal with its place, its reason and the record that would do it.

Everything here is a guess from capitals, quotation marks, calendar words and likeness of letters. A proposal is written
as a draft, so that nothing reaches a reader before an editor has agreed; what an editor does not want stands under
`settings.dismissed` and is not proposed again.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date as Day
from functools import cached_property
from typing import Literal

from rapidfuzz import fuzz, process

from builder import names
from builder.detect import Found, detect
from builder.models import RESERVED, Actor, Article, Named, Quote, Selector, TimeExpression
from builder.seed import Seed
from builder.selectors import Miss, Span, describe, resolve
from builder.text import normalised
from builder.timewords import meaning
from builder.values import Site
from builder.yaml_editor import add_record
from builder.yaml_reader import Plain

Sort = Literal["name", "acronym", "spelling", "mention", "quotation", "time expression"]


@dataclass(frozen=True, slots=True)
class Occurrence:
    """A place in an article; offsets are code points of its seed's text."""

    article: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Suggestion:
    """One proposal: where, how sure (0 to 100) and why; the draft to add, and the known record that it would link to."""

    sort: Sort
    occurrences: tuple[Occurrence, ...]
    words: str
    why: str
    score: int
    collection: str
    record: dict[str, Plain]
    ref: str | None = None
    id: str = ""

    @property
    def yaml(self) -> str:
        """The record as it would stand in a file of annotations."""
        return add_record("", self.collection, self.id, self.record)


def suggest(site: Site) -> list[Suggestion]:
    """Every proposal that is not dismissed, in the order of the texts."""
    texts = [_Text(site, article) for article in site.dossier.articles if article.id in site.dossier.seeds]
    found = [proposal for text in texts for proposal in (*_repeated(text), *_times(text), *_quotations(text))]
    found += _named(site, texts)
    order = {text.article.id: number for number, text in enumerate(texts)}
    found.sort(key=lambda s: (order[s.occurrences[0].article], s.occurrences[0].start, s.sort))
    return list(_with_ids(site, found))


def _with_ids(site: Site, found: Iterable[Suggestion]) -> Iterator[Suggestion]:
    """Each proposal with an id that nothing else has."""
    taken = {*site.dossier.origins, *site.dossier.unreadable}
    for proposal in found:
        base = names.slug(proposal.words) or proposal.collection
        id, number = base, 1
        while id in taken or RESERVED.fullmatch(id):
            number += 1
            id = f"{base}-{number}"
        taken.add(id)
        yield replace(proposal, id=id)


class _Text:
    """One article: what was found in it, and what is annotated already."""

    def __init__(self, site: Site, article: Article) -> None:
        self.site, self.article = site, article
        self.seed: Seed = site.dossier.seeds[article.id]
        self.mentions = site.anchored.mentions[article.id]
        self.is_only = len(site.dossier.records_of("articles")) == 1
        records = site.dossier.records
        self.anchors = [(a.start, a.end, records[a.record]) for a in site.anchored.anchors[article.id]]
        self.linked: list[Span] = [(m.start, m.end) for m in self.mentions]
        self.dismissed = list(_dismissed(site, article, self.seed))

    @cached_property
    def found(self) -> list[Found]:
        """What patterns see, without the capitals of somebody who shouts."""
        text = self.seed.text
        return [f for f in detect(self.seed) if not (f.sort in ("name", "acronym") and _is_shouted(text, f))]

    @cached_property
    def day(self) -> Day | None:
        """The day of publication, where it is known to the day."""
        date = self.article.date
        return date.earliest if date.precision == "day" and not date.approximate else None

    def words(self, start: int, end: int) -> str:
        return " ".join(self.seed.text[start:end].split())

    def is_linked(self, start: int, end: int) -> bool:
        """Whether somebody has said already who or what these words are, or that nothing need be said."""
        own = 2 * (end - start)
        return (
            any(a < end and start < b for a, b in self.linked)
            or any(a <= start and end <= b and b - a <= own for a, b, _ in self.anchors)
            or self.is_dismissed(start, end)
        )

    def is_dismissed(self, start: int, end: int) -> bool:
        return any(a <= start and end <= b for a, b in self.dismissed)

    def who(self, start: int, end: int) -> str:
        """The actor whose mention touches the words, or else the words."""
        records = self.site.dossier.records
        known = (m.ref for m in self.mentions if m.start < end and start < m.end and isinstance(records[m.ref], Actor))
        return next(known, self.words(start, end))

    def at(self, spans: Iterable[Span]) -> Plain:
        """The selectors of some passages, as short as an editor would write them."""
        spans = tuple(spans)
        every = Selector(exact=self.words(*spans[0]), every=True)
        selectors = [every] if len(spans) > 1 and resolve(every, self.seed) == spans else None
        rows = [self._written(s) for s in selectors or (describe(self.seed, *span) for span in spans)]
        return rows[0] if len(rows) == 1 else rows

    def _written(self, selector: Selector) -> Plain:
        row = selector.model_dump(exclude_defaults=True)
        if list(row) == ["exact"] and self.is_only:
            return row["exact"]
        plain = {key: value if isinstance(value, str) else str(value).lower() for key, value in row.items()}
        return plain if self.is_only else {**plain, "article": self.article.id}

    def here(self, *spans: Span) -> tuple[Occurrence, ...]:
        return tuple(Occurrence(self.article.id, *span) for span in spans)

    def block(self, offset: int) -> Span:
        """The paragraph around an offset."""
        block = self.seed.block_at(offset)
        return (block.start, block.end) if block else (0, len(self.seed.text))


def _is_shouted(text: str, found: Found) -> bool:
    """Whether the words are capitals among capitals: a tweet's "BIG PRICE"."""
    words = text[found.start : found.end]
    beside = re.search(r"\b[A-Z]{2,} $", text[: found.start]) or re.match(r" [A-Z]{2,}\b", text[found.end :])
    return words.isupper() and (" " in words or beside is not None)


def _dismissed(site: Site, article: Article, seed: Seed) -> Iterator[Span]:
    """Where the words stand that an editor does not want proposed. Those of a text that has changed are nowhere."""
    for selector in site.dossier.head.settings.dismissed:
        if selector.article in (None, article.id):
            spans = resolve(selector.model_copy(update={"every": selector.occurrence is None}), seed)
            yield from () if isinstance(spans, Miss) else spans


# --- Words that an editor has linked once and the text says again ------------------------------------------------------


def _repeated(text: _Text) -> Iterator[Suggestion]:
    seen = set()
    for mention in [m for m in text.mentions if m.explicit]:
        words = text.words(mention.start, mention.end)
        is_name = words.isalpha() and words[0].isupper() and names.core(words)
        if (" " not in words and not is_name) or (normalised(words), mention.ref) in seen:
            continue
        seen.add((normalised(words), mention.ref))
        spans = resolve(Selector(exact=words, every=True), text.seed)
        spans = () if isinstance(spans, Miss) else tuple(span for span in spans if not text.is_linked(*span))
        if spans:
            text.linked += spans
            why = f"the same words are linked to `{mention.ref}` elsewhere in the text; is it meant here, too?"
            record = {"is": mention.ref, "at": text.at(spans), "status": "draft"}
            yield Suggestion("mention", text.here(*spans), words, why, 70, "mentions", record, mention.ref)


# --- Time expressions ----------------------------------------------------------------------------------------------------


def _times(text: _Text) -> Iterator[Suggestion]:
    """Time expressions without a date; the same words with the same meaning are one proposal."""
    dated = [(a, b) for a, b, record in text.anchors if isinstance(record, TimeExpression)] + text.linked
    groups: dict[str, list[Span]] = {}
    for found in text.found:
        if found.sort != "time expression" or text.is_dismissed(found.start, found.end):
            continue
        if not any(a <= found.start and found.end <= b for a, b in dated):
            groups.setdefault(normalised(text.words(found.start, found.end)), []).append((found.start, found.end))
    for spans in groups.values():
        words = text.words(*spans[0])
        means = meaning(words, text.day) if text.day else None
        date = means.date if means else f"../{text.article.date.latest or text.article.date}"
        why = means.reason if means else "Only the text around it tells the date: to be completed."
        record = {"at": text.at(spans), "date": date, "body": why, "status": "draft"}
        score = 80 if means else 20
        yield Suggestion("time expression", text.here(*spans), words, why, score, "dates", record)


# --- Quotations ------------------------------------------------------------------------------------------------------------

_SAYING = (
    r"\b(?P<verb>said|says?|saying|told|tells|tweet(?:ed|s)|wrote|writes|add(?:ed|s)|warn(?:ed|s|ing)|ask(?:ed|s)|declar(?:ed|es)"
    r"|announc(?:ed|es)|accus(?:ed|es|ing)|call(?:ed|s)|claim(?:ed|s)|continued|repl(?:ied|ies)|respond(?:ed|s)|insist(?:ed|s)"
    r"|stat(?:ed|es)|argu(?:ed|es)|chant(?:ed|s|ing)|shout(?:ed|s|ing)|posted|vow(?:ed|s)|denied|denies|described|explained)\b"
)
_MEDIA = {"tweet": "tweet", "chant": "chant", "shout": "chant"}
# “…,” Mr Trump tweeted; “…,” said Mr Trump; Mr Trump accused Tehran of “…”
_BEHIND = re.compile(rf"[,.]?[”\"»]?[,.]?\s*(?P<who>\w[^,.;:“”\"\n]{{0,60}}?) {_SAYING}")
_BEHIND_INVERTED = re.compile(rf"[,.]?[”\"»]?[,.]?\s*{_SAYING} (?P<who>\w[^,.;:“”\"\n]{{0,60}})")
_BEFORE = re.compile(rf"{_SAYING}[^.!?“”\"]*$")
_SENTENCE = re.compile(r".*[.!?][”\"’)]*\s", re.DOTALL)
_PRONOUN = re.compile(r"(?:he|she|they|it)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Speaker:
    """Who may have said a quotation, and by what words of the text."""

    who: str
    verb: str = ""
    cue: str = ""


def _quotations(text: _Text) -> Iterator[Suggestion]:
    """Quotations without a quote record. Who speaks in the first half of a quotation speaks in the second."""
    taken = [(a, b) for a, b, record in text.anchors if isinstance(record, Quote)] + text.linked
    last = _Speaker("")
    previous = 0
    for found in [f for f in text.found if f.sort == "quotation"]:
        start, end = _inside_marks(text.seed.text, found.start, found.end)
        is_next = len(text.seed.text[previous : found.start].split()) <= 6
        last = _speaker(text, found, last) or (last if is_next else _Speaker(""))
        previous = found.end
        overlap = sum(max(0, min(b, end) - max(a, start)) for a, b in set(taken))
        if overlap * 2 < end - start and text.is_whole(start, end) and not text.is_dismissed(start, end):
            yield _quotation(text, start, end, last)


def _quotation(text: _Text, start: int, end: int, speaker: _Speaker) -> Suggestion:
    medium = {"medium": medium for stem, medium in _MEDIA.items() if speaker.verb.startswith(stem)}
    record = {"speaker": speaker.who or "Not yet known", **medium, "at": text.at([(start, end)]), "status": "draft"}
    why = f"the speaker is a guess from “{speaker.cue}”" if speaker.cue else "who says it is to be completed"
    score = 70 if speaker.cue else 40
    return Suggestion("quotation", text.here((start, end)), text.words(start, end), why, score, "quotes", record)


def _inside_marks(text: str, start: int, end: int) -> Span:
    """The words of a quotation without its marks and the comma that belongs to the sentence around it."""
    words = text[start:end].strip("“”„«»\" \t").rstrip(",; ")
    begin = text.index(words, start)
    return begin, begin + len(words)


def _speaker(text: _Text, quotation: Found, last: _Speaker) -> _Speaker | None:
    """Who is said to speak in the sentence around a quotation."""
    whole = text.seed.text
    low, high = text.block(quotation.start)
    for pattern in (_BEHIND, _BEHIND_INVERTED):
        match = pattern.match(whole, quotation.end, high)
        if match:
            who = match["who"] if _PRONOUN.match(match["who"]) else text.who(*match.span("who"))
            return _named_speaker(text, who, match["verb"], match[0], quotation.start, last)
    sentence = _SENTENCE.match(whole, low, quotation.start)
    match = _BEFORE.search(whole, sentence.end() if sentence else low, quotation.start)
    if match is None:
        return None
    begin = sentence.end() if sentence else low
    subject = max((s for s in text.named if begin <= s[0] and s[1] <= match.start()), default=None)
    pronoun = _PRONOUN.match(whole, begin)
    who = text.who(*subject) if subject else pronoun[0] if pronoun else ""
    return _named_speaker(text, who, match["verb"], whole[begin : quotation.start], quotation.start, last)


def _named_speaker(text: _Text, who: str, verb: str, cue: str, start: int, last: _Speaker) -> _Speaker:
    """A speaker; "he" is who spoke last, or else the last person named before."""
    if _PRONOUN.fullmatch(who):
        persons = [m.ref for m in text.mentions if m.end <= start and text.is_person(m.ref)]
        who = last.who or (persons[-1] if persons else "")
    known = who in text.site.dossier.records
    return _Speaker(who if known else who[:1].upper() + who[1:], verb, " ".join(cue.strip(" ,.”\"»").split()))


# --- Names and acronyms ----------------------------------------------------------------------------------------------------

_PLACE_CUE = re.compile(r"\b(?:in|at|near|from|outside|around|across|to) (?:the )?$")


@dataclass(frozen=True, slots=True)
class _Find:
    """A name or acronym that nothing is linked to."""

    text: _Text
    start: int
    end: int
    titled: bool = False

    @property
    def words(self) -> str:
        return self.text.words(self.start, self.end)


@dataclass(frozen=True, slots=True)
class _Match:
    """Whose name some words may be."""

    owner: str
    sort: Sort
    score: int
    why: str


class _Book:
    """Names and whose they are, to look up words that are nearly one of them."""

    def __init__(self) -> None:
        self._names: dict[str, tuple[str, str]] = {}
        self._by_last_word: dict[str, list[str]] = {}

    def add(self, name: str, owner: str) -> None:
        plain = names.plain(name)
        if plain and plain not in self._names:
            self._names[plain] = (name, owner)
            self._by_last_word.setdefault(plain.split()[-1], []).append(plain)

    def match(self, words: str) -> _Match | None:
        """The name that `words` are, are spelled much like, or are the end of."""
        plain = names.plain(words)
        if plain in self._names:
            name, owner = self._names[plain]
            return _Match(owner, "mention", 90, f"the name of `{owner}`, which is not linked here")
        near = [row[0] for row in process.extract(plain, self._names.keys(), scorer=fuzz.ratio, score_cutoff=60)]
        score, best = max(((names.likeness(plain, other), other) for other in near), default=(0, ""))
        if score:
            name, owner = self._names[best]
            return _Match(owner, "spelling", score, f"spelled much like “{name}”, a name of `{owner}`")
        for other in self._by_last_word.get(plain.rpartition(" ")[2], ()):
            if names.is_part(plain, other):
                name, owner = self._names[other]
                return _Match(owner, "mention", 75, f"the end of “{name}”, a name of `{owner}`")
        return None

    def abbreviated(self, acronym: str) -> _Match | None:
        """The name whose first letters the acronym has."""
        for name, owner in self._names.values():
            if " " in name and names.stands_for(acronym, name):
                return _Match(owner, "acronym", 75, f"the first letters of “{name}”, a name of `{owner}`")
        return None

    def has_root_of(self, word: str) -> bool:
        """Whether a name of one word is made from another name, or the other from it: "Iranian" from "Iran"."""
        return any(names.is_derived(word, other) for other in self._names if " " not in other)


@dataclass
class _Name:
    """The forms of one new name, or of a known one in the text: where each stands and why they belong together."""

    match: _Match | None = None
    forms: dict[str, list[_Find]] = field(default_factory=dict)
    reasons: list[str] = field(default_factory=list)

    @property
    def finds(self) -> list[_Find]:
        return [find for finds in self.forms.values() for find in finds]


def _named(site: Site, texts: list[_Text]) -> Iterator[Suggestion]:
    """Names and acronyms without a link, all the places of one together."""
    known, new = _Book(), _Book()
    for record in site.dossier.records.values():
        for form in record.forms if isinstance(record, Named) else ():
            known.add(form, record.id)
    groups: dict[str, _Name] = {}
    links: dict[str, _Name] = {}
    for words, finds in _by_words(find for text in texts for find in _names(text)):
        if match := known.match(words):
            links[words] = _Name(match, {words: finds})
        elif " " in words or not (known.has_root_of(words) or new.has_root_of(words)):
            match = new.match(words)
            owner = match.owner if match else words
            groups.setdefault(owner, _Name()).forms[words] = finds
            new.add(words, owner)
    acronyms = _by_words(find for text in texts for find in _acronyms(text))
    terms = [term for words, finds in acronyms if (term := _acronym(words, finds, known, new, groups, links))]
    yield from (_link(name) for name in links.values())
    yield from (_new_name(name) for name in groups.values())
    yield from terms


def _by_words(finds: Iterable[_Find]) -> list[tuple[str, list[_Find]]]:
    """The places of each name; the longest names first, so that shorter ones find what they belong to."""
    groups: dict[str, list[_Find]] = {}
    for find in finds:
        groups.setdefault(find.words, []).append(find)
    return sorted(groups.items(), key=lambda row: -row[0].count(" "))


def _names(text: _Text) -> Iterator[_Find]:
    whole = text.seed.text
    for found in [f for f in text.found if f.sort == "name"]:
        core = names.core(whole[found.start : found.end])
        if core is None:
            continue
        start, end = found.start + core.start, found.start + core.end
        words = whole[start:end]
        is_word = " " not in words and (words.lower() in text.lower_words or whole[start - 1 : start] in ("“", '"'))
        if not (words.isupper() or is_word or text.is_linked(start, end)):
            yield _Find(text, start, end, core.titled)


def _acronyms(text: _Text) -> Iterator[_Find]:
    within = [(f.start, f.end) for f in text.found if f.sort == "name" and not _is_title(text, f)]
    for found in [f for f in text.found if f.sort == "acronym"]:
        inside = any(a <= found.start and found.end <= b and b - a > found.end - found.start for a, b in within)
        if not inside and not text.is_linked(found.start, found.end):
            yield _Find(text, found.start, found.end)
