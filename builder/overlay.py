"""The site of the last whole build as it is after an edit, each part read from the cache when somebody looks at it.

What an edit can change is worked out from the files that it touched: records, then where they sit in the texts that
they or their names touch, then who names whom. Whatever else follows (records that come or go, drafts, another date of
an article, faults) raises `Unknown`, and a whole build is made.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache, cached_property, partial
from itertools import chain
from operator import attrgetter
from typing import Any, TypeAlias, TypeVar, cast

from builder.anchor import anchor
from builder.base import BY_RECORD, Base, Lazy, OfKind, Part, Row, bucket
from builder.bodies import Bodies
from builder.cache import Unknown
from builder.link import references
from builder.lists import numbered
from builder.memory import Memory
from builder.models import KINDS, Actor, Article, EditorNote, Mention, Named, Record, Source
from builder.parse import read_file
from builder.rulebook import check_site
from builder.rules.unlinked_speaker import in_words, names, plain
from builder.seed import read_seed
from builder.text import folded, is_plain, normalised
from builder.traces import KEPT, LISTS, Facts, differing, with_maps
from builder.values import Anchor, Dossier, MentionSpan, Origin, Site
from builder.yaml_reader import Document

T = TypeVar("T")
# What a record was and is; None: not there.
Pair: TypeAlias = tuple[Record | None, Record | None]
_WORD = re.compile(r"\w+")
_NAMED = frozenset(collection for collection, kind in KINDS.items() if issubclass(kind, Named))
# What of an article bears on its text, or on the day of the dossier.
_OF_TEXT = attrgetter("file", "caption", "sha256", "versions", "date")


@dataclass(frozen=True)
class _Kept:
    """What a site of `traces.KEPT` has from the base, where it is not touched; in the place of notes."""

    overlay: Overlay

    def during(self, node: Hashable, make: Callable[[], T]) -> T:
        """What was made for a node, or is made now."""
        if isinstance(node, tuple) and node[0] in KEPT:
            number, made = self.overlay.kept(node)
            if number is not None and number not in self.overlay.reached:
                return cast("T", made)
        return make()

    def planned(self, _node: str, plan: Callable[[], T]) -> T:
        """What `plan` gives."""
        return plan()

    def use(self, *_nodes: Hashable) -> None:
        """Nothing is noted."""


class Overlay:
    """A site after an edit, and the facts in which it differs from the base. Raises `Unknown`, at a later look, too."""

    def __init__(self, base: Base, row: Row, changed: Mapping[str, bytes | None], read: Callable[[str], bytes]) -> None:
        """`changed` has the files of the dossier that are not as they were; `read` gives any of them."""
        self._base, self._read_row, self._read = base, row, read
        self.row = cache(row)  # a part of the base, read once
        # The records of a file as they were.
        self._records_of = cache(lambda file: {key[2]: made[0] for key, (_, made) in self._known_of(file).items()})
        self.facts: Facts = {}
        self._texts: set[str] = set()  # the articles in which passages may be others
        self._named: set[str] = set()  # what records that changed name, or named
        self._files = {name: self._file(name, raw) for name, raw in changed.items() if name.startswith("annotations/")}
        self._changed = {id: pair for name, now in self._files.items() for id, pair in self._differing(name, now)}
        self.order = order = self._ordered()
        self._records = Lazy(order, lambda id: self._records_of(order[id][1])[id], is_full=True)
        by_record = {name: partial(self._of_record, at) for at, name in enumerate(BY_RECORD)}
        self._maps = {name: Lazy(order, read) for name, read in by_record.items()} | {
            "seeds": Lazy(base.articles, lambda id: self.row(f"seed {id}")[0]),
            "versions": Lazy(base.articles, lambda id: self.row(f"seed {id}")[1]),
            "anchors": Lazy(base.articles, lambda id: tuple(map(Anchor._make, self.row(f"spans {id}")[0]))),
            "mentions": Lazy(base.articles, lambda id: tuple(map(MentionSpan._make, self.row(f"spans {id}")[1]))),
            "by_ref": Lazy(base.mentioned, lambda id: list(map(MentionSpan._make, self.row(f"named {id}")))),
        }
        self._lost = base.lost
        for id, (old, new) in self._changed.items():
            self._take(id, old, new)
        for name, raw in changed.items():
            if raw is not None and name not in self._files:
                self._seed(name, raw)
        self._anchor()
        self._link()
        self.reached = base.touched(self.facts, self.row)
        noted = dict(self.facts)
        self._number()
        if noted != self.facts:
            self.reached = base.touched(self.facts, self.row)

    @cached_property
    def site(self) -> Site:
        """The site after the edit."""
        return self._site(self._records, self._maps, _Kept(self))

    @property
    def added(self) -> list[str]:
        """The ids of the records that were not there."""
        return [id for id, (old, _) in self._changed.items() if old is None]

    def is_suspect(self) -> bool:
        """Whether the rules have something to say about what has changed, or may have."""
        pairs = self._changed.values()
        gone = [id for id, (_, new) in self._changed.items() if new is None]
        if any(one.source not in self._changed for id in gone for one in self._was("references_to", id)):
            return True
        if any(isinstance(old, Actor) and isinstance(new, Actor) and old.kind != new.kind for old, new in pairs):
            return True  # places may lie in it
        if self._may_be_in_words() or self._may_be_meant([*self.added, *gone]):
            return True
        beside = (*self._changed, *self._named, *self._beside_notes(), *self._itself(), *self._in_texts())
        part = {id: None for id in beside if id in self._records}
        made = Part(self._maps["references_from"], part.keys() & self._changed.keys())
        site = self._site(Part(self._records, part), {**self._maps, "references_from": made})
        return any(check_site(site, Bodies(site).removed_markup))

    def _may_be_in_words(self) -> bool:
        """Whether an actor may go by the name of somebody who is thought to have no record."""
        now = [new for _, new in self._changed.values() if new]
        borne = {name for record in now if isinstance(record, Actor) for name in names(record)}
        words = {plain(found.text) for record in now for found in in_words(record)}
        return bool(borne & self._base.in_words or words - self._base.in_words)

    def _beside_notes(self) -> set[str]:
        """The records that sit in the texts of a note that has changed: one that corrects a text excuses others."""
        notes = [id for id, pair in self._changed.items() if any(isinstance(one, EditorNote) for one in pair)]
        anchors = (one for id in notes for one in (*self._was("by_record", id), *self._maps["by_record"].get(id, ())))
        return {placed for text in {one.article for one in anchors} for placed in self.row(f"spans {text}")[2]}

    def _itself(self) -> set[str]:
        """The articles that rest on a source that has changed: it may be the article itself."""
        sources = [id for id, (_, new) in self._changed.items() if isinstance(new, Source)]
        citing = {one.source for id in sources for one in self._was("references_to", id)}
        return {id for id in citing if id in self._base.articles}

    def _in_texts(self) -> set[str]:
        """The records that sit in texts that have changed: a date's words may be others there."""
        return {placed for text in self._texts for placed in self.row(f"spans {text}")[2]}

    def _may_be_meant(self, ids: list[str]) -> bool:
        """Whether an id in one pair of brackets or after `@` or `/` may mean a record that came or went."""
        if not ids:
            return False
        sign = re.compile(rf"[\[@/](?:{'|'.join(ids)})(?![\w-])")
        whole = (name for name in self._base.contents if name.startswith("annotations/") and name not in self._files)
        texts = (self._read(name).decode("utf-8", "replace") for name in whole)
        beside = (record for now in self._files.values() for id, record in now.items() if id not in self._changed)
        return any(map(sign.search, chain(texts, (found.text for record in beside for found in record.texts))))

    def _site(self, records: Mapping[str, Record], maps: Mapping[str, Any], kept: Any = None) -> Site:
        base, order = self._base, self.order
        kinds: dict[str, list[str]] = {}
        for id in records:
            kinds.setdefault(order[id][0], []).append(id)
        by_kind = {kind: OfKind(ids, records) for kind, ids in kinds.items()}
        dossier = Dossier(base.head, records, maps["seeds"], Lazy(order, self._origin))
        site = with_maps(dossier, {**maps, "records": records, "_by_kind": by_kind, "lost": self._lost}, kept)
        vars(site.dossier).update(day=base.day, page_numbers=base.numbers)
        return site

    def kept(self, node: Hashable) -> tuple[int | None, Any]:
        """The number of a node and what was made for it, if that was kept."""
        found: tuple[int | None, Any] = self.row(f"kept {bucket(node, self._base.buckets)}").get(node, (None, None))
        return found

    def _known_of(self, file: str) -> dict[Any, Any]:
        known: dict[Any, Any] = self.row(f"file {file}")[0] if file in self._base.contents else {}
        return known

    def _was(self, name: str, id: str) -> Iterable[Any]:
        """What a map by record held before."""
        file = self._base.records.get(id, ("", ""))[1]
        return self.row(f"file {file}")[1][id][BY_RECORD.index(name)] or () if file else ()

    def _of_record(self, at: int, id: str) -> Any:
        return self.row(f"file {self.order[id][1]}")[1][id][at]

    def _origin(self, id: str) -> Origin:
        kind, file = self.order[id]
        return Origin(Document(file, self._read(file).decode("utf-8-sig"), None), (kind, id))

    def _put(self, name: str, id: str, value: Any) -> None:
        """Have another value in a map, and note the fact."""
        if self._maps[name].get(id) != value:
            self._maps[name].put(id, value)
            self._note(id, name)
            self._note("", name)

    def _note(self, id: str, name: str) -> None:
        self.facts[id] = self.facts.get(id, 0) | self._base.bits.get(name, 0)

    def _file(self, name: str, raw: bytes | None) -> dict[str, Record]:
        """The records of a file of annotations as it is now."""
        has_head = name == self._base.head_file
        if raw is None:
            if has_head:
                raise Unknown
            return {}
        file = read_file(name, raw, Memory(self._known_of(name)))
        reading = file.reading
        if file.found or reading.found or (reading.head_origin is not None) != has_head:
            raise Unknown
        if has_head and repr(reading.head) != repr(self._base.head):
            raise Unknown
        return reading.records

    def _differing(self, name: str, now: dict[str, Record]) -> Iterator[tuple[str, Pair]]:
        """The records of a file that are not as they were, with what they were and are."""
        before = self._records_of(name)
        if [id for id in before if id in now] != [id for id in now if id in before]:
            raise Unknown
        for id in {**before, **now}:
            old, new = before.get(id), now.get(id)
            if old is not new:
                if not self._can_be_told(id, old, new):
                    raise Unknown
                yield id, (old, new)

    def _can_be_told(self, id: str, old: Record | None, new: Record | None) -> bool:
        """Whether all that the change of a record leads to can be told."""
        base = self._base
        if old and new:
            bears = [(type(one), one.status, isinstance(one, Article) and repr(_OF_TEXT(one))) for one in (old, new)]
            return id in base.records and bears[0] == bears[1]
        is_simple = all(one is None or (one.status != "draft" and not isinstance(one, Article)) for one in (old, new))
        return is_simple and not base.has_drafts and (old is not None) == (id in base.records)

    def _ordered(self) -> dict[str, tuple[str, str]]:
        """The kind and the file of each record, in the order of the files."""
        if all(old and new for old, new in self._changed.values()):
            return self._base.records
        files: dict[str, list[tuple[str, str]]] = {}
        for id, (kind, file) in self._base.records.items():
            files.setdefault(file, []).append((id, kind))
        files |= {name: [(id, one.collection) for id, one in now.items()] for name, now in self._files.items()}
        order = {id: (kind, file) for file in sorted(files) for id, kind in files[file]}
        if len(order) < sum(map(len, files.values())):
            raise Unknown  # an id is given twice
        return order

    def _take(self, id: str, old: Record | None, new: Record | None) -> None:
        """Have a record in the place of another, or of none, and note in what they differ."""
        self._records.put(id, new)
        if old and new:
            for field in differing(old, new):
                self._note(id, field)
        elif one := old or new:
            self.facts[id] = ~0  # all of it
            self._note("", "records")
            self._note(one.collection, "_by_kind")
        for name in BY_RECORD if old is None else ():
            self._maps[name].put(id, None)
        lost = new.lost if new else ()
        if lost != self._lost.get(id, ()):
            found = {**self._lost, id: lost}
            self._lost = {id: found[id] for id in self.order if found.get(id)}
            self._note("", "lost")

    def _seed(self, name: str, raw: bytes) -> None:
        """Read a text that has changed."""
        id = self._base.texts.get(name)
        article = self._records.get(id) if id else None
        if not isinstance(article, Article) or article.sha256:
            raise Unknown
        seed, found = read_seed(name, raw, article.caption)
        if seed is None or found or seed.header_date not in (None, article.date.text, str(article.corrected)):
            raise Unknown
        self._put("seeds", article.id, seed)
        self._texts.add(article.id)

    def _anchor(self) -> None:
        """Find anew what sits in the texts that may be concerned."""
        forms: set[str] = set()
        articles = [id for id, (kind, _) in self.order.items() if kind == "articles"] or [""]
        for pair in self._changed.values():
            old, new = pair
            if old is None or new is None or old.anchoring != new.anchoring:
                chosen = (selector.article or articles[0] for one in pair if one for _, selector in one.selectors())
                self._texts |= {id for id in chosen if id in self._base.articles}
                named = ({(form, one.match) for form in one.forms} if isinstance(one, Named) else set() for one in pair)
                forms |= {form for form, _ in next(named) ^ next(named)}
        self._texts |= self._texts_with(forms) if forms else set()
        if not self._texts:
            return
        if self._base.has_drafts:
            raise Unknown  # they may be at fault there
        texts = sorted(self._texts, key=self._base.articles.__getitem__)
        before = {name: {id: self._maps[name][id] for id in texts} for name in ("anchors", "mentions")}
        ids = {id for id, (kind, _) in self.order.items() if kind in _NAMED} | set(articles[:2])
        ids |= self._changed.keys() | {placed for id in texts for placed in self.row(f"spans {id}")[2]}
        part = self._site(Part(self._records, (id for id in self.order if id in ids)), self._maps).dossier
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

        return {id for id in self._base.articles if may_hold(self._read_row(f"seed {id}")[0].text)}

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
        for id in {one.author for text in old for one in set(old[text]) ^ set(new[text]) if one.author}:
            record = self._records.get(id)
            found = self._maps["by_ref"].get(record.is_ if isinstance(record, Mention) else id, ())
            self._put("explicit", id, next((one for one in reversed(found) if one.explicit == id), None))

    def _link(self) -> None:
        """Find anew whom the records name that have changed."""
        made, position = self._maps["references_from"], {id: at for at, id in enumerate(self.order)}
        differ: set[str] = set()
        for id, (old, new) in self._changed.items():
            before, now = (tuple(references(one)) if one else () for one in (old, new))
            self._named |= {one.target for one in (*before, *now)}
            differ |= {one.target for one in set(before) ^ set(now)}
            self._put("references_from", id, now or None)
        for id in differ & self.order.keys():
            kept = [one for one in self._maps["references_to"].get(id, ()) if one.source not in self._changed]
            found = kept + [one for source in self._changed for one in made.get(source, ()) if one.target == id]
            self._put("references_to", id, sorted(found, key=lambda one: position[one.source]) or None)

    def _number(self) -> None:
        """Find anew on which page of its list each record stands, where that may differ."""
        base, dossier = self._base, self.site.dossier
        if any(base.names.get(number) == LISTS for number in self.reached):
            numbers = vars(dossier)["page_numbers"] = numbered(dossier)
            for id, _ in numbers.items() ^ base.numbers.items():
                self._note(id, "page_numbers")
