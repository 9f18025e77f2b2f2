"""What each page is made from, noted while it is made; and what a change touches.

A fact is that something of an id was looked at: a field of a record, or what one of the site's maps holds for the id,
such as an article's mentions or who refers to a record. While notes are taken, the maps and the records tell of each
look at them. What rests on facts is a node: a page, its planning, a format of data; or what several pages share (a
card, a link, a rendered body), which is made once and on which the pages that use it rest in turn.

That a record comes or goes is seen by whoever looks at all of a kind, or finds none of an id. Who finds one has its id
from what changes with it, or else it is missing there, and no site is made. Notes hold only as long as the records that
stay are in the same order; whoever compares two sites sees to that.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from functools import cached_property, partial
from importlib import import_module
from typing import Any, TypeAlias, TypeVar

from builder.lists import numbered
from builder.models import KINDS, Record
from builder.pages.common import Part, Views
from builder.values import Anchored, Dossier, Site

T = TypeVar("T")
# What was looked at, a bit for each name, by the id; no id: all of a map. By the number of a node: that it was used.
Facts: TypeAlias = dict[str | int, int]
# Nodes that are no pages: those written by hand, and on which page of its list each record stands.
WRITTEN, LISTS = "written", "lists"
DATA = "data "
# What of all that is made once a site the next build is given: a page or file of all would make it for each record.
KEPT = frozenset(("json", "listed", "row", "template"))
# The maps of a site, by what holds them.
OF_DOSSIER = ("records", "seeds", "versions", "_by_kind", "lost")
OF_PASSAGES = ("anchors", "mentions", "by_record", "by_ref", "explicit")
OF_SITE = ("references_to", "references_from")


class Notes:
    """What every node rests on, the other way round: by id the nodes that looked at something of it."""

    def __init__(self) -> None:
        self.bits: dict[str, int] = {}
        self.nodes: dict[Hashable, int] = {}
        self.on: dict[str | int, dict[int, array[int]]] = {}
        self.plan: dict[str, tuple[tuple[str, Told | None], ...]] = {}
        self.kept: dict[Hashable, Any] = {}
        self._open: list[Facts] = []

    def note(self, id: str, name: str) -> None:
        """Somebody looks at something of an id."""
        if self._open:
            facts = self._open[-1]
            bit = self.bits.get(name) or self.bits.setdefault(name, 1 << len(self.bits))
            facts[id] = facts.get(id, 0) | bit

    @contextmanager
    def of(self, node: Hashable) -> Iterator[None]:
        """What is noted while the block runs is what `node` rests on."""
        number = self.nodes.setdefault(node, len(self.nodes))
        self._open.append({})
        try:
            yield
        finally:
            for key, mask in self._open.pop().items():
                try:
                    self.on[key][mask].append(number)
                except KeyError:  # seldom
                    self.on.setdefault(key, {})[mask] = array("I", [number])

    def planned(
        self, node: str, plan: Callable[[], Iterable[tuple[str, Callable[[], T]]]]
    ) -> list[tuple[str, Callable[[], T]]]:
        """What `plan` gives. A page of which it cannot be said what it was told rests on all that planning looks at."""
        with self.of(node):
            pages = list(plan())
        if pages:
            self.plan[node] = tuple((path, told(make)) for path, make in pages)
        for path in (path for path, make in pages if told(make) is None):
            with self.of(path):
                self.use(node)
        return pages

    def during(self, node: Hashable, make: Callable[[], T]) -> T:
        """What `make` gives; what it looks at is what `node` rests on."""
        with self.of(node):
            made = make()
        if isinstance(node, tuple) and node[0] in KEPT:
            self.kept[node] = made
        return made

    def use(self, *nodes: Hashable) -> None:
        """Whoever is noting rests on other nodes."""
        if self._open:
            self._open[-1].update(dict.fromkeys([self.nodes[node] for node in nodes], 1))

    @property
    def names(self) -> dict[int, str]:
        """The nodes that are not shared, by number."""
        return {number: node for node, number in self.nodes.items() if isinstance(node, str)}


def _noting_all(name: str) -> Any:
    """A method of `dict` that first notes a look at all of the map."""
    plain = getattr(dict, name)

    def method(self: _Noting) -> Any:
        self.look("")
        return plain(self)

    return method


class _Noting(dict[Any, Any]):
    """A map that tells of each look at it."""

    def __init__(self, name: str, held: Any, notes: Notes) -> None:
        super().__init__(held)
        self._name, self._notes = name, notes

    def look(self, key: Any) -> None:
        """Somebody looks at what it holds for a key."""
        self._notes.note(key, self._name)

    def get(self, key: Any, default: Any = None) -> Any:
        self.look(key)
        return super().get(key, default)

    def __getitem__(self, key: Any) -> Any:
        self.look(key)
        return super().__getitem__(key)

    def __contains__(self, key: Any) -> bool:
        self.look(key)
        return super().__contains__(key)

    # Whoever goes through them all rests on what there is.
    __iter__, __len__, keys, values, items = map(_noting_all, "__iter__ __len__ keys values items".split())


class _NotingRecords(_Noting):
    """The records, which tell themselves of looks at their fields: it notes that there was none, or a look at all."""

    def get(self, key: Any, default: Any = None) -> Any:
        found = dict.get(self, key)
        if found is None:
            self.look(key)
            return default
        return found

    def __contains__(self, key: Any) -> bool:
        if dict.__contains__(self, key):
            return True
        self.look(key)
        return False

    __getitem__ = dict.__getitem__


def maps_of(site: Site) -> dict[str, Mapping[str, Any]]:
    """The maps of a site by their names."""
    owners = [(site.dossier, OF_DOSSIER), (site.anchored, OF_PASSAGES), (site, OF_SITE)]
    return {name: getattr(owner, name) for owner, names in owners for name in names}


def with_maps(dossier: Dossier, maps: Mapping[str, Any], notes: Notes | None = None) -> Site:
    """The site of a dossier that has these maps in the place of its own."""
    anchored = Anchored(maps["anchors"], maps["mentions"])
    held = replace(dossier, **{name: maps[name] for name in OF_DOSSIER[:3]})
    site = Site(held, anchored, maps["references_from"], notes)
    # In the place of what these would gather from the whole site at the first look.
    vars(held).update({name: maps[name] for name in OF_DOSSIER[3:]})
    vars(anchored).update({name: maps[name] for name in OF_PASSAGES[2:]})
    vars(site).update({name: maps[name] for name in OF_SITE})
    return site


def noting(site: Site, notes: Notes) -> Site:
    """The same site, which tells of each look at its maps."""
    maps = {name: _Noting(name, held, notes) for name, held in maps_of(site).items()}
    noted = with_maps(site.dossier, maps | {"records": _NotingRecords("records", site.dossier.records, notes)}, notes)
    with notes.of(LISTS):
        numbers = vars(site.dossier)["page_numbers"] = numbered(noted.dossier)
    vars(noted.dossier)["page_numbers"] = _Noting("page_numbers", numbers, notes)
    return noted


# Methods that look at all fields of a record.
_OF_ALL = ("model_dump", "model_dump_json", "model_copy", "__eq__", "__hash__", "__iter__", "__repr_args__")
# The records' own ways, while notes are taken.
_PLAIN: list[tuple[type[Record], str, Any]] = []


def note_records(notes: Notes | None) -> None:
    """From now on each look at a field of a record is noted; with None no longer."""
    while _PLAIN:
        kind, name, plain = _PLAIN.pop()
        if plain is None:
            delattr(kind, name)
        else:
            setattr(kind, name, plain)
    if notes is None:
        return
    for kind in KINDS.values():
        for name in (*kind.model_fields.keys() - {"id"}, *_computed(kind), *_OF_ALL):
            _PLAIN.append((kind, name, vars(kind).get(name)))
            setattr(kind, name, _look(notes, name, getattr(kind, name, None)))


def _look(notes: Notes, name: str, plain: Any) -> property:
    """What notes a look at a field, or at what is computed from several: there is something `plain` on the class."""

    def field(record: Record) -> Any:
        held = vars(record)
        notes.note(held["id"], name)
        return held[name]

    def computed(record: Record) -> Any:
        notes.note(vars(record)["id"], "__dict__" if name in _OF_ALL else name)
        return plain.__get__(record)

    return property(field if plain is None else computed)


def _computed(kind: type[Record]) -> set[str]:
    """What a record keeps once it is worked out. Properties look at fields each time."""
    return {name for base in kind.__mro__ for name, held in vars(base).items() if isinstance(held, cached_property)}


def differing(one: Record, other: Record) -> Iterator[str]:
    """The fields in which they differ, and what is kept beside them. Equal mappings may differ in order."""
    if repr(one) == repr(other):
        return
    yield "__dict__"
    yield from (name for name in _computed(type(one)) if getattr(one, name) != getattr(other, name))
    fields = type(one).model_fields
    yield from (name for name in fields if repr(getattr(one, name)) != repr(getattr(other, name)))


# What makes a page, by its module and name, and what it is told: the views, the id of a record, or a plain value.
Told: TypeAlias = tuple[str, str, tuple[Any, ...]]


def told(make: Callable[[], Any]) -> Told | None:
    """What a planned page is told at planning, if that can be said."""
    if not isinstance(make, partial) or make.keywords:
        return None
    values = tuple(map(_said, make.args))
    return None if None in values else (make.func.__module__, make.func.__qualname__, values)


def _said(value: object) -> tuple[str, Any] | None:
    match value:
        case Record():
            return "record", value.id
        case None | str() | int():
            return "value", value
        case Views():
            return "views", None
        case Part():
            rows = tuple(map(_said, value.rows))
            return None if None in rows else ("part", replace(value, rows=rows))
    return None


def as_told(what: Told, views: Views) -> Callable[[], Any]:
    """What makes the page that was told this, for another site."""
    module, name, values = what
    return partial(getattr(import_module(module), name), *(_heard(value, views) for value in values))


def _heard(said: tuple[str, Any], views: Views) -> Any:
    kind, value = said
    match kind:
        case "record":
            return views.site.dossier.records[value]
        case "views":
            return views
        case "part":
            return replace(value, rows=tuple(_heard(row, views) for row in value.rows))
    return value
