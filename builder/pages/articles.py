"""The index of the articles."""

from __future__ import annotations

from collections.abc import Iterator

from builder.models import Article
from builder.page import Page, Planned, SearchEntry
from builder.pages.common import Part, Views, in_parts
from builder.render import Renderer
from builder.values import Site


def pages(site: Site, renderer: Renderer) -> Iterator[Planned]:
    """The articles, oldest first."""
    articles = [article for article in site.dossier.articles if article.id in site.dossier.seeds]
    articles.sort(key=lambda article: (article.date.sort_key, article.id))
    yield from in_parts(Views(site, renderer), "articles/", articles, _page)


def _page(views: Views, part: Part[Article]) -> Page:
    site = views.site
    rows = [
        (
            article,
            site.dossier.seeds[article.id].word_count,
            len(site.anchored.anchors[article.id]) + len(site.anchored.mentions[article.id]),
        )
        for article in part.rows
    ]
    entry = SearchEntry("", "Articles", ", ".join(article.title for article, _, _ in rows))
    return views.page(
        "articles.html.j2", part, "Articles", [entry], articles=rows, total=part.of, is_first=part.number == 1
    )
