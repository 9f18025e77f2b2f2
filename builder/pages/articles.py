"""The index of the articles."""

from __future__ import annotations

from collections.abc import Iterator

from builder.models import Article
from builder.page import Page, Planned
from builder.pages.common import Part, Views, in_parts


def pages(views: Views) -> Iterator[Planned]:
    """The articles, oldest first."""
    articles = [article for article in views.site.dossier.articles if article.id in views.site.dossier.seeds]
    articles.sort(key=lambda article: (article.date.sort_key, article.id))
    yield from in_parts(views, "articles/", articles, _page)


def _page(views: Views, part: Part[Article]) -> Page:
    about = ", ".join(article.title for article in part.rows)
    shown = {"articles": part.rows, "total": part.of, "is_first": part.number == 1}
    return views.list_page("articles.html.j2", part, "Articles", [about], **shown)
