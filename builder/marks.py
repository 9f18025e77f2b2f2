"""Marks on the fields of models: which texts name records, which hold Markdown; and the walk that finds them.

A new field needs no code elsewhere: linking, checking and rendering follow the marks.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Annotated, Any, get_args, get_origin

from pydantic import BaseModel, GetJsonSchemaHandler
from pydantic.fields import FieldInfo
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema

# The key of a `Refers` in a JSON Schema.
REFERS = "x-refers"


@dataclass(frozen=True, slots=True)
class Refers:
    """Marks a field whose text is the id of a record of one of `kinds` (none given: of any kind).

    With `or_words`, a text that has a blank or a capital letter is not an id but the name of somebody without a record.
    """

    kinds: tuple[str, ...] = ()
    or_words: bool = False

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        """Carry the mark into the JSON Schema, where `schema.py` turns it into the ids of a dossier."""
        return {**handler(schema), REFERS: {"kinds": self.kinds, "or_words": self.or_words}}


@dataclass(frozen=True, slots=True)
class Prose:
    """Marks a field that holds Markdown with wiki-links and citations; `states` if it states facts."""

    states: bool = True


Mark = Refers | Prose
Step = str | int


@dataclass(frozen=True, slots=True)
class Marked:
    """A marked text of a record: where it stands in the YAML, what it says and its mark."""

    path: tuple[Step, ...]
    text: str
    mark: Mark


def marked(model: BaseModel) -> Iterator[Marked]:
    """Every text of `model` that refers to records or holds Markdown, in the order of its fields."""
    for name, key, mark in _plan(type(model)):
        value = getattr(model, name)
        if value is not None and value != () and value != {}:
            yield from _marked(value, (key,), mark)


def _marked(value: Any, path: tuple[Step, ...], mark: Mark | None) -> Iterator[Marked]:
    if isinstance(value, tuple):
        for index, item in enumerate(value):
            yield from _marked(item, (*path, index), mark)
    elif isinstance(value, BaseModel):
        for found in marked(value):
            yield Marked(path + found.path, found.text, found.mark)
    elif mark is not None and isinstance(value, str):
        yield Marked(path, value, mark)


@lru_cache(maxsize=64)
def _plan(model: type[BaseModel]) -> tuple[tuple[str, str, Mark | None], ...]:
    """The fields of `model` worth walking: those with a mark, and those that hold models."""
    rows = ((name, info.alias or name, mark_of(info), info) for name, info in model.model_fields.items())
    return tuple((name, key, mark) for name, key, mark, info in rows if mark or model_within(info.annotation))


def mark_of(info: FieldInfo) -> Mark | None:
    """The mark of a field, or of the texts that it holds."""
    return _mark_within(Annotated[info.annotation, None, *info.metadata])


def refers_of(info: FieldInfo) -> Refers | None:
    """The records that a field names, itself or by the ids within it."""
    within = model_within(info.annotation)
    mark = mark_of(within.model_fields["id"] if within and "id" in within.model_fields else info)
    return mark if isinstance(mark, Refers) else None


def _mark_within(annotation: Any) -> Mark | None:
    if get_origin(annotation) is Annotated:
        marks = (found for found in annotation.__metadata__ if isinstance(found, (Refers, Prose)))
        return next(marks, None) or _mark_within(annotation.__origin__)
    return next((mark for part in get_args(annotation) if (mark := _mark_within(part))), None)


def model_within(annotation: Any) -> type[BaseModel] | None:
    """The model of which a field holds one or several, if it does."""
    if isinstance(annotation, type) and not get_args(annotation):
        return annotation if issubclass(annotation, BaseModel) else None
    return next(filter(None, map(model_within, get_args(annotation))), None)
