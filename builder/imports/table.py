"""Actors, places or terms from a table: a row each, the columns named like the fields of the format.

A column `term` makes a table one of terms, `latitude`, `coordinates` or `in` one of places; otherwise it is one of
actors. Several values stand in a cell with `|` between them, or `;` where no bar is, the entries of a mapping as
`key: value`. The tables of the export come in again.
"""

from __future__ import annotations

import csv
import re
from typing import Any

from builder.exports.tables import FORMULA
from builder.imports.importing import Found, Items, Material, Unreadable, harmless
from builder.marks import Prose, mark_of, model_within
from builder.models import KINDS
from builder.yaml_reader import Plain

# A longer cell is an accident or an attack. Python's own default, which anything in the process may have changed.
LONGEST = 131_072


def read(material: Material) -> Items:
    """Every row of the table."""
    first = material.text.partition("\n")[0]
    separator = max(",;\t", key=first.count)
    csv.field_size_limit(LONGEST)
    reader = csv.reader((f"{line}\n" for line in material.text.split("\n")), delimiter=separator)
    try:
        names = [name.strip().lower() for name in next(reader)]
        collection = _collection(names)
        for row in reader:
            if any(cell.strip() for cell in row):
                yield from _of_row(material, f"line {reader.line_num}", collection, names, row)
    except csv.Error as error:
        raise Unreadable(f"line {reader.line_num} is no row of CSV: {error}") from None


def _collection(names: list[str]) -> str:
    if "term" in names:
        return "glossary"
    if "name" not in names:
        raise Unreadable("the first line should name the columns, `name` or `term` among them")
    return "places" if {"latitude", "coordinates", "in", "precision"} & set(names) else "actors"


def _of_row(material: Material, where: str, collection: str, names: list[str], row: list[str]) -> Items:
    fields = {info.alias or name: info for name, info in KINDS[collection].model_fields.items()}
    cells = {name: _cell(cell) for name, cell in zip(names, row, strict=False) if cell.strip()}
    if len(row) > len(names):
        material.leave("it has more cells than there are columns", where)
    if {"latitude", "longitude"} <= cells.keys():
        cells["coordinates"] = f"{cells.pop('latitude')} | {cells.pop('longitude')}"
    asked = cells.pop("id", "")
    record: dict[str, Plain] = {}
    for name, cell in cells.items():
        info = fields.get(name)
        if info is None or model_within(info.annotation):
            material.leave(f"the column `{name}` is no field of a record of {collection}", where)
        else:
            record[name] = harmless(cell) if isinstance(mark_of(info), Prose) else _value(info.annotation, cell)
    words = record.get("name") or record.get("term") or ""
    if known := material.known(words):
        material.remark(where, f"`{known}` has the name “{words}” already")
        return
    sure = collection != "actors" or "kind" in record
    if not sure:
        record["kind"] = "person"
        material.remark(where, f"it does not say what sort of actor “{words}” is: a draft, as a person")
    id = material.id(asked or words, collection)
    material.name(words, id)
    yield Found(where, collection, id, record, sure=sure)


def _cell(cell: str) -> str:
    """A cell without the apostrophe that keeps a spreadsheet from running it."""
    return cell[1:] if cell.startswith("'") and cell[1:].startswith(FORMULA) else cell.strip()


def _value(annotation: Any, cell: str) -> Plain:
    is_mapping = "dict[" in str(annotation)  # of which a part without a colon is none: an address may hold a semicolon
    sign = r"\|" if "|" in cell else r";(?=\s*[\w-]+:)" if is_mapping else ";"
    parts = [part.strip() for part in re.split(sign, cell) if part.strip()]
    if is_mapping:
        pairs = (part.partition(":") for part in parts)
        return {key.strip(): value.strip() for key, _, value in pairs}
    return parts if "tuple[" in str(annotation) else cell
