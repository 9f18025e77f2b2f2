"""schema.org as JSON-LD: a description of each record, for the page that shows it.

schema.org has no word for hindsight; what a record says beyond its summary stays on its page.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from builder import models
from builder.edtf import Edtf
from builder.exports.publication import Publication, given, json_line
from builder.parts import Person
from builder.values import Site
from builder.wording import machine_date, outside

CONTEXT = "https://schema.org"
ACTORS = {
    "person": "Person",
    "organisation": "Organization",
    "state": "Country",
    "government": "GovernmentOrganization",
    "armed-group": "Organization",
    "military-unit": "Organization",
    "office": "Thing",
    "crowd": "Thing",
}
PLACES = {"city": "City", "country": "Country"}
# Only works can cite; other things can be what a work is about.
CITING = {"Article", "NewsArticle", "Quotation", "Claim"}
Object = dict[str, Any]


def script(site: Site, records: Iterable[models.Record], path: str) -> str:
    """What a page shows, as a block of data within its HTML; nothing for a page that schema.org has no word for.

    A browser runs no such block. Addresses are relative to the page at `path`, such as `actors/iran/`.
    """
    publication = Publication(site, "../" * path.count("/") or "./")
    graph = [_term_set(publication)] if path == "glossary/" else []
    graph += filter(None, (_described(publication, record) for record in records))
    if not graph:
        return ""
    whole = {"@context": CONTEXT, **(graph[0] if len(graph) == 1 else {"@graph": graph})}
    harmless = json_line(whole).replace("<", "\\u003c")
    return f'\n<script type="application/ld+json">{harmless}</script>'


def _term_set(publication: Publication) -> Object:
    """The glossary as a whole."""
    return {
        "@type": "DefinedTermSet",
        "@id": publication.iri("/glossary/"),
        "name": f"{publication.title}: glossary",
        **_editorial(publication),
    }


def _described(publication: Publication, record: models.Record) -> Object:
    """A record; nothing for a kind that schema.org has no word for."""
    found = _own(publication, record)
    if not found:
        return {}
    shared = {
        "@type": found["@type"],
        "@id": publication.of_record(record),
        "name": record.heading,
        "description": publication.words(record.summary),
        "url": publication.of_record(record),
    }
    if isinstance(record, models.Named):
        elsewhere = [outside(name, value)[1] for name, value in record.same_as.items()]
        found |= {"alternateName": [*record.also, *record.native.values()], "sameAs": [*filter(None, elsewhere)]}
    sources = (source.id for source, _ in publication.citations(record))
    return given(shared | found | {"citation" if found["@type"] in CITING else "subjectOf": _ids(publication, sources)})


def _ids(publication: Publication, ids: Iterable[str | None]) -> list[Object]:
    records = map(publication.dossier.records.get, filter(None, dict.fromkeys(ids)))
    return [{"@id": publication.of_record(record)} for record in records if record]


def _own(publication: Publication, record: models.Record) -> Object:
    """What only a record of its kind has."""
    anchored = publication.site.anchored
    match record:
        case models.Actor():
            return {"@type": ACTORS[record.kind], "disambiguatingDescription": record.role}
        case models.Location():
            point = dict(zip(("latitude", "longitude"), record.coordinates or (), strict=False))
            return {
                "@type": PLACES.get(record.kind, "Place"),
                "geo": {"@type": "GeoCoordinates", **point} if point else None,
                "containedInPlace": _ids(publication, [record.in_]),
            }
        case models.Term():
            return {
                "@type": "DefinedTerm",
                "description": publication.words(record.definition),
                "inDefinedTermSet": {"@id": publication.iri("/glossary/")},
            }
        case models.Article():
            return {
                "@type": "NewsArticle",
                "headline": record.title,
                "inLanguage": record.lang or publication.dossier.head.lang,
                "datePublished": machine_date(record.date),
                "dateModified": machine_date(record.corrected),
                "sameAs": record.url,
                "mentions": _ids(publication, (mention.ref for mention in anchored.mentions.get(record.id, ()))),
                "author": [*map(_author, record.author)],
                "publisher": {"@type": "Organization", "name": record.publisher} if record.publisher else None,
            }
        case models.Topic():
            return {"@type": "Article", "headline": record.title, **_editorial(publication)}
        case models.Event():
            return {
                "@type": "Event",
                "location": _ids(publication, [record.place]),
                "about": _ids(publication, (actor.id for actor in record.actors)),
                **_span(record.date),
            }
        case models.Quote():
            # The passage of an article may be the reporter's own words: only an original is surely the speaker's.
            original = record.original
            said = {"text": original.text, "inLanguage": original.lang} if original else {}
            who = {"creator": _who(publication, record.speaker), "dateCreated": machine_date(record.date)}
            return {"@type": "Quotation", **said, **who, "isPartOf": _articles(publication, record)}
        case models.Claim():
            parts = {"hasPart": [_position(publication, position) for position in record.positions]}
            return {"@type": "Claim", **parts, "appearance": _articles(publication, record), **_editorial(publication)}
    return {}


def _articles(publication: Publication, record: models.Record) -> list[Object]:
    """The articles in which a record is anchored."""
    return _ids(publication, (anchor.article for anchor in publication.site.anchored.of_record(record.id)))


def _position(publication: Publication, position: models.Position) -> Object:
    said = {"text": publication.words(position.says), "author": _who(publication, position.by)}
    return given({"@type": "Claim", **said, "dateCreated": machine_date(position.since)})


def _span(date: Edtf) -> Object:
    """First and last day; nothing for a date that is only about right: schema.org would take it for exact."""
    if date.precision != "interval" or date.approximate:
        return {"startDate": machine_date(date)}
    first, last = (day.isoformat() if day else None for day in (date.earliest, date.latest))
    return {"startDate": first, "endDate": last}


def _editorial(publication: Publication) -> Object:
    """What the editors wrote themselves."""
    head = publication.dossier.head
    editors = [{"@type": "Organization", "name": editor} for editor in head.editors]
    return given({"inLanguage": head.lang, "license": publication.licence, "publisher": editors})


def _author(person: Person) -> Object:
    if not person.family:
        return {"@type": "Organization", "name": str(person)}
    return given({"@type": "Person", "name": str(person), "familyName": person.family, "givenName": person.given})


def _who(publication: Publication, who: str) -> Object | str:
    """Who says something: schema.org knows persons and organisations, and takes no state or crowd for one.

    Whoever is no record may be either, or several: words, which schema.org's data model takes in place of any thing.
    """
    record = publication.get(who)
    if not isinstance(record, models.Actor):
        return who
    if ACTORS[record.kind] in ("Country", "Thing"):
        return {"@type": "Organization", "name": record.name, "url": publication.of_record(record)}
    return {"@id": publication.of_record(record)}
