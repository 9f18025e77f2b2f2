"""What a whole build leaves for an edit, in parts that are read one by one, and maps that read them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date as Day
from typing import Any, TypeAlias
from zlib import crc32

from builder.head import Head
from builder.models import Record
from builder.parts import Selector
from builder.shell import Shell
from builder.traces import OF_SITE, Facts, Notes, Told, maps_of
from builder.values import Site
from builder.yaml_reader import Path

Row = Callable[[str], Any]
# By file what its memory knows.
Known: TypeAlias = Mapping[str, dict[Hashable, Any]]
# By record; the rest of the maps is by article, and mentions of a record are very many.
BY_RECORD = ("by_record", "explicit", *OF_SITE)


@dataclass(frozen=True)
class Base:
    """What a whole build leaves besides the rows of `rows`: what is needed for any edit."""

    contents: Mapping[str, bytes | None]  # the digests of the files of the dossier
    head: Head
    head_file: str | None
    day: Day | None
    numbers: dict[str, int]  # of the pages of long lists
    lost: dict[str, tuple[tuple[Path, Selector], ...]]
    records: dict[str, tuple[str, str]]  # of each the kind and the file
    has_drafts: bool
    texts: dict[str, str]  # the article of each seed that is the only text of one
    articles: dict[str, int]  # those with a text, numbered
    mentioned: frozenset[str]
    in_words: frozenset[str]  # those who are named without a record
    buckets: int
    bits: dict[str, int]
    names: dict[int, str]
    plan: dict[str, tuple[tuple[str, Told | None], ...]]  # what was planned, by node
    sections: frozenset[str]
    shells: dict[tuple[str | bool, ...], Shell]
    address: str
    directory_urls: bool
    data: dict[str, tuple[str, ...]] | None  # the files of data by node; None where the site goes without
    sizes: dict[str, int] | None  # the characters of what search knows of each page; None without search

    @property
    def paths(self) -> list[str]:
        """The paths of the site's pages, in their order."""
        return [path for pages in self.plan.values() for path, _ in pages]

    def url_of(self, path: str) -> str:
        """The address of a page below the site's."""
        return path if self.directory_urls else f"{path}index.html"

    def touched(self, facts: Facts, row: Row) -> set[int]:
        """The nodes that rest on some facts, or on other such nodes."""
        todo: list[tuple[str | int, int]] = list(facts.items())
        reached: set[int] = set()
        for key, mask in todo:  # they grow
            for looked, nodes in row(f"on {bucket(key, self.buckets)}").get(key, {}).items():
                found = set(nodes) - reached if looked & mask else set()
                reached |= found
                todo += [(number, 1) for number in found]
        return reached


def bucket(key: Hashable, buckets: int) -> int:
    """In which of the parts something of a key is."""
    return crc32(str(key).encode()) % buckets


def rows(base: Base, site: Site, notes: Notes, known: Known) -> Iterator[tuple[str, Any]]:
    """The parts of a site, each to be read by itself."""
    maps = maps_of(site)
    ids: dict[str, list[str]] = {}
    for id, (_, file) in base.records.items():
        ids.setdefault(file, []).append(id)
    for file in base.contents:
        if file.startswith("annotations/"):
            found = {id: tuple(maps[name].get(id) for name in BY_RECORD) for id in ids.get(file, ())}
            yield f"file {file}", (known.get(file, {}), found)
    placed: dict[str, list[str]] = {}
    for record in site.dossier.records.values():
        for _, selector in record.selectors():
            placed.setdefault(selector.article or next(iter(base.articles), ""), []).append(record.id)
    for id in base.articles:
        yield f"seed {id}", (site.dossier.seeds[id], maps["versions"].get(id))
        yield f"spans {id}", (_plain(maps["anchors"][id]), _plain(maps["mentions"][id]), placed.get(id, ()))
    for id in base.mentioned:
        yield f"named {id}", _plain(maps["by_ref"][id])
    kept = {node: (notes.nodes[node], made) for node, made in notes.kept.items()}
    for name, held in (("on", notes.on), ("kept", kept)):
        parts: list[dict[Any, Any]] = [{} for _ in range(base.buckets)]
        for key, value in held.items():
            parts[bucket(key, base.buckets)][key] = value
        yield from ((f"{name} {number}", part) for number, part in enumerate(parts))
    yield "base", base


def _plain(values: Iterable[Iterable[Any]]) -> list[tuple[Any, ...]]:
    """Named tuples without their names, which take most of the time to keep."""
    return list(map(tuple, values))


class Lazy(Mapping[str, Any]):
    """What is read when it is asked for; `put` has another value in its place. `is_full`: each id has a value."""

    def __init__(self, ids: Collection[str], read: Callable[[str], Any], *, is_full: bool = False) -> None:
        self._ids, self._read, self._is_full, self._held = ids, read, is_full, dict[str, Any]()

    def __getitem__(self, id: str) -> Any:
        if id not in self._held:
            self._held[id] = self._read(id) if id in self._ids else None
        if self._held[id] is None:
            raise KeyError(id)
        return self._held[id]

    def __contains__(self, id: object) -> bool:
        return id in self._ids and (self._is_full or super().__contains__(id))

    def __iter__(self) -> Iterator[str]:
        return (id for id in self._ids if id in self)

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def put(self, id: str, value: Any) -> None:
        """Hold another value; None: there is none."""
        self._held[id] = value


class OfKind(Sequence[Record]):
    """The records of one kind."""

    def __init__(self, ids: list[str], records: Mapping[str, Record]) -> None:
        self._ids, self._records = ids, records

    def __len__(self) -> int:
        return len(self._ids)

    def __getitem__(self, at: Any) -> Any:
        return [self._records[id] for id in self._ids[at]] if isinstance(at, slice) else self._records[self._ids[at]]


class Part(Mapping[str, Any]):
    """A map of which only some keys are gone through."""

    def __init__(self, held: Mapping[str, Any], keys: Iterable[str]) -> None:
        self._held, self._keys = held, list(keys)

    def __getitem__(self, key: str) -> Any:
        return self._held[key]

    def __contains__(self, key: object) -> bool:
        return key in self._held

    def __iter__(self) -> Iterator[str]:
        return (key for key in self._keys if key in self._held)

    def __len__(self) -> int:
        return sum(1 for _ in self)
