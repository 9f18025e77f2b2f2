"""Everything as one JSON file: the records by kind and id with the keys of the annotation files, the texts untouched.

Markdown is as the editors wrote it (`[[id]]`, `[@source]`). `at` is what the builder made of it: article and offsets.
"""

from __future__ import annotations

from typing import Any

from builder.exports.publication import Publication, given, json_line, plain
from builder.models import KINDS, Record


def made(publication: Publication) -> bytes:
    """The one file."""
    records = publication.dossier.records
    keys = [("json", id) for id in records]
    lines = publication.site.each_once({}, keys, lambda key: json_line(_record(publication, records[key[1]])))
    found = dict(zip(records, lines, strict=True))
    whole = [f'"dossier":{json_line(plain(publication.dossier.head))}']
    for collection in KINDS:
        rows = (f"{json_line(id)}:{found[id]}" for id in publication.dossier.records_of(collection))
        whole.append(f'"{collection}":{{{",".join(rows)}}}')
    return f"{{{','.join(whole)}}}\n".encode()


def _record(publication: Publication, record: Record) -> dict[str, Any]:
    found: dict[str, Any] = plain(record)
    found.pop("at", None)
    passages = [{"article": p.article, "start": p.start, "end": p.end} for p in publication.passages(record.id)]
    return found | given({"at": passages, "hindsight": True if publication.dossier.later(record) else None})
