"""A page of the site as a value."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class Heading:
    """An entry of the page's table of contents."""

    level: int
    id: str
    title: str


@dataclass(frozen=True, slots=True)
class SearchEntry:
    """What search finds: a place on the page (empty fragment: the page itself), its title, its plain text.

    Of what the same words find, the weightier comes first.
    """

    fragment: str
    title: str
    text: str
    weight: float = 1
    names: str = field(default="", repr=False)  # every form of a name, with which the text begins


@dataclass(frozen=True, slots=True)
class Page:
    """One page of the site. `path` is its address without the leading slash; `html` its content below the chrome."""

    path: str
    kind: str
    title: str
    html: str
    description: str = ""
    headings: tuple[Heading, ...] = ()
    search: tuple[SearchEntry, ...] = ()
    article: str | None = None
    hide: tuple[str, ...] = ()  # parts of the theme's chrome that the page goes without: `navigation`, `toc`


# A page that can be had: its path, and what makes it.
Planned: TypeAlias = tuple[str, Callable[[], Page]]
