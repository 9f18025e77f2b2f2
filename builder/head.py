"""The head of a dossier: what it is, and how the builder treats it."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from builder.fields import Language, Words
from builder.parts import Model, Selectors

LinkMode = Literal["all", "first", "first-in-paragraph", "none"]


class LinkSettings(Model):
    """Which automatic mentions become links."""

    actors: LinkMode = Field("all", description="Mentions of actors.")
    places: LinkMode = Field("all", description="Mentions of places.")
    glossary: LinkMode = Field("first", description="Mentions of terms.")


class Settings(Model):
    """How the builder treats this dossier."""

    link: LinkSettings = Field(
        LinkSettings(), description="Which automatic mentions become links: all, first, first-in-paragraph, none."
    )
    relations: dict[str, str] = Field({}, description="For each relation's label the label seen from the other end.")
    dismissed: Selectors = Field(
        (), description="Words that `dossier suggest` no longer proposes: everywhere, or where a selector says."
    )


class Head(Model):
    """The dossier itself."""

    title: Words | None = Field(None, description="The dossier's title.")
    subtitle: str | None = Field(None, description="A line below it.")
    description: str | None = Field(None, description="What it is, in a sentence or two.")
    lang: Language = Field("en-GB", description="The language of the annotations.")
    editors: tuple[str, ...] = Field((), description="Who edits it.")
    licence: str | None = Field(None, description="On what terms the annotations may be used.")
    settings: Settings = Field(Settings(), description="How the builder treats this dossier.")
