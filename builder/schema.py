"""JSON Schema (2020-12) of an annotation file, made from the models."""

from __future__ import annotations

from typing import Any

from pydantic.json_schema import models_json_schema

from builder.models import ID, KINDS, Head, Model


def json_schema() -> dict[str, Any]:
    """The schema of one YAML file of annotations."""
    models: list[type[Model]] = [Head, *KINDS.values()]
    refs, definitions = models_json_schema([(model, "validation") for model in models], ref_template="#/$defs/{model}")
    properties: dict[str, Any] = {"dossier": refs[Head, "validation"]}
    for collection, model in KINDS.items():
        properties[collection] = {
            "type": "object",
            "description": (model.__doc__ or "").strip(),
            "propertyNames": {"pattern": f"^{ID.pattern}$"},
            "additionalProperties": refs[model, "validation"],
        }
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Annotations of a dossier",
        "type": "object",
        "additionalProperties": False,
        "properties": properties,
        **definitions,
    }
