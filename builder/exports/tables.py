"""Everything as tables in CSV, described by a Frictionless data package.

The columns come from the models: a kind of record is a table, and a field that holds rows is a table of its own where
there are any (`actors_relations`). `passages`, `occurrences` (of names) and `references` (every citation and link) tell
the rest. Markdown has its links resolved.

A text that begins with `=`, `+`, `-`, `@`, a tab or a line break gets an apostrophe before it, so that no spreadsheet
takes it for a formula (OWASP, "CSV injection").
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Mapping
from functools import partial
from typing import Any, NamedTuple

from pydantic import BaseModel

from builder.exports.publication import File, Publication, as_json, block_of, given
from builder.marks import Mark, Prose, Refers, mark_of, model_within
from builder.models import KINDS, Record, is_words
from builder.prose import cited
from builder.seed import Seed
from builder.values import Passage, Reference

FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
# What the tables of passages and references tell.
ELSEWHERE = ("at", "sources")
# The columns of what sits in the texts.
PLACE = "article record number start end paragraph text"
# The columns that are the same in several tables; all others are fields of records.
COLUMNS = {
    "id": ("string", "The record's id."),
    "article": ("string", "The article's id."),
    "record": ("string", "The record's id."),
    "row": ("string", "Which of the record's rows."),
    "number": ("integer", "Which of the record's in the article, from 1."),
    "start": ("integer", "Where it begins: code points of the article's text, from 0."),
    "end": ("integer", "Where it ends; the code point there is not part of it."),
    "paragraph": ("integer", "In which paragraph it begins, from 1; 0 is the caption."),
    "text": ("string", "The words."),
    "address": ("string", "Its address on the site."),
    "explicit": ("boolean", "Whether an editor has said so; otherwise the name was found."),
    "linked": ("boolean", "Whether it is a link on the article's page."),
    "field": ("string", "In which field of the record."),
    "how": ("string", "`cite` and `link` stand within a text; otherwise the field's name."),
    "target": ("string", "The id of the record that is named."),
    "locator": ("string", "Where in a source."),
}
Cell = str | int | float | bool | None
# A model with the keys of its row.
Row = tuple[tuple[str, ...], Any]


class Table(NamedTuple):
    """A table: its columns (name, type and meaning) and its rows."""

    name: str
    title: str
    columns: tuple[tuple[str, str, str], ...]
    rows: Iterable[Iterable[Cell]]


def files(publication: Publication) -> Iterator[File]:
    """Each table, and their description."""
    below = publication if publication.is_absolute else Publication(publication.site, f"../{publication.root}")
    described = []
    for table in tables(below):
        yield f"tables/{table.name}.csv", partial(_csv, table)
        described.append(_resource(table))
    yield "datapackage.json", as_json(_package(publication, described))


def tables(publication: Publication) -> Iterator[Table]:
    """All tables of a dossier."""
    for collection, kind in KINDS.items():
        records = publication.dossier.records_of(collection)
        yield _of_models(publication, collection, kind, (((id,), record) for id, record in records.items()), "id")
        for name, info in kind.model_fields.items():
            model = model_within(info.annotation)
            if model and name not in ELSEWHERE and any(getattr(record, name) for record in records.values()):
                yield _of_models(publication, f"{collection}_{name}", model, _held(records, name), "record row")
    seeds, anchored = publication.dossier.seeds, publication.site.anchored
    anchors = (anchor for id in seeds for anchor in anchored.anchors[id])
    cells = ((*_place(seeds[a.article], a, a.record), publication.of_passage(a)) for a in anchors)
    yield Table("passages", "Passages that records speak of", _named(f"{PLACE} address"), cells)
    mentions = (mention for id in seeds for mention in anchored.mentions[id])
    cells = ((*_place(seeds[m.article], m, m.ref), bool(m.explicit), m.linked) for m in mentions)
    yield Table("occurrences", "Words that mean a record", _named(f"{PLACE} explicit linked"), cells)
    yield _references(publication)


def _held(records: Mapping[str, Record], name: str) -> Iterator[Row]:
    """The rows that a field of records holds, by their key or numbered from 1."""
    for id, record in records.items():
        value = getattr(record, name) or ()
        several = value if isinstance(value, (dict, tuple)) else (value,)
        rows = several.items() if isinstance(several, dict) else enumerate(several, 1)
        yield from (((id, str(key)), row) for key, row in rows)


def _of_models(publication: Publication, name: str, model: type[BaseModel], rows: Iterable[Row], keys: str) -> Table:
    """A table of models of one kind, with a row for each, by their `keys`."""
    fields = [
        (name, info.alias or name, info, mark_of(info))
        for name, info in model.model_fields.items()
        if not model_within(info.annotation) and (keys != "id" or name != "id")
    ]
    own = ((told, "integer" if i.annotation is int else "string", i.description or "") for _, told, i, _ in fields)
    cells = (
        (*found, *(_cell(publication, getattr(row, name), mark) for name, _, _, mark in fields)) for found, row in rows
    )
    return Table(name, name.replace("_", ": "), (*_named(keys), *own), cells)


def _cell(publication: Publication, value: Any, mark: Mark | None) -> Cell:
    """A field's value; several are parted by `|`. The id of a record that is not published is left out."""
    if isinstance(value, dict):
        value = tuple(f"{key}: {text}" for key, text in value.items())
    if isinstance(value, tuple):
        cell = " | ".join(filter(None, (str(_cell(publication, item, mark)) for item in value)))
        return f"{cell} |" if ";" in cell and "|" not in cell else cell  # without a bar a semicolon would part it
    if value is None or isinstance(value, (bool, int)):
        return value
    if isinstance(mark, Prose):
        return publication.markdown(value)
    if isinstance(mark, Refers) and not (mark.or_words and is_words(value)) and publication.get(value) is None:
        return ""
    return str(value)


def _place(seed: Seed, passage: Passage, record: str) -> tuple[Cell, ...]:
    """The cells that `PLACE` names."""
    start, end = passage.start, passage.end
    paragraph = block_of(seed, start).number
    return (passage.article, record, passage.number, start, end, paragraph, seed.text[start:end])


def _references(publication: Publication) -> Table:
    rows = (
        (r.source, ".".join(map(str, r.path)), r.how, r.target, _locator(publication.dossier.records[r.source], r))
        for r in publication.site.references
        if publication.get(r.target)
    )
    columns = _named("record field how target locator")
    return Table("references", "Which record names which, citations included", columns, rows)


def _locator(record: Record, reference: Reference) -> str:
    """Where in a source a citation points."""
    if reference.how == "cite":
        return dict(cited(reference.words[1:-1])).get(reference.target, "")
    if reference.how != "sources":
        return ""
    value: Any = record
    for step in reference.path[:-1]:
        value = value[step] if isinstance(step, int) else getattr(value, step)
    return value.locator or ""


def _named(names: str) -> tuple[tuple[str, str, str], ...]:
    return tuple((name, *COLUMNS[name]) for name in names.split())


def _csv(table: Table) -> bytes:
    """RFC 4180, UTF-8."""
    written = _Written()
    writer = csv.writer(written)
    writer.writerow(name for name, _, _ in table.columns)
    writer.writerows([harmless(cell) for cell in row] for row in table.rows)
    return "".join(written).encode()


class _Written(list[str]):
    """What the standard library's writer takes for a file."""

    write = list.append


def harmless(cell: Cell) -> Cell:
    """A cell that no spreadsheet takes for a formula."""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(FORMULA) else cell


def _resource(table: Table) -> dict[str, Any]:
    fields = [{"name": name, "type": kind, "description": about} for name, kind, about in table.columns]
    return {
        "name": table.name.replace("_", "-"),
        "title": table.title,
        "path": f"tables/{table.name}.csv",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "schema": {"fields": fields},
    }


def _package(publication: Publication, resources: list[dict[str, Any]]) -> dict[str, Any]:
    head = publication.dossier.head
    about = "Several values are parted by `|`. An apostrophe before a text that begins like a formula is no part of it."
    found = {
        "name": "dossier",
        "title": publication.title,
        "description": " ".join(filter(None, [head.description, head.licence and f"Licence: {head.licence}.", about])),
        "homepage": publication.iri("/") if publication.is_absolute else None,
        "licenses": [{"path": publication.licence, "title": head.licence}] if publication.licence else None,
        "contributors": [{"title": editor, "role": "author"} for editor in head.editors] or None,
        "resources": resources,
    }
    return given(found)
