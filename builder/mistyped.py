"""What to say of a record that is not as its model has it, in place of what pydantic says."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any, Literal, get_args, get_origin

from pydantic import BaseModel, ValidationError
from pydantic.fields import FieldInfo
from pydantic_core import ErrorDetails

from builder.diagnostics import Diagnostic, Place, alike, did_you_mean, listed, nearest, shortened, with_article
from builder.marks import Prose, mark_of, model_within, refers_of
from builder.models import KINDS, Record
from builder.parts import Model
from builder.rules import missing_key, unknown_key, wrong_value
from builder.seed import line_starts
from builder.text import slug
from builder.values import Origin
from builder.yaml_reader import Path, Plain

_HOLDS_KEYS = ("holds keys and values", "write `key: value` below it, indented")
_CURES = {
    "string_type": ("is a text", ""),
    "int_parsing": ("is a whole number", ""),
    "bool_parsing": ("is yes or no", "write `true` or `false`"),
    "tuple_type": ("is a list", "write `[one, two]`, or each on a line of its own after `- `"),
    "dict_type": _HOLDS_KEYS,
    "model_type": _HOLDS_KEYS,
    "model_attributes_type": _HOLDS_KEYS,
    "greater_than_equal": ("is at least 1", ""),
    "string_too_short": ("must not be empty", ""),
    "string_too_long": ("is too long", ""),
    "too_short": ("has too few entries", ""),
    "too_long": ("has too many entries", ""),
}
_PATTERNS = {
    "time": "a time is written 19:20 or 19:20+03:00",
    "lang": "a language is a BCP 47 tag, such as `en-GB` or `fa`",
    "native": "a language is a BCP 47 tag, such as `ar` or `fa`",
    "sha256": "a SHA-256 digest has 64 hexadecimal digits",
}


def misfits(kind: type[Model], value: Plain) -> list[ErrorDetails]:
    """What pydantic has against a value."""
    try:
        kind.model_validate(value)
    except ValidationError as error:
        return error.errors(include_url=False)
    return []


def misplaced(
    kind: type[Record], id: str, entry: dict[str, Plain], faults: list[Diagnostic], origin: Origin
) -> Diagnostic | None:
    """What to say, in place of its faults, of a record that another kind fits better, where what is odd here is not."""

    def odd(kind: type[Record]) -> set[tuple[str | int, str]]:
        own = [(fault["loc"][0], fault["type"]) for fault in misfits(kind, entry) if len(fault["loc"]) == 1]
        return {(key, what) for key, what in own if key in entry and what != "too_short"}

    def takes(other: type[Record]) -> bool:
        return not odd(other) & (here | {(key, "extra_forbidden") for key, _ in here})

    def distance(kind: type[Record]) -> int:
        known = fields(kind).keys()
        meant = {key: name for key in entry.keys() - known for name in alike(key, known - entry.keys())}
        return len(misfits(kind, {meant.get(key, key): value for key, value in entry.items()}))

    here = odd(kind)
    best = min([kind, *filter(takes, KINDS.values() if here else ())], key=distance)
    if best is kind:
        return None
    fault = next(fault for fault in faults if fault.rule != missing_key.RULE.id)
    is_whole = entry.keys() >= {*_required(kind)}
    cure = fault.message if is_whole else f"it needs {needed(kind)}"
    help = f"move it below `{best.collection}:`, or mend it as {with_article(kind.noun)}: {cure}"
    message = f"`{id}` looks like {with_article(best.noun)}, and stands below `{kind.collection}:`"
    return replace(fault, place=origin.place(key=True), message=message, help=help)


def fitting(keys: Iterable[str]) -> list[str]:
    """The kinds of record that have all of these keys, and need no others."""
    return [name for name, kind in KINDS.items() if {*_required(kind)} <= {*keys} <= fields(kind).keys()]


def needed(model: type[BaseModel]) -> str:
    """The keys that a record, or a part of one, must have, in words."""
    return " and ".join(f"`{key}:`" for key in _required(model))


def _required(model: type[BaseModel]) -> list[str]:
    return [key for key, field in fields(model).items() if field.is_required()]


def as_diagnostics(kind: type[Model], value: Plain, faults: list[ErrorDetails], origin: Origin) -> Iterator[Diagnostic]:
    """What pydantic found, as diagnostics at the values concerned; a key under a wrong name is one fault."""
    lacking = {fault["loc"] for fault in faults if fault["type"] == "missing"}
    for fault in sorted(faults, key=lambda fault: fault["type"] == "missing"):
        whole = fault["loc"]
        if fault["type"] == "too_short" and any(
            whole == other["loc"][: len(whole)] != other["loc"] for other in faults
        ):
            continue  # entries with faults of their own are not counted
        path = written_path(value, fault["loc"])
        key = next((str(step) for step in reversed(path) if isinstance(step, str)), "dossier")
        if fault["type"] == "extra_forbidden":
            known = _fields_at(kind, path[:-1]).keys() - ({"id"} if len(path) == 1 else set())
            lacked = [near for near in nearest(key, known) if (*fault["loc"][:-1], near) in lacking]
            lacking -= {(*fault["loc"][:-1], near) for near in lacked}
            help = did_you_mean(key, lacked or known) or f"known keys: {', '.join(sorted(known))}"
            place = origin.place(*path, key=True)
            if fault["input"] is None and not _has_colon(origin.document.text, place):
                help = "a comma parts entries here: put quotes around a text that holds one, brackets around a list"
            yield unknown_key.RULE.at(place, f"there is no key `{key}` here", help=help)
        elif fault["type"] == "missing":
            if fault["loc"] not in lacking:
                continue
            parent, missing = written_path(value, fault["loc"][:-1]), fault["loc"][-1]
            place = origin.place(*parent, key=not parent)
            yield missing_key.RULE.at(place, f"`{missing}` is missing", help=_purpose(kind, (*path, missing)))
        else:
            message, help = wrong(key, fault, _field(kind, path))
            yield wrong_value.RULE.at(origin.place(*path), message, help=help or _purpose(kind, path))


def _has_colon(text: str, place: Place) -> bool:
    """Whether a colon stands behind a key, which a text between braces has been taken for."""
    return text[line_starts(text)[place.end_line - 1] + place.end_column - 1 :].lstrip().startswith(":")


def written_path(value: Plain, loc: tuple[int | str, ...]) -> Path:
    """The part of pydantic's path that exists in the file: a bare value stands for a list or mapping of one."""
    path: list[int | str] = []
    for step in loc:
        if isinstance(value, dict) and step in value:
            value = value[str(step)]
        elif isinstance(value, list) and isinstance(step, int) and step < len(value):
            value = value[step]
        else:
            continue
        path.append(step)
    return tuple(path)


def fields(model: type[BaseModel]) -> dict[str, FieldInfo]:
    """The fields of a model by their keys."""
    return {field.alias or name: field for name, field in model.model_fields.items()}


def _fields_at(kind: type[Model], path: Path) -> dict[str, FieldInfo]:
    """The fields of the model to which a path leads."""
    model: type[BaseModel] | None = kind
    for step in path:
        field = fields(model).get(str(step)) if model else None
        model = model_within(field.annotation) if field else model
    return fields(model) if model else {}


def _field(kind: type[Model], path: Path) -> FieldInfo | None:
    """The field in which the value at `path` is."""
    *parents, last = [step for step in path if isinstance(step, str)] or [""]
    return _fields_at(kind, tuple(parents)).get(last)


def _purpose(kind: type[Model], path: Path) -> str:
    """What the field at `path` is for."""
    field = _field(kind, path)
    key = next((step for step in reversed(path) if isinstance(step, str)), "")
    if not (field and field.description):
        return ""
    choices = get_args(field.annotation) if get_origin(field.annotation) is Literal else ()
    return f"`{key}`: {field.description}{f' One of {listed(choices)}.' * bool(choices)}"


def wrong(key: str, fault: Any, field: FieldInfo | None) -> tuple[str, str]:
    """Headline and cure for the value of `key`, from what pydantic says of it (`fault`)."""
    value = shown(fault["input"])
    if fault["input"] is None:
        is_needed = field and field.is_required()
        return f"`{key}` is empty", "" if is_needed else "give it a value or remove the key"
    if fault["type"] == "value_error":
        error = fault["ctx"]["error"]
        return str(error), getattr(error, "help", "")
    if fault["type"] in ("literal_error", "enum"):
        allowed = re.findall(r"'([^']*)'", fault["ctx"]["expected"])
        near = nearest(str(fault["input"]), allowed)
        help = f"did you mean `{near[0]}`?" if near else f"one of {', '.join(allowed)}"
        return f"{value} is not a known `{key}`", help
    if fault["type"] == "string_pattern_mismatch":
        return f"{value} does not have the form of `{key}`", _PATTERNS.get(key, "")
    what, help = _CURES.get(fault["type"], (f"is wrong: {fault['msg'].lower()}", ""))
    subject = f"each entry of `{key}`" if fault["loc"] and isinstance(fault["loc"][-1], int) else f"`{key}`"
    message = f"{subject} {what}, not {value}" if what.startswith("is a") else f"`{key}` {what}"
    return message, _rewritten(fault, field) or help


def _rewritten(fault: Any, field: FieldInfo | None) -> str:
    """How to write a value that lacks keys, or has brackets too many or too few."""
    value, within = fault["input"], field and model_within(field.annotation)
    if within and len(_required(within)) > 1 and fault["type"] in ("tuple_type", "model_type"):
        return f"each entry needs {needed(within)}, indented below `- `"
    if fault["type"] == "tuple_type" and isinstance(value, str) and re.fullmatch(r"[\w '’.,-]{1,80}", value):
        is_id = field and refers_of(field) and "," not in value
        return f"write `[{slug(value) if is_id else value}]`, or each on a line of its own after `- `"
    depth = 0
    while fault["type"] == "string_type" and isinstance(value, list) and len(value) == 1:
        [value], depth = value, depth + 1
        if isinstance(value, str) and depth > 1 and field and isinstance(mark_of(field), Prose):
            return f'write `"[[{value}]]"`: a text that begins with a bracket needs quotes'
        if isinstance(value, str):
            return f"write `{value}`: brackets make a list, and links with `[[…]]` belong in a `body` or `summary`"
    return ""


def shown(value: Any) -> str:
    """A value of the user's, as a message names it."""
    if isinstance(value, dict):
        return "keys with values"
    if isinstance(value, list):
        return "a list"
    return f"`{shortened(str(value), 40)}`"
