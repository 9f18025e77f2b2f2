"""The reference pages of the editors' guide, made from the models and the rules so that they cannot be out of date."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from builder import report
from builder.diagnostics import Example
from builder.head import Head
from builder.models import KINDS
from builder.parts import Citation, Model, Selector
from builder.report.excerpt import visible
from builder.rulebook import RULES
from tests.dossiers import diagnose

_GENERATED = "<!-- Made from the code by `make golden`; edit that. -->"
_RECORDS = (
    "Every record is an entry of a mapping: its key is its id. Keys marked * are needed. Scalars are read as the text"
    " that stands there, and then by the field's own type."
)
_SEVERITIES = (
    "`dossier explain RULE` shows the same on the terminal. An error would make a page wrong, a warning says what"
    " leaves it poorer."
)


def format_page() -> str:
    """Every key of every kind of record."""
    parts = ["# Format reference", _GENERATED, _RECORDS]
    chapters: dict[str, type[Model]] = {f"`{collection}`": kind for collection, kind in KINDS.items()}
    chapters |= {"`dossier`": Head, "Selectors": Selector, "Citations": Citation}
    for title, kind in chapters.items():
        parts += [f"## {title}", (kind.__doc__ or "").strip(), *_tables(kind)]
    return "\n\n".join(parts) + "\n"


def _tables(kind: type[Model]) -> Iterator[str]:
    """The keys of a model, and below them those of the mappings that it holds."""
    schema = kind.model_json_schema()
    inner: dict[str, Any] = schema.get("$defs", {})
    yield _table(schema)
    for name, definition in inner.items():
        if name not in ("Selector", "Citation") and "properties" in definition:
            yield f"**{name}.** {definition.get('description', '')}"
            yield _table(definition)


def _table(schema: dict[str, Any]) -> str:
    needed = schema.get("required", [])
    rows = [
        f"| `{key}`{' *' if key in needed else ''} | {_type(value)} | {value.get('description', '')} |"
        for key, value in schema["properties"].items()
    ]
    return "\n".join(["| key | holds | meaning |", "|---|---|---|", *rows])


def _type(schema: dict[str, Any]) -> str:
    """What a key holds, in a word or two."""
    if "anyOf" in schema:
        return _type(next(option for option in schema["anyOf"] if option.get("type") != "null"))
    if "enum" in schema:
        return ", ".join(f"`{value}`" for value in schema["enum"])
    if "$ref" in schema or "allOf" in schema:
        name = (schema.get("$ref") or schema["allOf"][0]["$ref"]).rpartition("/")[2]
        return {"Selector": "selector", "Citation": "[source](#citations)"}.get(name, f"a mapping: {name}")
    if schema.get("format") == "edtf":
        return "[date](how-to.md#write-a-date-that-is-not-quite-known)"
    kind = schema.get("type")
    if kind == "array":
        items = schema.get("items") or next(iter(schema.get("prefixItems", [{}])))
        return f"list: {_type(items)}"
    names = {"string": "text", "integer": "whole number", "number": "number", "boolean": "`true` or `false`"}
    return names.get(str(kind), "mapping")


def rules_page() -> str:
    """Every rule with its examples, and what the bad one gives."""
    rows = [f"| [`{rule.id}`](#{rule.id}) | {rule.severity} | {rule.summary} |" for rule in RULES]
    parts = [
        "# Rules",
        _GENERATED,
        _SEVERITIES,
        "\n".join(["| rule | severity | what is wrong |", "|---|---|---|", *rows]),
        "The examples stand beside this article, unless they bring their own:",
        *_files(Example().files),
    ]
    for rule in RULES:
        parts += [f"## {rule.id}", f"*{rule.severity}*: {rule.summary}.", rule.why.strip()]
        parts += ["Wrong:", *_files(rule.bad.shown), "This gives:"]
        parts.append("```text\n" + "\n".join(report.plain_line(found) for found in diagnose(rule.bad.files)) + "\n```")
        parts += ["Right:", *_files(rule.good.shown)]
    return "\n\n".join(parts) + "\n"


def _files(files: Mapping[str, str | bytes]) -> Iterator[str]:
    for name, text in files.items():
        shown = text if isinstance(text, str) else text.decode("utf-8", "backslashreplace")
        language = "yaml" if name.endswith(".yml") else "text"
        title = f' title="{name}"'
        lines = "\n".join(map(visible, shown.rstrip().split("\n")))
        yield f"```{language}{title}\n{lines}\n```"
