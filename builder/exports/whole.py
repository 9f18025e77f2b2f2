"""Everything as one JSON file: the records by kind and id with the keys of the annotation files, the texts untouched.

Markdown is as the editors wrote it (`[[id]]`, `[@source]`). `at` is what the builder made of it: article and offsets.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from builder.edtf import Edtf
from builder.exports.publication import Export, File, Publication, as_json
from builder.models import KINDS, Model, Record
from builder.values import Site


def files(site: Site, base: str) -> Iterator[File]:
    """The one file."""
    publication = Publication.of(site, base, "dossier.json")
    whole: dict[str, Any] = {"dossier": _plain(site.dossier.head)}
    for collection in KINDS:
        records = site.dossier.records_of(collection)
        whole[collection] = {id: _record(publication, record) for id, record in records.items()}
    yield "dossier.json", as_json(whole)


def _record(publication: Publication, record: Record) -> dict[str, Any]:
    found: dict[str, Any] = _plain(record)
    found.pop("at", None)
    passages = [{"article": p.article, "start": p.start, "end": p.end} for p in publication.passages(record.id)]
    more = {"at": passages or None, "hindsight": bool(publication.later(record)) or None}
    return found | {key: value for key, value in more.items() if value}


def _plain(value: Any) -> Any:
    """A model as JSON has it, without what is not given."""
    if isinstance(value, Model):
        rows = (
            (info.alias or name, getattr(value, name), info.default) for name, info in type(value).model_fields.items()
        )
        return {key: _plain(held) for key, held, default in rows if held != default and key != "id"}
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    return str(value) if isinstance(value, Edtf) else value


EXPORT = Export(
    "json",
    "JSON",
    "dossier.json",
    "Everything in one file, with the keys of the annotation files.",
    "https://www.rfc-editor.org/rfc/rfc8259",
    files,
)
