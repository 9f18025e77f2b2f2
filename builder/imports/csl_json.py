"""Sources from CSL-JSON, as Zotero and other reference managers export it."""

from __future__ import annotations

from typing import Any

from builder import csl
from builder.imports.importing import Found, Items, Material, Unreadable, listed, read_json


def read(material: Material) -> Items:
    """Every item of the file."""
    values = [value.get("items") or value if isinstance(value, dict) else value for value in read_json(material.text)]
    items = [item for value in values for item in listed(value)]
    if not items:
        raise Unreadable("it holds no item: a list of objects with `type` and `title`")
    for number, item in enumerate(items, 1):
        yield from of_item(material, f"item {number}", item)


def of_item(material: Material, where: str, item: Any) -> Items:
    """The source of one item. A type that the format does not know makes a document, and a draft."""
    fields, left = csl.fields(item) if isinstance(item, dict) else ({}, [])
    if "title" not in fields:
        material.remark(where, "it has no title")
        return
    for name in left:
        if name in csl.DATES and isinstance(date := item[name], dict):
            said = date.get("raw") or date.get("literal") or date.get("date-parts")
            material.remark(where, f"`{name}` is left out: `{said}` is not a date in the form year-month-day")
        else:
            material.leave(f"`{name}` has no field in a source", where)
    id = material.id(str(item.get("id") or fields["title"]), "source")
    yield Found(where, "sources", id, fields, sure="type" not in left)
