"""The formats in which a dossier leaves, written out. A new one is a file here, a test, and a line in the list.

Each is a pure function from the linked site to files below `data/`; the same site gives the same bytes.
"""

from __future__ import annotations

from collections.abc import Iterator

from builder.exports import (
    atom,
    bibtex,
    csl_json,
    followthemoney,
    geojson,
    icalendar,
    schema_org,
    tables,
    tei,
    text,
    timelinejs,
    web_annotation,
    whole,
)
from builder.exports.publication import Export, File
from builder.values import Site

FOLDER = "data/"
EXPORTS: tuple[Export, ...] = (
    web_annotation.EXPORT,
    tei.EXPORT,
    text.EXPORT,
    whole.EXPORT,
    tables.EXPORT,
    schema_org.EXPORT,
    csl_json.EXPORT,
    bibtex.EXPORT,
    geojson.EXPORT,
    icalendar.EXPORT,
    timelinejs.EXPORT,
    followthemoney.EXPORT,
    atom.EXPORT,
)


def files(site: Site, base: str) -> Iterator[File]:
    """Every data file by its path on the site. `base` is the site's absolute address, or empty."""
    for export in EXPORTS:
        for path, content in export.files(site, base):
            yield FOLDER + path, content
