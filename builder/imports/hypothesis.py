"""Hypothesis: what its API and its exports give, as one object, a list or a line each."""

from __future__ import annotations

from typing import Any

from builder.imports.importing import Items, Material, Unreadable, listed, read_json, texts
from builder.imports.web_annotation import of_annotation

# What says nothing of the annotation itself.
KEPT_THERE = {*"group permissions links document flagged hidden user_info uri consumer references".split()}


def read(material: Material) -> Items:
    """Every annotation of the file. Replies and notes on a whole page have no passage of their own."""
    rows: list[Any] = []
    for value in read_json(material.text):
        whole = value if isinstance(value, dict) else {}
        rows += listed(whole.get("rows") or whole.get("annotations") or value)
    if not any(isinstance(row, dict) and ("target" in row or "uri" in row) for row in rows):
        raise Unreadable("it holds no annotation of Hypothesis: objects with `uri`, `text` and `target`")
    for number, row in enumerate(rows, 1):
        where = f"annotation {number}"
        if not isinstance(row, dict):
            material.remark(where, "this is no annotation")
        elif texts(row.get("references")):
            material.remark(where, f"a reply, which has no passage of its own: {str(row.get('text'))[:200]}")
        else:
            yield from of_annotation(material, where, _as_w3c(row))


def _as_w3c(row: dict[str, Any]) -> dict[str, Any]:
    purposes = {"text": "commenting", "tags": "tagging"}
    bodies = [
        {"type": "TextualBody", "value": text, "purpose": purpose}
        for key, purpose in purposes.items()
        for text in texts(row.get(key))
    ]
    others = {key: value for key, value in row.items() if key not in KEPT_THERE | {"text", "tags", "updated"}}
    return others | {"body": bodies, "modified": row.get("updated")}
