"""A proposal as a value."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from builder.yaml_editor import add_record
from builder.yaml_reader import Plain

# From this score on a proposal says what the words mean; below, only that they want an explanation.
LIKELY = 50
Sort = Literal["name", "acronym", "spelling", "mention", "quotation", "time expression"]


@dataclass(frozen=True, slots=True)
class Occurrence:
    """A place in an article; offsets are code points of its seed's text."""

    article: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Suggestion:
    """One proposal: where, how sure (0 to 100) and why; the draft to add, and the known record that it links to."""

    sort: Sort
    occurrences: tuple[Occurrence, ...]
    words: str
    why: str
    score: int
    collection: str
    record: dict[str, Plain]
    ref: str | None = None
    id: str = ""

    @property
    def is_complete(self) -> bool:
        """Whether the record is whole once an editor has agreed; others have something to be filled in."""
        return self.collection in ("mentions", "dates") and self.score >= LIKELY

    @property
    def yaml(self) -> str:
        """The record as it would stand in a file of annotations."""
        return add_record("", self.collection, self.id, self.record)
