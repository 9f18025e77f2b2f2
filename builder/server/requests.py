"""What the page may ask for: each request as a model, closed to anything else and bounded in size; and refusals."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

Id = Annotated[str, Field(max_length=200)]
# Without the control characters, which no page can hold.
Text = Annotated[str, Field(max_length=100_000, pattern=r"^[^\x00-\x08\x0b\x0e-\x1f\x7f]*$")]

Fields = Annotated[dict[Id, Text], Field(max_length=30)]


class Refused(Exception):
    """What is asked for cannot be done; the message tells the editor why."""


class Unfilled(Refused):
    """Something is still to be filled in."""


class Met(Refused):
    """Somebody else was quicker: what the page was made from is no longer there."""


class Asked(BaseModel):
    """Closed to keys that it does not have, and never changed."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class Point(Asked):
    """A place in an article: a block's id, and code points from the block's beginning."""

    block: Id
    offset: Annotated[int, Field(ge=0, le=10_000_000)]


class Passage(Asked):
    """Words of an article, from where to where, and as the page shows them."""

    article: Id
    start: Point
    end: Point
    words: Text


class Open(Asked):
    """A record as it is written."""

    id: Id


class Versions(Asked):
    """An article whose annotations are to be carried over: from the version `old`, and `to` one to be published."""

    article: Id = ""
    old: Id = ""
    to: Id = ""


class Reanchor(Versions):
    """What was decided, by the passage's number: a proposal's, `o` (orphan) or `d` (drop). `mark`: see the page."""

    mark: Id
    choices: Annotated[dict[Id, Id], Field(max_length=100_000)]
