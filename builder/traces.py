"""What each page is made from, noted while it is made; and which pages a change touches.

A fact is a field of a record, or what one of the site's maps holds for a key: an article's mentions, who refers to a
record. While notes are taken, the maps and the records tell of each look at them. What a page shares with others (a
card, a link, a rendered body) is made once and carries its own facts, so a page that uses it rests on them, too.

Notes hold only as long as the same records are there in the same order; whoever compares two sites sees to that.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import cached_property, partial
from typing import Any, TypeVar

from builder.lists import page_numbers
from builder.models import Record
from builder.values import Anchored, Passages, Site

T = TypeVar("T")
# The map or the record's id, and the key or field; no key: all of the map.
Fact = tuple[str, Hashable]
_RECORD = "record:"
# What cannot differ between records of the same id and kind.
_CONSTANT = frozenset(("id", "collection", "noun"))
# In the place of a path: all pages that are written by hand.
WRITTEN = "written"
_MAPS: dict[str, Callable[[Site], Any]] = {
    "anchors": lambda site: site.anchored.passages.anchors,
    "mentions": lambda site: site.anchored.passages.mentions,
    "by_record": lambda site: site.anchored.passages.by_record,
    "by_ref": lambda site: site.anchored.passages.by_ref,
    "explicit": lambda site: site.anchored.passages.explicit,
    "seeds": lambda site: site.dossier.seeds,
    "versions": lambda site: site.dossier.versions,
    "references_to": lambda site: site.references_to,
    "references_from": lambda site: site.references_from,
}


@dataclass
class Notes:
    """The facts that were looked at, page by page, and for what several pages share."""

    pages: dict[str, frozenset[Fact]] = field(default_factory=dict)
    signatures: dict[str, tuple[Any, ...] | None] = field(default_factory=dict)
    shared: dict[Hashable, frozenset[Fact]] = field(default_factory=dict)
    _open: list[set[Fact]] = field(default_factory=list)

    def note(self, fact: Fact) -> None:
        """Somebody looks at a fact."""
        if self._open:
            self._open[-1].add(fact)

    @contextmanager
    def taken(self) -> Iterator[set[Fact]]:
        """What is noted while the block runs."""
        facts: set[Fact] = set()
        self._open.append(facts)
        try:
            yield facts
        finally:
            self._open.pop()

    def begin(self) -> set[Fact]:
        """From here on, until the end, notes are of one thing."""
        facts: set[Fact] = set()
        self._open.append(facts)
        return facts

    def end(self, path: str, facts: set[Fact]) -> None:
        """They were of the page at `path`."""
        self._open.pop()
        self.pages[path] = frozenset(facts)

    def plan(self, path: str, make: Callable[[], Any], facts: set[Fact]) -> None:
        """A page is planned, and `facts` were looked at meanwhile."""
        self.signatures[path] = signature(make)
        if self.signatures[path] is None:
            self.pages[path] = frozenset(facts)

    def during(self, path: str, make: Callable[[], T]) -> T:
        """What `make` gives; what it looks at is what the page at `path` rests on."""
        with self.taken() as facts:
            made = make()
        self.pages[path] = self.pages.get(path, frozenset()) | facts
        return made

    def once(self, kept: dict[Hashable, T], key: Hashable, make: Callable[[], T]) -> T:
        """What `kept` has for a key, made if it is not there; whoever asks rests on what it is made from."""
        if key not in kept:
            with self.taken() as facts:
                kept[key] = make()
            self.shared[key] = frozenset(facts)
        self.note(("shared", key))
        return kept[key]

    def rests(self) -> Rests:
        """The same the other way round, and smaller."""
        numbers: dict[Fact, array[int]] = {}
        for number, facts in enumerate(self.pages.values()):
            for fact in facts:
                numbers.setdefault(fact, array("I")).append(number)
        on = {fact: found.tobytes() for fact, found in numbers.items()}
        return Rests(tuple(self.pages), on, self.shared, self.signatures)


@dataclass(frozen=True)
class Rests:
    """Which pages rest on a fact, as numbers of their paths; the facts of what several pages share."""

    paths: tuple[str, ...]
    on: dict[Fact, bytes]
    shared: dict[Hashable, frozenset[Fact]]
    signatures: dict[str, tuple[Any, ...] | None]

    def touched(self, changed: set[Fact]) -> set[str]:
        """The pages that rest on something that has changed."""
        changed = set(changed)
        for key, facts in self.shared.items():  # what is made within something shared comes before it
            if not changed.isdisjoint(facts):
                changed.add(("shared", key))
        return {self.paths[number] for fact in changed for number in array("I", self.on.get(fact, b""))}


class _Noting(dict[Any, Any]):
    """A map that tells of each look at it."""

    def __init__(self, name: str, held: Any, notes: Notes) -> None:
        super().__init__(held)
        self._name, self._notes = name, notes

    def get(self, key: Any, default: Any = None) -> Any:
        self._notes.note((self._name, key))
        return super().get(key, default)

    def __getitem__(self, key: Any) -> Any:
        self._notes.note((self._name, key))
        return super().__getitem__(key)

    def __contains__(self, key: Any) -> bool:
        self._notes.note((self._name, key))
        return super().__contains__(key)

    def __iter__(self) -> Iterator[Any]:
        self._notes.note((self._name, None))
        return super().__iter__()

    def __len__(self) -> int:
        self._notes.note((self._name, None))
        return super().__len__()

    def keys(self) -> Any:
        self._notes.note((self._name, None))
        return super().keys()

    def values(self) -> Any:
        self._notes.note((self._name, None))
        return super().values()

    def items(self) -> Any:
        self._notes.note((self._name, None))
        return super().items()


def noting(site: Site, notes: Notes) -> Site:
    """The same site, which tells of each look at its maps."""
    maps = {name: _Noting(name, of(site), notes) for name, of in _MAPS.items()}
    dossier = replace(site.dossier, seeds=maps["seeds"], versions=maps["versions"])
    passages = Passages(maps["anchors"], maps["mentions"])
    noted = Site(Anchored(dossier, passages), site.references, notes)
    # In the place of what these would gather from the whole site at the first look.
    vars(passages).update({name: maps[name] for name in ("by_record", "by_ref", "explicit")})
    vars(noted).update({name: maps[name] for name in ("references_to", "references_from")})
    return noted


def note_records(notes: Notes | None) -> None:
    """From now on each look at a field of a record is noted; with None no longer."""
    if "__getattribute__" in vars(Record):
        del Record.__getattribute__
    if notes is None:
        return
    plain = object.__getattribute__

    def look(record: Record, name: str) -> Any:
        if name in _CONSTANT:
            return plain(record, name)
        if name[:2] != "__" or name == "__dict__":
            # Pydantic's own methods look at all fields.
            notes.note((_RECORD + plain(record, "__dict__")["id"], "__dict__" if name[:6] == "model_" else name))
        return plain(record, name)

    Record.__getattribute__ = look  # type: ignore[method-assign,assignment]


def changes(old: Site, new: Site) -> set[Fact] | None:
    """The facts in which two sites differ; None where they differ in more than facts can tell."""
    before, after = old.dossier.records, new.dossier.records
    if old is new:
        return set()
    if [(id, type(r)) for id, r in before.items()] != [(id, type(r)) for id, r in after.items()]:
        return None
    if repr(old.dossier.head) != repr(new.dossier.head) or old.dossier.day != new.dossier.day:
        return None
    if page_numbers(old.dossier) != page_numbers(new.dossier):
        return None
    changed: set[Fact] = set()
    for id, record in before.items():
        if after[id] is not record:
            changed |= {(_RECORD + id, name) for name in _differing(record, after[id])}
    for name, of in _MAPS.items():
        changed |= {(name, key) for key in _differing_keys(of(old), of(new))}
    return changed | {(name, None) for name, _ in changed if name in _MAPS}


def _differing(one: Record, other: Record) -> Iterator[str]:
    """The fields and properties in which they differ; methods look at these. Equal mappings may differ in order."""
    if repr(one) == repr(other):
        return
    yield "__dict__"
    kinds = [kind for kind in type(one).__mro__ if issubclass(kind, Record)]
    properties = {
        n for kind in kinds for n, held in vars(kind).items() if isinstance(held, (property, cached_property))
    }
    yield from (name for name in properties if getattr(one, name) != getattr(other, name))
    fields = type(one).model_fields
    yield from (name for name in fields if repr(getattr(one, name)) != repr(getattr(other, name)))


def _differing_keys(one: Any, other: Any) -> list[Any]:
    if one is other:
        return []
    keys = [key for key in {**one, **other} if one.get(key) is not other.get(key) and one.get(key) != other.get(key)]
    return keys if keys or list(one) == list(other) else [None]


def signature(make: Callable[[], Any]) -> tuple[Any, ...] | None:
    """What a planned page is told at planning, if that can be said: ids of records, and plain values."""
    if not isinstance(make, partial):
        return None
    told = [make.func.__module__, getattr(make.func, "__qualname__", "")]
    for value in make.args:
        if isinstance(value, Record):
            told.append(value.id)
        elif value is None or isinstance(value, (str, int)):
            told.append(value)
        elif type(value).__name__ != "Views":
            return None
    return tuple(told) if not make.keywords else None
