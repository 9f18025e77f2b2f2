"""The site of the last whole build as it is after an edit, each part read from the cache when somebody looks at it.

What an edit can change is worked out from the files that it touched: records, then where they sit in the texts that
they or their names touch, then who names whom. Whatever else follows (records that come or go, drafts, another date of
an article, faults) raises `Unknown`, and a whole build is made.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date as Day
from functools import cached_property, partial
from typing import Any, TypeAlias, TypeVar
from zlib import crc32

from builder.anchor import anchor
from builder.bodies import Bodies
from builder.cache import Unknown
from builder.head import Head
from builder.link import references
from builder.memory import Memory
from builder.models import KINDS, Actor, Article, Mention, Named, Record
from builder.parse import read_file
from builder.rulebook import check_site
from builder.rules.unlinked_speaker import in_words
from builder.seed import Block, Seed, read_seed
from builder.shell import Shell
from builder.text import folded, is_plain, normalised
from builder.traces import KEPT, OF_SITE, Facts, Notes, Told, differing, maps_of, touched, with_maps
from builder.values import Anchor, Dossier, MentionSpan, Origin, Site
from builder.yaml_reader import Document

T = TypeVar("T")
Row = Callable[[str], Any]
# By file what its memory knows.
Known: TypeAlias = Mapping[str, dict[Hashable, Any]]
_WORD = re.compile(r"\w+")
_NAMED = frozenset(collection for collection, kind in KINDS.items() if issubclass(kind, Named))
# What of an article bears on its text, or on the day of the dossier.
_OF_TEXT = ("file", "caption", "sha256", "versions", "date")
# By record; the rest of the maps is by article, and mentions of a record are very many.
_BY_RECORD = ("by_record", "explicit", *OF_SITE)


@dataclass(frozen=True)
class Base:
    """What a whole build leaves besides the rows of `rows`: what is needed for any edit."""

    contents: Mapping[str, bytes | None]  # the digests of the files of the dossier
    head: Head
    head_file: str | None
    day: Day | None
    numbers: dict[str, int]  # of the pages of long lists
    shown: dict[str, list[str]]
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
        """The nodes that rest on some facts."""

        def on(key: str | int) -> Mapping[int, Iterable[int]]:
            found: Mapping[int, Iterable[int]] = row(f"on {_bucket(key, self.buckets)}").get(key, {})
            return found

        return touched(facts, on, self.names)


def _bucket(key: str | int, buckets: int) -> int:
    return crc32(str(key).encode()) % buckets


def rows(base: Base, site: Site, notes: Notes, known: Known) -> Iterator[tuple[str, Any]]:
    """The parts of a site, each to be read by itself."""
    maps = maps_of(site)
    ids: dict[str, list[str]] = {}
    for id, (_, file) in base.records.items():
        ids.setdefault(file, []).append(id)
    for file in base.contents:
        if file.startswith("annotations/"):
            found = {id: tuple(maps[name].get(id) for name in _BY_RECORD) for id in ids.get(file, ())}
            yield f"file {file}", (known.get(file, {}), found)
    placed: dict[str, list[str]] = {}
    for record in site.dossier.records.values():
        for _, selector in record.selectors():
            placed.setdefault(selector.article or next(iter(base.articles), ""), []).append(record.id)
    for id in base.articles:
        seed = site.dossier.seeds[id]
        yield f"seed {id}", (_plain_seed(seed), maps["versions"].get(id))
        yield f"spans {id}", (_plain(maps["anchors"][id]), _plain(maps["mentions"][id]), placed.get(id, ()))
    for id in base.mentioned:
        yield f"named {id}", _plain(maps["by_ref"][id])
    parts: list[dict[str | int, Any]] = [{} for _ in range(base.buckets)]
    for key, found_on in notes.on.items():
        parts[_bucket(key, base.buckets)][key] = found_on
    yield from ((f"on {number}", part) for number, part in enumerate(parts))
    yield "kept", {key: (notes.nodes[key], made) for key, made in notes.kept.items()}
    yield "base", base


def _plain(values: Iterable[Iterable[Any]]) -> list[tuple[Any, ...]]:
    """Named tuples without their names, which take most of the time to keep."""
    return list(map(tuple, values))


def _plain_seed(seed: Seed) -> tuple[Any, ...]:
    return seed.file, seed.text, seed.header_date, _plain(seed.blocks), seed.word_count


def _seed(file: str, text: str, header_date: str | None, blocks: list[tuple[int, int, int]], word_count: int) -> Seed:
    seed = Seed(file, text, header_date, tuple(map(Block._make, blocks)))
    vars(seed)["word_count"] = word_count
    return seed


class _Lazy(Mapping[str, Any]):
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


class _OfKind(Sequence[Record]):
    """The records of one kind."""

    def __init__(self, ids: list[str], records: Mapping[str, Record]) -> None:
        self._ids, self._records = ids, records

    def __len__(self) -> int:
        return len(self._ids)

    def __getitem__(self, at: Any) -> Any:
        return [self._records[id] for id in self._ids[at]] if isinstance(at, slice) else self._records[self._ids[at]]


class _Part(Mapping[str, Any]):
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


@dataclass(frozen=True)
class _Kept:
    """What a site of `traces.KEPT` has from the base, where it is not touched; in the place of notes."""

    overlay: Overlay

    @cached_property
    def _held(self) -> dict[Hashable, Any]:
        rows: dict[Hashable, tuple[int, Any]] = self.overlay.row("kept")
        return {key: made for key, (number, made) in rows.items() if number not in self.overlay.reached}

    def during(self, node: Hashable, make: Callable[[], T]) -> T:
        """What was made for a node, or is made now."""
        is_kept = isinstance(node, tuple) and node[0] in KEPT and node in self._held
        return self._held[node] if is_kept else make()

    def planned(self, _node: str, plan: Callable[[], T]) -> T:
        """What `plan` gives."""
        return plan()

    def use(self, *_nodes: Hashable) -> None:
        """Nothing is noted."""


class Overlay:
    """A site after an edit, and the facts in which it differs from the base. Raises `Unknown`, at a later look, too."""

    def __init__(self, base: Base, row: Row, changed: Mapping[str, bytes], read: Callable[[str], bytes]) -> None:
        self._base, self._read_row, self._read = base, row, read
        self._rows: dict[str, Any] = {}
        self._known: dict[str, dict[str, Record]] = {}
        self.facts: Facts = {}
        self._changed: dict[str, tuple[Record, Record]] = {}
        self._texts: set[str] = set()  # the articles in which passages may be others
        self._named: set[str] = set()  # what records that changed name, or named
        self._records = _Lazy(base.records, lambda id: self._records_of(base.records[id][1])[id], is_full=True)
        self._maps = {name: _Lazy(base.records, partial(self._of_record, at)) for at, name in enumerate(_BY_RECORD)} | {
            "seeds": _Lazy(base.articles, lambda id: _seed(*self.row(f"seed {id}")[0])),
            "versions": _Lazy(base.articles, lambda id: self.row(f"seed {id}")[1]),
            "anchors": _Lazy(base.articles, lambda id: tuple(map(Anchor._make, self.row(f"spans {id}")[0]))),
            "mentions": _Lazy(base.articles, lambda id: tuple(map(MentionSpan._make, self.row(f"spans {id}")[1]))),
            "by_ref": _Lazy(base.mentioned, lambda id: list(map(MentionSpan._make, self.row(f"named {id}")))),
        }
        for name, raw in changed.items():
            (self._seed if name.startswith("seeds/") else self._file)(name, raw)
        self._anchor()
        self._link()

    @cached_property
    def site(self) -> Site:
        """The site after the edit."""
        return self._site(self._records, self._maps, _Kept(self))

    @cached_property
    def reached(self) -> set[int]:
        """The numbers of the nodes that are touched."""
        return self._base.touched(self.facts, self._read_row)

    def is_suspect(self) -> bool:
        """Whether the rules have something to say about what has changed, or may have."""
        new = [record for _, record in self._changed.values()]
        names = {form for record in new if isinstance(record, Actor) for form in record.forms}
        words = {found.text for record in new for found in in_words(record)}
        if names & self._base.in_words or words - self._base.in_words:
            return True  # an actor may go by the name of somebody without a record
        part = {**self._changed, **dict.fromkeys(self._named & self._records.keys())}
        site = self._site(_Part(self._records, part), self._maps)
        return any(check_site(site, Bodies(site).removed_markup))

    def _site(self, records: Mapping[str, Record], maps: Mapping[str, Any], kept: Any = None) -> Site:
        base = self._base
        origins = _Lazy(base.records, self._origin)
        site = with_maps(Dossier(base.head, records, maps["seeds"], origins), maps, kept)
        kinds: dict[str, list[str]] = {}
        for id in records:
            kinds.setdefault(base.records[id][0], []).append(id)
        of_kind = {kind: _OfKind(ids, records) for kind, ids in kinds.items()}
        vars(site.dossier).update(_by_kind=of_kind, day=base.day, page_numbers=base.numbers)
        return site

    def row(self, key: str) -> Any:
        """A part of the base, read once."""
        if key not in self._rows:
            self._rows[key] = self._read_row(key)
        return self._rows[key]

    def _records_of(self, file: str) -> dict[str, Record]:
        if file not in self._known:
            self._known[file] = {key[2]: made[0] for key, (_, made) in self.row(f"file {file}")[0].items()}
        return self._known[file]

    def _of_record(self, at: int, id: str) -> Any:
        return self.row(f"file {self._base.records[id][1]}")[1][id][at]

    def _origin(self, id: str) -> Origin:
        kind, file = self._base.records[id]
        return Origin(Document(file, self._read(file).decode("utf-8-sig"), None), (kind, id))

    def _put(self, name: str, id: str, value: Any) -> None:
        """Have another value in a map, and note the fact."""
        if self._maps[name].get(id) != value:
            self._maps[name].put(id, value)
            self._note(id, name)
            self._note("", name)

    def _note(self, id: str, name: str) -> None:
        self.facts[id] = self.facts.get(id, 0) | self._base.bits.get(name, 0)

    def _file(self, name: str, raw: bytes) -> None:
        """Find the records that have changed in a file of annotations."""
        file = read_file(name, raw, Memory(self.row(f"file {name}")[0]))
        before, reading = self._records_of(name), file.reading
        has_head = reading.head_origin is not None
        if file.found or reading.found or has_head != (name == self._base.head_file):
            raise Unknown
        if list(reading.records) != list(before) or (has_head and repr(reading.head) != repr(self._base.head)):
            raise Unknown
        for id, record in reading.records.items():
            old = before[id]
            if record is old:
                continue
            if id not in self._base.records or type(old) is not type(record) or old.status != record.status:
                raise Unknown
            names = list(differing(old, record))
            if isinstance(record, Article) and not set(names).isdisjoint(_OF_TEXT):
                raise Unknown
            for field in names:
                self._note(id, field)
            self._changed[id] = old, record
            self._records.put(id, record)

    def _seed(self, name: str, raw: bytes) -> None:
        """Read a text that has changed."""
        id = self._base.texts.get(name)
        article = self._records.get(id) if id else None
        if not isinstance(article, Article) or article.sha256:
            raise Unknown
        seed, found = read_seed(name, raw, article.caption)
        if seed is None or found or seed.header_date not in (None, article.date.text):
            raise Unknown
        self._put("seeds", article.id, seed)
        self._texts.add(article.id)

    def _anchor(self) -> None:
        """Find anew what sits in the texts that may be concerned."""
        forms: set[str] = set()
        articles = [id for id, (kind, _) in self._base.records.items() if kind == "articles"] or [""]
        for old, new in self._changed.values():
            if old.anchoring != new.anchoring:
                chosen = (selector.article or articles[0] for one in (old, new) for _, selector in one.selectors())
                self._texts |= {id for id in chosen if id in self._base.articles}
                forms |= _forms_that_differ(old, new)
        self._texts |= self._texts_with(forms) if forms else set()
        if not self._texts:
            return
        if self._base.has_drafts:
            raise Unknown  # they may be at fault there
        texts = sorted(self._texts, key=self._base.articles.__getitem__)
        before = {name: {id: self._maps[name][id] for id in texts} for name in ("anchors", "mentions")}
        ids = {id for id, (kind, _) in self._base.records.items() if kind in _NAMED} | set(articles[:2])
        ids |= self._changed.keys() | {placed for id in texts for placed in self.row(f"spans {id}")[2]}
        part = self._site(_Part(self._records, (id for id in self._base.records if id in ids)), self._maps).dossier
        anchored, faults = anchor(replace(part, seeds={id: self._maps["seeds"][id] for id in texts}))
        if faults:
            raise Unknown
        self._regroup("by_record", "record", before["anchors"], anchored.anchors)
        self._regroup("by_ref", "ref", before["mentions"], anchored.mentions)
        self._explain(before["mentions"], anchored.mentions)
        for id in texts:
            self._put("anchors", id, anchored.anchors[id])
            self._put("mentions", id, anchored.mentions[id])

    def _texts_with(self, forms: Collection[str]) -> set[str]:
        """The articles whose text may hold a form: its longest word, where words can be looked for as they are."""
        words = {max(_WORD.findall(normalised(form)), key=len, default="") for form in forms} - {""}
        small = {folded(word) for word in words}

        def may_hold(text: str) -> bool:
            if any(word in text for word in words) or not is_plain(text):
                return True
            lower = folded(text)
            return any(word in lower for word in small)

        return {id for id in self._base.articles if may_hold(self._read_row(f"seed {id}")[0][1])}

    def _regroup(self, name: str, key: str, old: Mapping[str, Any], new: Mapping[str, Any]) -> None:
        """Bring passages by record up to date."""
        order = self._base.articles
        differ = {getattr(one, key) for id in old for one in set(old[id]) ^ set(new[id])}
        for id in differ:
            kept = [one for one in self._maps[name].get(id, ()) if one.article not in old]
            found = kept + [one for text in new.values() for one in text if getattr(one, key) == id]
            self._put(name, id, sorted(found, key=lambda one: order[one.article]) or None)

    def _explain(self, old: Mapping[str, Any], new: Mapping[str, Any]) -> None:
        """Bring the mentions that annotations make up to date."""
        differ = {one.explicit for id in old for one in set(old[id]) ^ set(new[id]) if one.explicit}
        for id in {_maker(address) for address in differ}:
            record = self._records[id]
            found = self._maps["by_ref"].get(record.is_ if isinstance(record, Mention) else id, ())
            self._put("explicit", id, next((one for one in reversed(found) if one.explicit == id), None))

    def _link(self) -> None:
        """Find anew whom the records name that have changed."""
        made, order = self._maps["references_from"], {id: at for at, id in enumerate(self._base.records)}
        differ: set[str] = set()
        for id, (_, record) in self._changed.items():
            old, new = made.get(id, ()), tuple(references(record))
            self._named |= {one.target for one in (*old, *new)}
            differ |= {one.target for one in set(old) ^ set(new)}
            self._put("references_from", id, new or None)
        for id in differ & self._base.records.keys():
            kept = [one for one in self._maps["references_to"].get(id, ()) if one.source not in self._changed]
            found = kept + [one for source in self._changed for one in made.get(source, ()) if one.target == id]
            self._put("references_to", id, sorted(found, key=lambda one: order[one.source]) or None)


def _forms_that_differ(old: Record, new: Record) -> set[str]:
    """The forms by which one of them is found and not the other, or otherwise."""
    if not (isinstance(old, Named) and isinstance(new, Named)):
        return set()
    return set(old.forms) ^ set(new.forms) if old.match == new.match else {*old.forms, *new.forms}


def _maker(address: str) -> str:
    """The annotation whose mention has an address."""
    return address.partition("_")[0]
