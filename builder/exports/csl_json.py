"""The sources as CSL-JSON (Citation Style Language 1.0.2), for Zotero and every citation processor.

Dates are arrays of numbers, which every processor reads; what these cannot say is a literal. The weight of a source and
the editors' remark are its `note`; an archived copy is its `archive_location`.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

from builder.edtf import Edtf
from builder.exports.publication import Export, File, Publication, as_json_array
from builder.models import Person, Source
from builder.values import Site


def files(site: Site, base: str) -> Iterator[File]:
    """All sources in one array, in the order of the files."""
    publication = Publication.of(site, base, "sources.json")
    yield "sources.json", as_json_array(_item(publication, source) for source in site.dossier.of(Source))


def _item(publication: Publication, source: Source) -> dict[str, Any]:
    item = {
        "id": source.id,
        "type": source.type,
        "title": source.title,
        "author": [_name(person) for person in source.author],
        "publisher": source.publisher,
        "issued": _date(source.issued),
        "URL": source.url,
        "accessed": _date(source.accessed),
        "archive": urlsplit(source.archived).hostname if source.archived else None,
        "archive_location": source.archived,
        "language": source.lang,
        "note": remark(publication, source),
    }
    return {key: value for key, value in item.items() if value}


def remark(publication: Publication, source: Source) -> str:
    """How much may rest on a source, and what the editors say of it."""
    strength = f"Strength: {source.strength}." if source.strength else ""
    return " ".join(filter(None, [strength, publication.words(source.note)]))


def _name(person: Person) -> dict[str, str]:
    if not person.family:
        return {"literal": str(person)}
    return {"family": person.family} | ({"given": person.given} if person.given else {})


def _date(date: Edtf | None) -> dict[str, Any] | None:
    if date is None:
        return None
    if date.precision not in ("day", "month", "year") or not date.earliest:
        return {"literal": date.label}
    day = date.earliest
    parts = [day.year, day.month, day.day][: ("year", "month", "day").index(date.precision) + 1]
    return {"date-parts": [parts]} | ({"circa": True} if date.approximate else {})


EXPORT = Export(
    "csl-json",
    "CSL-JSON",
    "sources.json",
    "The sources, for Zotero and other reference managers.",
    "https://docs.citationstyles.org/en/stable/specification.html",
    files,
)
