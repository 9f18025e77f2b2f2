"""The parts that several kinds of record are made of: selectors, citations, authors, hindsight."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, model_validator

from builder.fields import MAX_SELECTORS, Date, Keyed, Language, Listed, Markdown, Words
from builder.marks import Refers


class Model(BaseModel):
    """Everything an editor writes is closed to unknown keys and never changes once read."""

    # Most runs need few of the kinds.
    model_config = ConfigDict(extra="forbid", frozen=True, defer_build=True)


class Selector(Model):
    """Where an annotation sits in an article (W3C Web Annotation: TextQuoteSelector, RangeSelector)."""

    exact: Words | None = Field(None, description="These words, as the text has them.")
    prefix: Words | None = Field(None, description="What stands right before the words.")
    suffix: Words | None = Field(None, description="What stands right after the words.")
    start: Words | None = Field(None, description="The first words of a longer passage; `end` has its last.")
    end: Words | None = Field(None, description="The last words of a passage that begins with `start`.")
    paragraph: Annotated[int, Field(ge=1)] | None = Field(
        None, description="Within this paragraph, counted from 1 without the caption."
    )
    caption: bool = Field(False, description="Within the picture caption.")
    occurrence: Annotated[int, Field(ge=1)] | None = Field(
        None, description="Which one, where the words occur several times."
    )
    every: bool = Field(False, description="Each time the words occur.")
    article: Annotated[str, Refers(("articles",))] | None = Field(
        None, description="In which article; needed only where there are several."
    )
    orphan: bool = Field(
        False, description="The passage is gone: the selector says where it was, and is no longer looked for."
    )

    @model_validator(mode="after")
    def _one_form(self) -> Selector:
        if (self.start is None) != (self.end is None):
            raise ValueError("`start` and `end` go together: `start` has the first words, `end` the last")
        if self.exact is not None and self.start is not None:
            raise ValueError("a selector has `exact` or `start` and `end`, not both")
        if self.exact is None and self.start is None:
            if self.paragraph is None and not self.caption:
                raise ValueError("a selector needs `exact`, `start` and `end`, `paragraph` or `caption`")
            if self.prefix or self.suffix or self.occurrence or self.every:
                raise ValueError("`prefix`, `suffix`, `occurrence` and `every` go with words: add `exact`")
        if self.caption and self.paragraph is not None:
            raise ValueError("the caption is in no paragraph: give one of `caption` and `paragraph`")
        if self.every and self.occurrence is not None:
            raise ValueError("`every` and `occurrence` exclude each other")
        return self


Selectors = Annotated[tuple[Annotated[Selector, Keyed("exact")], ...], Field(max_length=MAX_SELECTORS), Listed()]


class Citation(Model):
    """A source, and where in it: `{id: report, locator: "p. 3"}`, or its id alone."""

    id: Annotated[str, Refers(("sources",))] = Field(description="The source's id.")
    locator: str | None = Field(None, description="Where in the source: a page, a section, a time.")


Citations = tuple[Annotated[Citation, Keyed("id")], ...]


class Later(Model):
    """What became known only after the article."""

    known_from: Date = Field(description="From when on it could be known.")
    body: Markdown = Field(description="What it is.")


class Person(Model):
    """An author."""

    family: str | None = Field(None, description="Family name.")
    given: str | None = Field(None, description="Given names.")
    literal: str | None = Field(None, description="A name that does not divide, such as an organisation's.")

    def __str__(self) -> str:
        return self.literal or " ".join(part for part in (self.given, self.family) if part)


Authors = Annotated[tuple[Annotated[Person, Keyed("literal")], ...], Listed()]


class Original(Model):
    """The fuller words that a quotation was taken from."""

    lang: Language | None = Field(None, description="Their language.")
    text: Words = Field(description="The words.")
    sources: Citations = Field((), description="Where they are printed.")
