"""What an editor might annotate next: each proposal with its place, its reason and the record that would do it.

Everything here is a guess from capitals, quotation marks, calendar words and likeness of letters. A proposal is written
as a draft, so that nothing reaches a reader before an editor has agreed; what an editor does not want stands under
`settings.dismissed` and is not proposed again.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date as Day
from functools import cached_property
from typing import Literal

from rapidfuzz import fuzz, process

from builder import names
from builder.detect import Found, detect
from builder.models import RESERVED, Actor, Article, Named, Quote, Selector, TimeExpression
from builder.seed import Seed
from builder.selectors import Miss, Span, describe, resolve, times
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


def drafts(site: Site, texts: Mapping[str, str], suggestions: Iterable[Suggestion]) -> dict[str, str]:
    """The files of annotations that change if the proposals are added, each to the file with others of its kind.

    Raises `Uneditable` where a file is laid out so that nothing can be added in place.
    """
    home = {origin.path[0]: origin.document.file for origin in site.dossier.origins.values()}
    changed: dict[str, str] = {}
    for proposal in suggestions:
        file = home.get(proposal.collection, f"annotations/{proposal.collection}.yml")
        text = changed.get(file, texts.get(file, ""))
        changed[file] = add_record(text, proposal.collection, proposal.id, proposal.record)
    return changed


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
        found = [f for f in detect(self.seed) if self.is_whole(f.start, f.end)]
        return [f for f in found if f.sort not in ("name", "acronym") or not _is_shouted(text, f)]

    @cached_property
    def day(self) -> Day | None:
        """The day of publication, where it is known to the day."""
        date = self.article.date
        return date.earliest if date.precision == "day" and not date.approximate else None

    @cached_property
    def cores(self) -> list[tuple[int, int, bool]]:
        """The names in the text, and whether they are a person's by their title."""
        whole = self.seed.text
        rows = []
        for found in [f for f in self.found if f.sort == "name"]:
            core = names.core(whole[found.start : found.end])
            if core is not None:
                rows.append((found.start + core.start, found.start + core.end, core.titled))
        # "Khamenei responded": at the beginning of a sentence, capitals alone do not tell a name.
        persons = [(m.start, m.end) for m in self.mentions if self.is_person(m.ref)]
        persons += [(start, end) for start, end, titled in rows if titled]
        surnames = {re.escape(word) for a, b in persons if (word := whole[a:b].split()[-1]).istitle() and len(word) > 2}
        again = re.finditer(rf"(?<![\w-])(?:{'|'.join(sorted(surnames))})(?![\w-])", whole) if surnames else ()
        taken = [(start, end) for start, end, _ in rows]
        rows += [(*m.span(), True) for m in again if not any(a < m.end() and m.start() < b for a, b in taken)]
        return sorted(row for row in rows if self.is_whole(row[0], row[1]) and self.seed.block_at(row[0]))

    @cached_property
    def persons(self) -> list[Span]:
        """Where a person is named."""
        return sorted(
            [(m.start, m.end) for m in self.mentions if self.is_person(m.ref)]
            + [(start, end) for start, end, titled in self.cores if titled]
        )

    @cached_property
    def lower_words(self) -> frozenset[str]:
        return frozenset(re.findall(r"\b[a-z]\w*", self.seed.text))

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

    def is_whole(self, start: int, end: int) -> bool:
        """Whether a selector can mean just these words: they part no letter from its marks."""
        low, high = self.seed.view.view_offset(start), self.seed.view.view_offset(end)
        return low < high and self.seed.view.source_span(low, high) == (start, end)

    def is_person(self, id: str) -> bool:
        record = self.site.dossier.records[id]
        return isinstance(record, Actor) and record.kind == "person"

    def is_dismissed(self, start: int, end: int) -> bool:
        return any(a <= start and end <= b for a, b in self.dismissed)

    def who(self, start: int, end: int) -> str:
        """The actor whose mention touches the words, or else the words."""
        records = self.site.dossier.records
        known = (m.ref for m in self.mentions if m.start < end and start < m.end and isinstance(records[m.ref], Actor))
        named = (self.words(a, b) for a, b, _ in self.cores if start <= a and b <= end)
        return next(known, None) or next(named, None) or self.words(start, end)

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
CUE_WORDS = 8
# Letters between a subject and its verb; farther off, it is another's.
NEAR = 50
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
        last = last if is_next else _Speaker("")
        last = _speaker(text, found, last) or last
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
    named = [*text.linked, *((start, end) for start, end, _ in text.cores if whole[end : end + 1] != "-")]
    near = max(begin, match.start() - NEAR)
    subject = max((s for s in named if near <= s[0] and s[1] <= match.start()), default=None)
    pronoun = _PRONOUN.match(whole, begin)
    who = text.who(*subject) if subject else pronoun[0] if pronoun else ""
    return _named_speaker(text, who, match["verb"], whole[begin : quotation.start], quotation.start, last)


def _named_speaker(text: _Text, who: str, verb: str, cue: str, start: int, last: _Speaker) -> _Speaker:
    """A speaker; "he" is who has just spoken, or else the last person named before."""
    if _PRONOUN.fullmatch(who):
        before = [span for span in text.persons if span[1] <= start]
        who = last.who or (text.who(*before[-1]) if before else "")
    known = who in text.site.dossier.records
    shown = " ".join(cue.strip(" ,.”\"»").split()[-CUE_WORDS:])
    return _Speaker(who if known else who[:1].upper() + who[1:], verb, shown)


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
        if same := self.same(words):
            return same
        plain = names.plain(words)
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

    def same(self, words: str) -> _Match | None:
        """The name that `words` are."""
        name, owner = self._names.get(names.plain(words), ("", ""))
        return _Match(owner, "mention", 90, f"a name of `{owner}`, which is not linked here") if name else None

    def abbreviated(self, acronym: str) -> _Match | None:
        """The name whose first letters the acronym has."""
        for name, owner in self._names.values():
            if " " in name and names.stands_for(acronym, name):
                return _Match(owner, "acronym", 75, f"the first letters of “{name}”, a name of `{owner}`")
        return None

    def has_root_of(self, word: str) -> bool:
        """Whether a name of one word is made from another name, or the other from it: "Iranian" from "Iran"."""
        return any(names.is_derived(word, other) for other in self._names if " " not in other)


def _named(site: Site, texts: list[_Text]) -> Iterator[Suggestion]:
    """Names and acronyms without a link, all the places of one together."""
    known, new = _Book(), _Book()
    for record in site.dossier.records.values():
        for form in record.forms if isinstance(record, Named) else ():
            known.add(form, record.id)
    groups: dict[str, dict[str, list[_Find]]] = {}
    for words, finds in _by_words(find for text in texts for find in _names(text)):
        if match := known.match(words):
            yield _link(match, finds)
        elif " " in words or not (known.has_root_of(words) or new.has_root_of(words)):
            match = new.match(words)
            owner = match.owner if match else words
            groups.setdefault(owner, {})[words] = finds
            new.add(words, owner)
    for words, finds in _by_words(find for text in texts for find in _acronyms(text)):
        long = _long_form(finds)
        if match := _known_long_form(words, long, known):
            yield _link(match, finds)
        elif match := (new.same(long.words) if long else None) or new.abbreviated(words):
            groups[match.owner][words] = finds
        else:
            yield _term(words, long, finds)
    yield from map(_new_name, groups.values())


def _by_words(finds: Iterable[_Find]) -> list[tuple[str, list[_Find]]]:
    """The places of each name; the longest names first, so that shorter ones find what they belong to."""
    groups: dict[str, list[_Find]] = {}
    for find in finds:
        groups.setdefault(find.words, []).append(find)
    return sorted(groups.items(), key=lambda row: (-row[0].count(" "), len(row[0])))


def _names(text: _Text) -> Iterator[_Find]:
    whole = text.seed.text
    for start, end, titled in text.cores:
        words = whole[start:end]
        is_word = " " not in words and (words.lower() in text.lower_words or whole[start - 1 : start] in ("“", '"'))
        if not (words.isupper() or is_word or text.is_linked(start, end)):
            yield _Find(text, start, end, titled)


def _acronyms(text: _Text) -> Iterator[_Find]:
    for found in [f for f in text.found if f.sort == "acronym"]:
        inside = any(a <= found.start and found.end < b or a < found.start and found.end <= b for a, b, _ in text.cores)
        if not inside and not text.is_linked(found.start, found.end):
            yield _Find(text, found.start, found.end)


def _long_form(finds: list[_Find]) -> _Find | None:
    """The words that an acronym stands for, where the text puts one of the two in brackets behind the other."""
    for find in finds:
        text = find.text.seed.text
        low, high = find.text.block(find.start)
        behind = re.compile(r"\s\(([^()\n]+)\)").match(text, find.end, high)
        if behind and names.stands_for(find.words, behind[1]):
            return _Find(find.text, *behind.span(1))
        bracket = re.compile(r"\s\($").search(text, low, find.start)
        if bracket is None or text[find.end : find.end + 1] != ")":
            continue
        words = list(re.finditer(r"[^\s(]+", text[low : bracket.start()]))
        for first in words[-2 * len(find.words) :]:
            if names.stands_for(find.words, text[low + first.start() : bracket.start()]):
                return _Find(find.text, low + first.start(), bracket.start())
        for start, end, _ in find.text.cores:
            if end == bracket.start() and " " in text[start:end]:
                return _Find(find.text, start, end)
    return None


def _known_long_form(words: str, long: _Find | None, known: _Book) -> _Match | None:
    """The record that an acronym means: its own name, or that of the words it stands for."""
    ref = next((m.ref for m in long.text.mentions if long.start <= m.start < long.end), None) if long else None
    if long and ref:
        fits = names.stands_for(words, long.words)
        doubt = "" if fits else ", though the letters are not its first ones"
        return _Match(ref, "acronym", 95 if fits else 80, f"“{long.words} ({words})” in the text{doubt}")
    return known.same(words) or known.abbreviated(words)


def _link(match: _Match, finds: list[_Find]) -> Suggestion:
    """A mention of a known record, wherever the words stand."""
    spans: dict[str, tuple[_Text, list[Span]]] = {}
    for find in finds:
        spans.setdefault(find.text.article.id, (find.text, []))[1].append((find.start, find.end))
    rows: list[Plain] = []
    for text, places in spans.values():
        at = text.at(places)
        rows += at if isinstance(at, list) else [at]
    record = {"is": match.owner, "at": rows[0] if len(rows) == 1 else rows, "status": "draft"}
    why = f"{match.why}; if it always means that, add it to `also` there instead"
    return Suggestion(match.sort, _places(finds), finds[0].words, why, match.score, "mentions", record, match.owner)


def _places(finds: Iterable[_Find]) -> tuple[Occurrence, ...]:
    return tuple(Occurrence(find.text.article.id, find.start, find.end) for find in finds)


def _new_name(forms: dict[str, list[_Find]]) -> Suggestion:
    """An actor or place with all its forms, the fullest first."""
    finds = [find for found in forms.values() for find in found]
    name, *also = forms
    titled = any(find.titled for find in finds)
    in_places = sum(bool(_PLACE_CUE.search(find.text.seed.text, 0, find.start)) for find in finds)
    is_place = not titled and not names.is_group(name) and 2 * in_places > len(finds)
    kind = "person" if titled or names.is_like_a_persons(name) else "organisation"
    record: dict[str, Plain] = {"name": name} | ({} if is_place else {"kind": kind})
    record |= ({"also": also} if also else {}) | {"status": "draft"}
    sort = "a place" if is_place else "a person" if kind == "person" else "an organisation"
    why = f"named {times(len(finds))}; that it is {sort} is a guess"
    score = 80 if " " in name or titled else 60
    return Suggestion("name", _places(finds), name, why, score, "places" if is_place else "actors", record)


def _term(words: str, long: _Find | None, finds: list[_Find]) -> Suggestion:
    """A glossary entry for an acronym that means no known record."""
    why = f"“{long.words}” stands beside it" if long else "the text does not say what it stands for"
    record: dict[str, Plain] = {"term": long.words, "also": [words]} if long else {"term": words}
    record |= {"definition": "To be written.", "status": "draft"}
    return Suggestion("acronym", _places(finds), words, why, 60 if long else 40, "glossary", record)
