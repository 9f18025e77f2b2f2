"""The sources as BibTeX."""

from __future__ import annotations

from builder import csl
from builder.exports.csl_json import items
from builder.exports.publication import Publication


def made(publication: Publication) -> bytes:
    """All sources, in the order of the files."""
    found = [(item["id"], *csl.bibtex(item)) for item in items(publication)]
    return "\n".join(f"@{kind}{{{id},\n{fields}\n}}\n" for id, kind, fields in found).encode()
