"""What travels between the stages: one frozen type a stage.

`Dossier` is what was read, `Anchored` where everything sits in the texts, `Site` has both and every link and its way
back. Offsets are code points of a seed's text; ends are exclusive.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date as Day
from functools import cached_property, partial
from itertools import chain
from operator import attrgetter
from typing import Any, NamedTuple, TypeVar, cast

from builder.diagnostics import Place
from builder.edtf import Edtf
from builder.head import Head
from builder.models import Article, Event, Position, Quote, Record, Relation, is_later
from builder.parts import Later, Selector
from builder.seed import Seed
from builder.yaml_reader import Document, Path

R = TypeVar("R", bound=Record)
K = TypeVar("K")
V = TypeVar("V")
ANNOTATION_SUFFIXES = (".yml", ".yaml")
SETTINGS = "mkdocs.yml"
# From when on a thing of a kind could be known, where it is not said.
_KNOWN: dict[type, Callable[[Any], Edtf | None]] = {
    # What the article tells of was known to it, were it only planned.
    Event: lambda event: None if event.at else event.date,
    Quote: attrgetter("date"),
    Relation: attrgetter("from_"),
    Position: attrgetter("since"),
}


@dataclass(frozen=True)
class Inputs:
    """The files of a dossier as they lie on the disk, by their path below its folder, `/` between the parts."""

    seeds: Mapping[str, bytes]
    annotations: Mapping[str, bytes]
    pages: Mapping[str, bytes] = field(default_factory=dict)  # written by hand, in `docs`
    unread: tuple[str, ...] = ()  # what lies among the annotations and is none, by its name
    settings: Mapping[str, bytes] = field(default_factory=dict)  # MkDocs's, if they are there

    @property
    def files(self) -> dict[str, bytes]:
        """All of them together."""
        return {**self.seeds, **self.annotations, **self.pages, **self.settings}

    @classmethod
    def of(cls, files: Mapping[str, str | bytes]) -> Inputs:
        """The files of a small dossier written down in one mapping, as rules' examples and tests have it."""
        raw = {name: content.encode() if isinstance(content, str) else content for name, content in files.items()}
        seeds, annotations, pages = (
            {name: content for name, content in raw.items() if name.startswith(folder)}
            for folder in ("seeds/", "annotations/", "docs/")
        )
        unread = [name for name in annotations if not name.lower().endswith(ANNOTATION_SUFFIXES)]
        annotations = {name: held for name, held in annotations.items() if name not in unread}
        return cls(seeds, annotations, pages, tuple(unread), {k: raw[k] for k in raw.keys() & {SETTINGS}})


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a record is written."""

    document: Document
    path: Path

    def place(self, *path: str | int, key: bool = False, words: str = "", nth: int = 0) -> Place:
        """Where the record, or a field of it, is written (`Document.place`)."""
        return self.document.place((*self.path, *path), key=key, words=words, nth=nth)


@dataclass(frozen=True, eq=False)
class Dossier:
    """Everything that was read: the head, the records by id, the seed of each article."""

    head: Head
    records: Mapping[str, Record]
    seeds: Mapping[str, Seed]
    origins: Mapping[str, Origin] = field(repr=False)
    head_origin: Origin | None = field(default=None, repr=False)
    # Ids of records that could not be read, or not whole, and `dossier` for the head: their own faults are reported, so
    # that references to them are not dangling, and nobody says what they lack.
    unreadable: frozenset[str] = frozenset()
    # The texts of the files that hold them: what they may use or cite is not called unused.
    faulty_texts: tuple[str, ...] = ()
    # Where the addresses of pages written by hand begin.
    pages: frozenset[str] = frozenset()
    # Seeds that no article uses.
    spare_seeds: tuple[str, ...] = ()
    # The states of each article's text, by the version's id.
    versions: Mapping[str, Mapping[str, Seed]] = field(default_factory=dict)

    def of(self, kind: type[R]) -> tuple[R, ...]:
        """The records of one kind, in the order of the files."""
        return cast("tuple[R, ...]", self._by_kind.get(kind.collection, ()))

    def records_of(self, collection: str) -> dict[str, Record]:
        """The records of one kind by id."""
        return {record.id: record for record in self._by_kind.get(collection, ())}

    @cached_property
    def _by_kind(self) -> dict[str, tuple[Record, ...]]:
        groups = grouped((record.collection, record) for record in self.records.values())
        return {collection: tuple(records) for collection, records in groups.items()}

    @property
    def articles(self) -> tuple[Article, ...]:
        return self.of(Article)

    @cached_property
    def day(self) -> Day | None:
        """The day of the latest article: on the site at large, what is later is hindsight."""
        return max((a.date.latest for a in self.articles if a.date.latest), default=None)

    def later(self, thing: Record | Relation | Position | Later) -> Edtf | None:
        """From when on a record, or a part of one, could be known, if that is later than the (latest) article."""
        known = thing.known_from or (_KNOWN[type(thing)](thing) if type(thing) in _KNOWN else None)
        return known if is_later(known, self.day) else None

    def is_hindsight(self, record: Record) -> bool:
        """Whether `record` could not be known when the (latest) article appeared."""
        return self.later(record) is not None

    def name_of(self, who: str) -> str:
        """The name of an actor, or of somebody without a record."""
        record = self.records.get(who)
        return record.heading if record else who

    def article_of(self, selector: Selector) -> str | None:
        """The article in which a selector is: the one that it names, or the only one."""
        return selector.article or (self.articles[0].id if len(self.articles) == 1 else None)

    @cached_property
    def lost(self) -> Mapping[str, tuple[tuple[Path, Selector], ...]]:
        """The selectors whose passages are gone, by the ids of their records."""
        return {record.id: lost for record in self.records.values() if (lost := record.lost)}

    @property
    def orphans(self) -> Iterator[tuple[Record, Path, Selector]]:
        """The same, each with its record and its path below it."""
        for id, lost in self.lost.items():
            yield from ((self.records[id], path, selector) for path, selector in lost)

    def place(self, id: str, *path: str | int, key: bool = False, words: str = "", nth: int = 0) -> Place:
        """Where a record, or a field of it, is written."""
        return self.origins[id].place(*path, key=key or not path, words=words, nth=nth)

    def place_within(self, id: str, path: Path, text: str, start: int, end: int) -> Place:
        """Where a part of the text in a field is written."""
        words = text[start:end]
        return self.place(id, *path, words=words, nth=text.count(words, 0, start))

    def place_of(self, reference: Reference) -> Place:
        """Where a reference is written."""
        return self.place(reference.source, *reference.path, words=reference.words, nth=reference.nth)


class Anchor(NamedTuple):
    """A passage of an article that a record speaks of. `number` counts the record's passages there from 1.

    `block`: in which of the seed's blocks it begins. `positions`: which of a claim's positions it gives, from 0.
    """

    article: str
    record: str
    start: int
    end: int
    number: int = 1
    block: int = 0
    positions: tuple[int, ...] = ()

    @property
    def fragment(self) -> str:
        """The passage's address within the article's page; `_` cannot stand in an id, so none can collide."""
        return self.record if self.number == 1 else f"{self.record}_{self.number}"

    @property
    def author(self) -> str:
        """The id of the record that says so."""
        return self.record


class MentionSpan(NamedTuple):
    """Words of an article that mean a record, and in which of the seed's blocks they begin."""

    article: str
    ref: str
    start: int
    end: int
    number: int = 0  # from 1, once all are in their order
    linked: bool = True
    explicit: str | None = None  # the address of the annotation that says so, if one does
    block: int = 0

    @property
    def fragment(self) -> str:
        """The mention's address within the article's page: the record's id and a count of its mentions there."""
        return f"{self.ref}_m{self.number}"

    @property
    def author(self) -> str | None:
        """The id of the record that says so, if one does. After `_` comes the number of its passage."""
        return self.explicit.partition("_")[0] if self.explicit else None


Passage = Anchor | MentionSpan


@dataclass(frozen=True)
class Anchored:
    """Where everything in a dossier sits: passages and mentions by article, in the order of the text."""

    anchors: Mapping[str, tuple[Anchor, ...]]
    mentions: Mapping[str, tuple[MentionSpan, ...]]

    @cached_property
    def by_record(self) -> dict[str, list[Anchor]]:
        """The passages of each record."""
        return grouped((a.record, a) for anchors in self.anchors.values() for a in anchors)

    @cached_property
    def by_ref(self) -> dict[str, list[MentionSpan]]:
        """The mentions of each record."""
        return grouped((m.ref, m) for mentions in self.mentions.values() for m in mentions)

    @cached_property
    def explicit(self) -> dict[str, MentionSpan]:
        """The first mention that an annotation makes, by the annotation's id."""
        mentions = (mention for mentions in self.mentions.values() for mention in mentions)
        return {mention.explicit: mention for mention in mentions if mention.explicit}

    def in_article(self, id: str) -> list[Passage]:
        """Every passage of an article: those that records speak of, then those that mean one."""
        return [*self.anchors.get(id, ()), *self.mentions.get(id, ())]

    def of_record(self, id: str) -> Iterator[Anchor]:
        """Every passage of a record, article by article."""
        return iter(self.by_record.get(id, ()))

    def mentions_of(self, id: str) -> tuple[MentionSpan, ...]:
        """Every mention of a record, article by article."""
        return tuple(self.by_ref.get(id, ()))


@dataclass(frozen=True, slots=True)
class Reference:
    """One record naming another: in the field `path` of `source`, as `how` (`cite`, `link` or the field's name)."""

    source: str
    target: str
    path: Path
    how: str
    kinds: tuple[str, ...] = ()
    words: str = ""  # what to mark in the field, where it is part of a text
    nth: int = 0


@dataclass(frozen=True)
class Site:
    """The linked dossier: every reference, forwards and back."""

    dossier: Dossier
    anchored: Anchored
    references_from: Mapping[str, Sequence[Reference]]  # by who makes them
    # What takes notes of each look at the site (builder.traces), if anything does.
    notes: Any = field(default=None, repr=False, compare=False)

    def once(self, kept: dict[Any, V], key: Any, make: Callable[[], V]) -> V:
        """What `kept` has for a key, made from this site if it is not there. Keys of all who keep something differ."""
        if key not in kept:
            kept[key] = self.notes.during(key, make) if self.notes else make()
        if self.notes:
            self.notes.use(key)
        return kept[key]

    def each_once(self, kept: dict[Any, V], keys: list[Any], make: Callable[[Any], V]) -> list[V]:
        """The same for several keys, from each of which it is made."""
        for key in keys:
            if key not in kept:
                kept[key] = self.notes.during(key, partial(make, key)) if self.notes else make(key)
        if self.notes:
            self.notes.use(*keys)
        return [kept[key] for key in keys]

    @property
    def references(self) -> Iterator[Reference]:
        """All of them, in the order of the files."""
        return chain.from_iterable(self.references_from.values())

    @cached_property
    def references_to(self) -> dict[str, list[Reference]]:
        """Backlinks: the references by what they name."""
        return grouped((r.target, r) for r in self.references)


def grouped(pairs: Iterable[tuple[K, V]]) -> dict[K, list[V]]:
    """The second of each pair, by the first, in their order."""
    groups: dict[K, list[V]] = {}
    for key, value in pairs:
        groups.setdefault(key, []).append(value)
    return groups
