"""The kinds of page, written out. A new kind is a file here, a template, and a line in the list.

Each says which pages there are; a page is made only when it is asked for, so that a preview makes what is looked at.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TypeAlias

from builder.page import Planned
from builder.pages import (
    actors,
    article,
    articles,
    background,
    backlinks,
    claims,
    data,
    glossary,
    network,
    places,
    quotes,
    sources,
    timeline,
)
from builder.render import Renderer
from builder.values import Site

PageKind: TypeAlias = Callable[[Site, Renderer], Iterator[Planned]]
PAGE_KINDS: tuple[PageKind, ...] = (
    article.pages,
    articles.pages,
    actors.pages,
    network.pages,
    places.pages,
    background.pages,
    claims.pages,
    glossary.pages,
    timeline.pages,
    quotes.pages,
    sources.pages,
    data.pages,
    backlinks.pages,
)
