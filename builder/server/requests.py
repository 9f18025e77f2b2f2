"""What the page may ask for: each request as a model, closed to anything else and bounded in size."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

Id = Annotated[str, Field(max_length=200)]
Text = Annotated[str, Field(max_length=100_000)]


class Request(BaseModel):
    """A request for a change; without `write` it is only tried."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)

    write: bool = False


class Point(BaseModel):
    """A place in an article: a block's id, and code points from the block's beginning."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)

    block: Id
    offset: Annotated[int, Field(ge=0, le=10_000_000)]


class Passage(BaseModel):
    """Words of an article, from where to where, and as the page shows them."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)

    article: Id
    start: Point
    end: Point
    words: Text


class Annotate(Request):
    """Add an annotation of a passage: a sort of form (`forms.FORMS`) and what was filled in."""

    form: Id
    passage: Passage
    id: Id = ""
    fields: Annotated[dict[Id, Text], Field(max_length=30)] = {}


class Rewrite(Request):
    """Write a record anew; `old` is its text as the page was given it."""

    id: Id
    old: Text
    new: Text


class Remove(Request):
    """Take a record out; `old` is its text as the page was given it."""

    id: Id
    old: Text


class Undo(Request):
    """Take the last change back."""
