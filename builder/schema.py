"""JSON Schema (draft 7, which editors know best) of an annotation file: the models, and the ids of a dossier.

Where a field names a record, the ids of the dossier are offered, each with its name. An unknown id is no error here: it
may be of a record still to be written, and `dossier check` has the better message.
"""

from __future__ import annotations

import json
from functools import cache
from typing import Any

from pydantic.json_schema import models_json_schema

from builder.head import Head
from builder.marks import REFERS
from builder.models import ID, KINDS
from builder.parts import Model
from builder.values import Dossier

# The file that an editor's settings point to.
SCHEMA_FILE = "annotations.schema.json"
_NEW_ID = {"type": "string", "pattern": f"^{ID.pattern}$", "description": "No record yet."}
_ids_of = "ids-of-{}".format
_WORDS = {"type": "string", "description": "Words."}


def json_schema(dossier: Dossier) -> dict[str, Any]:
    """The schema of one YAML file of annotations of `dossier`."""
    properties, models = _models()
    ids = {}
    for collection in KINDS:
        records = sorted(dossier.records_of(collection).items())
        if rows := [{"const": id, "description": f"{r.noun}: {r.heading}"} for id, r in records]:
            # On hover an `enum` would show all its ids, and without `allOf` the field all alternatives of this one.
            ids[_ids_of(collection)] = {"allOf": [{"anyOf": rows}]}
    return {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "type": "object",
        "additionalProperties": False,
        "properties": properties,
        "$defs": {**{name: _for_editors(model, ids) for name, model in models.items()}, **ids},
    }


@cache
def _models() -> tuple[dict[str, Any], dict[str, Any]]:
    """The schemas of the top-level keys, and of all models by name."""
    models: list[type[Model]] = [Head, *KINDS.values()]
    refs, definitions = models_json_schema([(model, "validation") for model in models], ref_template="#/$defs/{model}")
    properties: dict[str, Any] = {"dossier": refs[Head, "validation"]}
    for collection, model in KINDS.items():
        properties[collection] = {
            "type": "object",
            "description": (model.__doc__ or "").strip(),
            "propertyNames": {"pattern": _NEW_ID["pattern"]},
            "additionalProperties": refs[model, "validation"],
        }
    # pydantic also describes types to which nothing refers.
    text = json.dumps([properties, definitions])
    return properties, {name: schema for name, schema in definitions["$defs"].items() if f'/{name}"' in text}


def as_text(dossier: Dossier) -> str:
    """The schema as it is kept in a file."""
    return json.dumps(json_schema(dossier), indent=1, ensure_ascii=False) + "\n"


def _for_editors(schema: dict[str, Any], ids: dict[str, Any]) -> dict[str, Any]:
    """A schema made from models as completion and hover want it.

    Titles made from keys and empty defaults say nothing. What a field means is the title where it names a record: on
    hover it then stands above what the id means. Numbers may stand where a text is wanted, since every scalar is read
    as the text that it is.
    """
    shown = {key: value for key, value in schema.items() if key not in ("title", "anyOf", REFERS)}
    options = [option for option in schema.get("anyOf", ()) if option != {"type": "null"}]
    if len(options) == 1:
        return _for_editors({**options[0], **shown}, ids)
    about = {"description": shown["description"]} if "description" in shown else {}
    if not shown.get("default", True):
        del shown["default"]
    if REFERS in schema:
        mark = schema[REFERS]
        known = [{"$ref": f"#/$defs/{_ids_of(kind)}"} for kind in mark["kinds"] or KINDS if _ids_of(kind) in ids]
        del shown["type"]
        shown["anyOf"] = [*known, _WORDS if mark["or_words"] else _NEW_ID]
        if about:
            shown["title"] = about["description"]
    elif options:
        shown["anyOf"] = [_for_editors(option, ids) for option in options]
    if shown.get("type") == "string" and not {"enum", "pattern"} & set(shown):
        shown["type"] = ["string", "number"]
    if "properties" in shown:
        shown["properties"] = {key: _for_editors(value, ids) for key, value in shown["properties"].items()}
    for key in ("items", "additionalProperties"):
        if isinstance(within := shown.get(key), dict):
            shown[key] = _for_editors(within if "$ref" in within else about | within, ids)
    return shown
