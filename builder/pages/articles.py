"""The index of the articles."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import NamedTuple

from markupsafe import Markup

from builder.models import Article
from builder.page import Page, Planned, SearchEntry
from builder.pages.common import Part, Views, in_parts
from builder.render import Renderer
from builder.values import Site


class Row(NamedTuple):
    """An article in the list: what search is told of it, and what is shown."""

    title: str
    html: Markup


def pages(site: Site, renderer: Renderer) -> Iterator[Planned]:
    """The articles, oldest first."""
    articles = [article for article in site.dossier.articles if article.id in site.dossier.seeds]
    articles.sort(key=lambda article: (article.date.sort_key, article.id))
    yield from in_parts(Views(site, renderer), "articles/", [article.id for article in articles], _page)


def _page(views: Views, part: Part[str]) -> Page:
    rows = views.renderer.each_once("listed", part.rows, partial(_row, views)).values()
    entry = SearchEntry("", "Articles", ", ".join(row.title for row in rows))
    return views.page(
        "articles.html.j2",
        part,
        "Articles",
        [entry],
        rows=[row.html for row in rows],
        total=part.of,
        is_first=part.number == 1,
    )


def _row(views: Views, id: str) -> Row:
    """Not a template: a large dossier has very many."""
    site, renderer = views.site, views.renderer
    article = site.dossier.records[id]
    assert isinstance(article, Article)
    hint = ", ".join(filter(None, [", ".join(map(str, article.author)), article.publisher, article.date.label]))
    summary = Markup("\n<p>{}</p>").format(renderer.inline(article.summary)) if article.summary else ""
    pattern = Markup('<li><p class="name">{}{}</p>\n<p class="hint">{}</p>{}</li>')
    name = renderer.link(id), views.draft(article)
    return Row(article.title, pattern.format(*name, hint, summary))
