"""The annotation format as models: what an editor may write, kind by kind.

These are the authority: the JSON Schema, the reference page and every check of keys and types come from them.
A field that names another record is marked `Refers`, a field that holds Markdown is marked `Prose`; linking
and checking walk the marks, so a new field needs no code elsewhere.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date as Day
from functools import cached_property
from textwrap import shorten
from typing import Annotated, ClassVar, Literal

from pydantic import Field
from pydantic.json_schema import SkipJsonSchema

from builder.edtf import Edtf
from builder.fields import (
    MAX_FORMS,
    AnyRef,
    Aside,
    Clock,
    Coordinates,
    Date,
    Digest,
    Keyed,
    Language,
    Markdown,
    Name,
    Url,
    Who,
    Words,
)
from builder.marks import Marked, Refers, marked
from builder.parts import Authors, Citations, Later, Model, Original, Selector, Selectors

ID = re.compile(r"[a-z0-9][a-z0-9-]*")
# Names of places that every article page has; a record of that id could not be addressed.
RESERVED = re.compile(r"p\d+|caption")
# Characters of a heading that is made of a text's own words.
HEADING_LENGTH = 60


def is_words(text: str) -> bool:
    """Whether the text of an `or_words` field is a name rather than an id."""
    return not ID.fullmatch(text)


class Record(Model):
    """What all records share."""

    collection: ClassVar[str]
    noun: ClassVar[str]

    id: SkipJsonSchema[str] = ""
    summary: Aside | None = Field(
        None, description="One or two plain sentences, which can cite `[@source]`; shown in previews, lists and cards."
    )
    body: Markdown | None = Field(
        None, description="The text; Markdown, in which `[[id]]` links to a record and `[@source]` cites."
    )
    see: tuple[AnyRef, ...] = Field((), description="Related records, by their ids.")
    sources: Citations = Field((), description="The sources on which the record as a whole rests.")
    known_from: Date | None = Field(
        None, description="From when on this could be known; what is later than the article is hindsight."
    )
    later: tuple[Later, ...] = Field((), description="What became known only later; shown as hindsight.")
    status: Literal["draft", "published"] = Field(
        "published", description="Whether it is published; a draft is left out."
    )
    updated: Date | None = Field(None, description="When the record last changed in substance.")

    @cached_property
    def texts(self) -> tuple[Marked, ...]:
        """Every text of it that refers to records or holds Markdown."""
        return tuple(marked(self))

    @property
    def heading(self) -> str:
        """The record's name on pages and in lists."""
        return next((name for key in ("name", "title", "term") if (name := getattr(self, key, None))), self.id)

    def selectors(self) -> Iterator[tuple[tuple[str | int, ...], Selector]]:
        """Where it is anchored: every selector, with its path below the record."""
        for key in ("at", "not_at"):
            yield from (((key, index), selector) for index, selector in enumerate(getattr(self, key, ())))

    @property
    def lost(self) -> tuple[tuple[tuple[str | int, ...], Selector], ...]:
        """Its selectors whose passages are gone."""
        return tuple((path, selector) for path, selector in self.selectors() if selector.orphan)

    @cached_property
    def anchoring(self) -> tuple[object, ...]:
        """Everything of it that bears on what sits where in the texts."""
        own = (vars(self).get(key) for key in ("is_", "match", "at", "not_at", "positions"))
        return (self.collection, self.id, getattr(self, "forms", ()), *own)


class Named(Record):
    """A record that a text can name."""

    also: tuple[Name, ...] = Field(
        (), max_length=MAX_FORMS, description="Other forms by which the text names it; each is matched automatically."
    )
    match: Literal["auto", "exact-case", "ignore-case", "never"] = Field(
        "auto", description="How its names are found in a text; `never`: explicit mentions only."
    )
    native: dict[Language, str] = Field({}, description="The name in its own language and script, by BCP 47 tag.")
    same_as: dict[str, str] = Field({}, description="Outside identifiers: `wikidata`, `wikipedia`, …")
    at: Selectors = Field((), description="Passages that mean it without naming it.")
    not_at: Selectors = Field((), description="Passages that have its name and mean something else: no link there.")

    @property
    def forms(self) -> tuple[str, ...]:
        """Every surface form, the heading first."""
        return (self.heading, *self.also)


class Relation(Model):
    """What an actor is to another record; the other end's label comes from the dossier's settings."""

    is_: str = Field(alias="is", min_length=1, description="What the actor is: `commander of`.")
    of: AnyRef = Field(description="The record at the other end.")
    from_: Date | None = Field(None, alias="from", description="Since when.")
    to: Date | None = Field(None, description="Until when.")
    sources: Citations = Field((), description="What the relation rests on.")
    known_from: Date | None = Field(None, description="From when on it could be known.")


class Actor(Named):
    """A person, organisation, state, armed group, military unit, office or crowd."""

    collection = "actors"
    noun = "actor"
    name: Name = Field(description="The name, as headings show it.")
    kind: Literal[
        "person", "organisation", "state", "government", "armed-group", "military-unit", "office", "crowd"
    ] = Field(description="What sort of actor.")
    role: str | None = Field(None, description="Who this was at the time, in a few words.")
    relations: tuple[Relation, ...] = Field((), description="What the actor is to others; shown at both ends.")


class Location(Named):
    """A place, with coordinates where it has them."""

    collection = "places"
    noun = "place"
    name: Name = Field(description="The name, as headings show it.")
    kind: Literal["city", "country", "region", "building", "base", "district", "street", "other"] = Field(
        "other", description="What sort of place."
    )
    in_: Annotated[str, Refers(("places", "actors"))] | None = Field(
        None, alias="in", description="The place or state in which it lies."
    )
    coordinates: Coordinates | None = Field(None, description="Latitude and longitude, decimal degrees, WGS 84.")
    precision: Literal["site", "settlement", "region", "country"] | None = Field(
        None, description="What the coordinates point to."
    )


class Term(Named):
    """A word that a reader may not know, and its definition."""

    collection = "glossary"
    noun = "term"
    term: Name = Field(description="The term, as headings show it.")
    definition: Markdown = Field(description="What it means; Markdown, whose first sentence is used in previews.")


class Topic(Record):
    """What a reader must know to follow the article."""

    collection = "background"
    noun = "topic"
    title: Words = Field(description="The topic's title.")
    order: int = Field(0, description="Where it stands in the list: lower is earlier.")
    at: Selectors = Field((), description="The passages for which it is background.")


class Participant(Model):
    """An actor's part in an event."""

    id: Annotated[str, Refers(("actors",))] = Field(description="The actor's id.")
    role: str | None = Field(None, description="Its part in the event.")


class Event(Record):
    """Something that happened, dated; the timeline is made of these."""

    collection = "events"
    noun = "event"
    title: Words = Field(description="What happened, in a few words.")
    kind: Literal["military", "attack", "protest", "politics", "statement", "law", "other"] = Field(
        "other", description="What sort of event."
    )
    date: Date = Field(description="When it happened.")
    time: Clock | None = Field(None, description="Local time with its offset: 19:20+03:00.")
    place: Annotated[str, Refers(("places",))] | None = Field(None, description="Where it happened.")
    actors: tuple[Annotated[Participant, Keyed("id")], ...] = Field((), description="Who took part.")
    at: Selectors = Field((), description="The passages that speak of it.")


class Quote(Record):
    """Words that somebody said or wrote, anchored where the article gives them."""

    collection = "quotes"
    noun = "quote"
    title: Words | None = Field(None, description="A short name for the quotation.")
    speaker: Who = Field(
        description="Who said it: an actor's id; of somebody without a record, a name with a blank or capital."
    )
    addressee: Who | None = Field(None, description="To whom.")
    date: Date | None = Field(None, description="When.")
    time: Clock | None = Field(None, description="At what time, with its offset.")
    medium: Literal["tweet", "statement", "speech", "interview", "chant", "report"] | None = Field(
        None, description="How it was said."
    )
    at: Selectors = Field(min_length=1, description="Where the article gives it.")
    original: Original | None = Field(None, description="The fuller original.")

    @property
    def heading(self) -> str:
        if self.title:
            return self.title
        words = " ".join((self.at[0].exact or self.at[0].start or self.id).rstrip(" ,;:").split())
        if self.at[0].start:  # what follows, up to the words of `end`, is in the text alone
            words += " …"
        if len(words) > HEADING_LENGTH:  # `shorten` is slow
            words = shorten(words, HEADING_LENGTH, placeholder=" …")
        return f"“{words}”"


class Position(Model):
    """What one side says on a contested question."""

    by: Who = Field(
        description="Who says it: an actor's id; of somebody without a record, a name with a blank or capital."
    )
    says: Markdown = Field(description="What they say, in one sentence.")
    at: Selectors = Field((), description="Where the article gives it.")
    since: Date | None = Field(None, description="Since when they say so.")
    evidence: Markdown | None = Field(None, description="What they base it on.")
    sources: Citations = Field((), description="Where they say it.")
    known_from: Date | None = Field(None, description="From when on it could be known.")


class Claim(Record):
    """A contested question and the positions taken on it."""

    collection = "claims"
    noun = "claim"
    title: Words = Field(description="The question.")
    positions: tuple[Position, ...] = Field(min_length=1, description="Who says what.")
    record: Markdown | None = Field(None, description="What was established, by whom; cited.")
    at: Selectors = Field((), description="The passages it concerns.")

    def selectors(self) -> Iterator[tuple[tuple[str | int, ...], Selector]]:
        yield from super().selectors()
        for number, position in enumerate(self.positions):
            yield from ((("positions", number, "at", index), selector) for index, selector in enumerate(position.at))


class TimeExpression(Record):
    """A time expression in the text ("Friday") and the date it means."""

    collection = "dates"
    noun = "date"
    at: Selectors = Field(min_length=1, description="The words.")
    date: Date = Field(description="The calendar date they mean.")
    time: Clock | None = Field(None, description="The time, where known.")
    body: Aside | None = Field(None, description="The reasoning.")

    @property
    def heading(self) -> str:
        return self.date.label


class EditorNote(Record):
    """An editor's note on a passage."""

    collection = "notes"
    noun = "note"
    kind: Literal["context", "correction", "variant", "translation", "caution"] = Field(
        "context", description="What sort of note."
    )
    title: Words | None = Field(None, description="A heading, where the kind does not do.")
    at: Selectors = Field(min_length=1, description="The passage.")
    body: Aside = Field(description="The note.")

    @property
    def heading(self) -> str:
        return self.title or self.kind.capitalize()


class Mention(Record):
    """A link from words to the record that they mean, where no name in them tells it."""

    collection = "mentions"
    noun = "mention"
    is_: Annotated[str, Refers(("actors", "places", "glossary"))] = Field(
        alias="is", description="The record that is meant."
    )
    at: Selectors = Field(min_length=1, description="The words that mean it.")


class Source(Record):
    """A published work that a statement rests on."""

    collection = "sources"
    noun = "source"
    type: Literal[
        "article", "article-journal", "article-magazine", "article-newspaper", "bill", "book", "broadcast", "chapter", "dataset", "document",
        "entry", "entry-dictionary", "entry-encyclopedia", "hearing", "interview", "legal_case", "legislation", "manuscript", "map",
        "motion_picture", "paper-conference", "periodical", "personal_communication", "post", "post-weblog", "regulation", "report", "review",
        "song", "speech", "standard", "thesis", "treaty", "webpage",
    ] = Field(description="What sort of work; a type of CSL.")  # fmt: skip
    title: Words = Field(description="The work's title.")
    author: Authors = Field((), description="Who wrote it; of several, a list.")
    publisher: str | None = Field(None, description="Who published it.")
    issued: Date | None = Field(None, description="When it was published.")
    url: Url | None = Field(None, description="Where it stands on the web.")
    accessed: Date | None = Field(None, description="When it was last seen there.")
    archived: Url | None = Field(None, description="An archived copy.")
    lang: Language | None = Field(None, description="The language it is in, if not the dossier's.")
    strength: Literal["primary", "good", "fair", "weak"] | None = Field(None, description="How much may rest on it.")
    note: Aside | None = Field(None, description="What sort of copy was seen, why it is weak.")


class Version(Model):
    """One state of an article's text."""

    file: Words = Field(description="Its seed, below `seeds/`.")
    date: Date = Field(description="From when it is.")
    sha256: Digest | None = Field(None, description="The seed's digest; another text in its place is an error.")


class Article(Record):
    """One seed text and where it came from."""

    collection = "articles"
    noun = "article"
    file: Words = Field(description="The seed, below `seeds/`.")
    title: Words = Field(description="The headline.")
    date: Date = Field(description="When it was first published; what is later is hindsight.")
    publisher: str | None = Field(None, description="Who published it.")
    author: Authors = Field((), description="Who wrote it; of several, a list.")
    url: Url | None = Field(None, description="Where it stands on the web.")
    lang: Language | None = Field(None, description="Its language, if not the dossier's.")
    caption: bool | None = Field(
        None, description="Whether the first block is a picture caption; by default, if a header line precedes it."
    )
    sha256: Digest | None = Field(None, description="The seed's digest; another text in its place is an error.")
    versions: dict[str, Version] = Field({}, description="States of the text by id; `file` is the one published.")

    # As a work among others, in the terms of a source.
    type: ClassVar[str] = "article-newspaper"

    @property
    def issued(self) -> Edtf:
        """When it was first published."""
        return self.date

    @property
    def corrected(self) -> Edtf | None:
        """From when the text published is, where that is later than its first publication."""
        states = [version.date for version in self.versions.values() if version.file == self.file]
        return next((date for date in states if is_later(date, self.date.latest)), None)

    @property
    def when(self) -> str:
        """In words when it was published, and when its text was corrected."""
        return f"{self.date.label}, corrected {self.corrected.label}" if self.corrected else self.date.label


KINDS: dict[str, type[Record]] = {
    one.collection: one
    for one in (Article, Actor, Location, Term, Topic, Event, Quote, Claim, TimeExpression, EditorNote, Mention, Source)
}


def is_later(known_from: Edtf | None, day: Day | None) -> bool:
    """Whether something known from a date is hindsight for a text of `day`."""
    return bool(known_from and known_from.earliest and day and known_from.earliest > day)
