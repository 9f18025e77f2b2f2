"""Names and acronyms that lead nowhere yet: those of known records, and new ones with all their forms."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

from rapidfuzz import fuzz, process

from builder.detect import LANGUAGE, TITLES
from builder.diagnostics import with_article
from builder.models import Named
from builder.rules.open_question import DEFINITION
from builder.selectors import as_written, resolve, times
from builder.suggestions import spelling
from builder.suggestions.proposal import LIKELY, Occurrence, Sort, Suggestion
from builder.suggestions.quotations import SAYING
from builder.suggestions.reading import Reading, everywhere, is_person, one_or_list, touches
from builder.text import normalised, simplified
from builder.values import Dossier, grouped
from builder.yaml_reader import Plain

_PLACE_CUE = re.compile(
    r"\b(?:[Ii]n|near|[Ff]rom|off|outside|around|across|to"
    r"|(?:city|mayors?|people|port|residents|streets|towns?|villages?) of) (?:the |[A-Z]\w+ and )?$"
)
# One gets something from a person, but is in nobody.
_IN_PLACE = re.compile(r"\b(?:[Ii]n|near|off|outside|of) (?:the |[A-Z]\w+ and )?$")
_PLACE_BEHIND = re.compile(r" (?:coast|island|province|region|river|valley)\b")
# A noun behind what may be an adjective.
_OF_A_PEOPLE = re.compile(r" (?!(?:has|is|says|tells|was)\b)[a-z]+s\b|(?<=sh|ss|ch|se) [a-z]")
_SAID = re.compile(f"{SAYING} $")
# “Jane Doe, 43,” is a person, too.
_SAYS = re.compile(rf",? (?:{SAYING}|who\b)|, \d\d,")
# Who has such a form of a name but for this is a ship or a newspaper.
_THE = re.compile(r"\b[Tt]he $")
# Joan, before her husband: a name of one word, and one of two behind it.
_FAMILY = re.compile(r" and ([A-Z][\w’'-]+) ([A-Z][\w’'-]*\w)(?![’'\w]| [A-Z])")
# The score of words that are the very name.
SAME = 90


class _Find(NamedTuple):
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
        return text[max(0, self.start - spelling.AROUND) : self.start], text[self.end : self.end + spelling.AROUND]

    @property
    def family(self) -> str:
        """The family name that a given name has in common with the name behind it: "Joan and Mark Tilley"."""
        before, behind = self.around
        found = None if self.titled or " " in self.words or _PLACE_CUE.search(before) else _FAMILY.match(behind)
        is_persons = found and found[1] not in TITLES and spelling.is_like_a_persons(f"{self.words} {found[2]}")
        return found[2] if found and is_persons and spelling.is_own(self.words) else ""

    @property
    def joined_to(self) -> str:
        """The word before "and" that may be the beginning of this very name: Lomax, in "Lomax and Pryde"."""
        ends = (joint for joint in self.reading.joints if self.reading.seed.text.endswith(joint, 0, self.end))
        return next(ends, "").partition(" ")[0]


class _Match(NamedTuple):
    """Whose name some words may be: records', or those of new names by their fullest form; and why."""

    owners: tuple[str, ...]
    sort: Sort
    score: int
    why: str
    is_sure: bool = True
    is_whole: bool = True  # not only a part of a name


class _Book:
    """Names and whose they are, to look up words that are one of them or nearly so."""

    def __init__(self) -> None:
        self._names: dict[str, tuple[str, str]] = {}
        self._by_word: dict[str, list[str]] = {}  # by the first and by the last
        self._persons: set[str] = set()

    def add(self, name: str, owner: str, *, is_person: bool = False) -> None:
        """Note a name."""
        plain = simplified(name)
        if plain and plain not in self._names:
            self._names[plain] = (name, owner)
            for word in {plain.split()[0], plain.split()[-1]}:
                self._by_word.setdefault(word, []).append(plain)
            self._persons |= {plain} if is_person else set()

    def same(self, words: str) -> _Match | None:
        """The name that `words` are."""
        plain = simplified(words)
        return self._match(
            [plain] * (plain in self._names), "mention", SAME, "a name of `{1}`, which is not linked here"
        )

    def like(self, words: str, *, is_titled: bool = False) -> _Match | None:
        """The name that `words` are, are spelled much like, or are a part of: behind a person's title, the end."""
        if same := self.same(words):
            return same
        plain = simplified(words)
        near = [row[0] for row in process.extract(plain, self._names.keys(), scorer=fuzz.ratio, score_cutoff=60)]
        score, best = max(((spelling.likeness(plain, other), other) for other in near), default=(0, ""))
        if score:
            return self._match([best], "spelling", score, "spelled much like “{0}”, a name of `{1}`")
        words_at_ends = {plain.split(" ")[0], plain.split(" ")[-1]}
        others = dict.fromkeys(other for word in words_at_ends for other in self._by_word.get(word, ()))
        longer = [o for o in others if spelling.is_part(plain, o) and (o.endswith(plain) or not is_titled)]
        if match := self._match(longer, "mention", 75, "a part of “{0}”, a name of `{1}`"):
            # Another may have the same first name.
            is_sure = len(match.owners) == 1 and (longer[0] not in self._persons or longer[0].endswith(plain))
            return match._replace(is_sure=is_sure, is_whole=False)
        return None

    def abbreviated(self, acronym: str) -> _Match | None:
        """The name whose first letters the acronym has."""
        fitting = [p for p, (name, _) in self._names.items() if " " in name and spelling.stands_for(acronym, name)]
        return self._match(fitting[:1], "acronym", 75, "the first letters of “{0}”, a name of `{1}`")

    def has_root_of(self, word: str) -> bool:
        """Whether one word is made from the other: "Iranian" from a known "Iran"."""
        return any(spelling.is_derived(word, other) for other in self._names if " " not in other)

    def _match(self, names: list[str], sort: Sort, score: int, why: str) -> _Match | None:
        owners = tuple(dict.fromkeys(self._names[name][1] for name in names))
        return _Match(owners, sort, score, why.format(*self._names[names[0]])) if names else None


def names(dossier: Dossier, readings: Sequence[Reading]) -> Iterator[Suggestion]:
    """Names and acronyms without a link, all the places of one together but for those where it was dismissed."""
    seeds = ((everywhere(s), dossier.seeds.get(dossier.article_of(s) or "")) for s in dossier.head.settings.dismissed)
    dismissed = [
        selector
        for selector, seed in seeds
        if seed and not selector.orphan and isinstance(resolve(selector, seed), tuple)
    ]
    for proposal in _names(dossier, readings):
        record = proposal.record
        forms = {normalised(form) for form in (record.get("name", record.get("term", "")), *record.get("also", ()))}
        not_at = [as_written(s) for s in dismissed if s.exact in forms]
        if not_at and proposal.instead:  # the name would be found by itself in those places, too
            yield replace(proposal, collection="mentions", record=proposal.instead, id="", instead=None)
        else:
            yield replace(proposal, record=record | ({"not_at": not_at} if not_at else {}))


def _names(dossier: Dossier, readings: Sequence[Reading]) -> Iterator[Suggestion]:
    known, new = _Book(), _Book()
    for record in dossier.records.values():
        for form in record.forms if isinstance(record, Named) else ():
            known.add(form, record.id, is_person=is_person(record))
    groups: dict[str, dict[str, list[_Find]]] = {}
    for words, finds in _by_words(find for reading in readings for find in _unlinked(reading)):
        is_titled = any(find.titled for find in finds)
        if match := _doubted(known.like(words, is_titled=is_titled), finds, known, new):
            yield from _links(dossier, match, finds, None if match.is_whole else new.like(words, is_titled=is_titled))
        elif " " in words or not (known.has_root_of(words) or new.has_root_of(words)):
            match = _doubted(new.like(words, is_titled=is_titled), finds, known, new)
            if match and not match.is_sure:
                continue  # whose name it is the editor will be asked when both are known
            owner = match.owners[0] if match else _in_full(words, finds)
            groups.setdefault(owner, {owner: []})[words] = finds
            new.add(owner, owner, is_person=spelling.is_like_a_persons(owner))
            new.add(words, owner, is_person=spelling.is_like_a_persons(words))
    for words, finds in _by_words(find for reading in readings for find in _acronyms(reading)):
        long = _long_form(finds)
        if match := _expanded(words, long) or known.same(words) or known.abbreviated(words):
            yield _link(dossier, match, finds)
        elif match := (new.same(long.words) if long else None) or new.same(words) or new.abbreviated(words):
            groups[match.owners[0]][words] = finds
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
    found = grouped((find.words, find) for find in finds).items()
    return sorted(found, key=lambda row: (-_in_full(*row).count(" "), -row[0].count(" "), len(row[0])))


def _in_full(words: str, finds: list[_Find]) -> str:
    """A given name with the family name that it has in common with another, if it stands nowhere but before that."""
    families = {find.family for find in finds}
    return f"{words} {families.pop()}".strip() if len(families) == 1 else words


def _doubted(match: _Match | None, finds: list[_Find], known: _Book, new: _Book) -> _Match | None:
    """The match, doubtful where a part of a name may be part of another: Pryde, where "Lomax and Pryde" are named."""
    for name in {find.joined_to for find in finds} - {""} if match and not match.is_whole else ():
        own = new.like(name)
        if match and not known.like(name) and (own is None or own.owners == (name,)):
            return match._replace(is_sure=False)
    return match


def _unlinked(reading: Reading) -> Iterator[_Find]:
    text = reading.seed.text
    for start, end, titled in reading.cores:
        words = text[start:end]
        is_word = (
            " " not in words
            and (
                words.lower() in reading.lower_words
                or text[start - 1 : start] in ("“", '"')
                or re.search(r"\b[Aa]n? $", text[max(0, start - 4) : start])  # "a Threat", "an Airbus"
                or re.match(r" \d", text[end : end + 2])  # "Gate 4"
                or not spelling.is_own(words)  # "the Authority"
                or (LANGUAGE.search(words) and _OF_A_PEOPLE.match(text, end))  # "Swiss prosecutors"
            )
        )
        if not (words.isupper() or is_word or reading.is_settled(start, end)):
            yield _Find(reading, start, end, titled)


def _acronyms(reading: Reading) -> Iterator[_Find]:
    names = ((c.start, c.end) for c in reading.cores)
    longer = reading.letters((a, b) for a, b in names if not reading.seed.text[a:b].isupper())
    for found in [f for f in reading.found if f.sort == "acronym"]:
        find = _Find(reading, found.start, found.end)
        is_title = find.words in spelling.HONOURS | TITLES
        if not (is_title or touches((find.start, find.end), longer) or reading.is_settled(find.start, find.end)):
            yield find


def _long_form(finds: list[_Find]) -> _Find | None:
    """The words that an acronym stands for, where the text has one of the two in brackets behind the other."""
    for find in finds:
        text, end = find.reading.seed.text, find.start - 2
        span = find.reading.spelled_out(find.start, find.end)
        if span is None and text[find.end : find.end + 1] == ")" and text[end : find.start] == " (":
            named = [core.start for core in find.reading.cores if core.end == end and " " in text[core.start : end]]
            span = (named[0], end) if named else None
        if span:
            return _Find(find.reading, *span)
    return None


def _expanded(words: str, long: _Find | None) -> _Match | None:
    """The record to which the words lead that an acronym stands for."""
    for mention in long.reading.mentions if long else ():
        if long and long.start <= mention.start < long.end:
            fits = spelling.stands_for(words, long.words)
            doubt = "" if fits else ", though the letters are not its first ones"
            return _Match((mention.ref,), "acronym", 95 if fits else 80, f"“{long.words} ({words})” in the text{doubt}")
    return None


def _apart(finds: list[_Find]) -> list[list[_Find]]:
    """The places of a name that several bear: each may mean another of them, unless the same title leads all in."""
    before = [f.around[0].split()[-1:] or [""] for f in finds]
    titles = {title if (title := word.strip(".")) in TITLES else "" for [word] in before}
    return [finds] if len(titles) == 1 else [[find] for find in finds]


def _links(dossier: Dossier, match: _Match, finds: list[_Find], rival: _Match | None) -> Iterator[Suggestion]:
    """Words that may be a known record's name, place by place where it is a question."""
    places = _apart(finds) if rival or not match.is_sure else [finds]
    yield from (_link(dossier, match, same, rival) for same in places)


def _link(dossier: Dossier, match: _Match, finds: list[_Find], rival: _Match | None = None) -> Suggestion:
    """Words as a name more of a known record; a mention, if it has the name; a question, where others may be meant."""
    spans = grouped((find.reading, (find.start, find.end)) for find in finds)
    at = one_or_list([row for reading, places in spans.items() for row in reading.at(places)])
    record, where = dossier.records[match.owners[0]], (match.sort, _here(finds), finds[0].words)
    mention: dict[str, Plain] = {"is": record.id, "at": at}
    if rival or not match.is_sure:
        owners = [f"`{id}`" for id in match.owners] + [f"“{name}”" for name in (rival.owners if rival else ())]
        why = f"{match.why}: which is meant, {' or '.join(owners)}?" if owners[1:] else f"{match.why}: is it meant?"
        asked = Suggestion(*where, why, LIKELY - 10, "mentions", mention, candidates=match.owners)
        return replace(asked, record=mention | {"is": asked.question})
    if match.score == SAME or getattr(record, "match", "") == "never":
        return Suggestion(*where, match.why, match.score, "mentions", mention, record.id)
    also: dict[str, Plain] = {"also": [finds[0].words]}
    return Suggestion(*where, match.why, match.score, record.collection, also, record.id, record.id, instead=mention)


def _new_name(forms: dict[str, list[_Find]]) -> Suggestion:
    """An actor or place with all its forms, the fullest first."""
    finds = [find for found in forms.values() for find in found]
    name, *also = forms
    what = _what_is(name, also, finds)
    kind = what or ("person" if _is_like_a_persons(name, finds) else "organisation")
    record: dict[str, Plain] = {"name": name} | ({} if what == "place" else {"kind": kind})
    record |= {"also": also} if also else {}
    guess = f"that it is {with_article(kind)} is a guess" if what else "the text does not tell what it is"
    score, collection = 80 if " " in name else 60, "places" if what == "place" else "actors"
    why = f"named {times(len(finds))}; {guess}"
    return Suggestion("name", _here(finds), name, why, score, collection, record, is_kind_open=not what)


def _what_is(name: str, also: Sequence[str], finds: Sequence[_Find]) -> str:
    """Whether a person, an organisation or a place has a name, if its form or the words around it tell."""
    around = [find.around for find in finds]
    if any(find.titled for find in finds):
        return "person"
    if any(_PLACE_BEHIND.match(behind) for _, behind in around):
        return "place"
    if spelling.is_group(name) or any(form.isupper() and form != name.upper() for form in also):
        return "organisation"
    if told := spelling.kind_told(around):
        return told
    cues = [before for before, _ in around if _PLACE_CUE.search(before)]
    if spelling.is_place(name) or 2 * len(cues) > len(finds) or any(map(_IN_PLACE.search, cues)):
        return "place"
    speaks = _is_like_a_persons(name, finds) and any(_SAID.search(b) or _SAYS.match(a) for b, a in around)
    return "person" if speaks else ""


def _is_like_a_persons(name: str, finds: Sequence[_Find]) -> bool:
    """Whether a name is like a person's, and not a ship's or a firm's: nobody is "the Saint Brendan", or "which"."""
    around = (find.around for find in finds)
    others = (_THE.search(before) or behind.startswith(", which") for before, behind in around)
    return spelling.is_like_a_persons(name) and not any(others)


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
