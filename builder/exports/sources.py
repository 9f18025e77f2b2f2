"""The sources as CSL-JSON (Citation Style Language 1.0.2), for Zotero and every citation processor, and as BibTeX.

The weight of a source and the editors' remark are its `note`; an archived copy is its `archive_location`.
"""

from __future__ import annotations

from collections.abc import Iterator

from builder import csl
from builder.exports.publication import Publication, as_json_array
from builder.models import Source


def csl_json(publication: Publication) -> bytes:
    """All sources in one array, in the order of the files."""
    return as_json_array(_items(publication))


def bibtex(publication: Publication) -> bytes:
    """All sources, in the order of the files."""
    found = [(item["id"], *csl.bibtex(item)) for item in _items(publication)]
    return "\n".join(f"@{kind}{{{id},\n{fields}\n}}\n" for id, kind, fields in found).encode()


def _items(publication: Publication) -> Iterator[csl.Item]:
    for source in publication.dossier.of(Source):
        strength = f"Strength: {source.strength}." if source.strength else ""
        yield csl.item(source, " ".join(filter(None, [strength, publication.words(source.note)])))
