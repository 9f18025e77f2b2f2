"""TEI P5, one document an article: the text untouched, and stand-off annotation (Guidelines, 17.10).

`standOff` holds the persons, organisations, places, events, terms and sources that the article's annotations name, how
they are related, and the annotations. These point into the paragraphs with the TEI XPointer schemes `string-range` and
`string-index`, which count characters of a paragraph from 0. What was not known when the article appeared has the type
`hindsight`.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any

from builder import models
from builder.edtf import Edtf
from builder.exports.publication import File, Publication, block_of
from builder.exports.web_annotation import motivation
from builder.exports.xml import Xml, document, element, lines, text
from builder.seed import Seed
from builder.values import Anchor, MentionSpan, Passage, grouped

LISTS: dict[type[models.Record], str] = {
    models.Actor: "listOrg",
    models.Location: "listPlace",
    models.Event: "listEvent",
    models.Term: "list",
    models.Source: "listBibl",
}
# The fields in which an entry or annotation points to other records.
POINTS = ("place", "actors", "in", "speaker", "addressee", "cite", "sources")
ABOUT = (
    "The paragraphs are those of the source, character by character. Pointers count the characters of a paragraph from "
    "0. Notes are in Markdown. What was not known when the article appeared has the type hindsight."
)


def files(publication: Publication) -> Iterator[File]:
    """A document for each article."""
    writer = _Writer(publication)
    for article in publication.dossier.articles:
        if article.id in publication.dossier.seeds:
            yield f"tei/{article.id}.xml", document(writer.article(article))


class _Writer:
    """Writes articles; an entry that several of them need is written once."""

    def __init__(self, publication: Publication) -> None:
        self.publication = publication
        self.dossier = publication.dossier
        self.entry = cache(self._entry)

    def article(self, article: models.Article) -> Xml:
        seed = self.dossier.seeds[article.id]
        paragraphs = [
            element("p", seed.text[block.start : block.end], xml_id=block.id, xml_space="preserve")
            for block in seed.blocks
        ]
        if seed.caption:
            paragraphs[0] = element("figure", paragraphs[0])
        body = element("text", element("body", lines(*paragraphs)), xml_lang=article.lang or self.dossier.head.lang)
        content = lines(self._header(article), self._stand_off(article), body)
        return element("TEI", content, xmlns="http://www.tei-c.org/ns/1.0")

    def _header(self, article: models.Article) -> Xml:
        head = self.dossier.head
        publisher = element("publisher", ", ".join(head.editors) or self.publication.title)
        licence = element("licence", head.licence, target=self.publication.licence) if head.licence else None
        terms = element("availability", licence) if licence else None
        file = element(
            "fileDesc",
            element("titleStmt", element("title", article.title)),
            element("publicationStmt", publisher, terms, element("ptr", target=self.publication.of_record(article))),
            element("sourceDesc", _bibl(article)),
        )
        return element("teiHeader", lines(file, element("encodingDesc", element("p", ABOUT))))

    def _stand_off(self, article: models.Article) -> Xml | None:
        anchored, seed = self.publication.site.anchored, self.dossier.seeds[article.id]
        passages = grouped((anchor.record, anchor) for anchor in anchored.anchors[article.id])
        mentions = anchored.mentions[article.id]
        named = self._named([*passages, *(mention.ref for mention in mentions)])
        entries = grouped((tag, self.entry(record.id)) for record in named.values() if (tag := _list_of(record)))
        actors = [record for record in named.values() if isinstance(record, models.Actor)]
        relations = [self._relation(actor, r) for actor in actors for r in actor.relations if r.of in named]
        annotations = [self._mention(mention, seed) for mention in mentions]
        annotations += [self._annotation(self.dossier.records[id], found, seed) for id, found in passages.items()]
        entries |= {"listRelation": relations, "listAnnotation": annotations}
        lists = [
            element(tag, lines(*entries[tag]), type="gloss" if tag == "list" else None)
            for tag in ("listPerson", *LISTS.values(), "listRelation", "listAnnotation")
            if entries.get(tag)
        ]
        return element("standOff", lines(*lists)) if lists else None

    def _named(self, ids: list[str]) -> dict[str, models.Record]:
        """Records and those that their entries point to, by id."""
        found: dict[str, models.Record] = {}
        for id in ids:  # grows while it is walked
            record = self.publication.get(id)
            if record and id not in found:
                found[id] = record
                ids += [r.target for r in self.publication.site.references_from.get(id, ()) if r.how in POINTS]
        return found

    def _entry(self, id: str) -> Xml:
        record = self.dossier.records[id]
        shared: dict[str, Any] = {"xml_id": xml_id(record.id), "source": self._cited(record)}
        notes = self._notes(record)
        match record:
            case models.Actor(kind="person"):
                return element("person", *_names("persName", record), *notes, **shared)
            case models.Actor():
                return element("org", *_names("orgName", record), *notes, role=record.kind, **shared)
            case models.Location():
                point = element("geo", " ".join(map(str, record.coordinates))) if record.coordinates else None
                notes = [*_names("placeName", record), *([element("location", point)] if point else []), *notes]
                inside = self._pointers([record.in_])
                within = element("ptr", type="in", target=inside) if inside else None
                return element("place", *notes, within, type=record.kind, **shared)
            case models.Event():
                actors = self._pointers([actor.id for actor in record.actors])
                tied = element("ptr", type="participants", target=actors) if actors else None
                shared |= {"type": record.kind, "where": self._pointers([record.place]), **_dates(record.date)}
                return element("event", element("label", record.title), *notes, tied, **shared)
            case models.Source():
                return _bibl(record)
        definition = self.publication.words(getattr(record, "definition", None))
        return element("item", element("term", record.heading), text(" "), element("gloss", definition), **shared)

    def _notes(self, record: models.Record) -> list[Xml]:
        """A record's summary and what was known only later; the rest is at its address."""
        kind = "hindsight" if self.publication.dossier.later(record) else None
        summary = [element("note", self.publication.words(record.summary), type=kind)] if record.summary else []
        return [*summary, *self._later(record), element("ptr", target=self.publication.of_record(record))]

    def _later(self, record: models.Record) -> list[Xml]:
        dated = [(element("date", str(part.known_from)), self.publication.markdown(part.body)) for part in record.later]
        return [element("note", date, ": ", body, type="hindsight") for date, body in dated]

    def _relation(self, actor: models.Actor, relation: models.Relation) -> Xml:
        first, last = relation.from_ and relation.from_.earliest, relation.to and relation.to.latest
        return element(
            "relation",
            element("desc", relation.is_),
            name="related",
            active=f"#{xml_id(actor.id)}",
            passive=f"#{xml_id(relation.of)}",
            from_=first.isoformat() if first else None,
            to=last.isoformat() if last else None,
            type="hindsight" if self.publication.dossier.later(relation) else None,
            source=self._pointers([citation.id for citation in relation.sources]),
        )

    def _mention(self, mention: MentionSpan, seed: Seed) -> Xml:
        """Whom or what words mean, and who says so. Most are automatic and need no escaping."""
        id, where = f"_{mention.fragment}", pointer(mention, seed)
        if not mention.explicit:
            ptr = f'<ptr type="automatic" target="#{xml_id(mention.ref)}"/>'
            return Xml(f'<annotation xml:id="{id}" target="{where}" motivation="identifying">{ptr}</annotation>')
        author = self.publication.get(mention.author)
        statement = self.publication.statement(author) if isinstance(author, models.Mention) else ""
        return element(
            "annotation",
            element("ptr", type="explicit", target=f"#{xml_id(mention.ref)}"),
            element("note", statement) if statement else None,
            xml_id=id,
            target=where,
            motivation="identifying",
            source=self._cited(author) if author else None,
        )

    def _annotation(self, record: models.Record, passages: list[Anchor], seed: Seed) -> Xml:
        """What a record says of passages; an event's entry says it already."""
        title = record.heading if record.heading != record.id else ""
        statement = "\n\n".join(filter(None, [title, self.publication.statement(record)]))
        kind = "hindsight" if self.publication.dossier.later(record) else getattr(record, "kind", record.noun)
        said = [element("note", statement, type=kind), *self._later(record)]
        return element(
            "annotation",
            *([element("ptr", target=f"#{xml_id(record.id)}")] if isinstance(record, models.Event) else said),
            xml_id=f"_{record.id}_at",
            target=" ".join(pointer(passage, seed) for passage in passages),
            motivation=motivation(record),
            source=self._cited(record),
        )

    def _cited(self, record: models.Record) -> str:
        return self._pointers([source.id for source, _ in self.publication.citations(record)])

    def _pointers(self, ids: list[str | None]) -> str:
        """Pointers to records, as far as these are published."""
        return " ".join(f"#{xml_id(id)}" for id in ids if id and self.publication.get(id))


def xml_id(id: str) -> str:
    """A record's id as an XML name, which does not begin with a digit. No id of ours holds `_`."""
    return id if id[0].isalpha() else f"_{id}"


def pointer(passage: Passage, seed: Seed) -> str:
    """A TEI pointer to a passage: within one paragraph, or from one to another."""
    first, last = block_of(seed, passage.start), block_of(seed, passage.end - 1)
    offset = passage.start - first.start
    if first is last:
        return f"#string-range({first.id},{offset},{passage.end - passage.start})"
    return f"#range(string-index({first.id},{offset}),string-index({last.id},{passage.end - last.start}))"


def _list_of(record: models.Record) -> str | None:
    """The list in which a record has its entry."""
    return "listPerson" if getattr(record, "kind", "") == "person" else LISTS.get(type(record))


def _names(tag: str, record: models.Named) -> list[Xml]:
    names = [element(tag, record.heading), *(element(tag, form, type="alt") for form in record.also)]
    return names + [element(tag, name, xml_lang=lang) for lang, name in record.native.items()]


def _dates(date: Edtf) -> dict[str, str]:
    """A date in attributes of att.datable: a day, or the first and the last that it can be."""
    if date.exact_day:
        return {"when": date.text}
    keys = ("from_", "to") if date.precision == "interval" and not date.approximate else ("notBefore", "notAfter")
    return {key: day.isoformat() for key, day in zip(keys, (date.earliest, date.latest), strict=True) if day}


def _bibl(work: models.Article | models.Source) -> Xml:
    """A work; a source has its entry here and nowhere else."""
    address, id = work.url, None
    if isinstance(work, models.Source):
        address, id = work.url or work.archived, xml_id(work.id)
    parts = [element("author", str(author)) for author in work.author]
    parts.append(element("title", element("ref", work.title, target=address) if address else work.title))
    parts += [element("publisher", work.publisher)] if work.publisher else []
    parts += [element("date", work.issued.label, **_dates(work.issued))] if work.issued else []
    return element("bibl", Xml(", ".join(parts)), xml_id=id)
