"""JSON Schema (draft 7, which editors know best) of an annotation file: the models, and the ids of a dossier.

Where a field names a record, the ids of the dossier are offered, each with its name. An unknown id is no error here: it
may be of a record still to be written, and `dossier check` has the better message.
"""

from __future__ import annotations

from typing import Any

from pydantic.json_schema import models_json_schema

from builder.marks import REFERS
from builder.models import ID, KINDS, Head, Model
from builder.values import Dossier

# The file that an editor's settings point to.
SCHEMA_FILE = "annotations.schema.json"
_ID = {"type": "string", "pattern": f"^{ID.pattern}$"}


def json_schema(dossier: Dossier) -> dict[str, Any]:
    """The schema of one YAML file of annotations of `dossier`."""
    models: list[type[Model]] = [Head, *KINDS.values()]
    refs, definitions = models_json_schema([(model, "validation") for model in models], ref_template="#/$defs/{model}")
    properties: dict[str, Any] = {"dossier": refs[Head, "validation"]}
    for collection, model in KINDS.items():
        properties[collection] = {
            "type": "object",
            "description": (model.__doc__ or "").strip(),
            "propertyNames": {"pattern": _ID["pattern"]},
            "additionalProperties": refs[model, "validation"],
        }
    return {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": "Annotations of a dossier",
        "type": "object",
        "additionalProperties": False,
        "properties": properties,
        "$defs": {**_for_editors(definitions["$defs"]), **_ids(dossier)},
    }


def _ids(dossier: Dossier) -> dict[str, Any]:
    """The ids of each kind of record, and what each is called."""
    return {
        f"{collection}-ids": {
            "enum": list(records),
            "enumDescriptions": [f"{record.noun}: {record.heading}" for record in records.values()],
        }
        for collection in KINDS
        if (records := dict(sorted(dossier.records_of(collection).items())))
    } 


def _for_editors(schema: Any) -> Any:
    """A schema made from models as an editor's completion wants it.

    Titles made from keys and empty defaults say nothing; numbers may stand where a text is wanted, since every scalar is
    read as the text that it is.
    """
    if isinstance(schema, list):
        return [_for_editors(part) for part in schema]
    if not isinstance(schema, dict):
        return schema
