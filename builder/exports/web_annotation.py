"""W3C Web Annotation Data Model (2017), as JSON-LD.

Each article has a collection of all that is annotated in it, in the order of the text; each anchored record has a
document of its own. An annotation's IRI is the address of its first passage. Targets are parts of the article's text as
a file of its own (`data/articles/<id>.txt`): offsets count its code points, quotations are unique in it.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache
from hashlib import sha256
from typing import Any

from builder.exports.publication import File, Publication, as_json, as_json_list, block_of, given, json_line, plain
from builder.lists import in_pages
from builder.models import Article, EditorNote, Mention, Named, Record, TimeExpression
from builder.seed import Seed
from builder.values import MentionSpan, Passage

CONTEXT = "http://www.w3.org/ns/anno.jsonld"
# Hypothesis, too, keeps 32 characters on each side; more where these are not unique.
AROUND = 32
# A page that a browser still loads at once.
PAGE_SIZE = 500
# Of the kinds of records and of notes; all others describe.
MOTIVATIONS = {
    "actors": "identifying",
    "places": "identifying",
    "mentions": "identifying",
    "dates": "identifying",
    "background": "linking",
    "claims": "assessing",
    "context": "commenting",
    "correction": "editing",
    "variant": "classifying",
    "caution": "assessing",
}
# The media type of a body that holds the record itself, as an annotation file has it.
RECORD = "application/json"
Object = dict[str, Any]


def files(publication: Publication) -> Iterator[File]:
    """The collection of each article, its pages, and a document for each anchored record."""
    writer = _Writer(publication)
    for article in publication.dossier.articles:
        if article.id in publication.dossier.seeds:
            yield from writer.collection(article)
    for id in publication.dossier.records:
        if publication.passages(id):
            document = {"@context": CONTEXT, **writer.of_record(id)}
            yield f"web-annotation/records/{id}.json", as_json(document)


def texts(publication: Publication) -> Iterator[File]:
    """The text of each article: UTF-8 without a byte order mark, otherwise its seed, byte for byte."""
    for id, seed in publication.dossier.seeds.items():
        yield f"articles/{id}.txt", seed.text.encode()


def motivation(record: Record) -> str:
    """Why a record is there; with notes it depends on their kind."""
    return MOTIVATIONS.get(record.kind if isinstance(record, EditorNote) else record.collection, "describing")


class _Writer:
    """Writes collections and documents. `of_record`, what an editor has written, is in both and is made once."""

    def __init__(self, publication: Publication) -> None:
        self.publication = publication
        self.of_record = cache(self._of_record)
        creators = [{"name": editor} for editor in publication.dossier.head.editors]
        self.rights = given({"creator": creators, "rights": publication.licence})

    def collection(self, article: Article) -> Iterator[File]:
        # No id holds `_`: a page cannot be taken for another article's collection.
        path = f"web-annotation/articles/{article.id}"
        iri = self.publication.iri(f"/data/{path}")
        items = list(self._annotations(article))
        parts = in_pages(items, PAGE_SIZE)
        whole = {"id": f"{iri}.json", "type": "AnnotationCollection", "label": article.title, "total": len(items)}
        ends = {"first": f"{iri}_1.json", "last": f"{iri}_{len(parts)}.json"}
        yield f"{path}.json", as_json({"@context": CONTEXT, **whole, **self.rights, **ends})
        for number, part in enumerate(parts, 1):
            page: Object = {"@context": CONTEXT, "id": f"{iri}_{number}.json", "type": "AnnotationPage"}
            page |= {"partOf": whole, "startIndex": (number - 1) * PAGE_SIZE}
            page |= {"prev": f"{iri}_{number - 1}.json"} if number > 1 else {}
            page |= {"next": f"{iri}_{number + 1}.json"} if number < len(parts) else {}
            yield f"{path}_{number}.json", as_json_list(page, "items", part)

    def _annotations(self, article: Article) -> Iterator[Object]:
        """All of an article, in the order of the text: each record once, each automatic mention."""
        passages = self.publication.site.anchored.in_article(article.id)
        ordered = sorted(passages, key=lambda passage: (passage.start, -passage.end, passage.fragment))
        for said in dict.fromkeys(passage.author or passage for passage in ordered):
            if isinstance(said, str):
                yield self.of_record(said)
            elif isinstance(said, MentionSpan):
                yield self._automatic(said)

    def _automatic(self, mention: MentionSpan) -> Object:
        """A name that the builder has found."""
        return {
            "id": self.publication.of_passage(mention),
            "type": "Annotation",
            "motivation": "identifying",
            "generator": {"type": "Software", "name": "dossier"},
            "body": self.publication.of_record(self.publication.dossier.records[mention.ref]),
            "target": self._target(mention),
        }

    def _of_record(self, id: str) -> Object:
        """What an editor has written on one or more passages."""
        record, passages = self.publication.dossier.records[id], self.publication.passages(id)
        known = record.known_from or self.publication.dossier.later(record)
        modified = record.updated and record.updated.exact_day
        cited = self.publication.references(record)
        bodies = list(self._bodies(record))
        written = json_line({record.collection: {record.id: plain(record)}, "seal": seal(bodies)})
        own = {"type": "TextualBody", "purpose": "describing", "format": RECORD, "value": written}
        return given(
            {
                "id": self.publication.of_passage(passages[0]),
                "type": "Annotation",
                "motivation": motivation(record),
                **self.rights,
                "modified": f"{modified}T00:00:00Z" if modified else None,
                "dcterms:title": record.heading if record.heading != record.id else None,
                "dcterms:available": str(known) if known else None,
                "dcterms:references": [{"id": iri, "dcterms:bibliographicCitation": words} for iri, words in cited],
                "body": [*bodies, own],
                "target": [*map(self._target, passages)],
            }
        )

    def _bodies(self, record: Record) -> Iterator[Object]:
        """What the annotation says: the record's sort, whom or what the passage means, the editor's words."""
        later = "hindsight" if self.publication.dossier.later(record) else None
        for sort in filter(None, [record.noun, getattr(record, "kind", None), later]):
            yield {"type": "TextualBody", "purpose": "classifying", "value": sort}
        meant = self.publication.get(record.is_) if isinstance(record, Mention) else record
        if meant is not None and not isinstance(record, (EditorNote, TimeExpression)):
            purpose = "identifying" if isinstance(record, (Named, Mention)) else "linking"
            yield {"type": "SpecificResource", "purpose": purpose, "source": self.publication.of_record(meant)}
        if date := self.publication.moment(record):
            yield {"type": "TextualBody", "purpose": "identifying", "value": date}
        text = {"type": "TextualBody", "purpose": "describing", "format": "text/markdown"}
        text["language"] = self.publication.dossier.head.lang
        if statement := self.publication.statement(record):
            yield text | {"value": statement}
        for part in record.later:
            yield text | {"value": self.publication.markdown(part.body), "dcterms:available": str(part.known_from)}

    def _target(self, passage: Passage) -> Object:
        seed, start, end = self.publication.dossier.seeds[passage.article], passage.start, passage.end
        prefix, suffix = context(seed, start, end)
        quote = {"exact": seed.text[start:end], "prefix": prefix, "suffix": suffix}
        return {
            "source": self.publication.of_text(passage.article),
            "scope": self.publication.iri(f"/articles/{passage.article}/"),
            "selector": [
                {"type": "TextQuoteSelector", **quote},
                {"type": "TextPositionSelector", "start": start, "end": end},
            ],
        }


def seal(bodies: list[Any]) -> str:
    """A digest of an annotation's other bodies: whether somebody has changed what it says since it was exported."""
    return sha256(json.dumps(bodies, sort_keys=True).encode()).hexdigest()[:16]


def context(seed: Seed, start: int, end: int) -> tuple[str, str]:
    """What stands before and after a passage, so much that the whole occurs once.

    It stays within the passage's paragraphs where it can: beyond them a page and a text file differ.
    """
    text = seed.text
    low, high = block_of(seed, start).start, block_of(seed, end - 1).end
    around = AROUND
    while True:
        first, last = max(low, start - around), min(high, end + around)
        if text.find(text[first:last]) == first and text.find(text[first:last], first + 1) < 0:
            return text[first:start], text[end:last]
        if (first, last) == (low, high):
            low, high = 0, len(text)
        around *= 2
