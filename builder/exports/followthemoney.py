"""FollowTheMoney entities, one JSON object a line, for Aleph and OpenSanctions' tools.

Actors are persons and organisations, places addresses, articles and sources documents. Relations are links with a role,
sources are documentation, and an article that names an actor has one mention of it. Hindsight is a keyword. The ids are
the dossier's.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from builder.edtf import Edtf
from builder.exports.publication import Publication, as_json, given
from builder.models import Actor, Article, Event, Location, Relation, Source
from builder.values import grouped
from builder.wording import machine_date

ACTORS = {
    "person": "Person",
    "organisation": "Organization",
    "state": "PublicBody",
    "government": "PublicBody",
    "armed-group": "Organization",
    "military-unit": "Organization",
    "office": "LegalEntity",
    "crowd": "LegalEntity",
}
Entity = dict[str, Any]
Thing = Actor | Location | Event


def made(publication: Publication) -> bytes:
    """All entities."""
    return b"".join(map(as_json, entities(publication)))


def entities(publication: Publication) -> Iterator[Entity]:
    """The documents and things, then what ties them to each other."""
    dossier = publication.dossier
    documents: list[Article | Source] = [*dossier.of(Article), *dossier.of(Source)]
    things: list[Thing] = [*dossier.of(Actor), *dossier.of(Location), *dossier.of(Event)]
    for document in documents:
        yield _document(publication, document)
    for thing in things:
        yield _thing(publication, thing)
        for source, locator in publication.citations(thing):
            id, ends = f"{thing.id}_source_{source.id}", {"entity": thing.id, "document": source.id}
            yield _entity(id, "Documentation", **ends, role="source", summary=locator)
    for actor in dossier.of(Actor):
        for number, relation in enumerate(actor.relations, 1):
            yield from _link(publication, f"{actor.id}_relation_{number}", actor, relation)
    for article in dossier.articles:
        yield from _mentions(publication, article)


def _entity(id: str, schema: str, /, **properties: str | Iterable[str] | None) -> Entity:
    """An entity: every property is a list of texts."""
    lists = {key: [value] if isinstance(value, str) else value or () for key, value in properties.items()}
    kept = {key: [*filter(None, dict.fromkeys(texts))] for key, texts in lists.items()}
    return {"id": id, "schema": schema, "properties": given(kept)}


def _thing(publication: Publication, thing: Thing) -> Entity:
    later = publication.dossier.later(thing)
    notes = [f"{part.known_from}: {publication.words(part.body)}" for part in thing.later]
    shared: dict[str, str | Iterable[str] | None] = {
        "name": thing.heading,
        "summary": publication.words(thing.summary),
        "notes": [*notes, f"Known later: {later}" if later else ""],
        "keywords": [thing.kind, "hindsight" if later else ""],
        "sourceUrl": publication.of_record(thing) if publication.is_absolute else None,
    }
    if isinstance(thing, Event):
        place = publication.get(thing.place)
        where = {"location": place.heading, "addressEntity": place.id} if place else {}
        involved = [actor.id for actor in thing.actors if publication.get(actor.id)]
        return _entity(thing.id, "Event", **shared, **_dates(thing.date, thing.date), **where, involved=involved)
    shared["alias"] = [*thing.also, *thing.native.values()]
    shared |= {"wikidataId": thing.same_as.get("wikidata"), "wikipediaUrl": thing.same_as.get("wikipedia")}
    if isinstance(thing, Actor):
        role = {"position": thing.role} if thing.kind == "person" else {"classification": thing.kind}
        return _entity(thing.id, ACTORS[thing.kind], **shared, **role)
    inside, (latitude, longitude) = publication.get(thing.in_), thing.coordinates or ("", "")
    full = ", ".join([thing.name, inside.heading] if inside else [thing.name])
    return _entity(thing.id, "Address", **shared, full=full, latitude=str(latitude), longitude=str(longitude))


def _document(publication: Publication, document: Article | Source) -> Entity:
    return _entity(
        document.id,
        "Article" if document.type == "article-newspaper" else "Document",
        fileName=document.file if isinstance(document, Article) else document.id,
        title=document.title,
        name=document.title,
        author=[str(person) for person in document.author],
        publisher=document.publisher,
        publishedAt=machine_date(document.issued),
        sourceUrl=document.url,
        summary=publication.words(document.summary),
    )


def _link(publication: Publication, id: str, actor: Actor, relation: Relation) -> Iterator[Entity]:
    other, later = publication.get(relation.of), publication.dossier.later(relation)
    sources = [source for citation in relation.sources if isinstance(source := publication.get(citation.id), Source)]
    if isinstance(other, Thing):
        ends = {"subject": actor.id, "object": other.id, "role": relation.is_}
        about = [f"Known later: {later}" if later else "", *(f"Source: {source.title}" for source in sources)]
        urls = [source.url or "" for source in sources]
        yield _entity(
            id, "UnknownLink", **ends, description=about, sourceUrl=urls, **_dates(relation.from_, relation.to)
        )


def _dates(first: Edtf | None, last: Edtf | None) -> dict[str, str]:
    """From the first date's beginning to the last date's end, as exactly as they are known."""
    start = machine_date(first) or str((first and first.earliest) or "")
    end = machine_date(last) or str((last and last.latest) or "")
    return {"startDate": start, "endDate": end}


def _mentions(publication: Publication, article: Article) -> Iterator[Entity]:
    mentions = publication.site.anchored.mentions.get(article.id, ())
    seeds = publication.dossier.seeds
    for id, forms in grouped((m.ref, seeds[article.id].words(m.start, m.end)) for m in mentions).items():
        if isinstance(actor := publication.get(id), Actor):
            ends = {"document": article.id, "resolved": id}
            yield _entity(f"{article.id}_names_{id}", "Mention", **ends, name=forms, detectedSchema=ACTORS[actor.kind])
