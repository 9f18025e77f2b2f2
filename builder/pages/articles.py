"""The index of the articles."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from builder.page import Page, Planned, SearchEntry
from builder.pages.common import Views
from builder.render import Renderer
from builder.text import split_words
from builder.values import Site


def pages(site: Site, renderer: Renderer) -> Iterator[Planned]:
    """The page that lists the articles, oldest first."""
    yield "articles/", partial(_page, Views(site, renderer))


def _page(views: Views) -> Page:
    site = views.site
    rows = [
        (
            article,
            _words(site, article.id),
            len(site.anchored.anchors[article.id]) + len(site.anchored.mentions[article.id]),
        )
        for article in sorted(site.dossier.articles, key=lambda a: (a.date.sort_key, a.id))
        if article.id in site.dossier.seeds
    ]
    entry = SearchEntry("", "Articles", ", ".join(article.title for article, _, _ in rows))
    return views.page("articles.html.j2", "articles/", "Articles", [entry], articles=rows)


def _words(site: Site, article: str) -> int:
    seed = site.dossier.seeds[article]
    return sum(len(split_words(seed.text[block.start : block.end])) // 2 for block in seed.blocks)
