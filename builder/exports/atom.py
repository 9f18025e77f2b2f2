"""An Atom feed (RFC 4287) of what changed: records with `updated`, newest first. An article counts from its own date.

Nothing depends on when the feed was made: it is as old as its newest entry.
"""

from __future__ import annotations

from datetime import date as Day

from builder.addresses import address
from builder.exports.publication import Publication
from builder.exports.xml import Xml, document, element, lines
from builder.models import Article, Record

# Feed readers ask again and again for the whole file.
ENTRIES = 100


def made(publication: Publication) -> bytes:
    """The feed."""
    head = publication.dossier.head
    records = publication.dossier.records.values()
    dates = ((record.updated or (record.date if isinstance(record, Article) else None), record) for record in records)
    dated = [(date.earliest, record) for date, record in dates if date and date.earliest]
    dated.sort(key=lambda row: (-row[0].toordinal(), row[1].id))
    editors = head.editors or (publication.title,)
    feed = element(
        "feed",
        lines(
            element("id", publication.urn("/data/changes.atom")),
            element("title", publication.title),
            element("subtitle", head.subtitle) if head.subtitle else None,
            element("updated", _moment(dated[0][0] if dated else Day(1970, 1, 1))),
            *(element("author", element("name", editor)) for editor in editors),
            element("link", rel="alternate", href=publication.iri("/")),
            element("link", rel="self", href=publication.iri("/data/changes.atom")),
            element("rights", head.licence) if head.licence else None,
            *(_entry(publication, day, record) for day, record in dated[:ENTRIES]),
        ),
        xmlns="http://www.w3.org/2005/Atom",
        xml_lang=head.lang,
    )
    return document(feed)


def _moment(day: Day) -> str:
    return f"{day.isoformat()}T00:00:00Z"


def _entry(publication: Publication, day: Day, record: Record) -> Xml:
    return element(
        "entry",
        element("id", publication.urn(address(publication.site, record))),
        element("title", record.heading),
        element("updated", _moment(day)),
        element("link", rel="alternate", href=publication.of_record(record)),
        element("category", term=record.collection),
        element("category", term="hindsight") if publication.dossier.later(record) else None,
        element("summary", publication.words(record.summary) or record.noun),
    )
