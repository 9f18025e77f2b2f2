"""Works in the terms of the Citation Style Language: one mapping for citations and for sources, out and in.

Dates are arrays of numbers, which every processor reads; what these cannot say is a literal. BibTeX is made from the
CSL item, in UTF-8 with the entry types that every BibTeX style knows.

An article is cited in words, as BibTeX and as CSL-JSON; the reading script adds the paragraph to each.
"""

from __future__ import annotations

import html
import json
import re
from typing import Any, get_args
from urllib.parse import urlsplit

from builder import edtf
from builder.edtf import Edtf
from builder.models import Article, Source
from builder.parts import Person

Item = dict[str, Any]
# CSL's types and BibTeX's; the first of a BibTeX type is what it is read as. All others are `misc`.
BIBTEX = {
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
# Where a type of BibTeX keeps the name of who published it.
PUBLISHERS = {"article": "journal", "techreport": "institution", "phdthesis": "school"}
_SPECIAL = re.compile(r"[\\~^&%$#_{}]")
_STRENGTH = re.compile(r"Strength: (primary|good|fair|weak)\.")
_MARKS = re.compile(r"</?(?:i|b|sub|sup|span|sc)\b[^>]*>")
DATES = ("issued", "accessed")
TYPES = get_args(Source.model_fields["type"].annotation)
_ESCAPES = {"\\": r"\textbackslash{}", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}"}


def item(work: Article | Source, note: str = "") -> Item:
    """A work as CSL-JSON has it."""
    archived = work.archived if isinstance(work, Source) else None
    corrected = work.corrected if isinstance(work, Article) else None
    found = {
        "id": work.id,
        "type": work.type,
        "title": work.title,
        "author": [_name(person) for person in work.author],
        "publisher": work.publisher,
        "issued": _date(work.issued),
        "URL": work.url,
        "accessed": _date(work.accessed) if isinstance(work, Source) else None,
        "archive": urlsplit(archived).hostname if archived else None,
        "archive_location": archived,
        "language": work.lang,
        "note": f"Corrected {corrected.label}" if corrected else note,
    }
    return {key: value for key, value in found.items() if value}


def _name(person: Person) -> dict[str, str]:
    parts = {"family": person.family, "given": person.given} if person.family else {"literal": str(person)}
    return {key: name for key, name in parts.items() if name}


def _date(date: Edtf | None) -> Item | None:
    if date is None:
        return None
    if date.precision not in ("day", "month", "year") or not date.earliest:
        return {"literal": date.label, "raw": date.text}
    day = date.earliest
    parts = [day.year, day.month, day.day][: ("year", "month", "day").index(date.precision) + 1]
    return {"date-parts": [parts]} | ({"circa": True, "raw": date.text} if date.approximate else {})


def words(article: Article) -> str:
    """The citation in words, without the address: author, title, publisher, date."""
    parts = [", ".join(map(str, article.author)), f"“{article.title}”", article.publisher, article.when]
    return ", ".join(filter(None, parts))


def indented(found: Item) -> str:
    """An item as JSON, a variable a line."""
    rows = (f"  {json.dumps(key)}: {json.dumps(value, ensure_ascii=False)}" for key, value in found.items())
    return "{\n" + ",\n".join(rows) + "\n}"


def bibtex(found: Item) -> tuple[str, str]:
    """The entry type of an item, and its fields, one a line."""
    kind = BIBTEX.get(found["type"], "misc")
    issued, accessed = written_date(found.get("issued")), written_date(found.get("accessed"))
    read_as = next((name for name, its in BIBTEX.items() if its == kind), "document")
    fields = {
        "title": f"{{{tex(found['title'])}}}",  # braces of its own: no style may change capitals
        "author": " and ".join(map(_tex_name, found.get("author", ()))),
        PUBLISHERS.get(kind, "publisher"): tex(found.get("publisher", "")),
        "year": issued[:4] if issued[:4].isdigit() else "",
        "month": issued[5:7] if issued[5:7].isdigit() else "",
        "date": issued,
        "url": found.get("URL"),
        "urldate": accessed,
        "language": found.get("language"),
        "entrysubtype": found["type"].removeprefix("article-") if found["type"] != read_as else "",
        "note": tex(found.get("note", "")),
        "addendum": f"Archived copy: \\url{{{found['archive_location']}}}" if "archive_location" in found else "",
    }
    return kind, "\n".join(f"  {name} = {{{value}}}," for name, value in fields.items() if value)


def _tex_name(person: dict[str, str]) -> str:
    if "literal" in person:
        return f"{{{tex(person['literal'])}}}"
    return ", ".join(tex(person[part]) for part in ("family", "given") if part in person)


def tex(text: str) -> str:
    """Text without signs that mean something to TeX."""
    return _SPECIAL.sub(lambda match: _ESCAPES.get(match[0], "\\" + match[0]), " ".join(text.split()))


def written_date(value: Any) -> str:
    """A date of CSL-JSON in EDTF, as far as it says one; otherwise nothing."""
    if not isinstance(value, dict):
        return ""
    ranges = value.get("date-parts")
    days = [_day(parts) for parts in ranges[:2]] if isinstance(ranges, list) else []
    for text in (value.get("raw"), "/".join(days) + "~" * bool(value.get("circa")), value.get("literal")):
        try:
            return edtf.parse(str(text)).text
        except ValueError:
            continue
    return ""


def _day(parts: Any) -> str:
    numbers = [str(part) for part in parts] if isinstance(parts, list) else []
    return "-".join(number.zfill(2 if index else 4) for index, number in enumerate(numbers) if number)


def fields(found: Item) -> tuple[dict[str, Any], list[str]]:
    """The fields of a source from an item that somebody else wrote, and the names of what it has besides.

    The values are those of a YAML file: texts, and lists and mappings of texts.
    """
    left = {key: value for key, value in found.items() if value not in (None, "", [], {})}
    doi = left.get("DOI") if "URL" not in left else None
    kind = left.pop("type", None)
    note = str(left.pop("note", ""))
    strength = _STRENGTH.match(note)
    container, authors = left.pop("container-title", None), left.pop("author", None)
    authors = authors if isinstance(authors, list) else []
    row = {
        "type": kind if kind in TYPES else "document",
        "title": _plain(left.pop("title", "")),
        "author": [_person(name) for name in authors if isinstance(name, dict)],
        "publisher": _plain(container or left.pop("publisher", "")),
        "issued": written_date(left.get("issued")),
        "url": left.pop("URL", None) or (f"https://doi.org/{left.pop('DOI')}" if isinstance(doi, str) else None),
        "accessed": written_date(left.get("accessed")),
        "archived": left.pop("archive_location", None),
        "lang": left.pop("language", None),
        "strength": strength[1] if strength else None,
        "note": _plain(note[strength.end() :] if strength else note),
    }
    if kind != row["type"]:
        left["type"] = kind
    told = {"id", "citation-key", "archive", *(date for date in DATES if row[date])}
    return {key: value for key, value in row.items() if value}, [key for key in left if key not in told]


def _plain(words: Any) -> str:
    """A text without the few marks of HTML that CSL-JSON has in titles, on one line."""
    return " ".join(html.unescape(_MARKS.sub("", str(words))).split())


def _person(name: dict[str, Any]) -> dict[str, str]:
    if name.get("literal") or not name.get("family"):
        return {"literal": _plain(name.get("literal") or name.get("given") or "Anonymous")}
    keys = ("dropping-particle", "non-dropping-particle", "family", "suffix")
    family = " ".join(_plain(name[key]) for key in keys if name.get(key))
    return {"family": family} | ({"given": _plain(name["given"])} if name.get("given") else {})
