"""The kinds of page, written out. A new kind is a file here, a template, and a line in the list."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from builder.page import Page
from builder.pages import actors, article, articles, background, claims, glossary, places, quotes, sources, timeline
from builder.render import Renderer
from builder.values import Site

PAGE_KINDS: tuple[Callable[[Site, Renderer], Iterator[Page]], ...] = (
    article.pages,
    articles.pages,
    actors.pages,
    places.pages,
    background.pages,
    claims.pages,
    glossary.pages,
    timeline.pages,
    quotes.pages,
    sources.pages,
)
