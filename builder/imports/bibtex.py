"""Sources from BibTeX and BibLaTeX."""

from __future__ import annotations

import logging
import re
from typing import Any

from builder import csl
from builder.imports.csl_json import of_item
from builder.imports.importing import Items, Material, Unreadable

TYPES = {kind: name for name, kind in reversed(csl.BIBTEX.items())} | {
    "inbook": "chapter",
    "conference": "paper-conference",
    "proceedings": "book",
    "mastersthesis": "thesis",
    "manual": "report",
    "online": "webpage",
    "electronic": "webpage",
    "www": "webpage",
    "software": "document",
    "misc": "document",
    "unpublished": "manuscript",
    "booklet": "book",
}
# BibTeX's fields by CSL's variables; of several the first that is there.
VARIABLES = {
    "container-title": ("journal", "journaltitle", "booktitle"),
    "publisher": ("publisher", "institution", "school", "organization", "howpublished"),
    "URL": ("url",),
    "DOI": ("doi",),
    "language": ("langid", "language"),
    "note": ("note",),
}
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_URL = re.compile(r"\\url\{([^{}]*)\}")
_ARCHIVED = re.compile(rf"Archived copy: {_URL.pattern}")


def read(material: Material) -> Items:
    """Every entry of the file."""
    from bibtexparser import entrypoint, middlewares  # slow to import, and only this needs it

    logging.getLogger("bibtexparser").setLevel(logging.CRITICAL)  # what it says of blocks is said here
    more = [middlewares.NormalizeFieldKeys(), middlewares.SeparateCoAuthors()]
    library = entrypoint.parse_string(material.text, append_middleware=more)
    for block in library.failed_blocks:
        why = str(block.error)[:200] or "it has no end"
        material.remark(f"line {(block.start_line or 0) + 1}", f"this entry cannot be read: {why}")
    if not library.entries and not library.failed_blocks:
        raise Unreadable("it holds no entry such as `@article{…}`")
    for entry in library.entries:
        values = {field.key: field.value for field in entry.fields}
        item = _item(entry.key, entry.entry_type.lower(), values)
        yield from of_item(material, f"line {(entry.start_line or 0) + 1}", item)


def _item(key: str, kind: str, values: dict[str, Any]) -> csl.Item:
    """An entry as a CSL item; what has no variable keeps its name."""
    item: csl.Item = {"id": key, "type": _type(kind, values), "title": _words(values.pop("title", ""))}
    if subtitle := values.pop("subtitle", None):
        item["title"] += f": {_words(subtitle)}"
    item["author"] = [_name(part) for part in values.pop("author", ())]
    if "url" not in values and (found := _URL.search(str(how := values.get("howpublished", "")))):
        values |= {"url": found[1], "howpublished": how.replace(found[0], "").strip(" ,;:")}
    for variable, fields in VARIABLES.items():
        if name := next(filter(values.get, fields), None):
            item[variable] = _words(values.pop(name))
    if "container-title" in item and kind == "inproceedings":
        item["publisher"] = item.pop("container-title")
    year, month = str(values.pop("year", "")), str(values.pop("month", "")).lower()
    if month[:3] in MONTHS:
        month = str(MONTHS.index(month[:3]) + 1)
    date = values.pop("date", None) or "-".join(filter(None, [year, month.zfill(2) if month.isdigit() else ""]))
    if archived := _ARCHIVED.fullmatch(str(values.get("addendum", ""))):
        item["archive_location"] = archived[1]
        values.pop("addendum")
    dates = {"issued": date, "accessed": values.pop("urldate", "")}
    return values | item | {name: {"raw": value} for name, value in dates.items() if value}


def _type(kind: str, values: dict[str, Any]) -> str:
    """CSL's type; where several are one of BibTeX's, BibLaTeX's `entrysubtype` says which."""
    subtype = str(values.get("entrysubtype", ""))
    for name in (subtype, f"article-{subtype}"):
        if name in csl.TYPES and csl.BIBTEX.get(name, "misc") == kind:
            values.pop("entrysubtype")
            return name
    return TYPES.get(kind, kind)


def _words(value: Any) -> str:
    """A text without TeX: its commands as the signs they mean, its braces gone. An address stays as it is."""
    from pylatexenc.latex2text import LatexNodes2Text  # type: ignore[import-untyped]

    text = _URL.sub(r"\1", str(value))
    if "://" not in text:
        text = LatexNodes2Text(keep_comments=True).latex_to_text(text)
    return " ".join(text.replace("{", "").replace("}", "").split())


def _name(name: str) -> dict[str, str]:
    """An author; BibLaTeX may name the parts, an organisation stands in braces."""
    from bibtexparser.middlewares.names import InvalidNameError, parse_single_name_into_parts

    if "=" in name:
        pairs = (part.partition("=") for part in _words(name).split(","))
        parts = {key.strip(): value.strip() for key, _, value in pairs}
        family = " ".join(filter(None, [parts.get("prefix"), parts.get("family"), parts.get("suffix")]))
        return {"family": family, "given": parts.get("given", "")} if family else {"literal": _words(name)}
    try:
        found = parse_single_name_into_parts(name)
    except InvalidNameError:
        return {"literal": _words(name)}
    first, von, last, junior = (_words(" ".join(getattr(found, part))) for part in ("first", "von", "last", "jr"))
    family = " ".join(filter(None, [von, last, junior]))
    return {"family": family, "given": first} if first else {"literal": family}
