"""A proposal as a value."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from builder.yaml_editor import add_record, remarked
from builder.yaml_reader import Plain

# From this score on a proposal says what the words mean; below, only that they want an explanation.
LIKELY = 50
# The comment behind the `kind` of a record where the text does not tell it.
OPEN_KIND = "a guess: person, organisation or place?"
Sort = Literal["name", "acronym", "spelling", "mention", "quotation", "time expression"]


@dataclass(frozen=True, slots=True)
class Occurrence:
    """A place in an article; offsets are code points of its seed's text."""

    article: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Suggestion:
    """One proposal: where, how sure (0 to 100) and why; the draft to add, and the known record that it links to.

    `instead`: the proposal is a name more for that record, and this the mention that would link these places alone.
    `candidates`: whom it may mean, by id or name; the record asks which, and an editor chooses one.
    """

    sort: Sort
    occurrences: tuple[Occurrence, ...]
    words: str
    why: str
    score: int
    collection: str
    record: dict[str, Plain]
    ref: str | None = None
    id: str = ""
    instead: dict[str, Plain] | None = None
    candidates: tuple[str, ...] = ()
    is_kind_open: bool = False

    @property
    def is_complete(self) -> bool:
        """Whether the record is whole once an editor has agreed; others have something to be filled in."""
        return bool(self.instead) or self.asks or (self.collection in ("mentions", "dates") and self.score >= LIKELY)

    @property
    def asks(self) -> bool:
        """Whether somebody has to decide who is meant before it can be added."""
        return self.collection == "mentions" and bool(self.candidates)

    @property
    def question(self) -> str:
        """What stands in the record where one of the candidates will."""
        return f"{' or '.join(self.candidates)}?" if self.candidates else ""

    @property
    def yaml(self) -> str:
        """The record as it would stand in a file of annotations; of a known record the key that would be added."""
        return self.added_to("", self.record)

    def added_to(self, text: str, record: dict[str, Plain]) -> str:
        """A file's text with the record, changed perhaps, as an editor would write it. Raises `Uneditable`."""
        text = add_record(text, self.collection, self.id, record)
        return remarked(text, [(self.collection, self.id, "kind")] * self.is_kind_open, OPEN_KIND)


def settled(text: str) -> str:
    """A record's text without the comment that asks what it is, once an editor has said so."""
    return text.replace(f"  # {OPEN_KIND}", "")
