"""Everything as one JSON file: the records by kind and id with the keys of the annotation files, the texts untouched.

Markdown is as the editors wrote it (`[[id]]`, `[@source]`). `at` is what the builder made of it: article and offsets.
"""

from __future__ import annotations

from typing import Any

from builder.exports.publication import Publication, as_json, given, plain
from builder.models import KINDS, Record


def made(publication: Publication) -> bytes:
    """The one file."""
    whole: dict[str, Any] = {"dossier": plain(publication.dossier.head)}
    for collection in KINDS:
        records = publication.dossier.records_of(collection)
        whole[collection] = {id: _record(publication, record) for id, record in records.items()}
    return as_json(whole)


def _record(publication: Publication, record: Record) -> dict[str, Any]:
    found: dict[str, Any] = plain(record)
    found.pop("at", None)
    passages = [{"article": p.article, "start": p.start, "end": p.end} for p in publication.passages(record.id)]
    return found | given({"at": passages, "hindsight": True if publication.dossier.later(record) else None})
