"""A site as other programs meet it: IRIs, plain texts, citations and hindsight. Every export begins here.

IRIs are the records' addresses on the site. `root` comes before each: the site's absolute address, or, where it is not
known, the relative way from the exported file to the site's root. A format that refuses relative IRIs takes `urn`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple
from uuid import NAMESPACE_URL, uuid5

from builder import models
from builder.addresses import address
from builder.bibliography import short
from builder.parts import Model
from builder.prose import substituted
from builder.seed import Block, Seed
from builder.values import Dossier, MentionSpan, Passage, Site

# A file below `data/` and its content, or what makes it: then its maker alone looks at what only this file holds.
File = tuple[str, bytes | Callable[[], bytes]]

_CREATIVE_COMMONS = re.compile(r"\bCC[ -](BY(?:-(?:NC-SA|NC-ND|NC|ND|SA))?)[ -](\d\.\d)\b", re.IGNORECASE)
_ZERO = re.compile(r"\bCC0\b", re.IGNORECASE)


class Export(NamedTuple):
    """A format: what it is called, the file below `data/`, what makes it, what it holds, and who defines it.

    A `path` with `{article}` is made for each article. `made` gives the one file, or several by their paths.
    """

    name: str
    title: str
    path: str
    made: Callable[[Publication], bytes | Iterator[File]]
    holds: str
    standard: str

    def files(self, site: Site, base: str) -> Iterator[tuple[str, bytes]]:
        """The files by their paths below `data/`; `base` is the site's absolute address, if it has one."""
        for path, content in self.planned(site, base):
            yield path, content if isinstance(content, bytes) else content()

    def planned(self, site: Site, base: str) -> Iterator[File]:
        """The same files, some of which are still to be made."""
        made = self.made(Publication.of(site, base, self.path))
        yield from [(self.path, made)] if isinstance(made, bytes) else made


@dataclass(frozen=True)
class Publication:
    """A site and the way to its root."""

    site: Site
    root: str

    @classmethod
    def of(cls, site: Site, base: str, path: str) -> Publication:
        """As seen from the file `path` below `data/`; `base` is the site's absolute address, if it has one."""
        return cls(site, base.rstrip("/") + "/" if base else "../" * (path.count("/") + 1))

    @property
    def dossier(self) -> Dossier:
        return self.site.dossier

    @property
    def is_absolute(self) -> bool:
        """Whether IRIs name the host."""
        return "://" in self.root

    @cached_property
    def title(self) -> str:
        """What the dossier is called."""
        return self.dossier.head.title or next((a.title for a in self.dossier.articles), "Dossier")

    @cached_property
    def licence(self) -> str | None:
        """The address of the dossier's licence, where its name is one of Creative Commons'."""
        name = self.dossier.head.licence or ""
        if match := _CREATIVE_COMMONS.search(name):
            return f"https://creativecommons.org/licenses/{match[1].lower()}/{match[2]}/"
        return "https://creativecommons.org/publicdomain/zero/1.0/" if _ZERO.search(name) else None

    def iri(self, address: str) -> str:
        """The IRI of a root-absolute address."""
        return self.root + address.removeprefix("/")

    def of_record(self, record: models.Record) -> str:
        """The IRI of a record."""
        return self.iri(address(self.site, record))

    def of_text(self, article: str) -> str:
        """The IRI of an article's text as a file of its own; offsets count its code points."""
        return self.iri(f"/data/articles/{article}.txt")

    def of_passage(self, passage: Passage) -> str:
        """The IRI of the annotation that has made a passage; of an automatic mention its own address."""
        explicit = passage.explicit if isinstance(passage, MentionSpan) else None
        return self.iri(f"/articles/{passage.article}/#{explicit or passage.fragment}")

    def urn(self, address: str) -> str:
        """An absolute IRI: the address, or a name-based UUID (RFC 9562) of the dossier's title and the address."""
        return self.iri(address) if self.is_absolute else uuid5(NAMESPACE_URL, f"{self.title}\n{address}").urn

    def get(self, id: str | None) -> models.Record | None:
        """The published record of an id."""
        return self.dossier.records.get(id or "")

    def passages(self, id: str) -> list[Passage]:
        """Where a record is anchored, whether it speaks of the passage or says whom the passage means."""
        record, anchored = self.get(id), self.site.anchored
        meant = anchored.mentions_of(record.is_ if isinstance(record, models.Mention) else id)
        return [*anchored.of_record(id), *(mention for mention in meant if mention.explicit and mention.author == id)]

    def markdown(self, text: str | None) -> str:
        """Editors' Markdown as anybody's: wiki-links and citations are links to IRIs."""
        return substituted(text or "", self._link, self._cite).strip()

    def _link(self, id: str, words: str) -> str:
        record = self.get(id)
        return f"[{_bracketed(words or record.heading)}]({self.of_record(record)})" if record else words or id

    def _cite(self, sources: Iterable[tuple[str, str]]) -> str:
        links = [
            f"[{_bracketed(short(source))}]({self.of_record(source)}){f', {locator}' if locator else ''}"
            for id, locator in sources
            if isinstance(source := self.get(id), models.Source)
        ]
        return f"({'; '.join(links)})" if links else ""

    def words(self, text: str | None) -> str:
        """Editors' Markdown without links and citations, on one line, for formats that have other places for these."""
        plain = substituted(text or "", lambda id, words: words or self.dossier.name_of(id), lambda _: "")
        return re.sub(r" +([.,;:])", r"\1", " ".join(plain.split()))

    def statement(self, record: models.Record) -> str:
        """All that a record says in Markdown; what was known only later is apart, in its `later`."""
        parts = [record.summary, record.definition if isinstance(record, models.Term) else None, record.body]
        texts = [self._facts(record), *map(self.markdown, parts)]
        if isinstance(record, models.Claim):
            texts += ["\n".join(map(self._position, record.positions)), self.markdown(record.record)]
        return "\n\n".join(filter(None, texts))

    def moment(self, record: models.Record) -> str:
        """The date and time that a record is about, in EDTF."""
        if not isinstance(record, (models.TimeExpression, models.Event, models.Quote)) or not record.date:
            return ""
        return f"{record.date}T{record.time}" if record.time else str(record.date)

    def _facts(self, record: models.Record) -> str:
        """When and where, who said it to whom, the fuller words."""
        place = self.get(getattr(record, "place", None))
        facts = [self.moment(record), place.heading if place else ""]
        if isinstance(record, models.Quote):
            to = f" to {self.dossier.name_of(record.addressee)}" if record.addressee else ""
            facts[:0] = [f"{self.dossier.name_of(record.speaker)}{to}", record.medium or ""]
        original = f"\n\n> {record.original.text}" if isinstance(record, models.Quote) and record.original else ""
        return ", ".join(filter(None, facts)) + original

    def _position(self, position: models.Position) -> str:
        later = self.dossier.later(position)
        parts = [
            self.markdown(position.says),
            f"Evidence: {self.markdown(position.evidence)}" if position.evidence else "",
            self._cite((citation.id, citation.locator or "") for citation in position.sources),
            f"(known later: {later})" if later else "",
        ]
        since = f" (since {position.since})" if position.since else ""
        return f"- **{self.dossier.name_of(position.by)}**{since}: {' '.join(filter(None, parts))}"

    def citations(self, record: models.Record) -> list[tuple[models.Source, str]]:
        """Every source that a record names anywhere, with the locator that its `sources` give."""
        locators = {citation.id: citation.locator or "" for citation in record.sources}
        references = self.site.references_from.get(record.id, ())
        ids = dict.fromkeys(r.target for r in references if r.how in ("cite", "sources"))
        return [(source, locators.get(id, "")) for id in ids if isinstance(source := self.get(id), models.Source)]

    def references(self, record: models.Record) -> list[tuple[str, str]]:
        """The same: the IRI of each source, and the source in a few words, with its address on the web."""
        return [
            (self.of_record(source), ", ".join(filter(None, [short(source), locator, source.url])))
            for source, locator in self.citations(record)
        ]


def _bracketed(words: str) -> str:
    """Words for the brackets of a link."""
    return re.sub(r"([\[\]\\])", r"\\\1", words)


def block_of(seed: Seed, offset: int) -> Block:
    """The caption or paragraph in which a passage's `offset` lies."""
    block = seed.block_at(offset)
    if block is None:
        raise ValueError("a passage begins and ends within a paragraph")
    return block


def given(fields: dict[str, Any]) -> dict[str, Any]:
    """The fields that have a value."""
    return {key: value for key, value in fields.items() if value not in (None, "", [], {})}


# JSON on one line. Made once: `json.dumps` would make an encoder for every value.
json_line = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def as_json(value: Any) -> bytes:
    """A file of one value."""
    return (json_line(value) + "\n").encode()


def as_json_array(items: Iterable[Any]) -> bytes:
    """A file of an array, each item on a line of its own."""
    return "[\n{}\n]\n".format(",\n".join(map(json_line, items))).encode()


def as_json_list(head: dict[str, Any], key: str, items: Iterable[Any]) -> bytes:
    """A file of the object `head` with a last key that holds an array, each item on a line of its own."""
    return '{},"{}":[\n{}\n]}}\n'.format(json_line(head)[:-1], key, ",\n".join(map(json_line, items))).encode()


def plain(model: Model) -> dict[str, Any]:
    """A model as JSON has it, without what is not given, and without its id: a record's is its key."""
    return model.model_dump(mode="json", by_alias=True, exclude_defaults=True, exclude={"id"})
