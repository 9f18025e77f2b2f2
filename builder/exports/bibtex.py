"""The sources as BibTeX, in UTF-8 with the entry types that every BibTeX style knows."""

from __future__ import annotations

import re
from collections.abc import Iterator

from builder.exports.csl_json import remark
from builder.exports.publication import Export, File, Publication
from builder.models import Person, Source
from builder.values import Site

TYPES = {
    "article-journal": "article",
    "article-magazine": "article",
    "article-newspaper": "article",
    "book": "book",
    "chapter": "incollection",
    "entry-encyclopedia": "incollection",
    "paper-conference": "inproceedings",
    "report": "techreport",
    "thesis": "phdthesis",
}
# Where a type keeps the name of who published it.
PUBLISHERS = {"article": "journal", "techreport": "institution", "phdthesis": "school"}
_SPECIAL = re.compile(r"[&%$#_{}~^\\]")
_ESCAPES = {"~": r"\textasciitilde{}", "^": r"\textasciicircum{}", "\\": r"\textbackslash{}"}


def files(site: Site, base: str) -> Iterator[File]:
    """All sources, in the order of the files."""
    publication = Publication.of(site, base, "sources.bib")
    yield "sources.bib", "\n".join(_entry(publication, source) for source in site.dossier.of(Source)).encode()


def _entry(publication: Publication, source: Source) -> str:
    kind = TYPES.get(source.type, "misc")
    year = source.issued.earliest.year if source.issued and source.issued.earliest else None
    fields = {
        "title": f"{{{_escaped(source.title)}}}",  # braces of its own: no style may change capitals
        "author": " and ".join(map(_name, source.author)),
        PUBLISHERS.get(kind, "publisher"): _escaped(source.publisher or ""),
        "year": str(year or ""),
        "date": str(source.issued or ""),
        "url": source.url or "",
        "urldate": str(source.accessed or ""),
        "language": source.lang or "",
        "note": _escaped(remark(publication, source)),
        "addendum": f"Archived copy: \\url{{{source.archived}}}" if source.archived else "",
    }
    rows = "".join(f"  {key} = {{{value}}},\n" for key, value in fields.items() if value)
    return f"@{kind}{{{source.id},\n{rows}}}\n"


def _name(person: Person) -> str:
    if not person.family:
        return f"{{{_escaped(str(person))}}}"
    return ", ".join(_escaped(part) for part in (person.family, person.given) if part)


def _escaped(text: str) -> str:
    """Text without signs that mean something to TeX."""
    return _SPECIAL.sub(lambda match: _ESCAPES.get(match[0], "\\" + match[0]), " ".join(text.split()))


EXPORT = Export("bibtex", "BibTeX", "sources.bib", "The sources, for LaTeX.", "https://ctan.org/pkg/bibtex", files)
