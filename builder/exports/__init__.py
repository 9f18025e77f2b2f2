"""The formats in which a dossier leaves, written out. A new one is a file here, a test, and a line in the list.

Each is a pure function from the linked site to files below `data/`; the same site gives the same bytes.
"""

from __future__ import annotations

from collections.abc import Iterator

from builder.exports import (
    atom,
    followthemoney,
    geojson,
    icalendar,
    sources,
    tables,
    tei,
    timelinejs,
    web_annotation,
    whole,
)
from builder.exports.publication import Export, File
from builder.values import Site

FOLDER = "data/"
# fmt: off
EXPORTS = (
    Export("web-annotation", "Web Annotation", "web-annotation/articles/{article}.json", web_annotation.files,
        "Every annotation of the article with the passage it is on, automatic mentions included (JSON-LD). Each "
        "anchored record has a document of its own, too: `web-annotation/records/<id>.json`.",
        "https://www.w3.org/TR/annotation-model/"),
    Export("tei", "TEI P5", "tei/{article}.xml", tei.files,
        "The article with stand-off annotation, and the persons, organisations, places, events, terms and sources in "
        "it.",
        "https://tei-c.org/release/doc/tei-p5-doc/en/html/"),
    Export("text", "Plain text", "articles/{article}.txt", web_annotation.texts,
        "The article’s text alone. The offsets in the other files count its code points, from 0.",
        "https://www.unicode.org/versions/latest/"),
    Export("json", "JSON", "dossier.json", whole.made,
        "Everything in one file, with the keys of the annotation files.", "https://www.rfc-editor.org/rfc/rfc8259"),
    Export("tables", "CSV tables", "datapackage.json", tables.files,
        "Everything as tables (`tables/*.csv`), described by a Frictionless data package.", "https://datapackage.org/"),
    Export("csl-json", "CSL-JSON", "sources.json", sources.csl_json,
        "The sources, for Zotero and other reference managers.",
        "https://docs.citationstyles.org/en/stable/specification.html"),
    Export("bibtex", "BibTeX", "sources.bib", sources.bibtex, "The sources, for LaTeX.", "https://ctan.org/pkg/bibtex"),
    Export("geojson", "GeoJSON", "places.geojson", geojson.made,
        "The places, with a point where one is known, for maps.", "https://www.rfc-editor.org/rfc/rfc7946"),
    Export("icalendar", "iCalendar", "timeline.ics", icalendar.made,
        "The events, for calendars.", "https://www.rfc-editor.org/rfc/rfc5545"),
    Export("timelinejs", "TimelineJS", "timeline.json", timelinejs.made,
        "The events, for a timeline made with TimelineJS.", "https://timeline.knightlab.com/docs/json-format.html"),
    Export("followthemoney", "FollowTheMoney", "entities.ftm.json", followthemoney.made,
        "Actors, places, events and documents, what ties them to each other and where the articles mention them.",
        "https://followthemoney.tech/"),
    Export("atom", "Atom feed", "changes.atom", atom.made,
        "What was added or changed, newest first, for feed readers.", "https://www.rfc-editor.org/rfc/rfc4287"),
)
# fmt: on


def files(site: Site, base: str) -> Iterator[tuple[str, bytes]]:
    """Every data file by its path on the site. `base` is the site's absolute address, or empty."""
    return ((FOLDER + path, content) for export in EXPORTS for path, content in export.files(site, base))


def files_of(export: Export, site: Site, base: str) -> Iterator[File]:
    """The data files of one format, or what makes each."""
    return ((FOLDER + path, content) for path, content in export.planned(site, base))
