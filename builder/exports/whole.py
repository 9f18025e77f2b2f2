"""Everything as one JSON file: the records by kind and id with the keys of the annotation files, the texts untouched.

Markdown is as the editors wrote it (`[[id]]`, `[@source]`). `at` is what the builder made of it: article and offsets.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from builder.exports.publication import Export, File, Publication, as_json, plain
from builder.models import KINDS, Record
from builder.values import Site


def files(site: Site, base: str) -> Iterator[File]:
    """The one file."""
    publication = Publication.of(site, base, "dossier.json")
    whole: dict[str, Any] = {"dossier": plain(site.dossier.head)}
    for collection in KINDS:
        records = site.dossier.records_of(collection)
        whole[collection] = {id: _record(publication, record) for id, record in records.items()}
    yield "dossier.json", as_json(whole)


def _record(publication: Publication, record: Record) -> dict[str, Any]:
    found: dict[str, Any] = plain(record)
    found.pop("at", None)
    passages = [{"article": p.article, "start": p.start, "end": p.end} for p in publication.passages(record.id)]
    more = {"at": passages or None, "hindsight": bool(publication.later(record)) or None}
    return found | {key: value for key, value in more.items() if value}


EXPORT = Export(
    "json",
    "JSON",
    "dossier.json",
    "Everything in one file, with the keys of the annotation files.",
    "https://www.rfc-editor.org/rfc/rfc8259",
    files,
)
