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
    entry = SearchEntry("", "Articles", ", ".join(article.title for article in part.rows))
    return views.page(
        "articles.html.j2", part, "Articles", [entry], articles=part.rows, total=part.of, is_first=part.number == 1
    )
