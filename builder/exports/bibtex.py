"""The sources as BibTeX."""

from __future__ import annotations

from collections.abc import Iterator

from builder import csl
from builder.exports.csl_json import items
from builder.exports.publication import Export, File, Publication
from builder.values import Site


def files(site: Site, base: str) -> Iterator[File]:
    """All sources, in the order of the files."""
    found = [(item["id"], *csl.bibtex(item)) for item in items(Publication.of(site, base, "sources.bib"))]
    yield "sources.bib", "\n".join(f"@{kind}{{{id},\n{fields}\n}}\n" for id, kind, fields in found).encode()


EXPORT = Export("bibtex", "BibTeX", "sources.bib", "The sources, for LaTeX.", "https://ctan.org/pkg/bibtex", files)
