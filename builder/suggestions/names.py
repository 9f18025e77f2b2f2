"""Names and acronyms that lead nowhere yet: those of known records, and new ones with all their forms."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from rapidfuzz import fuzz, process

from builder.models import Named
from builder.rules.open_question import DEFINITION, ROLE
from builder.selectors import times
from builder.suggestions import spelling
from builder.suggestions.proposal import Occurrence, Sort, Suggestion
from builder.suggestions.quotations import SAYING
from builder.suggestions.reading import Reading, one_or_list, touches
from builder.text import simplified
from builder.values import Dossier, grouped
from builder.yaml_reader import Plain

_PLACE_CUE = re.compile(
    r"\b(?:in|at|near|from|off|outside|around|across|to|(?:city|mayor|people|residents|town|village) of) (?:the )?$"
)
# One is at a firm and gets something from a person, but is in neither.
# The word right before a name that says what bears it.
_KIND_CUES = {
    "organisation": re.compile(
        r"\b(?:agency|airline|bank|company|firm|group|ministry|newspaper|party|union) $", re.IGNORECASE
    ),
    "place": re.compile(r"\b(?:city|island|lake|river|town|village) $", re.IGNORECASE),
}
_IN_PLACE = re.compile(r"\b(?:in|near|off|outside|of) (?:the )?$")
_PLACE_NAME = re.compile(
    r"\b(?:Airport|Avenue|Bay|Bridge|City|County|District|Gulf|Harbou?r|Hills?|Islands?|Lago|Lake|Mount|Mountains?|Ocean"
    r"|Peninsula|Port|Province|River|Road|Sea|Square|Strait|Street|Valley|Village)\b"
)
_SAID = re.compile(f"{SAYING} $")
# “Jane Doe, 43,” is a person, too.
_SAYS = re.compile(rf",? {SAYING}|, \d\d,")


@dataclass(frozen=True, slots=True)
class _Find:
    """A name or acronym that nothing is linked to."""

    reading: Reading
    start: int
    end: int
    titled: bool = False

    @property
    def words(self) -> str:
        return self.reading.words(self.start, self.end)

    @property
    def around(self) -> tuple[str, str]:
        """What stands before and behind."""
        text = self.reading.seed.text
        return text[max(0, self.start - 30) : self.start], text[self.end : self.end + 30]


@dataclass(frozen=True, slots=True)
class _Match:
    """Whose name some words may be: a record's, or that of a new name by its fullest form."""

    owner: str
    sort: Sort
    score: int
    why: str
    is_sure: bool = True


class _Book:
    """Names and whose they are, to look up words that are one of them or nearly so."""

    def __init__(self) -> None:
        self._names: dict[str, tuple[str, str]] = {}
        self._by_last_word: dict[str, list[str]] = {}

    def add(self, name: str, owner: str) -> None:
        """Note a name."""
        plain = simplified(name)
        if plain and plain not in self._names:
            self._names[plain] = (name, owner)
            self._by_last_word.setdefault(plain.split()[-1], []).append(plain)

    def same(self, words: str) -> _Match | None:
        """The name that `words` are."""
        return self._match(simplified(words), "mention", 90, "a name of `{1}`, which is not linked here")

    def like(self, words: str) -> _Match | None:
        """The name that `words` are, are spelled much like, or are the end of."""
        if same := self.same(words):
            return same
        plain = simplified(words)
        near = [row[0] for row in process.extract(plain, self._names.keys(), scorer=fuzz.ratio, score_cutoff=60)]
        score, best = max(((spelling.likeness(plain, other), other) for other in near), default=(0, ""))
        if score:
            return self._match(best, "spelling", score, "spelled much like “{0}”, a name of `{1}`")
        longer = [other for other in self._by_last_word.get(plain.split(" ")[-1], ()) if spelling.is_part(plain, other)]
        owners = dict.fromkeys(self._names[other][1] for other in longer)
        match = self._match(next(iter(longer), ""), "mention", 75, "the end of “{0}”, a name of `{1}`")
        if match is None or len(owners) == 1:
            return match
        others = " or ".join(f"`{owner}`" for owner in owners if owner != match.owner)
        return replace(match, score=50, why=f"{match.why}, or else of {others}", is_sure=False)

    def abbreviated(self, acronym: str) -> _Match | None:
        """The name whose first letters the acronym has."""
        fitting = (p for p, (name, _) in self._names.items() if " " in name and spelling.stands_for(acronym, name))
        return self._match(next(fitting, ""), "acronym", 75, "the first letters of “{0}”, a name of `{1}`")

    def has_root_of(self, word: str) -> bool:
        """Whether one word is made from the other: "Iranian" from a known "Iran"."""
        return any(spelling.is_derived(word, other) for other in self._names if " " not in other)

    def _match(self, plain: str, sort: Sort, score: int, why: str) -> _Match | None:
        if plain not in self._names:
            return None
        name, owner = self._names[plain]
        return _Match(owner, sort, score, why.format(name, owner))


def names(dossier: Dossier, readings: Sequence[Reading]) -> Iterator[Suggestion]:
    """Names and acronyms without a link, all the places of one together."""
    known, new = _Book(), _Book()
    for record in dossier.records.values():
        for form in record.forms if isinstance(record, Named) else ():
            known.add(form, record.id)
    groups: dict[str, dict[str, list[_Find]]] = {}
    for words, finds in _by_words(find for reading in readings for find in _names(reading)):
        if match := known.like(words):
            yield _link(match, finds)
        elif " " in words or not (known.has_root_of(words) or new.has_root_of(words)):
            match = new.like(words)
            if match and not match.is_sure:
                continue  # whose name it is the editor will be asked when both are known
            owner = match.owner if match else words
            groups.setdefault(owner, {})[words] = finds
            new.add(words, owner)
    for words, finds in _by_words(find for reading in readings for find in _acronyms(reading)):
        long = _long_form(finds)
        if match := _expanded(words, long) or known.same(words) or known.abbreviated(words):
            yield _link(match, finds)
        elif match := (new.same(long.words) if long else None) or new.same(words) or new.abbreviated(words):
            groups[match.owner][words] = finds
        else:
            yield _term(words, long, finds)
    yield from map(_new_name, groups.values())


def repeated(reading: Reading) -> Iterator[Suggestion]:
    """For words with an explicit mention, a mention of the same record where they stand without one."""
    for mention, spans in reading.again:
        record = {"is": mention.ref, "at": one_or_list(reading.at(spans))}
        why = f"the same words mean `{mention.ref}` elsewhere in the text: here, too?"
        words = reading.words(*spans[0])
        yield Suggestion("mention", reading.here(spans), words, why, 70, "mentions", record, mention.ref)


def _by_words(finds: Iterable[_Find]) -> list[tuple[str, list[_Find]]]:
    """The places of each name: first the names of most words, to which others may belong; of one word, the shortest."""
    return sorted(
        grouped((find.words, find) for find in finds).items(), key=lambda row: (-row[0].count(" "), len(row[0]))
    )


def _names(reading: Reading) -> Iterator[_Find]:
    text = reading.seed.text
    for start, end, titled in reading.cores:
        words = text[start:end]
        is_word = " " not in words and (words.lower() in reading.lower_words or text[start - 1 : start] in ("“", '"'))
        if not (words.isupper() or is_word or reading.is_settled(start, end)):
            yield _Find(reading, start, end, titled)


def _acronyms(reading: Reading) -> Iterator[_Find]:
    longer = [core for core in reading.cores if not reading.seed.text[core.start : core.end].isupper()]
    for found in [f for f in reading.found if f.sort == "acronym"]:
        if not touches((found.start, found.end), longer) and not reading.is_settled(found.start, found.end):
            yield _Find(reading, found.start, found.end)


def _long_form(finds: list[_Find]) -> _Find | None:
    """The words that an acronym stands for, where the text has one of the two in brackets behind the other."""
    for find in finds:
        text, block = find.reading.seed.text, find.reading.seed.block_at(find.start)
        if block is None:
            continue
        behind = re.compile(r"\s\(([^()\n]+)\)").match(text, find.end, block.end)
        if behind and spelling.stands_for(find.words, behind[1]):
            return _Find(find.reading, *behind.span(1))
        if text[find.end : find.end + 1] == ")" and re.search(r"\s\($", text[find.start - 2 : find.start]):
            end = find.start - 2
            words = re.finditer(r"[^\s(]+", text[block.start : end])
            starts = [block.start + word.start() for word in words][-2 * len(find.words) :]
            fitting = [start for start in starts if spelling.stands_for(find.words, text[start:end])]
            named = [core.start for core in find.reading.cores if core.end == end and " " in text[core.start : end]]
            for start in fitting + named:
                return _Find(find.reading, start, end)
    return None


def _expanded(words: str, long: _Find | None) -> _Match | None:
    """The record to which the words lead that an acronym stands for."""
    for mention in long.reading.mentions if long else ():
        if long and long.start <= mention.start < long.end:
            fits = spelling.stands_for(words, long.words)
            doubt = "" if fits else ", though the letters are not its first ones"
            return _Match(mention.ref, "acronym", 95 if fits else 80, f"“{long.words} ({words})” in the text{doubt}")
    return None


def _link(match: _Match, finds: list[_Find]) -> Suggestion:
    """A mention of a known record, wherever the words stand."""
    spans = grouped((find.reading, (find.start, find.end)) for find in finds)
    at = one_or_list([row for reading, places in spans.items() for row in reading.at(places)])
    why = f"{match.why}; if that is what it always means, add it to `also` there instead"
    record = {"is": match.owner, "at": at}
    return Suggestion(match.sort, _here(finds), finds[0].words, why, match.score, "mentions", record, match.owner)


def _new_name(forms: dict[str, list[_Find]]) -> Suggestion:
    """An actor or place with all its forms, the fullest first."""
    finds = [find for found in forms.values() for find in found]
    name, *also = forms
    what = _what_is(name, also, finds)
    kind = what or ("person" if spelling.is_like_a_persons(name) else "organisation")
    record: dict[str, Plain] = {"name": name} | ({} if what == "place" else {"kind": kind})
    record |= {"also": also} if also else {}
    record |= {} if what else {"role": ROLE}
    guess = (
        f"that it is {'an' if kind[0] == 'o' else 'a'} {kind} is a guess"
        if what
        else "the text does not tell what it is"
    )
    score, collection = 80 if " " in name else 60, "places" if what == "place" else "actors"
    return Suggestion("name", _here(finds), name, f"named {times(len(finds))}; {guess}", score, collection, record)


def _what_is(name: str, also: Sequence[str], finds: Sequence[_Find]) -> str:
    """Whether a person, an organisation or a place has a name, if its form or the words around it tell."""
    around = [find.around for find in finds]
    if any(find.titled for find in finds):
        return "person"
    if spelling.is_group(name) or any(form.isupper() for form in also):
        return "organisation"
    for kind, cue in _KIND_CUES.items():
        if any(cue.search(before) for before, _ in around):
            return kind
    cues = [before for before, _ in around if _PLACE_CUE.search(before)]
    if _PLACE_NAME.search(name) or 2 * len(cues) > len(finds) or any(map(_IN_PLACE.search, cues)):
        return "place"
    speaks = spelling.is_like_a_persons(name) and any(_SAID.search(b) or _SAYS.match(a) for b, a in around)
    return "person" if speaks else ""


def _term(words: str, long: _Find | None, finds: list[_Find]) -> Suggestion:
    """A glossary entry for an acronym that means no known record."""
    why = f"“{long.words}” stands beside it" if long else "the text does not say what it stands for"
    record: dict[str, Plain] = {"term": long.words, "also": [words]} if long else {"term": words}
    record["definition"] = DEFINITION
    return Suggestion("acronym", _here(finds), words, why, 60 if long else 40, "glossary", record)


def _here(finds: list[_Find]) -> tuple[Occurrence, ...]:
    """All the places of a name, in the order of the texts."""
    ordered = sorted(finds, key=lambda find: (find.reading.number, find.start))
    return tuple(Occurrence(find.reading.article.id, find.start, find.end) for find in ordered)
